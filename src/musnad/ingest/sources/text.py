"""Plain text: one file is one article."""

from collections.abc import Iterator
from pathlib import Path

from musnad.ingest.decoding import decode
from musnad.ingest.records import Record
from musnad.ingest.sources.base import NO_HINTS, Container, Document, Hints, Item
from musnad.ingest.sources.local import TEXT, LocalFile, guarded, local


class TextSource:
    """A file of plain text in any of the encodings of `decoding`; its first line is the title only where asked."""

    def __init__(self, file: LocalFile | str | Path, hints: Hints = NO_HINTS, *, title_line: bool = False) -> None:
        self.file, self.hints, self.title_line = local(file), hints, title_line

    @property
    def address(self) -> str:
        """The file."""
        return self.file.path

    def items(self) -> Iterator[Item]:
        """The article."""
        return guarded(self.address, self._items())

    def _items(self) -> Iterator[Item]:
        raw = self.file.whole()
        decoded = decode(raw)
        text = decoded.text.replace("\r\n", "\n").replace("\r", "\n")
        title = ""
        if self.title_line:
            title, _, text = text.lstrip().partition("\n")
        yield Document(
            address=self.address,
            body=raw,
            media_type=TEXT,
            record=Record(text=text.strip("\n"), title=title.strip()),
            hints=self.hints,
            container=Container(path=self.address),
            damaged=decoded.damaged,
        )
