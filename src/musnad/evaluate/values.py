"""How well the value code reads marked words: dates, tolls, weapons and places of gold quotes.

Each gold quote is given with its offsets and its whole article; anchors (publication, a date just set) are
found by the code under test. Where a quote stands several times, the one nearest to its event's mentions counts.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from musnad.evaluate.gold import GoldArticle, as_article, scorer
from musnad.resolve.counts import count_of
from musnad.resolve.dates import date_of
from musnad.resolve.places import place_of
from musnad.resolve.weapons import weapon_kind_of
from musnad.schema import Span
from musnad.text.document import Document

KINDS = ("date", "statement date", "casualty", "weapon", "place")


class Outcome(NamedTuple):
    """One gold value: its article, kind and quote, what gold says, what was read, and whether that is right."""

    article: str
    kind: str
    quote: str
    expected: Any
    found: Any
    right: bool


def outcomes(articles: Iterable[GoldArticle]) -> Iterator[Outcome]:
    """Every value of gold articles beside what the value code reads."""
    for gold in articles:
        document, published = Document(gold["text"]), as_article(gold).published_on
        for kind, item, near in _values(gold):
            span = position_of(gold["text"], item["quote"], near)
            expected, found, right = _READERS[kind](document, span, published, item)
            yield Outcome(gold["id"], kind, item["quote"], expected, found, right)


Compared = tuple[Any, Any, bool]
"""What gold says, what was read, whether that is right."""


def _date(document: Document, span: Span, published: dt.date | None, item: dict[str, Any]) -> Compared:
    value = date_of(document, span, published)
    expected = (item["start"], item["end"])
    found = None if value is None else (value.start.isoformat(), value.end.isoformat())
    return expected, found, expected == found


def _casualty(document: Document, span: Span, _: dt.date | None, item: dict[str, Any]) -> Compared:
    count = count_of(document, span)
    expected, found = (item["min"], item["max"]), None if count is None else (count.min, count.max)
    return expected, found, expected == found


def _weapon(document: Document, span: Span, _: dt.date | None, item: dict[str, Any]) -> Compared:
    found = weapon_kind_of(document, span)
    return item["kind"], found, item["kind"] == found


def _place(document: Document, span: Span, _: dt.date | None, item: dict[str, Any]) -> Compared:
    place = place_of(document, span)
    if place is None:
        return item["name"], None, False
    found = {"country": place.country, "lat": place.lat, "lon": place.lon}
    return item["name"], place.name, bool(scorer("score").same_place(item, found))


_READERS = {"date": _date, "statement date": _date, "casualty": _casualty, "weapon": _weapon, "place": _place}


def _values(gold: GoldArticle) -> Iterator[tuple[str, dict[str, Any], list[str]]]:
    """Kind, annotation, and the quotes that it should stand near."""
    for event in gold["events"]:
        near = [mention["quote"] for mention in event["mentions"]]
        if event["date"]:
            yield "date", event["date"], near
        yield from (("casualty", item, near) for item in event["casualties"])
        yield from (("weapon", item, near) for item in event["weapons"])
        yield from (("place", item, near) for item in event["places"])
    for statement in gold["statements"]:
        if statement["date"]:
            yield "statement date", statement["date"], [statement["quote"]]


def place_quotes(gold: GoldArticle) -> Iterator[tuple[Span, dict[str, Any]]]:
    """Where each place quote of a gold article stands, with its annotation."""
    for kind, item, near in _values(gold):
        if kind == "place":
            yield position_of(gold["text"], item["quote"], near), item


def position_of(text: str, quote: str, near: list[str]) -> Span:
    """The occurrence of a quote nearest to any of the passages `near`; inside one counts as distance 0."""
    spans = [span for passage in near for span in _occurrences(text, passage)]

    def distance(start: int) -> int:
        return min((max(low - start, start + len(quote) - high, 0) for low, high in spans), default=start)

    start = min((low for low, _ in _occurrences(text, quote)), key=distance)
    return Span(start, start + len(quote))


def _occurrences(text: str, words: str) -> Iterator[tuple[int, int]]:
    at = text.find(words)
    while at >= 0:
        yield at, at + len(words)
        at = text.find(words, at + 1)
