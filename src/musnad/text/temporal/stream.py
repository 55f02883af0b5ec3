"""A document as the grammar reads it: tokens with their proclitics cut off, looked up in the lexicon."""

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from musnad.schema import Span
from musnad.text.document import Document
from musnad.text.temporal.lexicon import Entry, lexicon
from musnad.text.tokens import Token

_SENTENCE_ENDS = frozenset('.!?؟؛\n:»"”')
LINE_BREAK = "\n"
_INTEGER = re.compile(r"\d{1,4}")


class Hit(NamedTuple):
    """What the lexicon knows at a place: the payload, and the place after the phrase."""

    payload: Any
    end: int


class Stream:
    """The words of a document from one token to another; a place is an index into `words`.

    `marked` says that the whole stream has been marked as a time, so that weak signs of one suffice.
    """

    def __init__(self, document: Document, tokens: Sequence[Token], marked: bool = False) -> None:
        self.document = document
        self.marked = marked
        self.words: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        self._entries: list[list[Entry]] = []
        known = lexicon()
        end = tokens[0].start if tokens else 0
        for token in tokens:
            if document.text.find("\n", end, token.start) >= 0:
                self._append(LINE_BREAK, end, token.start)
            self._add(token, known.split(token.fold))
            end = token.end
        self._entries = [known.starting_with(word) for word in self.words]

    def _add(self, token: Token, parts: tuple[str, ...]) -> None:
        if len(parts) == 1:
            self._append(token.fold, token.start, token.end)
            return
        folded = self.document.folded
        at = folded.folded_offset(token.start)
        hidden_article = sum(map(len, parts)) - len(token.fold)
        for part in parts[:-1]:
            self._append(part, folded.starts[at], folded.span(at, at + 1).end)
            at += 1
        self._append(parts[-1], token.start if hidden_article else folded.starts[at], token.end)

    def _append(self, word: str, start: int, end: int) -> None:
        self.words.append(word)
        self.starts.append(start)
        self.ends.append(end)

    def __len__(self) -> int:
        return len(self.words)

    def known(self, at: int) -> bool:
        """Whether an expression may begin here: a word of the lexicon or a number."""
        return bool(self._entries[at]) or self.words[at][0].isdecimal()

    def word(self, at: int) -> str:
        """The word at a place, empty outside the stream."""
        return self.words[at] if 0 <= at < len(self.words) else ""

    def get(self, at: int, *kinds: str) -> Hit | None:
        """The longest phrase of one of the kinds that begins here."""
        if not 0 <= at < len(self.words):
            return None
        for entry in self._entries[at]:
            size = len(entry.words)
            if entry.kind in kinds and (size == 1 or tuple(self.words[at : at + size]) == entry.words):
                return Hit(entry.payload, at + size)
        return None

    def skip(self, at: int, *kinds: str) -> int:
        """The place after a phrase of one of the kinds, or the same place."""
        hit = self.get(at, *kinds)
        return hit.end if hit else at

    def is_sign(self, at: int, *signs: str) -> bool:
        """Whether one of these signs or words stands here."""
        return 0 <= at < len(self.words) and self.words[at] in signs

    def integer(self, at: int) -> int | None:
        """A whole number of up to four digits at a place."""
        word = self.word(at)
        return int(word) if _INTEGER.fullmatch(word) else None

    def glued(self, at: int) -> bool:
        """Whether the word at a place follows the one before it without a space."""
        return 0 < at < len(self.words) and self.ends[at - 1] == self.starts[at]

    def starts_line(self, at: int) -> bool:
        """Whether only blanks or bullets stand before a place on its line."""
        start = self.starts[at]
        line = self.document.text.rfind("\n", 0, start) + 1
        return not self.document.text[line:start].strip(" \t\u00a0•-–—*·▪◾🔴:[(\u200f\u200e")

    def ends_line(self, at: int) -> bool:
        """Whether nothing but a colon follows on the line of the word before a place."""
        rest = self.document.text[self.ends[at - 1] :].partition("\n")[0]
        return not rest.strip(" :\u00a0\u200f\u200e")

    def starts_clause(self, at: int) -> bool:
        """Whether a sentence begins here, a conjunction or preposition aside."""
        while self.get(at - 1, "and", "in"):
            at -= 1
        if at == 0 and self.marked:
            before = self.document.text[: self.starts[0]].rstrip(" \u0648\u0641")
            return not before or before[-1] in _SENTENCE_ENDS
        return at == 0 or self.words[at - 1] in _SENTENCE_ENDS or self.starts_line(at)

    def span(self, start: int, end: int) -> Span:
        """Places `[start, end)` as a span of the original text."""
        return Span(self.starts[start], self.ends[end - 1])
