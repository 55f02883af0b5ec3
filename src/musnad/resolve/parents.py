"""Weighs whether a name is the place found under it or lies in another place that the article names.

A name that the gazetteer lacks, a common noun (`المستشفى`) and a namesake far from all else in the article take the
point of a parent: one of the places around them. Each option is described by named features and weighed by a
conditional logit (McFadden 1974) fitted on gold's dev part (`python -m training.gazetteer.parents`).
"""

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, cached_property
from importlib import resources
from typing import NamedTuple

import msgspec

from musnad.extract.toponyms import TOWNS, PlaceMention, governs, words
from musnad.registry.places import Place
from musnad.resolve.kinds import COMPATIBLE, STREETS, kilometres
from musnad.schema import Span
from musnad.text.document import Document

Features = dict[str, float]
SURE_PEOPLE = 20_000
"""Towns of that many people are taken as named, wherever the article's other places lie."""
ADJACENT = 12
"""Characters between a name and a parent named right beside it (`حي السلام في الخرطوم`)."""
REACH_KM = {"site": 10.0, "town": 40.0, "district": 80.0, "province": 300.0}
"""How far from a parent's point its parts may lie."""
FAR_STEPS = (30.0, 100.0, 300.0, 800.0)
"""Steps in km at which the distance to the nearest other place of the article counts."""


class Anchor(NamedTuple):
    """A name of the article with the place found under it in the gazetteer."""

    mention: PlaceMention
    place: Place
    segment: int


class Article:
    """What an article names: its names with the places under them in order, and the country named most."""

    def __init__(self, named: Sequence[tuple[PlaceMention, Place]], main: str | None) -> None:
        self.named, self.main = named, main
        self._anchors: list[Anchor] | None = None

    def anchors(self, document: Document) -> list[Anchor]:
        """The names with the segments that they stand in; the document is not kept."""
        if self._anchors is None:
            self._anchors = [Anchor(m, place, document.segment_index(m.span.start) or 0) for m, place in self.named]
        return self._anchors

    @cached_property
    def counts(self) -> Counter[str]:
        """How often each place is named, by id."""
        return Counter(place.id for _, place in self.named)


@cache
def weights() -> dict[str, float]:
    """The packaged weights by feature."""
    held = resources.files("musnad.resolve").joinpath("parents.json").read_bytes()
    return msgspec.json.decode(held, type=dict[str, float])


def is_sure(mention: PlaceMention, place: Place) -> bool:
    """Whether a name is the place found under it without being weighed."""
    if mention.head in STREETS:
        return False
    if place.precision in ("country", "province", "district") or place.kind == "capital":
        return True
    return not place.needs_cue and place.population >= SURE_PEOPLE


def choose(document: Document, mention: PlaceMention, ranked: Sequence[Place], article: Article) -> Place | None:
    """The likeliest of the places found under a name (`ranked`, likeliest first) and those of the anchors.

    Where another place of the article would win, a namesake that lies in it is meant. None where there is no option.
    """
    options = list(described(document, mention, ranked[0] if ranked else None, article))
    if not options:
        return None
    best = max(options, key=lambda option: score(option[1]))[0]
    return next((place for place in ranked if place is best or lies_in(place, best)), best)


def lies_in(place: Place, parent: Place) -> bool:
    """Whether a place may lie in another, so that naming both (`حي السلام في الخرطوم`) speaks for it."""
    if place.country != parent.country:
        return False
    if parent.kind == "province" and place.admin1 in (parent.admin1, parent.name_en):
        return True
    distance = kilometres(place, parent)
    return parent.precision == "country" or (distance is not None and distance <= REACH_KM[parent.precision])


def score(features: Features, by: Mapping[str, float] | None = None) -> float:
    """How well an option fits; higher is likelier."""
    held = weights() if by is None else by
    return sum(held.get(name, 0.0) * value for name, value in features.items())


def described(
    document: Document, mention: PlaceMention, own: Place | None, article: Article
) -> Iterator[tuple[Place, Features]]:
    """The options for a mention with their features: its own place first, then each other place once."""
    anchors = article.anchors(document)
    others = [anchor for anchor in anchors if not anchor.mention.name.overlaps(mention.name)]
    if own is not None:
        yield own, dict(_of_own(mention, own, others, article))
    segment = document.segment_index(mention.span.start) or 0
    nearest: dict[str, Anchor] = {}
    for anchor in others:
        held = nearest.get(anchor.place.id)
        if held is None or _steps(mention.span, segment, anchor) < _steps(mention.span, segment, held):
            nearest[anchor.place.id] = anchor
    last = _last_named(mention.span, others)
    for anchor in nearest.values():
        features = dict(_of_parent(mention, segment, anchor, last, article))
        joint = _joint(document, mention.span, anchor.mention.span)
        yield anchor.place, features | ({f"parent joined by {joint}": 1.0} if joint else {})


def _steps(span: Span, segment: int, anchor: Anchor) -> tuple[int, int]:
    return abs(anchor.segment - segment), _gap(span, anchor.mention.span)


def _gap(one: Span, other: Span) -> int:
    return max(other.start - one.end, one.start - other.end, 0)


def _joint(document: Document, span: Span, other: Span) -> str | None:
    """The kind of word between a name and a parent right after it; None where more stands between."""
    tokens = document.tokens_in(Span(span.end, other.start)) if other.start >= span.end else []
    if other.start < span.end or len(tokens) > 1:
        return None
    if not tokens:
        return "clitic" if document.text[other.start - 1 : other.start].isalpha() else "nothing"
    return "locative" if tokens[0].fold in words().locatives else "sign" if not tokens[0].is_word else None


def _last_named(span: Span, others: Sequence[Anchor]) -> Anchor | None:
    """The last town or finer place before a name."""
    before = (a for a in reversed(others) if a.mention.span.end <= span.start)
    return next((a for a in before if a.place.precision in ("town", "site")), None)


def _of_own(
    mention: PlaceMention, own: Place, others: Sequence[Anchor], article: Article
) -> Iterator[tuple[str, float]]:
    yield "own", 1.0
    yield f"own cue {own.needs_cue}", 1.0
    yield f"own {own.precision}", 1.0
    yield "own of several", float(len(mention.candidates) > 1)
    yield "own of one word", float(" " not in own.names_ar[0])
    yield "own people", math.log10(1 + own.population) / 3
    yield "own governs", float(governs(own))
    yield f"own fits {_fit(mention, own)}", 1.0
    abroad = article.main is not None and own.country != article.main
    reach = _reach(own, others)
    yield f"own {reach}", 1.0
    yield f"own {own.precision} {reach}", 1.0
    if abroad:
        yield "own abroad", 1.0
        yield f"own abroad {own.precision}", 1.0
        yield f"own abroad {reach}", 1.0
    if mention.head in STREETS:
        yield f"own {own.precision} after street", 1.0


def _fit(mention: PlaceMention, own: Place) -> str:
    if mention.head is None:
        return "no head"
    if own.kind == mention.head:
        return "head"
    return "kin" if own.kind in COMPATIBLE.get(mention.head, frozenset()) else "badly"


def _reach(own: Place, others: Sequence[Anchor]) -> str:
    """How far the nearest other place of the article lies, in steps."""
    distances = [
        distance
        for anchor in others
        if anchor.place.id != own.id and anchor.place.precision not in ("country", "province")
        if (distance := kilometres(own, anchor.place)) is not None
    ]
    if not distances:
        return "alone"
    return f"beyond {sum(min(distances) > step for step in FAR_STEPS)}"


def _of_parent(
    mention: PlaceMention, segment: int, anchor: Anchor, last: Anchor | None, article: Article
) -> Iterator[tuple[str, float]]:
    other, place = anchor.mention, anchor.place
    apart, gap = abs(anchor.segment - segment), _gap(mention.span, other.span)
    after = other.span.start >= mention.span.end
    yield f"parent {place.precision}", 1.0
    where = f"{min(apart, 3)} apart {'after' if after else 'before'}"
    yield f"parent {where}", 1.0
    yield f"parent {place.precision} {where}", 1.0
    yield "parent sentences", math.log1p(apart)
    yield "parent gap", math.log1p(min(gap, 1000)) / 5
    if apart == 0 and gap <= ADJACENT:
        yield f"parent adjacent {'after' if after else 'before'}", 1.0
    yield "parent often", math.log(article.counts[place.id])
    yield "parent first", float(anchor.mention is article.named[0][0])
    yield "parent last", float(anchor is last)
    yield "parent of the country", float(place.country == article.main)
    yield f"parent {other.role}", 1.0
    yield "parent governs", float(governs(place) and place.kind != "town")
    yield from _kinship(mention, anchor)


def _kinship(mention: PlaceMention, anchor: Anchor) -> Iterator[tuple[str, float]]:
    """How the parent's kind suits the head of the name."""
    place = anchor.place
    same = place.kind == mention.head or anchor.mention.head == mention.head
    kin = same or place.kind in COMPATIBLE.get(mention.head or "", frozenset())
    if mention.role == "anaphor":
        yield "anaphor of the kind", float(kin)
        yield "anaphor of the head", float(same)
        yield f"anaphor {mention.head} {place.precision}", 1.0
    elif mention.head is not None:
        finer = "street" if mention.head in STREETS else "other"
        yield f"{finer} in {'town' if place.kind in TOWNS else place.precision}", 1.0
