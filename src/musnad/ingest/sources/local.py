"""What all sources share that read a file on this machine."""

import hashlib
import io
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

from musnad.errors import BadInputError
from musnad.ingest.decoding import SAMPLE_BYTES
from musnad.ingest.sources.base import NO_HINTS, Hints, Item, Unreadable

MAX_BYTES = 50_000_000
"""A larger file is refused, save those that are read piece by piece (lines, tables, chats, archives)."""
JSON = "application/json"
TEXT = "text/plain"


class LocalFile(NamedTuple):
    """A file as the user named it; `held` are its bytes where they were had already (standard input)."""

    path: str
    held: bytes | None = None

    def open(self) -> BinaryIO:
        """The file from its beginning, for reading."""
        return Path(self.path).open("rb") if self.held is None else io.BytesIO(self.held)

    def head(self, size: int = SAMPLE_BYTES) -> bytes:
        """Its first bytes."""
        with self.open() as file:
            return file.read(size)

    def whole(self) -> bytes:
        """All its bytes; BadInputError where it is empty or too large."""
        with self.open() as file:
            raw = file.read(MAX_BYTES + 1)
        if not raw.strip():
            raise BadInputError("empty: there is no text")
        if len(raw) > MAX_BYTES:
            raise BadInputError(f"the file is larger than {MAX_BYTES:,} bytes")
        return raw

    @property
    def folder(self) -> Path | None:
        """The folder that it lies in; None for standard input."""
        return None if self.held is not None else Path(self.path).parent


def local(file: "LocalFile | str | Path") -> LocalFile:
    """`file` as a LocalFile."""
    return file if isinstance(file, LocalFile) else LocalFile(str(file))


class FileSource:
    """A source that is one file; `counts` says what it leaves out on purpose, by reason.

    Subclasses give `_items`; an error that ends these becomes the last item.
    """

    def __init__(self, file: LocalFile | str | Path, hints: Hints = NO_HINTS) -> None:
        self.file, self.hints = local(file), hints
        self.counts: Counter[str] = Counter()

    @property
    def address(self) -> str:
        """The file."""
        return self.file.path

    def items(self) -> Iterator[Item]:
        """What the file holds, from its beginning."""
        self.counts.clear()
        return guarded(self.address, self._items())

    def _items(self) -> Iterator[Item]:
        raise NotImplementedError


def guarded(path: str, items: Iterator[Item]) -> Iterator[Item]:
    """`items`, where an error that ends them becomes the last of them."""
    try:
        yield from items
    except BadInputError as error:
        yield unreadable(path, error)
    except OSError as error:
        yield Unreadable(path=path, message=error.strerror or str(error))


def unreadable(path: str, error: BadInputError, *, line: int | None = None, field: str | None = None) -> Unreadable:
    """The error as an item; its own line and field go before those given."""
    return Unreadable(path=path, message=error.message, line=error.line or line, field=error.field or field)


def sha256_within(folder: Path | None, name: str) -> str | None:
    """SHA-256 (hex) of the file `name` in `folder`; None where it is not there, or leads out of the folder."""
    if folder is None or not name:
        return None
    try:
        path = (folder / name).resolve()
        if not path.is_relative_to(folder.resolve()) or not path.is_file():
            return None
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except (OSError, ValueError):
        return None
