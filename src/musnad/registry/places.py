"""The gazetteer: reviewed places, and the automaton over their names.

Rows stand in `gazetteer/*.csv`; `basis` says where a row comes from: `geonames:<id>` (CC BY 4.0),
`iso3166-2:<code>`, `cldr`, `musnad` (written for Musnad from public knowledge) or `recalled` (typed from memory,
to be checked).
"""

import csv
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from musnad.registry.matcher import NameMatcher, all_words_of
from musnad.schema.reading import PlacePrecision

NAME_EN, NAMES_AR, KIND, COUNTRY, LAT = 1, 2, 3, 4, 6
TABLES = ("countries", "units", "towns", "recalled", "sites")
# First words that old and new papers write joined to the next (`خانيونس`, `ديرالزور`).
JOINED = frozenset("بور بيت تل خان دير عين كفر رام ام".split())
# Declined first words: a name given in one case is met in all three.
DECLINED = {"ابو": ("ابي", "ابا"), "بنو": ("بني",), "ذو": ("ذي",)}
RESPELLED = JOINED | DECLINED.keys()
# Foreign g, which papers write in four ways.
FOREIGN_G = ("ML", "NE", "BF", "NG", "TD", "CM", "SN", "SO", "ET", "KE", "AF", "IR", "TR", "BJ", "TG")


class Place(NamedTuple):
    """One place; `lat` and `lon` in WGS 84 degrees, None where a row has no point.

    `radius_m` is the radius in metres around the point of a site that still belongs to it.

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
    radius_m: int | None
    needs_cue: int
    cues: tuple[str, ...]


def _place(row: list[str]) -> Place:
    number, name_en, names_ar, kind, country, admin1, lat, lon, precision, population, radius, cue, cues, _ = row
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
        int(radius) if radius else None,
        int(cue) if cue else 0,
        tuple(cues.split("|")) if cues else (),
    )


@cache
def _rows() -> list[list[str]]:
    """The tables' rows in order; they become places one by one, as a text names them."""
    rows: list[list[str]] = []
    for table in TABLES:
        with Path(__file__).with_name("gazetteer").joinpath(f"{table}.csv").open(encoding="utf-8", newline="") as file:
            reader = csv.reader(file)
            next(reader)
            rows.extend(reader)
    return rows


@cache
def place(number: int) -> Place:
    """The place of a row, counted from 0 over all tables."""
    return _place(_rows()[number])


@cache
def places() -> tuple[Place, ...]:
    """All places of the gazetteer, in the order of the tables."""
    return tuple(map(place, range(len(_rows()))))


@cache
def provinces(country: str) -> tuple[Place, ...]:
    """The first-level units of a country that have a point."""
    return tuple(
        place(n) for n, row in enumerate(_rows()) if row[COUNTRY] == country and row[KIND] == "province" and row[LAT]
    )


@cache
def seat(kind: str, country: str) -> Place | None:
    """The country itself (kind `country`) or its `capital`, by ISO 3166-1 alpha-2 code."""
    numbers = (n for n, row in enumerate(_rows()) if row[COUNTRY] == country and row[KIND] == kind)
    return next(map(place, numbers), None)


@cache
def country_names() -> dict[str, str]:
    """Countries' English names by ISO 3166-1 alpha-2 code."""
    return {row[COUNTRY]: row[NAME_EN] for row in _rows() if row[KIND] == "country"}


@cache
def place_matcher() -> NameMatcher[int]:
    """The automaton over all names of all places, with their regular spellings; keys are for `place`."""
    named = [(name, number) for number, row in enumerate(_rows()) for name in row[NAMES_AR].split("|")]
    return NameMatcher(_spelled(all_words_of([name for name, _ in named]), [number for _, number in named]))


def _spelled(names: Sequence[str], numbers: Sequence[int]) -> Iterator[tuple[str, int]]:
    rows = _rows()
    for name, number in zip(names, numbers, strict=True):
        if "غ" in name or name.partition(" ")[0] in RESPELLED:
            yield from ((spelling, number) for spelling in spellings(name, foreign=rows[number][COUNTRY] in FOREIGN_G))
        else:
            yield name, number


def spellings(name: str, *, foreign: bool = False) -> list[str]:
    """A folded name and its regular other spellings: declined, joined, and with another letter for a foreign g."""
    found = [name]
    first, _, rest = name.partition(" ")
    if rest:
        found += [f"{other} {rest}" for other in DECLINED.get(first, ())]
        if first in JOINED and " " not in rest:
            found.append(first + rest)
    if foreign and "غ" in name and len(name) > 3:
        found += [name.replace("غ", letter) for letter in "جقك"]
    return found
