"""Further tables of places: loaded after the packaged one, without a second candidate for a place already held.

A row is the same place as an earlier one where both have an id, or a name and a country, in common and lie near each
other: within `NEAR_KM` for settlements and sites, `NEAR_UNITS_KM` for districts, `SAME_UNIT_KM` for districts of one
first-level unit. The points of units differ widely (the seat, the middle), so first-level units need only the name.
"""

import math
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from musnad.registry.tables import COLUMNS, Row, line_of, read_table

NEAR_KM, NEAR_UNITS_KM, SAME_UNIT_KM = 5.0, 25.0, 80.0
UNITS = frozenset({"country", "province", "district"})
_ID, _COUNTRY, _LAT, _LON, _PRECISION, _CUE, _SPELLINGS, _ADMIN1 = (
    COLUMNS.index(name) for name in ("id", "country", "lat", "lon", "precision", "needs_cue", "spellings", "admin1")
)
KM_A_DEGREE = 111.2
Point = tuple[float, float]


class Held:
    """Lines of packed tables, and what later tables told of places already held, by the number of their line."""

    def __init__(self, lines: list[bytes]) -> None:
        self.lines = lines
        self.spellings: dict[int, list[str]] = {}
        self.aliases: dict[int, list[str]] = {}
        self.pcodes: dict[int, str] = {}

    def named(self) -> Iterator[tuple[str, int]]:
        """Each folded spelling with the number of its line."""
        for number, line in enumerate(self.lines):
            for spelling in line[line.rindex(b"\t") + 1 :].decode().split("|"):
                yield spelling, number
        for number, further in self.spellings.items():
            for spelling in further:
                yield spelling, number


class Identity(NamedTuple):
    """What tells whether two rows are one place; `names` are folded spellings, `point` in WGS 84 degrees."""

    id: str
    country: str
    precision: str
    point: Point | None
    names: list[str]
    admin1: str = ""


class SamePlaces:
    """Finds the place, among those told so far, that a row names once more."""

    def __init__(self) -> None:
        self._ids: dict[str, int] = {}
        self._named: dict[tuple[str, str, str], list[tuple[int, Point, str]]] = {}

    def add(self, number: int, place: Identity) -> None:
        """Hold a place under a number."""
        self._ids[place.id] = number
        if place.point is not None:
            level = _level(place.precision)
            for name in place.names:
                held = self._named.setdefault((level, place.country, name), [])
                held.append((number, place.point, place.admin1))

    def find(self, place: Identity) -> int | None:
        """The number of the same place, the nearest where there are several; None where there is none."""
        if place.id in self._ids:
            return self._ids[place.id]
        if place.point is None:
            return None
        level = _level(place.precision)
        near = [
            (distance, number)
            for name in place.names
            for number, there, admin1 in self._named.get((level, place.country, name), ())
            if (distance := kilometres(place.point, there)) <= _limit(level, place.admin1, admin1)
        ]
        return min(near)[1] if near else None


def _limit(level: str, one: str, other: str) -> float:
    """How far apart, in km, two places of one name may lie that are the same; `one` and `other` are their provinces."""
    if level in ("country", "province"):
        return math.inf
    if level == "district":
        return SAME_UNIT_KM if one and one == other else NEAR_UNITS_KM
    return NEAR_KM


def _level(precision: str) -> str:
    """Units are compared with those of their level, towns and sites with each other."""
    return precision if precision in UNITS else "place"


def kilometres(one: Point, other: Point) -> float:
    """The equirectangular distance of two points in degrees, good enough for tens of kilometres."""
    return KM_A_DEGREE * math.hypot((one[1] - other[1]) * math.cos(math.radians(one[0])), one[0] - other[0])


def point_of(lat: str, lon: str) -> Point | None:
    """The point of a row in degrees, None where it has none."""
    return (float(lat), float(lon)) if lat else None


def identity(row: Row) -> Identity:
    """What tells whether a row is a place that is held."""
    point = point_of(row["lat"], row["lon"])
    return Identity(row["id"], row["country"], row["precision"], point, row["spellings"].split("|"), row["admin1"])


def add_tables(held: Held, tables: Iterable[Path]) -> None:
    """Add the rows of the tables; raises `TableError` for a file that is no table of places."""
    paths = list(tables)
    if not paths:
        return
    same = SamePlaces()
    for number, line in enumerate(held.lines):
        cells = line.decode().split("\t")
        point, names = point_of(cells[_LAT], cells[_LON]), cells[_SPELLINGS].split("|")
        same.add(number, Identity(cells[_ID], cells[_COUNTRY], cells[_PRECISION], point, names, cells[_ADMIN1]))
    for path in paths:
        for row in read_table(path):
            _add(held, same, row)


def _add(held: Held, same: SamePlaces, row: Row) -> None:
    place = identity(row)
    number = same.find(place)
    if number is None:
        same.add(len(held.lines), place)
        held.lines.append(line_of(row))
    else:
        _tell(held, number, row, place.names)


def _tell(held: Held, number: int, row: Row, names: list[str]) -> None:
    """Add what a row tells of a place that is held: spellings that need no stronger cue than its own, and codes."""
    cells = held.lines[number].decode().split("\t")
    known = {*cells[_SPELLINGS].split("|"), *held.spellings.get(number, ())}
    weaker = int(cells[_CUE] or 0) >= int(row["needs_cue"] or 0)
    if new := [name for name in names if name not in known and (weaker or " " in name)]:
        held.spellings.setdefault(number, []).extend(new)
    held.aliases.setdefault(number, []).extend(name for name in (row["name_en"], *row["aliases_en"].split("|")) if name)
    if row["pcode"]:
        held.pcodes.setdefault(number, row["pcode"])
