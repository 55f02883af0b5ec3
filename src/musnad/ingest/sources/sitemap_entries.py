"""What a sitemap holds: addresses of pages or of further sitemaps, as XML, as plain lines, or in robots.txt."""

import io
import zlib
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import msgspec

from musnad.errors import BadInputError
from musnad.ingest.decoding import decode
from musnad.ingest.sources.feed_dates import stated

MAX_BYTES = 52_428_800
"""A sitemap's greatest size, decompressed (50 MB, sitemaps.org)."""
MAX_URLS = 50_000
"""The most addresses that one sitemap may hold (sitemaps.org); what stands behind them is not read."""
_GZIP = b"\x1f\x8b"
_FIELDS = {
    ("", "loc"): "url",
    ("", "lastmod"): "updated",
    ("news", "publication_date"): "published",
    ("news", "title"): "title",
    ("news", "language"): "language",
    ("news", "name"): "outlet",
}


class Place(msgspec.Struct, kw_only=True):
    """One address of a sitemap as it is written there, and what is said of it; `is_sitemap`: it names another one."""

    url: str = ""
    updated: str | None = None
    published: str | None = None
    title: str = ""
    language: str = ""
    outlet: str = ""
    is_sitemap: bool = False
    line: int | None = None


def places(body: bytes, url: str = "") -> Iterator[Place | BadInputError]:
    """The places of a sitemap that was fetched from `url`, in its order; what breaks it off is the last item."""
    try:
        raw, broken = _decompressed(body)
    except BadInputError as error:
        yield error
        return
    head = raw[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    if urlsplit(url).path.endswith("/robots.txt"):
        yield from _robots(raw)
    elif head.startswith(b"<") or raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        yield from _xml(raw)
    else:
        yield from _lines(raw)
    if broken:
        yield BadInputError(broken)


def _decompressed(body: bytes) -> tuple[bytes, str]:
    """The bytes without their gzip coding, and what is amiss with that; BadInputError where they are too many."""
    amiss = ""
    if body.startswith(_GZIP):
        inflater = zlib.decompressobj(wbits=31)
        try:
            body = inflater.decompress(body, MAX_BYTES + 1)
            amiss = "" if inflater.eof else "broken gzip: it ends too early"
        except zlib.error as error:
            raise BadInputError(f"broken gzip: {error}") from None
    if len(body) > MAX_BYTES:
        raise BadInputError(f"the sitemap is larger than {MAX_BYTES:,} bytes")
    return body, amiss


def _robots(raw: bytes) -> Iterator[Place]:
    """The `Sitemap:` lines of a robots.txt."""
    from protego import Protego

    for address in Protego.parse(raw.decode("utf-8", "replace")).sitemaps:
        yield Place(url=address, is_sitemap=True)


def _lines(raw: bytes) -> Iterator[Place | BadInputError]:
    """A text sitemap: an address a line."""
    try:
        text = decode(raw).text if raw.strip() else ""
    except BadInputError as error:
        yield error
        return
    lines = [(number, line.strip()) for number, line in enumerate(text.splitlines(), start=1) if line.strip()]
    if not any(line.startswith(("http://", "https://")) for _, line in lines):
        yield BadInputError("this is no sitemap" if lines else "empty: there is no sitemap")
        return
    for number, line in lines[:MAX_URLS]:
        yield Place(url=line.lstrip("\ufeff"), line=number)
    if len(lines) > MAX_URLS:
        yield _too_many()


def _xml(raw: bytes) -> Iterator[Place | BadInputError]:
    """The places of XML, read as a stream; neither entities nor DTDs are followed."""
    from lxml import etree

    stripped = raw.lstrip(b" \t\r\n")
    lines_before = raw[: len(raw) - len(stripped)].count(b"\n")
    options = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}
    count = 0
    try:
        for _, element in etree.iterparse(io.BytesIO(stripped), events=("end",), **options):
            kind = _local(element)
            if kind in ("url", "sitemap"):
                count += 1
                if count > MAX_URLS:
                    yield _too_many()
                    return
                yield _place(element, kind == "sitemap", lines_before)
                _forget(element)
            elif element.getparent() is None and kind not in ("urlset", "sitemapindex"):
                yield _other_root(kind)
    except etree.XMLSyntaxError as error:
        reason = (error.msg or "syntax").partition(", line")[0]
        line = error.lineno + lines_before if error.lineno else None
        yield BadInputError(f"broken XML: {reason}", line=line)


def _place(element: Any, is_sitemap: bool, lines_before: int) -> Place:
    place = Place(is_sitemap=is_sitemap, line=element.sourceline + lines_before if element.sourceline else None)
    for part in element.iter():
        field = _FIELDS.get((_extension(part), _local(part)))
        text = "".join(part.itertext()).strip() if field else ""
        if field and text:
            setattr(place, field, stated(text) if field in ("updated", "published") else " ".join(text.split()))
    return place


def _local(element: Any) -> str:
    """The element's name without its namespace, in lower case; empty for comments and instructions."""
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def _extension(element: Any) -> str:
    """`news`, `other` for the extensions of pictures and videos, empty for the sitemap's own names."""
    namespace = element.tag.partition("}")[0].lower() if isinstance(element.tag, str) and "}" in element.tag else ""
    if "sitemap-news" in namespace:
        return "news"
    return "other" if "sitemap-" in namespace or "xhtml" in namespace else ""


def _forget(element: Any) -> None:
    """Free what has been read: the memory stays flat, however long the sitemap is."""
    element.clear()
    while element.getprevious() is not None:
        del element.getparent()[0]


def _too_many() -> BadInputError:
    return BadInputError(f"there are more than {MAX_URLS:,} addresses; those behind them are not read")


def _other_root(kind: str) -> BadInputError:
    if kind == "html":
        return BadInputError("this is a web page, not a sitemap")
    return BadInputError(f"this is XML, but no sitemap: its root is {kind}")
