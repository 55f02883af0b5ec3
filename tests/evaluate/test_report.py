"""The accuracy page."""

from typing import Any

from musnad.evaluate.gold import fingerprint, load_part
from musnad.evaluate.report import PAGE, calibration_part, majority_baseline
from musnad.version import READER_VERSION


def _article(*weapons: tuple[str, str]) -> dict[str, Any]:
    return {"events": [{"weapons": [{"quote": quote, "kind": kind} for quote, kind in weapons]}]}


def test_the_page_is_of_this_gold_and_this_reader() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert fingerprint()[:12] in page
    assert READER_VERSION in page


def test_the_baseline_gives_each_phrase_its_majority_kind() -> None:
    dev = [_article(("قذيفة", "artillery"), ("قذيفة", "artillery"), ("قَذيفة", "mortar"))]
    assert majority_baseline(dev, [_article(("قذيفة", "artillery"), ("قذيفة", "mortar"))]) == 0.5


def test_the_baseline_calls_unseen_phrases_other() -> None:
    assert majority_baseline([_article()], [_article(("منجنيق", "other"))]) == 1.0


def test_calibration_is_told_of_what_was_read() -> None:
    articles = [gold for gold in load_part("dev")[:40] if gold["events"]]
    found = [gold | {"events": [event | {"confidence": 0.6} for event in gold["events"]]} for gold in articles]
    events = sum(len(gold["events"]) for gold in articles)
    assert f"| typed event | {events} | 0.600 | 1.000 | 0.400 [0.400, 0.400] |" in calibration_part(articles, found)
