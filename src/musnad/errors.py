"""The exceptions that Musnad raises on purpose."""

from pathlib import Path


class MusnadError(Exception):
    """The root: catch it to catch all of them."""


class BadInputError(MusnadError):
    """An input that holds no article that can be read; `line` (from 1) and `field` say where, if known."""

    def __init__(self, message: str, *, line: int | None = None, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.line = line
        self.field = field


class NoTextError(BadInputError):
    """An input without text, or a page without an article."""


class NotArabicError(BadInputError):
    """An input whose text is not Arabic."""


class TableError(MusnadError):
    """A file that is no table of places; `line` (from 1) and `field` (a column) say where, if known."""

    def __init__(self, path: Path, message: str, *, line: int | None = None, field: str = "") -> None:
        where = f"{path}:{line}" if line else str(path)
        super().__init__(f"{where}: {field}: {message}" if field else f"{where}: {message}")
        self.path, self.line, self.field, self.message = path, line, field, message


class StoreError(MusnadError):
    """A store of articles that cannot be made, opened or written to; says which and why."""


class SourcesError(MusnadError):
    """A sources file that cannot be used: `problems` has a line for every mistake, with file, line and field."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class TimestampError(MusnadError):
    """A trusted timestamp that is not to be had, or that does not hold; says why."""


class RecordError(MusnadError):
    """A record that cannot be opened, read or changed as asked; says why."""


class ConflictError(RecordError):
    """A change that no longer fits what stands in the record: somebody changed it meanwhile."""
