"""Articles out of web pages: trafilatura finds the text, the page's own markup gives title, outlet and date.

trafilatura takes a third of a second to import, so that is left until the first page.
"""

import re
from typing import Any

from musnad.errors import BadInputError
from musnad.ingest.dates import iso_date
from musnad.ingest.decoding import Decoded, decode
from musnad.ingest.records import Record

MAX_PAGE_BYTES = 4_000_000
"""A larger page is refused: parsing one takes longer than a user waits."""

MIN_WORDS = 3
"""Fewer words than this are a link or a button that was left over, no article."""

_ARABIC = re.compile("[\u0621-\u064a]")
_CHARSET = re.compile(rb"""<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?([\w-]+)""", re.IGNORECASE)
_DATE_KEYS = (
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "pubdate",
    "publishdate",
    "parsely-pub-date",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dc.date",
)
_META = re.compile(r"<meta\s[^>]{0,2000}>", re.IGNORECASE)
_KEY = re.compile(r"""(?:property|name|itemprop)\s*=\s*["']?([\w:.-]+)""", re.IGNORECASE)
_CONTENT = re.compile(r"""content\s*=\s*["']([^"']*)""", re.IGNORECASE)
_TAG = re.compile(r"<(script|style|title)\b.*?</\1\s*>|<[^>]*>?", re.IGNORECASE | re.DOTALL)
_JSON_LD = re.compile(r'"datePublished"\s*:\s*"([^"]{8,40})"')


def page(raw: bytes) -> tuple[Record, Decoded]:
    """The article of a page, and how its bytes were decoded; BadInputError where it holds no article."""
    if len(raw) > MAX_PAGE_BYTES:
        raise BadInputError(f"the page has {len(raw):,} bytes; pages up to {MAX_PAGE_BYTES:,} are read")
    declared = _CHARSET.search(raw[:4096])
    decoded = decode(raw, declared[1].decode("ascii") if declared else None)
    found = _extracted(decoded.text.replace("\0", ""))
    title = found["title"] or ""
    text = _without_title(found["text"] or "", title)
    if _holds_no_article(text, title):
        raise BadInputError("a web page without an article")
    published = _marked_date(decoded.text) or found["date"]
    return Record(text=text, title=title, outlet=found["sitename"], url=found["url"], published=published), decoded


def _extracted(markup: str) -> dict[str, Any]:
    """Title, text, date, site name and address of a page, as far as they are found."""
    import trafilatura

    dates = {"original_date": True, "extensive_search": False}
    document = trafilatura.bare_extraction(
        markup, with_metadata=True, include_comments=False, include_tables=False, date_extraction_params=dates
    )
    found = dict.fromkeys(("title", "text", "date", "sitename", "url"), None)
    if document is not None:
        found = {key: getattr(document, key, None) for key in found}
    if not found["text"]:
        found["text"] = trafilatura.html2txt(markup) or _without_tags(markup)
    return found


def _without_tags(markup: str) -> str:
    """What stands between the tags: the last resort for pages that are too broken to parse."""
    return "\n".join(filter(None, map(str.strip, _TAG.sub("\n", markup).splitlines())))


def _without_title(text: str, title: str) -> str:
    """The text without a first paragraph that only repeats the title."""
    first, _, rest = text.partition("\n")
    return rest.lstrip("\n") if title and first.strip() == title.strip() else text


def _holds_no_article(text: str, title: str) -> bool:
    """Whether only the page's furniture is left: hardly a word, or under an Arabic title nothing in Arabic."""
    return len(text.split()) < MIN_WORDS or (bool(_ARABIC.search(title)) and not _ARABIC.search(text))


def _marked_date(markup: str) -> str | None:
    """The moment of publication that the page's markup states, with its hour and zone where given."""
    stated: dict[str, str] = {}
    for tag in _META.findall(markup):
        key, content = _KEY.search(tag), _CONTENT.search(tag)
        if key and content and (date := iso_date(content[1])):
            stated.setdefault(key[1].lower(), date)
    named = next((stated[key] for key in _DATE_KEYS if key in stated), None)
    linked = _JSON_LD.search(markup)
    return named or (iso_date(linked[1]) if linked else None)
