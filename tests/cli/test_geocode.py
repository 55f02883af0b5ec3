"""`musnad geocode` on the command line."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from musnad.cli.main import app

RUNNER = CliRunner()
TEXT = "قصف على قرية كفر عويد بريف إدلب الجنوبي"


def run(*arguments: str, given: str | None = None) -> Result:
    return RUNNER.invoke(app, ["geocode", *arguments], input=given)


@pytest.mark.parametrize(("language", "told"), [("en", "village, Idlib, SY"), ("ar", "قرية، Idlib، SY")])
def test_a_text_is_told_in_both_languages(language: str, told: str) -> None:
    result = run(TEXT, "--lang", language)
    assert result.exit_code == 0
    assert "Kafr Uwayd" in result.stdout
    assert told in result.stdout


def test_json_gives_the_words_with_their_offsets() -> None:
    mention = json.loads(run("-", "--json", given=TEXT).stdout)[0]
    assert TEXT[mention["start"] : mention["end"]] == mention["text"] == "قرية كفر عويد"


def test_each_good_line_is_answered_and_each_bad_one_named(tmp_path: Path) -> None:
    source = tmp_path / "posts.jsonl"
    lines = ({"id": 1, "text": "غارة على صيدا", "country": "lb"}, {"id": 2}, {"id": 3, "text": "", "country": "zz"})
    source.write_text("\n".join(map(json.dumps, lines)) + "\n\nx\n", encoding="utf-8")
    result = run("--jsonl", str(source))
    assert result.exit_code == 1
    (answer,) = map(json.loads, result.stdout.splitlines())
    assert (answer["id"], answer["mentions"][0]["country"]) == (1, "LB")
    assert [f"line {number}:" in result.stderr for number in (2, 3, 5)] == [True, True, True]


def test_nothing_read_is_told_by_the_status() -> None:
    assert run("--jsonl", "-", given="x\n").exit_code == 2


def test_the_file_that_is_read_is_never_written_over(tmp_path: Path) -> None:
    source = tmp_path / "posts.jsonl"
    source.write_text('{"id": 1, "text": ""}\n', encoding="utf-8")
    assert run("--jsonl", str(source), "--output", str(source)).exit_code == 2
    assert source.read_text(encoding="utf-8") == '{"id": 1, "text": ""}\n'


@pytest.mark.parametrize(
    "arguments", [[], [TEXT, "--jsonl", "-"], ["--jsonl", "/nowhere.jsonl"], [TEXT, "--country", "zz"]]
)
def test_what_cannot_be_done_is_a_usage_error(arguments: list[str]) -> None:
    assert run(*arguments).exit_code == 2
