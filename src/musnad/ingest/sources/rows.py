"""The rows of a table file, one by one: CSV in any dialect and encoding, Parquet, Excel workbooks."""

import csv
import io
import itertools
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any, BinaryIO, NamedTuple

from musnad.errors import BadInputError
from musnad.ingest.decoding import SAMPLE_BYTES, decode
from musnad.ingest.sources.local import LocalFile

DELIMITERS = ",;\t|"
MAX_CELL = 10_000_000
"""Characters; a longer cell is a quotation mark that is never closed."""
ROWS_AT_A_TIME = 256
MAX_UNPACKED = 1_000_000_000
NEEDS = "reading {kind} needs {package}: pip install 'musnad[tables]'"


class Row(NamedTuple):
    """A row by the names of its columns; `line` is the line of a CSV, the row of a sheet, or counts from 1."""

    line: int
    values: dict[str, Any]
    damaged: int = 0


class Table(NamedTuple):
    """The names of the columns, and the rows; a row that cannot be read is an error with its line."""

    header: list[str]
    rows: Iterator[Row | BadInputError]
    stream: object = None
    """What the rows are read from: it must not end before the file is closed."""


@contextmanager
def rows_of(file: LocalFile, sheet: str | None = None) -> Iterator[Table]:
    """The table in a file, which is open meanwhile; BadInputError where there is none."""
    head = file.head()
    if not head.strip():
        raise BadInputError("empty: there is no text")
    kind: Callable[[BinaryIO], Table]
    if head.startswith(b"PAR1") or file.path.lower().endswith(".parquet"):
        kind = _parquet
    elif head.startswith(b"PK\x03\x04") or file.path.lower().endswith(".xlsx"):
        kind = partial(_workbook, sheet=sheet)
    else:
        kind = partial(_csv, head=head)
    with file.open() as stream:
        yield kind(stream)


def _csv(file: BinaryIO, head: bytes) -> Table:
    whole_lines = head if len(head) < SAMPLE_BYTES else head[: head.rfind(b"\n") + 1] or head
    decoded = decode(whole_lines)
    if not decoded.text.strip():
        raise BadInputError("empty: there is no text")
    csv.field_size_limit(MAX_CELL)
    stream = io.TextIOWrapper(file, decoded.encoding, errors="replace", newline="")
    reader = csv.reader(stream, delimiter=_delimiter(decoded.text), strict=True)
    header = _header(next((row for row in _parsed(reader) if not isinstance(row, BadInputError) and any(row[1])), None))
    return Table(header, _named(_parsed(reader), header), stream)


def _delimiter(text: str) -> str:
    """The delimiter that the header has most of."""
    header = next(line for line in text.splitlines() if line.strip())
    return max(DELIMITERS, key=header.count)


def _parsed(reader: Any) -> Iterator[tuple[int, list[str]] | BadInputError]:
    """The rows with the lines where they begin; reading goes on behind a row that is broken."""
    while True:
        line = reader.line_num + 1
        try:
            yield line, next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield BadInputError(f"broken CSV: {error}", line=line)


def _header(row: tuple[int, list[str]] | None) -> list[str]:
    """The names of the columns; those without a name are called by their number, a name met again likewise."""
    if row is None:
        raise BadInputError("the table has no header")
    names: list[str] = []
    for number, cell in enumerate(row[1], start=1):
        name = str(cell if cell is not None else "").strip().strip("\ufeff\u200e\u200f")
        names.append(name if name and name not in names else f"{name} {number}".strip())
    return names


def _named(rows: Iterable[tuple[int, list[str]] | BadInputError], header: list[str]) -> Iterator[Row | BadInputError]:
    for row in rows:
        if isinstance(row, BadInputError):
            yield row
        elif len(row[1]) > len(header) and any(row[1][len(header) :]):
            message = f"the row has {len(row[1])} cells, the header {len(header)}"
            yield BadInputError(message, line=row[0])
        elif any(row[1]):
            damaged = sum(cell.count("\ufffd") for cell in row[1])
            yield Row(row[0], dict(zip(header, row[1], strict=False)), damaged)


def _parquet(file: BinaryIO) -> Table:
    try:
        from pyarrow import ArrowException, parquet
    except ImportError:
        raise BadInputError(NEEDS.format(kind=".parquet", package="pyarrow")) from None
    try:
        table = parquet.ParquetFile(file)
    except (ArrowException, OSError) as error:
        raise BadInputError(f"no Parquet file that can be read: {error}") from None
    return Table(list(table.schema_arrow.names), _batches(table))


def _batches(table: Any) -> Iterator[Row | BadInputError]:
    counter = itertools.count(1)
    try:
        for batch in table.iter_batches(batch_size=ROWS_AT_A_TIME):
            yield from (Row(next(counter), values) for values in batch.to_pylist())
    except Exception as error:  # what Arrow raises for broken pages has no common root
        yield BadInputError(f"broken Parquet: {error}", line=next(counter))


def _workbook(stream: BinaryIO, sheet: str | None) -> Table:
    try:
        from openpyxl import load_workbook
    except ImportError:
        raise BadInputError(NEEDS.format(kind=".xlsx", package="openpyxl")) from None
    try:
        with zipfile.ZipFile(stream) as archive:
            size = sum(part.file_size for part in archive.infolist())
        if size > MAX_UNPACKED:
            raise BadInputError(f"the workbook would unpack to {size:,} bytes; up to {MAX_UNPACKED:,} are read")
        book = load_workbook(stream, read_only=True, data_only=True)
    except BadInputError:
        raise
    except Exception as error:  # openpyxl lets through whatever zipfile, its XML parser and its look-ups raise
        raise BadInputError(f"no workbook that can be read: {error}") from None
    if sheet is not None and sheet not in book.sheetnames:
        raise BadInputError(f"there is no sheet {sheet!r}; the sheets are: {', '.join(book.sheetnames)}")
    numbered = enumerate(book[sheet or book.sheetnames[0]].iter_rows(values_only=True), start=1)
    rows = ((number, list(row)) for number, row in numbered if any(cell is not None for cell in row))
    header = _header(next(rows, None))
    return Table(header, _sheet_rows(rows, header))


def _sheet_rows(rows: Iterable[tuple[int, list[Any]]], header: list[str]) -> Iterator[Row | BadInputError]:
    for number, cells in rows:
        yield Row(number, dict(zip(header, cells, strict=False)))
