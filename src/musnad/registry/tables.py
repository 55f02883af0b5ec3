"""Tables of places as files: read with checks, written with the same bytes for the same rows.

A table is CSV (`.csv`) or tab-separated text (`.tsv`), gzipped or not (`.gz`), in UTF-8, with the names of its
columns in its first line. Lists are joined by `|`. Only `REQUIRED` columns must be there. `spellings` holds the
folded names with their regular other spellings, so that nothing need be folded when the table is loaded; where a
table lacks it, it is made. docs/reading/gazetteer.md says what each column means.
"""

import csv
import gzip
import io
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import get_args

from musnad.errors import TableError
from musnad.registry.spellings import all_spellings
from musnad.schema.reading import PlacePrecision

COLUMNS = tuple(
    "id name_en names_ar aliases_en kind country admin1 admin2 lat lon precision population radius_m needs_cue cues "
    "pcode basis licence spellings".split()
)
REQUIRED = frozenset("id name_en names_ar kind country precision basis".split())
LISTS = frozenset("names_ar aliases_en cues spellings".split())
ENDINGS = (".csv", ".tsv", ".csv.gz", ".tsv.gz")
LICENCES = {
    "cldr": "Unicode-3.0",
    "geonames": "CC-BY-4.0",
    "iso3166-2": "MIT",
    "musnad": "Apache-2.0",
    "ocha-cod": "CC-BY-3.0-IGO",
    "osm": "ODbL-1.0",
    "recalled": "Apache-2.0",
    "wof": "CC-BY-4.0",
}
"""SPDX identifiers of licences by the source that a row's `basis` names."""
OPEN_TABLE = "open_table:"
PRECISIONS = frozenset(get_args(PlacePrecision))
# How many bytes of a file are taken from the disk or put out at once by zlib; gzip's own level is the smallest.
COMPRESSION = 9

Row = dict[str, str]
"""The values of a row by column, empty where nothing is known."""


def source_of(basis: str) -> str:
    """The source that a basis names: `geonames` of `geonames:100077`, `wof` of `open_table:wof:1`."""
    return basis.removeprefix(OPEN_TABLE).split(":", 1)[0].strip()


def licence_of(basis: str) -> str:
    """The SPDX identifier of the licence of a row's source, empty for a source that Musnad does not know."""
    return LICENCES.get(source_of(basis), "")


def read_table(path: Path) -> Iterator[Row]:
    """The checked rows of a table, with all columns; raises `TableError` for what is no table of places."""
    seen: dict[str, int] = {}
    for line, row in _raw_rows(path):
        _check(row, path, line)
        if row["id"] in seen:
            raise TableError(path, f"{row['id']!r} is also the id of line {seen[row['id']]}", line=line, field="id")
        seen[row["id"]] = line
        row["licence"] = row["licence"] or licence_of(row["basis"])
        if not row["licence"]:
            raise TableError(path, f"no licence, and {row['basis']!r} tells none", line=line, field="licence")
        row["spellings"] = row["spellings"] or "|".join(all_spellings(row["names_ar"].split("|"), row["country"]))
        yield row


def _raw_rows(path: Path) -> Iterator[tuple[int, Row]]:
    text = _text(path)
    tabs = path.name.removesuffix(".gz").endswith(".tsv")
    options = {"delimiter": "\t", "quoting": csv.QUOTE_NONE} if tabs else {}
    reader = csv.reader(io.StringIO(text, newline=""), **options)  # type: ignore[arg-type]
    columns = _columns(next(reader, []), path)
    for cells in reader:
        if not cells:
            continue
        if len(cells) != len(columns):
            raise TableError(path, f"{len(cells)} values under {len(columns)} columns", line=reader.line_num)
        yield reader.line_num, dict.fromkeys(COLUMNS, "") | dict(zip(columns, cells, strict=True))


def _text(path: Path) -> str:
    try:
        held = path.read_bytes()
        return (gzip.decompress(held) if path.name.endswith(".gz") else held).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise TableError(path, "is not UTF-8") from None
    except (OSError, EOFError, zlib.error) as error:
        raise TableError(path, f"cannot be read: {getattr(error, 'strerror', None) or error}") from None


def _columns(columns: Sequence[str], path: Path) -> Sequence[str]:
    if missing := sorted(REQUIRED.difference(columns)):
        raise TableError(path, f"no column {', '.join(missing)}: not a table of places", line=1)
    if unknown := sorted(set(columns).difference(COLUMNS)):
        raise TableError(path, f"unknown column {', '.join(unknown)}", line=1)
    if len(set(columns)) < len(columns):
        raise TableError(path, "a column stands twice", line=1)
    return columns


def _check(row: Row, path: Path, line: int) -> None:
    for column in REQUIRED:
        if not row[column]:
            raise TableError(path, "is empty", line=line, field=column)
    for column, value in row.items():
        if not value:
            continue
        if amiss := _amiss(column, value):
            raise TableError(path, f"{value!r} {amiss}", line=line, field=column)
    if bool(row["lat"]) != bool(row["lon"]):
        raise TableError(path, "one of lat and lon is empty", line=line, field="lon" if row["lat"] else "lat")


def _amiss(column: str, value: str) -> str:
    if column in LISTS:
        if "" in (values := value.split("|")):
            return "has an empty part"
        return "gives a name twice" if len(set(values)) < len(values) else ""
    test, otherwise = _CHECKS.get(column, (None, ""))
    return otherwise if test is not None and not test(value) else ""


def _between(low: float, high: float) -> Callable[[str], bool]:
    def within(value: str) -> bool:
        try:
            return low <= float(value) <= high
        except ValueError:
            return False

    return within


_CHECKS: dict[str, tuple[Callable[[str], bool], str]] = {
    "country": (lambda value: len(value) == 2 and value.isascii() and value.isupper(), "is no two-letter code"),
    "lat": (_between(-90, 90), "is no latitude"),
    "lon": (_between(-180, 180), "is no longitude"),
    "needs_cue": (lambda value: value in ("0", "1", "2"), "is not 0, 1 or 2"),
    "population": (lambda value: value.isascii() and value.isdigit(), "is no count of people"),
    "precision": (lambda value: value in PRECISIONS, "is no precision of the codebook"),
    "radius_m": (lambda value: value.isascii() and value.isdigit(), "is no length in metres"),
}


def packed(rows: Iterable[Row]) -> bytes:
    """The gzipped table of the rows, in their order: the same bytes for the same rows."""
    lines = ["\t".join(COLUMNS), *("\t".join(_cell(row[column]) for column in COLUMNS) for row in rows)]
    held = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", fileobj=held, compresslevel=COMPRESSION, mtime=0) as file:
        file.write("\n".join((*lines, "")).encode())
    return held.getvalue()


def _cell(value: str) -> str:
    return " ".join(value.split()) if any(c in value for c in "\t\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029") else value


def packed_lines(held: bytes) -> list[bytes]:
    """The lines of a table that `packed` wrote, which is trusted, without the names of the columns."""
    return gzip.decompress(held).split(b"\n")[1:-1]


def line_of(row: Row) -> bytes:
    """A row as a line of a packed table."""
    return "\t".join(_cell(row[column]) for column in COLUMNS).encode()


def tables_under(path: Path) -> list[Path]:
    """The table at a path, or those in a folder, sorted by name; raises `TableError` where there is none."""
    if not path.is_dir():
        if path.exists():
            return [path]
        raise TableError(path, "does not exist")
    found = sorted(file for file in path.iterdir() if file.name.endswith(ENDINGS))
    if not found:
        raise TableError(path, f"holds no table ({', '.join(ENDINGS)})")
    return found
