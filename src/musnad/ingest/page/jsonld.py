"""JSON-LD as news sites emit it: read tolerantly, flattened, and the node of the page's own article chosen.

Types and properties are those of schema.org (https://schema.org/NewsArticle).
"""

import html
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import unquote, urldefrag

from musnad.schema import CorrectionNote

Node = dict[str, Any]

MAX_REPAIRED = 60_000
"""Broken blocks longer than this (characters) are not repaired: repairing takes some 3 ms for 1 kB at worst."""
MAX_DEPTH = 12
"""Nodes nested deeper are left alone."""

_WRAPPERS = re.compile(
    r"^\s*(?://\s*)?(?:<!--|<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/)|(?://\s*)?(?:-->|\]\]>|/\*\s*\]\]>\s*\*/)\s*;?\s*$"
)
_TRAILING_COMMA = re.compile(r",(?=\s*[\]}])")
_BLOCK_TAG = re.compile(r"<\s*(?:/p|/div|/li|/h\d|br)\b[^>]*>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][^>]*>")
_BLANKS = re.compile(r"[^\S\n]+")

_ARTICLE_TYPES = frozenset(
    "AnalysisNewsArticle AskPublicNewsArticle BackgroundNewsArticle DiscussionForumPosting NewsItem Report "
    "SocialMediaPosting VideoObject".split()
)
_OTHERS = frozenset(
    "about associatedMedia author citation comment correction hasPart isBasedOn isPartOf itemListElement "
    "liveBlogUpdate mentions potentialAction publisher relatedLink subjectOf".split()
)
"""Properties whose values are not the page's own article."""


def blocks(scripts: Iterable[str]) -> list[Any]:
    """The values of `application/ld+json` scripts; what cannot be read even tolerantly is left out."""
    return [value for script in scripts if (value := loads(script)) is not None]


def loads(script: str) -> Any:
    """The value of a script's JSON, None where nothing can be made of it.

    Raw control characters, comment and CDATA wrappers, trailing commas, escaped markup and, in blocks up to
    MAX_REPAIRED, unescaped quotation marks and missing brackets (json-repair) are tolerated.
    """
    text = _unwrapped(script)
    if not text:
        return None
    for candidate in (text, _TRAILING_COMMA.sub("", text), html.unescape(text)):
        try:
            return json.loads(candidate, strict=False)
        except (ValueError, RecursionError):
            continue
    return _repaired(html.unescape(text) if "&quot;" in text and '"' not in text else text)


def _unwrapped(script: str) -> str:
    text = script.strip("\ufeff \t\r\n")
    while (bare := _WRAPPERS.sub("", text).strip()) != text:
        text = bare
    return text.removesuffix(";")


def _repaired(text: str) -> Any:
    if len(text) > MAX_REPAIRED or text[0] not in "[{/'\"":
        return None
    import json_repair

    try:
        found = json_repair.loads(text)
    except (ValueError, RecursionError, IndexError):
        return None
    return found if isinstance(found, dict | list) and found else None


def nodes(values: Iterable[Any]) -> list[Node]:
    """All nodes that may describe the page or its article, outer ones first, references by `@id` filled in."""
    found = [node for value in values for node in _walk(value, 0)]
    known: dict[str, Node] = {}
    for node in found:
        if isinstance(name := node.get("@id"), str) and len(node) > 1:
            known.setdefault(name, node)
    return [_resolved(node, known) for node in found]


def _walk(value: Any, depth: int) -> Iterator[Node]:
    if depth > MAX_DEPTH:
        return
    if isinstance(value, list):
        for item in value:
            yield from _walk(item, depth + 1)
    elif isinstance(value, dict):
        yield value
        for key, inner in value.items():
            if key not in _OTHERS and isinstance(inner, dict | list):
                yield from _walk(inner, depth + 1)
    return


def _resolved(node: Node, known: dict[str, Node]) -> Node:
    return {key: _referent(value, known) for key, value in node.items()}


def _referent(value: Any, known: dict[str, Node]) -> Any:
    if isinstance(value, list):
        return [_referent(item, known) for item in value]
    if isinstance(value, dict) and set(value) <= {"@id", "@type"} and isinstance(value.get("@id"), str):
        return known.get(value["@id"], value)
    return value


def types(node: Node) -> set[str]:
    """The node's types, without the vocabulary's address."""
    return {re.split(r"[/#:]", str(name))[-1] for name in _listed(node.get("@type"))}


def is_article(node: Node) -> bool:
    """Whether a node's type is an article's, a posting's or a report's, or it has none and states a publication."""
    return (not types(node) and "datePublished" in node) or any(
        name in _ARTICLE_TYPES - {"VideoObject"} or name.endswith(("Article", "BlogPosting")) for name in types(node)
    )


def is_page(node: Node) -> bool:
    """Whether a node's type is a page that may be an article's (no listing, search or about page)."""
    return bool(types(node) & {"WebPage", "ItemPage", "MediaObject", "VideoObject"})


def main_article(found: list[Node], addresses: Iterable[str], headings: Iterable[str]) -> Node | None:
    """The node of the page's own article: an article rather than a page, with this address or headline if one has."""
    pages, titles = {_address(address) for address in addresses}, {squeezed(heading) for heading in headings}
    best, best_score = None, 0
    for node in found:
        score = _score(node, pages, titles)
        if score > best_score:
            best, best_score = node, score
    return best


def _score(node: Node, pages: set[str], titles: set[str]) -> int:
    if is_article(node):
        score = 10
    elif is_page(node) and ("datePublished" in node or "uploadDate" in node):
        score = 2
    else:
        return 0
    own = {_address(url) for key in ("url", "@id", "mainEntityOfPage") for url in urls(node.get(key))}
    score += 8 * bool(pages & own) + 6 * (text(node.get("headline") or node.get("name")) in titles)
    return score + ("datePublished" in node) + ("articleBody" in node) + ("headline" in node)


def _address(url: str) -> str:
    return unquote(urldefrag(url)[0]).partition("?")[0].rstrip("/").removeprefix("https").removeprefix("http")


def squeezed(value: str) -> str:
    """`value` with its entities resolved and its blanks collapsed."""
    return " ".join(html.unescape(value).split()) if "&" in value else " ".join(value.split())


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def text(value: Any) -> str:
    """The words of a property: of a string, of `@value` or `name`, of the first of a list."""
    for item in _listed(value):
        if isinstance(item, dict):
            item = next((item[key] for key in ("@value", "name", "text", "headline") if item.get(key)), "")
            item = item[0] if isinstance(item, list) and item else item
        if isinstance(item, str | int | float) and not isinstance(item, bool) and (words := squeezed(str(item))):
            return words
    return ""


def texts(value: Any) -> list[str]:
    """The words of each value of a property, in order."""
    return [words for item in _listed(value) if (words := text(item))]


def urls(value: Any) -> list[str]:
    """The addresses that a property gives: strings, or `url` or `@id` of nodes."""
    found = []
    for item in _listed(value):
        if isinstance(item, dict):
            found.extend(urls(item.get("url") or item.get("@id") or item.get("sameAs")))
        elif isinstance(item, str) and item.strip().startswith(("http://", "https://", "/", "#")):
            found.append(item.strip())
    return found


def paragraphs(value: Any) -> str:
    """A body's text: markup taken out, entities resolved, one paragraph a line."""
    raw = value if isinstance(value, str) else text(value)
    if "<" in raw or "&lt;" in raw:
        raw = html.unescape(raw) if "<" not in raw else raw
        raw = _TAG.sub(" ", _BLOCK_TAG.sub("\n", raw))
    lines = (_BLANKS.sub(" ", line).strip() for line in html.unescape(raw).splitlines())
    return "\n".join(line for line in lines if line)


def body(node: Node) -> str:
    """The text of an article's node; of a live blog, after its own text, its updates' headlines and bodies."""
    pieces = [paragraphs(node.get("articleBody") or node.get("text") or "")]
    for update in _listed(node.get("liveBlogUpdate")):
        if isinstance(update, dict):
            headline = text(update.get("headline") or update.get("name"))
            told = paragraphs(update.get("articleBody") or update.get("text") or update.get("description") or "")
            pieces.extend((headline, told if told != headline else ""))
    return "\n".join(piece for piece in pieces if piece)


def corrections(node: Node) -> list[CorrectionNote]:
    """The article's `correction`: words or CorrectionComments with their dates as written."""
    notes = []
    for item in _listed(node.get("correction")):
        words = text(item.get("text") or item.get("description") or item) if isinstance(item, dict) else text(item)
        date = text(item.get("datePublished") or item.get("dateCreated")) if isinstance(item, dict) else ""
        if words and not words.startswith(("http://", "https://")):
            notes.append(CorrectionNote(words, date or None))
    return notes


def based_on(node: Node) -> list[str]:
    """The addresses, and where there are none the names, of what the article is based on."""
    found = []
    for item in _listed(node.get("isBasedOn")) + _listed(node.get("isBasedOnUrl")):
        found.extend(urls(item) or texts(item))
    return list(dict.fromkeys(found))
