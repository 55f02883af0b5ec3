"""Compares the gazetteer's rows with an open table of places: do points of one name and country lie together?

    python -m training.gazetteer.check ../shared/gazetteer/places_open.tsv.gz

The table has the columns src, src_id, cc, type, name_en, names_ar, lat, lon, region, county, pcode (tab-separated,
gzip), from Who's On First, GeoNames, OCHA's Common Operational Datasets and iso3166-2. For each row the nearest
namesake of the same country and a compatible kind is sought. Names are compared folded, without articles and
spaces. Up to 15 km apart (districts: 40 km, as the middle of a large one lies far from its seat) they agree.

`decisions.csv` (id, decision, reason) settles the disagreements: `ours`, our point is right; `table`, the table's
is; `other_place`, the namesake is another place. `corrections.csv` (id, lat, lon, basis, radius_m) holds the points
taken over for `table`: whoever packs the gazetteer replaces these four columns of the row by the non-empty values.
The check applies them before it compares. It exits with 1 while a disagreement is undecided.
"""

import csv
import gzip
import math
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from musnad.text.normalise import fold

HERE = Path(__file__).parent
ROWS = HERE / "rows"
SOURCES = frozenset({"wof", "geonames", "ocha-cod", "iso3166-2"})
DECISIONS = frozenset({"ours", "table", "other_place"})
SETTLED = frozenset({"city", "locality", "neighbourhood", "microhood", "localadmin"})
COMPATIBLE = {
    **dict.fromkeys(("town", "village", "neighbourhood", "capital", "camp"), SETTLED),
    "district": frozenset({"county", "admin2", "admin3", "localadmin"}),
    "province": frozenset({"region", "admin1"}),
    "airport": frozenset({"campus"}),
}
NEAR_KM = {"district": 40.0, "province": 120.0}
ELSE_KM = 15.0
Row = dict[str, str]


class Place(NamedTuple):
    """One line of the open table; `lat` and `lon` in degrees."""

    source: str
    country: str
    kind: str
    name: str
    lat: float
    lon: float
    region: str
    pcode: str


class Finding(NamedTuple):
    """A row with its nearest namesake and their distance in kilometres."""

    row: Row
    place: Place
    km: float


def key(name: str) -> str:
    """A name for comparison: folded, without articles and spaces."""
    return "".join(word.removeprefix("ال") if len(word) > 4 else word for word in fold(name).split())


def kilometres(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Equirectangular distance of two (lat, lon) in degrees."""
    x = (a[1] - b[1]) * math.cos(math.radians((a[0] + b[0]) / 2))
    return 111.2 * math.hypot(x, a[0] - b[0])


def records(path: Path) -> list[Row]:
    """A CSV table's rows; none where there is no such file."""
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def gazetteer(corrected: bool = True) -> Iterator[tuple[str, Row]]:
    """Each row with its table's name, `corrections.csv` applied unless told otherwise."""
    paths = {path.name: path for path in sorted(ROWS.glob("*.csv"))}
    changes = {r["id"]: r for r in records(HERE / "corrections.csv")} if corrected else {}
    for name in sorted(paths):
        for row in records(paths[name]):
            change = changes.get(row.get("id", ""), {})
            yield name, row | {field: value for field, value in change.items() if value}


def open_table(path: Path) -> dict[tuple[str, str], list[Place]]:
    """The table's places by country and comparable name."""
    index: dict[tuple[str, str], list[Place]] = defaultdict(list)
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        for r in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            if r["src"] not in SOURCES or not r["lat"]:
                continue
            source = f"open_table:{r['src']}:{r['src_id']}"
            place = Place(
                source, r["cc"], r["type"], r["name_en"], float(r["lat"]), float(r["lon"]), r["region"], r["pcode"]
            )
            for name in {key(n) for n in r["names_ar"].split("|") if n}:
                index[r["cc"], name].append(place)
    return index


def namesakes(row: Row, index: dict[tuple[str, str], list[Place]]) -> list[Place]:
    """The table's places of the row's name, country and kind; for a district's lack, its seat."""
    found = {p for name in row["names_ar"].split("|") for p in index.get((row["country"], key(name)), ())}
    fitting = [p for p in found if p.kind in COMPATIBLE[row["kind"]]]
    if not fitting and row["kind"] == "district":
        fitting = [p for p in found if p.kind in SETTLED]
    return sorted(fitting)


def compare(row: Row, index: dict[tuple[str, str], list[Place]]) -> Finding | None:
    """The row's nearest namesake; None where the table has none or the row no point."""
    if row["kind"] not in COMPATIBLE or not row["lat"]:
        return None
    point = (float(row["lat"]), float(row["lon"]))
    found = [Finding(row, p, kilometres(point, (p.lat, p.lon))) for p in namesakes(row, index)]
    return min(found, key=lambda f: f.km, default=None)


def agrees(finding: Finding) -> bool:
    """Whether the two points can be one place."""
    return finding.km <= NEAR_KM.get(finding.row["kind"], ELSE_KM)


def report(findings: Iterable[Finding], decided: set[str]) -> list[str]:
    """A line for each disagreement, undecided ones first."""
    lines = [
        f"{'decided' if f.row['id'] in decided else 'UNDECIDED'}\t{f.row['id']}\t{f.row['names_ar']}\t{f.km:.0f} km\t"
        f"{f.row['lat']},{f.row['lon']}\t{f.place.lat:.3f},{f.place.lon:.3f}\t{f.place.source}\t{f.place.name}"
        for f in findings
    ]
    return sorted(lines)


def main(argv: list[str]) -> int:
    """Print what agrees, what does not and what the table lacks; 1 while a disagreement is undecided."""
    index = open_table(Path(argv[0]))
    rows = [row for _, row in gazetteer() if row["kind"] in COMPATIBLE]
    found = [f for row in rows if (f := compare(row, index))]
    against = [f for f in found if not agrees(f)]
    decided = {r["id"] for r in records(HERE / "decisions.csv") if r["decision"] in DECISIONS}
    undecided = [f for f in against if f.row["id"] not in decided]
    print("\n".join(report(against, decided)))
    print(
        f"agreed {len(found) - len(against)}, disagreements {len(against)}, of them undecided {len(undecided)}", end=""
    )
    print(f", not in the table {len(rows) - len(found)}")
    return 1 if undecided else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
