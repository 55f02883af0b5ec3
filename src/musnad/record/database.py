"""Which database holds the record, and how it is opened: SQLite with no set-up, or PostgreSQL."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import dj_database_url

from musnad.errors import RecordError

FILE = "record.sqlite3"
BUSY_SECONDS = 60
"""How long a writer waits for another one."""
WRITERS = 0x4D75736E  # "Musn"
"""The advisory lock that a writer holds on PostgreSQL."""
_PRAGMAS = (
    "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON; PRAGMA cache_size = -65536;"
)


def default_url(folder: Path) -> str:
    """The SQLite database in a folder."""
    return f"sqlite:///{(folder / FILE).absolute()}"


def configuration(url: str) -> dict[str, Any]:
    """Django's settings of the database that a URL names; RecordError for one that is neither SQLite nor PostgreSQL."""
    try:
        found: dict[str, Any] = dict(dj_database_url.parse(url, conn_max_age=600))
    except (ValueError, KeyError) as error:
        raise RecordError(f"DATABASE_URL: {error}") from None
    if found["ENGINE"] == "django.db.backends.sqlite3":
        return found | {
            "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": BUSY_SECONDS, "init_command": _PRAGMAS},
            "CONN_MAX_AGE": None,
        }
    if found["ENGINE"] == "django.db.backends.postgresql":
        if find_spec("psycopg") is None:
            raise RecordError("PostgreSQL needs the package psycopg: pip install 'musnad[postgresql]'")
        return found | {"CONN_HEALTH_CHECKS": True}
    raise RecordError(f"DATABASE_URL: {found['ENGINE']} is neither SQLite nor PostgreSQL")


def use(url: str | None = None) -> None:
    """Have the record be the database that `url` names (default: as `musnad.web.settings` says)."""
    import django
    from django.conf import settings
    from django.db import connections

    if url is not None:
        configuration(url)
        os.environ["DATABASE_URL"] = url
    if not settings.configured:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "musnad.web.settings")
        django.setup()
    elif url is not None:
        connections.close_all()
        connections.settings.update(connections.configure_settings({"default": configuration(url)}))
        del connections["default"]
    _make_folder(str(connections["default"].settings_dict["NAME"]))


def _make_folder(name: str) -> None:
    from django.db import connection

    if connection.vendor == "sqlite" and not name.startswith(("file:", ":")):
        Path(name).parent.mkdir(parents=True, exist_ok=True)


@contextmanager
def writing() -> Iterator[None]:
    """One transaction of a writer: others wait until it is done, so that none builds on what another changes.

    SQLite begins it IMMEDIATE; PostgreSQL takes an advisory lock that ends with the transaction.
    """
    from django.db import connection, transaction

    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [WRITERS])
        yield
