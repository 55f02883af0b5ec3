"""The article out of the blocks of its container: which stay, which stand apart, and one text with its spans."""

import re
from itertools import islice
from urllib.parse import urljoin, urlsplit

import lxml.html
import msgspec

from musnad.ingest.dates import iso_date
from musnad.ingest.page import body, lines, zones
from musnad.ingest.page.blocks import Block
from musnad.ingest.page.metadata import Metadata
from musnad.schema import CorrectionNote, Dropped, Hyperlink, RelatedLine, Span
from musnad.text.normalise import Folded
from musnad.text.segment import segment
from musnad.text.tokens import tokenize

_CLOCK = re.compile(r"\d\s?[:.]\s?\d\d(?!\d)")
_CORRECTION_LABEL = re.compile(r"\W*[^:.()]{3,40}(?:\(\s*(?P<date>[\d/.\-T:]{8,20})\s*\))?\s*:\s*")
NOTED = frozenset(
    {"follow", "report", "newsletter", "share", "tags", "comments", "copyright", "source", "advert", "standing"}
)
"""Kinds of lines inside the body that `dropped` names; dates, buttons and signs go without a note."""
MAX_HEADING_WORDS = 14
MAX_LEAD_BLOCKS = 25
"""A standfirst stands at most this many blocks above the text."""
MIN_COPIED_WORDS = 8
HEAD_LINES = 3
"""A byline stands among so many first lines."""
MAX_NEAR = 2
MIN_STANDFIRST_WORDS = 5
REPEATED = 0.8
"""A standfirst of whose words this share stands in the first paragraph says nothing new."""
MAX_BLOCKS_BELOW = 30
MAX_RELATED = 20
MAX_BOX_LINKS = 4
"""More links than this are a grid of the site, and no read-also box of the article."""
MIN_RELATED_WORDS = 3
MAX_CRUMB_WORDS = 3
MAX_NAMES_WORDS = 20
MAX_LABEL_WORDS = 4
"""A line of one link with at most so many words before it leads to another article."""


class Parts(msgspec.Struct, kw_only=True):
    """What was gathered of an article: blocks of its text, and what stands apart."""

    kept: list[Block] = []
    captions: list[str] = []
    related: list[RelatedLine] = []
    corrections: list[CorrectionNote] = []
    dropped: list[Dropped] = []


def address(url: str, base: str | None) -> str | None:
    """The absolute http(s) address of a link; None where it has none."""
    try:
        full = urljoin(base or "", url.strip())
        return full if urlsplit(full).scheme in ("http", "https") and urlsplit(full).netloc else None
    except ValueError:
        return None


class Gatherer:
    """Goes through the blocks of a page once its container is known."""

    def __init__(self, page: body.Page, container: body.Container, metadata: Metadata, base: str | None) -> None:
        self.page, self.container, self.metadata, self.base = page, container, metadata, base
        self.parts = Parts()
        self.names = {body.key(name) for name in (*metadata.authors, metadata.outlet) if name}
        self.leading = False
        self.above: list[str] = []
        self.said: set[str] = set()
        self.last = 0
        self.below: list[Block] = []

    def gather(self) -> Parts:
        """The parts of the article."""
        start, end = self._limits()
        self.last = max((i for i in range(start, end) if self.page.is_prose(i)), default=start)
        for index in range(start, end):
            self._take(index)
        self._trim()
        self._put_standfirst_first(self._standfirst(start))
        self._below(end)
        if len(self.below) <= MAX_BOX_LINKS:
            for block in self.below:
                self._relate(block)
        self.parts.captions = list(dict.fromkeys([*reversed(self.above), *self.parts.captions]))
        return self.parts

    def _limits(self) -> tuple[int, int]:
        """The range of blocks from behind the title on, up to the next article of an endless page."""
        start, end = self.container.start, self.container.end
        said = False
        for index in range(start, end):
            block = self.page.blocks[index]
            if block.zone:
                continue
            if self._is_title(block) and (not said or index == self.page.title):
                start = index + 1
            said = said or self.page.is_prose(index)
            if said and block.level == 1 and block.kind == "heading" and block.words >= 4 and not self._is_title(block):
                return start, index
        return start, end

    def _is_title(self, block: Block) -> bool:
        return block.index == self.page.title or self.page.is_title(block)

    def _take(self, index: int) -> None:
        block = self.page.blocks[index]
        if block.zone:
            self._aside(block)
            return
        kind = self.page.kinds[index] or self._own_kind(block)
        if kind == "related heading" or kind == "teasers heading":
            self.leading = True
        elif kind == "related":
            self._relate(block)
        elif self.leading and _is_linked(block):
            self._lead(block, index > self.last)
        elif kind == "correction":
            self.parts.corrections.append(correction(block.text))
        elif kind == "teaser" and index < self.last:
            self._relate_links(block)
        elif kind in NOTED:
            self.parts.dropped.append(Dropped(kind="correction link" if kind == "report" else kind, text=block.text))
        elif kind is None:
            self.leading = False
            self._keep(block)

    def _keep(self, block: Block) -> None:
        """Keep a block, unless it is a long paragraph that stands in the text already (a copy for another screen)."""
        if block.words >= MIN_COPIED_WORDS:
            if block.text in self.said:
                return
            self.said.add(block.text)
        self.parts.kept.append(block)

    def _own_kind(self, block: Block) -> str | None:
        """What a line is that no rule of language knows, but this page does: its title, its author, a bare link."""
        if self._is_title(block) or self._names_the_writers(block):
            return "title"
        if _leads_elsewhere(block):
            return "related"
        if _is_linked(block) and block.words >= MIN_RELATED_WORDS and not block.stopped and len(block.links) == 1:
            return "related"
        if block.links and block.linked == block.words and block.words <= 4 * len(block.links) and block.kind != "row":
            return "tags"
        return None

    def _names_the_writers(self, block: Block) -> bool:
        """Whether a line holds nothing but names of authors and outlet."""
        if block.words > MAX_NAMES_WORDS:
            return False
        left = body.key(block.text)
        for name in self.names:
            left = left.replace(name, "")
        return len(left) <= 1

    def _aside(self, block: Block) -> None:
        if block.zone == "caption":
            self._caption(block.text)
        elif block.zone in ("related", "aside") and self._is_small(block):
            self._relate_links(block)
        elif block.zone in ("follow", "newsletter", "report") or (block.zone == "share" and block.words > 3):
            kind = lines.kind_of(block.text)
            if kind in ("follow", "report", "newsletter"):
                self.parts.dropped.append(
                    Dropped(kind="correction link" if kind == "report" else kind, text=block.text)
                )

    def _is_small(self, block: Block) -> bool:
        """Whether the zone of a block holds a few links, as a box of the article does, and no grid of the site."""
        zone = next((zone for zone in block.zones if zone.kind == block.zone), None)
        held = self.page.held.get(zone.element) if zone else None
        around = self.page.blocks[held.start : held.end] if held else []
        return sum(bool(one.links) for one in around) <= MAX_BOX_LINKS

    def _caption(self, text: str) -> None:
        if text not in self.parts.captions:
            self.parts.captions.append(text)

    def _lead(self, block: Block, below: bool) -> None:
        """A link under a read-also heading; those below the text are kept to see whether they are a grid."""
        if below:
            self.below.append(block)
        else:
            self._relate(block)

    def _relate(self, block: Block) -> None:
        """A read-also line: its link's words, or what follows its label."""
        if block.links:
            self._relate_links(block, least=1)
            return
        text = lines.without_label(block.text)
        if text:
            self._add_related(text, None)

    def _relate_links(self, block: Block, least: int = MIN_RELATED_WORDS) -> None:
        for link in block.links:
            text = lines.without_label(block.text[link.start : link.end])
            if len(text.split()) >= least and lines.kind_of(text) in (None, "related"):
                self._add_related(text, address(link.url, self.base))

    def _add_related(self, text: str, url: str | None) -> None:
        if len(self.parts.related) < MAX_RELATED and all(line.text != text for line in self.parts.related):
            self.parts.related.append(RelatedLine(text, url))

    def _trim(self) -> None:
        """Without the date lines and bylines before and after the text, and without headings that head nothing."""
        kept = self.parts.kept
        if self.page.arabic:
            _trim_foreign(kept)
        first = next((i for i, block in enumerate(kept) if block.prose and not _is_label(block)), len(kept))
        kept[:first] = [block for block in kept[:first] if not _is_label(block) and not _is_crumb(block)]
        kept[:HEAD_LINES] = [
            block for block in kept[:HEAD_LINES] if not (lines.is_byline(block.text) or lines.holds_date(block.text))
        ]
        while len(kept) > 1 and (
            _is_last_label(kept[-1], kept[-2]) or kept[-1].kind == "heading" or _is_remnant(kept[-1], kept[-2])
        ):
            kept.pop()

    def _standfirst(self, start: int) -> Block | None:
        """The line between the title and the text that its markup or its place calls the standfirst."""
        described = body.key(self.metadata.description)
        titled = False
        best = None
        for index in range(start - 1, max(-1, start - MAX_LEAD_BLOCKS), -1):
            block = self.page.blocks[index]
            if block.zone == "caption":
                self.above.append(block.text)
            if index == self.page.title:
                titled = True
                break
            if self._may_open(block, index) and (self._is_marked(block) or body.key(block.text) == described):
                best = block
        return best if titled else None

    def _may_open(self, block: Block, index: int) -> bool:
        fine = block.zone in (None, "meta") and not self.page.kinds[index] and block.words >= MIN_STANDFIRST_WORDS
        return fine and block.linked <= block.words / 3 and not lines.is_date_line(block.text)

    def _is_marked(self, block: Block) -> bool:
        for element in (block.element, *islice(block.element.iterancestors(), 2)):
            if zones.names_standfirst(f"{element.get('class', '')} {element.get('id', '')}"):
                return True
        near = self.page.title is not None and block.index - self.page.title <= MAX_NEAR and block.zone is None
        return (
            near
            and not _is_label(block)
            and not lines.holds_date(block.text)
            and not self._names_the_writers(block)
            and block.element.tag not in ("li", "span")
        )

    def _put_standfirst_first(self, standfirst: Block | None) -> None:
        kept = self.parts.kept
        if standfirst is not None and kept:
            kept.insert(0, standfirst)
        if len(kept) > 1 and kept[0].words < 60 and _repeats(kept[0], kept[1:4]):
            kept.pop(0)

    def _below(self, end: int) -> None:
        """Read-also lines and notices of correction right below the text."""
        leading = self.leading
        for index in range(end, min(len(self.page.blocks), end + MAX_BLOCKS_BELOW)):
            block, kind = self.page.blocks[index], self.page.kinds[index]
            if block.zone == "comments" or kind in ("comments", "copyright"):
                break
            if kind in ("follow", "report") and not block.zone:
                self.parts.dropped.append(
                    Dropped(kind="correction link" if kind == "report" else kind, text=block.text)
                )
            elif kind == "correction":
                self.parts.corrections.append(correction(block.text))
            elif kind in ("related heading", "teasers heading"):
                leading = kind == "related heading" and not block.zone
            elif kind == "related" and not block.zone:
                self._relate(block)
            elif leading and _is_linked(block) and not block.zone:
                self._lead(block, below=True)
            elif block.zone in ("related", "aside") and self._is_small(block):
                self._relate_links(block)


def _leads_elsewhere(block: Block) -> bool:
    """Whether a line is a short label and a link to its end, as in a box inside the text."""
    if len(block.links) != 1 or block.stopped or block.linked < MIN_RELATED_WORDS or block.kind in ("row", "heading"):
        return False
    link = block.links[0]
    return (
        link.end >= len(block.text) - 1
        and block.words - block.linked <= MAX_LABEL_WORDS
        and block.linked >= 0.6 * block.words
    )


def _is_label(block: Block) -> bool:
    return lines.is_date_line(block.text) or lines.is_byline(block.text) or not block.words or _is_linked(block)


def _is_last_label(block: Block, before: Block) -> bool:
    """Whether a last line is a label; a date that stands as one more paragraph of the text is none."""
    alike = block.element is before.element or (
        block.element.tag == before.element.tag == "p" and block.element.getparent() is before.element.getparent()
    )
    dated = block.words > MAX_LABEL_WORDS and lines.is_date_line(block.text)
    return _is_label(block) and not (alike and dated and not _CLOCK.search(block.text))


def _trim_foreign(kept: list[Block]) -> None:
    """Take lines without an Arabic letter off both ends of an Arabic text."""
    while kept and not kept[0].arabic:
        kept.pop(0)
    while kept and not kept[-1].arabic:
        kept.pop()


def _is_crumb(block: Block) -> bool:
    """Whether a line above the text is the name of a section or a place in the menu, and no dateline."""
    return (
        block.kind in ("p", "item")
        and block.words <= MAX_CRUMB_WORDS
        and not block.stopped
        and not re.search(r"[-–/(:.]", block.text)
    )


def _is_remnant(block: Block, before: Block) -> bool:
    """Whether a last line is a short one without a stop, below a paragraph that has one."""
    return block.kind == "p" and not block.prose and not block.stopped and before.stopped


def correction(text: str) -> CorrectionNote:
    """The note of a correction without its label, and the date in ISO 8601 that the label may hold."""
    match = _CORRECTION_LABEL.match(text)
    if match is None:
        return CorrectionNote(text)
    date = iso_date(match["date"])
    return CorrectionNote(text[match.end() :].strip() or text, date)


def _is_linked(block: Block) -> bool:
    return bool(block.words) and block.linked >= 0.9 * block.words


def _repeats(block: Block, following: list[Block]) -> bool:
    """Whether a block says no more than the paragraphs after it."""
    said = {
        token.fold for other in following for token in tokenize(Folded(other.text)) if token.is_word or token.is_number
    }
    own = [token.fold for token in tokenize(Folded(block.text)) if token.is_word or token.is_number]
    return (
        bool(own) and sum(word in said for word in own) >= REPEATED * len(own) and block.text[:40] in following[0].text
    )


class Text(msgspec.Struct, kw_only=True):
    """The text, and the spans in it."""

    text: str
    headings: list[Span]
    links: list[Hyperlink]
    dateline: str | None


def joined(kept: list[Block], base: str | None) -> Text:
    """The blocks as one text, paragraphs separated by newlines."""
    at, headings, links = 0, [], []
    for number, block in enumerate(kept):
        if _is_heading(block, number, kept):
            headings.append(Span(at, at + len(block.text)))
        for link in block.links:
            url = address(link.url, base)
            if url and link.end > link.start:
                links.append(Hyperlink(Span(at + link.start, at + min(link.end, len(block.text))), url))
        at += len(block.text) + 1
    text = "\n".join(block.text for block in kept)
    return Text(
        text=text,
        headings=headings,
        links=links,
        dateline=_first_dateline(kept),
    )


def _is_heading(block: Block, number: int, kept: list[Block]) -> bool:
    if block.kind == "heading":
        return number > 0 or not block.stopped
    short = block.words <= MAX_HEADING_WORDS and not block.stopped and not block.text.endswith((":", "،"))
    return block.kind == "p" and block.bold and short and 0 < number < len(kept) - 1


def _first_dateline(kept: list[Block]) -> str | None:
    """The dateline of the first paragraph, or of the second where the first is a standfirst."""
    found = dateline(kept[0].text) if kept else None
    return found or (dateline(kept[1].text) if len(kept) > 1 and not kept[0].stopped else None)


def dateline(paragraph: str) -> str | None:
    """The place and agency at the head of a paragraph, as written, without the sign that ends them."""
    pieces = segment(Folded(paragraph[:200].replace(" ـ ", " - ")))
    span = pieces[0].dateline if pieces else None
    return span.of(paragraph).strip() or None if span else None


def base_of(tree: lxml.html.HtmlElement, url: str | None, canonical: str | None) -> str | None:
    """What relative addresses of the page are relative to."""
    base = tree.find(".//base[@href]")
    stated = base.get("href") if base is not None else None
    return urljoin(url or canonical or "", stated) if stated else url or canonical
