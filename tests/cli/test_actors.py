"""`musnad actors`."""

import json

import pytest
from typer.testing import CliRunner

from musnad.cli.main import app


def run(*arguments: str) -> tuple[str, int]:
    result = CliRunner().invoke(app, ["actors", *arguments])
    return result.output, result.exit_code


def test_search_shows_names_and_ids() -> None:
    output, status = run("search", "حركه الشباب", "--limit", "1")
    assert output.splitlines() == ["Al-Shabaab  حركة الشباب", "  Rebels, SO  al-shabaab"]
    assert status == 0


def test_search_in_arabic_puts_the_arabic_name_first() -> None:
    assert run("search", "IDF", "--lang", "ar", "--limit", "1")[0].startswith("الجيش الإسرائيلي  Israel Defense Forces")


def test_search_gives_json() -> None:
    hits = json.loads(run("search", "Daesh", "--json", "--limit", "1")[0])
    assert (hits[0]["id"], hits[0]["score"]) == ("isis", 1.0)


def test_search_that_finds_nothing_leaves_with_1() -> None:
    assert run("search", "xyzzy") == ("No actor of that name is known.\n", 1)


def test_show_tells_whose_word_a_relation_is() -> None:
    output, status = run("show", "kataib-hezbollah")
    assert "affiliated with Islamic Revolutionary Guard Corps irgc (says United States)" in output
    assert status == 0


def test_show_lists_side_taking_names_apart() -> None:
    lines = run("show", "rsf", "--lang", "ar")[0].splitlines()
    slanted = next(line for line in lines if "أسماء منحازة" in line)
    assert "مليشيا الدعم السريع" in slanted
    assert "قوات الدعم السريع" not in slanted


def test_show_tells_terms_of_office() -> None:
    assert "Joe Biden  جو بايدن  2021-01-20 – 2025-01-20" in run("show", "president-us")[0]


def test_show_gives_json() -> None:
    told = json.loads(run("show", "hamas", "--json")[0])
    assert told["id"] == "hamas"
    assert "حركة حماس" in told["names"]


def test_an_id_that_is_nobodys_is_refused() -> None:
    output, status = run("show", "nobody")
    assert "'nobody' is no actor's id" in output
    assert status == 1


@pytest.mark.parametrize("command", ["search", "show"])
def test_a_name_must_be_given(command: str) -> None:
    assert run(command)[1] == 2
