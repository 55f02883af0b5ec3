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
    for name in ("read", "values", "robustness"):
        setattr(commands, f"evaluate_{name}", answer)
    monkeypatch.setitem(sys.modules, "musnad.evaluate.commands", commands)
    monkeypatch.setattr(musnad.evaluate, "commands", commands, raising=False)
    return seen


def test_options_are_handed_on_and_the_status_comes_back(calls: list[tuple[object, ...]], tmp_path: Path) -> None:
    gold = tmp_path / "g.jsonl"
    gold.touch()
    result = CliRunner().invoke(app, ["evaluate", "read", str(gold), "--json", "--intervals"])
    assert calls == [([gold], False, True, True)]
    assert (result.stdout, result.exit_code) == ("F1 0.61\n", 1)


def test_the_size_and_seed_of_a_sample_are_handed_on(calls: list[tuple[object, ...]], tmp_path: Path) -> None:
    gold = tmp_path / "g.jsonl"
    gold.touch()
    CliRunner().invoke(app, ["evaluate", "robustness", str(gold), "--sample", "9", "--json"])
    assert calls == [([gold], 9, 0, True)]
    assert CliRunner().invoke(app, ["evaluate", "robustness", str(gold), "--sample", "0"]).exit_code == 2


@pytest.mark.parametrize("command", ["read", "values"])
def test_the_gate_is_asked_for(command: str, calls: list[tuple[object, ...]], tmp_path: Path) -> None:
    gold = tmp_path / "g.jsonl"
    gold.touch()
    CliRunner().invoke(app, ["evaluate", command, str(gold), "--gate"])
    assert calls[0][:2] == ([gold], True)


def test_the_gate_shows_no_figures(calls: list[tuple[object, ...]], tmp_path: Path) -> None:
    gold = tmp_path / "g.jsonl"
    gold.touch()
    assert CliRunner().invoke(app, ["evaluate", "values", str(gold), "--gate", "--json"]).exit_code == 2
    assert calls == []


def test_a_broken_gold_line_is_named(tmp_path: Path) -> None:
    gold = tmp_path / "g.jsonl"
    gold.write_text("\n{broken\n", encoding="utf-8")
    result = CliRunner().invoke(app, ["evaluate", "values", str(gold)])
    assert result.exit_code == 2
    assert f"{gold}:2: not JSON" in result.stderr


def test_a_gold_file_that_is_not_there_is_refused(calls: list[tuple[object, ...]]) -> None:
    assert CliRunner().invoke(app, ["evaluate", "read", "none.jsonl"]).exit_code == 2
    assert calls == []
