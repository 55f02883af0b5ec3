"""Fits the place tagger (`musnad.extract.place_tagger`) on the train part of IDRISI-RA.

    python -m training.gazetteer.tagger ../shared/corpora/idrisi_ra.mentions.jsonl

Needs python-crfsuite (MIT), which is used for fitting alone. Articles labelled by the lexicon were tried beside the
posts and cost a point on IDRISI-RA's dev part; news is read by the lexicon instead.
"""

import argparse
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec
import pycrfsuite

from musnad.extract.place_tagger import LABELS, TaggerWeights, word_features
from musnad.registry.matcher import stream_of
from musnad.schema import Span
from musnad.text.document import Document

TARGET = Path(__file__).parents[2] / "src/musnad/extract/place_tagger.json"
SETTINGS = {"c1": 0.15, "c2": 0.05, "max_iterations": 120, "feature.possible_transitions": True}
LEAST = 0.02
"""Weights nearer to nought than this are left out."""


class Post(NamedTuple):
    """A labelled text: `spans` are whole words."""

    event: str
    part: str
    text: str
    spans: tuple[Span, ...]


def load_posts(path: Path) -> list[Post]:
    """The posts of an IDRISI-RA file."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [
        Post(row["event"], row["part"], row["text"], tuple(Span(m["start"], m["end"]) for m in row["mentions"]))
        for row in rows
    ]


def labels_of(document: Document, spans: Iterable[Span]) -> list[str]:
    """A label for each word of a document's stream."""
    stream = stream_of(document)
    marks = [LABELS[0]] * len(stream.words)
    for span in spans:
        inside = [n for n, t in enumerate(stream.tokens) if span.start <= document.tokens[t].start < span.end]
        for number in inside:
            marks[number] = LABELS[1] if number == inside[0] else LABELS[2]
    return marks


def fit(posts: Sequence[Post], where: Path = Path("/tmp/place_tagger.crf")) -> TaggerWeights:
    """Weights fitted on labelled texts."""
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    for post in posts:
        document = Document(post.text)
        if rows := word_features(document):
            trainer.append([dict.fromkeys(row, 1.0) for row in rows], labels_of(document, post.spans))
    trainer.set_params(SETTINGS)
    trainer.train(str(where))
    tagger = pycrfsuite.Tagger()
    tagger.open(str(where))
    info = tagger.info()
    features: dict[str, list[float]] = {}
    for (name, label), weight in info.state_features.items():
        if abs(weight) >= LEAST:
            features.setdefault(name, [0.0, 0.0, 0.0])[LABELS.index(label)] = round(weight, 2)
    steps = [[round(info.transitions.get((a, b), 0.0), 2) for b in LABELS] for a in LABELS]
    return TaggerWeights({name: (w[0], w[1], w[2]) for name, w in sorted(features.items())}, steps)


def main() -> None:
    """Fit on the train part, and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("posts", type=Path)
    posts = [post for post in load_posts(parser.parse_args().posts) if post.part == "train"]
    weights = fit(posts)
    TARGET.write_bytes(msgspec.json.encode(weights))
    print(f"{len(weights.features)} features, {TARGET.stat().st_size / 1e3:.0f} kB")


if __name__ == "__main__":
    main()
