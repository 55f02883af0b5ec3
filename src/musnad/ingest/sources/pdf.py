"""PDF files with a text layer: one file is one article.

Title: the first paragraph where it is set larger than the text, else the file's own title as a hint. Running heads and
page numbers are left out and noted (`dropped`). Pages of several columns are read across: their order is not rebuilt.
"""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from statistics import median
from typing import Any, NamedTuple

import msgspec

from musnad.errors import BadInputError
from musnad.ingest.records import Record
from musnad.ingest.sources.base import Container, Document, Item
from musnad.ingest.sources.local import FileSource
from musnad.ingest.sources.pdf_lines import Line, lines
from musnad.schema import Dropped, Span

PDF = "application/pdf"
MAX_PAGES = 300
MARGIN = 0.1
"""Share of the page's height, at its top and bottom, in which furniture is looked for."""
TITLE_SIZE = 1.25
HEADING_SIZE = 1.12
"""How much larger than the text a title and a heading are set."""
MAX_TITLE_WORDS = 30
PARAGRAPH_LEADING = 1.35
"""From this many times the usual distance between lines on, a new paragraph begins."""

_NUMBER = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(r"\W*(?:\w{1,6}\W+)?\d{1,4}(?:\W+(?:\w{1,3}\W+)?\d{1,4})?\W*")
_SENTENCE_END = re.compile(r"[.!?؟:؛…»”\")]$")


class _Page(NamedTuple):
    height: float
    lines: list[Line]


class _Paragraph(NamedTuple):
    text: str
    size: float


class PdfSource(FileSource):
    """One PDF file."""

    def _items(self) -> Iterator[Item]:
        raw = self.file.whole()
        pages, title = _read(raw)
        if not any(page.lines for page in pages):
            raise BadInputError("the PDF holds pictures only, no text layer")
        record = _record(pages)
        hints = self.hints
        if title and not hints.title:
            hints = msgspec.structs.replace(hints, title=title)
        yield Document(
            address=self.address,
            body=raw,
            media_type=PDF,
            record=record,
            hints=hints,
            container=Container(path=self.address),
            damaged=record.text.count("\ufffd"),
        )


def _read(raw: bytes) -> tuple[list[_Page], str]:
    """The lines of all pages, and the title among the file's properties."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(raw)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower() or "security" in str(error).lower():
            raise BadInputError("the PDF is encrypted: it opens with a password only") from None
        raise BadInputError(f"no PDF that can be read: {error}") from None
    try:
        if len(document) > MAX_PAGES:
            raise BadInputError(f"the PDF has {len(document)} pages; up to {MAX_PAGES} are read")
        return [_page(document[number]) for number in range(len(document))], document.get_metadata_value("Title")
    except pypdfium2.PdfiumError as error:
        raise BadInputError(f"no PDF that can be read: {error}") from None
    finally:
        document.close()


def _page(page: Any) -> _Page:
    from musnad.ingest.sources.pdf_glyphs import glyphs

    textpage = page.get_textpage()
    try:
        return _Page(page.get_height(), lines(glyphs(textpage)))
    finally:
        textpage.close()
        page.close()


def _record(pages: list[_Page]) -> Record:
    """The article without furniture: paragraphs, headings, and the title where it is set as one."""
    furniture = _furniture(pages)
    kept = [[line for line in page.lines if not _is_furniture(line, page, furniture)] for page in pages]
    left_out = [line for page, left in zip(pages, kept, strict=True) for line in page.lines if line not in left]
    paragraphs = _paragraphs(kept)
    size = _text_size(kept)
    title = ""
    if len(paragraphs) > 1 and _is_title(paragraphs[0], size):
        title = paragraphs.pop(0).text
    record = Record(text="\n".join(one.text for one in paragraphs), title=title or None)
    record.dropped = [Dropped("page furniture", text) for text in dict.fromkeys(line.text for line in left_out)]
    at = 0
    for one in paragraphs:
        if one.size >= HEADING_SIZE * size and len(one.text.split()) <= MAX_TITLE_WORDS:
            record.headings.append(Span(at, at + len(one.text)))
        at += len(one.text) + 1
    return record


def _is_title(paragraph: _Paragraph, size: float) -> bool:
    return paragraph.size >= TITLE_SIZE * size and len(paragraph.text.split()) <= MAX_TITLE_WORDS


def _text_size(pages: list[list[Line]]) -> float:
    """The size that most letters are set in."""
    sizes: Counter[float] = Counter()
    for line in (line for page in pages for line in page):
        sizes[round(line.size, 1)] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _furniture(pages: list[_Page]) -> set[str]:
    """What stands in the margins of at least two pages and half of all, whatever its numbers."""
    seen: Counter[str] = Counter()
    for page in pages:
        seen.update({_pattern(line) for line in page.lines if _in_margin(line, page)})
    return {pattern for pattern, count in seen.items() if count >= max(2, len(pages) / 2)}


def _pattern(line: Line) -> str:
    return _NUMBER.sub("#", line.text)


def _in_margin(line: Line, page: _Page) -> bool:
    return not MARGIN * page.height < line.baseline < (1 - MARGIN) * page.height


def _is_furniture(line: Line, page: _Page, furniture: set[str]) -> bool:
    return _in_margin(line, page) and (_pattern(line) in furniture or bool(_PAGE_NUMBER.fullmatch(line.text)))


def _paragraphs(pages: list[list[Line]]) -> list[_Paragraph]:
    """Lines joined to paragraphs; one that a page breaks goes on where it ends in the middle of a sentence."""
    found: list[_Paragraph] = []
    for page in pages:
        leading = _leading(page)
        before: Line | None = None
        for line in page:
            if found and _goes_on(before, line, leading, page, found[-1]):
                found[-1] = _Paragraph(f"{found[-1].text} {line.text}", found[-1].size)
            else:
                found.append(_Paragraph(line.text, line.size))
            before = line
    return found


def _leading(page: list[Line]) -> float:
    """The usual distance between lines of the page: of the distances, the one in the middle of the lower half."""
    gaps = sorted(above.baseline - below.baseline for above, below in pairwise(page))
    return median(gaps[: len(gaps) // 2 + 1]) if gaps else 0.0


def _goes_on(before: Line | None, line: Line, leading: float, page: list[Line], paragraph: _Paragraph) -> bool:
    """Whether a line continues the paragraph: near the line before it, as large, and that line had no room left."""
    if abs(line.size - paragraph.size) > (HEADING_SIZE - 1) * paragraph.size:
        return False
    if before is None:
        return not _SENTENCE_END.search(paragraph.text)
    if before.baseline - line.baseline > PARAGRAPH_LEADING * leading:
        return False
    return _room(before, page) < _first_word(line)


def _room(line: Line, page: list[Line]) -> float:
    """How much of its column a line leaves free at its end."""
    if line.rtl:
        return line.left - min(one.left for one in page)
    return max(one.right for one in page) - line.right


def _first_word(line: Line) -> float:
    """About how wide the first word of a line is, a space included."""
    word = line.text.split(" ", 1)[0]
    return (line.right - line.left) * (len(word) + 1) / max(len(line.text), 1)
