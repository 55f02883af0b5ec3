"""Fits the linear models of the lexicon reader on gold's dev part and writes `weights.json`.

`python -m training.reader.fit` fits on all of dev and writes; `--cross-validate` reads each fold with models
fitted on the others, writes the scorer's report to `cross_validation.json` and prints it (folds keep the articles
of a story together).
"""

import argparse
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from musnad.evaluate.gold import as_article, load_part
from musnad.evaluate.reading import report
from musnad.extract.linear import Linear
from musnad.reader import read
from training.reader.examples import Example, Prepared, examples, prepare

FOLDS = 5
CROSS_VALIDATION = Path(__file__).with_name("cross_validation.json")
WEIGHTS = Path(__file__).resolve().parents[2] / "src/musnad/extract/weights.json"
# Inverse regularisation strength, least number of articles that a feature must occur in: by cross-validation.
STRENGTH = {
    "eventhood": (0.2, 6),
    "coreference": (0.1, 8),
    "type": (1.0, 8),
    "responsibility": (0.1, 10),
    "denied": (0.3, 8),
}
LINK_STRENGTH = (0.1, 6)
LEAST_WEIGHT = 0.05


def collect(articles: Iterable[Prepared]) -> dict[str, list[tuple[str, Example]]]:
    """For each model its examples, each with the id of its article."""
    by_model: dict[str, list[tuple[str, Example]]] = defaultdict(list)
    for one in articles:
        for model, example in examples(one):
            by_model[model].append((one.gold["id"], example))
    return by_model


def fit(rows: Sequence[tuple[str, Example]], strength: float, least_articles: int) -> Linear:
    """A logistic regression over named features, over names of features."""
    seen: dict[str, set[str]] = defaultdict(set)
    for article, example in rows:
        for feature in example.features:
            seen[feature].add(article)
    kept = {feature for feature, articles in seen.items() if len(articles) >= least_articles}
    vectorizer = DictVectorizer()
    matrix = vectorizer.fit_transform([{f: 1 for f in example.features if f in kept} for _, example in rows])
    model = LogisticRegression(C=strength, max_iter=2000)
    model.fit(matrix, [example.label for _, example in rows])
    return _linear(vectorizer.feature_names_, model)


def _linear(names: Sequence[str], model: LogisticRegression) -> Linear:
    """The fitted weights, rounded; of a two-way model those of the class that is not `no` or `none`."""
    classes, weights, bias = [str(label) for label in model.classes_], model.coef_.T, model.intercept_
    if len(classes) == 2:
        positive = next(label for label in classes if label not in ("no", "none"))
        sign = 1 if classes[1] == positive else -1
        classes, weights, bias = [positive], sign * weights, sign * bias
    rows = {name: [round(float(w), 2) for w in row] for name, row in zip(names, weights, strict=True)}
    held = {name: row for name, row in rows.items() if max(map(abs, row)) >= LEAST_WEIGHT}
    return Linear(classes, [round(float(b), 3) for b in bias], held)


def fit_all(articles: Iterable[Prepared]) -> dict[str, Linear]:
    """Every model of the reader."""
    fitted = {}
    for model, rows in sorted(collect(articles).items()):
        fitted[model] = fit(rows, *STRENGTH.get(model, LINK_STRENGTH))
    return fitted


def main() -> None:
    """Fits and writes, or cross-validates and prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cross-validate", action="store_true")
    prepared = [prepare(gold, FOLDS) for gold in load_part("dev")]
    if parser.parse_args().cross_validate:
        cross_validate(prepared)
        return
    WEIGHTS.write_bytes(msgspec.json.encode(fit_all(prepared), order="sorted") + b"\n")


def cross_validate(prepared: Sequence[Prepared]) -> None:
    """Writes and prints the report over dev, each article read with models that never saw its fold."""
    weights = {fold: fit_all([one for one in prepared if one.fold != fold]) for fold in range(FOLDS)}
    fold_of = {one.gold["id"]: one.fold for one in prepared}
    gold = [one.gold for one in prepared]
    found = report(gold, lambda article: read(article, weights[fold_of[article.id]]), intervals=True)
    text = json.dumps({"folds": FOLDS, "report": found}, indent=1)
    CROSS_VALIDATION.write_text(text + "\n", encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
