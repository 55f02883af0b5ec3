"""Pages that the user named by their addresses."""

from collections.abc import Iterable, Iterator

from musnad.ingest.sources.addresses import cleaned
from musnad.ingest.sources.base import NO_HINTS, Hints, Item, Lead, Unreadable


class PagesSource:
    """Addresses of pages, each taken once, without its fragment and tracking parameters."""

    def __init__(self, urls: Iterable[str], hints: Hints = NO_HINTS) -> None:
        self.urls, self.hints = list(urls), hints

    @property
    def address(self) -> str:
        """The addresses."""
        return ", ".join(self.urls)

    def items(self) -> Iterator[Item]:
        """A lead for each address; what is no web address is named."""
        met: set[str] = set()
        for written in self.urls:
            url = cleaned(written)
            if url is None:
                yield Unreadable(path=written, message="this is no http or https address")
            elif url not in met:
                met.add(url)
                yield Lead(url=url, hints=self.hints)
