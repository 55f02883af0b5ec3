"""Linear models with named features: small, readable, and quick to score.

`weights.json` holds the models of the lexicon reader, as written by `training/reader/fit.py`.
"""

import math
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

import msgspec

LIMIT = 30.0


class Linear(msgspec.Struct, frozen=True):
    """A logistic regression: for each feature that counts, a weight for each class; absent features weigh nothing.

    A two-way model has the one class that is in question; its score is the log-odds of that class.
    """

    classes: list[str]
    bias: list[float]
    features: dict[str, list[float]]

    def _scores(self, features: Iterable[str]) -> list[float]:
        weights = list(filter(None, map(self.features.get, features)))
        return list(map(sum, zip(self.bias, *weights, strict=True)))

    def probability(self, features: Iterable[str]) -> float:
        """P of the class in question of a two-way model, for a collection of features that hold."""
        total = self._scores(features)[0]
        return 1.0 / (1.0 + math.exp(-max(-LIMIT, min(LIMIT, total))))

    def ranking(self, features: Iterable[str]) -> list[tuple[str, float]]:
        """The classes with their probabilities (softmax; of a two-way model the one class), best first."""
        if len(self.classes) == 1:
            return [(self.classes[0], self.probability(features))]
        totals = self._scores(features)
        top = max(totals)
        exponentials = [math.exp(total - top) for total in totals]
        whole = sum(exponentials)
        ranked = zip(self.classes, (value / whole for value in exponentials), strict=True)
        return sorted(ranked, key=lambda pair: (-pair[1], pair[0]))


Models = Mapping[str, Linear]


@cache
def models() -> Models:
    """The packaged models by name."""
    return msgspec.json.decode(Path(__file__).with_name("weights.json").read_bytes(), type=dict[str, Linear])
