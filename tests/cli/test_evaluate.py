"""`musnad evaluate` hands its options on, prints what comes back and leaves with its status."""

import sys
from pathlib import Path
from types import ModuleType

import pytest
from typer.testing import CliRunner

import musnad.evaluate
from musnad.cli.main import app


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[tuple[object, ...]]:
    seen: list[tuple[object, ...]] = []

    def answer(*arguments: object) -> tuple[str, int]:
        seen.append(arguments)
        return "F1 0.61", 1

    commands = ModuleType("musnad.evaluate.commands")
    commands.evaluate_read = commands.evaluate_values = answer  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "musnad.evaluate.commands", commands)
    monkeypatch.setattr(musnad.evaluate, "commands", commands, raising=False)
    return seen


def test_the_reader_is_scored_on_the_part_asked_for(calls: list[tuple[object, ...]], tmp_path: Path) -> None:
    gold = tmp_path / "g.jsonl"
    gold.touch()
    options = ["--gate", "--json", "--intervals", "--part", "all"]
    result = CliRunner().invoke(app, ["evaluate", "read", str(gold), *options])
    assert calls == [([gold], "all", True, True, True)]
    assert (result.stdout, result.exit_code) == ("F1 0.61\n", 1)


def test_values_are_scored_on_the_articles_that_may_be_looked_at_unless_said_otherwise(
    calls: list[tuple[object, ...]], tmp_path: Path
) -> None:
    gold = tmp_path / "g.jsonl"
    gold.touch()
    CliRunner().invoke(app, ["evaluate", "values", str(gold)])
    assert calls == [([gold], "dev", False, False)]


def test_a_gold_file_that_is_not_there_is_refused(calls: list[tuple[object, ...]]) -> None:
    assert CliRunner().invoke(app, ["evaluate", "read", "none.jsonl"]).exit_code == 2
    assert calls == []
