"""JSON articles, one a line: the file is read line by line, however large it is."""

from collections.abc import Iterable, Iterator
from typing import BinaryIO

from musnad.errors import BadInputError
from musnad.ingest import records
from musnad.ingest.decoding import SAMPLE_BYTES, decode
from musnad.ingest.sources.base import Container, Document, Item
from musnad.ingest.sources.local import JSON, FileSource, unreadable


class JsonLinesSource(FileSource):
    """A file of JSON objects, one a line, with the keys of `records.Record`; a broken line is named."""

    def _items(self) -> Iterator[Item]:
        empty = True
        with self.file.open() as file:
            for number, line in enumerate(_raw_lines(file), start=1):
                if raw := line.strip():
                    empty = False
                    yield self._item(raw, number)
        if empty:
            raise BadInputError("empty: there is no text")

    def _item(self, raw: bytes, number: int) -> Item:
        try:
            decoded = decode(raw)
            record = records.record(records.parse(decoded.text.rstrip()))
        except BadInputError as error:
            error.line = number
            return unreadable(self.address, error)
        return Document(
            address=f"{self.address}#{number}",
            body=raw,
            media_type=JSON,
            record=record,
            hints=self.hints,
            container=Container(path=self.address, line=number),
            damaged=decoded.damaged,
        )


def _raw_lines(file: BinaryIO) -> Iterable[bytes]:
    """The lines, in UTF-8 if the file is UTF-16; BadInputError where the file is no text at all."""
    head = file.read(SAMPLE_BYTES)
    file.seek(0)
    if not head or not decode(head).encoding.startswith(("utf-16", "utf-32")):
        return file
    return decode(file.read()).text.encode("utf-8").split(b"\n")
