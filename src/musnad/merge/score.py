"""Scores two sketches: the log-odds that both tell of one event, a sum of learnt weights over what is found.

The weights stand in `weights.json`; `python -m training.merge.fit` learns them.
"""

import math
from functools import cache
from importlib.resources import files

import msgspec

from musnad.merge.compare import Finding, findings
from musnad.merge.sketch import Sketch

EDGE = -2.0
"""Log-odds below which a pair is no edge: nothing is kept of it, and no chain of claims runs over it."""


class Weights(msgspec.Struct, frozen=True):
    """Log-odds: of a pair of which nothing is found, and what each finding adds where it wholly holds."""

    base: float
    findings: dict[str, float]

    def of(self, found: Finding) -> float:
        """What a finding adds; a code that was not met in learning adds nothing."""
        return self.findings.get(found.code, 0.0) * found.value


@cache
def packaged_weights() -> Weights:
    """The weights that come with the package."""
    return msgspec.json.decode(files("musnad.merge").joinpath("weights.json").read_bytes(), type=Weights)


def score(a: Sketch, b: Sketch, weights: Weights | None = None) -> float:
    """The log-odds that two claims tell of one event; the same either way round."""
    held = weights or packaged_weights()
    return math.fsum([held.base, *map(held.of, findings(a, b))])
