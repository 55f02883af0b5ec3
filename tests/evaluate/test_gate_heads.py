"""The gate sees it when a head of the packaged model has learned nothing."""

from functools import partial

import numpy as np
import pytest

from musnad.evaluate import gate, reading
from musnad.evaluate.gold import load_part
from musnad.extract.encoder.heads import Heads
from musnad.extract.encoder.model import Model
from musnad.extract.encoder.packaged import packaged
from musnad.reader import packaged_models, read

ARTICLES = 60


@pytest.fixture(scope="module")
def figures() -> dict[str, float]:
    return _figures(packaged(1))


def _figures(model: Model) -> dict[str, float]:
    models = packaged_models("both", 1)._replace(model=model)
    return gate.flat(reading.report(load_part("check")[:ARTICLES], partial(read, models=models)))


@pytest.mark.parametrize(
    ("head", "figure"), [("tags", "event"), ("kind", "typed event"), ("links", "place"), ("pairs", "event")]
)
def test_a_head_that_has_learned_nothing_fails_the_gate(head: str, figure: str, figures: dict[str, float]) -> None:
    model, held = packaged(1), packaged(1).heads
    arrays = {name: np.zeros_like(a) if name.startswith(f"{head}.") else a for name, a in held.arrays.items()}
    blank = Model(model.pieces, model.encode, arrays, model.tags, model.hints, model.weights)
    assert isinstance(blank.heads, Heads)
    found = _figures(blank)
    assert found[figure] < figures[figure]
    assert gate.failures(found, gate.floors().read)
