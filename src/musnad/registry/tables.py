"""Tables of places as files: read with checks, written with the same bytes for the same rows.

A table is CSV (`.csv`) or tab-separated text (`.tsv`), gzipped or not (`.gz`), in UTF-8, with the names of its
columns in its first line. Lists are joined by `|`. Only `REQUIRED` columns must be there. `spellings` holds the
folded names with their regular other spellings, so that nothing need be folded when the table is loaded; where a
table lacks it, it is made. docs/reading/gazetteer.md says what each column means.
"""

import csv
import gzip
import io
import re
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, get_args

from musnad.errors import TableError
from musnad.registry.spellings import all_spellings
from musnad.schema.reading import PlacePrecision

COLUMNS = tuple(
    "id name_en names_ar aliases_en kind country admin1 admin2 lat lon precision population radius_m needs_cue cues "
    "pcode basis licence spellings".split()
)
REQUIRED = frozenset("id name_en names_ar kind country precision basis".split())
LISTS = ("names_ar", "aliases_en", "cues", "spellings")
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
KINDS = frozenset(
    "airbase airport base border_area bridge camp capital church country crossing dam district embassy "
    "gas_field government hospital industrial island market mosque mountain neighbourhood oil_field "
    "oil_terminal other palace port power_station prison province refinery road sea square strait town "
    "university village".split()
)
PRECISIONS = frozenset(get_args(PlacePrecision))
# How many bytes of a file are taken from the disk or put out at once by zlib; gzip's own level is the smallest.
COMPRESSION = 9

_BREAK = re.compile("[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")

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
    columns = _columns(next(_unbroken(reader, path), []), path)
    for cells in _unbroken(reader, path):
        if not cells:
            continue
        if len(cells) != len(columns):
            raise TableError(path, f"{len(cells)} values under {len(columns)} columns", line=reader.line_num)
        yield reader.line_num, dict.fromkeys(COLUMNS, "") | dict(zip(columns, cells, strict=True))


def _unbroken(reader: Any, path: Path) -> Iterator[list[str]]:
    try:
        yield from reader
    except csv.Error as error:
        raise TableError(path, str(error), line=reader.line_num) from None


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
    for column, amiss in _CHECKED.items():
        if (value := row[column]) and (told := amiss(value)):
            raise TableError(path, f"{value!r} {told}", line=line, field=column)
    if bool(row["lat"]) != bool(row["lon"]):
        raise TableError(path, "one of lat and lon is empty", line=line, field="lon" if row["lat"] else "lat")


def _list_amiss(value: str) -> str:
    if "|" not in value:
        return ""
    values = value.split("|")
    if "" in values:
        return "has an empty part"
    return "gives a name twice" if len(set(values)) < len(values) else ""


def _unless(test: Callable[[str], bool], otherwise: str) -> Callable[[str], str]:
    return lambda value: "" if test(value) else otherwise


def _between(low: float, high: float) -> Callable[[str], bool]:
    def within(value: str) -> bool:
        try:
            return low <= float(value) <= high
        except ValueError:
            return False

    return within


def _is_whole(value: str) -> bool:
    return value.isascii() and value.isdigit()


_CHECKED: dict[str, Callable[[str], str]] = {
    **dict.fromkeys(LISTS, _list_amiss),
    "country": _unless(lambda v: len(v) == 2 and v.isascii() and v.isupper(), "is no two-letter code"),
    "kind": _unless(KINDS.__contains__, "is no kind of place"),
    "lat": _unless(_between(-90, 90), "is no latitude"),
    "lon": _unless(_between(-180, 180), "is no longitude"),
    "needs_cue": _unless(frozenset("012").__contains__, "is not 0, 1 or 2"),
    "population": _unless(_is_whole, "is no count of people"),
    "precision": _unless(PRECISIONS.__contains__, "is no precision of the codebook"),
    "radius_m": _unless(_is_whole, "is no length in metres"),
}
"""For each column that is checked, what is amiss with a value, empty where nothing is."""


def packed(rows: Iterable[Row]) -> bytes:
    """The gzipped table of the rows, in their order: the same bytes for the same rows."""
    held = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", fileobj=held, compresslevel=COMPRESSION, mtime=0) as file:
        file.write(b"\n".join(("\t".join(COLUMNS).encode(), *map(line_of, rows), b"")))
    return held.getvalue()


def line_of(row: Row) -> bytes:
    """A row as a line of a packed table; a tab or line break in a value becomes a space."""
    line = "\t".join([row[column] for column in COLUMNS])
    if line.count("\t") >= len(COLUMNS) or _BREAK.search(line):
        line = "\t".join([" ".join(row[column].split()) for column in COLUMNS])
    return line.encode()


def packed_lines(held: bytes) -> list[bytes]:
    """The lines of a table that `packed` wrote, which is trusted, without the names of the columns."""
    return gzip.decompress(held).split(b"\n")[1:-1]


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
