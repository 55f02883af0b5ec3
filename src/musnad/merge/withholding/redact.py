"""Strikes names out of texts in whatever spelling: diacritics, hamzas, tatweel, attached clitics, a missing `بن`.

A name of LONG letters or more is struck out wherever its letters stand in a row, also inside a longer word, with all
words that it touches; a shorter one only as a word of its own, with the clitics that Arabic attaches.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from musnad.text.normalise import Folded, fold

MARK = "[…]"
LONG = 5
"""Letters from which on a name cannot well be part of another word by chance."""
HAMZA = "ء"
_WORD = re.compile(r"[^\W_]+")
_APART = r"[\W_]*(?:(?:ابن|بن)[\W_]+)?(?:(?:ال|[ae]l)[\W_]*)?"
"""What may stand between two words of a name."""
_BEFORE = r"(?<![^\W_])[وف]?[بلكس]?(?:ال|ل)?"
_FATHER = frozenset(("ابو", "ابي", "ابا", "بو"))
_DROPPED = frozenset(("بن", "ابن", "al", "el"))
_ARTICLE = "ال"
_MARKS = re.compile(r"\[…\](?:\s*\[…\])+")


def words_in(name: str) -> list[str]:
    """The words of a name as they are compared: folded, without the article, hamzas, `بن` and `al`."""
    words = _WORD.findall(fold(name).replace(HAMZA, ""))
    kept = [word for word in words if word not in _DROPPED] or words
    return [word[len(_ARTICLE) :] if word.startswith(_ARTICLE) and len(word) > 4 else word for word in kept]


def _pattern(name: str) -> str:
    words = words_in(name)
    core = _APART.join("ا?ب[ويا]" if word in _FATHER else re.escape(word) for word in words)
    if sum(map(len, words)) >= LONG:
        return rf"[^\W_]*{core}[^\W_]*"
    return rf"{_BEFORE}{core}(?![^\W_])"


class Redactor:
    """Strikes out names; the same texts and names always give the same."""

    def __init__(self, names: Iterable[str]) -> None:
        patterns = sorted({_pattern(name) for name in names if words_in(name)}, key=lambda one: (-len(one), one))
        self._names = re.compile("|".join(patterns)) if patterns else None

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Where names stand in a text, as offsets of the text as it is."""
        if self._names is None or not text:
            return
        folded = Folded(text)
        kept = [at for at, char in enumerate(folded.text) if char != HAMZA]
        bare = folded.text.replace(HAMZA, "")
        for match in self._names.finditer(bare):
            if match.end() > match.start():
                span = folded.span(*_stretched(folded.text, kept[match.start()], kept[match.end() - 1] + 1))
                yield span.start, span.end

    def hits(self, text: str) -> bool:
        """Whether a text holds a name."""
        return next(self.spans(text), None) is not None

    def __call__(self, text: str) -> str:
        """The text without the names."""
        return struck(text, self.spans(text))


def _stretched(text: str, start: int, end: int) -> tuple[int, int]:
    """A stretch with the hamzas at its edges."""
    while start > 0 and text[start - 1] == HAMZA:
        start -= 1
    while end < len(text) and text[end] == HAMZA:
        end += 1
    return start, end


def struck(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """A text with each stretch replaced by MARK; stretches that touch become one."""
    parts, reached = list[str](), 0
    for start, end in sorted(spans):
        if end <= reached:
            continue
        parts += [text[reached : max(start, reached)], MARK]
        reached = end
    return _MARKS.sub(MARK, "".join([*parts, text[reached:]])) if parts else text


@lru_cache(maxsize=256)
def redactor(names: frozenset[str]) -> Redactor:
    """The redactor of a set of names."""
    return Redactor(sorted(names))
