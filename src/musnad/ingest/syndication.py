"""Which articles are copies of one report: found by MinHash, verified on the words themselves, linked, never dropped.

Ten papers that print one agency's report are one source. Texts are compared as sets of word triples that never cross
a paragraph's end, so that paragraphs may change places; spellings are folded first (`musnad.text.normalise`).
Candidates come from bands of MinHash (Broder, "On the resemblance and containment of documents", 1997; banding after
Leskovec, Rajaraman and Ullman, "Mining of Massive Datasets", section 3.4), and each is verified exactly.

Reports of one template (yesterday's and today's toll) share most words too. What tells them apart is what they
count and when: where the same words stand around numbers and days that mostly differ, they are two reports.
"""

import hashlib
import re
import sqlite3
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Literal, NamedTuple

import msgspec
import numpy as np
import numpy.typing as npt

from musnad.text.normalise import fold

SHINGLE_WORDS = 3
MIN_SHINGLES = 12
"""A shorter text is linked by exact sameness alone."""
MIN_WORDS = 5
"""A text of fewer words is not compared at all."""
MIN_SIMILARITY, MIN_CONTAINMENT = 0.25, 0.4
"""Either makes a copy; tuned on the dev part of gold (`musnad evaluate copies`, docs/ingest/syndication.md)."""
MIN_SLOTS, MIN_SAME_SLOTS = 2, 0.6
"""Of so many numbers and days between the same words, at least this share must be the same; tuned likewise."""
TEMPLATE_SHARE = 0.75
"""The share of a text's numbers and days that stand between the same words where both come from one template."""
BANDS, ROWS = 64, 3
"""Two texts with a similarity of 0.4 share a band with a chance of 0.985, with one of 0.02 of 0.0005."""
SEED = 5
MAX_CANDIDATES = 50
"""Candidates that are verified, those with most bands in common first: enough for any family."""
BUSY_SECONDS = 30.0

_HALF = np.uint64(32)
_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+")
_SCHEMA = """
CREATE TABLE IF NOT EXISTS articles (id TEXT PRIMARY KEY, family INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS families ON articles (family);
CREATE TABLE IF NOT EXISTS texts (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL, digest BLOB NOT NULL, shingles BLOB NOT NULL, slots BLOB NOT NULL
);
CREATE INDEX IF NOT EXISTS digests ON texts (digest);
CREATE TABLE IF NOT EXISTS bands (
    key INTEGER NOT NULL, text INTEGER NOT NULL, PRIMARY KEY (key, text)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS copies (
    text INTEGER NOT NULL, id TEXT NOT NULL, kind TEXT NOT NULL, similarity REAL NOT NULL, containment REAL NOT NULL,
    PRIMARY KEY (text, id)
) WITHOUT ROWID;
"""

Hashes = npt.NDArray[np.uint32]
Slots = npt.NDArray[np.uint64]
Kind = Literal["exact", "near"]


class Copy(msgspec.Struct, frozen=True):
    """The article that another is a copy of; `exact` where all words are the same.

    `similarity` (Jaccard) and `containment` (of the shorter text in the longer) of their word triples, 0 to 1.
    """

    of: str
    kind: Kind
    similarity: float
    containment: float


class Sketch(NamedTuple):
    """What of a text is compared: the digest of its words, the hashes of its shingles, its slots (both sorted).

    A slot is a number or day between two words: the upper half is the hash of those words, the lower of the number.
    """

    digest: bytes
    shingles: Hashes
    slots: Slots
    words: int


class Syndication:
    """The copies among all articles added to the file `path`, which is made where there is none.

    Memory does not grow with the articles. What was added stands in the file after `commit`. Use it in the thread
    that made it.
    """

    def __init__(self, path: Path) -> None:
        self._base = sqlite3.connect(path, timeout=BUSY_SECONDS)
        self._base.execute("PRAGMA journal_mode = WAL")
        self._base.execute("PRAGMA synchronous = NORMAL")
        self._base.executescript(_SCHEMA)

    def add(self, article_id: str, text: str, title: str = "") -> list[Copy]:
        """Add an article; the earlier ones that it is a copy of, the likest first.

        A text that was added under this id already changes nothing. Another text of the same id (a new version)
        stands beside the first one: both are the article's. A first paragraph that repeats the title does not count.
        """
        found = sketch(text, title)
        known = self._one("SELECT number FROM texts WHERE id = ? AND digest = ?", article_id, found.digest)
        if known is not None:
            return self._copies(known)
        self._join(article_id)
        copies = self._found(article_id, found)
        self._keep(article_id, found, copies)
        return copies

    def family(self, article_id: str) -> list[str]:
        """All copies of one report, `article_id` among them, sorted; empty where it was never added."""
        family = self._one("SELECT family FROM articles WHERE id = ?", article_id)
        return [row[0] for row in self._base.execute("SELECT id FROM articles WHERE family = ? ORDER BY id", [family])]

    def families(self) -> list[list[str]]:
        """The families of two articles or more, each sorted."""
        several = "SELECT family FROM articles GROUP BY family HAVING count(*) > 1"
        rows = self._base.execute(f"SELECT family, id FROM articles WHERE family IN ({several}) ORDER BY family, id")
        families: dict[int, list[str]] = {}
        for family, member in rows:
            families.setdefault(family, []).append(member)
        return list(families.values())

    def commit(self) -> None:
        """Have all that was added on the disk; until then another process does not see it."""
        self._base.commit()

    def close(self) -> None:
        """Let go of the file; what was not committed is lost."""
        self._base.close()

    def _found(self, article_id: str, found: Sketch) -> list[Copy]:
        if found.words < MIN_WORDS:
            return []
        same = self._one("SELECT id FROM texts WHERE digest = ? AND id != ? ORDER BY number", found.digest, article_id)
        best = {} if same is None else {same: Copy(same, "exact", 1.0, 1.0)}
        for other, shingles, slots in self._candidates(found) if same is None else []:
            copy = compared(other, found, np.frombuffer(shingles, np.uint32), np.frombuffer(slots, np.uint64))
            if copy and other != article_id and copy.similarity > getattr(best.get(other), "similarity", -1.0):
                best[other] = copy
        return sorted(best.values(), key=lambda copy: (-copy.similarity, -copy.containment, copy.of))

    def _candidates(self, found: Sketch) -> list[tuple[str, bytes, bytes]]:
        keys = band_keys(found.shingles)
        marks = ", ".join("?" * len(keys))
        likest = f"SELECT text FROM bands WHERE key IN ({marks}) GROUP BY text ORDER BY count(*) DESC, text LIMIT ?"
        query = f"SELECT id, shingles, slots FROM texts WHERE number IN ({likest})"
        return self._base.execute(query, [*keys, MAX_CANDIDATES]).fetchall()

    def _keep(self, article_id: str, found: Sketch, copies: list[Copy]) -> None:
        row = (article_id, found.digest, found.shingles.tobytes(), found.slots.tobytes())
        number = self._base.execute(
            "INSERT INTO texts (id, digest, shingles, slots) VALUES (?, ?, ?, ?)", row
        ).lastrowid
        if not any(copy.kind == "exact" for copy in copies):  # else the bands of the first of them stand for all
            bands = [(key, number) for key in band_keys(found.shingles)]
            self._base.executemany("INSERT OR IGNORE INTO bands VALUES (?, ?)", bands)
        links = [(number, copy.of, copy.kind, copy.similarity, copy.containment) for copy in copies]
        self._base.executemany("INSERT INTO copies VALUES (?, ?, ?, ?, ?)", links)
        for copy in copies:
            self._unite(article_id, copy.of)

    def _join(self, article_id: str) -> None:
        new = "INSERT OR IGNORE INTO articles SELECT ?, coalesce(max(family), 0) + 1 FROM articles"
        self._base.execute(new, [article_id])

    def _unite(self, one: str, other: str) -> None:
        families = [self._one("SELECT family FROM articles WHERE id = ?", member) for member in (one, other)]
        if families[0] != families[1]:
            self._base.execute("UPDATE articles SET family = ? WHERE family = ?", [min(families), max(families)])

    def _copies(self, number: int) -> list[Copy]:
        query = "SELECT id, kind, similarity, containment FROM copies WHERE text = ?"
        order = "ORDER BY similarity DESC, containment DESC, id"
        return [Copy(*row) for row in self._base.execute(f"{query} {order}", [number])]

    def _one(self, query: str, *values: Any) -> Any:
        row = self._base.execute(query, values).fetchone()
        return None if row is None else row[0]


def compared(other: str, one: Sketch, shingles: Hashes, slots: Slots) -> Copy | None:
    """A near copy of `other`, whose shingles and slots are given, if it is one."""
    smaller = min(len(one.shingles), len(shingles))
    shared = len(np.intersect1d(one.shingles, shingles, assume_unique=True))
    if smaller < MIN_SHINGLES:
        return None
    similarity, containment = shared / (len(one.shingles) + len(shingles) - shared), shared / smaller
    if similarity < MIN_SIMILARITY and containment < MIN_CONTAINMENT:
        return None
    if _is_other_report(one.slots, slots):
        return None
    return Copy(other, "near", round(similarity, 4), round(containment, 4))


def _is_other_report(one: Slots, other: Slots) -> bool:
    """Whether two texts of nearly the same words count other things or speak of other days."""
    contexts = np.intersect1d(one >> _HALF, other >> _HALF)
    fewer = min(len(np.unique(slots >> _HALF)) for slots in (one, other))
    if len(contexts) < max(MIN_SLOTS, TEMPLATE_SHARE * fewer):
        return False
    same = np.unique(np.intersect1d(one, other, assume_unique=True) >> _HALF)
    return len(same) < MIN_SAME_SLOTS * len(contexts)


def sketch(text: str, title: str = "") -> Sketch:
    """What of a text is compared; paragraphs are lines."""
    paragraphs = [words for line in fold(text).splitlines() if (words := _WORD.findall(line))]
    if len(paragraphs) > 1 and paragraphs[0] == _WORD.findall(fold(title)):
        del paragraphs[0]
    words = [word for paragraph in paragraphs for word in paragraph]
    digest = hashlib.blake2b(" ".join(words).encode("utf-8", "replace"), digest_size=16).digest()
    shingles = _distinct([_shingles(paragraph) for paragraph in paragraphs])
    return Sketch(digest, shingles, np.unique(_slots(words)), len(words))


def band_keys(shingles: Hashes) -> list[int]:
    """The bands of a set of shingles: one key of 64 bits each; none where there are too few to compare."""
    from rensa import RMinHash

    if len(shingles) < MIN_SHINGLES:
        return []
    rows = RMinHash.digest_matrix_from_token_hash_sets([shingles.tolist()], BANDS * ROWS, SEED).to_rows()
    minima = np.array(rows[0], dtype=np.uint64).reshape(BANDS, ROWS)
    keys = np.arange(1, BANDS + 1, dtype=np.uint64)
    for row in range(ROWS):
        keys = _mixed(keys ^ minima[:, row])
    return [int(key) for key in keys.astype(np.int64)]


def _shingles(words: list[str]) -> npt.NDArray[np.uint64]:
    """Hashes of the word triples of a paragraph; of all its words, where they are fewer."""
    hashes = np.fromiter(map(_word_hash, words), np.uint64, len(words))
    width = min(SHINGLE_WORDS, len(words))
    mixed = np.zeros(len(words) - width + 1, dtype=np.uint64)
    for at in range(width):
        mixed = _mixed(mixed ^ hashes[at : len(hashes) - width + 1 + at])
    return mixed


def _slots(words: list[str]) -> Slots:
    """Numbers and days with the words around them, in which other numbers and days count as one."""
    named = _number_words() | _day_words()
    variable = [word[0].isdecimal() or word in named for word in words]
    masked = ["", *("#" if one else word for one, word in zip(variable, words, strict=True)), ""]
    slots = []
    for at in filter(variable.__getitem__, range(len(words))):
        context = _word_hash(f"{masked[at]} {masked[at + 2]}")
        slots.append((context >> 32 << 32) | (_word_hash(words[at]) >> 32))
    return np.array(slots, dtype=np.uint64)


@lru_cache(maxsize=65_536)
def _word_hash(word: str) -> int:
    return int.from_bytes(hashlib.blake2b(word.encode("utf-8", "replace"), digest_size=8).digest(), "little")


def _mixed(values: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """The finaliser of SplitMix64: every bit of the input moves half of the output's."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return (values ^ (values >> np.uint64(31))) + np.uint64(0x9E3779B97F4A7C15)


def _distinct(parts: list[npt.NDArray[np.uint64]]) -> Hashes:
    """The upper halves of all hashes, sorted, each once."""
    joined = np.concatenate([np.zeros(0, dtype=np.uint64), *parts])
    return np.unique((joined >> np.uint64(32)).astype(np.uint32))


@cache
def _number_words() -> frozenset[str]:
    """Number words from two up, folded, also with «و» before them; «one» is an adjective too often."""
    from musnad.text.number_words import number_words

    words = {word for word, number in number_words().items() if getattr(number, "value", 2) != 1}
    return frozenset(words | {"و" + word for word in words})


@cache
def _day_words() -> frozenset[str]:
    """Weekdays and months, folded."""
    from musnad.data import load_yaml

    days = load_yaml("musnad.text.temporal", "weekdays.yaml")
    months = load_yaml("musnad.text.temporal", "months.yaml")
    return frozenset(fold(word) for held in (days, months) for word in _strings(held) if " " not in word)


def _strings(held: Any) -> list[str]:
    """All strings in nested lists and mappings' values."""
    if isinstance(held, str):
        return [held]
    values = held.values() if isinstance(held, dict) else held if isinstance(held, list) else []
    return [word for value in values for word in _strings(value)]
