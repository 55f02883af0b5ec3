"""Reads the codebook's YAML files, and says exactly where one of them is wrong."""

from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import yaml

from musnad.codebook.entries import (
    ActorType,
    DatePrecision,
    Entry,
    EventType,
    Grade,
    PlacePrecision,
    PublicationState,
    SubEventType,
)
from musnad.data import parse_yaml

FOLDER = Path(__file__).parent
AnyEntry = TypeVar("AnyEntry", bound=Entry)
Row = dict[str, Any]


class CodebookError(ValueError):
    """A codebook file that cannot be used: names the file, the line, the entry and the field."""


class Codebook(msgspec.Struct, frozen=True, kw_only=True):
    """All vocabularies; each maps a code to its entry, in the order of its file (`NAME.yaml`)."""

    event_types: dict[str, EventType]
    sub_event_types: dict[str, SubEventType]
    weapons: dict[str, Entry]
    casualty_statuses: dict[str, Entry]
    place_precisions: dict[str, PlacePrecision]
    date_precisions: dict[str, DatePrecision]
    source_kinds: dict[str, Entry]
    statement_kinds: dict[str, Entry]
    responsibilities: dict[str, Entry]
    actor_types: dict[str, ActorType]
    certainty_grades: dict[str, Grade]
    publication_states: dict[str, PublicationState]
    complaint_outcomes: dict[str, Entry]

    def vocabularies(self) -> dict[str, dict[str, Entry]]:
        """Every vocabulary by its name, for pages and tests that walk over all of them."""
        return {name: getattr(self, name) for name in self.__struct_fields__}


@cache
def codebook() -> Codebook:
    """The codebook that is installed with this package.

    >>> codebook().sub_event_types["Air/drone strike"].event_type.label("en")
    'Explosions/Remote violence'
    """
    return read_codebook(FOLDER)


def read_codebook(folder: Path) -> Codebook:
    """The codebook in `folder`; raises `CodebookError` for the first entry that is wrong."""
    event_types = read_entries(folder / "event_types.yaml", EventType)
    return Codebook(
        event_types=event_types,
        sub_event_types=read_entries(folder / "sub_event_types.yaml", SubEventType, {"event_type": event_types}),
        weapons=read_entries(folder / "weapons.yaml", Entry),
        casualty_statuses=read_entries(folder / "casualty_statuses.yaml", Entry),
        place_precisions=read_entries(folder / "place_precisions.yaml", PlacePrecision),
        date_precisions=read_entries(folder / "date_precisions.yaml", DatePrecision),
        source_kinds=read_entries(folder / "source_kinds.yaml", Entry),
        statement_kinds=read_entries(folder / "statement_kinds.yaml", Entry),
        responsibilities=read_entries(folder / "responsibilities.yaml", Entry),
        actor_types=read_entries(folder / "actor_types.yaml", ActorType),
        certainty_grades=read_entries(folder / "certainty_grades.yaml", Grade),
        publication_states=read_entries(folder / "publication_states.yaml", PublicationState),
        complaint_outcomes=read_entries(folder / "complaint_outcomes.yaml", Entry),
    )


def read_entries(
    path: Path, kind: type[AnyEntry], references: dict[str, dict[str, Any]] | None = None
) -> dict[str, AnyEntry]:
    """The entries of one file by code; a field named in `references` holds the code of an entry there."""
    entries: dict[str, AnyEntry] = {}
    for number, row in enumerate(_rows(path)):
        entry = _convert(path, number, _resolved(path, number, row, references or {}), kind)
        if entry.code in entries:
            raise _error(path, number, row, "the code stands twice - at `code`")
        entries[entry.code] = entry
    return entries


def _rows(path: Path) -> list[Row]:
    """Each entry as YAML gives it."""
    try:
        rows = parse_yaml(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise CodebookError(f"{path.name}: not YAML: {error}") from error
    if not isinstance(rows, list):
        raise CodebookError(f"{path.name}: must be a list of entries")
    return rows


def _resolved(path: Path, number: int, row: Row, references: dict[str, dict[str, Any]]) -> Row:
    if not isinstance(row, dict):
        raise _error(path, number, row, "must be a mapping")
    for field, entries in references.items():
        if row.get(field) not in entries:
            raise _error(path, number, row, f"unknown code {row.get(field)!r} - at `{field}`")
    return row | {field: entries[row[field]] for field, entries in references.items()}


def _convert(path: Path, number: int, row: Row, kind: type[AnyEntry]) -> AnyEntry:
    try:
        return msgspec.convert(row, kind)
    except msgspec.ValidationError as error:
        raise _error(path, number, row, str(error).replace("`$.", "`")) from error


def _error(path: Path, number: int, row: Row, problem: str) -> CodebookError:
    code = row.get("code", "?") if isinstance(row, dict) else "?"
    return CodebookError(f"{path.name}, line {_line(path, number)}, entry {code!r}: {problem}")


def _line(path: Path, number: int) -> int:
    """The line (from 1) on which an entry begins, looked up only for a message: marks make reading slow."""
    entries: Any = yaml.compose(path.read_text(encoding="utf-8"), yaml.SafeLoader)
    line: int = entries.value[number].start_mark.line
    return line + 1
