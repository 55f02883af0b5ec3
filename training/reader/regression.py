"""Logistic regression over named features, written down as a `Linear` model."""

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from musnad.extract.linear import Linear

LEAST_WEIGHT = 0.05
NEGATIVE = ("no", "none")


class Example(NamedTuple):
    """One decision of an article: the features that hold, and what gold decides."""

    article: str
    features: list[str]
    label: str


class Strength(NamedTuple):
    """How much a model may learn: inverse regularisation, and in how many articles a feature must occur."""

    inverse_regularisation: float
    least_articles: int


def fit(examples: Sequence[Example], strength: Strength) -> Linear:
    """The fitted model; features in too few articles and weights under LEAST_WEIGHT are left out."""
    kept = _common(examples, strength.least_articles)
    vectorizer = DictVectorizer()
    rows = [dict.fromkeys((name for name in example.features if name in kept), 1) for example in examples]
    model = LogisticRegression(C=strength.inverse_regularisation, max_iter=2000)
    model.fit(vectorizer.fit_transform(rows), [example.label for example in examples])
    return _linear(vectorizer.feature_names_, model)


def _common(examples: Sequence[Example], least_articles: int) -> set[str]:
    seen: dict[str, set[str]] = defaultdict(set)
    for example in examples:
        for name in example.features:
            seen[name].add(example.article)
    return {name for name, articles in seen.items() if len(articles) >= least_articles}


def _linear(names: Sequence[str], model: LogisticRegression) -> Linear:
    """The fitted weights, rounded; of a two-way model those of the class that is not `no` or `none`."""
    classes, weights, bias = [str(label) for label in model.classes_], model.coef_.T, model.intercept_
    if len(classes) == 2:
        positive = next(label for label in classes if label not in NEGATIVE)
        sign = 1 if classes[1] == positive else -1
        classes, weights, bias = [positive], sign * weights, sign * bias
    rows = {name: [round(float(w), 2) for w in row] for name, row in zip(names, weights, strict=True)}
    held = {name: row for name, row in rows.items() if max(map(abs, row)) >= LEAST_WEIGHT}
    return Linear(classes, [round(float(b), 3) for b in bias], held)
