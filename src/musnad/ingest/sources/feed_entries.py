"""The entries of a feed, whatever its format: RSS and Atom by feedparser, JSON Feed 1.0 and 1.1 here."""

import contextlib
import html
import io
import re
from typing import Any

import msgspec

from musnad.errors import BadInputError
from musnad.ingest import records
from musnad.ingest.decoding import decode
from musnad.ingest.sources.addresses import cleaned
from musnad.ingest.sources.feed_dates import stated

MAX_TITLE = 500
"""A longer title is a text that a content system put in the wrong place; it is cut there."""
_DECLARATION = re.compile(r"\s*<\?xml\b[^>]*?(?:encoding\s*=\s*[\"']([\w.:-]+)[\"'])?[^>]*\?>", re.IGNORECASE)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_REFERENCE = re.compile(r"&#(x[0-9a-f]{1,8}|[0-9]{1,10});?", re.IGNORECASE | re.ASCII)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|<!--.*?-->", re.DOTALL)
_MAIL = re.compile(r"\S+@\S+")
_HTML_START = re.compile(r"\s*(?:<!doctype\s+html|<html)\b", re.IGNORECASE)


class Entry(msgspec.Struct, kw_only=True, frozen=True):
    """One entry: `url` is None where it has no link of its own; `content` is its HTML, `text` its plain text."""

    id: str = ""
    url: str | None = None
    title: str = ""
    published: str | None = None
    updated: str | None = None
    authors: tuple[str, ...] = ()
    outlet: str = ""
    language: str | None = None
    content: str = ""
    text: str = ""


class Feed(msgspec.Struct, kw_only=True):
    """A feed as it was read; `broken` names entries that could not be, by field and reason."""

    title: str = ""
    entries: list[Entry] = []
    next_page: str | None = None
    broken: list[BadInputError] = []


def parse(body: bytes, url: str, content_type: str = "") -> Feed:
    """The feed that was fetched from `url`; BadInputError, with line and column if known, where it is none."""
    head = body[:1024].decode("latin-1")
    declared = (_DECLARATION.match(head.removeprefix("ï»¿")) or _CHARSET.search(content_type) or [None, None])[1]
    text = decode(body, declared).text.lstrip("\ufeff")
    if not text.strip():
        raise BadInputError("empty: there is no feed")
    if text.lstrip().startswith("{"):
        return _json_feed(records.parse(text), url)
    return _xml_feed(text, url)


# RSS and Atom


def _xml_feed(text: str, url: str) -> Feed:
    """What feedparser reads; it is given decoded bytes and no address, so that it neither guesses nor fetches."""
    import feedparser

    blank_lines = text[: len(text) - len(text.lstrip())].count("\n")
    declaration = _DECLARATION.match(text)
    kept = text[declaration.end() :] if declaration else text.lstrip()
    headers = {"content-type": "application/xml; charset=utf-8", "content-location": url}
    sound = _REFERENCE.sub(_sound_reference, NOT_XML.sub("", kept).strip())
    raw = sound.encode("utf-8", "replace")
    _refuse_deep(raw)
    try:
        parsed = feedparser.parse(
            io.BytesIO(raw), response_headers=headers, sanitize_html=True, resolve_relative_uris=True
        )
    except Exception as error:  # its parser of broken XML raises all kinds
        raise BadInputError(f"broken XML: {type(error).__name__}: {error}") from None
    if not parsed.entries:
        _refuse_what_is_no_feed(text, blank_lines)
    about = parsed.feed
    title, is_atom = plain(about.get("title", "")), parsed.version.startswith("atom")
    return Feed(
        title=title,
        entries=[_xml_entry(entry, url, title, is_atom) for entry in parsed.entries],
        next_page=next((cleaned(one.href, url) for one in about.get("links", []) if one.get("rel") == "next"), None),
    )


def _refuse_deep(raw: bytes) -> None:
    """BadInputError where elements are nested deeper than libxml2 allows (256): feedparser would take minutes."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True)
    with contextlib.suppress(etree.XMLSyntaxError):
        etree.fromstring(raw, parser)
    if any("depth" in error.message for error in parser.error_log):
        raise BadInputError("broken XML: nested too deeply")


def _sound_reference(reference: re.Match[str]) -> str:
    """A numeric reference, if it names a character that XML can hold; feedparser fails at halves of characters."""
    digits = reference[1].lower()
    number = int(digits[1:], 16) if digits.startswith("x") else int(digits)
    sound = number in (9, 10, 13) or 0x20 <= number < 0xD800 or 0xE000 <= number < 0x110000
    return reference[0] if sound else ""


def _refuse_what_is_no_feed(text: str, blank_lines: int) -> None:
    """BadInputError: a page and no feed, XML that is broken (where), or XML of another kind."""
    from lxml import etree

    if _HTML_START.match(text):
        raise BadInputError("this is a web page, not a feed")
    if not text.lstrip().startswith("<"):
        raise BadInputError("this is neither XML nor a JSON feed")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(text.strip().encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as error:
        line, column = error.position
        reason = (error.msg or "syntax").partition(", line")[0]
        raise BadInputError(f"broken XML: {reason} at column {column}", line=line + blank_lines) from None
    except ValueError as error:
        raise BadInputError(f"broken XML: {error}") from None
    if etree.QName(root).localname.lower() not in ("rss", "rdf", "feed", "channel"):
        raise BadInputError(f"this is XML, but no feed: its root is {etree.QName(root).localname}")


def _xml_entry(entry: Any, url: str, feed_title: str, is_atom: bool) -> Entry:
    link = entry.get("feedburner_origlink") or entry.get("link") or ""
    contents = [one.get("value", "") for one in entry.get("content", [])]
    author = entry.get("author", "")  # feedparser takes `a@b.example (name)` apart wrongly where the domain is long
    names = [author] if "@" in author else [one.get("name", "") for one in entry.get("authors", [])]
    outlet = plain((entry.get("source") or {}).get("title", ""))
    published, updated = _date(entry, "published") or _date(entry, "created"), _date(entry, "updated")
    if not is_atom and published is None:  # RSS has but one date; feedparser calls dc:date that of an update
        published, updated = updated, None
    return Entry(
        id=entry.get("id", ""),
        url=cleaned(link, url) if link else None,
        title=plain(entry.get("title", ""))[:MAX_TITLE],
        published=published,
        updated=updated,
        authors=_authors(names),
        outlet=outlet or feed_title,
        content=max([*contents, entry.get("summary", "")], key=len),
    )


def _date(entry: Any, field: str) -> str | None:
    """The date as written, else as feedparser understands it (in UTC); `updated` is not guessed from `published`."""
    import calendar
    import datetime as dt

    if field not in entry:
        return None
    written = stated(str(entry[field]))
    parsed = entry.get(f"{field}_parsed")
    if written or parsed is None:
        return written
    try:
        return stated(dt.datetime.fromtimestamp(calendar.timegm(parsed), dt.UTC).isoformat())
    except (ValueError, OverflowError, OSError):
        return None


def _authors(names: list[str]) -> tuple[str, ...]:
    """Names without addresses of mail, each once."""
    bare = (_MAIL.sub("", plain(name)).strip(" ()<>,،") for name in names if name)
    return tuple(dict.fromkeys(name for name in bare if name))


def plain(marked: str) -> str:
    """A title or name on one line: markup out, entities (also doubly escaped ones) read."""
    return " ".join(html.unescape(_TAG.sub(" ", html.unescape(marked))).replace("\u200b", "").split())


# JSON Feed (https://www.jsonfeed.org/version/1.1/)


def _json_feed(value: Any, url: str) -> Feed:
    if not isinstance(value, dict) or "jsonfeed.org/version/" not in str(value.get("version", "")):
        raise BadInputError("this is JSON, but no JSON Feed", field="version")
    items = value.get("items", [])
    if not isinstance(items, list):
        raise BadInputError("must be a list", field="items")
    following = _string(value, "next_url")
    feed = Feed(title=plain(_string(value, "title")), next_page=cleaned(following, url) if following else None)
    for index, item in enumerate(items):
        if isinstance(item, dict):
            feed.entries.append(_json_entry(item, value, url, feed.title))
        else:
            feed.broken.append(BadInputError("an item is a JSON object", field=f"items[{index}]"))
    return feed


def _json_entry(item: dict[str, Any], feed: dict[str, Any], url: str, feed_title: str) -> Entry:
    link = _string(item, "url") or _string(item, "external_url")
    people = item.get("authors") or item.get("author") or feed.get("authors") or feed.get("author") or []
    named = [people] if isinstance(people, dict) else people if isinstance(people, list) else []
    return Entry(
        id=_string(item, "id"),
        url=cleaned(link, url) if link else None,
        title=plain(_string(item, "title"))[:MAX_TITLE],
        published=stated(_string(item, "date_published")),
        updated=stated(_string(item, "date_modified")),
        authors=_authors([_string(one, "name") for one in named if isinstance(one, dict)]),
        outlet=feed_title,
        language=_string(item, "language") or _string(feed, "language") or None,
        content=_string(item, "content_html") or _string(item, "summary"),
        text=_string(item, "content_text"),
    )


def _string(value: dict[str, Any], key: str) -> str:
    found = value.get(key)
    if not isinstance(found, str | int) or isinstance(found, bool):
        return ""
    return str(found).encode("utf-8", "replace").decode()  # JSON can hold halves of characters, UTF-8 cannot
