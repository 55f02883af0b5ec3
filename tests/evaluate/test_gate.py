"""The accuracy gate and what `musnad evaluate` prints."""

import json
from pathlib import Path
from statistics import fmean

import pytest

from musnad.evaluate import commands, gate
from musnad.evaluate.gold import GOLD, fingerprint, gold_files, load_part, split_of
from musnad.evaluate.tables import bootstrap, markdown


def test_floors_are_pinned_on_this_gold() -> None:
    assert gate.floors().fingerprint == fingerprint()


def test_a_figure_under_its_floor_fails() -> None:
    assert gate.failures({"event": 0.59, "date": 0.7}, {"event": 0.6, "date": 0.6}) == ["event"]


def test_a_missing_figure_fails() -> None:
    assert gate.failures({}, {"event": 0.0}) == ["event"]


def test_quotes_that_are_not_in_the_text_fail_the_gate() -> None:
    report = {"event": {"f1": 0.7}, "whole record": 0.1, "quotes not in the text": 2}
    assert gate.failures(gate.flat(report), {"quotes in the text": 1.0}) == ["quotes in the text"]


def test_changed_gold_fails_the_gate(tmp_path: Path) -> None:
    (tmp_path / "split.csv").write_text("id,number,part\n", encoding="utf-8")
    assert gate.gold_changed(gate.floors(), tmp_path)


def test_floors_with_an_unknown_field_are_refused(tmp_path: Path) -> None:
    (tmp_path / "floors.yaml").write_text("fingerprint: x\nread: {}\nvalues: {}\nextra: 1\n", encoding="utf-8")
    with pytest.raises(ValueError, match="extra"):
        gate.floors(tmp_path)


def _one(tmp_path: Path, part: str) -> Path:
    article = next(a for a in load_part("all") if split_of()[a["id"]][1] == part)
    path = tmp_path / "one.jsonl"
    path.write_text(json.dumps(article) + "\n", encoding="utf-8")
    return path


def test_check_is_never_shown(tmp_path: Path) -> None:
    assert commands.evaluate_read([_one(tmp_path, "check")], False, False, False) == (commands.NOTHING, 2)
    assert commands.evaluate_values([_one(tmp_path, "check")], False, False) == (commands.NOTHING, 2)


def test_a_gate_without_check_articles_says_so(tmp_path: Path) -> None:
    assert commands.evaluate_read([_one(tmp_path, "dev")], True, False, False) == (commands.NO_CHECK, 2)


def test_check_and_dev_divide_the_gold() -> None:
    check, dev = ({a["id"] for a in commands.select(gold_files(), part)} for part in ("check", "dev"))
    assert check | dev == set(split_of())
    assert not check & dev


def test_articles_outside_the_split_are_always_scored(tmp_path: Path) -> None:
    path = tmp_path / "new.jsonl"
    article = load_part("dev")[0] | {"id": "elsewhere-1"}
    path.write_text(json.dumps(article) + "\n", encoding="utf-8")
    assert [a["id"] for a in commands.select([path], "dev", GOLD)] == ["elsewhere-1"]


def test_the_score_table_shows_every_figure(tmp_path: Path) -> None:
    line = gold_files()[0].read_text(encoding="utf-8").splitlines()[0]
    path = tmp_path / "one.jsonl"
    path.write_text(line.replace('"id": "', '"id": "new-', 1) + "\n", encoding="utf-8")
    text, status = commands.evaluate_read([path], False, False, True)
    assert status == 0
    assert all(name in text for name in ("typed event", "whole record", "quotes not in the text: 0"))


def test_bootstrap_is_the_same_each_time() -> None:
    groups = [[1.0], [0.0, 1.0], [0.0]]
    assert bootstrap(groups, fmean) == bootstrap(groups, fmean)


def test_markdown_tables_have_a_rule_under_their_header() -> None:
    assert markdown(["a", "b"], [["1", "2"]]) == "| a | b |\n| --- | --- |\n| 1 | 2 |"
