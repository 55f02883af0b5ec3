"""Chooses the place that a name means, and places names that the gazetteer does not hold by those around them.

Among places of one name the choice weighs the kind that the head noun asks for, the countries and places that
the rest of the article names, and population. A name without candidates takes the point of the place that its
clause, sentence or the sentences before name, at a coarser precision and with a lower confidence.
"""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from operator import itemgetter
from typing import NamedTuple
from weakref import WeakKeyDictionary

from musnad.extract.toponyms import PlaceMention, find_names
from musnad.registry.places import Place, provinces, seat
from musnad.schema import PlaceRef, Span
from musnad.schema.reading import PlacePrecision
from musnad.text.document import Document

GAZETTEER, PARENT, ANAPHOR = "gazetteer", "parent place", "anaphor"
KM_A_DEGREE = 111.2
# How many of the places already chosen, the nearest in the text, weigh on the choice of another.
NEIGHBOURS = 8
# How far a compass point moves a place's point, in km, by the place's precision.
SHIFT_KM = {"site": 2.0, "town": 8.0, "district": 12.0, "province": 30.0, "country": 150.0}
COMPASS = {"north": (1, 0), "south": (-1, 0), "east": (0, 1), "west": (0, -1)}
# Kinds of the gazetteer that a head noun's kind is content with, besides its own.
KIN: dict[str, frozenset[str]] = {
    "town": frozenset({"capital", "town", "village", "camp", "neighbourhood"}),
    "district": frozenset({"district", "border_area", "town", "village", "neighbourhood", "mountain"}),
    "base": frozenset({"base", "airbase", "camp"}),
    "airbase": frozenset({"base", "airbase", "airport"}),
    "airport": frozenset({"airport", "airbase"}),
    "oil_field": frozenset({"oil_field", "gas_field"}),
    "port": frozenset({"port", "oil_terminal"}),
    "sea": frozenset({"sea", "strait"}),
    "province": frozenset({"province"}),
    "neighbourhood": frozenset({"neighbourhood", "square", "town", "village"}),
    "camp": frozenset({"camp", "town", "village"}),
}
STRETCHES = frozenset({"بين", "طريق", "محور", "خط", "شريط", "سكه"})
# Heads under which cities far away are namesakes (`شارع الرياض` in another town), and how far that is, in km.
STREETS = frozenset({"neighbourhood", "road", "market", "mosque", "church", "university", "hospital"})
STREET_KM, FACILITY_KM, VILLAGE_KM = 60.0, 150.0, 400.0
SETTLED = frozenset({"country", "province", "capital", "town", "village"})
COARSER: dict[str, PlacePrecision] = {"site": "town", "town": "district", "district": "district"}


class Resolved(NamedTuple):
    """A mention with the place chosen, and how: `method` and a confidence in [0, 1]."""

    mention: PlaceMention
    place: Place | None
    point: tuple[float, float] | None
    precision: PlacePrecision
    method: str
    confidence: float


_CACHE: "WeakKeyDictionary[Document, dict[str | None, list[Resolved]]]" = WeakKeyDictionary()


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
        best = _around(document, span, everything)
    if best is None or best.place is None:
        return None
    value = as_value(document, best)
    value.quote, value.span = span.of(document.text), span
    return value


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
    held = _CACHE.setdefault(document, {})
    if country_hint not in held:
        held[country_hint] = _resolve(document, find_names(document), country_hint)
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


def _resolve(document: Document, mentions: list[PlaceMention], country_hint: str | None) -> list[Resolved]:
    votes = _country_votes(mentions, country_hint)
    chosen: dict[int, Place] = {}
    order = sorted(range(len(mentions)), key=lambda i: len(mentions[i].candidates))
    for index in order:
        candidates = mentions[index].candidates
        if candidates:
            steps = ((abs(other - index), place) for other, place in chosen.items())
            near = sorted(steps, key=itemgetter(0))[:NEIGHBOURS]
            chosen[index] = max(candidates, key=lambda p: _weight(p, mentions[index], votes, near))
    main = votes.most_common(1)[0][0] if votes else None
    for index in _namesakes(mentions, chosen):
        del chosen[index]
    known = [_known(mention, chosen[i]) if i in chosen else None for i, mention in enumerate(mentions)]
    resolved: list[Resolved] = []
    for index, mention in enumerate(mentions):
        resolved.append(known[index] or _placed_by_others(document, mention, known, main))
    return resolved


def _namesakes(mentions: list[PlaceMention], chosen: dict[int, Place]) -> list[int]:
    """Mentions whose chosen place lies too far from all others of the article to be the one meant."""
    found = []
    for index, place in chosen.items():
        limit = _reach(place, mentions[index].head)
        others = [other for i, other in chosen.items() if i != index]
        if limit is not None and _is_far(place, others, limit):
            found.append(index)
    return found


def _reach(place: Place, head: str | None) -> float | None:
    """How far a place may lie from all others that the article names, in km; None where it may lie anywhere."""
    if head == "neighbourhood":
        return STREET_KM
    if head in STREETS and place.kind in SETTLED:
        return FACILITY_KM
    return VILLAGE_KM if head in ("town", "camp", "district") and place.kind in SETTLED else None


def _is_far(place: Place, others: list[Place], limit: float) -> bool:
    near = [d for o in others if o.precision != "country" and (d := kilometres(place, o)) is not None]
    abroad = all(place.country != other.country for other in others)
    return place.kind == "country" or (bool(near) and min(near) > limit and (abroad or limit < VILLAGE_KM))


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


def _weight(place: Place, mention: PlaceMention, votes: Counter[str], near: list[tuple[int, Place]]) -> float:
    """How well a candidate fits; the parts are in units of one place named beside it."""
    total = sum(votes.values()) or 1.0
    weight = 4.0 * votes[place.country] / total + 0.25 * math.log10(1 + place.population)
    weight += _kind_fit(place, mention)
    for steps, other in near:
        if other.precision == "country":
            weight += (0.5 / steps) * (other.country == place.country)
        elif (distance := kilometres(place, other)) is not None:
            weight += 1.5 / (1 + distance / 30) / steps**0.5
    return weight


def _kind_fit(place: Place, mention: PlaceMention) -> float:
    if mention.head is None:
        by_kind = {"country": 1.5, "province": 0.4, "capital": 0.8, "town": 0.6, "village": 0.0}
        return by_kind.get(place.kind, 0.3)
    if place.kind == mention.head or (place.kind, mention.head) == ("capital", "town"):
        return 3.0
    return 1.5 if place.kind in KIN.get(mention.head, frozenset()) else 0.0


def _known(mention: PlaceMention, place: Place) -> Resolved:
    point = (place.lat, place.lon) if place.lat is not None and place.lon is not None else None
    precision = place.precision
    if mention.relation in COMPASS or (mention.relation or "")[:5] in ("north", "south"):
        point = _shifted(place, mention.relation or "")
        precision = "district" if precision in ("site", "town") else precision
    elif mention.relation == "near" and precision == "town":
        precision = "district"
    confidence = 0.9 if len(mention.candidates) == 1 else 0.75
    return Resolved(mention, place, point, precision, GAZETTEER, confidence)


def _shifted(place: Place, compass: str) -> tuple[float, float] | None:
    """The point of a place's northern (southern, …) part: for a country the middle of its units there."""
    if place.lat is None or place.lon is None:
        return None
    north = ("north" in compass) - ("south" in compass)
    east = ("east" in compass) - ("west" in compass)
    if place.kind == "country" and (middle := _part_of_country(place, north, east)) is not None:
        return middle
    distance = SHIFT_KM[place.precision] / KM_A_DEGREE
    return place.lat + distance * north, place.lon + distance * east / math.cos(math.radians(place.lat))


def _part_of_country(country: Place, north: int, east: int) -> tuple[float, float] | None:
    units = provinces(country.country)
    if len(units) < 3 or country.lat is None or country.lon is None:
        return None
    along = sorted(units, key=lambda p: north * (p.lat or 0) + east * (p.lon or 0))[-max(2, len(units) // 3) :]
    return sum(p.lat or 0 for p in along) / len(along), sum(p.lon or 0 for p in along) / len(along)


def _placed_by_others(
    document: Document, mention: PlaceMention, known: Sequence[Resolved | None], main: str | None
) -> Resolved:
    """A mention without candidates takes the nearest fitting place of its sentence, else of those before."""
    method = ANAPHOR if mention.role == "anaphor" else PARENT
    if method == ANAPHOR and (place := _seat_of(mention, main)) is not None:
        return _known(mention, place)._replace(method=ANAPHOR, confidence=0.7)
    others = [r for r in known if r is not None]
    if method == ANAPHOR:
        others = _antecedents(mention, others) or others
    parent = _nearest(document, mention.span, others, main)
    if parent is None:
        return Resolved(mention, None, None, "town", method, 0.2)
    precision = parent.precision if method == ANAPHOR else COARSER.get(parent.precision, parent.precision)
    return Resolved(mention, parent.place, parent.point, precision, method, 0.5)


def _seat_of(mention: PlaceMention, main: str | None) -> Place | None:
    """What `البلاد` and `العاصمة` mean in an article that is mostly about the country `main`."""
    return seat(mention.head, main) if main is not None and mention.head in ("country", "capital") else None


def _antecedents(mention: PlaceMention, others: list[Resolved]) -> list[Resolved]:
    """The places before an anaphor that are of the kind it names."""
    fits = KIN.get(mention.head or "", frozenset({mention.head}))
    before = [r for r in others if r.mention.span.start < mention.span.start]
    return [r for r in before if r.place is not None and (r.mention.head == mention.head or r.place.kind in fits)]


def _around(document: Document, span: Span, everything: list[Resolved]) -> Resolved | None:
    known = [r for r in everything if r.method == GAZETTEER]
    main = Counter(r.place.country for r in known if r.place).most_common(1)
    parent = _nearest(document, span, known, main[0][0] if main else None)
    return parent and parent._replace(method=PARENT, confidence=0.4)


def _nearest(document: Document, span: Span, known: list[Resolved], main: str | None) -> Resolved | None:
    """The known place that says most about where `span` is."""
    if not known:
        return None
    return max(known, key=lambda other: _closeness(document, span, other, main))


def _closeness(document: Document, span: Span, other: Resolved, main: str | None) -> float:
    here, there = document.segment_index(span.start), document.segment_index(other.mention.span.start)
    here, there = (-1 if here is None else here), (-1 if there is None else there)
    between = (
        other.mention.span.start - span.end
        if other.mention.span.start >= span.end
        else span.start - other.mention.span.end
    )
    closeness = -abs(here - there) * 1.0 - (1.0 if there > here else 0.0) - min(between, 600) / 300
    closeness += {"country": -4.0, "province": -1.5, "district": -0.3}.get(other.precision, 0.0)
    closeness += 1.5 * (other.place is not None and other.place.country == main)
    closeness -= 3.0 if other.mention.role == "hint" else 0.0
    if 0 <= other.mention.span.start - span.end <= 12 and here == there:
        closeness += 2.0
    return closeness


def _fineness(resolved: Resolved, span: Span) -> tuple[float, int]:
    """Orders the places inside one quote: the finest, then the one that covers most of it."""
    finest = {"site": 4, "town": 3, "district": 2, "province": 1, "country": 0}[resolved.precision]
    name = resolved.mention.name
    return finest + (0.5 if resolved.method == GAZETTEER else -2.5), min(name.end, span.end) - max(
        name.start, span.start
    )


def kilometres(one: Place, other: Place) -> float | None:
    """Distance between two places, None where one has no point."""
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return None
    x = (one.lon - other.lon) * math.cos(math.radians((one.lat + other.lat) / 2))
    return KM_A_DEGREE * math.hypot(x, one.lat - other.lat)
