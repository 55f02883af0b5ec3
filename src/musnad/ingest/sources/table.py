"""Tables: a row is an article, its fields in columns that are chosen or guessed. `.csv`, `.tsv`, `.xlsx`, `.parquet`.

Rows are read one by one; the evidence of each is the row itself as a JSON object in UTF-8.
"""

import base64
import datetime as dt
import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from musnad.data import load_yaml
from musnad.errors import BadInputError
from musnad.ingest.dates import iso_date
from musnad.ingest.records import Record
from musnad.ingest.sources.base import NO_HINTS, Container, Document, Hints, Item, Unreadable
from musnad.ingest.sources.day_order import NUMERIC, DayOrder, numeric_date
from musnad.ingest.sources.local import JSON, FileSource, LocalFile
from musnad.ingest.sources.rows import Row, rows_of
from musnad.schema import Problem
from musnad.text.normalise import fold

FIELDS = ("text", "title", "outlet", "url", "country", "published", "updated", "authors", "id", "language", "dateline")
"""The article's fields that a column can hold."""
_DATES = ("published", "updated")
_HOUR = re.compile(r"(?<![\d/.-])(\d{1,2}):(\d{2})(?::(\d{2}))?(?!\d)\W*(ص|م|[AaPp]\.?[Mm])?")
_SEPARATORS = re.compile(r"[\s_-]+")
_BETWEEN_AUTHORS = re.compile(r"\s*[;،؛|]\s*")


class TableSource(FileSource):
    """One table.

    `columns` maps fields (`FIELDS`) to the names of columns; without it they are guessed by their names in Arabic and
    English. A column that is not there, or no column for the text, is an error that names the columns that are there.
    `sheet` is the sheet of a workbook (the first by default). `day_first` decides numeric dates that can be read both
    ways, where the table itself does not.
    """

    def __init__(
        self,
        file: LocalFile | str | Path,
        hints: Hints = NO_HINTS,
        *,
        columns: Mapping[str, str] | None = None,
        sheet: str | None = None,
        day_first: bool | None = None,
    ) -> None:
        super().__init__(file, hints)
        self.columns, self.sheet, self.setting = columns, sheet, day_first

    def _items(self) -> Iterator[Item]:
        with rows_of(self.file, self.sheet) as table:
            chosen = _chosen(table.header, self.columns)
        order = self._order(chosen)
        empty = True
        with rows_of(self.file, self.sheet) as table:
            for row in table.rows:
                empty = False
                if isinstance(row, BadInputError):
                    yield Unreadable(path=self.address, message=row.message, line=row.line)
                else:
                    yield self._item(row, chosen, order)
        if empty:
            raise BadInputError("empty: there is no row under the header")

    def _order(self, chosen: Mapping[str, str]) -> DayOrder:
        """What the date columns tell of the order of day and month; the table is read once more for it."""
        order = DayOrder(self.setting)
        names = [chosen[field] for field in _DATES if field in chosen]
        if names:
            with rows_of(self.file, self.sheet) as table:
                for row in table.rows:
                    cells = [] if isinstance(row, BadInputError) else [row.values.get(name) for name in names]
                    _see(order, cells)
        return order

    def _item(self, row: Row, chosen: Mapping[str, str], order: DayOrder) -> Item:
        said: dict[str, Any] = {field: row.values.get(name) for field, name in chosen.items()}
        problems: list[Problem] = []
        if not str(said["text"] or "").strip():
            return Unreadable(path=self.address, message="there is no text", line=row.line, field=chosen["text"])
        for field in _DATES:
            if said.get(field) is not None:
                said[field] = _date(said[field], order, chosen[field], problems)
        said["authors"] = [one for one in _BETWEEN_AUTHORS.split(str(said.get("authors") or "").strip()) if one]
        fields = {field: _written(value) for field, value in said.items() if value is not None}
        return Document(
            address=f"{self.address}#{row.line}",
            body=json.dumps(row.values, ensure_ascii=False, default=_plain).encode("utf-8", "surrogatepass"),
            media_type=JSON,
            record=msgspec.convert(fields, Record),
            hints=self.hints,
            container=Container(path=self.address, line=row.line),
            damaged=row.damaged,
            problems=problems,
        )


def _see(order: DayOrder, cells: list[Any]) -> None:
    for written in cells:
        if isinstance(written, str) and iso_date(written) is None and (found := NUMERIC.match(written)):
            order.see(numeric_date(found[1], found[2], found[3]))


def _chosen(header: list[str], columns: Mapping[str, str] | None) -> dict[str, str]:
    """The column of each field; BadInputError where one is not there, or none holds the text."""
    there = f"the columns are: {', '.join(header)}"
    if columns is None:
        guessed = _guessed(header)
        if "text" not in guessed:
            raise BadInputError(f"no column is named like the text of an article; {there}", field="text")
        return guessed
    for field, name in columns.items():
        if field not in FIELDS:
            raise BadInputError(f"an article has no such field; its fields are: {', '.join(FIELDS)}", field=field)
        if name not in header:
            raise BadInputError(f"there is no column {name!r}; {there}", field=field)
    if "text" not in columns:
        raise BadInputError(f"no column is chosen for the text; {there}", field="text")
    return dict(columns)


def _guessed(header: list[str]) -> dict[str, str]:
    """The first column that goes by a name of each field, the names in the order of the header."""
    chosen: dict[str, str] = {}
    for name in header:
        field = known_names().get(folded_name(name))
        if field:
            chosen.setdefault(field, name)
    return chosen


@cache
def known_names() -> dict[str, str]:
    """The field by the folded name of a column."""
    lists = msgspec.convert(load_yaml("musnad.ingest.sources", "columns.yaml"), dict[str, list[str]])
    return {folded_name(name): field for field, names in lists.items() for name in names}


def folded_name(name: str) -> str:
    """A column's name as names are compared: folded, words apart by one space."""
    return _SEPARATORS.sub(" ", fold(name)).strip()


def _date(value: object, order: DayOrder, column: str, problems: list[Problem]) -> str | None:
    """ISO 8601; None with a problem where it is no date, or one that can be read both ways."""
    if isinstance(value, dt.date):
        return value.isoformat()
    written = str(value).strip()
    if not written:
        return None
    if stated := iso_date(written):
        return stated
    if found := NUMERIC.match(written):
        day = order.date(numeric_date(found[1], found[2], found[3]))
        if day is not None:
            return day.isoformat() + _hour(written[found.end() :])
    elif in_words := _in_words(written):
        return in_words
    problems.append(Problem(code="bad date", message=f"{column}: {written!r} is no date that is sure, and is left out"))
    return None


def _hour(written: str) -> str:
    """`T14:30` where an hour follows the date, else nothing."""
    found = _HOUR.search(written)
    if not found:
        return ""
    hour, minute, half = int(found[1]), int(found[2]), (found[4] or "").lower()[:1]
    if half:
        hour = hour % 12 + (12 if half in ("م", "p") else 0)
    return f"T{hour:02}:{minute:02}" if hour < 24 and minute < 60 else ""


def _in_words(written: str) -> str | None:
    """The day of a date whose month is in words, where the cell holds one whole date."""
    from musnad.text.document import Document as Text
    from musnad.text.temporal import Moment, find_expressions

    moments = [one.value for one in find_expressions(Text(written)) if isinstance(one.value, Moment)]
    for one in moments:
        whole = isinstance(one.year, int) and isinstance(one.month, int) and isinstance(one.day, int)
        if whole and one.calendar == "gregorian":
            return f"{one.year:04}-{one.month:02}-{one.day:02}{_hour(written)}"
    return None


def _written(value: object) -> object:
    return value if isinstance(value, str | list) else str(_plain(value))


def _plain(value: object) -> object:
    """A cell as JSON can hold it."""
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    return value if isinstance(value, int | float | bool) else str(value)
