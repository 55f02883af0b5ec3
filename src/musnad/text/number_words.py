"""The Arabic number words, composed from the stems in `numerals.yaml`, and the letters glued in front of them."""

from collections.abc import Iterator
from functools import cache
from typing import Any, Literal, NamedTuple

from musnad.data import load_yaml
from musnad.text.normalise import fold

WordRole = Literal[
    "unit", "bound", "teen", "ten", "hundred", "hundreds", "scale", "scales", "fraction", "fractions", "ordinal"
]


class NumberWord(NamedTuple):
    """What one folded word means in a number: its part in the grammar and its value."""

    role: WordRole
    value: float


@cache
def number_data() -> dict[str, Any]:
    """The content of `numerals.yaml`."""
    data: dict[str, Any] = load_yaml("musnad.text", "numerals.yaml")
    return data


@cache
def folded_words(key: str) -> frozenset[str]:
    """The list under `key` of `numerals.yaml`, folded."""
    return frozenset(map(fold, number_data()[key]))


@cache
def proclitics() -> tuple[str, ...]:
    """What may be glued in front of a number, shortest first."""
    return tuple(sorted(map(fold, number_data()["proclitics"]), key=len))


@cache
def number_words() -> dict[str, NumberWord]:
    """Every number word, folded and without proclitics."""
    words: dict[str, NumberWord] = {}
    for part in (_units(), _tens(), _hundreds(), _scales(), _fractions(), _ordinals()):
        for form, word in part:
            words.setdefault(fold(form), word)
    return words


def _each(key: str) -> Iterator[tuple[float, str]]:
    for value, forms in number_data()[key].items():
        yield from ((value, form) for form in forms)


def _units() -> Iterator[tuple[str, NumberWord]]:
    yield from ((form, NumberWord("unit", value)) for value, form in _each("whole"))
    yield from ((form, NumberWord("bound", value)) for value, form in _each("bound"))
    for value, stem in _each("stems"):
        role: WordRole = "ten" if value == 10 else "unit"
        yield from ((stem + ending, NumberWord(role, value)) for ending in ("", "ة", "ا"))
    yield from ((form, NumberWord("teen", value)) for value, form in _each("joined_teens"))


def _tens() -> Iterator[tuple[str, NumberWord]]:
    for value, stem in _each("tens"):
        yield from ((stem + ending, NumberWord("ten", value)) for ending in ("ون", "ين"))


def _dual(singular: str) -> list[str]:
    stem = singular[:-1] + "ت" if singular.endswith("ة") else singular
    return [stem + ending for ending in ("ان", "ين", "ا", "ي")]


def _hundreds() -> Iterator[tuple[str, NumberWord]]:
    for hundred in number_data()["hundred"]:
        yield hundred, NumberWord("hundred", 100)
        yield from ((form, NumberWord("hundreds", 200)) for form in _dual(hundred))
        for value, stem in _each("stems"):
            if value < 10:
                yield stem + hundred, NumberWord("hundreds", 100 * value)


def _scales() -> Iterator[tuple[str, NumberWord]]:
    for value, forms in number_data()["scales"].items():
        for singular in forms["singular"]:
            yield singular, NumberWord("scale", value)
            yield singular + "ا", NumberWord("scale", value)
            yield from ((form, NumberWord("scale", 2 * value)) for form in _dual(singular))
        yield from ((plural, NumberWord("scales", value)) for plural in forms["plural"])


def _fractions() -> Iterator[tuple[str, NumberWord]]:
    yield from ((form, NumberWord("fraction", value)) for value, form in _each("fractions"))
    yield from ((form, NumberWord("fractions", value)) for value, form in _each("fraction_plurals"))


def _ordinals() -> Iterator[tuple[str, NumberWord]]:
    for value, stem in _each("ordinals"):
        yield from ((stem + ending, NumberWord("ordinal", value)) for ending in ("", "ة", "ا"))
    for key in ("ordinals_whole", "ordinals_bound"):
        yield from ((form, NumberWord("ordinal", value)) for value, form in _each(key))
