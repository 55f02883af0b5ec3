"""`musnad doctor`: what is installed, and whether it works."""

import json
import os
import re
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from musnad.cli import doctor
from musnad.cli.doctor import EXPECTED, EXTRAS, State
from musnad.cli.main import app
from musnad.version import __version__

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
RUNNER = CliRunner()


def report() -> tuple[dict[str, dict[str, Any]], int]:
    """The checks by name, and the exit status."""
    result = RUNNER.invoke(app, ["doctor", "--format", "json"])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return {check["name"]: check for check in json.loads(result.stdout)["checks"]}, result.exit_code


def without(monkeypatch: pytest.MonkeyPatch, absent: str, version: str | None = None) -> None:
    """Make a package look as if it were not installed, or of another version."""
    real = metadata.version

    def pretended(name: str) -> str:
        if name != absent:
            return real(name)
        if version is None:
            raise metadata.PackageNotFoundError(name)
        return version

    monkeypatch.setattr(metadata, "version", pretended)


def test_where_all_works_it_says_so_and_the_status_is_0() -> None:
    result = RUNNER.invoke(app, ["doctor"])
    assert (result.exit_code, result.stdout.splitlines()[-1]) == (0, "All that Musnad needs works.")


def test_every_package_that_musnad_needs_is_named_with_its_version() -> None:
    checks, _ = report()
    needed = [re.split("[<>=]", line)[0] for line in metadata.requires("musnad") or [] if "extra ==" not in line]
    assert len(needed) > 5
    assert [checks[name]["detail"] for name in needed] == [metadata.version(name) for name in needed]


def test_every_extra_says_what_it_is_for() -> None:
    assert {*EXTRAS, "dev"} == set(PROJECT["optional-dependencies"])


def test_a_missing_extra_is_no_fault_and_comes_with_the_command_that_installs_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    without(monkeypatch, "daft")
    checks, status = report()
    assert (checks["corpus"]["state"], checks["corpus"]["needed"], status) == ("missing", False, 0)
    assert "pip install 'musnad[corpus]'" in checks["corpus"]["detail"]
    assert "daft" in checks["corpus"]["detail"]


def test_an_extra_whose_packages_are_all_there_is_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metadata, "version", lambda name: "99.0" if name != "django" else "5.2.8")
    assert doctor.extra("web").state is State.OK


def test_a_missing_package_is_named_and_the_status_is_1(monkeypatch: pytest.MonkeyPatch) -> None:
    without(monkeypatch, "hijridate")
    checks, status = report()
    assert (checks["hijridate"]["state"], status) == ("missing", 1)
    assert checks["hijridate"]["detail"] == "not installed; >=2.5 is needed"
    assert RUNNER.invoke(app, ["doctor"]).stdout.endswith("\nAmiss: hijridate\n")


@pytest.mark.parametrize(
    ("requirement", "version", "state"),
    [
        ("hijridate>=2.5", "2.4.9", State.BROKEN),
        ("hijridate>=2.5", "2.10", State.OK),
        ("hijridate>=2.5.0", "2.5", State.OK),
        ("hijridate<3.0,>=2.5", "3.0.0", State.BROKEN),
        ("hijridate[all]", "0.1", State.OK),
    ],
)
def test_a_package_of_a_version_that_will_not_do_is_broken(
    monkeypatch: pytest.MonkeyPatch, requirement: str, version: str, state: State
) -> None:
    without(monkeypatch, "hijridate", version)
    assert doctor.package(requirement)[:2] == ("hijridate", state)


def test_a_package_that_cannot_be_imported_is_broken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "hijridate", None)
    finding = doctor.package("hijridate>=2.5")
    assert finding.state is State.BROKEN
    assert "ModuleNotFoundError" in finding.detail


def test_data_are_told_with_the_number_of_their_rows() -> None:
    checks, _ = report()
    assert set(doctor.DATA) <= set(checks)
    for name in doctor.DATA:
        assert any(character in "123456789" for character in checks[name]["detail"])


def test_data_that_cannot_be_loaded_are_named_with_the_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def places() -> None:
        raise ValueError("towns.csv, line 7: «حلب» has no latitude")

    monkeypatch.setattr("musnad.registry.places.places", places)
    checks, status = report()
    assert (checks["gazetteer"]["state"], status) == ("broken", 1)
    assert checks["gazetteer"]["detail"] == "ValueError: towns.csv, line 7: «حلب» has no latitude"


def test_the_self_test_tells_how_long_it_took() -> None:
    finding = doctor.self_test()
    assert finding.state is State.OK
    assert finding.detail.endswith(" s")


def test_a_sentence_that_is_read_otherwise_is_told_with_what_was_expected(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(EXPECTED, "place", "Aleppo")
    assert doctor.self_test()[1:3] == (State.BROKEN, "place: 'Idlib', not 'Aleppo'")


def test_a_reader_that_cannot_start_is_broken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "musnad.reader", None)
    assert doctor.self_test().state is State.BROKEN


def test_where_musnad_is_no_installed_package_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(name: str) -> None:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "version", absent)
    monkeypatch.setattr(metadata, "requires", absent)
    checks, status = report()
    assert (checks["musnad"]["state"], status) == ("broken", 1)
    assert __version__ in checks["musnad"]["detail"]
    assert checks["web"]["state"] == "missing"


def test_another_encoding_of_the_terminal_is_told_and_does_no_harm() -> None:
    script = "from musnad.cli.main import app; from musnad.cli import doctor; doctor.EXPECTED['place'] = 'حلب'; app()"
    env = {**os.environ, "PYTHONIOENCODING": "latin-1"}
    done = subprocess.run(
        [sys.executable, "-c", script, "doctor"], capture_output=True, env=env, timeout=60, check=False
    )
    shown = done.stdout.decode("utf-8")
    assert "iso8859-1; Musnad writes UTF-8 all the same" in shown
    assert "place: 'Idlib', not 'حلب'" in shown
    assert done.returncode == 1


def test_on_a_terminal_arabic_stands_in_isolates() -> None:
    ours, theirs = os.openpty()
    command = [sys.executable, "-c", "from musnad.cli.main import app; app()", "doctor"]
    subprocess.run(command, check=True, timeout=60, stdout=theirs)
    os.close(theirs)
    with os.fdopen(ours, "rb", buffering=0) as screen:
        shown = b"".join(iter(lambda: read(screen.fileno()), b"")).decode("utf-8")
    assert "\u2068Arabic stands in isolates\u2069" in shown
    assert "\x1b[1mPackages\x1b[0m" in shown


def read(descriptor: int) -> bytes:
    """What waits on a pseudo-terminal, nothing where its other end is closed."""
    try:
        return os.read(descriptor, 65_536)
    except OSError:
        return b""
