"""Does a sentence report an assault or a protest, and who did what to whom? The event gold standard (GSR).

`python -m training.encoder.sentences SENTENCES.jsonl SPANS.jsonl` prints, for each event type, average precision over
five folds by article, yes against no with ambiguous sentences apart: the summed log-odds of two logistic regressions,
one over the encoder's vectors and what its trigger and type heads say of a sentence, one over its words (TF-IDF); and
the token F1 of source, verb and target in the span records, by the lexicon alone and by the default reader. Nothing
else is fitted to this corpus.
"""

import argparse
import json
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score
from sklearn.model_selection import GroupKFold, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from musnad.extract.encoder.fusion import log_odds, odds_of
from musnad.extract.encoder.heads import softmax
from musnad.extract.encoder.model import Model
from musnad.extract.lexicon import bare
from musnad.reader import READERS, ReadingModels, arguments_of, packaged_models, read
from musnad.schema import Article, Reading
from musnad.schema.reading import ReaderName
from musnad.text.document import Document

FOLDS, ROUNDS = 5, 300
Interval = tuple[float, float]


def features(text: str, model: Model) -> np.ndarray:
    """The mean vector, the log-odds of the likeliest trigger, and the likeliest mass of each sub-event type."""
    document = Document(text)
    models = ReadingModels(model=model)
    view = models.view(document, "", arguments_of(document, Article(id="sentence", text=text), models))
    if view is None:
        return np.zeros(0)
    begins = view.tags[:, 0, 1]
    types = (softmax(model.heads.types(view.words)) * begins[:, None]).max(0)
    return np.concatenate([view.words.mean(0), [log_odds(float(begins.max()))], np.log(types + 1e-3)])


def folded(text: str) -> str:
    """The folded words of a sentence, for TF-IDF."""
    return " ".join(token.fold for token in Document(text).tokens)


def interval(value: Callable[[np.ndarray], float], groups: Sequence[str]) -> Interval:
    """95 % bootstrap interval of a figure over rows, articles resampled."""
    draw, names = np.random.default_rng(0), sorted(set(groups))
    members = {name: np.flatnonzero(np.array(groups) == name) for name in names}
    values = [value(np.concatenate([members[name] for name in draw.choice(names, len(names))])) for _ in range(ROUNDS)]
    return float(np.quantile(values, 0.025)), float(np.quantile(values, 0.975))


def sentences(rows: Iterable[dict[str, Any]], model: Model) -> None:
    """Prints the average precisions."""
    rows = [row for row in rows if row["label"] != "ambiguous"]
    seen = {text: features(text, model) for text in dict.fromkeys(row["text"] for row in rows)}
    for event_type in ("ASSAULT", "PROTEST"):
        held = [row for row in rows if row["event_type"] == event_type and len(seen[row["text"]])]
        right = np.array([row["label"] == "yes" for row in held])
        groups = [article_of(row) for row in held]
        by_vectors = make_pipeline(StandardScaler(), LogisticRegression(C=0.003, max_iter=1000))
        by_words = make_pipeline(TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True), LogisticRegression(C=10.0))
        inputs = {"encoder": (by_vectors, np.stack([seen[row["text"]] for row in held]))}
        inputs["words"] = (by_words, np.array([folded(row["text"]) for row in held]))
        odds = {
            name: odds_of(
                cross_val_predict(judge, x, right, groups=groups, cv=GroupKFold(FOLDS), method="predict_proba")[:, 1]
            )
            for name, (judge, x) in inputs.items()
        }
        odds["both"] = odds["encoder"] + odds["words"]
        for name, scores in odds.items():
            low, high = interval(lambda at, s=scores, r=right: average_precision_score(r[at], s[at]), groups)
            found = average_precision_score(right, scores)
            told = f"{found:.3f} [{low:.3f}, {high:.3f}], n {len(held)}, yes {right.sum()}"
            print(f"{event_type}: average precision by {name} {told}", flush=True)


def article_of(row: dict[str, Any]) -> str:
    """The article of a sentence."""
    return str(row["id"].rsplit("-", 1)[0])


def stems(words: Iterable[str]) -> set[str]:
    """The words of a phrase bare of clitics."""
    tokens = (token.fold for word in words for token in Document(word).tokens)
    return {bare(token) for token in tokens if len(token) > 1}


def told(reading: Reading) -> dict[str, set[str]]:
    """The words of the actors, triggers and targets of all events."""
    return {
        "source": stems(actor.quote for event in reading.events for actor in event.actors),
        "verb": stems(mention.trigger for event in reading.events for mention in event.mentions),
        "target": stems(target.quote for event in reading.events for target in event.targets),
    }


def spans(rows: Sequence[dict[str, Any]], reader: ReaderName) -> None:
    """Prints the token F1 of each part over the span records; tokens are counted once a sentence."""
    models, counts = packaged_models(reader), []
    for row in rows:
        found = told(read(Article(id=row["id"], text=row["text"]), models=models))
        keys = {"source": "source_actor", "verb": "verb", "target": "target_actor"}
        gold = {name: stems(word for one in row["spans"] for word in one[key]) for name, key in keys.items()}
        counts.append([(len(gold[n] & found[n]), len(gold[n]), len(found[n])) for n in keys])
    table, groups = np.array(counts, dtype=float), [article_of(row) for row in rows]

    def f1(at: np.ndarray, part: int) -> float:
        right, gold, found = table[at, part].sum(0)
        return float(2 * right / (gold + found))

    for part, name in enumerate(("source", "verb", "target")):
        low, high = interval(lambda at, part=part: f1(at, part), groups)
        print(
            f"{reader}: token F1 of {name} {f1(np.arange(len(rows)), part):.3f} [{low:.3f}, {high:.3f}], n {len(rows)}"
        )


def main() -> None:
    """Prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sentences", type=Path)
    parser.add_argument("spans", type=Path)
    options = parser.parse_args()
    model = packaged_models("model").model
    assert model is not None
    sentences(rows_of(options.sentences), model)
    for reader in (name for name in READERS if name != "model"):
        spans([row for row in rows_of(options.spans) if row["spans"]], reader)


def rows_of(path: Path) -> list[dict[str, Any]]:
    """The records of a file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


if __name__ == "__main__":
    main()
