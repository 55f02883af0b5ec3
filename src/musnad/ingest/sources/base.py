"""What every source of articles speaks: leads to fetch, documents that hold an article, and what cannot be read.

A source is anything with `address` and `items()`. It yields, lazily and in its own order,
- a `Lead`: an address where an article may be had, with what the feed or sitemap says of it; or
- a `Document`: bytes that hold one article, and where they were found; or
- an `Unreadable`: an item that cannot be read, with file, line and field; the others go on; or
- a `Refused`: an address that the source itself needs and that is not to be had.
It never fetches by itself save through the `Fetch` that it was given, and never raises for a bad item.
"""

import datetime as dt
from collections.abc import Iterator
from typing import Protocol

import msgspec

from musnad.ingest.records import Record
from musnad.ingest.states import State
from musnad.schema import Problem

HTML = "text/html"


class Unreadable(msgspec.Struct, kw_only=True):
    """An item that cannot be read: in which file or at which address, at which line (from 1) and field, and why."""

    path: str
    message: str
    line: int | None = None
    field: str | None = None

    def __str__(self) -> str:
        line = "" if self.line is None else f"{self.line}:"
        field = "" if self.field is None else f" {self.field}:"
        return f"{self.path}:{line}{field} {self.message}"


class Hints(msgspec.Struct, kw_only=True, frozen=True):
    """What is known of an article before its page is read: from the sources file, the feed, or the command line.

    `published` and `updated` are ISO 8601. A page's own title and date go before these.
    """

    title: str = ""
    published: str | None = None
    updated: str | None = None
    outlet: str = ""
    country: str | None = None
    language: str = "ar"
    authors: tuple[str, ...] = ()


NO_HINTS = Hints()


class Lead(msgspec.Struct, kw_only=True, frozen=True):
    """An address where an article may be had; `found_in` is the feed or sitemap that named it.

    `modified` is when the page changed, in whatever way: a sitemap's `lastmod`. It says when to look again, and is
    no date of the article's.
    """

    url: str
    hints: Hints = NO_HINTS
    found_in: str = ""
    modified: str | None = None


class Exchange(msgspec.Struct, kw_only=True, frozen=True):
    """One HTTP exchange as it went: header names in lower case, the time in UTC when the answer came.

    `redirects` are the addresses before the final one, in order.
    """

    url: str
    final_url: str
    status: int
    time: dt.datetime
    method: str = "GET"
    request_headers: dict[str, str] = {}
    response_headers: dict[str, str] = {}
    redirects: tuple[str, ...] = ()


class Container(msgspec.Struct, kw_only=True, frozen=True):
    """The file that a document was taken out of, and where in it: a byte offset, a record or message id, a line."""

    path: str
    offset: int | None = None
    record: str | None = None
    line: int | None = None


class Document(msgspec.Struct, kw_only=True):
    """Bytes that hold one article.

    `address` names it in the ledger, for good: its URL, or the file's path with `#` and a line, record or message.
    `body` are the bytes that are kept as evidence, content codings (gzip) undone. `record` is the article where
    the source has read it already (a message, a table's row); None where `body` is a page still to be read.
    `exchange` is there where it came over HTTP, now or when an archive was made. `damaged` counts characters that could
    not be decoded; `problems` is what else is amiss with an article that can be read all the same.
    """

    address: str
    body: bytes
    media_type: str = HTML
    url: str | None = None
    record: Record | None = None
    hints: Hints = NO_HINTS
    exchange: Exchange | None = None
    container: Container | None = None
    damaged: int = 0
    problems: list[Problem] = []


class Refused(msgspec.Struct, kw_only=True, frozen=True):
    """An address that was not fetched, or whose answer was not taken, and why."""

    url: str
    state: State
    reason: str
    status: int | None = None


class Unchanged(msgspec.Struct, kw_only=True, frozen=True):
    """The server says that nothing changed since the last fetch (304)."""

    url: str
    exchange: Exchange


class Fetched(msgspec.Struct, kw_only=True, frozen=True):
    """A body, decoded from its content coding, with its exchange."""

    url: str
    body: bytes
    exchange: Exchange


class Validators(msgspec.Struct, kw_only=True, frozen=True):
    """What a conditional request sends along: the ETag and Last-Modified of the last answer."""

    etag: str | None = None
    last_modified: str | None = None


class Fetch(Protocol):
    """Fetches one address, politely and safely; never raises for what a server does."""

    def __call__(self, url: str, validators: Validators | None = None) -> Fetched | Unchanged | Refused:
        """The answer to a GET of `url`."""


Item = Lead | Document | Unreadable | Refused


class Source(Protocol):
    """Where articles come from: one class and one file each in `ingest/sources/`.

    A source may have `counts`, a Counter of what it left out on purpose by reason, and, where it is fetched itself,
    `exchange`: that of its first answer.
    """

    @property
    def address(self) -> str:
        """The file, folder or URL, as reports name it."""

    def items(self) -> Iterator[Item]:
        """What it holds, lazily."""
