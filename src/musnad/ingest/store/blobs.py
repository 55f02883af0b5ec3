"""Bytes kept under their own SHA-256: what has been written is never written again, and never changed."""

import gzip
import hashlib
import os
import zlib
from collections.abc import Iterator
from pathlib import Path

LEVEL = 6
SUFFIX = ".gz"
_TEMPORARY = ".part"


class DamagedBlobError(Exception):
    """Kept bytes that are not what their name says, or not there; says which and how."""


class Blobs:
    """A folder `ab/cdef….gz` of gzip files, each named by the SHA-256 (hex) of what it holds unpacked."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, body: bytes) -> str:
        """Keep `body`; returns its SHA-256. Whole or not at all: it is renamed into place when it is written."""
        name = hashlib.sha256(body).hexdigest()
        path = self.path(name)
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            part = path.with_suffix(f".{os.getpid()}{_TEMPORARY}")
            with part.open("wb") as file:
                file.write(gzip.compress(body, LEVEL, mtime=0))
                file.flush()
                os.fsync(file.fileno())
            part.replace(path)
        return name

    def get(self, name: str) -> bytes:
        """The bytes of that SHA-256; DamagedBlobError where they are not there or are others."""
        try:
            body = gzip.decompress(self.path(name).read_bytes())
        except FileNotFoundError:
            raise DamagedBlobError(f"{name}: missing") from None
        except (OSError, EOFError, zlib.error) as error:
            raise DamagedBlobError(f"{name}: cannot be unpacked: {error}") from None
        found = hashlib.sha256(body).hexdigest()
        if found != name:
            raise DamagedBlobError(f"{name}: the bytes have changed: their SHA-256 is now {found}")
        return body

    def names(self) -> Iterator[str]:
        """The SHA-256 of all that is kept, sorted."""
        for path in sorted(self.folder.glob(f"??/*{SUFFIX}")):
            yield path.parent.name + path.name.removesuffix(SUFFIX)

    def clear_parts(self) -> int:
        """Remove what an interrupted run left half written; returns how many files."""
        parts = list(self.folder.glob(f"??/*{_TEMPORARY}"))
        for part in parts:
            part.unlink()
        return len(parts)

    def path(self, name: str) -> Path:
        """The file of that SHA-256."""
        return self.folder / name[:2] / (name[2:] + SUFFIX)
