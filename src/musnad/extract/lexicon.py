"""The trigger lexicon: which words tell of an event, and in which sense."""

from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Any, NamedTuple

import msgspec

from musnad.data import load_yaml
from musnad.extract.morphology import Form, conjugate, inflect_noun
from musnad.text.clitics import Analysis, analyses


class Sense(msgspec.Struct, frozen=True):
    """What a trigger's sense means: its default sub-event type, and whether it is cause, result or anaphor."""

    type: str
    role: str


class Entry(NamedTuple):
    """One reading of a skeleton: its sense, how it was inflected, the word list that must have a word near."""

    sense: str
    form: Form
    needs: str | None


@cache
def senses() -> dict[str, Sense]:
    """The senses of `senses.yaml` by name."""
    return {name: msgspec.convert(value, Sense) for name, value in load_yaml("musnad.extract", "senses.yaml").items()}


@cache
def word_lists() -> dict[str, frozenset[str]]:
    """The word lists of `words.yaml`, every word with its regular inflection."""
    return {name: frozenset(_inflected(words)) for name, words in load_yaml("musnad.extract", "words.yaml").items()}


def _inflected(words: Iterable[str | dict[str, str]]) -> Iterable[str]:
    for word in words:
        singular, plurals = next(iter(word.items())) if isinstance(word, dict) else (word, "")
        yield from inflect_noun(singular, tuple(plurals.split()))
        yield from (singular + "ون", singular + "ين")


@cache
def entries() -> dict[str, tuple[Entry, ...]]:
    """Every skeleton of the lexicon with its readings, in the order of `triggers.yaml`."""
    table: dict[str, list[Entry]] = {}
    data = load_yaml("musnad.extract", "triggers.yaml")
    for verb in data["verbs"]:
        forms = conjugate(verb["root"], verb["form"], tuple(verb.get("masdars", ())))
        _add(table, forms, verb)
    for noun in data["nouns"]:
        _add(table, inflect_noun(noun["noun"], tuple(noun.get("plurals", ()))), noun)
    return {skeleton: tuple(readings) for skeleton, readings in table.items()}


def _add(table: dict[str, list[Entry]], forms: dict[str, Form], item: dict[str, Any]) -> None:
    for skeleton, form in forms.items():
        table.setdefault(skeleton, []).append(Entry(item["sense"], form, item.get("needs")))


@cache
def phrases() -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """Multi-word triggers by their first word: the words, and the sense."""
    table: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for item in load_yaml("musnad.extract", "triggers.yaml")["phrases"]:
        table.setdefault(item["words"][0], []).append((tuple(item["words"]), item["sense"]))
    return table


@lru_cache(maxsize=16384)
def stems(word: str) -> tuple[Analysis, ...]:
    """The ways to take clitics off a folded word, the whole word first."""
    whole = Analysis("", word, "")
    return (whole, *(analysis for analysis in analyses(word) if analysis != whole))


def is_definite(analysis: Analysis) -> bool:
    """Whether the article or a pronoun makes a word definite."""
    return "ال" in analysis.prefix or "لل" in analysis.prefix or bool(analysis.suffix)


@lru_cache(maxsize=16384)
def bare(word: str) -> str:
    """A folded word without و or ف in front, the article and prepositions before it."""
    for stem in stems(word):
        if stem.prefix and not stem.suffix and len(stem.stem) > 2 and ("ال" in stem.prefix or "لل" in stem.prefix):
            return stem.stem
    return word


def in_list(word: str, name: str) -> bool:
    """Whether a folded word, clitics aside, stands in a list of `words.yaml`."""
    words = word_lists()[name]
    return any(stem.stem in words for stem in stems(word))
