"""What perturbations cost: paired by story, the same each time."""

from pathlib import Path

import msgspec
import pytest

from musnad.evaluate import commands
from musnad.evaluate.gold import as_article, gold_files, load_part
from musnad.evaluate.perturbations import PERTURBATIONS
from musnad.evaluate.report import robustness_part
from musnad.evaluate.robustness import Robustness, cost, f1, robustness, sample, table, text_table
from musnad.schema import Article, Event, Mention, Reading, Span

ARTICLES = [gold for gold in load_part("dev") if gold["events"]][:6]


def _reader(hamzas_needed: bool) -> object:
    """A reader that knows gold's first mentions by heart, and finds them only where their letters are unchanged."""
    known = {gold["id"]: gold for gold in map(dict, ARTICLES)}

    def read(article: Article) -> Reading:
        gold, events = known[str(article.id)], []
        for event in gold["events"]:
            words = event["mentions"][0]
            start = article.text.find(words["quote"])
            if start >= 0 or not hamzas_needed:
                span = Span(max(start, 0), max(start, 0) + len(words["quote"]))
                mention = Mention(**words, span=span, trigger_span=span, confidence=1.0, method="")
                kind = event["sub_event_type"]
                events.append(Event(id=event["id"], event_type="", sub_event_type=kind, mentions=[mention]))
        return Reading(id=article.id, text=article.text, events=events)

    return read


@pytest.fixture(scope="module")
def held() -> Robustness:
    return robustness(ARTICLES, _reader(True), "by heart")  # type: ignore[arg-type]


def test_a_reader_that_knows_the_letters_by_heart_loses_what_is_changed(held: Robustness) -> None:
    assert held.f1 == 1.0
    assert held.costs["scanning noise at 1 %"].lost > 5
    assert held.costs["dropped hamzas"].lost > held.costs["joined lines"].lost


def test_what_is_lost_is_told_in_points_with_an_interval(held: Robustness) -> None:
    for one in held.costs.values():
        assert one.lost == pytest.approx(100 * (held.f1 - one.f1), abs=0.02)
        assert one.interval is not None
        assert one.interval[0] <= one.lost <= one.interval[1]


def test_the_interval_is_paired() -> None:
    """Articles that differ much, but all lose alike: what is lost is sure."""
    pairs = [({"typed event": [n, 10, 10]}, {"typed event": [n - 1, 10, 10]}) for n in range(1, 10)]
    found = cost(pairs, [f"a-{n}" for n in range(9)])
    assert found.lost == 10.0
    assert found.interval == (10.0, 10.0)


def test_nothing_found_of_nothing_is_no_score() -> None:
    assert f1([], "event") == f1([{"event": [0, 0, 0]}], "event") == 0.0


def test_the_sample_is_the_same_in_any_order() -> None:
    dev = load_part("dev")
    chosen = [gold["id"] for gold in sample(dev, 20)]
    assert chosen == [gold["id"] for gold in sample(dev[::-1], 20)]
    assert chosen != [gold["id"] for gold in sample(dev, 20, seed=1)]
    assert len(sample(dev[:3], 20)) == 3


def test_tables_name_every_perturbation(held: Robustness) -> None:
    assert all(name in table(held) and name in text_table(held) for name in PERTURBATIONS)


def test_the_accuracy_page_tells_what_was_measured_and_nothing_else(held: Robustness, tmp_path: Path) -> None:
    path = tmp_path / "robustness.json"
    assert robustness_part(path) == ""
    path.write_bytes(msgspec.json.encode(held))
    assert f"on {len(ARTICLES)} articles of `dev` with {held.events} events" in robustness_part(path)


def test_the_command_reads_the_sample_with_the_packaged_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []

    def read(article: Article) -> Reading:
        seen.append(article.id)
        return Reading(id=article.id, text=article.text)

    monkeypatch.setattr(commands, "read", read)
    text, status = commands.evaluate_robustness(gold_files(), 2, 0, True)
    assert status == 0
    assert msgspec.json.decode(text, type=Robustness).articles == 2
    assert seen == [as_article(gold).id for gold in sample(load_part("dev"), 2)] * 6
    assert commands.evaluate_robustness([], 2, 0, False) == (commands.NOTHING, 2)
