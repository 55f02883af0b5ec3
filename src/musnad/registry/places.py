"""The gazetteer: reviewed places, and the automaton over their names.

Rows stand in `gazetteer/*.csv`; `basis` says where a row comes from: `geonames:<id>` (CC BY 4.0),
`iso3166-2:<code>`, `cldr`, `musnad` (written for Musnad from public knowledge) or `recalled` (typed from memory,
to be checked).
"""

import csv
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from musnad.registry.matcher import NameMatcher
from musnad.schema.reading import PlacePrecision

TABLES = ("countries", "units", "towns", "recalled", "sites")
# First words that old and new papers write joined to the next (`خانيونس`, `ديرالزور`).
JOINED = frozenset("بور بيت تل خان دير عين كفر رام ام".split())
# Declined first words: a name given in one case is met in all three.
DECLINED = {"ابو": ("ابي", "ابا"), "بنو": ("بني",), "ذو": ("ذي",)}
# Foreign g, which papers write in four ways.
FOREIGN_G = ("ML", "NE", "BF", "NG", "TD", "CM", "SN", "SO", "ET", "KE", "AF", "IR", "TR", "BJ", "TG")


class Place(NamedTuple):
    """One place; `lat` and `lon` in WGS 84 degrees, None where a row has no point.

    `needs_cue` is 0 for a name that stands alone, 1 for one that needs a locative word before it, 2 for one
    that needs a head (`بلدة`, `حي`) or one of `cues` in the text.
    """

    id: str
    name_en: str
    names_ar: tuple[str, ...]
    kind: str
    country: str
    admin1: str | None
    lat: float | None
    lon: float | None
    precision: PlacePrecision
    population: int
    needs_cue: int
    cues: tuple[str, ...]


def _place(row: list[str]) -> Place:
    number, name_en, names_ar, kind, country, admin1, lat, lon, precision, population, _, cue, cues, _ = row
    return Place(
        number,
        name_en,
        tuple(names_ar.split("|")),
        kind,
        country,
        admin1 or None,
        float(lat) if lat else None,
        float(lon) if lon else None,
        precision,  # type: ignore[arg-type]
        int(population) if population else 0,
        int(cue) if cue else 0,
        tuple(cues.split("|")) if cues else (),
    )


@lru_cache(maxsize=1)
def places() -> tuple[Place, ...]:
    """All places of the gazetteer, in the order of the tables."""
    folder = Path(__file__).with_name("gazetteer")
    rows: list[Place] = []
    for table in TABLES:
        with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            reader = csv.reader(file)
            next(reader)
            rows.extend(map(_place, reader))
    return tuple(rows)


@lru_cache(maxsize=1)
def by_id() -> dict[str, Place]:
    """Places by their id."""
    return {place.id: place for place in places()}


@lru_cache(maxsize=1)
def place_matcher() -> NameMatcher[Place]:
    """The automaton over all names of all places, with their regular spellings."""
    return NameMatcher(_named(places()))


def _named(rows: Iterable[Place]) -> Iterator[tuple[str, Place]]:
    for place in rows:
        for name in place.names_ar:
            for spelling in spellings(name, foreign=place.country in FOREIGN_G):
                yield spelling, place


def spellings(name: str, *, foreign: bool = False) -> list[str]:
    """A name and its regular other spellings: declined, joined, and with another letter for a foreign g."""
    found = [name]
    first, _, rest = name.partition(" ")
    bare = first.translate(_HAMZA)
    if rest:
        found += [f"{other} {rest}" for other in DECLINED.get(bare, ())]
        if bare in JOINED and " " not in rest:
            found.append(bare + rest)
    if foreign and "غ" in name and len(name) > 3:
        found += [name.replace("غ", letter) for letter in "جقك"]
    return found


_HAMZA = str.maketrans("أإآ", "ااا")
