"""`musnad evaluate group`: gold events become claims, are grouped, and the grouping is scored."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from musnad.cli.main import app
from musnad.errors import BadInputError
from musnad.evaluate import commands, grouping
from musnad.evaluate.gold import scorer
from musnad.merge import Claim

TEXT = "قُتل ثلاثة مدنيين أمس الأحد في قصف مدفعيّ على مدينة أريحا، بحسب الدفاع المدني."


def event(identifier: str = "e1", **told: Any) -> dict[str, Any]:
    plain = {
        "id": identifier,
        "sub_event_type": "Shelling/artillery/missile attack",
        "mentions": [{"quote": "قصف مدفعيّ على مدينة أريحا", "trigger": "قصف مدفعيّ"}],
        "denied": False,
        "responsibility": "unknown",
        "date": {"quote": "أمس الأحد", "start": "2024-02-04", "end": "2024-02-04"},
        "places": [
            {"quote": "مدينة أريحا", "name": "Ariha", "country": "SY", "admin1": "Idlib", "lat": 35.81, "lon": 36.61}
            | {"precision": "town"}
        ],
        "actors": [],
        "targets": [{"quote": "مدنيين", "name": "Civilians"}],
        "weapons": [{"quote": "مدفعيّ", "kind": "artillery"}],
        "casualties": [{"quote": "ثلاثة مدنيين", "status": "killed", "min": 3, "max": 3, "who": None, "said_by": None}],
        "sources": [],
        "response_to": None,
    }
    return plain | told


def article(identifier: str, *events: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": identifier,
        "title": "قصف على أريحا",
        "text": TEXT,
        "outlet": "",
        "published": "2024-02-05",
        "events": list(events) or [event()],
        "statements": [],
    }


OTHER_DAY = {"date": {"quote": "أمس الأحد", "start": "2023-01-01", "end": "2023-01-01"}}
ARTICLES = [article("stories-98-a"), article("stories-98-b"), article("stories-99-a", event(**OTHER_DAY))]
SAME = [["stories-98-a#e1", "stories-98-b#e1"]]


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    path = tmp_path / "told.jsonl"
    path.write_text("\n".join(json.dumps(one, ensure_ascii=False) for one in ARTICLES), encoding="utf-8")
    return path


@pytest.fixture
def same(gold: Path) -> Path:
    path = gold.with_name("told.same.json")
    path.write_text(json.dumps(SAME), encoding="utf-8")
    return path


def test_a_gold_event_becomes_a_claim_with_spans() -> None:
    (claim,) = grouping.gold_claims(ARTICLES[0])
    assert isinstance(claim, Claim)
    assert claim.event.mentions[0].span.of(TEXT) == "قصف مدفعيّ على مدينة أريحا"
    assert claim.event.mentions[0].trigger_span.of(TEXT) == "قصف مدفعيّ"
    assert (claim.event.event_type, claim.id) == ("Explosions/Remote violence", "stories-98-a#e1")


def test_a_claim_read_bears_the_id_of_the_gold_event() -> None:
    assert [claim.id for claim in grouping.read_claims(ARTICLES[0])] == ["stories-98-a#e1"]


def test_one_event_of_two_articles_is_found() -> None:
    assert grouping.grouping(ARTICLES) == SAME


def test_one_event_is_found_in_the_texts_alone() -> None:
    assert grouping.grouping(ARTICLES, from_text=True)[0][:2] == SAME[0]


@pytest.mark.parametrize("found", [SAME, [], [["stories-98-a#e1", "stories-98-b#e1", "stories-99-a#e1"]]])
def test_the_figures_are_those_of_the_scorer_of_gold(found: list[list[str]]) -> None:
    ours = grouping.figures(ARTICLES, SAME, found)
    theirs = scorer("same").score([f"{one['id']}#e1" for one in ARTICLES], SAME, found)
    for kind in ("b-cubed", "pairs"):
        for name in ("precision", "recall", "f1"):
            assert ours[kind][name] == pytest.approx(theirs[kind][name], abs=0.0006)
    assert ours["pairs"]["gold"] == theirs["pairs"]["gold"]


def test_second_strikes_are_listed_apart() -> None:
    strikes = [article("stories-98-a", event("e1"), event("e2")), article("stories-98-b")]
    joined = [["stories-98-a#e2", "stories-98-b#e1"]]
    found = grouping.figures(strikes, SAME, joined)["second strikes"]
    assert found == {"pairs": 2, "across": 1, "kept apart": 0, "joined": joined}


def test_the_baseline_joins_what_is_near() -> None:
    assert grouping.by_baseline(ARTICLES) == [*SAME, ["stories-99-a#e1"]]


def test_the_command_scores_against_the_file_beside(gold: Path, same: Path) -> None:
    text, status = commands.evaluate_group(gold, None, False, False)
    assert status == 0
    assert "found, pairs    P 1.000  R 1.000  F1 1.000" in text


def test_the_command_works_without_a_file_beside(gold: Path) -> None:
    text, status = commands.evaluate_group(gold, None, False, True)
    assert (json.loads(text), status) == ({"articles": 3, "events": 3, "groups": 1}, 0)


def test_the_groups_are_written_in_the_form_of_gold(gold: Path, tmp_path: Path) -> None:
    out = tmp_path / "found.same.json"
    result = CliRunner().invoke(app, ["evaluate", "group", str(gold), "--out", str(out)])
    assert result.exit_code == 0
    assert json.loads(out.read_text(encoding="utf-8")) == SAME


def test_a_spoilt_file_of_groups_is_named(gold: Path) -> None:
    gold.with_name("told.same.json").write_text('{"no": "list"}', encoding="utf-8")
    with pytest.raises(BadInputError, match=r"told\.same\.json"):
        commands.evaluate_group(gold, None, False, False)


def test_an_empty_file_has_nothing_to_group(tmp_path: Path) -> None:
    (tmp_path / "none.jsonl").touch()
    assert commands.evaluate_group(tmp_path / "none.jsonl", None, False, False)[1] == 2
