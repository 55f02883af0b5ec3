"""Long proofs: `make test` runs a seeded sample of each, `make prove` all rounds, and writes docs/proofs.md."""

import datetime as dt
import os
import subprocess
from pathlib import Path
from typing import NamedTuple

import pytest

IN_FULL = "MUSNAD_PROVE" in os.environ
PAGE = Path(__file__).parent.parent / "docs" / "proofs.md"
HEAD = """# Proofs

<!-- Written by `make prove`. -->

What must hold whatever happens, tried many times over. `make test` runs a sample of each; this is a full run.

{when}, commit `{commit}`.

| Proof | Rounds | Seconds | |
| --- | ---: | ---: | --- |
"""


class Proof(NamedTuple):
    """One proof that was run: what it says, how many rounds, how long, and whether it held."""

    says: str
    rounds: int
    seconds: float
    held: bool


class Rounds:
    """How many rounds a proof runs: `rounds(sample, full)`."""

    def __init__(self, request: pytest.FixtureRequest) -> None:
        self._node = request.node

    def __call__(self, sample: int, full: int) -> int:
        chosen = full if IN_FULL else sample
        self._node.user_properties.append(("rounds", chosen))
        return chosen


@pytest.fixture
def rounds(request: pytest.FixtureRequest) -> Rounds:
    """How many rounds this proof runs here."""
    return Rounds(request)


class _Writer:
    def __init__(self) -> None:
        self.proofs: list[Proof] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        told = dict(report.user_properties)
        if report.when == "call" and "rounds" in told:
            says = report.nodeid.rpartition("::")[2].removeprefix("test_").replace("_", " ")
            self.proofs.append(Proof(says, int(str(told["rounds"])), report.duration, report.passed))

    def pytest_sessionfinish(self) -> None:
        if not self.proofs:
            return
        commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True).stdout.strip()
        when = dt.datetime.now(dt.UTC).strftime("%Y-%m-%d %H:%M UTC")
        rows = (f"| {p.says} | {p.rounds} | {p.seconds:.0f} | {'held' if p.held else 'FAILED'} |" for p in self.proofs)
        PAGE.write_text(HEAD.format(when=when, commit=commit) + "\n".join(rows) + "\n", encoding="utf-8")


def pytest_configure(config: pytest.Config) -> None:
    """Have docs/proofs.md written where proofs run in full."""
    config.addinivalue_line("markers", "proof: a long proof, of which a sample runs unless MUSNAD_PROVE is set")
    if IN_FULL:
        config.pluginmanager.register(_Writer())
