"""How far the encoder and the lexicon's linear models are believed where both judge.

`fusion.json` holds, for each decision, a logistic regression over their log-odds, fitted on out-of-fold predictions
of gold's dev part (`training/encoder/fuse.py`), so that what comes out is calibrated.
"""

import math
from functools import cache
from pathlib import Path

import msgspec
import numpy as np

from musnad.extract.encoder.heads import Floats, sigmoid

LEAST = 1e-4


class Weights(msgspec.Struct, frozen=True):
    """Weights of the encoder's and of the lexicon's log-odds, and the bias; `alone` where the lexicon is silent."""

    encoder: float = 1.0
    lexicon: float = 0.0
    bias: float = 0.0
    encoder_alone: float = 1.0
    bias_alone: float = 0.0

    def probability(self, encoder: Floats, lexicon: Floats) -> Floats:
        """Probabilities from log-odds; NaN where the lexicon is silent."""
        silent = np.isnan(lexicon)
        both = self.encoder * encoder + self.lexicon * np.where(silent, 0.0, lexicon) + self.bias
        return sigmoid(np.where(silent, self.encoder_alone * encoder + self.bias_alone, both))


Fusion = dict[str, Weights]


@cache
def fusion() -> Fusion:
    """The packaged weights by decision."""
    return msgspec.json.decode(Path(__file__).with_name("fusion.json").read_bytes(), type=Fusion)


def log_odds(probability: float) -> float:
    """The log-odds of a probability, bounded."""
    bounded = min(1.0 - LEAST, max(LEAST, probability))
    return math.log(bounded / (1.0 - bounded))


def odds_of(probabilities: Floats) -> Floats:
    """The log-odds of probabilities, bounded."""
    bounded = np.clip(probabilities, LEAST, 1.0 - LEAST)
    found: Floats = np.log(bounded / (1.0 - bounded)).astype(np.float32)
    return found
