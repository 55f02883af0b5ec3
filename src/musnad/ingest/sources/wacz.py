"""Pages of a WACZ file (Web Archive Collection Zipped 1.1): WARC files in a ZIP, with their hashes and page titles.

The parts are read where they lie in the ZIP, without unpacking it: no path in it is ever written to.
"""

import hashlib
import json
import zipfile
from collections.abc import Iterator
from typing import Any, BinaryIO, cast

import msgspec

from musnad.errors import BadInputError
from musnad.ingest.sources.base import Hints, Item, Unreadable
from musnad.ingest.sources.local import FileSource
from musnad.ingest.sources.warc import BLOCK, pages

PACKAGE = "datapackage.json"
MAX_PACKAGE_BYTES = 20_000_000
MAX_PAGES_BYTES = 200_000_000
"""Beyond so many bytes of page lists titles are left out."""
MAX_RATIO = 200
"""A part that is packed more tightly is refused: WARC members are compressed already, and text packs twentyfold."""
MIN_SUSPECT_BYTES = 50_000_000


class WaczSource(FileSource):
    """The pages of a WACZ file; a part whose SHA-256 is not that of `datapackage.json` is refused.

    `counts` tells after `items` what was left out, by reason.
    """

    def _items(self) -> Iterator[Item]:
        try:
            with self.file.open() as stream, zipfile.ZipFile(stream) as archive:
                yield from self._parts(archive)
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
            raise BadInputError(f"broken ZIP archive: {error}") from None

    def _parts(self, archive: zipfile.ZipFile) -> Iterator[Item]:
        parts = sorted(name for name in archive.namelist() if _is_warc(name))
        try:
            stated = _stated_hashes(archive)
        except BadInputError as error:
            yield Unreadable(path=self.address, message=error.message, field=error.field)
            return
        titles: dict[str, str] = {}
        for name in archive.namelist():
            if name.startswith("pages/") and name.endswith(".jsonl"):
                titles |= _titles(archive, name, stated)
        if not parts:
            yield Unreadable(path=self.address, message="it holds no WARC file under archive/")
        for name in parts:
            yield from self._part(archive, name, stated, titles)

    def _part(
        self, archive: zipfile.ZipFile, name: str, stated: dict[str, str], titles: dict[str, str]
    ) -> Iterator[Item]:
        path = f"{self.address}#{name}"
        try:
            _refuse_unsafe(archive.getinfo(name))
            _refuse_changed(archive, name, stated)
            with archive.open(name) as stream:
                yield from pages(cast(BinaryIO, stream), path, self.counts, lambda url: self._hinted(titles.get(url)))
        except BadInputError as error:
            yield Unreadable(path=path, message=error.message)
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
            yield Unreadable(path=path, message=f"broken ZIP archive: {error}")

    def _hinted(self, title: str | None) -> Hints:
        return msgspec.structs.replace(self.hints, title=title) if title and not self.hints.title else self.hints


def _is_warc(name: str) -> bool:
    return name.startswith("archive/") and name.endswith((".warc", ".warc.gz")) and ".." not in name.split("/")


def _stated_hashes(archive: zipfile.ZipFile) -> dict[str, str]:
    """SHA-256 (hex) by path, as `datapackage.json` states them; BadInputError where it is not there or broken."""
    try:
        info = archive.getinfo(PACKAGE)
        with archive.open(info) as file:
            package = json.loads(file.read(MAX_PACKAGE_BYTES))
        resources = package["resources"]
        return {str(one["path"]): str(one["hash"]) for one in resources if "hash" in one and "path" in one}
    except KeyError:
        raise BadInputError(f"{PACKAGE} is missing or names no resources", field="resources") from None
    except (ValueError, TypeError, RecursionError) as error:
        raise BadInputError(f"{PACKAGE} is broken: {error}") from None


def _refuse_unsafe(info: zipfile.ZipInfo) -> None:
    if info.file_size > MIN_SUSPECT_BYTES and info.file_size > MAX_RATIO * max(info.compress_size, 1):
        raise BadInputError(f"refused: {info.compress_size:,} bytes that unpack to {info.file_size:,}")


def _refuse_changed(archive: zipfile.ZipFile, name: str, stated: dict[str, str]) -> None:
    """BadInputError where the bytes are not those that the package was made of, or it does not state their hash."""
    algorithm, _, digest = stated.get(name, "").rpartition(":")
    if not digest:
        raise BadInputError(f"refused: {PACKAGE} states no hash of it")
    if algorithm not in ("", "sha256"):
        raise BadInputError(f"refused: its hash is by {algorithm}, which is not checked")
    found = hashlib.sha256()
    with archive.open(name) as file:
        while block := file.read(BLOCK):
            found.update(block)
    if found.hexdigest() != digest.lower():
        raise BadInputError(f"refused: its SHA-256 is not the one that {PACKAGE} states")


def _titles(archive: zipfile.ZipFile, name: str, stated: dict[str, str]) -> dict[str, str]:
    """Titles of pages by address; none of a list that is too long, changed or broken."""
    info = archive.getinfo(name)
    if info.file_size > MAX_PAGES_BYTES:
        return {}
    try:
        _refuse_changed(archive, name, stated)
        with archive.open(info) as file:
            rows = [_row(line) for line in file]
    except (BadInputError, zipfile.BadZipFile):
        return {}
    return {str(row["url"]): str(row["title"]) for row in rows if row.get("url") and row.get("title")}


def _row(line: bytes) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    return row if isinstance(row, dict) else {}
