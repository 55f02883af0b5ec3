"""Lines of a PDF page in logical order, rebuilt from where its glyphs stand.

A PDF holds glyphs in places, not text: PDFium's own text of Arabic pages leaves whole words reversed, and marks on
lines of their own (Chromium's PDFs). Here only its characters and their boxes are taken. Glyphs are put into lines by
their baseline and read from the right; runs of digits and Latin are turned back, after the Unicode Bidirectional
Algorithm (UAX 9) read backwards; presentation forms become letters; brackets are made to open and close.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from musnad.ingest.sources.pdf_glyphs import Glyph

SAME_LINE = 0.45
"""Share of the font size by which baselines of one line may differ (raised marks)."""
WORD_GAP = 0.18
RAISED_GAP = 0.3
"""Share of the font size from which a gap without a space character parts words; beside a letter that has only the
box of its mark, more. Tuned on PDFs of Chromium in four fonts: gaps in words reach 0.14, spaces begin at 0.22."""
RAISED = 1.2
"""Share of the font size by which such a letter may stand above or below its line."""

MIN_SPACES_OF_A_SENTENCE = 3
"""A line without Arabic runs from the left on a page of Arabic only where it has as many words as this."""

# A ligature of four letters whose parts some writers name from the left; no word is spelt like that.
_ALLAH_TURNED, _ALLAH = "اهلل", "الله"
_BRACKETS = {char: pair for pair in ("()", "[]", "{}", "«»", "‹›") for char in pair}
# In the order from the right: numbers with their signs, and Latin runs, which may hold spaces between their words.
_NUMBER = r"\d+(?:[.,:/٫٬]\d+)*"
_LATIN = r"[A-Za-z\u00c0-\u024f]"
_LATIN_RUN = re.compile(
    rf"(?:\d[\d.,]*)?(?:(?<=\d)[-–_/.])?{_LATIN}(?:[\w.@#:/?=&%+'’~-]*[ ]?[A-Za-z0-9\u00c0-\u024f@#/-])*|{_NUMBER}"
)
_ARABIC = re.compile("[\u0590-\u08ff]")


class Line(NamedTuple):
    """A line in logical order; edges, baseline and size in points, the origin at the lower left of the page."""

    text: str
    left: float
    right: float
    baseline: float
    size: float
    rtl: bool


def lines(glyphs: Sequence[Glyph]) -> list[Line]:
    """The lines of a page from top to bottom."""
    rows = _rows([glyph for glyph in glyphs if not glyph.is_mark and not glyph.is_raised])
    for glyph in glyphs:
        if glyph.is_raised:
            _put_in_line(glyph, rows)
    _attach([glyph for glyph in glyphs if glyph.is_mark], rows)
    rtl = _is_arabic(glyphs)
    return [line for row in rows if (line := _line(row, rtl)).text]


def _is_arabic(glyphs: Sequence[Glyph]) -> bool:
    arabic = sum(len(_ARABIC.findall(glyph.text)) for glyph in glyphs)
    return arabic > 0 and arabic * 2 >= sum(glyph.text.isascii() and glyph.text.isalpha() for glyph in glyphs)


def _rows(glyphs: list[Glyph]) -> list[list[Glyph]]:
    """The glyphs by line: each joins the line whose baseline is near its own, the first glyph of a line the largest."""
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda one: (-one.size, -one.baseline)):
        row = _nearest(glyph, rows, SAME_LINE)
        if row is None:
            rows.append([glyph])
        else:
            row.append(glyph)
    return sorted(rows, key=lambda row: -row[0].baseline)


def _nearest(glyph: Glyph, rows: list[list[Glyph]], share: float) -> list[Glyph] | None:
    """The line whose baseline is nearest, at most a share of the font size away."""
    best = min(rows, key=lambda row: abs(row[0].baseline - glyph.baseline), default=None)
    return best if best is not None and abs(best[0].baseline - glyph.baseline) < share * glyph.size else None


def _put_in_line(glyph: Glyph, rows: list[list[Glyph]]) -> None:
    """Put a raised letter into the line set as large as itself; without one it is cut off from the page before."""
    row = _nearest(glyph, [row for row in rows if abs(row[0].size - glyph.size) < 0.2 * glyph.size], RAISED)
    if row is not None:
        row.append(glyph)


def _attach(marks: list[Glyph], rows: list[list[Glyph]]) -> None:
    """Put every mark behind the letter that it stands over or under."""
    letters = [glyph for row in rows for glyph in row if glyph.text.strip()]
    for mark in marks:
        near = [one for one in letters if abs(one.baseline - mark.baseline) < 1.2 * mark.size]
        if near:
            base = min(near, key=lambda one: (_distance(one, mark.middle), abs(one.baseline - mark.baseline)))
            base.marks += mark.text


def _distance(glyph: Glyph, x: float) -> float:
    """How far a place is from a glyph; inside it, a little more towards its edges."""
    outside = max(glyph.left - x, x - glyph.right, 0.0)
    return outside + 0.01 * abs(glyph.middle - x)


def _line(row: list[Glyph], page_rtl: bool) -> Line:
    rtl = page_rtl if sum(glyph.text == " " for glyph in row) < MIN_SPACES_OF_A_SENTENCE else _is_arabic(row)
    ordered = sorted(row, key=lambda glyph: -glyph.middle if rtl else glyph.middle)
    cells = list(_spaced(ordered))
    text = "".join(_turned(cells) if rtl else cells).replace(_ALLAH_TURNED, _ALLAH)
    visible = [glyph for glyph in row if glyph.text.strip()] or row
    return Line(
        text=" ".join(with_brackets(text).split()) if rtl else " ".join(text.split()),
        left=min(glyph.left for glyph in visible),
        right=max(glyph.right for glyph in visible),
        baseline=max(row, key=lambda glyph: glyph.size).baseline,
        size=sorted(glyph.size for glyph in visible)[len(visible) // 2],
        rtl=rtl,
    )


def _spaced(glyphs: list[Glyph]) -> Iterator[str]:
    """The glyphs' letters with their marks, a space where there is a gap."""
    before: Glyph | None = None
    for glyph in glyphs:
        if before and before.text != " " and glyph.text != " " and glyph.gap(before) > _least_gap(before, glyph):
            yield " "
        yield glyph.text + glyph.marks
        before = glyph


def _least_gap(one: Glyph, other: Glyph) -> float:
    return (RAISED_GAP if one.is_raised or other.is_raised else WORD_GAP) * other.size


def _turned(cells: list[str]) -> list[str]:
    """The cells, read from the right, with runs of digits and Latin turned back to run from the left."""
    singles = "".join(cell[0] if cell else " " for cell in cells)
    turned = cells.copy()
    for start, end in _runs(singles):
        turned[start:end] = cells[start:end][::-1]
    return turned


def _runs(singles: str) -> Iterator[tuple[int, int]]:
    """Where runs from left to right stand in a line that is read from the right."""
    backwards = singles[::-1]
    for found in _LATIN_RUN.finditer(backwards):
        yield len(singles) - found.end(), len(singles) - found.start()


def with_brackets(text: str) -> str:
    """Brackets and guillemets as they open and close: PDFs store the shapes, which in Arabic are mirrored."""
    chars = list(text)
    is_open = dict.fromkeys(_BRACKETS.values(), False)
    for at, char in enumerate(chars):
        pair = _BRACKETS.get(char)
        if pair:
            opens = _opens(text, at, is_open[pair])
            chars[at] = pair[0] if opens else pair[1]
            is_open[pair] = opens
    return "".join(chars)


def _opens(text: str, at: int, is_open: bool) -> bool:
    """Whether a bracket opens: by the space on one of its sides, else by whether one is open."""
    before = at == 0 or text[at - 1].isspace()
    after = at + 1 == len(text) or text[at + 1].isspace() or unicodedata.category(text[at + 1]) == "Po"
    return before if before != after else not is_open
