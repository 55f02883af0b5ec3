"""Which part of a page is the article's text: every container competes, and the best expected F1 wins.

Each block gets a likelihood of being article text from what it looks like: running text inside the stretch of the page
that is densest in it (the maximum subsequence of Pasternack and Roth 2009, "Extracting article text from the web with
maximum subsequence segmentation"), short lines and links less. Text that the page's JSON-LD, or trafilatura, takes for
the article's raises it. A container's score is the F1 that its words would have in expectation,
2 * sum(p * w) / (sum(w inside) + sum(p * w everywhere)), times a bonus where its markup calls it the article's text.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

import lxml.html

from musnad.ingest.page import lines, zones
from musnad.ingest.page.blocks import Block
from musnad.text.normalise import fold

LIKELY = 0.93
UNLIKELY = 0.25
SHORT_INSIDE = 0.45
SHORT_OUTSIDE = 0.05
IN_ZONE = 0.02
STATED = 0.97
"""Likelihoods, set by hand on pages written for the tests: prose in and out of the densest stretch, other lines in and
out of it, anything in a zone, and text that JSON-LD or trafilatura holds too."""
BONUS = {"itemprop": 1.3, "names": 1.12, "article": 1.05, "main": 1.02}
SHORT_COST = 2.0
WORD_COST = 0.8
HOP_COST = 3.0
FREE_HOPS = 2
"""What a line that is no prose, each of its words, and each step from container to container take off a stretch."""
SURE = 0.8
"""A container with this expected F1 and markup that calls it the text needs no second opinion."""
TITLE_VALUE = 30.0
"""What a stretch gains that begins with the title; nothing before the title is text."""
MAX_TITLE_WORDS = 40
MIN_TITLE_WORDS = 4
MIN_TITLE_SHARE = 0.7
MAX_CAPTION_WORDS = 25
MIN_CARDS = 2
MAX_CARD_BLOCKS = 6
MAX_CARD_WORDS = 70
"""What a card that leads to another article holds at most: lines, and words outside its link."""
MAX_DEPTH = 100
KEY_CHARACTERS = 60

_DIGITS = re.compile(r"\d+")
_NO_WORD = re.compile(r"[\W_]+")


def key(text: str) -> str:
    """The letters and digits of a text, folded: what two copies of one passage share."""
    return _NO_WORD.sub("", fold(text))


class Page:
    """The blocks of a page with what the search for its body needs to know of each."""

    def __init__(self, found: Sequence[Block], titles: Iterable[str] = ()) -> None:
        self.blocks = found
        self.paths = [_path(block.element) for block in found]
        self.held = _held(self.paths)
        self.titles = _alike(titles)
        self._find_captions_below_pictures()
        self.kinds: list[str | None] = [
            None if b.zone else lines.kind_of(b.text, b.linked / b.words if b.words else 0.0) for b in found
        ]
        for index in _cards(self):
            self.kinds[index] = self.kinds[index] or "teaser"
        self.title = self._title(titles)
        self.stretch = _densest(self)
        self.arabic = sum(b.words for b in found if b.arabic) > 0.3 * sum(b.words for b in found)

    def _find_captions_below_pictures(self) -> None:
        """Call a short line that is all the text of a box with a picture its caption."""
        for element, one in self.held.items():
            block = self.blocks[one.start]
            if one.end - one.start > 1 or block.zone or block.links or block.stopped or block.kind == "heading":
                continue
            boxed = element.tag in ("div", "figure", "table", "td", "tr", "center", "section", "li")
            if (
                boxed
                and block.words <= MAX_CAPTION_WORDS
                and element.find(".//img") is not None
                and not self.is_title(block)
            ):
                block.zone = "caption"

    def _title(self, titles: Iterable[str]) -> int | None:
        """Where the title stands: the heading that says it, else a first-level heading, else any line that says it."""
        shown = [
            (n, b)
            for n, b in enumerate(self.blocks)
            if not b.zone and 0 < b.words <= MAX_TITLE_WORDS and b.linked < b.words
        ]
        said = [(n, b) for n, b in shown if self.is_title(b)]
        heads = [n for n, b in said if b.kind == "heading"]
        first = [n for n, b in shown if b.level == 1 and b.words >= MIN_TITLE_WORDS]
        return next(iter([*heads, *first, *(n for n, _ in said)]), None)

    def is_title(self, block: Block) -> bool:
        """Whether a line is a title of the page, or hardly shorter or longer than one that it begins or is begun by."""
        if block.words > MAX_TITLE_WORDS:
            return False
        own = key(block.text)
        if own in self.titles:
            return True
        near = (one for one in self.titles if MIN_TITLE_SHARE * len(one) <= len(own) <= len(one) / MIN_TITLE_SHARE)
        return any(len(one) > 20 and (one.startswith(own) or own.startswith(one)) for one in near)

    def is_prose(self, index: int) -> bool:
        """Whether a block holds running text that no zone and no rule calls furniture."""
        block = self.blocks[index]
        return not block.zone and not self.kinds[index] and block.prose > 0

    def likelihoods(self, stated: str = "") -> list[float]:
        """How likely each block is article text; `stated` is the `key` of what another source takes for the text."""
        return [self._likelihood(index, stated) for index in range(len(self.blocks))]

    def _likelihood(self, index: int, stated: str) -> float:
        block, inside = self.blocks[index], self.stretch[0] <= index < self.stretch[1]
        if self.title is not None and index <= self.title:
            return IN_ZONE
        if block.zone or self.kinds[index]:
            return IN_ZONE
        if stated and block.words >= 4 and key(block.text)[:KEY_CHARACTERS] in stated:
            return STATED
        if self.arabic and not block.arabic:
            return SHORT_OUTSIDE
        if block.prose:
            return (LIKELY if inside else UNLIKELY) * block.prose / block.words
        return (SHORT_INSIDE if block.linked < block.words / 2 else SHORT_OUTSIDE) if inside else SHORT_OUTSIDE


def _alike(titles: Iterable[str]) -> set[str]:
    """The keys of the first title and of those that hold it or are held by it; of all where there is no first."""
    keys = [key(title) for title in titles]
    if not keys or not keys[0]:
        return set(keys) - {""}
    return {one for one in keys if one and (one in keys[0] or keys[0] in one)}


def _path(element: lxml.html.HtmlElement) -> tuple[lxml.html.HtmlElement, ...]:
    """The element and those around it, the outermost first; of a page nested without end the nearest alone."""
    return (*reversed(list(islice(element.iterancestors(), MAX_DEPTH))), element)


def _densest(page: Page) -> tuple[int, int]:
    """The half-open range of blocks whose sum of prose, less the cost of what lies between, is highest."""
    best, best_sum, start, current = (0, 0), 0.0, 0, 0.0
    before: tuple[lxml.html.HtmlElement, ...] = ()
    for index, block in enumerate(page.blocks):
        if page.title is not None and index < page.title:
            continue
        if page.is_prose(index):
            value = block.prose - HOP_COST * max(0, _hops(before, page.paths[index]) - FREE_HOPS)
            before = page.paths[index]
        else:
            value = (
                TITLE_VALUE
                if index == page.title
                else -1.0
                if block.zone or block.kind == "heading"
                else -SHORT_COST - WORD_COST * block.words
            )
        if current <= 0:
            start, current = index, 0.0
            value = block.prose if page.is_prose(index) else value
        current += value
        if current > best_sum:
            best, best_sum = (start, index + 1), current
    return best


def _hops(before: Sequence[lxml.html.HtmlElement], path: Sequence[lxml.html.HtmlElement]) -> int:
    """How many containers are entered from one block to the next."""
    shared = 0
    for one, other in zip(before, path, strict=False):
        if one is not other:
            break
        shared += 1
    return len(path) - shared if before else 0


class Container:
    """An element, the half-open range of blocks in it, and its score."""

    __slots__ = ("element", "end", "marked", "score", "start")

    def __init__(self, element: lxml.html.HtmlElement, start: int) -> None:
        self.element, self.start, self.end = element, start, start + 1
        self.score, self.marked = 0.0, False


def find(page: Page, stated: str = "") -> Container | None:
    """The container of the article's text; None where the page has no prose at all."""
    containers = _containers(page)
    if not containers:
        return None
    likely = page.likelihoods(stated)
    gain, size = [0.0], [0.0]
    for index, block in enumerate(page.blocks):
        gain.append(gain[-1] + likely[index] * block.words)
        kept = 0 if block.zone or page.kinds[index] else block.words
        size.append(size[-1] + kept)
    for one in containers:
        one.score = 2 * (gain[one.end] - gain[one.start]) / max(size[one.end] - size[one.start] + gain[-1], 1.0)
        bonus = _bonus(one.element)
        one.score, one.marked = one.score * bonus, bonus > BONUS["article"]
    return max(containers, key=lambda one: (round(one.score, 6), len(page.paths[one.start]), one.start - one.end))


def _containers(page: Page) -> list[Container]:
    """Every element that holds prose, with its range of blocks, from the root on."""
    wanted: set[lxml.html.HtmlElement] = set()
    for index, path in enumerate(page.paths):
        if page.is_prose(index):
            wanted.update(path)
    return [one for element, one in page.held.items() if element in wanted]


def _held(paths: Sequence[Sequence[lxml.html.HtmlElement]]) -> dict[lxml.html.HtmlElement, "Container"]:
    """Every element with blocks below it, and their range."""
    held: dict[lxml.html.HtmlElement, Container] = {}
    for index, path in enumerate(paths):
        for element in path:
            if element in held:
                held[element].end = index + 1
            else:
                held[element] = Container(element, index)
    return held


def _cards(page: Page) -> Iterator[int]:
    """The blocks of cards: parts alike beside one another, each with a linked title and hardly more than an excerpt."""
    alike: dict[tuple[object, ...], list[Container]] = {}
    for element, one in page.held.items():
        if (
            one.end - one.start <= MAX_CARD_BLOCKS
            and element.tag not in ("p", "h2", "h3", "h4")
            and _is_card(page, one)
        ):
            names = _DIGITS.sub("", element.get("class", ""))
            alike.setdefault((element.getparent(), element.tag, names), []).append(one)
    for group in alike.values():
        if len(group) >= MIN_CARDS:
            for one in group:
                yield from range(one.start, one.end)


def _is_card(page: Page, one: "Container") -> bool:
    blocks = page.blocks[one.start : one.end]
    titled = any(b.words >= 3 and b.linked >= 0.9 * b.words and not b.stopped for b in blocks)
    return titled and sum(b.words - b.linked for b in blocks) <= MAX_CARD_WORDS


def _bonus(element: lxml.html.HtmlElement) -> float:
    attributes = element.attrib
    if (
        "articlebody" in attributes.get("itemprop", "").lower()
        or "articlebody" in attributes.get("property", "").lower()
    ):
        return BONUS["itemprop"]
    names = f"{attributes.get('class', '')} {attributes.get('id', '')}"
    if len(names) > 1 and element.tag not in ("body", "html") and zones.names_body(names):
        return BONUS["names"]
    return BONUS.get(element.tag, 1.0)


def says(texts: Iterable[str]) -> str:
    """The `key` of several texts, apart from one another."""
    return " ".join(map(key, texts))
