"""Logistic regression with signed weights: what can only speak for one event never learns to speak against it.

Minimises the log-loss over pairs plus a ridge penalty with L-BFGS-B (Byrd et al., SIAM J. Sci. Comput. 1995), whose
bounds hold the signs. Few pairs tell of rare findings, and without signs chance would turn some of them round.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from musnad.merge.compare import Finding
from musnad.merge.score import Weights

RIDGE = 1.0
"""The penalty on squared weights, in pairs; by cross-validation among 0.1, 0.25, 0.5, 1, 2."""
LEAST = 3
"""Pairs in which a finding must occur to be learnt."""
DIGITS = 3
FOR = frozenset(
    """type.same date.same place.same_site place.same_town place.same_district place.at actor.same target.same
    weapon.same toll.exact toll.same toll.fits hour.same words.some words.many topic.placed topic.unplaced""".split()
)
AGAINST = frozenset(
    """type.unlike date.next date.days date.far date.unlikely place.elsewhere place.off place.rival place.unlike
    actor.other target.other weapon.other toll.other hour.other again.one denied.one""".split()
)


AT_MOST = {
    "date.days": -3.0,
    "date.far": -4.0,
    "date.next": -1.5,
    "place.elsewhere": -3.0,
    "place.off": -2.0,
    "type.unlike": -3.0,
}
"""Weights that stay under a bound whatever is learnt, since days and places of pairs as read are often misread: what is
told of another day, town or kind of event must not become one event by likeness."""


BY_HAND = {"report.same": 2.0}
"""Weights of what gold never shows: none of its articles is a copy of another."""


class Example(NamedTuple):
    """A pair: what is found, whether gold says that both are one event, and how much it counts."""

    found: Sequence[Finding]
    same: bool
    weight: float = 1.0


def fit(examples: Sequence[Example], ridge: float = RIDGE) -> Weights:
    """The weights learnt from pairs, rounded to DIGITS."""
    codes = _codes(examples)
    rows = _matrix(examples, codes)
    labels = np.array([1.0 if example.same else -1.0 for example in examples])
    counts = np.array([example.weight for example in examples])

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        margins = labels * (rows @ weights)
        gradient = -(counts * labels / (1 + np.exp(np.clip(margins, -500, 500)))) @ rows
        value = float(counts @ np.logaddexp(0, -margins)) + ridge / 2 * float(weights[1:] @ weights[1:])
        gradient[1:] += ridge * weights[1:]
        return value, gradient

    bounds = [(None, None), *(_bounds(code) for code in codes)]
    found = minimize(
        loss,
        np.array([min(0.0, high or 0.0) for _, high in bounds]),
        jac=True,
        method="L-BFGS-B",
        bounds=bounds,
        options={"maxiter": 5000},
    )
    base, *learnt = (round(float(weight), DIGITS) for weight in found.x)
    return Weights(base, {code: weight for code, weight in zip(codes, learnt, strict=True) if weight} | BY_HAND)


def _codes(examples: Sequence[Example]) -> list[str]:
    seen: dict[str, int] = {}
    for example in examples:
        for finding in example.found:
            seen[finding.code] = seen.get(finding.code, 0) + (finding.value > 0)
    return sorted(code for code, number in seen.items() if number >= LEAST)


def _matrix(examples: Sequence[Example], codes: Sequence[str]) -> NDArray[np.float64]:
    """The pairs as rows: 1, then how strongly each code holds."""
    columns = {code: at for at, code in enumerate(codes, 1)}
    rows = np.zeros((len(examples), len(codes) + 1))
    rows[:, 0] = 1.0
    for row, example in zip(rows, examples, strict=True):
        for finding in example.found:
            if finding.code in columns:
                row[columns[finding.code]] += finding.value
    return rows


def _bounds(code: str) -> tuple[float | None, float | None]:
    return (0.0 if code in FOR else None, AT_MOST.get(code, 0.0 if code in AGAINST else None))
