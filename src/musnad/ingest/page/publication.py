"""When an article was published and last changed, chosen among all that its page says.

Sources stand in this order: the article's own JSON-LD, meta elements, microdata and `time` elements near the headline,
the visible date line near it, the address, weaker meta elements. What is read first gives the day; a later source of
the same instant or day only adds the hour or zone that the first lacks. A day that two of the page's own visible
places (date line and address) agree on goes before one that markup alone states otherwise.
"""

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, NamedTuple

from lxml import etree

from musnad.ingest.page import date_line, jsonld
from musnad.ingest.page.head import Head, words
from musnad.ingest.page.jsonld import squeezed
from musnad.ingest.page.moments import day, from_address, moment, plausible, precision
from musnad.ingest.page.titles import Headline

MAX_SEEN = 8
"""So many visible lines are read, those nearest to the headline first."""
NEAR = 14
"""Texts after the headline among which its date line stands."""
BEFORE = 2
"""How near a place just before the headline is; without a label it may be today's date, so the address goes first."""
TEASER_DEPTH = 4
"""A teaser's date and its headline stand in one element at most so many levels up."""
MIN_TITLE_WORDS = 4
BESIDE_LINKS = -1
"""A link with fewer words is an author, a section or a time, no headline."""
SAME = dt.timedelta(hours=14)
"""Two statements less apart than this can be one instant, one in UTC and one in local time."""

_META = {
    "published": (
        "article:published_time og:article:published_time itemprop:datepublished datepublished og:published_time "
        "parsely-pub-date sailthru.date cxenseparse:recs:publishtime article:published publishdate publish-date "
        "publish_date pubdate published-date dc.date.issued dcterms.issued dcterms.created dc.date.created "
        "shareaholic:article_published_time article.published bt:pubdate iso-8601-publish-date ptime"
    ).split(),
    "updated": (
        "article:modified_time og:updated_time itemprop:datemodified datemodified article:updated_time "
        "article:updated og:modified_time lastmod last-modified dcterms.modified dc.date.modified "
        "shareaholic:article_modified_time moddate"
    ).split(),
}
_WEAK_META = (
    "date",
    "dc.date",
    "dcterms.date",
    "article_date_original",
    "originalpublicationdate",
    "release_date",
    "created",
)
_TIMES = etree.XPath(
    "//time | //abbr[@title and contains(@class, 'published')] "
    "| //*[@itemprop='datePublished' or @itemprop='dateModified' or @itemprop='dateCreated'] "
    "| //*[contains(@property, 'datePublished') or contains(@property, 'dateModified')][not(self::meta[parent::head])]"
)
_TEXTS = etree.XPath("//body//text()[not(parent::script or parent::style or parent::option)]")
_YEAR = re.compile(r"(?:[12۱۲١٢][\d۰-۹٠-٩]{3}|[\d٠-٩۰-۹]{1,2}[/.-][\d٠-٩۰-۹]{1,2}[/.-][\d٠-٩۰-۹]{2}(?![\d٠-٩۰-۹]))")
_FURNITURE = frozenset(("aside", "footer", "header", "nav"))
_FURNITURE_CLASS = re.compile(
    r"related|sidebar|widget|ticker|most-?(?:read|view)|latest|trending|popular|comment|(?<!post-)(?<!entry-)(?<!article-)footer|breaking|recommend|"
    r"top-?bar|today|current-?date|date-?now|clock|weather|navbar|read-?(?:also|more)|teaser|more-news|(?:^|[\s_-])cards?(?:$|[\s_-])",
    re.IGNORECASE,
)
_UPDATED_CLASS = re.compile(r"updat|modif", re.IGNORECASE)
_MONTH_FIRST = re.compile(r"(?<!\d)(\d{1,2})/(\d{1,2})/(\d{4})(?!\d)")


class Stated(NamedTuple):
    """A time that the page states: ISO 8601, `published`, `updated` or None for either, where it stands, how near."""

    when: str
    role: str | None
    method: str
    near: int = 0


class Publication(NamedTuple):
    """The times chosen, and where the first was read."""

    published: str | None
    updated: str | None
    method: str | None


def publication(
    tree: Any, head: Head, node: jsonld.Node, scripted: jsonld.Node, headline: Headline, url: str | None
) -> Publication:
    """When the article was published and changed. A page that only says when it was changed has no `published`.

    A change before the publication (drafts saved early), and one at the same instant, is no update.
    """
    marked = [*_of_node(node, "json-ld"), *_of_metas(head)]
    if not any(one.role == "published" for one in marked):
        marked.extend(_of_node(scripted, "script"))
    placed = _order(tree, headline)
    seen = [*_of_times(tree, placed), *_of_lines(placed)]
    addressed = [
        Stated(when, "published", "url")
        for when in (from_address(url), from_address(head.links.get("canonical")))
        if when
    ]
    weak = [Stated(when, "published", "meta") for key in _WEAK_META for text in head.all(key) if (when := moment(text))]
    unsure = [one for one in seen if one.role is None and one.near == BEFORE]
    sure = [one for one in seen if one not in unsure]
    everything = [*marked, *sure, *addressed[:1], *unsure, *weak]
    published, method = _first(everything, "published", seen, addressed)
    updated, _ = _first([one for one in everything if one.role == "updated"], "updated", [], [])
    if published is None and updated is None:
        published, method = _last_resort(tree, url)
    return Publication(published, _if_later(updated, published), method)


def _of_node(node: jsonld.Node, method: str) -> Iterator[Stated]:
    keys = {"published": ("datePublished", "uploadDate", "dateCreated"), "updated": ("dateModified",)}
    for role, names in keys.items():
        for name in names:
            if when := moment(jsonld.text(node.get(name))):
                yield Stated(when, role, method)


def _of_metas(head: Head) -> Iterator[Stated]:
    for role, keys in _META.items():
        for content in head.all(*keys):
            if when := moment(content):
                yield Stated(when, role, "meta")


class _Placed(NamedTuple):
    """The page's texts in order, and where among them the headline ends (None where it is not known)."""

    texts: list[Any]
    headline: int | None
    places: dict[Any, int]
    around: frozenset[Any]
    """What the headline stands in, which is never furniture."""


def _order(tree: Any, headline: Headline) -> _Placed:
    texts = _TEXTS(tree)
    places: dict[Any, int] = {}
    for at, text in enumerate(texts):
        places.setdefault(text.getparent(), at)
    shown = headline.element
    if shown is None:
        shown = _showing(texts, headline.title)
    if shown is None:
        return _Placed(texts, None, places, frozenset())
    inside = set(shown.iter())
    last = max((at for at, text in enumerate(texts) if text.is_text and text.getparent() in inside), default=None)
    return _Placed(texts, last, places, frozenset(shown.iterancestors()))


def _showing(texts: list[Any], title: str) -> Any:
    """The element that shows the title where no heading does; one that is no link goes before one that is."""
    same = [text.getparent() for text in texts if title and text.is_text and squeezed(text) == title]
    return next((one for one in same if not _is_teaser(one)), same[0] if same else None)


def _nearness(element: Any, at: int, placed: _Placed) -> int:
    """How surely a place belongs to the article: 3 just under its headline, 0 elsewhere, negative in furniture."""
    headed = False
    for parent in (element, *element.iterancestors()):
        names = f"{parent.get('class') or ''} {parent.get('id') or ''}"
        if parent not in placed.around and (_is_furniture(parent) or _FURNITURE_CLASS.search(names)):
            return -2
        headed = headed or parent.tag in ("article", "main")
    if _is_teaser(element, placed.around):
        return BESIDE_LINKS
    if placed.headline is None:
        return 1 + headed
    distance = at - placed.headline
    blanks = sum(1 for text in placed.texts[min(at, placed.headline) : max(at, placed.headline)] if not text.strip())
    if distance >= 0 and distance - blanks <= NEAR:
        return 3
    return BEFORE if -4 <= distance + blanks < 0 else int(headed)


def _is_furniture(element: Any) -> bool:
    """Whether an element is the page's head, foot or menu; an article may have a head and a foot of its own."""
    own = element.tag in ("footer", "header") and next(element.iterancestors("article", "main"), None) is not None
    return element.tag in _FURNITURE and not own


def _is_teaser(element: Any, around: frozenset[Any] = frozenset()) -> bool:
    """Whether a place stands in or beside a link as long as a headline, which leads to another article."""
    for parent in (element, *islice(element.iterancestors(), TEASER_DEPTH)):
        if parent in around or parent.tag in ("article", "main", "body"):
            return False
        links = [parent] if parent.tag == "a" else parent.iter("a")
        if any(
            len(words(link).split()) >= MIN_TITLE_WORDS and not _YEAR.search(words(link)) for link in islice(links, 4)
        ):
            return True
    return False


def _of_times(tree: Any, placed: _Placed) -> list[Stated]:
    """`time` and date properties in the body, the nearest first; those of furniture left out."""
    found = []
    times = _TIMES(tree)
    alone = sum(_is_marked(element) for element in times) == 1
    for element in times:
        written = element.get("datetime") or element.get("content") or element.get("title") or ""
        readings = [date_line.Reading(when, None)] if (when := moment(written)) else date_line.read(words(element))
        parent = element.getparent()
        at = placed.places.get(element, placed.places.get(parent, 0))
        near = _nearness(element, at, placed)
        if near == BESIDE_LINKS and alone and _is_marked(element):
            near = 0  # the only publication that the page's properties state, whatever links stand beside it
        for reading in readings[:1]:
            sure = near >= (0 if element.get("itemprop") or element.get("property") else 2 - (placed.headline is None))
            if sure and plausible(reading.when):
                found.append(Stated(reading.when, _role(element) or reading.role or _label(element), "time", near))
    return sorted(found, key=lambda stated: -stated.near)


def _is_marked(element: Any) -> bool:
    return "datePublished" in f"{element.get('itemprop') or ''} {element.get('property') or ''}"


def _role(element: Any) -> str | None:
    name = f"{element.get('itemprop') or ''} {element.get('property') or ''} {element.get('class') or ''}"
    if "datePublished" in name or ("published" in name and "updated" not in name):
        return "published"
    return "updated" if _UPDATED_CLASS.search(name) else None


def _label(element: Any) -> str | None:
    """What the words before an element say of its time."""
    previous = element.getprevious()
    parent = element.getparent()
    before = previous.tail if previous is not None else parent.text if parent is not None else ""
    if not (before or "").strip() and previous is not None and isinstance(previous.tag, str):
        before = words(previous)
    return date_line.label((before or "")[-40:])


def _of_lines(placed: _Placed) -> list[Stated]:
    """Visible date lines, the nearest first; labelled ones before others at the same distance."""
    lines: dict[Any, int] = {}
    for at, text in enumerate(placed.texts):
        if len(text) <= date_line.MAX_LINE and _YEAR.search(text):
            element = text.getparent() if text.is_text else text.getparent().getparent()
            if element is not None and (near := _nearness(element, at, placed)) >= 1:
                lines.setdefault(_line(element), near)
    month_first = _is_month_first(placed.texts)
    found: list[Stated] = []
    for element in sorted(lines, key=lambda element: -lines[element])[:MAX_SEEN]:
        found += [
            Stated(reading.when, reading.role, "date line", lines[element] + (reading.role is not None))
            for reading in date_line.read(words(element), month_first)
            if plausible(reading.when) and reading.role != "other"
        ]
    if placed.headline is None:  # a day alone may be today's, in the page's head
        return sorted(found, key=lambda stated: (-(stated.role is not None), -precision(stated.when), -stated.near))
    return sorted(found, key=lambda stated: -stated.near)


def _line(element: Any) -> Any:
    """The largest element around a date that is still a short line: label, day and clock often stand apart."""
    for parent in element.iterancestors():
        if parent.tag in ("body", "article", "main", "td", "tr", "ul", "header") or parent.find(".//h1") is not None:
            return element
        text = words(parent)
        if (
            len(text) > date_line.MAX_LINE // 2
            or not text
            or (not date_line.read(text) and date_line.read(words(element)))
        ):
            return element
        element = parent
    return element


def _is_month_first(texts: Iterable[str]) -> bool:
    """Whether the page's numeric dates put the month first: one can only be read so, and none the other way."""
    pairs = [(int(found[1]), int(found[2])) for text in texts if "/" in text for found in _MONTH_FIRST.finditer(text)]
    return any(second > 12 >= first for first, second in pairs) and not any(first > 12 for first, _ in pairs)


def _first(
    stated: list[Stated], role: str, seen: list[Stated], addressed: list[Stated]
) -> tuple[str | None, str | None]:
    """The first statement of this role, sharpened by later ones of the same time."""
    known = [one for one in stated if one.role in (role, None)]
    if not known:
        return None, None
    chosen = _outvoted(known[0], [one for one in seen if one.role in (role, None) and one.near > 1], addressed)
    for one in known:
        if precision(one.when) > precision(chosen.when) and _agree(chosen.when, one.when):
            chosen = Stated(one.when, chosen.role, one.method)
    return chosen.when, chosen.method


def _outvoted(first: Stated, seen: list[Stated], addressed: list[Stated]) -> Stated:
    """The day that a date line near the headline and the address both name, where markup states another one."""
    for one in seen:
        for address in addressed:
            apart = abs(day(first.when) - day(address.when))
            if day(one.when) == day(address.when) and apart > dt.timedelta(days=1) and one.when != first.when:
                return one
    return first


def _agree(coarse: str, fine: str) -> bool:
    """Whether a finer statement is of the same time: same day, for local times the same instant give or take a zone."""
    if precision(coarse) == 0:
        return (
            abs(day(coarse) - day(fine)) <= dt.timedelta(days=1) if precision(fine) == 2 else day(coarse) == day(fine)
        )
    return abs(_naive(coarse) - _naive(fine)) <= SAME


def _naive(when: str) -> dt.datetime:
    stated = dt.datetime.fromisoformat(when)
    return stated.astimezone(dt.UTC).replace(tzinfo=None) if stated.tzinfo else stated


def _if_later(updated: str | None, published: str | None) -> str | None:
    """`updated`, unless it is not after `published`."""
    if updated is None or published is None:
        return updated
    if precision(updated) and precision(published):
        if precision(updated) != precision(published):
            return updated if _naive(updated) > _naive(published) - SAME else None
        return updated if _naive(updated) > _naive(published) else None
    return updated if day(updated) > day(published) else None


def _last_resort(tree: Any, url: str | None) -> tuple[str | None, str | None]:
    """What htmldate finds where nothing else is stated."""
    from htmldate import find_date

    try:
        found = find_date(tree, original_date=True, extensive_search=False, url=url, deferred_url_extractor=True)
    except (ValueError, TypeError, AttributeError, OverflowError):
        return None, None
    return (found, "htmldate") if plausible(found) else (None, None)
