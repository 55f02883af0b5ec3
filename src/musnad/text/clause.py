"""Clauses inside a sentence: where one account of something happening ends and the next begins.

Arabic news strings its clauses with commas and conjunctions, and sets times, places and names between commas inside
one clause; what follows a comma tells which of the two it is. The words are in `clause.yaml`.
"""

import re
from functools import cache
from itertools import pairwise

from musnad.data import load_yaml
from musnad.schema import Span
from musnad.text.clitics import analyses
from musnad.text.document import Document
from musnad.text.normalise import fold
from musnad.text.segment import Segment
from musnad.text.tokens import Token

MAX_PARENTHESIS = 8
"""Tokens: how long a time or place between two commas may be for the clause to go on after it."""

_COMMAS = frozenset("،,")
_SEMICOLONS = frozenset("؛;")
_EDGES = frozenset("،,.؛;:-!؟?۔")


@cache
def _phrases(kind: str) -> frozenset[tuple[str, ...]]:
    data = load_yaml("musnad.text", "clause.yaml")
    return frozenset(tuple(fold(phrase).split()) for phrase in data[kind])


@cache
def _words(kind: str) -> frozenset[str]:
    return frozenset(phrase[0] for phrase in _phrases(kind) if len(phrase) == 1)


@cache
def _first_words(kind: str) -> frozenset[str]:
    return frozenset(phrase[0] for phrase in _phrases(kind))


@cache
def _saying() -> re.Pattern[str]:
    return re.compile(rf"و?(?:{'|'.join(sorted(_words('sayings')))})(?:ا|ه|ين|يه|يا|ي)?")


def _is_joined(word: str) -> bool:
    """Whether a word begins with a conjunction."""
    if len(word) < 4 or word[0] != "و":
        return False
    return word[1:] in _words("anchors") or analyses(word)[0].prefix.startswith("و")


def clauses(document: Document, segment: Segment) -> list[Span]:
    """The clauses of a segment's body, in order; between them stand only commas, connectors and the like."""
    tokens = document.tokens_in(segment.body)
    if not tokens:
        return []
    reader = _Reader(tokens)
    cuts = [0, *(at for at in range(1, len(tokens)) if reader.begins(at)), len(tokens)]
    spans = (reader.span(left, right) for left, right in pairwise(cuts))
    return [span for span in spans if span]


def clause_around(document: Document, span: Span) -> Span:
    """The clause that best quotes what a trigger at `span` tells; it covers `span`.

    Tuned on the development gold, where its mean character Jaccard with the quoted clauses is about 0.75.
    """
    segment = document.segment_at(span.start)
    tokens = document.tokens_in(segment.body) if segment else []
    inside = [at for at, token in enumerate(tokens) if token.end > span.start and token.start < span.end]
    if not inside:
        return span
    reader = _Reader(tokens)
    left = reader.left_of(inside[0])
    found = reader.span(left, reader.right_of(left, inside[0], inside[-1]))
    return span if found is None else Span(min(found.start, span.start), max(found.end, span.end))


class _Reader:
    """Looks for the ends of clauses among a segment's tokens."""

    def __init__(self, tokens: list[Token]) -> None:
        self.words = [token.fold for token in tokens]
        self.tokens = tokens

    def begins(self, at: int) -> bool:
        """Whether a clause begins at token `at`, seen from the clause before it."""
        if self.words[at - 1] in _COMMAS:
            return self._ends_at_comma(at - 1)
        return self._parts(at) or self.words[at - 1] in _SEMICOLONS or self.words[at - 1] in _words("complementisers")

    def left_of(self, trigger: int) -> int:
        """The token with which the clause of the trigger begins."""
        left = next((at for at in range(trigger, 0, -1) if self._starts(at, trigger)), 0)
        while left < trigger and (length := self._phrase("openers", left)) and left + length <= trigger:
            left += length
        return left

    def right_of(self, left: int, trigger: int, last: int) -> int:
        """The token before which the clause ends that begins at `left` and holds the trigger."""
        opening = left == 0 and self.words[0].removeprefix("و") in _words("anchors")
        short = opening or self.words[trigger].startswith(("ال", "بال", "لل"))
        for at in range(last + 1, len(self.words)):
            word = self.words[at]
            if word in _SEMICOLONS or self._parts(at):
                return at
            if word in _COMMAS and at + 1 < len(self.words) and (short or self._ends_at_comma(at)):
                return at
        return len(self.words)

    def span(self, left: int, right: int) -> Span | None:
        """The span of tokens `[left, right)` without signs at its edges and without a conjunction."""
        while right > left and self.words[right - 1] in _EDGES:
            right -= 1
        while left < right and self.words[left] in _EDGES:
            left += 1
        if not any(word[0].isalnum() for word in self.words[left:right]):
            return None
        first = self.words[left]
        return Span(self.tokens[left].start + _is_joined(first), self.tokens[right - 1].end)

    def _phrase(self, kind: str, at: int) -> int:
        """How many tokens at `at` are a phrase of `kind`; 0 where none is."""
        if self.words[at] not in _first_words(kind):
            return 0
        return next((n for n in (2, 1) if tuple(self.words[at : at + n]) in _phrases(kind)), 0)

    def _parts(self, at: int) -> bool:
        return bool(self._phrase("attributions", at) or self._phrase("connectors", at))

    def _starts(self, at: int, trigger: int) -> bool:
        """Whether the clause of the trigger starts at `at`, which is at or before it."""
        before, word = self.words[at - 1], self.words[at]
        if before in _COMMAS:
            return not self._goes_on(at, trigger)
        if before in _SEMICOLONS or before == ":" or before in _words("complementisers"):
            return True
        if word in _words("anchors") and 1 < at < trigger and before not in _words("referring"):
            return True
        if at == trigger and before in _words("referring") and self._refers(at - 2):
            return True
        return self._phrase("connectors", at - 1) == 1 or (at > 1 and self._phrase("connectors", at - 2) == 2)

    def _refers(self, at: int) -> bool:
        """Whether the word names an event only as what another one answers or is claimed for."""
        word = self.words[max(at, 0)]
        return word in _words("anchors") or word in _words("references")

    def _goes_on(self, at: int, trigger: int) -> bool:
        """Whether what follows the comma before `at` belongs to the clause before that comma."""
        word = self.words[at]
        if _saying().fullmatch(word) or (word in _words("anchors") and at < trigger):
            return False
        if self._phrase("adjuncts", at):
            return True
        opened = next((i + 1 for i in range(at - 2, -1, -1) if self.words[i] in _COMMAS), 0)
        parenthesis = opened > 0 and at - opened <= MAX_PARENTHESIS and self._phrase("adjuncts", opened)
        return bool(parenthesis) and not word.startswith(("و", "ف")) and not self._phrase("starts", at)

    def _ends_at_comma(self, comma: int) -> bool:
        """Whether the clause before a comma ends there."""
        at = comma + 1
        if at >= len(self.words):
            return True
        word = self.words[at]
        if _saying().fullmatch(word) or self._parts(at):
            return True
        if self._phrase("adjuncts", at) or self._phrase("results", at):
            return False
        if word.startswith("و"):
            return word[1:] not in _words("tolls")
        return bool(self._phrase("starts", at)) or word in _words("complementisers")
