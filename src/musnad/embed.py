"""Vectors of texts, for search, related articles and merging: `embed(["…", "…"])`.

A vector is a sketch of the text's words. Each word, without its clitics and folded, has a direction of DIMENSION signs
that its hash gives (random projection: Achlioptas, JCSS 2003); a text is the sum of the directions of its words,
each weighed by 1 + ln(count) and by how few articles of news have it (inverse document frequency, table in
`embed.npz`, written by `python -m training.embed`). The cosine of two vectors is that of their weighed words within
1 / sqrt(DIMENSION). No network runs: vectors of the encoder's lower layers told less of which articles belong to
one story than these do (docs/reading/embed.md).
"""

import hashlib
import math
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

from musnad.errors import MusnadError
from musnad.schema import Article
from musnad.text.clitics import analyses
from musnad.text.normalise import Folded
from musnad.text.tokens import Token, tokenize

Vectors = NDArray[np.float32]


class Embedding(msgspec.Struct, frozen=True):
    """What a store keeps beside each vector: vectors of two embeddings are never compared."""

    name: str
    version: str
    dimension: int


DIMENSION = 2048
VERSION = "1"
"""Raised with every change of terms, weights, directions or of `embed.npz`."""
MODEL = Embedding("musnad-words", VERSION, DIMENSION)

TABLE = Path(__file__).with_name("embed.npz")
RARITY = 1.5
"""The power of the inverse document frequency; tuned on `dev` among 1, 1.5 and 2."""
UNSEEN = 0.5
"""Articles that a word is taken to stand in beside those counted, so that a word in none has a weight too."""
STEP = 2.0**-12
"""Weights are whole multiples of this, so that sums are exact and the same on every machine."""
SIGN_BYTES, KEY_BYTES = DIMENSION // 8, 4
AT_ONCE = 512
"""Terms whose directions are unpacked together, so that a long text takes no more memory."""


class Frequencies(msgspec.Struct, frozen=True):
    """In how many of `articles` articles each term stands, by the key of its hash; one in none has no key."""

    articles: int
    counts: dict[int, int]

    def rarity(self, key: int) -> float:
        """The weight of a term, (ln((articles + 1) / (count + UNSEEN))) ** RARITY; 0 for one in every article."""
        inverse = math.log((self.articles + 1) / (self.counts.get(key, 0) + UNSEEN))
        return float(max(inverse, 0.0) ** RARITY)


def embed(texts: Sequence[str]) -> Vectors:
    """The vectors of texts, (n, DIMENSION), of unit length; all zeros where a text has neither word nor number.

    A text's vector depends on no other text and on no order. Texts of any length are taken whole; a query is a text
    too. The first k numbers of a vector, brought to unit length anew, are a coarser vector of the same text.
    MusnadError where the table of frequencies is missing.
    """
    held = frequencies()
    found = np.zeros((len(texts), DIMENSION), dtype=np.float32)
    for row, text in zip(found, texts, strict=True):
        row[:] = _vector(Counter(terms(text)), held)
    return found


def embed_articles(articles: Sequence[Article]) -> Vectors:
    """The vectors of articles, (n, DIMENSION): of title and text, read as one text (see `embed`)."""
    return embed([f"{article.title}\n{article.text}" for article in articles])


def terms(text: str) -> list[str]:
    """The words and numbers of a text in order: folded, and words without their clitics."""
    return [_term(token) for token in tokenize(Folded(text)) if token.is_word or token.is_number]


def _term(token: Token) -> str:
    return _stem(token.fold) if token.is_word else token.fold


@lru_cache(maxsize=65536)
def _stem(word: str) -> str:
    return analyses(word)[0].stem


@lru_cache(maxsize=65536)
def _hashed(term: str) -> tuple[int, bytes]:
    """The key of a term, and the bits of its direction."""
    digest = hashlib.shake_128(term.encode("utf-8", "surrogatepass")).digest(KEY_BYTES + SIGN_BYTES)
    return int.from_bytes(digest[:KEY_BYTES], "big"), digest[KEY_BYTES:]


def key_of(term: str) -> int:
    """The key by which `Frequencies` know a term: the first 32 bits of its hash."""
    return _hashed(term)[0]


def _vector(counts: Counter[str], held: Frequencies) -> NDArray[np.float64]:
    hashed = [_hashed(term) for term in counts]
    heights = [
        round(held.rarity(key) * (1 + math.log(count)) / STEP)
        for (key, _), count in zip(hashed, counts.values(), strict=True)
    ]
    total = np.zeros(DIMENSION, dtype=np.int64)
    for at in range(0, len(hashed), AT_ONCE):
        bits = np.frombuffer(b"".join(sign for _, sign in hashed[at : at + AT_ONCE]), dtype=np.uint8)
        signs = np.unpackbits(bits).reshape(-1, DIMENSION).astype(np.int64) * 2 - 1
        total += np.array(heights[at : at + AT_ONCE], dtype=np.int64) @ signs
    length = math.sqrt(sum(value * value for value in total.tolist()))
    return total / (length or 1.0)


@cache
def frequencies(path: Path = TABLE) -> Frequencies:
    """The packaged table of document frequencies; MusnadError where it is missing."""
    if not path.exists():
        raise MusnadError(f"the embedding's table is missing: {path}; install Musnad anew")
    with np.load(path) as arrays:
        counts = dict(zip(arrays["keys"].tolist(), arrays["counts"].tolist(), strict=True))
        return Frequencies(int(arrays["articles"]), counts)


def counted(texts: Iterable[str]) -> Frequencies:
    """The frequencies of the terms of texts, each text one article."""
    counts: Counter[int] = Counter()
    articles = 0
    for text in texts:
        counts.update({key_of(term) for term in terms(text)})
        articles += 1
    return Frequencies(articles, dict(counts))


def save(held: Frequencies, path: Path = TABLE) -> None:
    """Writes a table of frequencies; the same table gives the same bytes."""
    keys = sorted(held.counts)
    np.savez_compressed(
        path,
        keys=np.array(keys, dtype=np.uint32),
        counts=np.array([held.counts[key] for key in keys], dtype=np.uint16),
        articles=np.array(held.articles, dtype=np.int64),
    )
