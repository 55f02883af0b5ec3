"""A record of its own for each test, on SQLite and on a real PostgreSQL alike."""

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

import postgres

from musnad.record.database import use

KINDS = ("sqlite", "postgresql")
use("sqlite:///:memory:")  # the modules of these tests import models


def pytest_report_header() -> str:
    """Which server these tests use."""
    return f"PostgreSQL for the tests of the record: {postgres.server() or 'none: they are skipped'}"


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """An empty record of each kind, to be copied: a file, and the name of a database."""
    from musnad.record.upgrade import upgrade

    file = tmp_path_factory.mktemp("record") / "template.sqlite3"
    use(f"sqlite:///{file}")
    upgrade()
    held = {"sqlite": str(file)}
    if postgres.server() is not None:
        held["postgresql"] = name = f"musnad_template_{os.getpid()}"
        use(postgres.made(name))
        upgrade()
    use(f"sqlite:///{file}")
    yield held
    use(f"sqlite:///{file}")
    if "postgresql" in held:
        postgres.dropped(held["postgresql"])


@pytest.fixture(params=KINDS)
def record(request: pytest.FixtureRequest, templates: dict[str, str], tmp_path: Path) -> Iterator[str]:
    """The address of an empty record, which is in use."""
    kind = request.param
    _need(kind, templates)
    if kind == "sqlite":
        shutil.copy(templates["sqlite"], tmp_path / "record.sqlite3")
        url = f"sqlite:///{tmp_path / 'record.sqlite3'}"
    else:
        url = postgres.made(f"musnad_test_{os.getpid()}", templates["postgresql"])
    use(url)
    yield url
    use(f"sqlite:///{templates['sqlite']}")
    if kind == "postgresql":
        postgres.dropped(f"musnad_test_{os.getpid()}")


@pytest.fixture(params=KINDS)
def empty(request: pytest.FixtureRequest, templates: dict[str, str], tmp_path: Path) -> Iterator[str]:
    """The address of a database without tables."""
    kind = request.param
    _need(kind, templates)
    name = f"musnad_empty_{os.getpid()}"
    url = f"sqlite:///{tmp_path / 'empty.sqlite3'}" if kind == "sqlite" else postgres.made(name)
    yield url
    use(f"sqlite:///{templates['sqlite']}")
    if kind == "postgresql":
        postgres.dropped(name)


def _need(kind: str, templates: dict[str, str]) -> None:
    if kind not in templates:
        assert os.environ.get("CI") != "1", "no PostgreSQL could be found or started: the record would go untested"
        pytest.skip("no PostgreSQL could be found or started")
