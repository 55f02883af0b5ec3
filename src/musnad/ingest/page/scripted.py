"""What the JSON of a page's scripts says of its article: Next.js and Nuxt data, Arc's global content, other stores."""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from lxml import etree

from musnad.ingest.page.jsonld import Node, squeezed

MAX_DEPTH = 14
"""Objects nested deeper are left alone."""
MAX_SCRIPT = 2_000_000
"""Longer scripts (characters) are not read."""

_TITLES = ("headline", "title", "name", "newsTitle", "postTitle")
_PUBLISHED = (
    "datePublished first_publish_date publishedAt published_at publishDate publish_date publishedDate published_date "
    "publicationDate publication_date display_date datePublish date_published published pubDate createdAt created_at "
    "date"
).split()
_UPDATED = (
    "dateModified updatedAt updated_at last_updated_date lastUpdated updateDate modifiedAt modified_at modified"
).split()
_AUTHORS = ("author", "authors", "byline", "writer", "writers")
_SCRIPTS = etree.XPath("//script[not(@src) and not(contains(@type, 'ld+json'))]")
_ASSIGNED = re.compile(r"(?:window\.|Fusion\.|self\.|var |let |const )[\w.$\[\]\"']+\s*=\s*(?=[{\[])")


def article(tree: Any, titles: Iterable[str]) -> Node:
    """The object that has one of these titles and a date, as a schema.org node; empty where there is none."""
    wanted = {squeezed(title) for title in titles}
    for script in _SCRIPTS(tree):
        source = script.text or ""
        if len(source) > MAX_SCRIPT or ("itle" not in source and "eadline" not in source):
            continue
        for value in _values(source):
            if node := next((node for node in _objects(value, 0) if _titled(node, wanted)), None):
                return _as_node(node)
    return {}


def _values(source: str) -> Iterator[Any]:
    """The JSON values of a script: the whole of it, or what is assigned to variables."""
    decoder = json.JSONDecoder(strict=False)
    bare = source.lstrip()
    starts = [0] if bare[:1] in ("{", "[") else [found.end() for found in _ASSIGNED.finditer(bare)]
    for start in starts:
        try:
            yield decoder.raw_decode(bare, start)[0]
        except (ValueError, RecursionError):
            continue


def _objects(value: Any, depth: int) -> Iterator[Node]:
    if depth > MAX_DEPTH:
        return
    if isinstance(value, dict):
        yield value
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for one in inner:
        if isinstance(one, dict | list):
            yield from _objects(one, depth + 1)


def _titled(node: Node, wanted: set[str]) -> bool:
    """Whether an object has the page's title, and a date."""
    stated = [node.get(key) for key in _TITLES]
    stated += [
        one.get("basic") or one.get("rendered")
        for one in (node.get("headlines"), node.get("title"))
        if isinstance(one, dict)
    ]
    return any(isinstance(one, str) and squeezed(one) in wanted for one in stated) and _of(node, _PUBLISHED) is not None


def _of(node: Node, keys: Iterable[str]) -> Any:
    return next((node[key] for key in keys if node.get(key)), None)


def _as_node(node: Node) -> Node:
    credits = node.get("credits")
    authors = _of(node, _AUTHORS) or (credits.get("by") if isinstance(credits, dict) else None)
    return {"datePublished": _of(node, _PUBLISHED), "dateModified": _of(node, _UPDATED), "author": authors}
