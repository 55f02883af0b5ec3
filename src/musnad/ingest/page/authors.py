"""Who wrote an article: names and agencies, without accounts, addresses and the site itself."""

import re
from collections.abc import Callable, Iterable
from functools import cache
from itertools import islice
from typing import Any

from lxml import etree

from musnad.data import load_yaml
from musnad.ingest.page import jsonld
from musnad.ingest.page.head import Head, words
from musnad.text.names import given_names
from musnad.text.normalise import Folded, fold

MAX_NAME_WORDS = 6
"""A byline with more words than this in one name is a sentence."""

_ADDRESS = re.compile(r"\S+@\S+|https?://\S+|www\.\S+|^@\w+$")
_SPLIT = re.compile(r"\s*[،,;؛&|/]\s*|\s+(?:and|و)\s+")
_JOINED = re.compile(r"(?<=\S\s)(\S+)\s+\u0648(?=([\u0621-\u064a]{3,})\s[\u0621-\u064a]{3,})")
_CLASSES = " or ".join(
    f"contains(@class, '{word}')" for word in ("author", "byline", "writer", "reporter", "journalist")
)
_TAGS = " or ".join(f"self::{tag}" for tag in ("span", "div", "p", "a", "li", "strong", "address", "h4"))
_MARKED = etree.XPath("//*[@itemprop='author'] | //*[@rel='author']")
_VISIBLE = etree.XPath(f"//*[{_TAGS}][{_CLASSES}]")
MAX_BYLINE, MAX_BYLINES = 90, 2
"""Characters of a visible byline, and how many of them are read."""
_OUTSIDE = frozenset(("aside", "footer", "nav", "ul", "form"))
_OUTSIDE_CLASS = re.compile(
    r"comment|related|sidebar|widget|most-read|teaser|(?:^|[\s_-])cards?(?:$|[\s_-])", re.IGNORECASE
)


def authors(tree: Any, head: Head, node: jsonld.Node, site_names: Iterable[str]) -> list[str]:
    """The names of the first place that gives any: JSON-LD, microdata, meta elements, the visible byline."""
    sites = {_key(name) for name in site_names if name}
    keys = ("author", "article:author", "dc.creator", "dcterms.creator", "parsely-author", "sailthru.author", "byl")
    places: tuple[Callable[[], list[str]], ...] = (
        lambda: jsonld.texts(node.get("author") or node.get("creator")),
        lambda: [_marked(element) for element in _MARKED(tree) if not _is_outside(element)],
        lambda: head.all(*keys),
        lambda: _visible(tree),
    )
    for place in places:
        if found := clean(place(), sites):
            return found
    return []


def _visible(tree: Any) -> list[str]:
    """The first bylines that the page shows."""
    shown = (words(element) for element in _VISIBLE(tree) if not _is_outside(element))
    return list(islice((text for text in shown if len(text) < MAX_BYLINE), MAX_BYLINES))


def clean(written: Iterable[str], sites: set[str]) -> list[str]:
    """Names of bylines as written: openers cut, joined names apart, accounts, addresses and site names out."""
    found = []
    for byline in written:
        if _key(byline) in sites:
            continue
        for name in _SPLIT.split(_parted(_without_openers(_ADDRESS.sub(" ", byline)))):
            bare = _without_openers(name)
            if _is_name(bare) and _key(bare) not in sites | _nobody():
                found.append(bare)
    return list({_key(name): name for name in reversed(found)}.values())[::-1]


def _parted(byline: str) -> str:
    """The byline with a comma for the `و` between two full names; a name such as `وليد` keeps its letter."""
    names = given_names()
    return _JOINED.sub(lambda found: found[0] if fold("\u0648" + found[2]) in names else f"{found[1]}، ", byline)


def _marked(element: Any) -> str:
    inner = element.find(".//*[@itemprop='name']")
    if inner is not None:
        return inner.get("content") or words(inner)
    return element.get("content") or words(element)


def _is_outside(element: Any) -> bool:
    for parent in (element, *element.iterancestors()):
        if parent.tag in _OUTSIDE or (parent.tag != "body" and _OUTSIDE_CLASS.search(parent.get("class") or "")):
            return True
        if parent.tag == "article":
            return False
    return False


def _is_name(text: str) -> bool:
    return (
        bool(text)
        and len(text.split()) <= MAX_NAME_WORDS
        and any(char.isalpha() for char in text)
        and not any(map(str.isdigit, text))
    )


def _without_openers(text: str) -> str:
    """The byline after `كتب:`, `بقلم` and the like, and without signs around it."""
    text = " ".join(text.split()).strip(" :-–—|/،,.*•()[]")
    folded = Folded(text)
    match = _openers().match(folded.text)
    if match is None or match.end() >= len(folded.text):
        return text
    return _without_openers(text[folded.span(match.end(), match.end() + 1).start :])


def _key(text: str) -> str:
    return " ".join(fold(text).split())


@cache
def _nobody() -> set[str]:
    return {_key(name) for name in load_yaml("musnad.ingest.page", "authors.yaml")["nobody"]}


@cache
def _openers() -> re.Pattern[str]:
    table = sorted(map(fold, load_yaml("musnad.ingest.page", "authors.yaml")["openers"]), key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(table)})(?:\s*[:/-]\s*|\s+)")
