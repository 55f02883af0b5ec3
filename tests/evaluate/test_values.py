"""Scoring of the value code on marked words."""

from typing import Any

import pytest

from musnad.evaluate.commands import value_figures
from musnad.evaluate.values import outcomes


@pytest.fixture
def article() -> dict[str, Any]:
    text = "أصيب خمسة أشخاص أول أمس في بلدة.\nوقُتل خمسة أشخاص بقذيفة هاون سقطت اليوم على بلدة."
    mention = {"quote": "قُتل خمسة أشخاص بقذيفة هاون سقطت اليوم", "trigger": "سقطت"}
    event = {
        "id": "e1",
        "mentions": [mention],
        "date": {"quote": "اليوم", "start": "2021-03-04", "end": "2021-03-04"},
        "casualties": [{"quote": "خمسة أشخاص", "status": "killed", "min": 5, "max": 5}],
        "weapons": [{"quote": "قذيفة هاون", "kind": "mortar"}],
        "places": [],
    }
    return {
        "id": "a-1",
        "outlet": "",
        "title": "",
        "published": "2021-03-04",
        "text": text,
        "events": [event],
        "statements": [],
    }


def test_each_marked_value_is_given_to_the_value_code(article: dict[str, Any]) -> None:
    assert [(outcome.kind, outcome.right) for outcome in outcomes([article])] == [
        ("date", True),
        ("casualty", True),
        ("weapon", True),
    ]


def test_a_wrong_value_counts_as_wrong(article: dict[str, Any]) -> None:
    article["events"][0]["casualties"][0]["max"] = None
    figures = value_figures([article])
    assert figures["casualty"]["exact"] == 0.0
    assert figures["date"]["exact"] == 1.0


def test_figures_carry_n_and_interval(article: dict[str, Any]) -> None:
    figures = value_figures([article])
    assert figures["weapon"]["n"] == 1
    assert figures["weapon"]["interval"] == (1.0, 1.0)
