"""GeoNames: country dumps, alternate names, and the names of first- and second-level units (all CC BY 4.0).

https://download.geonames.org/export/dump/readme.txt gives the columns. Files are told apart by how many they have.
"""

import io
import zipfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TextIO

from musnad.registry.sources.names import FOREIGN, is_latin
from musnad.registry.sources.raw import SETTLEMENT, BadRecordError, Notes, Raw, people, point

DUMP, UNITS = 19, 4
ALTERNATES = (8, 10)
NO_TABLES = ("readme.txt", "iso-languagecodes.txt")
MAX_ALIASES = 8
KINDS = {
    "ADM1": "province",
    "ADM2": "district",
    "ADM3": "district",
    "AIRB": "airbase",
    "AIRF": "airport",
    "AIRP": "airport",
    "BDG": "bridge",
    "CMPRF": "camp",
    "DAM": "dam",
    "HBR": "port",
    "HSP": "hospital",
    "ISL": "island",
    "MILB": "base",
    "MT": "mountain",
    "MTS": "mountain",
    "OILF": "oil_field",
    "OILR": "refinery",
    "PPLC": "capital",
    "PPLX": "neighbourhood",
    "PRN": "prison",
    "PRT": "port",
}
GONE = frozenset({"PPLCH", "PPLH", "PPLQ", "PPLW"})


class GeoNames:
    """Reads `SY.zip` or `SY.txt`, alternate names, `admin1CodesASCII.txt` and `admin2Codes.txt`."""

    name = "GeoNames"
    joint = True

    def takes(self, path: Path) -> bool:
        """Whether a text file, or one in a zip, has the columns of one of GeoNames' tables."""
        if path.suffix not in (".txt", ".zip") or not path.is_file():
            return False
        try:
            return _columns(path) in (DUMP, UNITS, *ALTERNATES)
        except (OSError, UnicodeDecodeError, zipfile.BadZipFile):
            return False

    def raws(self, paths: Sequence[Path], notes: Notes) -> Iterator[Raw]:
        """The places of the dumps, with the names that the other files give them."""
        by_columns = defaultdict(list)
        for path in paths:
            by_columns[_columns(path)].append(path)
        wanted = {cells[0] for path in by_columns[DUMP] for _, cells in _lines(path)}
        names = _alternates([*by_columns[8], *by_columns[10]], wanted)
        for path in by_columns[UNITS]:
            yield from _units(path, names, notes)
        for path in by_columns[DUMP]:
            for line, cells in _lines(path):
                try:
                    if raw := _place(cells, names, notes):
                        yield raw
                except BadRecordError as error:
                    notes.is_bad(path, line, str(error))


Names = dict[str, dict[str, list[str]]]
"""By GeoNames id: alternate names by language, the preferred first."""


def _columns(path: Path) -> int:
    return next((len(cells) for _, cells in _lines(path)), 0)


def _lines(path: Path) -> Iterator[tuple[int, list[str]]]:
    """The cells of each line with its number from 1."""
    if path.suffix != ".zip":
        with path.open(encoding="utf-8", errors="replace", newline="\n") as file:
            yield from _cells(file)
        return
    with zipfile.ZipFile(path) as archive:
        for member in archive.namelist():
            if member.endswith(".txt") and Path(member).name.lower() not in NO_TABLES:
                with archive.open(member) as held, io.TextIOWrapper(held, "utf-8", "replace", newline="\n") as file:
                    yield from _cells(file)


def _cells(file: TextIO) -> Iterator[tuple[int, list[str]]]:
    for line, text in enumerate(file, start=1):
        if text.strip():
            yield line, text.rstrip("\r\n").split("\t")


def _alternates(paths: Sequence[Path], wanted: set[str]) -> Names:
    """Arabic and English names that are in use, of the places wanted."""
    found: Names = {}
    for path in paths:
        for _, cells in _lines(path):
            if len(cells) < ALTERNATES[0] or cells[1] not in wanted or cells[2] not in ("ar", "en"):
                continue
            if cells[7] == "1":
                continue
            held = found.setdefault(cells[1], {}).setdefault(cells[2], [])
            held.insert(0 if cells[4] == "1" else len(held), cells[3])
    return found


def _units(path: Path, names: Names, notes: Notes) -> Iterator[Raw]:
    """Names of units by their code, without points: they tell where other places lie."""
    for line, cells in _lines(path):
        if len(cells) != UNITS:
            notes.is_bad(path, line, f"{len(cells)} values, {UNITS} expected")
            continue
        code, name, _, number = cells
        kind = "district" if code.count(".") > 1 else "province"
        arabic = tuple(names.get(number, {}).get("ar", ()))
        yield Raw("geonames", number, code[:2], kind, name, arabic, None, None, keys=(code,))


def _place(cells: list[str], names: Names, notes: Notes) -> Raw | None:
    if len(cells) != DUMP:
        raise BadRecordError(f"{len(cells)} values, {DUMP} expected")
    number, name, ascii_name, alternates, lat, lon, _, code, country, _, admin1, admin2 = cells[:12]
    kind = KINDS.get(code, SETTLEMENT if code.startswith("PPL") and code not in GONE else "")
    if not kind:
        notes.leave_out("kinds that are not taken")
        return None
    if not (number.isdigit() and name and len(country) == 2):
        raise BadRecordError("no id, name or country")
    others = [other for other in alternates.split(",") if other]
    languages = names.get(number, {})
    arabic = languages.get("ar") or [n for n in (name, *others) if not FOREIGN.search(n)]
    english = [*languages.get("en", ()), ascii_name, *filter(is_latin, others)]
    level1, level2 = f"{country}.{admin1}", f"{country}.{admin1}.{admin2}"
    keys = {"ADM1": (level1,), "ADM2": (level2,)}.get(code, ())
    where = point(lat, lon)
    return Raw(
        "geonames", number, country, kind, name, tuple(arabic), *where, people(cells[14]), (level1, level2), keys,
        aliases_en=tuple(dict.fromkeys(english))[:MAX_ALIASES],
    )  # fmt: skip
