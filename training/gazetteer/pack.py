"""Packs the reviewed and generated tables of `rows/` into the file that Musnad carries.

    python -m training.gazetteer.pack

Writes `src/musnad/registry/gazetteer.tsv.gz` and the paragraph of `NOTICE` on it. The same tables give the same
bytes. Tables come in the order of `FIRST`, then by name; rows by id. `corrections.csv` (id, lat, lon, basis, radius_m)
gives rows other points: its values, where not empty, take the place of the row's own. Of a town's names the one that
another row of its country bears too comes first: GeoNames tells of no order.
"""

import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from musnad.errors import TableError
from musnad.registry.tables import Row, licence_of, packed, read_table, source_of
from musnad.text.normalise import fold
from training.gazetteer.notice import ROOT, write_notice

CORRECTIONS = Path(__file__).with_name("corrections.csv")
ROWS = Path(__file__).with_name("rows")
TARGET = ROOT / "src/musnad/registry/gazetteer.tsv.gz"
FIRST = ("countries", "units", "towns", "recalled", "sites")
SHARED_ALIKE = "ODbL-1.0"


def tables() -> list[Path]:
    """The tables in the order in which they are packed."""
    order = {name: number for number, name in enumerate(FIRST)}
    return sorted(ROWS.glob("*.csv"), key=lambda path: (order.get(path.stem, len(FIRST)), path.stem))


def corrections() -> dict[str, dict[str, str]]:
    """The values that take the place of a row's own, by its id."""
    if not CORRECTIONS.exists():
        return {}
    with CORRECTIONS.open(encoding="utf-8", newline="") as file:
        found = {row.pop("id"): {name: value for name, value in row.items() if value} for row in csv.DictReader(file)}
    for values in found.values():
        if "basis" in values:
            values["licence"] = licence_of(values["basis"])
    return found


def rows() -> list[Row]:
    """All rows, the names of GeoNames' in a better order."""
    held = list(_rows())
    bearers = Counter((row["country"], fold(name)) for row in held for name in row["names_ar"].split("|"))
    for row in held:
        if source_of(row["basis"]) == "geonames":
            names = row["names_ar"].split("|")
            first = next((name for name in names if bearers[row["country"], fold(name)] > names_alike(name, names)), "")
            row["names_ar"] = "|".join(sorted(names, key=lambda name: name != first))
    return held


def names_alike(name: str, names: list[str]) -> int:
    """How many of the names fold to the same as one of them."""
    return sum(fold(other) == fold(name) for other in names)


def _rows() -> Iterator[Row]:
    """All rows; raises `TableError` for a row that is amiss, and for an id that two tables give."""
    seen: dict[str, Path] = {}
    corrected = corrections()
    for path in tables():
        for row in sorted(read_table(path), key=lambda row: row["id"]):
            row |= corrected.get(row["id"], {})
            if row["licence"] == SHARED_ALIKE:
                raise TableError(path, f"{row['id']}: rows under {SHARED_ALIKE} stay in files of their own")
            if row["id"] in seen:
                raise TableError(path, f"{row['id']!r} is also an id of {seen[row['id']].name}", field="id")
            seen[row["id"]] = path
            yield row


def main() -> None:
    """Write the file and the notice."""
    held = rows()
    TARGET.write_bytes(packed(held))
    write_notice(held)
    print(f"{TARGET.relative_to(ROOT)}: {len(held):,} rows, {TARGET.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
