"""A web page that was saved to a file; it is read as a page later."""

from collections.abc import Iterator

from musnad.ingest.sources.base import HTML, Container, Document, Item
from musnad.ingest.sources.local import FileSource


class SavedPageSource(FileSource):
    """One file of HTML."""

    def _items(self) -> Iterator[Item]:
        container = Container(path=self.address)
        raw = self.file.whole()
        yield Document(address=self.address, body=raw, media_type=HTML, hints=self.hints, container=container)
