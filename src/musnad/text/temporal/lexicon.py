"""The words of temporal expressions, read once from the YAML files beside this module."""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, NamedTuple

from musnad.data import load_yaml
from musnad.text.normalise import fold

Payload = Any


class Entry(NamedTuple):
    """A phrase of one or more folded words, the part that it plays, and what it stands for."""

    words: tuple[str, ...]
    kind: str
    payload: Payload


ARTICLE = "ال"
_PROCLITICS = ("و", "ف", "ب", "ل", "ك")


def load(name: str) -> Any:
    """The content of one of the YAML files, by its name without suffix."""
    return load_yaml("musnad.text.temporal", f"{name}.yaml")


def _entries(kind: str, table: dict[Any, list[str]]) -> Iterator[Entry]:
    """One entry for each phrase of a table from payloads to phrases."""
    for payload, phrases in table.items():
        for phrase in phrases:
            yield Entry(tuple(fold(phrase).split()), kind, payload)


def _months() -> Iterator[Entry]:
    data = load("months")
    ambiguous = {fold(name) for name in data["ambiguous"]}
    for calendar, names in data["names"].items():
        for entry in _entries("month", names):
            alone = " ".join(entry.words) not in ambiguous and calendar != "solar"
            yield entry._replace(payload=(calendar, entry.payload, alone))


def _tens_and_units(units: dict[int, list[str]], tens: dict[int, list[str]], article: str) -> Iterator[Entry]:
    """`ثلاثة وعشرون` and the like, with the article on both words where `article` is given."""
    for unit, unit_words in units.items():
        for ten, ten_words in tens.items():
            for first in unit_words:
                for second in ten_words:
                    yield Entry((fold(first), "و", fold(article + second)), "", unit + ten)


def _numbers() -> Iterator[Entry]:
    data = load("numbers")
    cardinal, tens = data["cardinal"], data["tens"]
    yield from _entries("cardinal", cardinal)
    yield from _entries("cardinal", tens)
    yield from _entries("cardinal", {100: data["hundred"]})
    for unit, words in data["teen_units"].items():
        phrases = [f"{word} {ten}" for word in words for ten in data["teen"]]
        yield from _entries("cardinal", {unit + 10: phrases})
        yield from _entries("definite_cardinal", {unit + 10: [f"{ARTICLE}{phrase}" for phrase in phrases]})
    units = {unit: words for unit, words in cardinal.items() if unit < 10}
    yield from (entry._replace(kind="cardinal") for entry in _tens_and_units(units, tens, ""))
    yield from _definite(units | {10: cardinal[10]}, tens)
    yield from _ordinals(data)
    yield from _entries("hour", data["hour"])
    yield from _entries("fraction", data["fraction"])


def _definite(units: dict[int, list[str]], tens: dict[int, list[str]]) -> Iterator[Entry]:
    """Counts with the article, as after a counted noun (`الساعات الأربع والعشرين`)."""
    definite = {unit: [f"{ARTICLE}{word}" for word in words] for unit, words in units.items()}
    yield from _entries("definite_cardinal", {unit: words for unit, words in definite.items() if unit > 2})
    yield from _entries(
        "definite_cardinal", {ten: [f"{ARTICLE}{word}" for word in words] for ten, words in tens.items()}
    )
    yield from (entry._replace(kind="definite_cardinal") for entry in _tens_and_units(definite, tens, ARTICLE))


def _ordinals(data: dict[str, Any]) -> Iterator[Entry]:
    """The days of a month in words, with or without the article on a compound."""
    ordinal, tens = data["ordinal"], {20: data["tens"][20], 30: data["tens"][30]}
    yield from _entries("ordinal", ordinal)
    yield from _entries("ordinal", {ten: [f"{ARTICLE}{word}" for word in words] for ten, words in tens.items()})
    for unit, words in ordinal.items():
        if unit < 10:
            phrases = [f"{word} {ten}" for word in words for ten in data["teen"]]
            yield from _entries("ordinal", {unit + 10: phrases})
    units = {unit: words for unit, words in ordinal.items() if unit < 10}
    pairs = (entry for entry in _tens_and_units(units, tens, ARTICLE) if entry.payload < 32)
    yield from (entry._replace(kind="ordinal") for entry in pairs)
    yield from _entries("ordinal", {1: data["first_of_month"], 29: data["last_of_month"]})


def _parts(table: dict[str, dict[str, list[str]]]) -> Iterator[Entry]:
    for part, forms in table.items():
        for form, phrases in forms.items():
            yield from _entries(f"part_{form}", {part: phrases})


def _units(table: dict[str, dict[str, list[str]]]) -> Iterator[Entry]:
    """Indefinite units with their count (None for a plural), definite ones by number."""
    counts = {"one": 1, "two": 2, "many": None}
    for unit, forms in table.items():
        for form, phrases in forms.items():
            if form in counts:
                yield from _entries("unit", {(unit, counts[form]): phrases})
            else:
                yield from _entries(form, {unit: phrases})


def _holidays() -> Iterator[Entry]:
    for row in load("holidays"):
        payload = (row["calendar"], row["month"], row["day"], row["days"])
        yield from _entries("holiday", {payload: row["names"]})


def _other_words() -> Iterator[Entry]:
    words = load("words")
    yield from _parts(words["part"])
    yield from _units(words["unit"])
    for kind, table in words.items():
        if kind in ("part", "unit"):
            continue
        yield from _entries(kind, table if isinstance(table, dict) else {kind: table})


def _weekdays() -> Iterator[Entry]:
    data = load("weekdays")
    yield from _entries("weekday", data["names"])
    yield from _entries("bare_weekday", data["bare"])


def _guards() -> Iterator[Entry]:
    for kind, words in load("guards").items():
        if kind == "not_month":
            continue
        yield from _entries(f"guard_{kind}", {kind: words})


class Lexicon:
    """All entries, found by their first word; longer phrases come first."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._by_first: dict[str, list[Entry]] = {}
        words: set[str] = set()
        for entry in entries:
            self._by_first.setdefault(entry.words[0], []).append(entry)
            words.update(entry.words)
        for found in self._by_first.values():
            found.sort(key=lambda entry: -len(entry.words))
        self._words = frozenset(words)
        self._split: dict[str, tuple[str, ...]] = {}

    def starting_with(self, word: str) -> list[Entry]:
        """The entries whose first word is `word`, longest first."""
        return self._by_first.get(word, [])

    def split(self, word: str) -> tuple[str, ...]:
        """A folded word as proclitics and a word of the lexicon, or the word alone where that fails."""
        found = self._split.get(word)
        if found is None:
            if len(self._split) > 50_000:
                self._split.clear()
            found = self._split[word] = self._strip(word)
        return found

    def _strip(self, word: str) -> tuple[str, ...]:
        """Proclitics come off one by one until a known word is left; `لل` hides an article."""
        proclitics: list[str] = []
        rest = word
        while rest not in self._words:
            if rest.startswith("لل") and "ا" + rest[1:] in self._words:
                return (*proclitics, "ل", "ا" + rest[1:])
            if len(rest) < 3 or rest[0] not in _PROCLITICS or len(proclitics) == 2:
                return (word,)
            proclitics.append(rest[0])
            rest = rest[1:]
        return (*proclitics, rest)


def vocabulary() -> Iterator[Entry]:
    """Every entry of the YAML files, compounds of numbers included."""
    for part in (_months, _weekdays, _numbers, _other_words, _holidays, _guards):
        yield from part()


@cache
def not_months() -> frozenset[str]:
    """Words, unfolded, that are no month although they fold to the name of one."""
    return frozenset(load("guards")["not_month"])


@cache
def lexicon() -> Lexicon:
    """The lexicon of temporal expressions."""
    return Lexicon(vocabulary())
