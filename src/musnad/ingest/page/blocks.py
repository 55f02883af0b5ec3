"""A page's tree as blocks: paragraphs, headings, items, rows and captions in page order, each with its zones.

A block is what a reader sees as one paragraph, whatever made it one: `<p>`, a `<div>` of text, lines between `<br>`,
a row of a table, a sentence in a `<span>` of its own. White space is collapsed; no letter is changed.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

import lxml.html
from lxml import etree

from musnad.ingest.page import zones

MAX_CELL_WORDS = 45
"""A table with a longer cell lays out a page and holds no data. Wordy tables of news stay under 30."""
MIN_SOFT_LINE_WORDS = 25
"""Lines that end in one `<br>` and are longer than this on average are paragraphs; hard-wrapped lines are shorter."""
MIN_SPAN_CHARACTERS = 40
"""Sibling spans that are longer than this, with nothing between them, are paragraphs."""
MIN_HEADLINE_WORDS = 4
MIN_PROSE_WORDS = 7
MAX_SURE_SHARE = 0.5
"""A zone that holds more of the page's prose than this is none: a class name was misread."""

MIN_UNSCRIPTED_PROSE = 30.0
MAX_WRAPPED_HEADING_WORDS = 7
MIN_FOLLOWING_WORDS = 12
"""A line before a single break is a heading where it is as short as this, and the next one as long."""

INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q ruby rt s samp small span "
    "strike strong sub sup time tt u var wbr amp-link o:p".split()
)
_SKIPPED = frozenset(
    "script style head svg math button select option textarea iframe object embed applet canvas audio video map amp-ad "
    "amp-analytics amp-sidebar input meta link title amp-iframe picture source img amp-img".split()
)
_BOLD = frozenset("b strong".split())
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_KINDS = {"li": "item", "dt": "item", "dd": "item", "blockquote": "quote", "figcaption": "caption", "caption": "p"}
_INLINE_ZONES = frozenset({"hidden", "share", "report"})
_SPACE = re.compile(r"[\s\xa0]+")
_WORDS = re.compile(r"[^\W\d_][^\W_]*|\d+")
_ARABIC = re.compile("[\u0620-\u064a\u0671-\u06d3\ufb50-\ufdff\ufe70-\ufefc]")
_CLOSED = re.compile(r"[.!؟?:؛…»”\")\]]\s*$")
_STOPPED = re.compile(r"[.!؟?؛…»”\"]\s*$")
_BULLET = re.compile(r"\s*(?:[-–—•*▪◾■●◆►▶✔]\s|\d{1,2}\s?[-.)]\s?\D)")
_BLANK_LINE = re.compile(r"[ \t\r\f\xa0]*\n[ \t\r\f\xa0]*\n\s*")
_PRE = re.compile(r"white-space\s*:\s*pre", re.IGNORECASE)
_HARD, _SOFT = "\n\n", "\n"


class Piece(NamedTuple):
    """A run of text with the address that it links to and whether it is bold; a break has text of newlines only."""

    text: str
    url: str | None = None
    bold: bool = False


class Link(NamedTuple):
    """The half-open interval of a block's text that links to `url`, as the page writes it."""

    start: int
    end: int
    url: str


class Zone(NamedTuple):
    """A part of the page that its markup calls something else than article text."""

    kind: str
    element: lxml.html.HtmlElement


class Block:
    """One paragraph of the page: `kind` is p, heading, item, quote, row or caption."""

    __slots__ = (
        "arabic",
        "bold",
        "element",
        "index",
        "kind",
        "level",
        "linked",
        "links",
        "text",
        "words",
        "zone",
        "zones",
    )

    def __init__(self, kind: str, text: str, links: list[Link], element: lxml.html.HtmlElement) -> None:
        self.kind = kind
        self.text = text
        self.links = links
        self.element = element
        self.level = 0
        self.index = 0
        self.bold = False
        self.zones: tuple[Zone, ...] = ()
        self.zone: str | None = None
        self.words = len(_WORDS.findall(text))
        self.linked = sum(len(_WORDS.findall(text[link.start : link.end])) for link in links if link.url[:1] != "#")
        self.arabic = bool(_ARABIC.search(text))

    @property
    def prose(self) -> float:
        """How many words of running text it holds: links count against it, and so does what is no sentence."""
        if self.words < MIN_PROSE_WORDS and not (self.words >= 4 and _STOPPED.search(self.text)):
            return 0.0
        free = 1 - self.linked / self.words
        return self.words * free * free

    @property
    def stopped(self) -> bool:
        """Whether it ends as a sentence ends."""
        return bool(_STOPPED.search(self.text))


def blocks(root: lxml.html.HtmlElement) -> list[Block]:
    """All blocks below `root` in page order, their zones settled."""
    walker = _Walker()
    walker.walk(root)
    for index, block in enumerate(walker.found):
        block.index = index
    settle(walker.found)
    return walker.found


def settle(found: list[Block]) -> None:
    """Give each block its zone: the innermost that holds; zones around most of the page's prose do not hold."""
    total = sum(block.prose for block in found) or 1.0
    inside: dict[Zone, float] = {}
    for block in found:
        for zone in block.zones:
            inside[zone] = inside.get(zone, 0.0) + block.prose
    for block in found:
        held = [z.kind for z in block.zones if _holds(z.kind, inside[z], total)]
        block.zone = "caption" if "caption" in held or block.kind == "caption" else held[0] if held else None


def _holds(kind: str, prose: float, total: float) -> bool:
    """Whether a zone with so much of a page's prose is one; what shows without scripts must be more than a notice."""
    if kind in zones.SURE or (kind == "noscript" and prose < MIN_UNSCRIPTED_PROSE):
        return True
    return prose <= MAX_SURE_SHARE * total


class _Walker:
    """Goes through a tree once and cuts it into blocks."""

    def __init__(self) -> None:
        self.found: list[Block] = []
        self.pieces: list[Piece] = []
        self.zones: tuple[Zone, ...] = ()
        self.frames: list[tuple[lxml.html.HtmlElement, str, int]] = []
        self.urls: list[str] = []
        self.bold = 0
        self.pre = 0
        self.rows = 0
        self.kept: frozenset[lxml.html.HtmlElement] = frozenset()

    def walk(self, root: lxml.html.HtmlElement) -> None:
        self.kept = _around_the_article(root)
        events = etree.iterwalk(root, events=("start", "end"))
        for event, element in events:
            tag = element.tag
            if event == "start":
                if tag in _SKIPPED:
                    events.skip_subtree()
                else:
                    self._open(element, tag)
            elif tag in _SKIPPED:
                if tag in ("audio", "video", "iframe", "picture"):
                    pass
                if element is not root:
                    self._say(element.tail)
            else:
                self._close(element, tag)
                if element is not root:
                    self._say(element.tail)
        self._flush()

    def _open(self, element: lxml.html.HtmlElement, tag: str) -> None:
        if tag in ("br", "hr"):
            self.pieces.append(Piece(_HARD if tag == "hr" or _divides(element) else _SOFT))
            return
        zone = zones.zone_of(tag, element.attrib)
        if zone and zone != "hidden" and element in self.kept:
            zone = None
        inline = tag in INLINE
        if inline and zone and zone not in _INLINE_ZONES and self._in_paragraph():
            zone = None
        if zone or not inline or self._is_paragraph(element, tag):
            self._open_block(element, tag, zone)
        if tag == "a":
            self.urls.append(element.get("href") or "")
        elif tag in _BOLD:
            self.bold += 1
        self._say(element.text)

    def _open_block(self, element: lxml.html.HtmlElement, tag: str, zone: str | None) -> None:
        if self.rows and tag not in ("tr", "table"):
            if tag in ("td", "th") and any(piece.text.strip() for piece in self.pieces):
                self.pieces.append(Piece(" | "))
            else:
                self.pieces.append(Piece(" "))
        else:
            self._flush()
        if tag == "table" and (self.rows or _holds_data(element)):
            self.rows += 1
        if ("style" in element.attrib and _PRE.search(element.attrib["style"])) or tag == "pre":
            self.pre += 1
        if zone:
            self.zones = (*self.zones, Zone(zone, element))
        outer = self.frames[-1][1:] if self.frames else ("p", 0)
        kind, level = outer
        if tag in _HEADINGS:
            kind, level = "heading", _HEADINGS[tag]
        elif tag == "tr":
            kind = "row" if self.rows else kind
        elif tag in _KINDS and kind not in ("heading", "caption", "row"):
            kind = _KINDS[tag]
        self.frames.append((element, kind, level))

    def _close(self, element: lxml.html.HtmlElement, tag: str) -> None:
        if tag == "a" and self.urls:
            self.urls.pop()
        elif tag in _BOLD:
            self.bold -= 1
        if not self.frames or self.frames[-1][0] is not element:
            return
        if self.rows and tag not in ("tr", "table"):
            self.pieces.append(Piece(" "))
        else:
            self._flush()
        self.frames.pop()
        if tag == "table" and self.rows:
            self.rows -= 1
        if ("style" in element.attrib and _PRE.search(element.attrib["style"])) or tag == "pre":
            self.pre -= 1
        if self.zones and self.zones[-1].element is element:
            self.zones = self.zones[:-1]

    def _say(self, text: str | None) -> None:
        if not text:
            return
        url = self.urls[-1] if self.urls else None
        bold = self.bold > 0
        if "\n" in text and (self.pre or not text.isspace()):
            breaks = text.splitlines() if self.pre else _stopped_lines(text)
            for number, line in enumerate(breaks):
                if number:
                    self.pieces.append(Piece(_HARD))
                self.pieces.append(Piece(line, url, bold))
        else:
            self.pieces.append(Piece(text.replace("\n", " "), url, bold))

    def _in_paragraph(self) -> bool:
        """Whether the innermost block is one that holds running text."""
        return bool(self.frames) and self.frames[-1][0].tag in ("p", "li", "blockquote", "dd", "h1", "h2", "h3", "h4")

    def _is_paragraph(self, element: lxml.html.HtmlElement, tag: str) -> bool:
        """Whether an inline element stands for a paragraph: by its style, or among long siblings."""
        if tag not in ("span", "font", "b", "strong", "a", "label") or self.rows:
            return False
        style = element.get("style")
        if style and "block" in style and "inline" not in style:
            return True
        if tag != "span" or self._in_paragraph() or not self.frames:
            return False
        around = (element.getprevious(), element.getnext())
        return _stands_alone(element) and any(s is not None and s.tag == "span" and _stands_alone(s) for s in around)

    def _flush(self) -> None:
        if not self.pieces:
            return
        pieces, self.pieces = self.pieces, []
        element, kind, level = self.frames[-1] if self.frames else (None, "p", 0)
        if element is None:
            return
        for line in _lines(pieces):
            text, links, bold = _joined(line)
            if text:
                block = Block(kind, text, links, element)
                block.level, block.bold, block.zones = level, bold, self.zones
                self.found.append(block)


def _around_the_article(root: lxml.html.HtmlElement) -> frozenset[lxml.html.HtmlElement]:
    """The elements around a headline or a body marked as such: no class name makes them furniture."""
    kept = {root}
    for element in root.iter("h1", "main"):
        if element.tag == "main" or len("".join(element.itertext()).split()) >= MIN_HEADLINE_WORDS:
            kept.update((element, *element.iterancestors()))
    for element in root.xpath(".//*[@itemprop='articleBody']"):
        kept.update((element, *element.iterancestors()))
    return frozenset(kept)


def _stands_alone(span: lxml.html.HtmlElement) -> bool:
    """Whether a span holds a whole sentence, and only white space follows and precedes it."""
    before = span.getprevious()
    edge = before.tail if before is not None else span.getparent().text
    return (
        not (edge or "").strip()
        and not (span.tail or "").strip()
        and len("".join(span.itertext())) >= MIN_SPAN_CHARACTERS
    )


def _divides(line_break: lxml.html.HtmlElement) -> bool:
    """Whether a break stands between two inline elements of their own names: a title and the date below it."""
    before, after = line_break.getprevious(), line_break.getnext()
    if before is None or after is None or (before.tail or "").strip() or (line_break.tail or "").strip():
        return False
    return all(one.tag in INLINE and (one.get("class") or one.get("id")) for one in (before, after))


def _stopped_lines(text: str) -> list[str]:
    """A text node cut where a blank line follows the end of a sentence; elsewhere newlines are spaces."""
    if text.count("\n") < 2:
        return [text]
    parts: list[str] = []
    left = 0
    for match in _BLANK_LINE.finditer(text):
        if _CLOSED.search(text, left, match.start()) or _stops(text[left : match.start()]):
            parts.append(text[left : match.start()])
            left = match.end()
    return [*parts, text[left:]]


def _stops(text: str) -> bool:
    return bool(_CLOSED.search(text))


def _holds_data(table: lxml.html.HtmlElement) -> bool:
    """Whether a table holds data and does not lay out the page: several columns, short cells, no table inside."""
    if table.find(".//table") is not None or table.get("role") == "presentation":
        return False
    columns = 0
    for row in table.iter("tr"):
        cells = [cell for cell in row if cell.tag in ("td", "th")]
        columns = max(columns, len(cells))
        for cell in cells:
            if len("".join(cell.itertext()).split()) > MAX_CELL_WORDS or len(cell.findall(".//p")) > 1:
                return False
    return columns > 1


def _lines(pieces: list[Piece]) -> Iterator[list[Piece]]:
    """The pieces of each paragraph: breaks that are paragraph ends cut, the others are spaces."""
    lines: list[tuple[list[Piece], bool]] = []
    current: list[Piece] = []
    hard = soft = False
    for piece in pieces:
        if piece.text in (_SOFT, _HARD) and piece.url is None:
            hard = hard or soft or piece.text == _HARD
            soft = True
        elif not piece.text.isspace() and piece.text:
            if soft and _said(current):
                lines.append((current, hard))
                current = []
            hard = soft = False
            current.append(piece)
        else:
            current.append(piece)
    lines.append((current, True))
    yield from _merged(lines)


def _said(line: list[Piece]) -> bool:
    return any(piece.text.strip() for piece in line)


def _merged(lines: list[tuple[list[Piece], bool]]) -> Iterator[list[Piece]]:
    """Lines joined where a single break only wraps them."""
    texts = ["".join(piece.text for piece in line).strip() for line, _ in lines]
    doubled = any(hard for _, hard in lines[:-1])
    long = sum(len(text.split()) for text in texts) / max(len(texts), 1) > MIN_SOFT_LINE_WORDS
    current: list[Piece] = []
    for number, (line, hard) in enumerate(lines):
        current += line
        if hard or number + 1 == len(lines) or _ends(line, texts[number], texts[number + 1], long and not doubled):
            yield current
            current = []
        else:
            current.append(Piece(" "))


def _ends(line: list[Piece], text: str, following: str, paragraphs: bool) -> bool:
    """Whether the line before a single break is a paragraph of its own."""
    bold = all(piece.bold for piece in line if piece.text.strip())
    bold = bold or all(piece.url for piece in line if piece.text.strip())
    heads = len(text.split()) <= MAX_WRAPPED_HEADING_WORDS and len(following.split()) >= MIN_FOLLOWING_WORDS
    return paragraphs or bold or heads or bool(_CLOSED.search(text)) or bool(_BULLET.match(following)) or "http" in text


def _joined(pieces: list[Piece]) -> tuple[str, list[Link], bool]:
    """The text of a line with white space collapsed, its links, and whether all of it is bold."""
    text, bold = "", True
    links: list[Link] = []
    for piece in pieces:
        part = _SPACE.sub(" ", piece.text)
        if not text or text.endswith(" "):
            part = part.lstrip(" ")
        if not part:
            continue
        if piece.url is not None and part.strip():
            _linked(links, text, part, piece.url)
        bold = bold and (piece.bold or not part.strip())
        text += part
    return _trimmed(text, links), links, bold


def _linked(links: list[Link], text: str, part: str, url: str) -> None:
    start, end = len(text) + len(part) - len(part.lstrip()), len(text) + len(part.rstrip())
    if links and links[-1].url == url and not text[links[-1].end :].strip():
        links[-1] = Link(links[-1].start, end, url)
    else:
        links.append(Link(start, end, url))


def _trimmed(text: str, links: list[Link]) -> str:
    """The text without a blank or an empty cell at its end."""
    return text.rstrip(" |") if text.endswith((" ", "|")) else text
