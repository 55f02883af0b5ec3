"""Fits the place tagger (`musnad.extract.place_tagger`) on the train part of IDRISI-RA and on gold's paragraphs.

    python -m training.gazetteer.tagger ../shared/corpora/idrisi_ra.mentions.jsonl

Gold's paragraphs are labelled by what the lexicon finds, and every text is given twice, once with half its words' own
letters hidden: both cost a point on posts about events seen in training, and gain two on those about other events.
Needs python-crfsuite (MIT), which is used for fitting alone.
"""

import argparse
import json
import random
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec
import pycrfsuite

from musnad.evaluate.gold import load_part
from musnad.extract.place_tagger import LABELS, TaggerWeights, word_features
from musnad.extract.toponyms import find_names
from musnad.registry.matcher import stream_of
from musnad.resolve.geocode import whole_words
from musnad.schema import Span
from musnad.text.document import Document

TARGET = Path(__file__).parents[2] / "src/musnad/extract/place_tagger.json"
SETTINGS = {"c1": 0.5, "c2": 0.05, "max_iterations": 120, "feature.possible_transitions": True}
LEAST = 0.02
"""Weights nearer to nought than this are left out."""
ARTICLES = 150
LETTERS = ("w=", "p2=", "p3=", "s2=", "s3=", "w-=", "w+=")
"""The features that are hidden."""


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


def paragraphs(count: int = ARTICLES) -> list[Post]:
    """Paragraphs of gold's dev part, labelled by the lexicon."""
    texts = [text for gold in load_part("dev")[:count] for text in gold["text"].split("\n") if text.strip()]
    return [Post("gold", "train", text, tuple(_lexicon_spans(text))) for text in texts]


def _lexicon_spans(text: str) -> Iterator[Span]:
    for mention in find_names(Document(text)):
        if mention.role in ("place", "hint"):
            yield whole_words(text, mention.core)


def labels_of(document: Document, spans: Iterable[Span]) -> list[str]:
    """A label for each word of a document's stream."""
    stream = stream_of(document)
    marks = [LABELS[0]] * len(stream.words)
    for span in spans:
        inside = [n for n, t in enumerate(stream.tokens) if span.start <= document.tokens[t].start < span.end]
        for number in inside:
            marks[number] = LABELS[1] if number == inside[0] else LABELS[2]
    return marks


def fit(posts: Sequence[Post]) -> TaggerWeights:
    """Weights fitted on labelled texts."""
    trainer, draw = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False), random.Random(0)
    for post in posts:
        document = Document(post.text)
        if rows := word_features(document):
            labels = labels_of(document, post.spans)
            trainer.append(rows, labels)
            trainer.append([hidden(row) if draw.random() < 0.5 else row for row in rows], labels)
    trainer.set_params(SETTINGS)
    with tempfile.NamedTemporaryFile(suffix=".crf") as where:
        trainer.train(where.name)
        tagger = pycrfsuite.Tagger()
        tagger.open(where.name)
        info = tagger.info()
    features: dict[str, list[float]] = {}
    for (name, label), weight in info.state_features.items():
        if abs(weight) >= LEAST:
            features.setdefault(name, [0.0, 0.0, 0.0])[LABELS.index(label)] = round(weight, 2)
    steps = [[round(info.transitions.get((a, b), 0.0), 2) for b in LABELS] for a in LABELS]
    return TaggerWeights({name: (w[0], w[1], w[2]) for name, w in sorted(features.items())}, steps)


def hidden(row: Sequence[str]) -> list[str]:
    """A word's features without those of its own letters."""
    return [name for name in row if not name.startswith(LETTERS)]


def main() -> None:
    """Fit on the train part and the paragraphs, and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("posts", type=Path)
    posts = [post for post in load_posts(parser.parse_args().posts) if post.part == "train"]
    weights = fit([*posts, *paragraphs()])
    TARGET.write_bytes(msgspec.json.encode(weights))
    print(f"{len(weights.features)} features, {TARGET.stat().st_size / 1e3:.0f} kB")


if __name__ == "__main__":
    main()
