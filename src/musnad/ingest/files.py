"""Articles from local files, folders and standard input, ready to be read; one bad item never stops the rest.

The sources of `ingest/sources/` read the files; here what they find becomes articles.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from musnad.errors import BadInputError
from musnad.ingest import records
from musnad.ingest.checks import refuse_what_is_not_arabic
from musnad.ingest.records import NO_DEFAULTS, Defaults, Record
from musnad.ingest.sources.base import Container, Document, Hints, Unreadable
from musnad.ingest.sources.files import FileOptions, held, items_of, named_files
from musnad.ingest.sources.files import NamedFile as Source
from musnad.ingest.sources.kinds import KINDS, MANY_IN_ONE
from musnad.ingest.sources.local import JSON, LocalFile
from musnad.schema import Article, Problem

__all__ = ["KINDS", "MANY_IN_ONE", "Incoming", "Source", "articles", "articles_of", "sources"]


class Incoming(msgspec.Struct, kw_only=True):
    """An article that can be read, the file (and line) it stands in, and what is already known to be amiss."""

    article: Article
    path: str
    line: int | None = None
    problems: list[Problem] = []


sources = named_files


def articles(paths: Iterable[str | Path], defaults: Defaults = NO_DEFAULTS) -> Iterator[Incoming | Unreadable]:
    """Every article of the files and folders named, in order, and every item that could not be read."""
    for source in sources(paths):
        yield from [source] if isinstance(source, Unreadable) else articles_of(source, defaults)


def articles_of(source: Source, defaults: Defaults = NO_DEFAULTS) -> Iterator[Incoming | Unreadable]:
    """The articles of one file, and its items that could not be read."""
    hints = Hints(
        published=defaults.published, outlet=defaults.outlet, country=defaults.country, language=defaults.language
    )
    options = FileOptions(title_line=defaults.title_line)
    for item in items_of(LocalFile(source.path, held(source.path)), hints, options):
        if isinstance(item, Document):
            yield _incoming(item, source, defaults)
        elif isinstance(item, Unreadable):
            yield item


def _incoming(document: Document, source: Source, defaults: Defaults) -> Incoming | Unreadable:
    place = document.container or Container(path=source.path)
    try:
        record, damaged = _record(document)
        article, problems = records.article(record, defaults, _name(source, place))
        refuse_what_is_not_arabic(article.text)
    except BadInputError as error:
        field = error.field or _text_field(document, place)
        return Unreadable(path=source.path, message=error.message, line=error.line or place.line, field=field)
    problems.extend(document.problems)
    if damaged:
        message = f"{damaged} characters could not be decoded and stand as U+FFFD"
        problems.append(Problem(code="damaged text", message=message))
    return Incoming(article=article, path=source.path, line=place.line, problems=problems)


def _record(document: Document) -> tuple[Record, int]:
    """The article of a document, and how many of its characters could not be decoded; a page is read for it."""
    record, damaged = document.record, document.damaged
    if record is None:
        from musnad.ingest.webpage import page

        record, decoded = page(document.body)
        damaged = decoded.damaged
    if not record.title and document.hints.title:
        record = msgspec.structs.replace(record, title=document.hints.title)
    if not record.url and document.url:
        record = msgspec.structs.replace(record, url=document.url)
    return record, damaged


def _name(source: Source, place: Container) -> str:
    """The id of an article that has none: the file's name, and the number of the element, message or line."""
    if place.record is None:
        return source.name if place.line is None else f"{source.name}-{place.line}"
    if place.record.startswith("["):
        return f"{source.name}-{int(place.record.strip('[]')) + 1}"
    return f"{source.name}-{place.record}"


def _text_field(document: Document, place: Container) -> str | None:
    """The field that the text stands in, where the file has fields."""
    if document.media_type != JSON:
        return None
    return f"{place.record}.text" if place.record and place.record.startswith("[") else "text"
