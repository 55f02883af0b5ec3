"""What stands in a page's head: its meta elements, links, title and scripts, read in one pass."""

from typing import Any
from urllib.parse import urljoin

import lxml.html
from lxml import etree

from musnad.ingest.page.jsonld import squeezed

_READ = etree.XPath("//meta | //link[@rel] | //a[@rel='next'] | //script[contains(@type, 'ld+json')] | //title")


_TEXTS = etree.XPath(".//text()[not(parent::script or parent::style)]", smart_strings=False)
_PARTED = etree.XPath("boolean(.//br | .//div | .//p)")


class Head:
    """The head of a page: contents of meta elements by lower-case key, links by relation, JSON-LD scripts."""

    def __init__(self, tree: lxml.html.HtmlElement, url: str | None) -> None:
        self.metas: dict[str, list[str]] = {}
        self.links: dict[str, str] = {}
        self.scripts: list[str] = []
        self.title = ""
        root = tree.getroottree().getroot()
        base = root.find(".//base[@href]") if url is None else None
        self.base = url or (base.get("href") if base is not None else None)
        for element in _READ(root):
            self._take(element)
        self.language = (root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or "").strip()

    def _take(self, element: Any) -> None:
        if element.tag == "meta":
            self._take_meta(element)
        elif element.tag == "script":
            self.scripts.append(element.text_content())
        elif element.tag == "title":
            if not self.title and element.getparent().tag != "svg":
                self.title = squeezed(element.text_content())
        elif address := (element.get("href") or "").strip():
            for relation in element.get("rel").lower().split():
                self.links.setdefault(relation, address)

    def _take_meta(self, element: Any) -> None:
        content = squeezed(element.get("content") or element.get("value") or "")
        if not content:
            return
        for kind in ("property", "name", "http-equiv"):
            if key := (element.get(kind) or "").strip().lower():
                self.metas.setdefault(key, []).append(content)
        if (key := (element.get("itemprop") or "").lower()) and _in_head(element):
            self.metas.setdefault(f"itemprop:{key}", []).append(content)

    def first(self, *keys: str) -> str:
        """The first content of the first key that has one, empty where none has."""
        return next((self.metas[key][0] for key in keys if key in self.metas), "")

    def all(self, *keys: str) -> list[str]:
        """All contents of these keys, in the order of the keys."""
        return [content for key in keys for content in self.metas.get(key, ())]

    def absolute(self, address: str | None) -> str | None:
        """An address made absolute; None where it is none, or no web address."""
        if not address:
            return None
        try:
            joined = urljoin(self.base or "", address.strip())
        except ValueError:
            return None
        return joined if joined.startswith(("http://", "https://")) else None


def _in_head(element: Any) -> bool:
    parent = element.getparent()
    return parent is not None and parent.tag in ("head", "html")


def words(element: Any) -> str:
    """An element's text, inner elements kept apart by blanks."""
    return " ".join(" ".join(_TEXTS(element)).split())


def inline_words(element: Any) -> str:
    """An element's text as a browser shows it in a line: only breaks and blocks part words."""
    if _PARTED(element):
        return words(element)
    return " ".join("".join(_TEXTS(element)).split())
