"""Scores two sketches: the log-odds that both tell of one event, a sum of learnt weights over what is found.

The weights stand in `weights.json`; `python -m training.merge.fit` learns them.
"""

import math
from functools import cache
from importlib.resources import files

import msgspec

from musnad.merge.compare import CONTRADICTIONS, OTHER_DAYS, Finding, findings, kind_and_days
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


ALWAYS = ("place", "actor", "target", "weapon", "again", "denied")
"""What may speak for one event whatever kinds and days say."""
SAME_DAY, SAME_THING = ("toll", "hour"), ("words", "topic")
"""What is compared only where days, or also kinds and places, do not contradict each other."""


@cache
def packaged_weights() -> Weights:
    """The weights that come with the package."""
    return msgspec.json.decode(files("musnad.merge").joinpath("weights.json").read_bytes(), type=Weights)


def score(a: Sketch, b: Sketch, weights: Weights | None = None) -> float:
    """The log-odds that two claims tell of one event; the same either way round."""
    held = weights or packaged_weights()
    return math.fsum([held.base, *map(held.of, findings(a, b))])


def may_be_edge(a: Sketch, b: Sketch) -> bool:
    """Whether `score` of the packaged weights may reach EDGE: told by kinds and days alone, for a tenth of the cost."""
    kind, days = kind_and_days(a, b)
    return a.report == b.report or _most(kind, days) >= EDGE


@cache
def _most(kind: str, days: str) -> float:
    """The most that two claims of two reports may score, whose kinds and days say that."""
    held = packaged_weights()
    parts = [*ALWAYS]
    if days not in OTHER_DAYS:
        parts += SAME_DAY
    if CONTRADICTIONS.isdisjoint((kind, days)):
        parts += SAME_THING
    told = held.findings.get(kind, 0.0) + held.findings.get(days, 0.0)
    return held.base + told + sum(_best(held, part) for part in parts)


def _best(held: Weights, part: str) -> float:
    """The most that a part adds: the best of its findings, or all that may stand together."""
    added = [weight for code, weight in held.findings.items() if code.partition(".")[0] == part and weight > 0]
    return sum(added) if part in SAME_THING else max(added, default=0.0)
