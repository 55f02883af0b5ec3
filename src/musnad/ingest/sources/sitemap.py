"""Sitemaps, indexes of sitemaps, news sitemaps, and the sitemaps that a robots.txt names."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

import msgspec

from musnad.errors import BadInputError
from musnad.ingest.sources.addresses import cleaned
from musnad.ingest.sources.base import NO_HINTS, Exchange, Fetch, Fetched, Hints, Item, Lead, Refused, Unreadable
from musnad.ingest.sources.feed_dates import moment
from musnad.ingest.sources.sitemap_entries import Place, places

MAX_DEPTH = 3
"""Indexes within indexes that are followed; the standard knows none, robots.txt is one."""
MAX_SITEMAPS = 500
"""Sitemaps fetched for one source at most: as many as an outlet of ten years has that makes one a week."""


class _Open(NamedTuple):
    """A sitemap that is still to be fetched, and how many indexes led to it."""

    url: str
    depth: int


class SitemapSource:
    """A sitemap; `since` leaves out what was published, or else last changed, before.

    `counts` says how much was left out, by reason; `exchange` is that of the first sitemap, once it was fetched.
    """

    def __init__(self, url: str, fetch: Fetch, hints: Hints = NO_HINTS, since: dt.datetime | None = None) -> None:
        self.url, self.fetch, self.hints, self.since = url, fetch, hints, since
        self.exchange: Exchange | None = None
        self.counts: Counter[str] = Counter()
        self._met: set[int] = set()

    @property
    def address(self) -> str:
        """The sitemap's address."""
        return self.url

    def items(self) -> Iterator[Item]:
        """A lead for each page, sitemap by sitemap; a page that stands in several counts once."""
        waiting = [_Open(self.url, 0)]
        fetched = 0
        while waiting:
            sitemap = waiting.pop()
            if fetched == MAX_SITEMAPS:
                left = len(waiting) + 1
                yield Unreadable(path=self.url, message=f"{left:,} sitemaps behind the first {fetched:,} are not read")
                return
            fetched += 1
            found: list[_Open] = []
            yield from self._sitemap(sitemap, found)
            waiting.extend(reversed(found))

    def _sitemap(self, sitemap: _Open, found: list[_Open]) -> Iterator[Item]:
        """The leads of one sitemap; those that it names itself are added to `found`."""
        answer = self.fetch(sitemap.url)
        if isinstance(answer, Refused):
            yield answer
            return
        self.exchange = self.exchange or answer.exchange
        if isinstance(answer, Fetched):
            for place in places(answer.body, sitemap.url):
                if isinstance(place, BadInputError):
                    yield Unreadable(path=sitemap.url, message=place.message, line=place.line)
                elif (item := self._item(place, sitemap, answer, found)) is not None:
                    yield item

    def _item(self, place: Place, sitemap: _Open, answer: Fetched, found: list[_Open]) -> Item | None:
        url = cleaned(place.url, answer.exchange.final_url or sitemap.url) if place.url else None
        if url is None:
            message = f"{place.url!r} is no http or https address" if place.url else "missing"
            return Unreadable(path=sitemap.url, line=place.line, field="loc", message=message)
        if self._is_left_out(place, url):
            return None
        if not place.is_sitemap:
            return Lead(url=url, hints=self._hints(place), found_in=sitemap.url, modified=place.updated)
        if sitemap.depth >= MAX_DEPTH:
            return Unreadable(path=sitemap.url, line=place.line, message=f"{url}: indexes are nested too deeply")
        found.append(_Open(url, sitemap.depth + 1))
        return None

    def _is_left_out(self, place: Place, url: str) -> bool:
        date = place.updated if place.is_sitemap else place.published or place.updated
        key = hash(url)  # a number and not the address: an archive's sitemaps name millions
        if self.since is not None and date is not None and moment(date, end_of_day=True) < self.since:
            self.counts["sitemaps unchanged since" if place.is_sitemap else "older than asked for"] += 1
        elif place.language and not place.language.lower().startswith("ar"):
            self.counts["in another language"] += 1
        elif key in self._met:
            self.counts["named twice"] += 1
        else:
            self._met.add(key)
            return False
        return True

    def _hints(self, place: Place) -> Hints:
        return msgspec.structs.replace(
            self.hints,
            title=place.title,
            published=place.published or self.hints.published,
            outlet=self.hints.outlet or place.outlet,
        )
