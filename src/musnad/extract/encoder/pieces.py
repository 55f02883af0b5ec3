"""A text cut into the pieces that the encoder reads: one group of pieces for each word, in overlapping windows."""

import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from tokenizers import Tokenizer

from musnad.text.document import Document

START, PAD, END = 0, 1, 2
LONGEST_WINDOW = 512
"""Positions that the encoder has."""
LONGEST_TITLE = 48
OVERLAP = 64
"""Pieces that neighbouring windows share at least, so that every word is read with some text on both sides."""
LONGEST_WORD = 24
"""Pieces of one word; what goes beyond them is not read."""
SPACE = "\u2581"
_PLAIN = {"ک": "ك", "ی": "ي", "ھ": "ه", "ہ": "ه", "ـ": "", **dict.fromkeys("«»“”„", '"'), **dict.fromkeys("–—", "-")}


class Window(NamedTuple):
    """What the encoder reads at once: piece ids, and for each word that it holds its place among them.

    Words `[first, last)` of the text are held; `starts[i]` is the piece where word `first + i` begins, and one more
    entry tells where the last ends.
    """

    ids: list[int]
    first: int
    last: int
    starts: list[int]

    @property
    def owners(self) -> list[int]:
        """For each piece the index of its word, -1 for the pieces of the title and the marks."""
        found = [-1] * len(self.ids)
        for at in range(self.first, self.last):
            low, high = self.starts[at - self.first], self.starts[at - self.first + 1]
            found[low:high] = [at] * (high - low)
        return found


class Pieces:
    """The pieces of the words of a text, cut with a tokenizer of `training/encoder/base.py`."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
        self._word = lru_cache(maxsize=65536)(self._cut)

    @classmethod
    def load(cls, path: Path) -> "Pieces":
        """The pieces of a tokenizer file."""
        return cls(Tokenizer.from_file(str(path)))

    def _cut(self, word: str) -> list[int]:
        ids: list[int] = self._tokenizer.encode(word, add_special_tokens=False).ids
        return ids[:LONGEST_WORD]

    def words(self, words: Sequence[str]) -> list[list[int]]:
        """The ids of each word; a word that stands after a space begins with SPACE."""
        return [self._word(word) for word in words]

    def windows(self, title: Sequence[str], text: Sequence[str]) -> list[Window]:
        """The windows over the words of a text, each with the title before it."""
        head = [START, *(piece for word in self.words(title) for piece in word)][: LONGEST_TITLE - 1]
        head.append(END)
        return windows_of(head, self.words(text))


def windows_of(head: list[int], words: Sequence[list[int]]) -> list[Window]:
    """As few windows of about equal length as hold all words with OVERLAP."""
    room = LONGEST_WINDOW - len(head) - 1
    ends = np.cumsum([0, *map(len, words)])
    total = int(ends[-1])
    count = 1 if total <= room else -(-(total - OVERLAP) // (room - OVERLAP - LONGEST_WORD))
    held = []
    for n in range(count):
        low = round(n * (total - OVERLAP) / count)
        high = round((n + 1) * (total - OVERLAP) / count) + OVERLAP
        first = int(np.searchsorted(ends, low, side="right")) - 1 if n else 0
        last = int(np.searchsorted(ends, high, side="left")) if n + 1 < count else len(words)
        ids = [*head, *(piece for word in words[first:last] for piece in word), END]
        starts = [len(head) + int(ends[at] - ends[first]) for at in range(first, last + 1)]
        held.append(Window(ids, first, last, starts))
    return held


def homes(windows: Sequence[Window], words: int) -> np.ndarray:
    """For each word the window that holds it with the most words on both sides."""
    home = np.zeros(words, dtype=np.int64)
    best = np.full(words, -1)
    for n, window in enumerate(windows):
        at = np.arange(window.first, window.last)
        left = at - window.first if window.first else np.full(len(at), words)
        right = window.last - 1 - at if window.last < words else np.full(len(at), words)
        margin = np.minimum(left, right)
        better = margin > best[at]
        home[at[better]], best[at[better]] = n, margin[better]
    return home


def words_of(document: Document) -> list[str]:
    """The words of a document as the encoder reads them: plain letters, and SPACE where one stands before."""
    text, found = document.text, []
    for token in document.tokens:
        spaced = token.start == 0 or text[token.start - 1].isspace()
        found.append(spelled(text[token.start : token.end], spaced))
    return found


@lru_cache(maxsize=65536)
def spelled(word: str, spaced: bool) -> str:
    """A word without diacritics, tatweel and presentation forms, its digits ASCII; hamzas and ة ى stay."""
    plain = "".join(map(_plain_char, unicodedata.normalize("NFKC", word)))
    return SPACE + plain if spaced else plain


@lru_cache(maxsize=8192)
def _plain_char(char: str) -> str:
    if char in _PLAIN:
        return _PLAIN[char]
    if unicodedata.category(char) in ("Mn", "Me", "Cf", "Cs"):
        return ""
    digit = unicodedata.decimal(char, None)
    return char if digit is None else str(digit)
