"""The expected calibration error, its bins, and which confidences count as right."""

import copy
import itertools
import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musnad.evaluate.calibration import (
    BINS,
    Judged,
    bins,
    calibration,
    calibrations,
    error,
    error_table,
    judged,
    reliability_table,
)
from musnad.evaluate.gold import GoldArticle

SHARES = st.floats(0.0, 1.0).map(lambda share: round(share, 3))
VALUES = st.lists(st.tuples(SHARES, st.booleans()), min_size=1)


def test_the_error_is_the_mean_distance_of_confidence_and_share_right() -> None:
    values = [(0.2, False)] * 4 + [(0.2, True)] + [(0.9, True)] * 4 + [(0.9, False)]
    assert error(values) == pytest.approx(0.5 * 0.0 + 0.5 * abs(0.9 - 0.8))


def test_confidence_that_is_right_as_often_as_it_says_has_no_error() -> None:
    assert error([(0.75, True), (0.75, True), (0.75, False), (0.75, True)]) == 0.0


def test_nothing_has_no_error() -> None:
    assert error([]) == 0.0


@given(VALUES)
def test_bins_hold_every_value_once_and_rise(values: list[tuple[float, bool]]) -> None:
    found = bins(values)
    assert sum(one.n for one in found) == len(values)
    assert len(found) <= BINS
    assert all(low.confidence < high.confidence for low, high in itertools.pairwise(found))
    assert 0.0 <= error(values) <= 1.0


@given(VALUES, st.randoms())
def test_the_order_of_values_does_not_matter(values: list[tuple[float, bool]], draw: random.Random) -> None:
    mixed = draw.sample(values, len(values))
    assert error(mixed) == pytest.approx(error(values))


def test_bins_hold_equally_many() -> None:
    assert {one.n for one in bins([(at / 1000, True) for at in range(1000)])} == {100}


def test_values_of_one_confidence_share_a_bin() -> None:
    found = bins([(0.7, True)] * 50 + [(0.9, True)] * 50)
    assert [(one.n, round(one.confidence, 9)) for one in found] == [(50, 0.7), (50, 0.9)]


def _drawn(power: float, n: int = 2000) -> list[Judged]:
    draw, found = random.Random(1), []
    for at in range(n):
        confidence = round(draw.uniform(0.3, 1.0), 3)
        found.append(Judged(f"story {at // 4}", "actor", confidence, draw.random() < confidence**power))
    return found


def test_only_chance_parts_a_calibrated_reader_from_none() -> None:
    held = calibration(_drawn(1.0))
    assert held.error < 2 * held.chance
    assert held.chance == pytest.approx(0.025, abs=0.01)


def test_an_overconfident_reader_is_seen() -> None:
    held = calibration(_drawn(3.0))
    assert held.confidence > held.right + 0.1
    assert held.interval is not None
    assert held.interval[0] > 2 * held.chance


@pytest.fixture
def article() -> GoldArticle:
    text = "قُتل خمسة جنود بقصف مدفعي على إدلب أمس. وقال الوزير إن القصف جريمة."
    event: dict[str, Any] = {"id": "e1", "sub_event_type": "Attack", "denied": False, "responsibility": "unknown"}
    event["mentions"] = [{"quote": "قُتل خمسة جنود بقصف مدفعي", "trigger": "قُتل"}]
    event |= {"date": {"quote": "أمس", "start": "2024-03-13", "end": "2024-03-13"}, "response_to": None}
    place = {"name": "Idlib", "country": "SY", "admin1": None, "lat": 35.93, "lon": 36.63, "precision": "town"}
    event |= {"places": [{"quote": "إدلب"} | place], "actors": [], "targets": [], "weapons": [], "sources": []}
    event["casualties"] = [{"quote": "خمسة جنود", "status": "killed", "min": 5, "max": 5}]
    return {"id": "a-1", "text": text, "title": "", "outlet": "", "events": [event], "statements": []}


def _with_confidence(value: Any) -> Any:
    if isinstance(value, list):
        return [_with_confidence(item) for item in value]
    if isinstance(value, dict):
        held = {key: _with_confidence(item) for key, item in value.items()}
        return held | {"confidence": 0.5} if {"quote", "sub_event_type"} & held.keys() else held
    return value


def test_every_confidence_is_judged_by_what_the_scorer_counts(article: GoldArticle) -> None:
    reading = _with_confidence(copy.deepcopy(article))
    reading["events"][0]["casualties"][0]["max"] = None
    reading["events"][0]["mentions"].append({"quote": "القصف جريمة", "trigger": "جريمة", "confidence": 0.4})
    found = {(one.field, one.confidence): one.right for one in judged(article, reading)}
    right = {"trigger": True, "typed event": True, "date": True, "place": True, "casualty": False}
    assert found == {(field, 0.5): good for field, good in right.items()} | {("trigger", 0.4): False}


def test_the_values_of_a_spurious_event_are_wrong(article: GoldArticle) -> None:
    reading = _with_confidence(copy.deepcopy(article))
    article["events"] = []
    assert not any(one.right for one in judged(article, reading))


def test_tables_hold_a_row_for_each_field_that_has_values() -> None:
    held = calibrations([*_drawn(1.0, 40), Judged("s", "date", 0.5, True)])
    assert list(held) == ["date", "actor"]
    lines = error_table({"raw": held, "none": {}}).splitlines()
    assert [line.split(" | ")[0] for line in lines[2:]] == ["| date", "| actor"]
    assert "| date | 0.50 → 1.00 |" in reliability_table(held)
