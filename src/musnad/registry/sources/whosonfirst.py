"""Who's On First: the SQLite distributions, and the bundles of GeoJSON with their meta tables.

https://whosonfirst.org/docs gives placetypes, name properties and the flags of records that are no longer current.
"""

import bz2
import csv
import shutil
import sqlite3
import tarfile
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import msgspec

from musnad.registry.sources.names import is_latin
from musnad.registry.sources.raw import SETTLEMENT, BadRecordError, Notes, Raw, people, point

ARCHIVES = (".tar.bz2", ".tar.gz", ".tgz")
DATABASES = (".db", ".sqlite", ".sqlite3", ".db.bz2")
SQLITE = b"SQLite format 3\x00"
MAX_ALIASES = 8
ARABIC, ENGLISH = ("name:ara_x_preferred", "name:ara_x_variant"), ("name:eng_x_preferred", "name:eng_x_variant")
KINDS = {
    "borough": "neighbourhood",
    "campus": "other",
    "county": "district",
    "localadmin": "district",
    "locality": SETTLEMENT,
    "macrohood": "neighbourhood",
    "microhood": "neighbourhood",
    "neighbourhood": "neighbourhood",
    "region": "province",
}


class _Feature(msgspec.Struct):
    properties: dict[str, Any]


_decode = msgspec.json.Decoder(_Feature).decode


class WhosOnFirst:
    """Reads `whosonfirst-data-admin-sy-latest.db` (also `.bz2`) and bundles (a folder or an archive)."""

    name = "Who's On First"
    joint = False

    def takes(self, path: Path) -> bool:
        """Whether a file is a database or an archive, or a folder a bundle."""
        if path.is_dir():
            return any((path / inner).is_dir() for inner in ("data", "meta"))
        if path.name.endswith(DATABASES):
            with (bz2.open if path.suffix == ".bz2" else open)(path, "rb") as file:
                return bool(file.read(len(SQLITE)) == SQLITE)
        return path.name.endswith(ARCHIVES)

    def raws(self, paths: Sequence[Path], notes: Notes) -> Iterator[Raw]:
        """The current places of all files; of records of one place (in two files) the first."""
        seen: set[str] = set()
        for path in paths:
            for where, body in _bodies(path):
                try:
                    raw = _place(body, notes)
                except (BadRecordError, msgspec.DecodeError, UnicodeDecodeError) as error:
                    notes.is_bad(path, where, str(error))
                    continue
                if raw is not None and raw.number not in seen:
                    seen.add(raw.number)
                    yield raw


def _bodies(path: Path) -> Iterator[tuple[str, bytes | str]]:
    """Each record as GeoJSON, with what names it."""
    if path.is_dir():
        return _folder(path)
    return _database(path) if path.name.endswith(DATABASES) else _archive(path)


@contextmanager
def _unpacked(path: Path) -> Iterator[Path]:
    if path.suffix != ".bz2":
        yield path
        return
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "places.db"
        with bz2.open(path) as packed, plain.open("wb") as file:
            shutil.copyfileobj(packed, file)
        yield plain


def _database(path: Path) -> Iterator[tuple[str, bytes | str]]:
    with _unpacked(path) as plain, closing(sqlite3.connect(f"file:{plain}?mode=ro", uri=True)) as base:
        columns = {row[1] for row in base.execute("PRAGMA table_info(geojson)")}
        current = " WHERE is_alt IS NULL OR is_alt = 0" if "is_alt" in columns else ""
        for number, body in base.execute(f"SELECT id, body FROM geojson{current} ORDER BY id"):
            yield f"record {number}", body


def _folder(path: Path) -> Iterator[tuple[str, bytes | str]]:
    """The records that the meta tables list, or all where there are none."""
    listed = [_listed(table) for table in sorted((path / "meta").glob("*.csv"))]
    names = [name for table in listed for name in table] if listed else None
    data = path / "data"
    found = [data / name for name in names] if names is not None else sorted(data.rglob("*.geojson"))
    for file in found:
        if not _is_other_shape(file.name):
            yield str(file.relative_to(path)), file.read_bytes() if file.is_file() else b"missing"


def _listed(table: Path) -> list[str]:
    with table.open(encoding="utf-8", newline="") as file:
        return [row["path"] for row in csv.DictReader(file) if row.get("path")]


def _archive(path: Path) -> Iterator[tuple[str, bytes | str]]:
    with tarfile.open(path) as archive:
        for member in archive:
            if member.name.endswith(".geojson") and not _is_other_shape(member.name):
                held = archive.extractfile(member)
                yield member.name, held.read() if held else b""


def _is_other_shape(name: str) -> bool:
    return "-alt-" in name or name.endswith("-alt.geojson")


def _place(body: bytes | str, notes: Notes) -> Raw | None:
    held = _decode(body).properties
    kind = KINDS.get(str(held.get("wof:placetype")))
    if kind is None or not _is_current(held):
        notes.leave_out("kinds that are not taken" if kind is None else "places that are no longer current")
        return None
    number, country = str(held.get("wof:id", "")), str(held.get("iso:country") or held.get("wof:country") or "")
    if not number.isdigit() or len(country) != 2:
        raise BadRecordError("no wof:id or wof:country")
    name, english = str(held.get("wof:name") or ""), _names(held, ENGLISH)
    above = next((h for h in held.get("wof:hierarchy") or () if isinstance(h, dict)), {})
    return Raw(
        "wof", number, country.upper(), kind, next(iter(english), name), tuple(_names(held, ARABIC)), *_point(held),
        people(held.get("wof:population") or held.get("gn:population")),
        (str(above.get("region_id", "")), str(above.get("county_id", ""))), (number,),
        aliases_en=tuple(filter(is_latin, [name, *english]))[:MAX_ALIASES],
    )  # fmt: skip


def _point(held: dict[str, Any]) -> tuple[float, float]:
    prefix = "lbl" if "lbl:latitude" in held else "geom"
    return point(held.get(f"{prefix}:latitude"), held.get(f"{prefix}:longitude"))


def _names(held: dict[str, Any], properties: Sequence[str]) -> list[str]:
    found = (held.get(name) or [] for name in properties)
    return [str(n) for names in found for n in (names if isinstance(names, list) else [names])]


def _is_current(held: dict[str, Any]) -> bool:
    gone = (held.get(name) for name in ("edtf:deprecated", "edtf:superseded", "edtf:cessation"))
    if str(held.get("mz:is_current")) == "0" or held.get("wof:superseded_by"):
        return False
    return all(date in (None, "", "u", "uuuu", "..", "open", "-1") for date in gone)
