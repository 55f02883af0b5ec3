"""Everything in a folder store hashed again, and what is no longer as it was written."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from musnad.errors import StoreError, TimestampError
from musnad.ingest.store.blobs import Blobs, DamagedBlobError
from musnad.ingest.store.content import content_digest
from musnad.ingest.store.folder import ARTICLES, BLOBS, CAPTURES, version_of
from musnad.ingest.store.log import Line, checked, lines

if TYPE_CHECKING:
    from cryptography.x509 import Certificate


class Fault(msgspec.Struct, kw_only=True, frozen=True):
    """Something that is not as it was written: in which file, at which line (from 1), and what."""

    path: str
    message: str
    line: int | None = None

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}" if self.line else f"{self.path}: {self.message}"


class Verified(msgspec.Struct, kw_only=True):
    """What was looked at: captures, articles' versions and blobs, bytes hashed, and the faults found.

    `unnamed` are blobs that no capture names: a run was killed between writing the two. They are no fault.
    `timestamps` are those that were checked and hold.
    """

    captures: int = 0
    versions: int = 0
    blobs: int = 0
    size: int = 0
    unnamed: int = 0
    timestamps: int = 0
    faults: list[Fault] = []


def verify(folder: Path, roots: "list[Certificate] | None" = None) -> Verified:
    """Hash every blob, follow the chain of both logs, and digest every version again; StoreError if there is no store.

    With the root certificates of timestamp authorities, timestamps are checked too. A fault is named once, at the
    line or file that shows it. Nothing is written.
    """
    for name in (ARTICLES, CAPTURES):
        if not (folder / name).is_file():
            raise StoreError(f"{folder}: no store of articles: it holds no {name}")
    done = Verified()
    named = _captures(folder, done)
    _blobs(folder, named, done)
    if roots is not None:
        _timestamps(folder, roots, done)
    _versions(folder, named, done)
    return done


def _captures(folder: Path, done: Verified) -> dict[str, int]:
    """The lines (from 1) of the captures by the blobs that they name."""
    named: dict[str, int] = {}
    for line in _sound(folder / CAPTURES, done):
        done.captures += 1
        for key in ("sha256", "timestamp"):
            if isinstance(name := line.value.get(key), str):
                named.setdefault(name, line.number)
    return named


def _sound(path: Path, done: Verified) -> Iterator[Line]:
    """The lines that can be read; those that are broken or do not follow are named."""
    for line in checked(path):
        if line.fault:
            done.faults.append(Fault(path=path.name, line=line.number, message=line.fault))
        if line.value:
            yield line


def _blobs(folder: Path, named: dict[str, int], done: Verified) -> None:
    blobs = Blobs(folder / BLOBS)
    kept = set(blobs.names())
    for name in sorted(kept):
        done.blobs += 1
        done.unnamed += name not in named
        try:
            done.size += len(blobs.get(name))
        except DamagedBlobError as error:
            done.faults.append(Fault(path=f"{BLOBS}/{name[:2]}", message=str(error)))
    for name in named.keys() - kept:
        message = f"names the bytes {name}, which are not there"
        done.faults.append(Fault(path=CAPTURES, line=named[name], message=message))


def _timestamps(folder: Path, roots: "list[Certificate]", done: Verified) -> None:
    from musnad.ingest.store.timestamps import verify as holds

    blobs = Blobs(folder / BLOBS)
    for line in lines(folder / CAPTURES):
        if token := line.value.get("timestamp"):
            try:
                holds(blobs.get(token), bytes.fromhex(line.value["sha256"]), roots)
                done.timestamps += 1
            except (DamagedBlobError, TimestampError) as error:
                done.faults.append(Fault(path=CAPTURES, line=line.number, message=str(error)))


def _versions(folder: Path, named: dict[str, int], done: Verified) -> None:
    for line in _sound(folder / ARTICLES, done):
        done.versions += 1
        for message in _amiss(line.value, named):
            done.faults.append(Fault(path=ARTICLES, line=line.number, message=message))


def _amiss(value: dict[str, Any], named: dict[str, int]) -> Iterator[str]:
    try:
        version = version_of(value)
    except (KeyError, msgspec.ValidationError) as error:
        yield f"no version of an article: {error}"
        return
    article = version.article
    if hashlib.sha256(article.text.encode("utf-8", "surrogatepass")).hexdigest() != article.sha256:
        yield f"{article.id}: the text has changed"
    elif content_digest(article) != version.content:
        yield f"{article.id}: title, date, authors or captions have changed"
    for name in version.origin.captures:
        if name not in named:
            yield f"{article.id}: no capture of the bytes {name}"
