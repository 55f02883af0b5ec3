"""Logistic regressions over a few named features, that have the last word where several scores meet.

They are fitted on out-of-fold readings of gold's dev part (`training/encoder/fuse.py`), so that their probabilities are
calibrated, and kept as JSON that can be read: a weight for each feature.
"""

from functools import cache
from pathlib import Path

import msgspec
import numpy as np

from musnad.extract.encoder.heads import Floats, sigmoid


class Judge(msgspec.Struct, frozen=True):
    """A weight for each feature, by its name and in the order of the columns, and the bias."""

    weights: dict[str, float]
    bias: float

    def probability(self, features: Floats) -> Floats:
        """Probabilities (n,) from features (n, len(weights))."""
        scores: Floats = features @ np.array(list(self.weights.values()), dtype=np.float32)
        return sigmoid(scores + np.float32(self.bias))


Judges = dict[str, Judge]


@cache
def judges() -> Judges:
    """The packaged judges: one for each role but the date, `speaker`, `statement` and `gate`."""
    return msgspec.json.decode(Path(__file__).with_name("judges.json").read_bytes(), type=Judges)
