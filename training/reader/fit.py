"""Fits the linear models of the lexicon reader on gold's dev part and the written articles; writes `weights.json`.

`python -m training.reader.fit` fits on all of dev and writes; `--cross-validate` reads each fold of dev with models
fitted on the others, writes the scorer's report to `cross_validation.json` and prints it. Folds keep the articles
of a story together. The tolls that later models learn from come from a casualty model that never saw their article;
written articles (`training/articles`) are learned from in every fold.
"""

import argparse
import json
import zlib
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import msgspec

from musnad.evaluate.gold import GoldArticle, load_part, split_of
from musnad.evaluate.reading import report
from musnad.extract.linear import Linear, Models
from musnad.reader import ReadingModels, read
from training.articles import load as written_articles
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


def toll_fold(gold: GoldArticle) -> int:
    """The casualty model that never saw an article: its fold's, or for a written article that of its own fold."""
    return fold_of(gold) if gold["id"] in split_of() else zlib.crc32(gold["id"].encode()) % FOLDS


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


def prepared(articles: Iterable[GoldArticle], tolls: dict[int, Linear]) -> list[Prepared]:
    """Articles as the reader sees them, tolls read by the model of their fold."""
    return [prepare(gold, tolls[toll_fold(gold)]) for gold in articles]


def toll_models() -> dict[int, Linear]:
    """For each fold a casualty model that never saw it."""
    every = [*load_part("dev"), *written_articles()]
    return {fold: fit_tolls([gold for gold in every if toll_fold(gold) != fold]) for fold in range(FOLDS)}


def event_models(tolls: dict[int, Linear]) -> dict[int, Models]:
    """For each fold all models, fitted on what lies outside it and on the written articles."""
    dev, written = prepared(load_part("dev"), tolls), prepared(written_articles(), tolls)
    found: dict[int, Models] = {}
    for fold in range(FOLDS):
        others = [one for one in dev if fold_of(one.gold) != fold]
        found[fold] = {**fit_events([*others, *written]), "casualty": tolls[fold]}
    return found


def cross_validate() -> None:
    """Writes and prints the report over dev, each article read with models that never saw its fold."""
    models, gold = event_models(toll_models()), load_part("dev")
    by_article = {one["id"]: models[fold_of(one)] for one in gold}
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
    if parser.parse_args().cross_validate:
        cross_validate()
        return
    every = [*load_part("dev"), *written_articles()]
    fitted = {**fit_events(prepared(every, toll_models())), "casualty": fit_tolls(every)}
    WEIGHTS.write_bytes(msgspec.json.encode(fitted, order="sorted") + b"\n")


if __name__ == "__main__":
    main()
