"""What a call names becomes sources: files, folders, addresses, and the outlets of a sources file."""

import datetime as dt
from collections.abc import Iterator, Sequence
from pathlib import Path

from musnad.ingest.outlets import Outlet
from musnad.ingest.run import Polled
from musnad.ingest.sources.base import NO_HINTS, Fetch, Hints, Source
from musnad.ingest.sources.files import NO_OPTIONS, STDIN, FileOptions, FilesSource


def is_address(target: str) -> bool:
    """Whether a target is an address on the web and no file."""
    return target.partition("://")[0].lower() in ("http", "https", "ftp", "file", "gopher") and "://" in target


def targets(
    named: Sequence[str],
    fetch: Fetch,
    operator: Hints = NO_HINTS,
    since: dt.datetime | None = None,
    files: FileOptions = NO_OPTIONS,
) -> list[Polled]:
    """The sources behind files, folders, `-` and addresses; an address is looked at to see what it is."""
    from musnad.ingest.sources.discover import LookedAt

    found: list[Source] = []
    for target in named:
        if is_address(target):
            found.append(LookedAt(target, fetch, operator, since))
        else:
            path = target if target == STDIN else str(Path(target).absolute())
            found.append(FilesSource([path], operator, files))
    return [Polled(source, operator) for source in found]


def polled(outlets: Sequence[Outlet], fetch: Fetch, since: dt.datetime | None = None) -> list[Polled]:
    """The feeds and sitemaps of the outlets that are polled, of each outlet one after the other."""
    return [
        Polled(source, outlet.hints) for outlet in outlets if outlet.enabled for source in _of(outlet, fetch, since)
    ]


def _of(outlet: Outlet, fetch: Fetch, since: dt.datetime | None) -> Iterator[Source]:
    from musnad.ingest.sources.feed import FeedSource
    from musnad.ingest.sources.sitemap import SitemapSource

    yield from (FeedSource(address, fetch, outlet.hints, since) for address in outlet.feeds)
    yield from (SitemapSource(address, fetch, outlet.hints, since) for address in outlet.sitemaps)
