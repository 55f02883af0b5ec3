"""JSON articles in one value: an article, or a list of them."""

import json
import re
from collections.abc import Iterator

from musnad.errors import BadInputError
from musnad.ingest import records
from musnad.ingest.decoding import decode
from musnad.ingest.sources.base import Container, Document, Item
from musnad.ingest.sources.json_lines import JsonLinesSource
from musnad.ingest.sources.local import JSON, FileSource, LocalFile, unreadable

NEXT_OBJECT = re.compile(rb"\}\s*\n\s*\{")
"""Where one object ends and another begins without a comma: lines of JSON."""


class JsonSource(FileSource):
    """A file that holds one JSON value; lines of JSON under the suffix `.json` are read as such."""

    def _items(self) -> Iterator[Item]:
        raw = self.file.whole()
        decoded = decode(raw)
        try:
            value = records.parse(decoded.text)
        except BadInputError:
            if not NEXT_OBJECT.search(raw):
                raise
            yield from JsonLinesSource(LocalFile(self.address, raw), self.hints).items()
            return
        if isinstance(value, list):
            yield from (self._element(index, one) for index, one in enumerate(value))
        else:
            container = Container(path=self.address)
            yield self._document(self.address, raw, records.record(value), container, decoded.damaged)

    def _element(self, index: int, value: object) -> Item:
        place = f"[{index}]"
        try:
            record = records.record(value)
        except BadInputError as error:
            error.field = place if error.field is None else f"{place}.{error.field}"
            return unreadable(self.address, error)
        raw = json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")
        return self._document(f"{self.address}#{place}", raw, record, Container(path=self.address, record=place))

    def _document(
        self, address: str, raw: bytes, record: records.Record, container: Container, damaged: int = 0
    ) -> Document:
        return Document(
            address=address,
            body=raw,
            media_type=JSON,
            record=record,
            hints=self.hints,
            container=container,
            damaged=damaged,
        )
