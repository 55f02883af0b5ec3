"""Linear models with named features: small, readable, and quick to score.

`weights.json` holds for each model its bias and its weights by feature name, as written by
`training/reader/fit.py`.
"""

import json
import math
from collections.abc import Iterable
from functools import cache
from pathlib import Path

Weights = dict[str, float]
BIAS = "bias"


@cache
def models(path: Path = Path(__file__).with_name("weights.json")) -> dict[str, dict[str, Weights]]:
    """For each model its classes, for each class its weights; a two-way model has the one class `yes`."""
    loaded: dict[str, dict[str, Weights]] = json.loads(path.read_text(encoding="utf-8"))
    return loaded


def probability(features: Iterable[str], weights: Weights) -> float:
    """P(yes) of a two-way model for a set of features that hold."""
    total = weights[BIAS] + sum(weights.get(feature, 0.0) for feature in features)
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))


def ranking(features: Iterable[str], classes: dict[str, Weights]) -> list[tuple[str, float]]:
    """The classes of a many-way model with their probabilities (softmax), best first."""
    held = list(features)
    totals = {name: w[BIAS] + sum(w.get(feature, 0.0) for feature in held) for name, w in classes.items()}
    top = max(totals.values())
    exponentials = {name: math.exp(total - top) for name, total in totals.items()}
    whole = sum(exponentials.values())
    return sorted(((name, value / whole) for name, value in exponentials.items()), key=lambda pair: (-pair[1], pair[0]))
