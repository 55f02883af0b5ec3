"""Packs the reviewed and generated tables of `rows/` into the file that Musnad carries.

    python -m training.gazetteer.pack

Writes `src/musnad/registry/gazetteer.tsv.gz` and the paragraph of `NOTICE` on it. The same tables give the same
bytes. Tables come in the order of `FIRST`, then by name; rows by id. `corrections.csv` (id, lat, lon, basis, radius_m)
gives rows other points: its values, where not empty, take the place of the row's own.
"""

import csv
from collections.abc import Iterator
from pathlib import Path

from musnad.errors import TableError
from musnad.registry.tables import Row, licence_of, packed, read_table
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


def rows() -> Iterator[Row]:
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
    held = list(rows())
    TARGET.write_bytes(packed(held))
    write_notice(held)
    print(f"{TARGET.relative_to(ROOT)}: {len(held):,} rows, {TARGET.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
