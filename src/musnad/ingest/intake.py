"""A document becomes an article: its page read, further pages joined, hints filled in, its language looked at."""

import datetime as dt
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import msgspec

from musnad.errors import BadInputError, NotArabicError
from musnad.ingest import records
from musnad.ingest.checks import refuse_what_is_not_arabic
from musnad.ingest.records import Defaults, Record
from musnad.ingest.sources.base import HTML, NO_HINTS, Document, Fetch, Fetched, Hints
from musnad.schema import Article, Hyperlink, Problem, Span

MAX_PAGES = 20
"""Pages of one article that are joined; more are named in a problem."""


class Taken(NamedTuple):
    """An article, all documents that it was read from, and what is amiss with it."""

    article: Article
    documents: list[Document]
    problems: list[Problem]


class Settings(msgspec.Struct, kw_only=True, frozen=True):
    """How pages are read: `fast` by the quick extractor; `fetch` gets further pages of an article, if given."""

    fast: bool = False
    fetch: Fetch | None = None


EXACT = Settings()


def take(document: Document, operator: Hints = NO_HINTS, settings: Settings = EXACT) -> Taken:
    """The article of a document; BadInputError (NoTextError, NotArabicError) where it holds none.

    `operator` is what the sources file or the command line says of the outlet: it goes before the page's own words.
    """
    record, documents, problems = _read(document, settings)
    damaged = sum(one.damaged for one in documents)
    if damaged:
        message = f"{damaged} characters could not be decoded and stand as U+FFFD"
        problems.append(Problem(code="damaged text", message=message))
    _fill(record, document.hints, operator)
    language = operator.language if operator is not NO_HINTS else document.hints.language
    article, amiss = records.article(record, Defaults(language=language), document.address)
    refuse_what_is_not_arabic(article.text)
    article.url = article.url or document.url
    article.fetched = document.exchange.time if document.exchange else None
    return Taken(article, documents, problems + amiss)


def _read(document: Document, settings: Settings) -> tuple[Record, list[Document], list[Problem]]:
    if document.record is not None:
        return document.record, [document], list(document.problems)
    if document.media_type not in (HTML, "application/xhtml+xml"):
        raise BadInputError(f"{document.media_type} holds no article that can be read")
    return _pages(document, settings)


def _pages(document: Document, settings: Settings) -> tuple[Record, list[Document], list[Problem]]:
    """The record of a page and of those that continue it."""
    from musnad.ingest.arabic_bytes import may_be_arabic
    from musnad.ingest.page import extract

    if not may_be_arabic(document.body):
        raise NotArabicError("not Arabic: hardly an Arabic letter in the page")
    record: Record | None = None
    documents: list[Document] = []
    problems = list(document.problems)
    waiting: Document | None = document
    while waiting is not None:
        try:
            page = extract(waiting.body, url=waiting.url, content_type=_content_type(waiting), fast=settings.fast)
        except BadInputError as error:
            if record is None:
                raise
            problems.append(Problem(code="further pages", message=f"{waiting.url}: {error.message}"))
            break
        waiting.damaged = page.damaged
        documents.append(waiting)
        record = page.record if record is None else joined(record, page.record)
        waiting = _next(page.next_page, documents, settings.fetch, problems)
    assert record is not None
    return record, documents, problems


def _next(
    address: str | None, documents: list[Document], fetch: Fetch | None, problems: list[Problem]
) -> Document | None:
    """The page that continues an article, if it is one of the same host that was not met yet."""
    first = documents[0]
    if address is None or fetch is None or first.container is not None or first.url is None:
        return None
    if urlsplit(address).netloc != urlsplit(first.url).netloc or address in {one.url for one in documents}:
        return None
    if len(documents) >= MAX_PAGES:
        problems.append(Problem(code="further pages", message=f"only the first {MAX_PAGES} pages are read"))
        return None
    answer = fetch(address)
    if not isinstance(answer, Fetched):
        reason = getattr(answer, "reason", "not there")
        problems.append(Problem(code="further pages", message=f"{address}: {reason}"))
        return None
    return Document(address=first.address, url=address, body=answer.body, exchange=answer.exchange)


def joined(first: Record, second: Record) -> Record:
    """One record of two pages of an article: the second's text below the first's, its spans moved along."""
    shift = len(first.text) + 1
    return msgspec.structs.replace(
        first,
        text=f"{first.text}\n{second.text}",
        headings=[*first.headings, *(_moved(span, shift) for span in second.headings)],
        links=[*first.links, *(Hyperlink(_moved(link.span, shift), link.url) for link in second.links)],
        captions=_united(first.captions, second.captions),
        related=_united(first.related, second.related),
        corrections=_united(first.corrections, second.corrections),
        media=_united(first.media, second.media),
        dropped=_united(first.dropped, second.dropped),
    )


def _moved(span: Span, shift: int) -> Span:
    return Span(span.start + shift, span.end + shift)


def _united(first: list[Any], second: list[Any]) -> list[Any]:
    return list(dict.fromkeys([*first, *second]))


def _fill(record: Record, hints: Hints, operator: Hints) -> None:
    """What the page does not say, from the feed; outlet and country from whoever runs this, if they say."""
    record.title = record.title or hints.title or None
    record.published = record.published or hints.published or operator.published
    record.updated = record.updated or hints.updated
    record.authors = record.authors or list(hints.authors)
    record.outlet = operator.outlet or record.outlet or hints.outlet
    record.country = operator.country or record.country or hints.country


def _content_type(document: Document) -> str | None:
    return document.exchange.response_headers.get("content-type") if document.exchange else None


def captured(document: Document) -> dt.datetime:
    """When the bytes were had (UTC): as their exchange says, else now."""
    return document.exchange.time if document.exchange else dt.datetime.now(dt.UTC)
