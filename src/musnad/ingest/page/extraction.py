"""One web page to a record: parsed once, its metadata read, its text found, its lines sorted."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import lxml.html
import msgspec

from musnad.errors import NoTextError
from musnad.ingest.page import assembly, body, state
from musnad.ingest.page.agreement import held_against
from musnad.ingest.page.blocks import blocks
from musnad.ingest.page.media import media
from musnad.ingest.page.metadata import Metadata, metadata
from musnad.ingest.page.parsing import decoded, parsed, without_tags
from musnad.ingest.records import Record
from musnad.schema import CorrectionNote

MIN_WORDS = 3
"""Fewer words than this are a link or a button that was left over, no article."""
MIN_STATED_WORDS = 30
"""JSON-LD's article body is asked where it has this many words; shorter ones are summaries."""
FEW_WORDS = 150
"""JSON of scripts is searched only where the page itself shows fewer words."""
FEW_FAST_WORDS = 40
"""A page of which the fast way finds fewer words is read the other way: its text is hidden, or stands in scripts."""
MIN_COVERED = 0.6
"""The text is taken from JSON where the page's own holds less than this share of the words that the JSON has."""

TOO_DEEP = 2000
"""Elements below this depth are lost to libxml2."""

_ARABIC = re.compile("[\u0621-\u064a]")


class Page(msgspec.Struct, kw_only=True):
    """What one web page gave: its article, and what is known of the page itself.

    `damaged` counts characters that could not be decoded (U+FFFD). `next_page` is the address of the article's next
    page where it goes on there.
    """

    record: Record
    encoding: str
    damaged: int = 0
    next_page: str | None = None
    language: str | None = None


def extract(raw: bytes, *, url: str | None = None, content_type: str | None = None, fast: bool = False) -> Page:
    """The article of the page `raw`, fetched from `url` with this Content-Type; `fast` trades text for speed.

    Raises BadInputError where the bytes are no page or the page holds no article.
    """
    text = decoded(raw, content_type)
    tree = parsed(text.text)
    known = Metadata() if tree is None else metadata(tree, url)
    found = None if tree is None else _read(text.text, tree, known, url, fast)
    if found is None:
        found = Record(**stated(known, url), text=_last_resort(text.text, tree))
    _refuse_what_is_no_article(found)
    return Page(
        record=found,
        encoding=text.encoding,
        damaged=text.damaged,
        next_page=known.next_page,
        language=known.language,
    )


def _read(markup: str, tree: lxml.html.HtmlElement, known: Metadata, url: str | None, fast: bool) -> Record | None:
    """The record by the fast way, where it finds enough; else by the exact one, held against what the fast one sees."""
    from musnad.ingest.page import quick

    seen = quick.parts(markup, known)
    if fast and len(seen["text"].split()) >= FEW_FAST_WORDS:
        return Record(**stated(known, url), **seen)
    found = _record(tree, known, url)
    if found is None:
        return Record(**stated(known, url), **seen) if fast else None
    return held_against(found, seen["text"])


class _Found(NamedTuple):
    parts: assembly.Parts
    words: int
    media: list[lxml.html.HtmlElement]


def _record(tree: lxml.html.HtmlElement, known: Metadata, url: str | None) -> Record | None:
    base = assembly.base_of(tree, url, known.canonical)
    found = _best(tree, known, base)
    if found is None or not found.parts.kept:
        return None
    text = assembly.joined(found.parts.kept, base)
    parts = found.parts
    return Record(
        **stated(known, url),
        text=text.text,
        dateline=text.dateline,
        headings=text.headings,
        links=text.links,
        captions=parts.captions,
        related=parts.related,
        corrections=_corrections(known, parts),
        media=media(found.media, base),
        dropped=parts.dropped,
    )


def stated(known: Metadata, url: str | None) -> dict[str, Any]:
    """The fields of a record that come from the page's metadata."""
    return {
        "title": known.title,
        "outlet": known.outlet or None,
        "url": known.canonical or url,
        "published": known.published,
        "updated": known.updated,
        "language": None,
        "authors": known.authors,
        "based_on": known.based_on,
    }


def _corrections(known: Metadata, parts: assembly.Parts) -> list[CorrectionNote]:
    notes = {body.key(note.text): note for note in (*parts.corrections, *known.corrections)}
    return list(notes.values())


def _best(tree: lxml.html.HtmlElement, known: Metadata, base: str | None) -> _Found | None:
    """The text of the page's own elements, unless its JSON holds much more."""
    shown = _shown(tree, known, base)
    have = shown.words if shown else 0
    for fragment in _stored(tree, known, have):
        if fragment.words >= MIN_STATED_WORDS and have < MIN_COVERED * fragment.words:
            found = _shown(fragment.tree, known, base, whole=True)
            if found and have < MIN_COVERED * found.words:
                return found._replace(parts=_with_aside(found.parts, shown), media=shown.media if shown else [])
    return shown


def _stored(tree: lxml.html.HtmlElement, known: Metadata, have: int) -> Iterator[state.Fragment]:
    """What the page's JSON holds of the article, JSON-LD first."""
    if known.article_body and (fragment := state.of_text(known.article_body)):
        yield fragment
    if have < FEW_WORDS and (fragment := state.of_scripts(tree)):
        yield fragment


def _with_aside(parts: assembly.Parts, shown: "_Found | None") -> assembly.Parts:
    """The parts of a text from JSON with the captions and read-also lines of the page around it."""
    if shown is None:
        return parts
    aside = shown.parts
    return msgspec.structs.replace(
        parts,
        captions=parts.captions or aside.captions,
        corrections=[*parts.corrections, *aside.corrections],
        dropped=[*parts.dropped, *aside.dropped],
    )


def _shown(tree: lxml.html.HtmlElement, known: Metadata, base: str | None, whole: bool = False) -> _Found | None:
    page = body.Page(blocks(_content(tree)), (known.title, *known.titles))
    body_said = body.says([known.article_body]) if len(known.article_body.split()) >= MIN_STATED_WORDS else ""
    container = body.find(page, body_said)
    if container is None:
        return None
    if not whole and (container.score < body.SURE or not container.marked) and not body_said:
        container = body.find(page, _second_opinion(tree)) or container
    parts = assembly.Gatherer(page, container, known, base).gather()
    return _Found(parts, sum(block.words for block in parts.kept), [container.element])


def _content(tree: lxml.html.HtmlElement) -> lxml.html.HtmlElement:
    found = tree.find("body")
    return found if found is not None else tree


def _second_opinion(tree: lxml.html.HtmlElement) -> str:
    """What trafilatura takes for the text of the page, as `body.says` writes it."""
    import trafilatura

    document = trafilatura.bare_extraction(tree, with_metadata=False, include_comments=False, fast=True)
    text = getattr(document, "text", None)
    return body.says([text]) if text else ""


def _last_resort(markup: str, tree: lxml.html.HtmlElement | None) -> str:
    """The text of a page in which no body was found: every line that is no furniture, or what is too deep to parse."""
    if tree is None or markup.count("<") > TOO_DEEP:
        return without_tags(markup)
    found = body.Page(blocks(_content(tree)))
    shown = [
        b for b, kind in zip(found.blocks, found.kinds, strict=True) if not (b.zone or kind or b.kind == "heading")
    ]
    return "\n".join(block.text for block in shown if block.linked < block.words)


def _refuse_what_is_no_article(record: Record) -> None:
    """NoTextError where hardly a word is left, or under an Arabic title nothing in Arabic."""
    text, title = record.text, record.title or ""
    if len(text.split()) < MIN_WORDS or (_ARABIC.search(title) and not _ARABIC.search(text)):
        raise NoTextError("a web page without an article")
