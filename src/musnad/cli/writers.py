"""Readings as JSON, JSON lines, a table for people or a web page."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self, TextIO

import msgspec
import typer

from musnad.cli.table import Table
from musnad.cli.terminal import Terminal
from musnad.codebook import Language
from musnad.schema import Reading

CANNOT_WRITE = 2
"""The exit status where the output takes no more."""


@contextmanager
def named_where_full(output: Path | None) -> Iterator[None]:
    """Name an output (a file, or standard output) that cannot be written, and leave; a closed pipe is no error."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        _drop_standard_output()
        name = "standard output" if output is None else output
        typer.echo(f"musnad: cannot write {name}: {error.strerror or error}", err=True)
        raise typer.Exit(CANNOT_WRITE) from None


def _drop_standard_output() -> None:
    """Let what still waits to be written go nowhere, or the interpreter would fail on it once more as it ends."""
    with suppress(OSError), Path(os.devnull).open("w") as nowhere:
        os.dup2(nowhere.fileno(), sys.stdout.fileno())


class Writer(Protocol):
    """Takes readings one by one, between `with` and its end."""

    def write(self, reading: Reading) -> None:
        """Write one reading."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


class _Base:
    def __init__(self, stream: TextIO) -> None:
        self.stream = stream

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stream.flush()


class JsonLines(_Base):
    """One reading a line, as `gold/score.py` takes them."""

    def write(self, reading: Reading) -> None:
        """Write one line."""
        self.stream.write(msgspec.json.encode(reading).decode("utf-8") + "\n")


class JsonList(_Base):
    """One indented list of readings."""

    separator = "[\n"

    def write(self, reading: Reading) -> None:
        """Write one element of the list."""
        text = msgspec.json.format(msgspec.json.encode(reading), indent=2).decode("utf-8")
        self.stream.write(self.separator + text)
        self.separator = ",\n"

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stream.write("[]\n" if self.separator == "[\n" else "\n]\n")
        super().__exit__(kind, error, trace)


class TableText(_Base):
    """One block a reading, for people."""

    def __init__(self, stream: TextIO, language: Language) -> None:
        super().__init__(stream)
        self.table = Table(Terminal.of(stream), language)

    def write(self, reading: Reading) -> None:
        """Write one block."""
        self.stream.writelines(line + "\n" for line in self.table.lines(reading))


class HtmlPage(_Base):
    """One web page of all readings, written at the end: the list of its articles stands at its top."""

    def __init__(self, stream: TextIO, language: Language) -> None:
        from musnad.cli.page import Page

        super().__init__(stream)
        self.page = Page(language)

    def write(self, reading: Reading) -> None:
        """Lay out one article of the page."""
        self.page.add(reading)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stream.write(self.page.html() + "\n")
        super().__exit__(kind, error, trace)


def writer(form: str, language: Language, stream: TextIO) -> Writer:
    """The writer for `table`, `html`, `json` or `jsonl`."""
    if form == "table":
        return TableText(stream, language)
    if form == "html":
        return HtmlPage(stream, language)
    return JsonList(stream) if form == "json" else JsonLines(stream)
