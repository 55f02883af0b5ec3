"""The gate: does an article tell of any event at all?

Words of war in sports, markets and opinion look like events one by one; what the article is about shows in all of its
words, and in how sure its likeliest triggers are together.
"""

import numpy as np

from musnad.extract.encoder.fusion import odds_of
from musnad.extract.encoder.heads import Floats
from musnad.extract.encoder.judge import Judges

FEATURES = ("gate", "best", "second", "third", "probable")
PROBABLE = 0.4
LEAST = 0.3
"""Probability of an article whose events are read: out of fold, 0.995 of dev's 438 articles with events pass it, and
0.29 of its 51 quiet ones."""


def features(gate: float, chances: Floats) -> Floats:
    """The head's log-odds, those of the three likeliest triggers, and how many are probable: (1, len(FEATURES))."""
    best = np.sort(odds_of(np.concatenate([np.asarray(chances, np.float32), np.zeros(3, np.float32)])))[::-1][:3]
    count = np.log1p(np.count_nonzero(np.asarray(chances) >= PROBABLE))
    return np.array([[gate, *best, count]], dtype=np.float32)


def passes(gate: float, chances: Floats, judged_by: Judges) -> bool:
    """Whether the events of an article are read."""
    return float(judged_by["gate"].probability(features(gate, chances))[0]) >= LEAST
