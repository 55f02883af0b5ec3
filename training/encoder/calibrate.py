"""Fits the curves that make confidences calibrated, on out-of-fold readings of gold's dev part.

`python -m training.encoder.calibrate` writes `src/musnad/extract/encoder/calibration.json` and prints the expected
calibration error of the raw confidences and of the calibrated ones, these cross-fitted: the curves that map a story's
confidences are fitted without that story's fold. A field keeps its raw confidences where calibrating them would not
lower the cross-fitted Brier score.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence

import msgspec
import numpy as np

from musnad.evaluate.calibration import Judged, calibrations, error_table
from musnad.extract.calibration import CURVES, LEAST, Curve, Curves, calibrated
from training.encoder.readings import confidences, parser, readings

FOLDS = 5
FEWEST = 200
PRIOR = 1.0
"""How strongly slopes are held at 1, in units of the log-likelihood of one value."""
STEPS = 50
Pair = tuple[float, bool]


def fit(values: Sequence[Pair]) -> Curve:
    """The beta calibration of (raw confidence, right) values of a field; slopes never fall under 0."""
    p = np.clip(np.array([raw for raw, _ in values], dtype=float), LEAST, 1.0 - LEAST)
    features = np.stack([np.log(p), -np.log1p(-p), np.ones_like(p)], 1)
    right = np.array([good for _, good in values], dtype=float)
    free = [0, 1, 2]
    while True:
        weights = _newton(features[:, free], right, np.array([float(at < 2) for at in free]))
        fallen = [at for at, weight in zip(free, weights, strict=True) if at < 2 and weight < 0]
        if not fallen:
            found = dict(zip(free, weights, strict=True))
            return Curve(*(round(float(found.get(at, 0.0)), 4) for at in range(3)))
        free.remove(fallen[0])


def _newton(x: np.ndarray, y: np.ndarray, prior: np.ndarray) -> np.ndarray:
    """Logistic regression of y (N,) on x (N, D), weights drawn towards `prior` (D,) where that is not 0."""
    weights, held = prior.copy(), PRIOR * np.diag((prior != 0).astype(float)) + 1e-6 * np.eye(len(prior))
    for _ in range(STEPS):
        chance = 1.0 / (1.0 + np.exp(-x @ weights))
        slope = x.T @ (y - chance) - held @ (weights - prior)
        bend = (x * (chance * (1.0 - chance))[:, None]).T @ x + held
        step = np.linalg.solve(bend, slope)
        weights = weights + step / max(1.0, float(np.abs(step).max()))
        if np.abs(step).max() < 1e-8:
            break
    return weights


def fit_all(values: Iterable[Judged]) -> dict[str, Curve]:
    """The curve of every field with at least FEWEST values, right and wrong ones among them."""
    by_field: dict[str, list[Pair]] = defaultdict(list)
    for one in values:
        by_field[one.field].append((one.confidence, one.right))
    enough = {
        field: held
        for field, held in by_field.items()
        if len(held) >= FEWEST and len(dict.fromkeys(r for _, r in held)) == 2
    }
    return {field: fit(held) for field, held in enough.items()}


def applied(values: Iterable[Judged], curves: Curves) -> list[Judged]:
    """The values with calibrated confidences."""
    return [one._replace(confidence=calibrated(one.field, one.confidence, curves)) for one in values]


def cross_fitted(values: Sequence[Judged]) -> list[Judged]:
    """The values, each calibrated by curves that were fitted without the fold of its story."""
    fold = {story: at % FOLDS for at, story in enumerate(sorted({one.story for one in values}))}
    found = []
    for held in range(FOLDS):
        curves = fit_all(one for one in values if fold[one.story] != held)
        found += applied((one for one in values if fold[one.story] == held), curves)
    return found


def brier(values: Iterable[Judged]) -> dict[str, float]:
    """The mean squared distance of confidence and truth, by field (Brier 1950)."""
    by_field: dict[str, list[float]] = defaultdict(list)
    for one in values:
        by_field[one.field].append((one.confidence - one.right) ** 2)
    return {field: math.fsum(held) / len(held) for field, held in by_field.items()}


def worthwhile(values: Sequence[Judged], cross: Sequence[Judged]) -> dict[str, Curve]:
    """The curves, fitted on all values, of the fields whose cross-fitted Brier score they lower."""
    raw, mapped = brier(values), brier(cross)
    return {field: curve for field, curve in fit_all(values).items() if mapped[field] < raw[field]}


def main() -> None:
    """Fits, writes and prints."""
    values = confidences(readings(parser(__doc__).parse_args().readings))
    cross = cross_fitted(values)
    curves = worthwhile(values, cross)
    CURVES.write_bytes(msgspec.json.format(msgspec.json.encode(curves, order="sorted"), indent=1) + b"\n")
    print(error_table({"raw": calibrations(values), "cross-fitted": calibrations(cross)}))
    print(f"calibrated: {', '.join(curves)}")


if __name__ == "__main__":
    main()
