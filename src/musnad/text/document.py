"""A text with everything that later steps look at: folded form, tokens, segments."""

from bisect import bisect_left, bisect_right
from functools import cached_property

from musnad.schema import Span
from musnad.text.normalise import Folded
from musnad.text.quotation import quotations
from musnad.text.segment import Segment, segment
from musnad.text.tokens import Token, tokenize


class Document:
    """One text, folded, tokenised and segmented once; all offsets are of the original."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.folded = Folded(text)
        self.tokens: list[Token] = tokenize(self.folded)
        self._starts = [token.start for token in self.tokens]

    @cached_property
    def segments(self) -> list[Segment]:
        """The text's segments in order."""
        return segment(self.folded)

    @cached_property
    def _segment_starts(self) -> list[int]:
        return [piece.span.start for piece in self.segments]

    def tokens_in(self, span: Span) -> list[Token]:
        """The tokens that begin inside `span`."""
        return self.tokens[bisect_left(self._starts, span.start) : bisect_left(self._starts, span.end)]

    def token_index(self, offset: int) -> int:
        """The index of the first token that begins at or after `offset`."""
        return bisect_left(self._starts, offset)

    @cached_property
    def quotations(self) -> list[Span]:
        """The text's quotations in order, marks included."""
        return [self.folded.span(*quotation) for quotation in quotations(self.folded)]

    def segment_index(self, offset: int) -> int | None:
        """The index of the segment that holds `offset`, if one does."""
        index = bisect_right(self._segment_starts, offset) - 1
        return index if index >= 0 and offset < self.segments[index].span.end else None

    def segment_at(self, offset: int) -> Segment | None:
        """The segment that holds `offset`, if one does."""
        index = self.segment_index(offset)
        return None if index is None else self.segments[index]
