"""A real PostgreSQL: the server that is named, one that runs here, or one that is started for these tests."""

import atexit
import os
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path

import psycopg

NAMED = "MUSNAD_TEST_POSTGRESQL"
HERE = "postgresql://postgres@127.0.0.1:5432/postgres"
OPTIONS = "-c fsync=off -c listen_addresses= -c unix_socket_directories={folder}"


@cache
def server() -> str | None:
    """The address of a server that new databases may be made on; None where none can be had."""
    for url in filter(None, (os.environ.get(NAMED), HERE)):
        if _answers(url):
            return url
    return _started()


def _answers(url: str) -> bool:
    try:
        with psycopg.connect(url, connect_timeout=3, autocommit=True) as connection:
            row = connection.execute("SELECT rolcreatedb FROM pg_roles WHERE rolname = current_user").fetchone()
        return bool(row and row[0])
    except psycopg.Error:
        return False


def _started() -> str | None:
    """A server of Debian's in a folder of its own, run by `postgres` where this is root, which initdb refuses."""
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    folder = programs[-1] if programs else Path(shutil.which("pg_ctl") or "/none").parent
    if not (folder / "initdb").exists():
        return None
    place = Path(tempfile.mkdtemp(prefix="musnad-postgresql-"))
    as_user = []
    if os.geteuid() == 0:
        shutil.chown(place, "postgres")
        as_user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
    data = str(place / "data")
    start = ["-w", "-D", data, "-l", str(place / "log"), "-o", OPTIONS.format(folder=place), "start"]
    try:
        subprocess.run(
            [*as_user, folder / "initdb", "-D", data, "-U", "postgres", "-A", "trust"], check=True, capture_output=True
        )
        subprocess.run([*as_user, folder / "pg_ctl", *start], check=True, capture_output=True, timeout=60)
    except (OSError, subprocess.SubprocessError):
        return None
    atexit.register(
        subprocess.run, [*as_user, folder / "pg_ctl", "-D", data, "-m", "immediate", "stop"], capture_output=True
    )
    return f"postgresql://postgres@/postgres?host={place}"


def made(name: str, template: str | None = None) -> str:
    """A new database of a name on the server, perhaps as a copy of another one; its address."""
    url = server()
    assert url is not None
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        connection.execute(f'CREATE DATABASE "{name}"' + (f' TEMPLATE "{template}"' if template else ""))
    head, _, tail = url.rpartition("/postgres")
    return f"{head}/{name}{tail}"


def dropped(name: str) -> None:
    """Take a database away, whoever still uses it."""
    url = server()
    assert url is not None
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
