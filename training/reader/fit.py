"""Fits the linear models of the lexicon reader on gold's dev part and writes `weights.json`.

`python -m training.reader.fit` fits on all of dev and writes; `--cross-validate` reads each fold with models
fitted on the others, writes the scorer's report to `cross_validation.json` and prints it. Folds keep the articles
of a story together. The tolls that later models learn from come from a casualty model that never saw their article.
"""

import argparse
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from musnad.evaluate.gold import GoldArticle, load_part, split_of
from musnad.evaluate.reading import report
from musnad.extract.linear import Linear, Models
from musnad.reader import ReadingModels, read
from training.reader.examples import Prepared, examples, prepare
from training.reader.regression import Example, Strength, fit
from training.reader.tolls import toll_examples

FOLDS = 5
WEIGHTS = Path(__file__).resolve().parents[2] / "src/musnad/extract/weights.json"
CROSS_VALIDATION = Path(__file__).with_name("cross_validation.json")
# By cross-validation on dev.
STRENGTHS = {
    "casualty": Strength(0.3, 4),
    "eventhood": Strength(0.2, 6),
    "coreference": Strength(0.1, 8),
    "type": Strength(1.0, 8),
    "responsibility": Strength(0.1, 10),
    "denied": Strength(0.3, 8),
}
LINK_STRENGTH = Strength(0.1, 6)


def fold_of(gold: GoldArticle) -> int:
    """The fold of an article; dev's numbers leave out the multiples of three, so they are divided first."""
    return split_of()[gold["id"]][0] // 3 % FOLDS


def fit_tolls(articles: Iterable[GoldArticle]) -> Linear:
    """The casualty model."""
    return fit([example for gold in articles for example in toll_examples(gold)], STRENGTHS["casualty"])


def fit_events(articles: Iterable[Prepared]) -> dict[str, Linear]:
    """The models that judge triggers, group them, type them and link values to them."""
    by_model: dict[str, list[Example]] = defaultdict(list)
    for one in articles:
        for model, example in examples(one):
            by_model[model].append(example)
    return {model: fit(rows, STRENGTHS.get(model, LINK_STRENGTH)) for model, rows in sorted(by_model.items())}


def prepared_dev(tolls: dict[int, Linear]) -> list[Prepared]:
    """The articles of dev as the reader sees them, tolls read by the model of their fold."""
    return [prepare(gold, tolls[fold_of(gold)]) for gold in load_part("dev")]


def toll_models() -> dict[int, Linear]:
    """For each fold a casualty model that never saw it."""
    dev = load_part("dev")
    return {fold: fit_tolls([gold for gold in dev if fold_of(gold) != fold]) for fold in range(FOLDS)}


def cross_validate(prepared: Sequence[Prepared], tolls: dict[int, Linear]) -> None:
    """Writes and prints the report over dev, each article read with models that never saw its fold."""
    models: dict[int, Models] = {}
    for fold in range(FOLDS):
        others = [one for one in prepared if fold_of(one.gold) != fold]
        models[fold] = {**fit_events(others), "casualty": tolls[fold]}
    by_article = {one.gold["id"]: models[fold_of(one.gold)] for one in prepared}
    gold = [one.gold for one in prepared]
    found = report(
        gold, lambda article: read(article, models=ReadingModels(linear=by_article[article.id])), intervals=True
    )
    text = json.dumps({"folds": FOLDS, "report": found}, indent=1)
    CROSS_VALIDATION.write_text(text + "\n", encoding="utf-8")
    print(text)


def main() -> None:
    """Fits and writes, or cross-validates and prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cross-validate", action="store_true")
    cross = parser.parse_args().cross_validate
    tolls = toll_models()
    prepared = prepared_dev(tolls)
    if cross:
        cross_validate(prepared, tolls)
        return
    fitted = {**fit_events(prepared), "casualty": fit_tolls(load_part("dev"))}
    WEIGHTS.write_bytes(msgspec.json.encode(fitted, order="sorted") + b"\n")


if __name__ == "__main__":
    main()
