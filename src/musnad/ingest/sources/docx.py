"""Word documents (.docx): paragraphs, headings and rows of tables in their order; one file is one article.

The file's properties are hints, not truth: a template's author and date stay in a document for years. The title is
taken where the text has none; author and date of creation are only noted among what was left out (`dropped`).
Of tracked changes insertions are in the text and deletions out; text boxes stand as paragraphs where they are anchored;
footnotes, headers and footers are left out.
"""

import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING, Any

import msgspec

from musnad.errors import BadInputError
from musnad.ingest.records import Record
from musnad.ingest.sources.base import Container, Document, Item
from musnad.ingest.sources.local import FileSource
from musnad.schema import Dropped, Hyperlink, Span

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MAX_UNPACKED = 200_000_000
"""Bytes of all parts together; a document that unpacks to more is refused before it is unpacked."""
OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_LEFT_OUT = frozenset({f"{_W}del", f"{_W}moveFrom", f"{_W}pPr", f"{_W}rPr", _FALLBACK})
_SIGNS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
_BOX = f"{_W}txbxContent"


class DocxSource(FileSource):
    """One Word document."""

    def _items(self) -> Iterator[Item]:
        raw = self.file.whole()
        document = _opened(raw)
        properties = document.core_properties
        hints = self.hints
        if not hints.title and properties.title:
            hints = msgspec.structs.replace(hints, title=properties.title.strip())
        record = _record(document)
        record.dropped = list(_properties(properties))
        yield Document(
            address=self.address,
            body=raw,
            media_type=DOCX,
            record=record,
            hints=hints,
            container=Container(path=self.address),
        )


def refuse_bombs(archive: zipfile.ZipFile, limit: int = MAX_UNPACKED) -> None:
    """BadInputError where the parts of an archive would unpack to more than `limit` bytes."""
    size = sum(part.file_size for part in archive.infolist())
    if size > limit:
        raise BadInputError(f"the archive would unpack to {size:,} bytes; up to {limit:,} are read")


def _opened(raw: bytes) -> "WordDocument":
    if raw.startswith(OLD_OFFICE):
        raise BadInputError("an old (.doc) or encrypted office document; save it as .docx without a password")
    try:
        with zipfile.ZipFile(BytesIO(raw)) as archive:
            refuse_bombs(archive)
        import docx

        return docx.Document(BytesIO(raw))
    except BadInputError:
        raise
    except Exception as error:  # python-docx lets through whatever zipfile, lxml and its own look-ups raise
        raise BadInputError(f"no Word document that can be read: {error}") from None


def _properties(properties: Any) -> Iterator[Dropped]:
    try:
        created = properties.created
    except ValueError:
        created = None
    if properties.author:
        yield Dropped("document property", f"author: {properties.author}")
    if created:
        yield Dropped("document property", f"created: {created.isoformat()}")


def _record(document: "WordDocument") -> Record:
    """Text, title, headings and links of the body."""
    record = Record(text="")
    at = 0
    lines: list[str] = []
    for element, heading in _paragraphs(document):
        text, links = _text(element, document)
        if heading == "title" and not record.title and not lines:
            record.title = text
            continue
        lines.append(text)
        if heading:
            record.headings.append(Span(at, at + len(text)))
        record.links.extend(Hyperlink(Span(at + start, at + end), url) for start, end, url in links)
        at += len(text) + 1
    record.text = "\n".join(lines)
    return record


def _paragraphs(document: "WordDocument") -> Iterator[tuple[Any, str]]:
    """The elements (paragraphs, rows, paragraphs of text boxes) that hold text, and what kind of heading each is."""
    from docx.table import Table

    for block in document.iter_inner_content():
        if isinstance(block, Table):
            rows = [row for row in block._tbl.iterchildren(f"{_W}tr") if _text(row, document)[0]]
            yield from ((row, "") for row in rows)
            continue
        if _text(block._p, document)[0]:
            yield block._p, _heading(block)
        for box in block._p.iter(_BOX):
            if not any(above.tag == _FALLBACK for above in box.iterancestors()):
                inner = [one for one in box.iter(f"{_W}p") if _text(one, document)[0]]
                yield from ((one, "") for one in inner)


def _heading(paragraph: Any) -> str:
    """`title`, `heading` or nothing: by the style's built-in name, which is English in Word of any language."""
    name = (paragraph.style.name or "").lower() if paragraph.style is not None else ""
    if name == "title":
        return "title"
    return "heading" if name.startswith("heading") else ""


def _text(element: Any, document: "WordDocument") -> tuple[str, list[tuple[int, int, str]]]:
    """The text under a paragraph or row, stripped, and its links by their offsets in it."""
    pieces: list[str] = []
    links: list[tuple[int, int, str]] = []
    _collect(element, document, pieces, links)
    whole = "".join(pieces)
    text = whole.strip()
    shift = len(whole) - len(whole.lstrip())
    moved = [(max(start - shift, 0), min(end - shift, len(text)), url) for start, end, url in links]
    return text, [link for link in moved if link[0] < link[1]]


def _collect(element: Any, document: "WordDocument", pieces: list[str], links: list[tuple[int, int, str]]) -> None:
    for child in element:
        tag = child.tag
        if tag in _LEFT_OUT or tag == _BOX:
            continue
        if tag == f"{_W}t":
            pieces.append(child.text or "")
        elif tag in _SIGNS:
            pieces.append(_SIGNS[tag])
        elif tag == f"{_W}hyperlink":
            start = sum(map(len, pieces))
            _collect(child, document, pieces, links)
            if url := _target(child.get(_RELATION), document):
                links.append((start, sum(map(len, pieces)), url))
        else:
            if tag in (f"{_W}tc", f"{_W}p") and pieces and not pieces[-1].endswith(("\t", "\n")):
                pieces.append("\t" if tag == f"{_W}tc" else " ")
            _collect(child, document, pieces, links)


def _target(relation: str | None, document: "WordDocument") -> str | None:
    found = document.part.rels.get(relation) if relation else None
    return found.target_ref if found is not None and found.is_external else None
