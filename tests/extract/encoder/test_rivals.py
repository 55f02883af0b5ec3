"""Links weighed among their rivals."""

import numpy as np
import pytest

from musnad.extract.candidates import Argument
from musnad.extract.encoder import gate, rivals, statements
from musnad.extract.encoder.judge import Judge, judges
from musnad.extract.encoder.labels import ROLES
from musnad.extract.encoder.rivals import FEATURES, LEAST, LOWEST, Rivals
from musnad.schema import ActorRef, Span

TEXT = "قصف الجيش موقعا للفصيل وقال الجيش العراقي"


def participant(start: int, end: int, value: str, listed: bool = True) -> Argument:
    span = Span(start, end)
    mention = ActorRef(quote=span.of(TEXT), span=span, confidence=0.8, method="test", name=value)
    return Argument(span, "participant", value, (), mention, listed=listed)


ARGUMENTS = [
    participant(4, 9, "army"),
    participant(10, 15, "position"),
    participant(28, 33, "army", listed=False),
    participant(28, 41, "Iraqi army"),
]


def made(actor: list[list[float]], target: list[list[float]]) -> Rivals:
    links = {"actor": np.array(actor, dtype=np.float32), "target": np.array(target, dtype=np.float32)}
    events = len(actor)
    return Rivals(ARGUMENTS, links, np.zeros(events), np.ones(events, dtype=np.int64), np.ones((events, 4)))


def features(held: Rivals, role: str, event: int, argument: int) -> dict[str, float]:
    found = held.weighed(role)
    at = int(np.flatnonzero((found.events == event) & (found.arguments == argument))[0])
    return dict(zip(FEATURES, map(float, found.features[at]), strict=True))


def test_only_links_that_are_probable_at_all_are_weighed() -> None:
    held = made([[2.0, LEAST - 0.1, -1.0, LOWEST]], [[LOWEST] * 4]).weighed("actor")
    assert held.arguments.tolist() == [0, 2]
    assert held.features.shape == (2, len(FEATURES))


def test_a_role_that_nothing_can_play_has_no_links() -> None:
    held = made([[LOWEST] * 4], [[LOWEST] * 4]).weighed("actor")
    assert held.features.shape == (0, len(FEATURES))


def test_an_article_without_arguments_has_no_links() -> None:
    links = {role: np.empty((2, 0), dtype=np.float32) for role in ("actor", "target")}
    held = Rivals([], links, np.zeros(2), np.ones(2, dtype=np.int64), np.ones((2, 0)))
    assert held.weighed("actor").features.shape == (0, len(FEATURES))


def test_words_of_the_same_value_and_overlapping_words_are_no_rivals() -> None:
    told = features(made([[2.0, 1.0, 0.5, 3.0]], [[LOWEST] * 4]), "actor", 0, 2)
    assert told["best rival"] == 1.0
    assert told["best overlapping"] == 3.0
    assert told["best of same value"] == 2.0
    assert told["rivals above"] == 1.0
    assert told["listed"] == 0.0


def test_the_other_role_and_the_other_events_are_told() -> None:
    held = made([[2.0, -1.0, -2.0, -3.0], [4.0, -1.0, -2.0, -3.0]], [[-1.0, 3.0, -2.0, -3.0], [-2.0, 1.0, -3.0, -3.0]])
    told = features(held, "actor", 0, 0)
    assert told["best other event"] == 4.0
    assert told["above best other event"] == -2.0
    assert told["other role"] == -1.0
    assert told["above other role"] == 3.0
    assert told["best of other role"] == 3.0
    assert features(held, "actor", 1, 0)["best other event"] == 2.0


def test_log_odds_count_within_bounds() -> None:
    told = features(made([[50.0, -1.0, -2.0, -3.0]], [[LOWEST] * 4]), "actor", 0, 0)
    assert told["link"] == rivals.HIGHEST


@pytest.mark.parametrize(
    ("judge", "names"),
    [
        *((judges()[role], FEATURES) for role in ROLES[1:]),
        (judges()["speaker"], statements.SPEAKER_FEATURES),
        (judges()["statement"], statements.STATEMENT_FEATURES),
        (judges()["gate"], gate.FEATURES),
    ],
)
def test_the_packaged_judges_know_every_feature_in_its_order(judge: Judge, names: tuple[str, ...]) -> None:
    assert tuple(judge.weights) == names
    assert any(judge.weights.values())


def test_a_judge_is_a_logistic_regression() -> None:
    found = Judge({"one": 2.0, "two": -1.0}, 0.5).probability(np.array([[1.0, 2.5], [0.0, 0.0]], dtype=np.float32))
    assert found[0] == pytest.approx(0.5)
    assert found[1] == pytest.approx(1 / (1 + np.exp(-0.5)))
