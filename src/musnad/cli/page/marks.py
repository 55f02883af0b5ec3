"""The article's text cut into segments, each with the marks that cover it, however these overlap."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Literal, NamedTuple, get_args

from markupsafe import Markup, escape

from musnad.schema import Span

Kind = Literal["trigger", "date", "place", "actor", "target", "weapon", "casualty", "source", "speaker", "statement"]
KINDS: tuple[Kind, ...] = get_args(Kind)
_UNFIT = re.compile("[\x00\ud800-\udfff]")
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_CONTROL = Markup('<span class="control" data-code="{}">{}</span>')


class Mark:
    """A stretch of the text that is evidence of one kind, and the rows of the groups that stand on it."""

    def __init__(self, anchor: str, span: Span, kind: Kind) -> None:
        self.anchor, self.span, self.kind = anchor, span, kind
        self.rows: list[str] = []
        self.groups: list[str] = []

    def __lt__(self, other: "Mark") -> bool:
        """Marks sort from the outermost to the innermost."""
        return self._key() < other._key()

    def _key(self) -> tuple[int, int, int]:
        return self.span.start, -self.span.end, -KINDS.index(self.kind)


class Segment(NamedTuple):
    """A stretch that the same marks cover from end to end, outermost first; `starting` begin here."""

    text: str
    marks: list[Mark]
    starting: list[Mark]

    @property
    def groups(self) -> list[str]:
        """The groups that stand on this segment."""
        return list(dict.fromkeys(group for mark in self.marks for group in mark.groups))

    @property
    def row(self) -> str:
        """The row that the innermost mark belongs to."""
        return self.marks[-1].rows[0]


class Marks:
    """The marks of one article, one for each span and kind."""

    def __init__(self, prefix: str, text: str) -> None:
        self.prefix, self.text = prefix, text
        self._marks: dict[tuple[Span, Kind], Mark] = {}

    def add(self, span: Span | None, kind: Kind, group: str, row: str) -> str | None:
        """The anchor of the mark at `span`, None where it lies outside the text or holds nothing."""
        if span is None or not 0 <= span.start < span.end <= len(self.text):
            return None
        anchor = f"{self.prefix}-m{len(self._marks) + 1}"
        mark = self._marks.setdefault((span, kind), Mark(anchor, span, kind))
        mark.rows.append(row)
        if group not in mark.groups:
            mark.groups.append(group)
        return mark.anchor

    def segments(self) -> Iterator[Segment]:
        """The whole text in order, cut wherever a mark begins or ends."""
        waiting = sorted(self._marks.values(), reverse=True)
        open_marks: list[Mark] = []
        cuts = sorted({0, len(self.text), *(cut for span, _ in self._marks for cut in (span.start, span.end))})
        for start, end in pairwise(cuts):
            open_marks = [mark for mark in open_marks if mark.span.end > start]
            starting = []
            while waiting and waiting[-1].span.start == start:
                starting.append(waiting.pop())
            open_marks = [*open_marks, *starting]
            yield Segment(self.text[start:end], open_marks, starting)


def exactly(text: str) -> Markup:
    """`text` so that a browser's DOM holds the same characters.

    What HTML cannot hold (NUL, half characters) becomes U+FFFD. Marks that would turn their neighbours around stand
    in an element of their own, which the style sheet makes a box that they cannot reach out of.
    """
    escaped = escape(_UNFIT.sub("\ufffd", text)).replace("\r", Markup("&#13;"))
    return Markup(_TURNING.sub(lambda found: _CONTROL.format(f"U+{ord(found[0]):04X}", found[0]), escaped))
