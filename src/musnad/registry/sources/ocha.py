"""OCHA's Common Operational Datasets: gazetteers of administrative units and settlements with p-codes (CC BY-IGO).

Column names differ by country and year: `admin1Name_ar`, `ADM1_AR`, `adm1_name1`; `admin1Pcode`, `ADM1_PCODE`. A row is
the deepest unit of which it gives a p-code. Rows without a point name units alone.
"""

import csv
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from musnad.errors import MusnadError
from musnad.registry.sources.raw import SETTLEMENT, BadRecordError, Notes, Raw, people, point

_NAMED = re.compile(
    r"adm(?:in)?(?P<level>[0-4])_?"
    r"(?:(?P<code>pcode)|(?:name)?_?(?P<language>ar|ara|en|eng)|(?P<second>name1)|(?P<first>name)|(?P<short>ref_?name))",
    re.I,
)
_LATITUDES = ("latitude", "latitude_y", "lat", "point_y", "center_lat", "y_coord", "y")
_LONGITUDES = ("longitude", "longitude_x", "lon", "long", "point_x", "center_lon", "x_coord", "x")
_PEOPLE = ("population", "pop", "total_population", "t_tl")
KINDS = {1: "province", 2: "district", 3: "district", 4: SETTLEMENT}
Cells = dict[str, str]


class Ocha:
    """Reads `.xlsx` and `.csv` gazetteers with p-codes."""

    name = "OCHA COD"
    joint = False

    def takes(self, path: Path) -> bool:
        """Whether a table has a column of p-codes."""
        if path.suffix.lower() == ".xlsx":
            return path.is_file() and zipfile.is_zipfile(path)
        if path.suffix.lower() != ".csv" or not path.is_file():
            return False
        with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
            return bool(_layout(next(csv.reader(file), [])))

    def raws(self, paths: Sequence[Path], notes: Notes) -> Iterator[Raw]:
        """The units and settlements of all tables, each once."""
        seen: dict[str, bool] = {}
        for path in paths:
            for where, table in _tables(path):
                for raw in _units(table, path, where, notes):
                    placed = raw.lat is not None
                    if seen.get(raw.number) is None or (placed and not seen[raw.number]):
                        seen[raw.number] = placed
                        yield raw


def _tables(path: Path) -> Iterator[tuple[str, Iterator[list[str]]]]:
    """Each table of a file with what names it before a line's number."""
    if path.suffix.lower() == ".csv":
        with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
            yield "", csv.reader(file)
        return
    try:
        from openpyxl import load_workbook
    except ImportError:
        raise MusnadError("Excel files need the package openpyxl: pip install 'musnad[gazetteer]'") from None
    book = load_workbook(path, read_only=True, data_only=True)
    for sheet in book.worksheets:
        yield (
            f"{sheet.title}:",
            (["" if v is None else str(v) for v in row] for row in sheet.iter_rows(values_only=True)),
        )
    book.close()


def _layout(head: Iterable[str]) -> dict[int, str]:
    """What each column holds by its place in the line, empty for a table without p-codes."""
    found = {place: meaning for place, name in enumerate(head) if (meaning := _meaning(name.strip()))}
    return found if any(meaning.startswith("code") for meaning in found.values()) else {}


def _meaning(name: str) -> str:
    lower = name.lower()
    for meaning, names in (("lat", _LATITUDES), ("lon", _LONGITUDES), ("people", _PEOPLE)):
        if lower in names:
            return meaning
    if (match := _NAMED.fullmatch(lower)) is None:
        return ""
    if match["code"]:
        return f"code{match['level']}"
    arabic = match["second"] or (match["language"] or "").startswith("ar")
    return f"{'ar' if arabic else 'short' if match['short'] else 'en'}{match['level']}"


def _units(table: Iterator[list[str]], path: Path, where: str, notes: Notes) -> Iterator[Raw]:
    layout = _layout(next(table, []))
    if not layout:
        return
    for line, values in enumerate(table, start=2):
        cells = {
            meaning: values[at].strip() for at, meaning in layout.items() if at < len(values) and values[at].strip()
        }
        if not cells or any(value.startswith("#") for value in cells.values()):
            continue
        try:
            yield from _levels(cells)
        except BadRecordError as error:
            notes.is_bad(path, f"{where}{line}", str(error))


def _levels(cells: Cells) -> Iterator[Raw]:
    """The units above a row by name alone, and the row itself."""
    codes = {level: code for level in KINDS if (code := cells.get(f"code{level}"))}
    if not codes:
        raise BadRecordError("no p-code")
    country = cells.get("code0", "")[:2] or codes[min(codes)][:2]
    if not (country.isalpha() and country.isascii()):
        raise BadRecordError(f"{codes[min(codes)]!r} begins with no country's code")
    for level, code in codes.items():
        own = level == max(codes)
        lat, lon = point(cells.get("lat"), cells.get("lon")) if own and "lat" in cells else (None, None)
        name_en, arabic = cells.get(f"en{level}") or cells.get(f"short{level}", ""), cells.get(f"ar{level}")
        yield Raw(
            source="ocha-cod",
            number=code,
            country=country.upper(),
            kind=KINDS[level],
            name_en=name_en,
            names_ar=(arabic,) if arabic else (),
            lat=lat,
            lon=lon,
            population=people(cells.get("people")) if own else None,
            above=(codes.get(1, ""), codes.get(2, "")),
            keys=(code,),
            pcode=code,
        )
