"""Full-text search over the words of events: FTS5 on SQLite, tsvector and trigrams on PostgreSQL.

Words are indexed as `musnad.embed.terms` writes them, folded and without clitics, and queries are written the same
way: `بالشدّادي` finds what `الشدادي` says.
"""

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from musnad.embed import terms
from musnad.record.models import Event

TABLE = "record_search"
_SQLITE = (
    f"CREATE VIRTUAL TABLE {TABLE} USING fts5(words, content='record_eventwords', tokenize='unicode61')",
    f"CREATE TRIGGER {TABLE}_in AFTER INSERT ON record_eventwords BEGIN"
    f" INSERT INTO {TABLE}(rowid, words) VALUES (new.rowid, new.words); END",
    f"CREATE TRIGGER {TABLE}_out AFTER DELETE ON record_eventwords BEGIN"
    f" INSERT INTO {TABLE}({TABLE}, rowid, words) VALUES ('delete', old.rowid, old.words); END",
    f"CREATE TRIGGER {TABLE}_change AFTER UPDATE ON record_eventwords BEGIN"
    f" INSERT INTO {TABLE}({TABLE}, rowid, words) VALUES ('delete', old.rowid, old.words);"
    f" INSERT INTO {TABLE}(rowid, words) VALUES (new.rowid, new.words); END",
)
_POSTGRESQL = (
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    f"CREATE INDEX {TABLE}_words ON record_eventwords USING gin (to_tsvector('simple', words))",
    f"CREATE INDEX {TABLE}_trigrams ON record_eventwords USING gin (words gin_trgm_ops)",
)
_DROP = {
    "sqlite": (*(f"DROP TRIGGER {TABLE}_{one}" for one in ("in", "out", "change")), f"DROP TABLE {TABLE}"),
    "postgresql": (f"DROP INDEX {TABLE}_words", f"DROP INDEX {TABLE}_trigrams"),
}


def create(vendor: str) -> tuple[str, ...]:
    """The statements that make the search index of a kind of database."""
    return _SQLITE if vendor == "sqlite" else _POSTGRESQL


def drop(vendor: str) -> tuple[str, ...]:
    """The statements that take it away again."""
    return _DROP[vendor]


def search(query: str) -> QuerySet[Event]:
    """Events of which some claim has all words of the query, in any form; on PostgreSQL, else, words much like them."""
    words = terms(query)
    if not words:
        return Event.objects.none()
    found = Event.objects.filter(id__in=_with_all(words))
    if connection.vendor == "sqlite" or found.exists():
        return found
    return Event.objects.filter(id__in=_with_alike(words))


def _with_all(words: list[str]) -> RawSQL:
    if connection.vendor == "sqlite":
        query = " ".join(f'"{word}"' for word in words)
        joined = f"record_eventwords w JOIN {TABLE} ON {TABLE}.rowid = w.rowid"
        return RawSQL(f"SELECT w.event_id FROM {joined} WHERE {TABLE} MATCH %s", [query])
    matching = "to_tsvector('simple', words) @@ plainto_tsquery('simple', %s)"
    return RawSQL(f"SELECT event_id FROM record_eventwords WHERE {matching}", [" ".join(words)])


def _with_alike(words: list[str]) -> RawSQL:
    matching = " AND ".join(["%s <%% words"] * len(words))
    return RawSQL(f"SELECT event_id FROM record_eventwords WHERE {matching}", words)
