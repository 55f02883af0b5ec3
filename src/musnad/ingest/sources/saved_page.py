"""A web page that was saved to a file; it is read as a page later."""

from collections.abc import Iterator
from pathlib import Path

from musnad.ingest.sources.base import HTML, NO_HINTS, Container, Document, Hints, Item
from musnad.ingest.sources.local import LocalFile, guarded, local


class SavedPageSource:
    """One file of HTML."""

    def __init__(self, file: LocalFile | str | Path, hints: Hints = NO_HINTS) -> None:
        self.file, self.hints = local(file), hints

    @property
    def address(self) -> str:
        """The file."""
        return self.file.path

    def items(self) -> Iterator[Item]:
        """The page."""
        return guarded(self.address, self._items())

    def _items(self) -> Iterator[Item]:
        container = Container(path=self.address)
        raw = self.file.whole()
        yield Document(address=self.address, body=raw, media_type=HTML, hints=self.hints, container=container)
