"""Fits the weights of `musnad.resolve.parents` on gold's dev part: a conditional logit over the options of a name.

    python -m training.gazetteer.parents

An option is right where the scorer would take its point for gold's. Names of which no option is right teach nothing.
The share placed right out of fold is printed beside that of the fitted weights.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np
from scipy.optimize import minimize

from musnad.evaluate.gold import GoldArticle, load_part, scorer
from musnad.evaluate.values import place_quotes
from musnad.registry.places import Place
from musnad.resolve.parents import Features, described, is_sure, score
from musnad.resolve.places import weighed
from musnad.text.document import Document
from training.encoder.fit import fold_of

TARGET = Path(__file__).parents[2] / "src/musnad/resolve/parents.json"
PENALTY = 0.5
"""Of the squares of the weights (ridge)."""


class Choice(NamedTuple):
    """The options of one gold quote, and which of them are right."""

    fold: int
    options: list[Features]
    right: list[bool]


def choices(articles: Iterable[GoldArticle]) -> list[Choice]:
    """The options of every place quote of gold articles."""
    found = []
    for gold in articles:
        document = Document(gold["text"])
        for span, item in place_quotes(gold):
            mention, own, article = weighed(document, span)
            if own is not None and is_sure(mention, own):
                continue
            options = list(described(document, mention, own, article))
            right = [_is_right(item, place) for place, _ in options]
            found.append(Choice(fold_of(gold), [features for _, features in options], right))
    return found


def _is_right(item: dict, place: Place) -> bool:
    value = {"country": place.country, "lat": place.lat, "lon": place.lon}
    return bool(scorer("score").same_place(item, value))


def fit(held: Sequence[Choice]) -> dict[str, float]:
    """Weights by feature that make the right options likeliest."""
    taught = [choice for choice in held if any(choice.right) and not all(choice.right)]
    names = sorted({name for choice in taught for option in choice.options for name in option})
    column = {name: at for at, name in enumerate(names)}
    rows = [option for choice in taught for option in choice.options]
    table = np.zeros((len(rows), len(names)))
    for at, option in enumerate(rows):
        for name, value in option.items():
            table[at, column[name]] = value
    starts = np.cumsum([0, *(len(choice.options) for choice in taught[:-1])])
    owner = np.repeat(np.arange(len(taught)), [len(choice.options) for choice in taught])
    right = np.array([is_right for choice in taught for is_right in choice.right])

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        scores = table @ weights
        scores -= np.maximum.reduceat(scores, starts)[owner]
        mass = np.exp(scores)
        all_mass = np.add.reduceat(mass, starts)
        right_mass = np.add.reduceat(mass * right, starts) + 1e-12
        slope = mass / all_mass[owner] - mass * right / right_mass[owner]
        value = np.log(all_mass).sum() - np.log(right_mass).sum() + PENALTY * weights @ weights
        return float(value), table.T @ slope + 2 * PENALTY * weights

    found = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B").x
    return {name: round(float(weight), 2) for name, weight in zip(names, found, strict=True) if abs(weight) >= 0.005}


def share_right(held: Sequence[Choice], by: dict[str, float]) -> float:
    """The share of names whose likeliest option is right."""
    right = 0
    for choice in held:
        scores = [score(option, by) for option in choice.options]
        right += bool(scores) and choice.right[int(np.argmax(scores))]
    return right / len(held)


def main() -> None:
    """Fit, say how well it does out of fold, and write the weights."""
    held = choices(load_part("dev"))
    parts = [([c for c in held if c.fold != k], [c for c in held if c.fold == k]) for k in range(3)]
    out = sum(share_right(test, fit(train)) * len(test) for train, test in parts) / len(held)
    weights = fit(held)
    reachable = sum(any(choice.right) for choice in held) / len(held)
    TARGET.write_bytes(msgspec.json.format(msgspec.json.encode(weights), indent=1) + b"\n")
    print(f"n {len(held)}  out of fold {out:.3f}  fitted {share_right(held, weights):.3f}  reachable {reachable:.3f}")


if __name__ == "__main__":
    main()
