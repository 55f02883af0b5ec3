"""A file of JSON lines that only grows, each chained to the one before, so that a later change shows.

Every line carries `chain`: the SHA-256 over the chain of the line before and the line itself without `chain`.
A line that a killed process left half written is moved to a file beside, never read as a line.
"""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

import msgspec

from musnad.errors import StoreError

FIRST = "0" * 64
"""The chain before the first line."""
_TAIL = 65_536
_encoder = msgspec.json.Encoder(order="deterministic")


class Line(NamedTuple):
    """A line as it stands in the file: its number from 1, the byte that it begins at, its value, or what is wrong."""

    number: int
    offset: int
    value: dict[str, Any]
    fault: str = ""


class Log:
    """Append-only JSON lines; `append` returns when the line is the operating system's, so that a kill loses none."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.touch()
        self._set_aside_half_a_line()
        self.chain = self._last_chain()
        self._file: BinaryIO = path.open("ab", buffering=0)

    def append(self, value: dict[str, Any]) -> int:
        """Write one line; returns the byte at which it begins."""
        chain = _chained(self.chain, value)
        offset = self._file.seek(0, os.SEEK_END)
        line = _encoder.encode({**value, "chain": chain}) + b"\n"
        self._file.write(line)
        self.chain = chain
        return offset

    def close(self) -> None:
        """Have the disk take what was written."""
        os.fsync(self._file.fileno())
        self._file.close()

    def _set_aside_half_a_line(self) -> None:
        with self.path.open("rb+") as file:
            end = file.seek(0, os.SEEK_END)
            whole = _end_of_last_line(file, end)
            if whole < end:
                file.seek(whole)
                with self.path.with_suffix(".partial").open("ab") as aside:
                    aside.write(file.read() + b"\n")
                file.truncate(whole)

    def _last_chain(self) -> str:
        with self.path.open("rb") as file:
            end = file.seek(0, os.SEEK_END)
            if end == 0:
                return FIRST
            start = _end_of_last_line(file, end - 1)
            file.seek(start)
            raw = file.read(end - start)
        last = _line(0, start, raw)
        if last.fault or "chain" not in last.value:
            message = f"{self.path}: the last line, at byte {start:,}, is none that was written here"
            raise StoreError(f"{message}; `musnad ingest verify` tells more")
        return str(last.value["chain"])


def _end_of_last_line(file: BinaryIO, end: int) -> int:
    """The byte after the last line break before `end`; 0 where there is none."""
    while end > 0:
        start = max(0, end - _TAIL)
        file.seek(start)
        found = file.read(end - start).rfind(b"\n")
        if found >= 0:
            return start + found + 1
        end = start
    return 0


def _chained(chain: str, value: dict[str, Any]) -> str:
    return hashlib.sha256(chain.encode("ascii") + _encoder.encode(value)).hexdigest()


def lines(path: Path, start: int = 0) -> Iterator[Line]:
    """The whole lines of a log from the byte `start` on; a broken one comes with its fault and no value."""
    with path.open("rb") as file:
        file.seek(start)
        offset = start
        for number, raw in enumerate(file, start=1):
            yield _line(number, offset, raw)
            offset += len(raw)


def checked(path: Path) -> Iterator[Line]:
    """All lines of a log, those with a fault named that are broken or do not follow from the line before."""
    chain = FIRST
    for line in lines(path):
        if line.fault:
            yield line
            continue
        value = dict(line.value)
        stated = value.pop("chain", "")
        fault = "" if stated == _chained(chain, value) else "the line or one before it was changed, added or taken out"
        yield line._replace(fault=fault)
        chain = str(stated)


def _line(number: int, offset: int, raw: bytes) -> Line:
    if not raw.endswith(b"\n"):
        return Line(number, offset, {}, "half a line: a run was stopped while it wrote")
    try:
        value = msgspec.json.decode(raw)
    except msgspec.DecodeError as error:
        return Line(number, offset, {}, f"broken JSON: {error}")
    return Line(number, offset, value) if isinstance(value, dict) else Line(number, offset, {}, "not a JSON object")
