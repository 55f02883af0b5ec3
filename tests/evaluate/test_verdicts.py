"""The verdicts over single values add up to what gold's scorer counts."""

import copy
import random
from typing import Any

import pytest

from musnad.evaluate.gold import GoldArticle, load_part, scorer
from musnad.evaluate.verdicts import FIELDS, PARTS, Verdict, counts, verdicts

ARTICLES = load_part("dev")[::9]
TYPES = ("Attack", "Air/drone strike", "Armed clash", "Arrests")


def _careless(gold: GoldArticle, draw: random.Random) -> dict[str, Any]:
    """Gold's own annotation with events, types and values lost, doubled and mixed up."""
    events = [event for event in copy.deepcopy(gold["events"]) if draw.random() < 0.8]
    for event in events:
        other = draw.choice(gold["events"])
        for field in PARTS.values():
            if draw.random() < 0.4:
                event[field] = draw.choice(
                    (other[field], None if field == "date" else [], event[field] or other[field])
                )
        event["weapons"] = event["weapons"] + event["weapons"][:1]
        event["sub_event_type"] = draw.choice((event["sub_event_type"], draw.choice(TYPES)))
        event["response_to"] = draw.choice((event["response_to"], None, other["id"]))
        event["mentions"] = draw.choice((event["mentions"], other["mentions"]))
    statements = [draw.choice((one, draw.choice(gold["statements"]))) for one in gold["statements"]]
    return {"id": gold["id"], "events": events, "statements": statements[: draw.choice((None, 1))]}


@pytest.mark.parametrize("seed", range(2))
def test_they_add_up_to_the_scorers_tally(seed: int) -> None:
    for gold in ARTICLES:
        reading = _careless(gold, random.Random(f"{gold['id']}{seed}"))
        tally = scorer("score").tally(gold, reading)
        assert counts(verdicts(gold, reading)) == {field: tuple(tally[field]) for field in FIELDS}


def test_a_reading_that_is_gold_is_right_throughout() -> None:
    assert {one.outcome for gold in ARTICLES for one in verdicts(gold, gold)} == {"right"}


@pytest.fixture
def article() -> GoldArticle:
    text = "قُتل خمسة جنود بقصف مدفعي على إدلب أمس، ثم انفجرت سيارة مفخخة في حلب."
    shared = {"denied": False, "responsibility": "unknown", "date": None, "places": [], "targets": [], "weapons": []}
    shared |= {"actors": [], "casualties": [], "sources": [], "response_to": None}
    first = {"id": "e1", "sub_event_type": "Attack", "mentions": [{"quote": "قُتل خمسة جنود", "trigger": "قُتل"}]}
    return {"id": "a-1", "text": text, "title": "", "outlet": "", "events": [shared | first], "statements": []}


def _of(article: GoldArticle, reading: dict[str, Any], field: str) -> list[Verdict]:
    return [one for one in verdicts(article, reading) if one.field == field]


def test_another_number_of_the_same_words_is_wrong_and_not_missed(article: GoldArticle) -> None:
    toll = {"quote": "خمسة جنود", "status": "killed", "min": 5, "max": 5}
    reading = copy.deepcopy(article)
    article["events"][0]["casualties"] = [toll]
    reading["events"][0]["casualties"] = [toll | {"min": 50, "max": 50, "quote": "جنود"}, toll | {"status": "injured"}]
    found = _of(article, reading, "casualty")
    assert [one.outcome for one in found] == ["wrong", "spurious"]
    assert found[0].found is not None
    assert found[0].found["quote"] == "خمسة جنود", "the one with more words in common stands for gold's"


def test_the_values_of_an_event_that_is_missed_are_missed(article: GoldArticle) -> None:
    article["events"][0]["actors"] = [{"quote": "جنود", "name": "soldiers"}]
    only = _of(article, {"id": "a-1", "events": []}, "actor")
    assert [(one.outcome, one.event_met) for one in only] == [("missed", False)]


def test_the_values_of_an_event_that_gold_has_not_are_spurious(article: GoldArticle) -> None:
    mention = {"quote": "انفجرت سيارة مفخخة في حلب", "trigger": "انفجرت"}
    weapons = [{"quote": "سيارة مفخخة", "kind": "car bomb"}] * 2
    event = {"id": "e1", "sub_event_type": "Suicide bomb", "mentions": [mention], "weapons": weapons}
    found = _of(article, {"id": "a-1", "events": [event]}, "weapon")
    assert [(one.outcome, one.event_met) for one in found] == [("spurious", False)] * 2
