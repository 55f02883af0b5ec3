"""Compares two sketches: what each part of them says for or against their telling of one event.

A finding is a code and how strongly it holds, in [0, 1]; of each part exactly one code is found (of words two), so
that a score is a sum over parts (`score.py`) and every part can be told in words (`explain.py`). All is symmetric.
"""

import math
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from musnad.data import load_yaml
from musnad.embed import frequencies, key_of, terms
from musnad.merge import distance
from musnad.merge.sketch import Party, Sketch, Spot
from musnad.registry.actors import actor_by_id
from musnad.resolve.provisional import is_provisional

SOON = 7
"""Days before its publication within which an event without a date is taken to have happened."""
SLACK_KM = {"site": 0.0, "town": 2.0, "district": 12.0, "province": 70.0, "country": 400.0}
"""How far the point of a place may lie from what happened there, by its precision."""
FINENESS = ("site", "town", "district", "province", "country")
ALIKE, PARTLY = 0.6, 0.25
"""The share of the shorter name's weight that two names share: from here one name, from here a related one."""
STATE = frozenset({"foreign forces", "government", "intelligence", "military", "police"})
"""The types of actors that are bodies of a state."""
ENGLISH_WEIGHT = 4.0
LEAST_WEIGHT = 7.0
"""What a name weighs at the least: one word that a tenth of all articles have (`القاعدة`) names nothing by itself."""
FEW_WORDS = 0.25
"""The cosine of clauses up to which each step says that they share some words; above, that they share many."""
MUCH_TOPIC = 0.4
"""The cosine with a title from which an article is fully of the other's topic."""
OTHER_DAYS = frozenset({"date.next", "date.days", "date.far"})
CONTRADICTIONS = OTHER_DAYS | {"type.unlike", "place.off", "place.elsewhere"}
Tokens = dict[str, float]
Vector = dict[int, float]
"""The weights of terms by key, of unit length."""


class Finding(NamedTuple):
    """What one part of two sketches says: `code` names it, `value` how strongly it holds, in [0, 1]."""

    code: str
    value: float = 1.0


class Named(NamedTuple):
    """A name in comparable form: the registry's id, and its words in each language with their weights."""

    id: str | None
    arabic: Tokens
    english: Tokens


class Placed(NamedTuple):
    """A place in comparable form; `fineness` counts from 0 for a site to 4 for a country."""

    spot: Spot
    named: Named
    fineness: int


class View(NamedTuple):
    """A sketch in comparable form."""

    places: tuple[Placed, ...]
    finest: int
    actors: tuple[Named, ...]
    targets: tuple[Named, ...]
    words: Vector
    title: Vector


def findings(a: Sketch, b: Sketch) -> list[Finding]:
    """What every part of two sketches says, in a fixed order.

    Where kind, day or place contradict each other, words are not compared, nor are tolls and hours of two days:
    reports of strikes on one town day after day, or on one town after another, are told in the same words, and
    likeness would chain them.
    """
    one, other = view(a), view(b)
    first = [*kind_and_days(a, b), _place(one, other)]
    found = [*first, "actor." + _parties(one.actors, other.actors), "target." + _parties(one.targets, other.targets)]
    found += [_weapon(a, b), *_further(a, b)]
    if OTHER_DAYS.isdisjoint(first):
        found += [_toll(a, b), _hour(a.hours, b.hours)]
    words = _words(one, other) if CONTRADICTIONS.isdisjoint(first) else ()
    return [*map(Finding, found), *words]


def kind_and_days(a: Sketch, b: Sketch) -> tuple[str, str]:
    """The first two findings, which cost next to nothing."""
    return _type(a.type, b.type), _date(a, b)


@lru_cache(maxsize=65536)
def view(sketch: Sketch) -> View:
    """A sketch in comparable form."""
    places = tuple(Placed(spot, named(spot), FINENESS.index(spot.precision)) for spot in sketch.places)
    return View(
        places=places,
        finest=min((place.fineness for place in places), default=len(FINENESS)),
        actors=tuple(map(named, sketch.actors)),
        targets=tuple(map(named, sketch.targets)),
        words=_vector(sketch.terms, sketch.weights),
        title=_vector(sketch.title, sketch.title_weights),
    )


def _vector(keys: Sequence[int], weights: bytes) -> Vector:
    length = math.sqrt(sum(weight * weight for weight in weights)) or 1.0
    return {key: weight / length for key, weight in zip(keys, weights, strict=True)}


def named(item: Party | Spot) -> Named:
    """A party or place in comparable form."""
    return Named(item.id, *_tokens(item.name, item.quote))


@lru_cache(maxsize=65536)
def _tokens(name: str, quote: str) -> tuple[Tokens, Tokens]:
    held = frequencies()
    arabic = {term: held.rarity(key_of(term)) for term in terms(quote)}
    english = {term: ENGLISH_WEIGHT for term in terms(name.lower()) if term.isascii() and term not in generic()}
    return arabic, english


@cache
def generic() -> frozenset[str]:
    """English words that name a kind of thing and not the thing."""
    return frozenset(load_yaml("musnad.merge", "words.yaml")["generic"])


def alike(a: Named, b: Named) -> float:
    """How far two names are one, in [0, 1]: 1 for one identity, else the larger share of words of either language."""
    if a.id and a.id == b.id:
        return 1.0
    if a.id and b.id and not (is_provisional(a.id) or is_provisional(b.id)):
        return PARTLY if _is_one_state(a.id, b.id) else 0.0
    return max(_shared(a.arabic, b.arabic, LEAST_WEIGHT), _shared(a.english, b.english, ENGLISH_WEIGHT))


@lru_cache(maxsize=4096)
def _is_one_state(a: str, b: str) -> bool:
    """Whether two bodies of the registry belong to one state (its army and its air force)."""
    one, other = actor_by_id().get(a), actor_by_id().get(b)
    if one is None or other is None or not one.country or one.country != other.country:
        return False
    return one.type in STATE and other.type in STATE


def _shared(a: Tokens, b: Tokens, floor: float) -> float:
    least = max(floor, min(sum(a.values()), sum(b.values())))
    return sum(weight for term, weight in a.items() if term in b) / least


@cache
def _relations() -> tuple[frozenset[frozenset[str]], tuple[frozenset[str], ...]]:
    held = load_yaml("musnad.merge", "types.yaml")
    return frozenset(map(frozenset, held["near"])), tuple(map(frozenset, held["kin"].values()))


@lru_cache(maxsize=4096)
def _type(a: str, b: str) -> str:
    near, kin = _relations()
    if a == b:
        return "type.same"
    if frozenset((a, b)) in near:
        return "type.near"
    return "type.kin" if any(a in group and b in group for group in kin) else "type.unlike"


def days(sketch: Sketch) -> tuple[int, int] | None:
    """The first and last day on which the event may have happened; None where neither it nor its report is dated."""
    if sketch.start is not None and sketch.end is not None:
        return sketch.start, sketch.end
    return None if sketch.published is None else (sketch.published - SOON, sketch.published)


def _date(a: Sketch, b: Sketch) -> str:
    one, other = days(a), days(b)
    if one is None or other is None:
        return "date.unknown"
    gap = max(one[0] - other[1], other[0] - one[1])
    if a.start is None or b.start is None:
        return "date.likely" if gap <= 0 else "date.unlikely"
    if gap > 0:
        return "date.next" if gap == 1 else "date.days" if gap <= 3 else "date.far"
    if one == other and one[1] - one[0] <= 1:
        return "date.same"
    return "date.overlap" if max(one[1] - one[0], other[1] - other[0]) <= 3 else "date.within"


def kilometres(a: Spot, b: Spot) -> float | None:
    """The distance of two places' points, None where one has none."""
    return distance.kilometres((a.lat, a.lon), (b.lat, b.lon))


def same_places(a: View, b: View) -> Iterator[tuple[Placed, Placed]]:
    """The places that both name."""
    for one in a.places:
        for other in b.places:
            if _is_same(one, other):
                yield one, other


def _is_same(one: Placed, other: Placed) -> bool:
    if one.spot.country and other.spot.country and one.spot.country != other.spot.country:
        return False
    if one.named.id and one.named.id == other.named.id:
        return True
    apart = kilometres(one.spot, other.spot)
    if apart is not None and apart > 15 + SLACK_KM[one.spot.precision] + SLACK_KM[other.spot.precision]:
        return False
    return alike(one.named, other.named) >= ALIKE


def _place(a: View, b: View) -> str:
    if not a.places or not b.places:
        return "place.unknown"
    level = min((max(one.fineness, other.fineness) for one, other in same_places(a, b)), default=len(FINENESS))
    if level <= 2 and (level == 0 or level <= max(a.finest, b.finest)):
        return f"place.same_{FINENESS[level]}"
    if max(a.finest, b.finest) >= 3:
        return _wide(a, b)
    return _apart(a, b, rivals=a.finest == b.finest == 0)


def _wide(a: View, b: View) -> str:
    """Where one names no place finer than a province: whether it holds the other."""
    countries = [{place.spot.country for place in seen.places} - {None} for seen in (a, b)]
    if all(countries) and not countries[0] & countries[1]:
        return "place.elsewhere"
    if max(a.finest, b.finest) == 4:
        return "place.country"
    provinces = [{place.spot.admin1 for place in seen.places} - {None} for seen in (a, b)]
    apart = nearest(a, b)
    inside = bool(provinces[0] & provinces[1]) or (apart is not None and apart <= SLACK_KM["province"])
    return "place.province" if inside else "place.elsewhere"


def _apart(a: View, b: View, rivals: bool) -> str:
    apart = nearest(a, b)
    if apart is None:
        return "place.unlike"
    if apart <= 0.5 and not rivals:
        return "place.at"
    if apart <= 15:
        return "place.rival" if rivals else "place.near"
    return "place.off" if apart <= 50 else "place.elsewhere"


def nearest(a: View, b: View) -> float | None:
    """The least distance between the finest places of two claims, in kilometres, less what their precision allows."""
    ones = [place.spot for place in a.places if place.fineness == a.finest]
    others = [place.spot for place in b.places if place.fineness == b.finest]
    told = [(kilometres(one, other), one, other) for one in ones for other in others]
    near = [max(0.0, km - _slack(one) - _slack(other)) for km, one, other in told if km is not None]
    return min(near, default=None)


def _slack(spot: Spot) -> float:
    return SLACK_KM[spot.precision] if spot.precision in ("town", "district") else 0.0


def _parties(a: Sequence[Named], b: Sequence[Named]) -> str:
    if not a or not b:
        return "unknown"
    best = max(alike(one, other) for one in a for other in b)
    return "same" if best >= ALIKE else "partly" if best >= PARTLY else "other"


def _weapon(a: Sketch, b: Sketch) -> str:
    if not a.weapons or not b.weapons:
        return "weapon.unknown"
    return "weapon.same" if set(a.weapons) & set(b.weapons) else "weapon.other"


def _toll(a: Sketch, b: Sketch) -> str:
    for status in ("killed", "injured", "captured", "missing", "displaced"):
        ones = [(toll.low, toll.high) for toll in a.tolls if toll.status == status]
        others = [(toll.low, toll.high) for toll in b.tolls if toll.status == status]
        if ones and others:
            return min((_tolls(one, other) for one in ones for other in others), key=TOLLS.index)
    return "toll.unknown"


TOLLS = ("toll.exact", "toll.same", "toll.fits", "toll.near", "toll.other")
"""From the strongest agreement to the least."""


def _tolls(a: tuple[int, int | None], b: tuple[int, int | None]) -> str:
    if a == b:
        return "toll.exact" if a[0] >= 4 else "toll.same"
    if a[0] <= (b[1] if b[1] is not None else math.inf) and b[0] <= (a[1] if a[1] is not None else math.inf):
        return "toll.fits"
    low, high = sorted((a[0], b[0]))
    return "toll.near" if high <= 2 * low else "toll.other"


def _hour(a: int, b: int) -> str:
    if not a or not b:
        return "hour.unknown"
    if a & b:
        return "hour.same"
    beside = (a << 1 | a >> 1 | (a & 1) << 5 | a >> 5) & b
    return "hour.near" if beside else "hour.other"


def _words(one: View, other: View) -> Iterator[Finding]:
    """What clauses share, and titles: a title may tell what an elliptical clause (`الحادث`) leaves out."""
    shared = cosine(one.words, other.words)
    yield Finding("words.some", min(shared, FEW_WORDS) / FEW_WORDS)
    yield Finding("words.many", max(shared - FEW_WORDS, 0.0) / (1 - FEW_WORDS))
    topic = max(cosine(one.title, other.title), cosine(one.title, other.words), cosine(one.words, other.title))
    told = one.places and other.places
    yield Finding("topic.placed" if told else "topic.unplaced", min(topic, MUCH_TOPIC) / MUCH_TOPIC)


def cosine(a: Vector, b: Vector) -> float:
    """The cosine of two vectors of unit length."""
    short, long = (a, b) if len(a) <= len(b) else (b, a)
    return math.fsum(height * long[key] for key, height in short.items() if key in long)


def _further(a: Sketch, b: Sketch) -> Iterator[str]:
    """What is told only where it is so."""
    if a.report == b.report:
        yield "report.same"
    if a.again != b.again:
        yield "again.one"
    if a.denied != b.denied:
        yield "denied.one"


@cache
def common_types() -> frozenset[str]:
    """The sub-event types by which alone no claims are brought together."""
    return frozenset(load_yaml("musnad.merge", "types.yaml")["common"])
