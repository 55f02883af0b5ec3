"""RSS, Atom and JSON feeds: each entry leads to a page.

The text that some feeds carry along (`content:encoded`, `content_html`) is not taken for the article: it is often cut
short or furnished with advertisements, and the page is the evidence. Only an entry that has no link of its own
(notices, bridges out of channels) is taken as it stands.
"""

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Generator, Iterator
from urllib.parse import urlsplit

import msgspec

from musnad.errors import BadInputError
from musnad.ingest.records import Record
from musnad.ingest.sources.base import (
    NO_HINTS,
    Container,
    Document,
    Exchange,
    Fetch,
    Fetched,
    Hints,
    Item,
    Lead,
    Refused,
    Unreadable,
    Validators,
)
from musnad.ingest.sources.feed_dates import moment
from musnad.ingest.sources.feed_entries import NOT_XML, Entry, Feed, parse

MAX_PAGES = 10
"""Pages of one feed (`rel="next"`, RFC 5005) that are followed."""
_BLOCKS = frozenset("p div br li ul ol h1 h2 h3 h4 h5 h6 blockquote tr table figure figcaption section article".split())


class FeedSource:
    """A feed; `since` leaves out entries that are dated before, `validators` are of the last answer.

    After `items()` has begun, `exchange` is that of the feed's first page (a 304 too), None where none came about.
    `counts` says how many entries were left out, by reason.
    """

    def __init__(
        self,
        url: str,
        fetch: Fetch,
        hints: Hints = NO_HINTS,
        since: dt.datetime | None = None,
        validators: Validators | None = None,
    ) -> None:
        self.url, self.fetch, self.hints, self.since, self.validators = url, fetch, hints, since, validators
        self.exchange: Exchange | None = None
        self.counts: Counter[str] = Counter()
        self._met: set[str] = set()

    @property
    def address(self) -> str:
        """The feed's address."""
        return self.url

    def items(self) -> Iterator[Item]:
        """A lead for each entry, in the feed's order; entries that name one page count once."""
        page: str | None = self.url
        for number in range(MAX_PAGES):
            answer = self.fetch(page, self.validators if number == 0 else None) if page else None
            if isinstance(answer, Refused):
                yield answer
            if number == 0 and answer is not None and not isinstance(answer, Refused):
                self.exchange = answer.exchange
            if page is None or not isinstance(answer, Fetched):
                return
            page = yield from self._page(page, answer)

    def _page(self, page: str, answer: Fetched) -> Generator[Item, None, str | None]:
        """The items of one page; returns the address of the next one, if it is worth going there."""
        base = answer.exchange.final_url or page
        try:
            feed = parse(answer.body, base, answer.exchange.response_headers.get("content-type", ""))
        except BadInputError as error:
            yield Unreadable(path=page, message=error.message, line=error.line, field=error.field)
            return None
        yield from (Unreadable(path=page, message=error.message, field=error.field) for error in feed.broken)
        taken = 0
        for entry in feed.entries:
            if (item := self._item(entry, page)) is not None:
                taken += 1
                yield item
        return _next_page(feed, base) if taken else None

    def _item(self, entry: Entry, page: str) -> Item | None:
        """The entry as an item; None where it is left out."""
        dates = [moment(date, end_of_day=True) for date in (entry.published, entry.updated) if date]
        if self.since is not None and dates and max(dates) < self.since:
            self.counts["older than asked for"] += 1
            return None
        key = entry.url or entry.id or entry.title + entry.content + entry.text
        if key in self._met:
            self.counts["named twice"] += 1
            return None
        self._met.add(key)
        if entry.url is None:
            return _document(entry, page, self._hints(entry))
        return Lead(url=entry.url, hints=self._hints(entry), found_in=self.url)

    def _hints(self, entry: Entry) -> Hints:
        return msgspec.structs.replace(
            self.hints,
            title=entry.title,
            published=entry.published or self.hints.published,
            updated=entry.updated,
            authors=entry.authors or self.hints.authors,
            outlet=self.hints.outlet or entry.outlet,
        )


def _next_page(feed: Feed, base: str) -> str | None:
    """The feed's next page, on the same host only."""
    page = feed.next_page
    return page if page and page != base and urlsplit(page).netloc == urlsplit(base).netloc else None


def _document(entry: Entry, page: str, hints: Hints) -> Document | Unreadable:
    """The article of an entry without a link, out of its own content."""
    text = entry.text or text_of(entry.content)
    body = (entry.content or entry.text).encode("utf-8", "replace")
    name = entry.id or hashlib.sha256(entry.title.encode("utf-8", "replace") + body).hexdigest()[:16]
    if not text.strip():
        return Unreadable(path=page, field=entry.title or name, message="an entry that has neither link nor text")
    return Document(
        address=f"{page}#{name}",
        body=body,
        media_type="text/html" if entry.content else "text/plain",
        record=Record(
            text=text,
            title=entry.title,
            published=entry.published,
            updated=entry.updated,
            authors=list(entry.authors),
        ),
        hints=hints,
        container=Container(path=page, record=name),
    )


def text_of(content: str) -> str:
    """The text of a piece of HTML: a paragraph a line."""
    from lxml import html

    if not content.strip():
        return ""
    tree = html.fromstring(f"<div>{NOT_XML.sub('', content)}</div>")
    for element in tree.iter():
        if not isinstance(element.tag, str) or element.tag in ("script", "style"):
            element.text = None
        elif element.tag in _BLOCKS:
            element.text = "\n" + (element.text or "")
            element.tail = "\n" + (element.tail or "")
    lines = (" ".join(line.split()) for line in str(tree.text_content()).split("\n"))
    return "\n".join(line for line in lines if line)
