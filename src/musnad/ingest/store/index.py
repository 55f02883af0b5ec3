"""Where in `articles.jsonl` each version stands: made from that file, and made up to it whenever it is opened."""

import datetime as dt
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from musnad.errors import StoreError
from musnad.ingest.store.base import Version
from musnad.ingest.store.log import lines

_SCHEMA = """
CREATE TABLE IF NOT EXISTS versions (
    place INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    number INTEGER NOT NULL,
    address TEXT NOT NULL,
    content TEXT NOT NULL,
    captured TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS versions_by_id ON versions (id, number);
CREATE INDEX IF NOT EXISTS versions_by_address ON versions (address, number);
CREATE TABLE IF NOT EXISTS indexed (bytes INTEGER NOT NULL) STRICT;
"""


class Entry(NamedTuple):
    """A version: the byte at which its line begins, the article's id, its number, digest, and time of capture."""

    offset: int
    id: str
    number: int
    content: str
    captured: dt.datetime


class Index:
    """An SQLite file over the versions in `articles.jsonl`."""

    def __init__(self, path: Path) -> None:
        self._database = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._database.execute("PRAGMA journal_mode = WAL")
        self._database.execute("PRAGMA synchronous = NORMAL")
        self._database.executescript(_SCHEMA)

    def catch_up(self, articles: Path) -> None:
        """Take in what was appended to the file since it was last closed; all of it, where the index is newer."""
        size = articles.stat().st_size
        done = self._indexed()
        if done > size:
            self._database.executescript("DELETE FROM versions; DELETE FROM indexed;")
            done = 0
        if done < size:
            with self._database:
                self._database.execute("BEGIN")
                for line in lines(articles, done):
                    if not line.fault:
                        self._insert(line.offset, line.value)
                self._set_indexed(size)

    def _insert(self, offset: int, line: dict[str, Any]) -> None:
        try:
            row = (offset, *(line[name] for name in ("id", "version", "address", "content", "captured")))
        except KeyError as error:
            raise StoreError(f"articles.jsonl: the line at byte {offset:,} has no {error}") from None
        self._database.execute("INSERT OR REPLACE INTO versions VALUES (?, ?, ?, ?, ?, ?)", row)

    def add(self, version: Version, offset: int, size: int) -> None:
        """Note a version whose line begins at `offset` of a file that is now `size` bytes long."""
        origin = version.origin
        row = {"id": version.article.id, "version": version.number, "address": origin.address}
        with self._database:
            self._database.execute("BEGIN")
            self._insert(offset, {**row, "content": version.content, "captured": origin.captured.isoformat()})
            self._set_indexed(size)

    def at(self, address: str) -> list[Entry]:
        """The versions of what stands at an address, the first first."""
        return self._entries("WHERE address = ? ORDER BY number", address)

    def of(self, article_id: str) -> list[Entry]:
        """The versions of an article, the first first."""
        return self._entries("WHERE id = ? ORDER BY number", article_id)

    def latest(self) -> Iterator[Entry]:
        """The latest version of every article, in the order in which the articles came."""
        newest = "SELECT id, max(number) AS number, min(place) AS came FROM versions GROUP BY id"
        columns = "v.place, v.id, v.number, v.content, v.captured"
        query = f"SELECT {columns} FROM versions v JOIN ({newest}) n USING (id, number) ORDER BY n.came"
        return map(_entry, self._database.execute(query))

    def address_of(self, article_id: str) -> str | None:
        """The address whose article has this id; None where no article has it."""
        found = self._database.execute("SELECT address FROM versions WHERE id = ? LIMIT 1", (article_id,)).fetchone()
        return None if found is None else str(found[0])

    def _entries(self, where: str, value: str) -> list[Entry]:
        query = f"SELECT place, id, number, content, captured FROM versions {where}"
        return list(map(_entry, self._database.execute(query, (value,))))

    def _indexed(self) -> int:
        found = self._database.execute("SELECT bytes FROM indexed").fetchone()
        return 0 if found is None else int(found[0])

    def _set_indexed(self, size: int) -> None:
        self._database.execute("DELETE FROM indexed")
        self._database.execute("INSERT INTO indexed VALUES (?)", (size,))

    def close(self) -> None:
        """Close the file."""
        self._database.close()


def _entry(row: tuple[Any, ...]) -> Entry:
    offset, article_id, number, content, captured = row
    return Entry(offset, article_id, number, content, dt.datetime.fromisoformat(captured))
