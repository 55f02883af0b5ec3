"""The gazetteer: reviewed places, and the automaton over their names.

Rows stand in `gazetteer.tsv.gz` (see `tables.py`); `basis` says where a row comes from: `geonames:<id>`,
`iso3166-2:<code>`, `cldr`, `musnad` (written for Musnad from public knowledge) or `recalled` (typed from memory, to
be checked), and `licence` on which terms. Further tables are loaded after it: those that `use_gazetteers` names,
else those of the environment variable `MUSNAD_GAZETTEER`.
"""

import os
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from musnad.registry.further import Held, add_tables
from musnad.registry.matcher import NameMatcher
from musnad.registry.spellings import spellings
from musnad.registry.tables import COLUMNS, packed_lines, tables_under
from musnad.schema.reading import PlacePrecision

__all__ = [
    "Place",
    "country_names",
    "place",
    "place_matcher",
    "places",
    "provinces",
    "seat",
    "spellings",
    "use_gazetteers",
]
FURTHER = "MUSNAD_GAZETTEER"
"""Names further tables and folders of them, separated as `PATH` is."""
AT = {name: number for number, name in enumerate(COLUMNS)}
Found = TypeVar("Found", bound=Callable[..., Any])


class Place(NamedTuple):
    """One place; `lat` and `lon` in WGS 84 degrees, None where a row has no point.

    `radius_m` is the radius in metres around the point of a site that still belongs to it.

    `needs_cue` is 0 for a name that stands alone, 1 for one that needs a locative word before it, 2 for one
    that needs a head (`بلدة`, `حي`) or one of `cues` in the text.

    `admin1` and `admin2` are the English names of the first- and second-level units that it lies in, `pcode` its
    code in OCHA's Common Operational Datasets, `licence` an SPDX identifier.
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
    aliases_en: tuple[str, ...] = ()
    admin2: str | None = None
    pcode: str | None = None
    basis: str = ""
    licence: str = ""


def _list(value: str) -> tuple[str, ...]:
    return tuple(value.split("|")) if value else ()


def _place(cells: list[str]) -> Place:
    held = dict(zip(COLUMNS, cells, strict=True))
    return Place(
        id=held["id"],
        name_en=held["name_en"],
        names_ar=_list(held["names_ar"]),
        kind=held["kind"],
        country=held["country"],
        admin1=held["admin1"] or None,
        lat=float(held["lat"]) if held["lat"] else None,
        lon=float(held["lon"]) if held["lon"] else None,
        precision=held["precision"],  # type: ignore[arg-type]
        population=int(held["population"] or 0),
        radius_m=int(held["radius_m"]) if held["radius_m"] else None,
        needs_cue=int(held["needs_cue"] or 0),
        cues=_list(held["cues"]),
        aliases_en=_list(held["aliases_en"]),
        admin2=held["admin2"] or None,
        pcode=held["pcode"] or None,
        basis=held["basis"],
        licence=held["licence"],
    )


_further: tuple[Path, ...] | None = None
_cached: list[Callable[[], None]] = []


def kept_with_gazetteer(function: Found) -> Found:
    """Like `functools.cache`, but forgotten when other tables are chosen."""
    kept = cache(function)
    _cached.append(kept.cache_clear)
    return kept  # type: ignore[return-value]


def use_gazetteers(paths: Iterable[Path] | None) -> None:
    """Load these tables, and the tables in these folders, after the packaged one; None for those of `FURTHER`.

    For this process alone, and before the first article is read: places found earlier keep their old numbers.
    """
    global _further
    _further = None if paths is None else tuple(paths)
    for clear in _cached:
        clear()


def further_tables() -> list[Path]:
    """The further tables that are loaded; raises `TableError` for a path with none."""
    if _further is not None:
        chosen: Iterable[Path] = _further
    else:
        chosen = [Path(name) for name in os.environ.get(FURTHER, "").split(os.pathsep) if name]
    return [table for path in chosen for table in tables_under(path)]


@kept_with_gazetteer
def gazetteer() -> Held:
    """The rows of all tables as lines; they become places one by one, as a text names them.

    Raises `TableError` for a further table that is none.
    """
    held = Held(packed_lines(files("musnad.registry").joinpath("gazetteer.tsv.gz").read_bytes()))
    add_tables(held, further_tables())
    return held


@kept_with_gazetteer
def place(number: int) -> Place:
    """The place of a row, counted from 0 over all tables."""
    return _place(gazetteer().lines[number].decode().split("\t"))


@kept_with_gazetteer
def places() -> tuple[Place, ...]:
    """All places of the gazetteer, in the order of the tables."""
    return tuple(map(place, range(len(gazetteer().lines))))


def _of_kind(kind: str, country: str) -> Iterator[Place]:
    """The places of one kind in a country, or in any where it is empty."""
    sought = f"\t{kind}\t{country}".encode()
    for number, line in enumerate(gazetteer().lines):
        if sought in line:
            found = place(number)
            if found.kind == kind and (not country or found.country == country):
                yield found


@kept_with_gazetteer
def provinces(country: str) -> tuple[Place, ...]:
    """The first-level units of a country that have a point."""
    return tuple(found for found in _of_kind("province", country) if found.lat is not None)


@kept_with_gazetteer
def seat(kind: str, country: str) -> Place | None:
    """The country itself (kind `country`) or its `capital`, by ISO 3166-1 alpha-2 code."""
    return next(_of_kind(kind, country), None)


@kept_with_gazetteer
def country_names() -> dict[str, str]:
    """Countries' English names by ISO 3166-1 alpha-2 code."""
    return {found.country: found.name_en for found in _of_kind("country", "")}


@kept_with_gazetteer
def place_matcher() -> NameMatcher[int]:
    """The automaton over all names of all places, with their regular spellings; keys are for `place`."""
    return NameMatcher(gazetteer().named())
