"""Article text that stands in a page's JSON and not in its elements: JSON-LD bodies, and the state of page scripts.

Pages that are drawn in the browser (Next.js, Nuxt, Arc, Gatsby and the like) ship the article as JSON: a string of
HTML, a list of paragraphs, or a list of objects of which some hold text. The richest such value is taken and parsed as
if it were the page.
"""

import html
import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import lxml.html

from musnad.ingest.page.parsing import parsed

MIN_VALUE_WORDS = 12
MIN_SCRIPT_CHARACTERS = 200
MAX_DEPTH = 40
MAX_VALUES = 20_000

_OTHERS = re.compile(
    r"relat|recommend|comment|teaser|popular|trending|latest|most|sidebar|menu|footer|header|nav|similar|more|next"
    r"|translation|locale|i18n|messages|seo|ads?$|config",
    re.IGNORECASE,
)
_NAMED_HEADING = re.compile(r"head|title|h[2-4]$|subtitle", re.IGNORECASE)
_NO_TEXT = re.compile(
    r"image|photo|video|gallery|embed|related|link_?list|interstitial|ad$|advert|tweet|caption", re.IGNORECASE
)
_TEXT_KEYS = (
    "articleBody", "content", "text", "value", "html", "body", "paragraph", "processed", "rendered", "children", "data",
    "p", "items", "blocks", "nodes",
)  # fmt: skip
_ASSIGNED = re.compile(r"(?:=|\()\s*(?=[\[{])")
_ARABIC_WORD = re.compile("[\u0620-\u064a]{2,}")
_ESCAPED = re.compile(r"\\u06[0-4]")
_TAG = re.compile(r"<[a-zA-Z/!][^>]*>")
_BLOCK_TAG = re.compile(r"<(?:p|div|h[1-6]|ul|ol|li|blockquote|table|br|section|figure)\b", re.IGNORECASE)


class Fragment(NamedTuple):
    """Article text from JSON as a tree, and how many words it has."""

    tree: lxml.html.HtmlElement
    words: int


def of_text(text: str) -> Fragment | None:
    """A fragment from plain text or HTML; lines of plain text are paragraphs."""
    if text.count("&lt;p") > 1:
        text = html.unescape(text)
    markup = text if _BLOCK_TAG.search(text) else _paragraphs(text)
    tree = parsed(f"<html><body><article>{markup}</article></body></html>")
    return None if tree is None else Fragment(tree, len(_TAG.sub(" ", text).split()))


def _paragraphs(text: str) -> str:
    return "".join(f"<p>{line}</p>" for line in text.splitlines() if line.strip())


def of_scripts(tree: lxml.html.HtmlElement) -> Fragment | None:
    """The richest Arabic value in the JSON of the page's scripts; None where there is none."""
    best = ""
    for value in _values(tree):
        for markup in _texts(value):
            if len(_ARABIC_WORD.findall(markup)) > len(_ARABIC_WORD.findall(best)):
                best = markup
    return of_text(best) if best else None


def _values(tree: lxml.html.HtmlElement) -> Iterator[Any]:
    """The JSON values of the page's scripts that hold Arabic."""
    for script in tree.iter("script"):
        source = script.text or ""
        if len(source) < MIN_SCRIPT_CHARACTERS or script.get("type", "") == "application/ld+json":
            continue
        if _ARABIC_WORD.search(source) or _ESCAPED.search(source):
            yield from _parsed(source)


def _parsed(source: str) -> Iterator[Any]:
    decoder = json.JSONDecoder(strict=False)
    text = source.strip()
    starts = [0] if text[:1] in "{[" else [match.end() for match in _ASSIGNED.finditer(text)]
    end = 0
    for start in starts[:50]:
        if start < end:
            continue
        try:
            value, end = decoder.raw_decode(text, start)
        except (ValueError, RecursionError):
            continue
        yield value


def _texts(root: Any) -> Iterator[str]:
    """Every string that is prose, and every list of such, as markup."""
    stack: list[tuple[Any, int]] = [(root, 0)]
    seen = 0
    while stack and seen < MAX_VALUES:
        value, depth = stack.pop()
        seen += 1
        if depth > MAX_DEPTH:
            continue
        if isinstance(value, str):
            if len(_ARABIC_WORD.findall(value)) >= MIN_VALUE_WORDS:
                yield value if _BLOCK_TAG.search(value) else _paragraphs(value)
        elif isinstance(value, dict):
            stack += [(inner, depth + 1) for name, inner in value.items() if not _OTHERS.search(str(name))]
        elif isinstance(value, list):
            if (markup := _of_list(value)) and len(_ARABIC_WORD.findall(markup)) >= MIN_VALUE_WORDS:
                yield markup
            stack += [(inner, depth + 1) for inner in value]


def _of_list(values: list[Any]) -> str:
    """The paragraphs of a list of strings, or of objects that hold text and say what kind it is."""
    return "".join(_of_item(value) for value in values)


def _of_item(value: Any, depth: int = 0) -> str:
    if isinstance(value, str):
        return value if _BLOCK_TAG.search(value) else f"<p>{value}</p>" if _ARABIC_WORD.search(value) else ""
    if not isinstance(value, dict) or depth > 6 or _is_article(value):
        return ""
    kind = " ".join(
        str(value.get(key, "")) for key in ("type", "kind", "__typename", "_type", "blockType", "name", "tag")
    )
    if _NO_TEXT.search(kind):
        caption = value.get("caption")
        return f"<figcaption>{caption}</figcaption>" if isinstance(caption, str) else ""
    inner = next((made for key in _TEXT_KEYS if (made := _inner(value.get(key), depth))), "")
    if inner and _NAMED_HEADING.search(kind) and not _BLOCK_TAG.search(inner.removeprefix("<p>")):
        inner = f"<h2>{inner.removeprefix('<p>').removesuffix('</p>')}</h2>"
    return inner


def _is_article(value: dict[str, Any]) -> bool:
    """Whether an object of a list is itself an article with title and address: a teaser of another one."""
    return bool(value.get("title") or value.get("headline")) and bool(
        value.get("url") or value.get("slug") or value.get("link") or value.get("href")
    )


def _inner(value: Any, depth: int) -> str:
    if isinstance(value, str):
        return _of_item(value)
    if isinstance(value, dict):
        return _of_item(value, depth + 1)
    if isinstance(value, list):
        parts = [_of_item(item, depth + 1) for item in value[:2000]]
        if depth and all(part.startswith("<p>") for part in parts if part) and len(parts) > 1:
            return "<p>" + "".join(part.removeprefix("<p>").removesuffix("</p>") for part in parts) + "</p>"
        return "".join(parts)
    return ""
