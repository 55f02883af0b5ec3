"""Packs the reviewed and generated tables of `rows/` into the file that Musnad carries.

    python -m training.gazetteer.pack

Writes `src/musnad/registry/gazetteer.tsv.gz` and the paragraph of `NOTICE` on it. The same tables give the same
bytes. Tables come in the order of `FIRST`, then by name; rows by id.
"""

from collections.abc import Iterator
from pathlib import Path

from musnad.errors import TableError
from musnad.registry.tables import Row, packed, read_table
from training.gazetteer.notice import ROOT, write_notice

ROWS = Path(__file__).with_name("rows")
TARGET = ROOT / "src/musnad/registry/gazetteer.tsv.gz"
FIRST = ("countries", "units", "towns", "recalled", "sites")
SHARED_ALIKE = "ODbL-1.0"


def tables() -> list[Path]:
    """The tables in the order in which they are packed."""
    order = {name: number for number, name in enumerate(FIRST)}
    return sorted(ROWS.glob("*.csv"), key=lambda path: (order.get(path.stem, len(FIRST)), path.stem))


def rows() -> Iterator[Row]:
    """All rows; raises `TableError` for a row that is amiss, and for an id that two tables give."""
    seen: dict[str, Path] = {}
    for path in tables():
        for row in sorted(read_table(path), key=lambda row: row["id"]):
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
