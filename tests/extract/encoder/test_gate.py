"""The gate: an article without events is let pass by no single word."""

import numpy as np
import pytest

from musnad.extract.encoder.gate import FEATURES, features, passes
from musnad.extract.encoder.judge import Judge


def test_features_have_their_names_however_few_triggers_there_are() -> None:
    for count in range(5):
        assert features(1.0, np.full(count, 0.7, np.float32)).shape == (1, len(FEATURES))


def test_the_likeliest_triggers_come_first() -> None:
    (found,) = features(0.0, np.array([0.2, 0.9, 0.5, 0.1], np.float32))
    assert found[1] == pytest.approx(np.log(9), abs=1e-3)
    assert found[2] == pytest.approx(0.0, abs=1e-3)
    assert found[4] == pytest.approx(np.log1p(2))


@pytest.mark.parametrize(("bias", "passing"), [(5.0, True), (-5.0, False)])
def test_the_judge_decides(bias: float, passing: bool) -> None:
    judges = {"gate": Judge(dict.fromkeys(FEATURES, 0.0), bias)}
    assert passes(0.0, np.array([0.5], np.float32), judges) is passing
