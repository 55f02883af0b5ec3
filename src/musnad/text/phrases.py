"""Small patterns over folded words, as the quantity lexicon writes them.

A pattern is words separated by blanks: `a/b` is either, a trailing `?` may be missing, `+` is a gap.
"""

from collections.abc import Iterable
from functools import cache
from itertools import product

from musnad.text.normalise import fold

GAP = "+"
Phrase = tuple[str, ...]


@cache
def expand(pattern: str) -> tuple[Phrase, ...]:
    """Every sequence of folded words that a pattern stands for."""
    choices: list[list[str]] = []
    for slot in pattern.split():
        words = [fold(word) for word in slot.rstrip("?").split("/")]
        choices.append([*words, ""] if slot.endswith("?") else words)
    return tuple(tuple(word for word in words if word) for words in product(*choices))


def expand_all(patterns: Iterable[str]) -> list[Phrase]:
    """The sequences of several patterns, longest first."""
    return sorted({phrase for pattern in patterns for phrase in expand(pattern)}, key=lambda p: (-len(p), p))
