"""Events of a text: triggers judged, grouped, typed, and linked to values."""

from functools import cache

import pytest

from musnad.codebook import codebook
from musnad.extract.arguments import in_reach, link_features
from musnad.extract.candidates import Surroundings, find_candidates
from musnad.extract.coreference import cluster, joined, pair_features
from musnad.extract.event_types import type_features
from musnad.extract.events import EventDraft, find_events
from musnad.extract.linear import models
from musnad.resolve.arguments import resolved_arguments
from musnad.schema import Article
from musnad.text.document import Document

STRIKE = "قصفت طائرة حربية منزلًا في بلدة سرمين بريف إدلب صباح اليوم، ما أدى إلى مقتل أربعة مدنيين."
CLASH = "واندلعت اشتباكات عنيفة بين الجيش ومسلحين قرب مدينة سرت الليبية أمس."


@cache
def _surroundings(text: str) -> Surroundings:
    document = Document(text)
    return Surroundings(document, resolved_arguments(document, Article(id="a", text=text, published="2020-02-10")))


def _events(text: str) -> list[EventDraft]:
    document = Document(text)
    return find_events(document, "", resolved_arguments(document, Article(id="a", text=text, published="2020-02-10")))


def _roles(event: EventDraft) -> set[tuple[str, str]]:
    return {(link.role, link.argument.value) for link in event.links}


def test_an_event_takes_the_values_told_with_it() -> None:
    (event,) = _events(STRIKE)
    assert event.sub_event_type == "Air/drone strike"
    assert {("date", "2020-02-10/2020-02-10"), ("casualty", "killed:4-4"), ("weapon", "aircraft")} <= _roles(event)


def test_a_result_joins_its_cause() -> None:
    assert len(_events("انفجرت عبوة ناسفة في السوق وقُتل شخصان.")) == 1


def test_values_stay_with_their_own_event() -> None:
    strike, clash = _events(f"{STRIKE}\n{CLASH}")
    assert ("casualty", "killed:4-4") in _roles(strike)
    assert all(role != "casualty" for role, _ in _roles(clash))
    assert ("date", "2020-02-09/2020-02-09") in _roles(clash)


@pytest.mark.parametrize(
    "text",
    [
        "هددت الجماعة بقصف المطار إذا لم تُلبَّ مطالبها.",
        "شن الفريق هجومًا كاسحًا في الشوط الثاني وسجل هدفين.",
        "حذر الوزير من انفجار الأسعار في الأسواق.",
    ],
)
def test_threats_and_figures_of_speech_are_no_events(text: str) -> None:
    assert _events(text) == []


def test_an_event_has_one_date_at_most() -> None:
    for event in _events(f"{STRIKE}\n{CLASH}\nوكان قصف مماثل قد وقع يوم الجمعة الماضي في البلدة نفسها."):
        assert sum(link.role == "date" for link in event.links) <= 1


def test_probabilities_lie_between_zero_and_one() -> None:
    for event in _events(f"{STRIKE}\n{CLASH}"):
        assert 0.0 <= event.probability <= 1.0
        assert all(0.0 <= link.probability <= 1.0 for link in event.links)


def test_every_type_of_the_codebook_can_be_given() -> None:
    assert set(models()["type"].classes) == set(codebook().sub_event_types)


def test_a_clause_is_read_with_the_values_in_it() -> None:
    candidate = next(c for c in find_candidates(_surroundings(STRIKE).document, _surroundings(STRIKE)))
    assert {"weapon", "place"} <= {value.kind for value in candidate.values}


def test_pairs_that_score_high_join_and_others_stand_alone() -> None:
    surroundings = _surroundings(f"{STRIKE}\n{CLASH}")
    candidates = find_candidates(surroundings.document, surroundings)
    assert len(cluster(surroundings.document, candidates, lambda _: 1.0, 0.5)) == 1
    assert len(cluster(surroundings.document, candidates, lambda _: 0.0, 0.5)) == len(candidates)


def test_a_pair_knows_whether_its_dates_differ() -> None:
    surroundings = _surroundings("قصفت المدفعية القرية أمس.\nوقصفت المدفعية القرية اليوم.")
    candidates = find_candidates(surroundings.document, surroundings)
    assert "date=different" in pair_features(surroundings.document, candidates, 0, 1)


def test_a_link_knows_order_and_preposition() -> None:
    surroundings = _surroundings("وقع قصف مدفعي عنيف بإدلب.")
    candidate = find_candidates(surroundings.document, surroundings)[0]
    (place,) = in_reach(surroundings, candidate)["place"]
    features = link_features(surroundings, candidate, place, [place])
    assert "at=after+apart=0" in features
    assert "attached=ب" in features


def test_a_type_is_judged_by_the_values_in_the_clause() -> None:
    surroundings = _surroundings(STRIKE)
    candidates = find_candidates(surroundings.document, surroundings)
    assert "weapon=aircraft" in type_features(surroundings.document, candidates[:1])


def test_each_trigger_joins_its_best_antecedent_and_of_equals_the_nearest() -> None:
    chances = {(0, 1): 0.2, (0, 2): 0.6, (1, 2): 0.7, (0, 3): 0.9, (1, 3): 0.1, (2, 3): 0.9}
    assert joined(4, lambda i, j: chances[i, j], 0.5) == [[0], [1, 2, 3]]
    assert joined(4, lambda i, j: chances[i, j], 0.95) == [[0], [1], [2], [3]]
    assert joined(0, lambda i, j: chances[i, j], 0.5) == []
