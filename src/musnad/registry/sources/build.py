"""Compiles downloaded files into tables of places, one a licence."""

import csv
import re
import sqlite3
import tarfile
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from musnad.errors import MusnadError, TableError
from musnad.registry.places import country_names
from musnad.registry.sources.compile import compiled
from musnad.registry.sources.geonames import GeoNames
from musnad.registry.sources.listing import Listing
from musnad.registry.sources.ocha import Ocha
from musnad.registry.sources.osm import OpenStreetMap
from musnad.registry.sources.raw import Notes, Raw, Source
from musnad.registry.sources.whosonfirst import WhosOnFirst
from musnad.registry.tables import packed

UNREADABLE = (
    OSError,
    EOFError,
    KeyError,
    ValueError,
    RuntimeError,
    csv.Error,
    sqlite3.Error,
    tarfile.TarError,
    zipfile.BadZipFile,
    zlib.error,
)
"""What the libraries raise for a file that is cut off or is not what its name says."""


class Table(NamedTuple):
    """A table that was written: its licence, where it stands, how many rows and bytes it has."""

    licence: str
    path: Path
    rows: int
    size: int


def sources(country: str = "") -> tuple[Source, ...]:
    """All formats; `country` is that of OpenStreetMap's extracts that do not say."""
    return (Listing(), GeoNames(), WhosOnFirst(), Ocha(), OpenStreetMap(country_names(), country))


def build(inputs: Sequence[Path], out: Path, *, country: str = "", notes: Notes | None = None) -> list[Table]:
    """Read the inputs and write `LICENCE.tsv.gz` into the folder `out` for each licence among them.

    Raises `TableError` for an input that no source takes; records that cannot be read are told in `notes`.
    """
    notes = notes if notes is not None else Notes()
    by_licence = compiled(_raws(_sorted(inputs, sources(country)), notes), notes)
    out.mkdir(parents=True, exist_ok=True)
    written = []
    for licence, rows in sorted(by_licence.items()):
        path = out / f"{re.sub(r'[^a-z0-9.]+', '-', licence.lower())}.tsv.gz"
        held = packed(rows)
        path.write_bytes(held)
        written.append(Table(licence, path, len(rows), len(held)))
    return written


def _sorted(inputs: Sequence[Path], formats: Sequence[Source]) -> list[tuple[Source, list[Path]]]:
    """The inputs by the source that takes them."""
    taken: list[tuple[Source, list[Path]]] = [(source, []) for source in formats]
    for path in inputs:
        if not path.exists():
            raise TableError(path, "does not exist")
        for source, paths in taken:
            if source.takes(path):
                paths.append(path)
                break
        else:
            raise TableError(path, f"is of no format that is read: {', '.join(source.name for source in formats)}")
    return [(source, paths) for source, paths in taken if paths]


def _raws(taken: Sequence[tuple[Source, list[Path]]], notes: Notes) -> Iterator[Raw]:
    for source, paths in taken:
        for group in [paths] if source.joint else [[path] for path in paths]:
            try:
                yield from source.raws(group, notes)
            except MusnadError:
                raise
            except UNREADABLE as error:
                told = (str(error).splitlines() or [type(error).__name__])[0]
                notes.is_bad(Path(", ".join(map(str, group))), None, f"{source.name}: cannot be read further: {told}")
