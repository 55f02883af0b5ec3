"""Plain text: one file is one article."""

from collections.abc import Iterator
from pathlib import Path

from musnad.ingest.decoding import decode
from musnad.ingest.records import Record
from musnad.ingest.sources.base import NO_HINTS, Container, Document, Hints, Item
from musnad.ingest.sources.local import TEXT, FileSource, LocalFile


class TextSource(FileSource):
    """A file of plain text in any of the encodings of `decoding`; its first line is the title only where asked."""

    def __init__(self, file: LocalFile | str | Path, hints: Hints = NO_HINTS, *, title_line: bool = False) -> None:
        super().__init__(file, hints)
        self.title_line = title_line

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
