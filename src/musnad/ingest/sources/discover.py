"""What stands at an address: a page, a feed, a sitemap, or an outlet's home page that names its feeds."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator
from enum import StrEnum
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from musnad.ingest.sources.addresses import cleaned
from musnad.ingest.sources.base import (
    HTML,
    NO_HINTS,
    Document,
    Fetch,
    Fetched,
    Hints,
    Item,
    Refused,
    Source,
    Unchanged,
    Unreadable,
    Validators,
)
from musnad.ingest.sources.feed import FeedSource
from musnad.ingest.sources.sitemap import SitemapSource
from musnad.ingest.states import State

HEAD_BYTES = 8_192
"""How much of the beginning is looked at to tell XML and JSON apart."""
MAX_FEEDS = 5
"""Feeds of one home page that are taken; what follows are sections and comments."""
_FEED_TYPES = frozenset({"application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml"})
_ROOT = re.compile(rb"<(?!\?|!)(?:[\w.-]+:)?([\w.-]+)")
_PROLOGUE = re.compile(rb"<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[.*?\])?\s*>", re.DOTALL | re.IGNORECASE)
_ROOTS = {b"rss": "feed", b"rdf": "feed", b"feed": "feed", b"urlset": "sitemap", b"sitemapindex": "sitemap"}
_HOME = re.compile(r"/?(?:[a-z]{2}(?:-[a-z]{2})?/?)?(?:(?:index|home|default)(?:\.\w+)?/?)?", re.IGNORECASE)
_COMMENTS = re.compile(r"comments?(?:/|$)|تعليقات", re.IGNORECASE)


class Kind(StrEnum):
    """What an address can be."""

    PAGE = "page"
    FEED = "feed"
    SITEMAP = "sitemap"
    HOME = "home page"
    FILE = "file"
    """Neither of them: a PDF, a picture."""


class Found(NamedTuple):
    """What stands at an address, the answer that shows it, and the feeds that a home page names."""

    kind: Kind
    answer: Fetched
    feeds: tuple[str, ...] = ()


def discover(url: str, fetch: Fetch) -> Found | Refused:
    """What stands at `url`, by its content and, where that does not say it, its content type; it is fetched once."""
    answer = fetch(url)
    if isinstance(answer, Unchanged):
        return Refused(url=url, state=State.FAILED, reason="304 without having asked for it", status=304)
    if isinstance(answer, Refused):
        return answer
    kind = kind_of(answer)
    feeds = feeds_of(answer) if kind is Kind.HOME else ()
    return Found(kind, answer, feeds)


def kind_of(answer: Fetched) -> Kind:
    """The kind of what was fetched."""
    parts = urlsplit(answer.exchange.final_url or answer.url)
    head = answer.body[:HEAD_BYTES].removeprefix(b"\xef\xbb\xbf").replace(b"\0", b"").lstrip()
    stated = answer.exchange.response_headers.get("content-type", "").partition(";")[0].strip().lower()
    if parts.path.endswith("/robots.txt") or head.startswith(b"\x1f\x8b"):
        return Kind.SITEMAP
    if head.startswith(b"{") and b"jsonfeed.org/version/" in head:
        return Kind.FEED
    if stated == "text/plain" and head.startswith((b"http://", b"https://")):
        return Kind.SITEMAP
    root = _ROOT.search(_PROLOGUE.sub(b"", head)) if b"<" in head else None
    if root and root[1].lower() in _ROOTS:
        return Kind(_ROOTS[root[1].lower()])
    if stated in _FEED_TYPES:
        return Kind.FEED
    if stated not in ("", HTML, "application/xhtml+xml", "text/plain", "application/xml", "text/xml"):
        return Kind.FILE
    return Kind.HOME if _is_home(parts.path, parts.query, answer.body) else Kind.PAGE


def _is_home(path: str, query: str, body: bytes) -> bool:
    """Whether a page stands at the top of its site, and does not call itself an article."""
    article = re.search(rb"""og:type["'][^>]*content=["']article["']""", body[:200_000])
    return not query and article is None and _HOME.fullmatch(path) is not None


def feeds_of(answer: Fetched) -> tuple[str, ...]:
    """The feeds that a page's head names, without those of comments; at most MAX_FEEDS."""
    from lxml import etree, html

    if not answer.body.strip():
        return ()
    parser = html.HTMLParser(no_network=True, encoding="utf-8")
    try:
        tree: Any = html.document_fromstring(answer.body, parser=parser)
    except (etree.ParserError, ValueError):
        return ()
    page = answer.exchange.final_url or answer.url
    base = cleaned(next(iter(tree.xpath("//base/@href")), ""), page) or page
    found = [
        cleaned(link.get("href", ""), base) for link in tree.xpath("//link[@rel and @type and @href]") if _leads(link)
    ]
    return tuple(dict.fromkeys(url for url in found if url and not _COMMENTS.search(url)))[:MAX_FEEDS]


def _leads(link: Any) -> bool:
    """Whether a `link` of a page's head leads to a feed of articles."""
    stated = link.get("type", "").partition(";")[0].strip().lower()
    title = link.get("title", "")
    is_feed = stated in _FEED_TYPES or (stated == "application/json" and "feed" in link.get("href", ""))
    return "alternate" in link.get("rel", "").lower().split() and is_feed and not _COMMENTS.search(title)


class LookedAt:
    """An address that the user named without saying what it is."""

    def __init__(self, url: str, fetch: Fetch, hints: Hints = NO_HINTS, since: dt.datetime | None = None) -> None:
        self.url, self.fetch, self.hints, self.since = url, fetch, hints, since
        self.counts: Counter[str] = Counter()

    @property
    def address(self) -> str:
        """The address."""
        return self.url

    def items(self) -> Iterator[Item]:
        """The page, or what the feed or sitemap leads to, or the feeds of the home page."""
        url = cleaned(self.url) or self.url
        found = discover(url, self.fetch)
        if isinstance(found, Refused):
            yield found
        elif found.kind in (Kind.PAGE, Kind.FILE):
            yield _page(url, found.answer, self.hints)
        elif found.kind is Kind.HOME and not found.feeds:
            message = "this home page names no feed; name an article, a feed or a sitemap"
            yield Unreadable(path=url, message=message)
        else:
            for source in self._sources(url, found):
                yield from source.items()
                self.counts.update(getattr(source, "counts", {}))

    def _sources(self, url: str, found: Found) -> Iterator[Source]:
        if found.kind is Kind.HOME:
            yield from (FeedSource(feed, self.fetch, self.hints, self.since) for feed in found.feeds)
            return
        fetch = _Held(url, found.answer, self.fetch)
        if found.kind is Kind.FEED:
            yield FeedSource(url, fetch, self.hints, self.since)
        else:
            yield SitemapSource(url, fetch, self.hints, self.since)


class _Held(NamedTuple):
    """Gives the answer that is at hand already, and fetches all else."""

    url: str
    answer: Fetched
    fetch: Fetch

    def __call__(self, url: str, validators: Validators | None = None) -> Fetched | Unchanged | Refused:
        return self.answer if url == self.url else self.fetch(url, validators)


def _page(url: str, answer: Fetched, hints: Hints) -> Document:
    stated = answer.exchange.response_headers.get("content-type", HTML).partition(";")[0].strip().lower()
    return Document(
        address=url,
        url=answer.exchange.final_url or url,
        body=answer.body,
        media_type=stated or HTML,
        hints=hints,
        exchange=answer.exchange,
    )
