"""The ledger: for every address what happened, when and why; one row a visit, none ever changed."""

import datetime as dt
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from threading import Lock
from typing import Any

import msgspec

from musnad.ingest.sources.base import Validators
from musnad.ingest.states import FINAL, State

_SCHEMA = """
CREATE TABLE IF NOT EXISTS visits (
    number INTEGER PRIMARY KEY,
    address TEXT NOT NULL,
    at TEXT NOT NULL,
    run TEXT NOT NULL,
    source TEXT NOT NULL,
    state TEXT NOT NULL,
    reason TEXT NOT NULL,
    status INTEGER,
    body TEXT,
    article TEXT,
    version INTEGER,
    etag TEXT,
    last_modified TEXT,
    since TEXT
) STRICT;
CREATE INDEX IF NOT EXISTS visits_by_address ON visits (address, number);
"""


class Visit(msgspec.Struct, kw_only=True, frozen=True):
    """What became of one address in one run.

    `at` is UTC (ISO 8601), `source` the feed, file or archive that named the address, `status` the HTTP status,
    `body` the SHA-256 of the bytes seen, `article` and `version` what is kept of them. Of a feed that was gone
    through, `since` (UTC) is from when on its entries were taken; None for all.
    """

    address: str
    at: str
    run: str
    source: str
    state: State
    reason: str = ""
    status: int | None = None
    body: str | None = None
    article: str | None = None
    version: int | None = None
    etag: str | None = None
    last_modified: str | None = None
    since: str | None = None

    @property
    def validators(self) -> Validators:
        """What a conditional request for the address sends along."""
        return Validators(etag=self.etag, last_modified=self.last_modified)


_COLUMNS = Visit.__struct_fields__
_INSERT = f"INSERT INTO visits ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})"
_SELECT = f"SELECT {', '.join(_COLUMNS)} FROM visits"


class Ledger:
    """Visits in SQLite (write-ahead log); every method may be called from any thread."""

    def __init__(self, path: Path) -> None:
        self._lock = Lock()
        self._database = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._database.execute("PRAGMA journal_mode = WAL")
        self._database.execute("PRAGMA synchronous = NORMAL")
        self._database.executescript(_SCHEMA)
        self._add_what_is_new()

    def _add_what_is_new(self) -> None:
        """Ledgers written before `since` was kept lack its column."""
        if "since" not in {row[1] for row in self._database.execute("PRAGMA table_info(visits)")}:
            self._database.execute("ALTER TABLE visits ADD COLUMN since TEXT")

    def record(self, visit: Visit) -> None:
        """Write a visit down; it is there after a kill."""
        with self._lock:
            self._database.execute(_INSERT, msgspec.structs.astuple(visit))

    def last(self, address: str) -> Visit | None:
        """The latest visit to an address."""
        found = self._rows(f"{_SELECT} WHERE address = ? ORDER BY number DESC LIMIT 1", address)
        return _visit(found[0]) if found else None

    def failures(self, address: str) -> int:
        """How often the address was visited in vain since it was last done with."""
        done = ", ".join(f"'{state.value}'" for state in FINAL)
        last = f"SELECT coalesce(max(number), 0) FROM visits WHERE address = ? AND state IN ({done})"
        query = f"SELECT count(*) FROM visits WHERE address = ? AND number > ({last})"
        return int(self._rows(query, address, address)[0][0])

    def visits(self, address: str | None = None) -> Iterator[Visit]:
        """All visits, or those to one address, in order of time."""
        after = 0
        where = "WHERE number > ?" + ("" if address is None else " AND address = ?")
        more = () if address is None else (address,)
        while rows := self._rows(
            f"SELECT number, {', '.join(_COLUMNS)} FROM visits {where} ORDER BY number LIMIT 500", after, *more
        ):
            yield from (_visit(row[1:]) for row in rows)
            after = rows[-1][0]

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._database.close()

    def _rows(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        with self._lock:
            return self._database.execute(query, values).fetchall()


def _visit(row: tuple[Any, ...]) -> Visit:
    values = dict(zip(_COLUMNS, row, strict=True))
    return Visit(**{**values, "state": State(values["state"])})


def now() -> str:
    """This moment in UTC, to the second."""
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
