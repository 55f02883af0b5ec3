"""Which claims are compared at all: those that share a key.

A key is a hash of when, and of where, who or what. *When* is a stretch of PERIOD days; a claim has those in which its
days (`compare.days`: an event without a date is sought in the week before its report) and one day to either side lie.
Of longer ranges only the first and the last MOST_PERIODS / 2 stretches count, and ranges of more than LONG days also
meet one another by the year; what is dated neither by itself nor by its report meets only its like. *Where* is a cell
of CELL degrees, with the cells next to it where the point lies near a border, and the province. *Who* is an actor or
target of the registry with the type of event. *What* are the rarest words of clauses and title, which join claims whose
place was not read, and the type alone where it is rare in the news (`types.yaml`). Claims over many stretches have no
words, so that the keys of a claim stay few.
"""

import hashlib
import math
from collections.abc import Iterable, Iterator, Sequence

from musnad.merge.compare import common_types, days
from musnad.merge.sketch import Sketch, Spot

PERIOD = 8
"""Days of a stretch."""
MOST_PERIODS, FEW_PERIODS = 6, 3
"""Stretches that a claim counts for, and those up to which its words join it."""
LONG = 45
"""Days from which a range meets others of its year."""
CELL, BORDER = 0.5, 0.12
"""Degrees: the width of a cell, and how near to its border a point counts for the next one too."""
WORDS, WORDS_UNPLACED = (3, 2), (6, 4)
"""How many words of the clauses and of the title join claims, whatever their place and actor."""
MOST_CELLS, MOST_PROVINCES, MOST_PARTIES = 4, 1, 2
UNDATED = -1
"""The stretch of claims of which neither the event nor the report is dated."""


def keys(sketch: Sketch) -> tuple[int, ...]:
    """The sorted keys of a claim, signed numbers of 64 bits; at least one."""
    subjects = sorted(set(_subjects(sketch))) or ["nothing"]
    return tuple(sorted({_hashed(f"{period}|{subject}") for period in periods(sketch) for subject in subjects}))


def _hashed(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big", signed=True)


def periods(sketch: Sketch) -> list[str]:
    """The stretches of days in which the event may have happened, and its years where it lasted long."""
    told = days(sketch)
    if told is None:
        return [str(UNDATED)]
    numbers = list(range((told[0] - 1) // PERIOD, (told[1] + 1) // PERIOD + 1))
    half = MOST_PERIODS // 2
    near = numbers if len(numbers) <= MOST_PERIODS else [*numbers[:half], *numbers[-half:]]
    years = sorted({day // 365 for day in told}) if told[1] - told[0] > LONG else []
    return [*map(str, near), *(f"year {year}" for year in years)]


def _subjects(sketch: Sketch) -> Iterator[str]:
    yield from _where(sketch)
    yield from (f"{sketch.type} {party}" for party in _who(sketch))
    if len(periods(sketch)) <= FEW_PERIODS:
        yield from (f"word {term}" for term in _words(sketch))
    if sketch.type not in common_types():
        yield f"type {sketch.type}"


def _where(sketch: Sketch) -> list[str]:
    cells = dict.fromkeys(cell for spot in sketch.places for cell in _cells(spot))
    provinces = dict.fromkeys(f"{spot.country} {spot.admin1}" for spot in sketch.places if spot.admin1)
    return [*list(cells)[:MOST_CELLS], *list(provinces)[:MOST_PROVINCES]]


def _cells(spot: Spot) -> Iterable[str]:
    if spot.lat is None or spot.lon is None or spot.precision in ("province", "country"):
        return ()
    rows = {math.floor((spot.lat + side) / CELL) for side in (0, -BORDER, BORDER)}
    columns = {math.floor((spot.lon + side) / CELL) for side in (0, -BORDER, BORDER)}
    return [f"{row} {column}" for row in sorted(rows) for column in sorted(columns)]


def _who(sketch: Sketch) -> list[str]:
    named = dict.fromkeys(party.id for party in (*sketch.actors, *sketch.targets) if party.id)
    return list(named)[:MOST_PARTIES]


def _words(sketch: Sketch) -> set[int]:
    """The heaviest terms of clauses and title; more of them where no place is told."""
    most, of_title = WORDS_UNPLACED if not sketch.places else WORDS
    return {*_rarest(sketch.terms, sketch.weights, most), *_rarest(sketch.title, sketch.title_weights, of_title)}


def _rarest(terms: Sequence[int], weights: bytes, most: int) -> list[int]:
    ranked = sorted(zip(weights, terms, strict=True), key=lambda term: (-term[0], term[1]))
    return [term for _, term in ranked[:most]]
