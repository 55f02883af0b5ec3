"""The glyphs of a PDF page as PDFium tells them: letters, place and size."""

import ctypes
import math
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any, NamedTuple

_NO_CHARACTERS = frozenset({0x0, 0x2, 0xFFFE, 0xFFFF, 0xD, 0xA, 0xFFFD, 0xAD})
_ALEFS = frozenset("اأإآٱ")
_LAM = "ل"


@dataclass(slots=True)
class Glyph:
    """One glyph: its letters in logical order, the marks that were found over and under it, and its box in points."""

    text: str
    left: float
    right: float
    baseline: float
    size: float
    marks: str = ""

    @property
    def middle(self) -> float:
        """The middle of its width."""
        return (self.left + self.right) / 2

    @property
    def is_mark(self) -> bool:
        """Whether it stands over or under a letter."""
        return all(unicodedata.combining(char) for char in self.text)

    @property
    def is_raised(self) -> bool:
        """Whether it is a letter that stands where its mark stands: some writers put both into the mark's glyph."""
        return not self.is_mark and any(map(unicodedata.combining, self.text))

    def gap(self, other: "Glyph") -> float:
        """How far apart two glyphs stand; negative where they overlap."""
        return max(self.left - other.right, other.left - self.right)


class _Character(NamedTuple):
    text: str
    x: float
    y: float
    box: tuple[float, float]
    advance: tuple[float, float]
    size: float


def glyphs(textpage: Any) -> list[Glyph]:
    """All glyphs of a page, in no order that is of use."""
    told = (character for character in _characters(textpage) if character)
    return [_glyph(list(group)) for _, group in groupby(_by_origin(list(told)), key=_origin)]


def _origin(character: _Character) -> tuple[float, float]:
    return round(character.x, 2), round(character.y, 2)


def _by_origin(characters: list[_Character]) -> list[_Character]:
    """Characters of one glyph side by side: those that PDFium says to begin at the same point."""
    return sorted(characters, key=_origin)


def _characters(textpage: Any) -> Iterator[_Character | None]:
    import pypdfium2.raw as pdfium

    page = textpage.raw
    x, y = ctypes.c_double(), ctypes.c_double()
    box = [ctypes.c_double() for _ in range(4)]
    loose, matrix = pdfium.FS_RECTF(), pdfium.FS_MATRIX()
    for index in range(pdfium.FPDFText_CountChars(page)):
        code = pdfium.FPDFText_GetUnicode(page, index)
        if code in _NO_CHARACTERS or pdfium.FPDFText_IsGenerated(page, index) == 1:
            continue
        pdfium.FPDFText_GetCharOrigin(page, index, x, y)
        pdfium.FPDFText_GetCharBox(page, index, *box)
        pdfium.FPDFText_GetLooseCharBox(page, index, loose)
        pdfium.FPDFText_GetMatrix(page, index, matrix)
        size = pdfium.FPDFText_GetFontSize(page, index) * math.hypot(matrix.c, matrix.d)
        advance = (loose.left, loose.right)
        yield _character(chr(code), x.value, y.value, (box[0].value, box[1].value), advance, size)


def _character(
    char: str, x: float, y: float, box: tuple[float, float], advance: tuple[float, float], size: float
) -> _Character | None:
    """None for the spaces without width that PDFium puts in."""
    if (char.isspace() and max(box[1] - box[0], advance[1] - advance[0]) < 0.01) or size <= 0:
        return None
    return _Character(letters(char), x, y, box, advance, size)


def letters(char: str) -> str:
    """The letters of a presentation form; a mark on tatweel or space becomes the bare mark."""
    if char.isspace():
        return " "
    if not ("\ufb00" <= char <= "\ufb06" or "\ufb50" <= char <= "\ufdff" or "\ufe70" <= char <= "\ufeff"):
        return char
    plain = unicodedata.normalize("NFKC", char)
    bare = plain.replace(" ", "").replace("ـ", "")
    return bare if bare and all(map(unicodedata.combining, bare)) else plain


def _glyph(characters: list[_Character]) -> Glyph:
    first = characters[0]
    text = first.text if len(characters) == 1 else _joined(characters)
    left, right = min(one.box[0] for one in characters), max(one.box[1] for one in characters)
    if not any(map(unicodedata.combining, text)):
        left, right = min(left, first.advance[0]), max(right, first.advance[1])
    return Glyph(text, left, right, first.y, first.size)


def _joined(characters: list[_Character]) -> str:
    """The letters of a glyph for several: PDFium parts its box among them in the order in which they are read."""
    arabic = any("\u0590" <= char <= "\u08ff" for one in characters for char in one.text)
    ordered = sorted(characters, key=lambda one: one.box[0], reverse=arabic)
    text = "".join(one.text for one in ordered)
    return text[::-1] if len(text) == 2 and text[0] in _ALEFS and text[1] == _LAM else text
