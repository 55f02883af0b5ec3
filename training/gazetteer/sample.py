"""Draws the 300 places that the gazetteer is measured on: `musnad gazetteer` is never given rows because of them.

    python -m training.gazetteer.sample ../shared/gazetteer/places_open.tsv.gz

The draw is seeded and stratified: kinds have quotas (120 villages, 60 towns, 60 units, 60 neighbourhoods), and
within a kind the countries of the region take turns until their rows are used up. Only rows with a name in Arabic
letters of at least three count, and one row a name and country. The places themselves are not kept in the
repository; the seed and the table make them again.
"""

import csv
import gzip
import random
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

SEED = 20261123
COUNTRIES = "SY IQ LB PS JO YE SD LY EG SA IR TR DZ TN MA SO SS TD ML KW BH QA AE OM IL".split()
QUOTAS = {"village": 120, "town": 60, "unit": 60, "neighbourhood": 60}
UNITS = frozenset({"admin1", "admin2", "admin3", "region", "county", "localadmin"})
FIRST_LEVEL = frozenset({"admin1", "region"})
ARABIC = re.compile(r"[\u0621-\u064a -]{3,}")


class Listed(NamedTuple):
    """A row of the table: `kind` is one of `QUOTAS`, the point is in WGS 84 degrees, `parents` are Arabic names."""

    source: str
    country: str
    kind: str
    name: str
    name_en: str
    lat: float
    lon: float
    parents: tuple[str, ...]
    first_level: bool


def rows(path: Path) -> list[dict[str, str]]:
    """The rows of a table of places, gzipped or plain."""
    held = path.read_bytes()
    text = (gzip.decompress(held) if path.suffix == ".gz" else held).decode()
    return list(csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))


def kind_of(row: dict[str, str]) -> str | None:
    """The stratum of a row, None for kinds that are not drawn (countries, campuses)."""
    if row["type"] in UNITS:
        return "unit"
    if row["type"] == "neighbourhood":
        return "neighbourhood"
    if row["type"] not in ("city", "locality"):
        return None
    return "town" if int(row["pop"] or 0) >= 5000 else "village"


def listed(table: Sequence[dict[str, str]]) -> Iterator[Listed]:
    """The rows that may be drawn, with the Arabic names of the units that they lie in."""
    units = {row["src_id"]: row for row in table if row["type"] in UNITS}
    by_code = {row["pcode"]: row for row in table if row["pcode"] and row["src"] == "ocha-cod"}
    for row in table:
        kind, name = kind_of(row), row["names_ar"].split("|")[0]
        if kind is None or row["cc"] not in COUNTRIES or not ARABIC.fullmatch(name):
            continue
        above = [by_code.get(row[key]) or units.get(row[key]) for key in ("county", "region")]
        parents = tuple(a["names_ar"].split("|")[0] for a in above if a is not None and a is not row and a["names_ar"])
        where = float(row["lat"]), float(row["lon"])
        first = row["type"] in FIRST_LEVEL
        yield Listed(f"{row['src']}:{row['src_id']}", row["cc"], kind, name, row["name_en"], *where, parents, first)


def draw(places: Iterable[Listed], seed: int = SEED) -> list[Listed]:
    """300 places: in each kind the countries take turns, each giving its rows in a seeded random order."""
    source, chosen = random.Random(seed), []
    distinct = {(place.kind, place.country, place.name): place for place in places}
    pools: dict[tuple[str, str], list[Listed]] = {}
    for place in sorted(distinct.values()):
        pools.setdefault((place.kind, place.country), []).append(place)
    for pool in pools.values():
        source.shuffle(pool)
    for kind, quota in QUOTAS.items():
        taken: list[Listed] = []
        while len(taken) < quota:
            turn = [pools[kind, country].pop() for country in COUNTRIES if pools.get((kind, country))]
            if not turn:
                raise ValueError(f"the table holds only {len(taken)} places of kind {kind}")
            taken += turn
        chosen += taken[:quota]
    return chosen


def main() -> None:
    """Print how many places of each kind and country are drawn."""
    drawn = draw(listed(rows(Path(sys.argv[1]))))
    for kind in QUOTAS:
        countries = sorted(place.country for place in drawn if place.kind == kind)
        print(kind, len(countries), " ".join(f"{c}:{countries.count(c)}" for c in sorted(set(countries))))
    print("with a parent", sum(bool(place.parents) for place in drawn))


if __name__ == "__main__":
    main()
