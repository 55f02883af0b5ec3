"""Bytes of a page to its tree, once.

The encoding is that of `musnad.ingest.decoding`: a byte-order mark, the bytes' own look, and as hints what the server
and the page say. libxml2 is told not to stop at a depth of 256 elements; what lies deeper than 2048 is lost to the
tree, and `without_tags` reads it.
"""

import re

import lxml.html
from lxml import etree

from musnad.errors import BadInputError, NoTextError
from musnad.ingest.decoding import Decoded, decode

MAX_PAGE_BYTES = 4_000_000
"""A larger page is refused: parsing one takes longer than a user waits."""
_CHARSET = re.compile(rb"""<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?([\w-]+)""", re.IGNORECASE)
_HEADER_CHARSET = re.compile(r"""charset\s*=\s*["']?([\w-]+)""", re.IGNORECASE)
_SILENT = re.compile(r"<(script|style|title)\b.*?</\1\s*>|<!--.*?-->|<[^>]*>?", re.IGNORECASE | re.DOTALL)
_UNSAID = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]|&#(?:0+|x0+);")


def decoded(raw: bytes, content_type: str | None = None) -> Decoded:
    """The page's markup as text; BadInputError where it is too large, empty, or no text at all."""
    if len(raw) > MAX_PAGE_BYTES:
        raise BadInputError(f"a web page of more than {MAX_PAGE_BYTES:,} bytes")
    if not raw.strip():
        raise NoTextError("empty: there is no text")
    header = _HEADER_CHARSET.search(content_type or "")
    written = _CHARSET.search(raw[:4096])
    declared = header[1] if header else written[1].decode("ascii", "replace") if written else None
    text = decode(raw, declared)
    return text._replace(text=_UNSAID.sub("", text.text))


def parsed(markup: str) -> lxml.html.HtmlElement | None:
    """The tree of a page, without comments; None where nothing can be made of it."""
    parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        return lxml.html.document_fromstring(markup.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):
        return None


def without_tags(markup: str) -> str:
    """What stands between the tags: the last resort for pages that are too broken to parse."""
    return "\n".join(filter(None, map(str.strip, _SILENT.sub("\n", markup).splitlines())))
