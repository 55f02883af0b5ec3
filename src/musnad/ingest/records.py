"""Articles written as JSON: the form of `gold/GUIDE.md`, of which keys other than the article's own are ignored."""

import json
import re
from typing import Any, NamedTuple

import msgspec

from musnad.errors import BadInputError
from musnad.ingest.dates import iso_date, local_time
from musnad.schema import Article, CorrectionNote, Dropped, Hyperlink, Medium, Problem, RelatedLine, Span

_FIELD = re.compile(r"\$\.(\w+)|field `(\w+)`")
_COUNTRY = re.compile("[A-Z]{2}")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


class Defaults(NamedTuple):
    """What the user says of all articles; an article's own date, outlet or country goes before it."""

    published: str | None = None
    outlet: str = ""
    country: str | None = None
    title_line: bool = False
    language: str = "ar"


NO_DEFAULTS = Defaults()


class Record(msgspec.Struct, kw_only=True):
    """One article as someone wrote it down; only `text` must be there."""

    text: str
    id: str | int | None = None
    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    country: str | None = None
    published: str | None = None
    updated: str | None = None
    language: str | None = None
    authors: list[str] = []
    dateline: str | None = None
    headings: list[Span] = []
    links: list[Hyperlink] = []
    captions: list[str] = []
    related: list[RelatedLine] = []
    corrections: list[CorrectionNote] = []
    based_on: list[str] = []
    media: list[Medium] = []
    dropped: list[Dropped] = []


def parse(text: str) -> Any:
    """The value of a JSON text; BadInputError with its line where it is broken."""
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise BadInputError(f"broken JSON: {error.msg} at column {error.colno}", line=error.lineno) from None
    except RecursionError:
        raise BadInputError("broken JSON: nested too deeply") from None
    except ValueError as error:
        raise BadInputError(f"broken JSON: {error}") from None


def record(value: object) -> Record:
    """`value` as a record; BadInputError with the field where something is missing or of another type."""
    if not isinstance(value, dict):
        raise BadInputError(f"an article is a JSON object, not {_kind(value)}")
    try:
        return msgspec.convert(value, Record)
    except msgspec.ValidationError as error:
        message, _, path = str(error).partition(" - at ")
        found = _FIELD.search(path or message)
        message = "missing" if "missing required" in message else message.replace("`", "").lower()
        raise BadInputError(message, field=found and (found[1] or found[2])) from None


def _kind(value: object) -> str:
    names = {list: "a list", str: "a string", bool: "a truth value", type(None): "null"}
    return names.get(type(value), "a number")


def article(record: Record, defaults: Defaults, fallback_id: str) -> tuple[Article, list[Problem]]:
    """The article of a record, and what was wrong with its date and country."""
    own = iso_date(record.published)
    problems = []
    if record.published and own is None:
        message = f"published: {record.published!r} is no ISO 8601 date and is left out"
        problems.append(Problem(code="bad date", message=message))
    named = (record.country or "").strip().upper()
    if named and not _COUNTRY.fullmatch(named):
        message = f"country: {record.country!r} is no two-letter code and is left out"
        problems.append(Problem(code="bad country", message=message))
        named = ""
    country = named or defaults.country
    built = Article(
        id=_without_surrogates(str(record.id) if record.id not in (None, "") else fallback_id),
        text=_without_surrogates(record.text),
        title=_without_surrogates(record.title or ""),
        outlet=_without_surrogates(record.outlet or defaults.outlet),
        url=record.url and _without_surrogates(record.url),
        country=country,
        published=local_time(own or defaults.published, country),
        updated=local_time(iso_date(record.updated), country),
        language=record.language or defaults.language,
        authors=record.authors,
        dateline=record.dateline,
        headings=record.headings,
        links=record.links,
        captions=record.captions,
        related=record.related,
        corrections=record.corrections,
        based_on=record.based_on,
        media=record.media,
        dropped=record.dropped,
    )
    return built, problems


def _without_surrogates(text: str) -> str:
    return _LONE_SURROGATE.sub("\ufffd", text)
