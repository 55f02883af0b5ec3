"""Chooses the place that a name means, and places names that the gazetteer does not hold by those around them.

Among places of one name the choice weighs the kind that the head noun asks for, the countries and places that
the rest of the article names, and population. A name without candidates takes the point of the place that its
clause, sentence or the sentences before name, at a coarser precision and with a lower confidence.
"""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from operator import itemgetter
from typing import NamedTuple
from weakref import WeakKeyDictionary

from musnad.extract.toponyms import PlaceMention, find_names, heads_in
from musnad.registry.places import Place, seat
from musnad.resolve.kinds import COMPATIBLE, kilometres
from musnad.resolve.offsets import distance_before, is_compass, moved
from musnad.resolve.parents import Article, choose, is_sure
from musnad.schema import PlaceRef, Span
from musnad.schema.reading import PlacePrecision
from musnad.text.document import Document

GAZETTEER, PARENT, ANAPHOR = "gazetteer", "parent place", "anaphor"
# How many of the places already chosen, the nearest in the text, weigh on the choice of another.
NEIGHBOURS = 8
WIDE_KM = 40.0
"""A place told to lie farther than this off another, on an unsaid side, is as imprecise as a province."""
STRETCHES = frozenset({"بين", "طريق", "محور", "خط", "شريط", "سكه"})
COARSER: dict[str, PlacePrecision] = {"site": "town", "town": "district", "district": "district"}


class Resolved(NamedTuple):
    """A mention with the place chosen, and how: `method` and a confidence in [0, 1]."""

    mention: PlaceMention
    place: Place | None
    point: tuple[float, float] | None
    precision: PlacePrecision
    method: str
    confidence: float


class Candidate(NamedTuple):
    """A place of a name, with what speaks for it, in units of one place named beside it."""

    place: Place
    parts: dict[str, float]


class Places(NamedTuple):
    """What is found for a document once.

    `article` is what the names say together, `certain` what those say that are sure, `candidates` the places
    under each name, the likeliest first.
    """

    resolved: list[Resolved]
    article: Article
    certain: Article
    candidates: dict[PlaceMention, list[Candidate]]


_CACHE: "WeakKeyDictionary[Document, dict[str | None, Places]]" = WeakKeyDictionary()


def resolve_places(
    document: Document, mentions: Sequence[PlaceMention], country_hint: str | None = None
) -> list[PlaceRef]:
    """A value for each of `mentions` (from `find_places`), in their order; `country_hint` is the outlet's country."""
    known = {resolved.mention: resolved for resolved in resolve_all(document, country_hint)}
    return [as_value(document, known[mention]) for mention in mentions if mention in known]


def place_of(document: Document, span: Span, country_hint: str | None = None) -> PlaceRef | None:
    """The place that the words of `span` mean in their article, None where nothing there or around names one."""
    everything = resolve_all(document, country_hint)
    inside = [r for r in everything if r.mention.span.overlaps(span) and r.place is not None]
    own = [r for r in inside if r.mention.name.overlaps(span)]
    best = _between(document, span, own) or max(own or inside, key=lambda r: _fineness(r, span), default=None)
    if best is None:
        best = _placed(document, unnamed(document, span), None, _held(document, country_hint).article)
    if best.place is None:
        return None
    value = as_value(document, best)
    value.quote, value.span = span.of(document.text), span
    return value


def weighed(document: Document, span: Span) -> tuple[PlaceMention, Place | None, Article]:
    """The mention inside `span` that `place_of` takes, the place under its name, and what it is weighed against."""
    held = _held(document, None)
    inside = [r for r in held.resolved if r.mention.span.overlaps(span) and r.place is not None]
    own = [r for r in inside if r.mention.name.overlaps(span)]
    best = max(own or inside, key=lambda r: _fineness(r, span), default=None)
    mention = unnamed(document, span) if best is None else best.mention
    ranked = held.candidates.get(mention)
    place = ranked[0].place if ranked else None
    return mention, place, held.article if place is None else held.certain


def unnamed(document: Document, span: Span) -> PlaceMention:
    """A phrase in which no place is named, as a mention: its first word may say what kind of place it is."""
    first = document.tokens_in(span)[:1]
    head = next((kind for token in first for kind, _ in heads_in(token.fold)), None)
    return PlaceMention(span, span, span, (), head, None, "place")


def _between(document: Document, span: Span, own: list[Resolved]) -> Resolved | None:
    """The middle of the two places that a quoted road or stretch joins (`بين … و…`, `طريق … - …`)."""
    ends = [r for r in own if r.point is not None and r.method == GAZETTEER and r.precision != "country"]
    first = document.tokens_in(span)[:1]
    if len(ends) != 2 or not first or first[0].fold.removeprefix("ال") not in STRETCHES:
        return None
    (lat, lon), (other_lat, other_lon) = ends[0].point or (0.0, 0.0), ends[1].point or (0.0, 0.0)
    middle = ((lat + other_lat) / 2, (lon + other_lon) / 2)
    return ends[0]._replace(point=middle, precision="district", confidence=0.6)


def resolve_all(document: Document, country_hint: str | None = None) -> list[Resolved]:
    """Every name and anaphor of a document with its place, in order."""
    return _held(document, country_hint).resolved


def _held(document: Document, country_hint: str | None) -> Places:
    held = _CACHE.setdefault(document, {})
    if country_hint not in held:
        held[country_hint] = resolve_mentions(document, find_names(document), country_hint)
    return held[country_hint]


def as_value(document: Document, resolved: Resolved) -> PlaceRef:
    """The value of a resolved mention; without a point where nothing could place it."""
    mention, place = resolved.mention, resolved.place
    name = place.name_en if place is not None else mention.name.of(document.text)
    return PlaceRef(
        quote=mention.span.of(document.text),
        span=mention.span,
        confidence=resolved.confidence,
        method=resolved.method,
        name=name,
        country=place.country if place is not None else None,
        admin1=place.admin1 if place is not None else None,
        lat=round(resolved.point[0], 4) if resolved.point else None,
        lon=round(resolved.point[1], 4) if resolved.point else None,
        precision=resolved.precision,
        registry_id=place.id if place is not None and resolved.method == GAZETTEER else None,
    )


def resolve_mentions(document: Document, mentions: Sequence[PlaceMention], country_hint: str | None = None) -> Places:
    """A place for each of any mentions of a document, in their order."""
    votes = _country_votes(mentions, country_hint)
    chosen: dict[int, Place] = {}
    ranked: dict[PlaceMention, list[Candidate]] = {}
    order = sorted(range(len(mentions)), key=lambda i: len(mentions[i].candidates))
    for index in order:
        candidates = mentions[index].candidates
        if candidates:
            steps = ((abs(other - index), place) for other, place in chosen.items())
            near = sorted(steps, key=itemgetter(0))[:NEIGHBOURS]
            ranked[mentions[index]] = _ranked(
                candidates, partial(_parts, mention=mentions[index], votes=votes, near=near)
            )
            chosen[index] = ranked[mentions[index]][0].place
    main = votes.most_common(1)[0][0] if votes else None
    sure = {i: place for i, place in chosen.items() if is_sure(mentions[i], place)}
    certain = _article(mentions, sure, main)
    kept = sure | _kept(document, mentions, {i: ranked[mentions[i]] for i in chosen if i not in sure}, certain)
    article = certain if len(kept) == len(sure) else _article(mentions, kept, main)
    resolved = [_placed(document, m, kept.get(i), article) for i, m in enumerate(mentions)]
    return Places(resolved, article, certain, ranked)


def _kept(
    document: Document, mentions: Sequence[PlaceMention], doubtful: dict[int, list[Candidate]], certain: Article
) -> dict[int, Place]:
    """The doubtful names that mean a place of their own, with it."""
    kept: dict[int, Place] = {}
    for index, candidates in doubtful.items():
        places = [candidate.place for candidate in candidates]
        choice = choose(document, mentions[index], places, certain)
        if choice is not None and any(choice is place for place in places):
            kept[index] = choice
    return kept


def _article(mentions: Sequence[PlaceMention], places: dict[int, Place], main: str | None) -> Article:
    return Article([(mentions[i], places[i]) for i in sorted(places)], main)


def _placed(document: Document, mention: PlaceMention, own: Place | None, article: Article) -> Resolved:
    """A mention as its own place or, without one, as lying in another that the article names."""
    if mention.role == "anaphor" and (place := _seat_of(mention, article.main)) is not None:
        return _known(document, mention, place)._replace(method=ANAPHOR, confidence=0.7)
    method = ANAPHOR if mention.role == "anaphor" else PARENT
    if own is not None:
        return _known(document, mention, own)
    place = choose(document, mention, (), article)
    if place is None:
        return Resolved(mention, None, None, "town", method, 0.2)
    precision = place.precision if method == ANAPHOR else COARSER.get(place.precision, place.precision)
    return Resolved(mention, place, _point(place), precision, method, 0.5)


def _point(place: Place) -> tuple[float, float] | None:
    return (place.lat, place.lon) if place.lat is not None and place.lon is not None else None


def _country_votes(mentions: Iterable[PlaceMention], country_hint: str | None) -> Counter[str]:
    """How much the article speaks of each country: a full vote where all candidates lie in it, else a share."""
    votes: Counter[str] = Counter()
    for mention in mentions:
        countries = Counter(place.country for place in mention.candidates)
        for country, count in countries.items():
            votes[country] += count / sum(countries.values())  # type: ignore[assignment]
    if country_hint:
        votes[country_hint] += 1
    return votes


def _ranked(places: Sequence[Place], parts: Callable[[Place], dict[str, float]]) -> list[Candidate]:
    found = [Candidate(place, parts(place)) for place in places]
    return sorted(found, key=lambda candidate: sum(candidate.parts.values()), reverse=True)


def _parts(place: Place, mention: PlaceMention, votes: Counter[str], near: list[tuple[int, Place]]) -> dict[str, float]:
    """How well a candidate fits, by what speaks for it, in units of one place named beside it."""
    beside = 0.0
    for steps, other in near:
        if other.precision == "country":
            beside += (0.5 / steps) * (other.country == place.country)
        elif (distance := kilometres(place, other)) is not None:
            beside += 1.5 / (1 + distance / 30) / steps**0.5
    return {
        "country": 4.0 * votes[place.country] / (sum(votes.values()) or 1.0),
        "people": 0.25 * math.log10(1 + place.population),
        "kind": _kind_fit(place, mention),
        "places beside": beside,
    }


def _kind_fit(place: Place, mention: PlaceMention) -> float:
    if mention.head is None:
        by_kind = {"country": 2.5, "province": 0.4, "capital": 0.8, "town": 0.6, "village": 0.0}
        return by_kind.get(place.kind, 0.3)
    if place.kind == mention.head or (place.kind, mention.head) == ("capital", "town"):
        return 3.0
    return 1.5 if place.kind in COMPATIBLE.get(mention.head, frozenset()) else 0.0


def _known(document: Document, mention: PlaceMention, place: Place) -> Resolved:
    point, precision = _point(place), place.precision
    km = distance_before(document, mention)
    if mention.relation is not None and is_compass(mention.relation):
        point = moved(place, mention.relation, km)
        precision = "district" if precision in ("site", "town") else precision
    elif km is not None:
        precision = "district" if km <= WIDE_KM else "province"
    elif mention.relation == "near" and precision == "town":
        precision = "district"
    confidence = 0.9 if len(mention.candidates) == 1 else 0.75
    return Resolved(mention, place, point, precision, GAZETTEER, confidence)


def _seat_of(mention: PlaceMention, main: str | None) -> Place | None:
    """What `البلاد` and `العاصمة` mean in an article that is mostly about the country `main`."""
    return seat(mention.head, main) if main is not None and mention.head in ("country", "capital") else None


def _fineness(resolved: Resolved, span: Span) -> tuple[float, int]:
    """Orders the places inside one quote: the finest, then the one that covers most of it."""
    finest = {"site": 4, "town": 3, "district": 2, "province": 1, "country": 0}[resolved.precision]
    name = resolved.mention.name
    return finest + (0.5 if resolved.method == GAZETTEER else -2.5), min(name.end, span.end) - max(
        name.start, span.start
    )
