"""The error page: counted as the scorer counts, and nothing of an article on it."""

import copy
import json
import random
from pathlib import Path
from typing import Any

import pytest
from training.encoder import errors
from training.encoder.calibrate import applied, brier, cross_fitted, fit, fit_all, worthwhile
from training.encoder.constructions import AWAY, BESIDE, IN_CLAUSE, IN_SENTENCE, UNLISTED, Told, wording
from training.encoder.readings import Read, read_of, readings

from musnad.evaluate.calibration import Judged
from musnad.evaluate.gold import GoldArticle, load_part, scorer
from musnad.evaluate.verdicts import FIELDS, PARTS
from musnad.extract.calibration import Curve

ARTICLES = load_part("dev")[::12]


def _span(words: str, text: str) -> dict[str, int]:
    start = max(0, text.find(words))
    return {"start": start, "end": start + len(words)}


def _reading(gold: GoldArticle) -> dict[str, Any]:
    """Gold's own annotation in the form of a reading, a third of the events lost and some types mixed up."""
    draw = random.Random(gold["id"])
    events = [event for event in copy.deepcopy(gold["events"]) if draw.random() < 0.67]
    for event in events:
        event["confidence"] = round(draw.uniform(0.4, 1.0), 3)
        event["sub_event_type"] = draw.choice((event["sub_event_type"], "Attack"))
        values = [value for field in PARTS.values() if field != "date" for value in event[field]]
        for value in [*values, *event["mentions"], *([event["date"]] if event["date"] else [])]:
            value |= {"span": _span(value["quote"], gold["text"]), "confidence": round(draw.uniform(0.4, 1.0), 3)}
        for mention in event["mentions"]:
            mention["trigger_span"] = _span(mention["trigger"], gold["text"])
    return {"id": gold["id"], "events": events, "statements": []}


@pytest.fixture(scope="module")
def held() -> list[Read]:
    return [read_of(gold, _reading(gold), "file") for gold in ARTICLES]


@pytest.fixture(scope="module")
def page(held: list[Read]) -> str:
    return errors.page(held)


def test_the_totals_are_the_scorers(held: list[Read], page: str) -> None:
    report = scorer("score").total([scorer("score").tally(one.gold, one.reading) for one in held])
    for field in FIELDS:
        row = next(line for line in page.splitlines() if line.startswith(f"| {field} |")).split(" | ")
        assert (int(row[1]), int(row[2])) == (report[field]["gold"], report[field]["found"])
        if report[field]["found"]:
            assert float(row[3].split()[0]) == pytest.approx(report[field]["f1"], abs=0.006)


def test_no_sentence_of_an_article_stands_on_the_page(held: list[Read], page: str) -> None:
    assert not any("\u0621" <= char <= "\u064a" for char in page)


def test_readings_are_read_and_others_left_out(tmp_path: Path, held: list[Read]) -> None:
    path = tmp_path / "readings.jsonl"
    lines = [json.dumps(one.reading, ensure_ascii=False) for one in held[:2]]
    path.write_text("\n".join([*lines, '{"id": "unknown", "events": [], "statements": []}']), encoding="utf-8")
    found = readings(path)
    assert [one.gold["id"] for one in found] == [one.gold["id"] for one in held[:2]]
    assert found[0].verdicts == held[0].verdicts
    assert (found[0].file + ".jsonl") in {file.name for file in (Path(__file__).parents[2] / "gold").glob("*.jsonl")}


TEXT = (
    "قُتل خمسة جنود بقصف مدفعي على بلدة سرمين في إدلب، وفق ناشطين.\n"
    "وأُصيب آخرون.\nونقلت سيارات الإسعاف الجرحى إلى المشفى. واتهم الأهالي الجيش بقتل أبنائهم."
)


@pytest.fixture
def told() -> Told:
    event = {"id": "e1", "sub_event_type": "Attack", "denied": False, "responsibility": "stated"}
    event["mentions"] = [{"quote": "قُتل خمسة جنود بقصف مدفعي على بلدة سرمين", "trigger": "قُتل"}]
    return Told({"id": "a", "title": "مقتل جنود في إدلب", "text": TEXT, "events": [event], "statements": []})


def test_an_event_is_described_by_its_first_mention(told: Told) -> None:
    features = dict(told.features(0))
    assert features["trigger"] == "open: verbal noun or past"
    assert features["trigger, voice"] == "passive"
    assert features["paragraph"] == "first"
    assert features["quoted speech"] == "outside"
    assert (features["mentions"], features["events of the sentence"]) == ("1", "1")


def test_a_trigger_that_the_lexicon_has_not_is_called_so(told: Told) -> None:
    told.gold["events"][0]["mentions"] = [{"quote": "ونقلت سيارات الإسعاف", "trigger": "سيارات الإسعاف"}]
    features = dict(Told(told.gold).features(0))
    assert features["trigger"] == UNLISTED
    assert (features["trigger, words"], features["paragraph"]) == ("two or more", "later")


@pytest.mark.parametrize(
    ("quote", "where"),
    [("سرمين", IN_CLAUSE), ("ناشطين", IN_SENTENCE), ("آخرون", BESIDE), ("الأهالي", AWAY), ("ليست هنا", AWAY)],
)
def test_a_value_stands_near_or_far(told: Told, quote: str, where: str) -> None:
    assert told.position(0, {"quote": quote}) == where


def test_a_found_value_is_measured_from_the_readings_own_mentions(told: Told) -> None:
    mention = {"span": _span("وأُصيب آخرون", TEXT), "trigger_span": _span("وأُصيب", TEXT)}
    assert told.position_found({"mentions": [mention]}, {"span": _span("آخرون", TEXT)}) == IN_CLAUSE
    assert told.position_found({"mentions": [mention]}, {"span": _span("ناشطين", TEXT)}) == BESIDE


def test_wordings() -> None:
    quotes = ("هؤلاء", "الجيش", "الجيش السوري", "قوات من الجيش السوري")
    assert [wording({"quote": quote}) for quote in quotes] == [
        "pronoun",
        "one word",
        "two or three words",
        "four words or more",
    ]


def _drawn(curve: Curve, n: int) -> list[Judged]:
    draw, found = random.Random(3), []
    for at in range(n):
        raw = round(draw.uniform(0.05, 0.99), 3)
        found.append(Judged(f"story {at // 3}", "actor", raw, draw.random() < curve(raw)))
    return found


def test_the_curve_that_made_the_values_is_found_again() -> None:
    truth = Curve(1.4, 0.7, -0.4)
    found = fit([(one.confidence, one.right) for one in _drawn(truth, 6000)])
    assert all(abs(found(raw) - truth(raw)) < 0.03 for raw in (0.1, 0.3, 0.5, 0.7, 0.9))


def test_slopes_never_fall_under_zero() -> None:
    falling = [(raw / 100, raw < 50) for raw in range(1, 100)] * 5
    found = fit(falling)
    assert found.sure >= 0
    assert found.unsure >= 0
    assert found(0.9) >= found(0.1)


def test_calibrating_lowers_the_brier_score_of_an_overconfident_field() -> None:
    values = _drawn(Curve(2.0, 0.5, -1.0), 1500)
    cross = cross_fitted(values)
    assert len(cross) == len(values)
    assert brier(cross)["actor"] < brier(values)["actor"]
    assert list(worthwhile(values, cross)) == ["actor"]


def test_too_few_values_are_left_raw() -> None:
    values = _drawn(Curve(2.0, 0.5, -1.0), 60)
    assert fit_all(values) == {}
    assert applied(values, {}) == values
