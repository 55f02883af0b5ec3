"""Sentences, headings, datelines and items of a text."""

import re
from typing import Literal, NamedTuple

from musnad.schema import Span
from musnad.text.normalise import Folded

SegmentKind = Literal["sentence", "heading", "bullet", "timed", "furniture"]


class Segment(NamedTuple):
    """One sentence-like stretch: its span in the original, its kind, the paragraph it stands in."""

    span: Span
    kind: SegmentKind
    paragraph: int
    dateline: Span | None = None


_END = re.compile(r"[.!?؟۔…]+(?=\s|$)|\n+")


def segment(folded: Folded) -> list[Segment]:
    """The segments of a text, in order; together they hold every word of it."""
    segments, start, paragraph = [], 0, 0
    for match in [*_END.finditer(folded.text), None]:
        end = match.end() if match else len(folded.text)
        piece = folded.text[start:end]
        if piece.strip():
            left = start + len(piece) - len(piece.lstrip())
            segments.append(Segment(folded.span(left, start + len(piece.rstrip())), "sentence", paragraph))
        paragraph += bool(match and "\n" in match.group())
        start = end
    return segments
