"""Fits the casualty model on gold's dev part and writes `casualty_weights.json`.

`python -m training.casualties.fit` fits on all of dev and writes; with `--cross-validate` it prints precision,
recall and F1 of (status, min, max) by article, every fold read with weights fitted on the others.
"""

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import msgspec
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from musnad.evaluate.gold import load_part, split_of
from musnad.extract.casualties import NONE, candidates_with_features, find_casualties
from musnad.extract.casualty_candidates import Candidate
from musnad.extract.linear import Linear
from musnad.schema import Span
from musnad.text.document import Document

FOLDS = 5
WEIGHTS = Path(__file__).resolve().parents[2] / "src/musnad/extract/casualty_weights.json"
STRENGTH, LEAST_ARTICLES, LEAST_WEIGHT = 0.3, 2, 0.03
Row = tuple[str, list[str], str]


def occurrences(text: str, quote: str) -> list[Span]:
    """Every place where a quote stands."""
    found, at = [], text.find(quote)
    while at >= 0:
        found.append(Span(at, at + len(quote)))
        at = text.find(quote, at + 1)
    return found


def told_at(text: str, event: dict[str, Any], quote: str) -> Span:
    """The occurrence of a toll nearest to the clauses that tell of its event."""
    clauses = [span for mention in event["mentions"] for span in occurrences(text, mention["quote"])[:1]]

    def distance(span: Span) -> float:
        return min((max(clause.start - span.start, span.start - clause.end, 0) for clause in clauses), default=0)

    return min(occurrences(text, quote), key=distance)


def rows_of(article: dict[str, Any]) -> Iterable[Row]:
    """The candidates of an article with features and gold status; repetitions of a toll are left out."""
    text = article["text"]
    tolls = [(event, toll) for event in article["events"] for toll in event["casualties"]]
    exact = [(told_at(text, event, toll["quote"]), toll) for event, toll in tolls]
    loose = [(span, toll) for _, toll in tolls for span in occurrences(text, toll["quote"])]
    for candidate, features in candidates_with_features(Document(text)):
        label = _label(candidate, exact)
        if label != NONE or _label(candidate, loose) == NONE:
            yield article["id"], features, label


def _label(candidate: Candidate, tolls: Sequence[tuple[Span, dict[str, Any]]]) -> str:
    bounds = (candidate.min, candidate.max)
    matches = (t["status"] for span, t in tolls if span.overlaps(candidate.span) and (t["min"], t["max"]) == bounds)
    return next(matches, NONE)


def fit(rows: Sequence[Row]) -> Linear:
    """A multinomial logistic regression over named features, the weights rounded and the least left out."""
    seen: dict[str, set[str]] = defaultdict(set)
    for article, features, _ in rows:
        for feature in features:
            seen[feature].add(article)
    kept = {feature for feature, articles in seen.items() if len(articles) >= LEAST_ARTICLES}
    vectorizer = DictVectorizer()
    matrix = vectorizer.fit_transform([dict.fromkeys((f for f in features if f in kept), 1) for _, features, _ in rows])
    model = LogisticRegression(C=STRENGTH, max_iter=1000)
    model.fit(matrix, [label for _, _, label in rows])
    rows_by_feature = zip(vectorizer.feature_names_, model.coef_.T, strict=True)
    held = {name: [round(float(w), 3) for w in row] for name, row in rows_by_feature if abs(row).max() >= LEAST_WEIGHT}
    return Linear([str(label) for label in model.classes_], [round(float(b), 3) for b in model.intercept_], held)


def tolls_of(article: dict[str, Any]) -> set[tuple[str, int, int | None]]:
    """The gold tolls of an article, whichever event they belong to."""
    return {(t["status"], t["min"], t["max"]) for event in article["events"] for t in event["casualties"]}


def score(pairs: Iterable[tuple[set[Any], set[Any]]]) -> dict[str, float]:
    """Precision, recall and F1 over (gold, found) sets."""
    counts = Counter[str]()
    for gold, found in pairs:
        counts.update(hits=len(gold & found), gold=len(gold), found=len(found))
    precision, recall = counts["hits"] / counts["found"], counts["hits"] / counts["gold"]
    return {"precision": precision, "recall": recall, "f1": 2 * precision * recall / (precision + recall)}


def read_tolls(article: dict[str, Any], weights: Linear | None = None) -> set[tuple[str, int, int | None]]:
    """The tolls that the reader finds in an article."""
    return {(m.status, m.min, m.max) for m in find_casualties(Document(article["text"]), weights)}


def cross_validate(articles: Sequence[dict[str, Any]]) -> dict[str, float]:
    """The score over dev, every article read with weights that never saw its fold."""
    numbers = split_of()
    rows = [(numbers[row[0]][0] % FOLDS, row) for article in articles for row in rows_of(article)]
    weights = {fold: fit([row for other, row in rows if other != fold]) for fold in range(FOLDS)}
    return score((tolls_of(a), read_tolls(a, weights[numbers[a["id"]][0] % FOLDS])) for a in articles)


def main() -> None:
    """Fits and writes, or cross-validates and prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cross-validate", action="store_true")
    articles = load_part("dev")
    if parser.parse_args().cross_validate:
        print(json.dumps(cross_validate(articles), indent=1))
        return
    weights = fit([row for article in articles for row in rows_of(article)])
    WEIGHTS.write_bytes(msgspec.json.encode({"casualty": weights}, order="sorted") + b"\n")


if __name__ == "__main__":
    main()
