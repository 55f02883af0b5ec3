"""A sketch of a claim: all that comparing it needs, small enough to be kept beside it (about 1 kB packed).

Nothing of the article is needed once the sketch is made, so that a claim of today is compared with one of last month
without reading anything anew. The words of its clauses are kept as the terms of `musnad.embed` with their weights.
"""

import datetime as dt
import math
from collections import Counter
from functools import cache, lru_cache

import msgspec

from musnad.data import load_yaml
from musnad.embed import frequencies, key_of, terms
from musnad.merge.claims import Claim
from musnad.schema import Event
from musnad.schema.reading import ActorRef, Casualty, PlaceRef

MOST_TERMS = 48
"""The heaviest terms of the clauses that are kept."""
MOST_PLACES, MOST_PARTIES, MOST_TOLLS, LONGEST_NAME = 6, 5, 6, 80
GRAIN = 20.0
"""Weights of terms are kept in steps of 1 / GRAIN, in one byte each."""


class Spot(msgspec.Struct, frozen=True, array_like=True):
    """One place of a claim: as in `musnad.schema.PlaceRef`, degrees to two decimals."""

    name: str
    quote: str
    precision: str
    country: str | None
    admin1: str | None
    lat: float | None
    lon: float | None
    id: str | None


class Party(msgspec.Struct, frozen=True, array_like=True):
    """One actor or target of a claim."""

    name: str
    quote: str
    id: str | None


class Toll(msgspec.Struct, frozen=True, array_like=True):
    """How many persons of a status; `high` is None where there is no upper bound."""

    status: str
    low: int
    high: int | None


class Sketch(msgspec.Struct, frozen=True, array_like=True):
    """All that comparing a claim needs.

    `start`, `end` and `published` are ordinals of days (`datetime.date.toordinal`), None where unknown. `hours` has a
    bit for each part of the day in `words.yaml`, `again` says that the clauses tell of an earlier blow. `terms` are
    the keys of `musnad.embed.key_of` for the words of the clauses, ascending, `weights` theirs, a byte each in steps of
    1 / GRAIN; `title` and `title_weights` are the same for the article's title.
    """

    claim: str
    article: str
    report: str
    type: str
    start: int | None
    end: int | None
    published: int | None
    hours: int
    again: bool
    denied: bool
    places: tuple[Spot, ...]
    actors: tuple[Party, ...]
    targets: tuple[Party, ...]
    weapons: tuple[str, ...]
    tolls: tuple[Toll, ...]
    terms: tuple[int, ...]
    weights: bytes
    title: tuple[int, ...]
    title_weights: bytes


def sketch(claim: Claim) -> Sketch:
    """The sketch of a claim; a function of the claim alone."""
    event = claim.event
    keys, weights = _weighed(claim.words)
    title, title_weights = _weighed(claim.title)
    row = _row(claim.words)
    return Sketch(
        claim=claim.id,
        article=claim.article,
        report=claim.report,
        type=event.sub_event_type,
        start=event.date.start.toordinal() if event.date else None,
        end=event.date.end.toordinal() if event.date else None,
        published=_ordinal(claim.published),
        hours=_hours(event),
        again=any(cue in row for cue in _again()),
        denied=event.denied,
        places=tuple(_spot(place) for place in event.places[:MOST_PLACES]),
        actors=tuple(_party(actor) for actor in event.actors[:MOST_PARTIES]),
        targets=tuple(_party(target) for target in event.targets[:MOST_PARTIES]),
        weapons=tuple(sorted({weapon.kind for weapon in event.weapons})),
        tolls=tuple(sorted(set(map(_toll, event.casualties)), key=str)[:MOST_TOLLS]),
        terms=keys,
        weights=weights,
        title=title,
        title_weights=title_weights,
    )


def _ordinal(day: dt.date | None) -> int | None:
    return None if day is None else day.toordinal()


def _spot(place: PlaceRef) -> Spot:
    name, quote = place.name[:LONGEST_NAME], place.quote[:LONGEST_NAME]
    lat, lon = (None if value is None else round(value, 2) for value in (place.lat, place.lon))
    return Spot(name, quote, place.precision, place.country, place.admin1, lat, lon, place.registry_id)


def _party(actor: ActorRef) -> Party:
    return Party(actor.name[:LONGEST_NAME], actor.quote[:LONGEST_NAME], actor.registry_id)


def _toll(casualty: Casualty) -> Toll:
    return Toll(casualty.status, casualty.min, casualty.max)


@lru_cache(65_536)
def _measured(term: str) -> tuple[int, float]:
    """The key of a term and its rarity."""
    key = key_of(term)
    return key, frequencies().rarity(key)


@lru_cache(256)
def _weighed(text: str) -> tuple[tuple[int, ...], bytes]:
    """The heaviest terms of a text by key, and their weights: rarity times 1 + ln(count)."""
    counts = Counter(map(_measured, _terms(text)))
    heights = {key: rarity * (1 + math.log(count)) for (key, rarity), count in counts.items()}
    kept = sorted(sorted(heights, key=lambda key: (-heights[key], key))[:MOST_TERMS])
    return tuple(kept), bytes(min(255, round(heights[key] * GRAIN)) for key in kept)


@cache
def _parts_of_day() -> list[list[str]]:
    listed = load_yaml("musnad.merge", "words.yaml")["hours"]
    return [[_row(word) for word in words] for part in listed for words in part.values()]


@cache
def _again() -> list[str]:
    return [_row(cue) for cue in load_yaml("musnad.merge", "words.yaml")["again"]]


def _row(text: str) -> str:
    """The terms of a text in a row, a blank around each."""
    return f" {' '.join(_terms(text))} "


@lru_cache(256)
def _terms(text: str) -> tuple[str, ...]:
    """The terms of a text; the claims of an article share its title, and a claim's clauses are looked at twice."""
    return tuple(terms(text))


def _hours(event: Event) -> int:
    """The parts of the day that the words of the date name, else those that the clauses name."""
    told = _bits(event.date.quote) if event.date else 0
    return told or _bits("\n".join(mention.quote for mention in event.mentions))


def _bits(text: str) -> int:
    row = _row(text)
    return sum(1 << at for at, cues in enumerate(_parts_of_day()) if any(cue in row for cue in cues))
