"""Does a sentence report an assault or a protest? The event gold standard (GSR), from the encoder's vectors.

`python -m training.encoder.sentences CORPUS.jsonl` prints average precision for each event type, five folds by
article, yes against no with ambiguous sentences apart: logistic regression over the mean vector of a sentence and
what the trigger and type heads say of its words. Nothing else is fitted to this corpus.
"""

import argparse
import json
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score
from sklearn.model_selection import GroupKFold, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from musnad.extract.encoder.fusion import log_odds
from musnad.extract.encoder.heads import softmax
from musnad.extract.encoder.model import Model
from musnad.reader import ReadingModels, arguments_of, packaged_models
from musnad.schema import Article
from musnad.text.document import Document

FOLDS, ROUNDS = 5, 300


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


def interval(right: np.ndarray, scores: np.ndarray, groups: np.ndarray) -> tuple[float, float]:
    """95 % bootstrap interval of the average precision, articles resampled."""
    draw, names = np.random.default_rng(0), np.unique(groups)
    members = {name: np.flatnonzero(groups == name) for name in names}
    values = []
    for _ in range(ROUNDS):
        rows = np.concatenate([members[name] for name in draw.choice(names, len(names))])
        if right[rows].any():
            values.append(average_precision_score(right[rows], scores[rows]))
    return float(np.quantile(values, 0.025)), float(np.quantile(values, 0.975))


def main() -> None:
    """Prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    options = parser.parse_args()
    model = packaged_models("model").model
    assert model is not None
    rows = [json.loads(line) for line in options.corpus.read_text(encoding="utf-8").splitlines()]
    rows = [row for row in rows if row["label"] != "ambiguous"]
    seen = {text: features(text, model) for text in dict.fromkeys(row["text"] for row in rows)}
    for event_type in ("ASSAULT", "PROTEST"):
        held = [row for row in rows if row["event_type"] == event_type and len(seen[row["text"]])]
        inputs = np.stack([seen[row["text"]] for row in held])
        right = np.array([row["label"] == "yes" for row in held])
        groups = np.array([row["id"].rsplit("-", 1)[0] for row in held])
        judge = make_pipeline(StandardScaler(), LogisticRegression(C=0.003, max_iter=1000))
        scores = cross_val_predict(judge, inputs, right, groups=groups, cv=GroupKFold(FOLDS), method="predict_proba")[
            :, 1
        ]
        low, high = interval(right, scores, groups)
        found = average_precision_score(right, scores)
        print(f"{event_type}: average precision {found:.3f} [{low:.3f}, {high:.3f}], n {len(held)}, yes {right.sum()}")


if __name__ == "__main__":
    main()
