"""The headline, chosen among what headings, OpenGraph, JSON-LD and `<title>` give; and the site's name."""

import re
from collections.abc import Iterable
from itertools import islice
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from lxml import etree

from musnad.ingest.page.head import Head, inline_words
from musnad.text.normalise import fold

MIN_ALIKE = 0.5
"""Share of the shorter title's words that a heading must have to be the same headline."""
MAX_NAME_WORDS = 5
"""A piece of `<title>` with more words than this is no site's name."""

_SEPARATOR = re.compile(r"\s+(?:[-–—|•·»«:]|::|>>|//)\s+|\s*\|\s*|\s*::\s*|\s*»\s*")
_SIGNS = " -–—|•·»«:>/"
_WORD = re.compile(r"\w+")
_LOGO = re.compile(r"logo|brand|site-?(?:title|name)|sitename|visually-hidden|sr-only|screen-reader", re.IGNORECASE)
_KICKER = re.compile(
    r"kicker|over-?title|eyebrow|sup-?title|pre-?title|strap|category|label|badge|section", re.IGNORECASE
)
_HEADINGS = etree.XPath("//h1 | //*[(@itemprop='headline' or contains(@property, 'headline')) and not(self::meta)]")
_LOWER = "translate(concat(@class, ' ', @id), 'TILEHADN', 'tilehadn')"
_TITLED = etree.XPath(f"//body//*[contains({_LOWER}, 'title') or contains({_LOWER}, 'headline')][not(self::h1)]")
MAX_TITLED, MIN_TITLED_WORDS, MAX_TITLED_WORDS = 20, 3, 30
"""Elements called a title that are looked at where no heading is the headline, and the words that they may have."""
_TEASERS = frozenset(("aside", "footer", "nav"))


class Headline(NamedTuple):
    """The title, all candidates, and the element that shows it (None where only the head states it)."""

    title: str
    candidates: list[str]
    element: Any


def headline(tree: Any, head: Head, stated: list[str], names: Iterable[str]) -> Headline:
    """The headline as the page shows it, else as its markup states it, without the names of the site."""
    known = {_key(name) for name in names if name}
    marked = [*stated, *head.all("og:title", "twitter:title", "dc.title", "parsely-title", "sailthru.title", "title")]
    bare = [plain for title in marked if (plain := _without_names(title, known, marked)) and _key(plain) not in known]
    shown = _shown(tree, known)
    texts = [text for text, _ in shown]
    page = _without_names(head.title, known, [*bare, *texts])
    if page and _key(page) not in known:
        bare.append(page)
    element, title = _chosen(shown, bare)
    if element is None:
        element, title = _titled(tree, bare, title)
    everything = [title, *texts, *bare, *marked, head.title]
    return Headline(title, list(dict.fromkeys(filter(None, everything))), element)


def _chosen(shown: list[tuple[str, Any]], bare: list[str]) -> tuple[Any, str]:
    """The heading that most agrees with the markup; a heading that agrees with none, before none at all."""
    best: tuple[float, Any, str] = (0.0, None, "")
    for text, element in shown:
        agreement = max((_alike(text, title) for title in bare), default=0.0)
        if agreement > best[0]:
            best = (agreement, element, text)
    if best[0] >= MIN_ALIKE:
        return best[1], _without_kicker(best[2], bare)
    if shown and (not bare or len(shown) == 1):
        return shown[0][1], shown[0][0]
    whole = next((title for title in bare if not title.endswith(("…", "..."))), bare[0] if bare else "")
    return None, whole


def _titled(tree: Any, bare: list[str], title: str) -> tuple[Any, str]:
    """The element that is called a title and begins or agrees like the markup's; `title` where there is none."""
    for element in islice(_TITLED(tree), MAX_TITLED):
        text = inline_words(element)
        if not MIN_TITLED_WORDS <= len(text.split()) <= MAX_TITLED_WORDS or _is_logo(element):
            continue
        if element.tag != "a" and element.find(".//a[@href]") is None and element.getparent().tag != "a":
            for other in bare:
                if _alike(text, other) >= MIN_ALIKE or _key(text).startswith(_key(other)):
                    return element, text
    return None, title


def _shown(tree: Any, known: set[str]) -> list[tuple[str, Any]]:
    """Headings of the page that may be its headline, with their texts."""
    found = []
    for element in _HEADINGS(tree):
        text = _heading_text(element)
        if text and _key(text) not in known and not _is_logo(element):
            found.append((text, element))
    return found


def _heading_text(element: Any) -> str:
    """A heading's words, without an over-title marked as one by its class."""
    inner = [child for child in element if isinstance(child.tag, str) and _KICKER.search(child.get("class") or "")]
    whole = inline_words(element)
    for child in inner:
        part = inline_words(child)
        rest = whole.replace(part, "", 1).strip(" :|-–")
        whole = rest or whole
    return whole


def _is_logo(element: Any) -> bool:
    if _LOGO.search(f"{element.get('class')} {element.get('id')}"):
        return True
    link = element.find(".//a[@href]")
    if link is not None and (link.get("href").strip("/ ") == "" or re.fullmatch(r"https?://[^/]+/?", link.get("href"))):
        return True
    for parent in element.iterancestors():
        if parent.tag in _TEASERS or (
            _LOGO.search(f"{parent.get('class')} {parent.get('id')}") and parent.tag != "body"
        ):
            return True
        if parent.tag in ("article", "main", "body"):
            return False
    return False


def _without_kicker(text: str, bare: list[str]) -> str:
    """The title that markup states twice, where the heading only adds a few words before it."""
    key = _key(text)
    for title in bare:
        if bare.count(title) > 1 and key != _key(title) and key.endswith(f" {_key(title)}"):
            return title
    return text


def _alike(one: str, other: str) -> float:
    """Shared words of two titles, by the longer one's; a title cut short with `…` counts by its own."""
    first, second = set(_WORD.findall(_key(one))), set(_WORD.findall(_key(other)))
    if not first or not second:
        return 0.0
    if _key(one) == _key(other):
        return 2.0
    return len(first & second) / (len(second) if other.endswith(("…", "...")) else max(len(first), len(second)))


def _without_names(title: str, known: set[str], others: list[str]) -> str:
    """`title` without the site's name or section before or after it."""
    pieces = _pieces(title)
    while len(pieces) > 1 and _key(pieces[-1][0]) in known:
        pieces.pop()
    while len(pieces) > 1 and _key(pieces[0][0]) in known:
        pieces.pop(0)
    bare = _joined(pieces)
    keys = {_key(other) for other in others if other != title}
    runs = (
        [_joined(pieces[i:j]) for i in range(len(pieces)) for j in range(len(pieces), i, -1)] if len(pieces) < 8 else []
    )
    agreed = next((run for run in sorted(runs, key=len, reverse=True) if _key(run) in keys), None)
    if agreed:
        return agreed
    return bare if len(pieces) < 2 or bare != title or keys else _longest(pieces)


def _longest(pieces: list[tuple[str, str]]) -> str:
    """Of a title that nothing explains, all but a short last piece."""
    last = pieces[-1][0]
    longest = max((text for text, _ in pieces), key=len)
    if len(last.split()) <= MAX_NAME_WORDS and len(last) < len(longest):
        return _longest(pieces[:-1]) if len(pieces) > 2 and pieces[-2][1].strip() == "|" else _joined(pieces[:-1])
    return longest if len(pieces[0][0].split()) <= 2 else _joined(pieces)


def _pieces(title: str) -> list[tuple[str, str]]:
    """The title cut at its separators: each piece with the separator after it."""
    pieces, start = [], 0
    for found in _SEPARATOR.finditer(title):
        pieces.append((title[start : found.start()].strip(), found[0]))
        start = found.end()
    pieces.append((title[start:].strip(), ""))
    return [piece for piece in pieces if piece[0]]


def _joined(pieces: list[tuple[str, str]]) -> str:
    return "".join(text + (sign if at < len(pieces) - 1 else "") for at, (text, sign) in enumerate(pieces))


def _key(text: str) -> str:
    return " ".join(fold(text).split())


def site_name(head: Head, publisher: str, url: str | None, shown: str) -> str:
    """The outlet: as OpenGraph or the publisher's node names it, else what follows the headline, else the host."""
    named = head.first("og:site_name", "application-name", "apple-mobile-web-app-title") or publisher
    if named:
        return named
    before, sign, after = head.title.partition(shown) if shown else ("", "", "")
    rest = (before or after).strip(_SIGNS) if sign and not (before.strip(_SIGNS) and after.strip(_SIGNS)) else ""
    if rest and len(rest.split()) <= MAX_NAME_WORDS:
        return rest
    return host(url)


def host(url: str | None) -> str:
    """The host of an address without `www.`, empty where there is none."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.") if url else ""
    except ValueError:
        return ""
