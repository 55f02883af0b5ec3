"""Gold as careless writers, other keyboards and scanners would have left it: text and quotes changed together.

Each perturbation maps every code point to a string by one seeded rule; a quote becomes what its place in the text
became, so the annotation stays exact.
"""

import random
import unicodedata
from collections.abc import Callable
from itertools import accumulate
from typing import Any

from musnad.evaluate.gold import GoldArticle, scorer

Change = Callable[[str, random.Random], str]
NOISE = 0.01
_HAMZAS = dict(zip("أإآٱؤئ", "ااااوي", strict=True))
_DIGITS = dict(zip("0123456789", "٠١٢٣٤٥٦٧٨٩", strict=True))
_ALIKE = ("بتثني", "جحخ", "دذ", "رز", "سش", "صض", "طظ", "عغ", "فق", "هة", "كل")
"""Letters that scanners take for one another."""


def _without_diacritics(char: str, _: random.Random) -> str:
    return "" if unicodedata.category(char) == "Mn" else char


def _without_hamzas(char: str, _: random.Random) -> str:
    return _HAMZAS.get(char, char)


def _arabic_digits(char: str, _: random.Random) -> str:
    return _DIGITS.get(char, char)


def _joined_lines(char: str, _: random.Random) -> str:
    return " " if char == "\n" else char


def _scanned(char: str, draw: random.Random) -> str:
    if not "\u0621" <= char <= "\u064a" or draw.random() >= NOISE:
        return char
    alike = next((group for group in _ALIKE if char in group), char)
    return draw.choice((draw.choice(alike), "", char * 2))


PERTURBATIONS: dict[str, Change] = {
    "no diacritics": _without_diacritics,
    "dropped hamzas": _without_hamzas,
    "Arabic-Indic digits": _arabic_digits,
    "joined lines": _joined_lines,
    "scanning noise at 1 %": _scanned,
}


class _Map:
    """Where each code point of a text went."""

    def __init__(self, text: str, change: Change, draw: random.Random) -> None:
        parts = [change(char, draw) for char in text]
        self.before, self.after = text, "".join(parts)
        self.starts = [0, *accumulate(map(len, parts))]

    def quote(self, words: str, near: tuple[int, int] | None = None) -> str:
        """What a quote became, taken where it stands first, or first within a span."""
        low, high = near or (0, len(self.before))
        at = self.before.find(words, low, high)
        at = self.before.find(words) if at < 0 else at
        return words if at < 0 else self.after[self.starts[at] : self.starts[at + len(words)]]


def perturbed(gold: GoldArticle, name: str, seed: int = 0) -> GoldArticle:
    """An annotated article, text and quotes changed by the perturbation of that name."""
    moved = _Map(gold["text"], PERTURBATIONS[name], random.Random(f"{gold['id']}{name}{seed}"))
    title = _Map(gold["title"], PERTURBATIONS[name], random.Random(f"{gold['id']}{name}{seed}"))
    events = [_event(event, moved) for event in gold["events"]]
    statements = [_moved(statement, moved, None) for statement in gold["statements"]]
    return gold | {"text": moved.after, "title": title.after, "events": events, "statements": statements}


def _event(event: dict[str, Any], moved: _Map) -> dict[str, Any]:
    found: dict[str, Any] = _moved(event, moved, None)
    found["mentions"] = []
    for mention in event["mentions"]:
        span = next(iter(scorer("score").spans(mention["quote"], moved.before)), None)
        trigger = moved.quote(mention["trigger"], span)
        found["mentions"].append({"quote": moved.quote(mention["quote"]), "trigger": trigger})
    return found


def _moved(value: Any, moved: _Map, key: str | None) -> Any:
    """A value with every quote in it changed."""
    if isinstance(value, dict):
        return {name: _moved(item, moved, name) for name, item in value.items()}
    if isinstance(value, list):
        return [_moved(item, moved, key) for item in value]
    return moved.quote(value) if key in QUOTED and isinstance(value, str) else value


QUOTED = frozenset({"quote", "trigger", "role", "via", "who", "said_by"})
