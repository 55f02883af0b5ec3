"""Training examples for the casualty model: what befell each count of persons that a text names."""

from collections.abc import Iterator, Sequence
from typing import Any

from musnad.evaluate.gold import GoldArticle
from musnad.extract.casualties import NONE, candidates_with_features
from musnad.extract.casualty_candidates import Candidate
from musnad.schema import Span
from musnad.text.document import Document
from training.reader.regression import Example


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


def toll_examples(article: GoldArticle) -> Iterator[Example]:
    """The candidates of an article with features and gold status; repetitions of a toll are left out."""
    text = article["text"]
    tolls = [(event, toll) for event in article["events"] for toll in event["casualties"]]
    exact = [(told_at(text, event, toll["quote"]), toll) for event, toll in tolls]
    loose = [(span, toll) for _, toll in tolls for span in occurrences(text, toll["quote"])]
    for candidate, features in candidates_with_features(Document(text)):
        label = _label(candidate, exact)
        if label != NONE or _label(candidate, loose) == NONE:
            yield Example(article["id"], features, label)


def _label(candidate: Candidate, tolls: Sequence[tuple[Span, dict[str, Any]]]) -> str:
    bounds = (candidate.min, candidate.max)
    matches = (t["status"] for span, t in tolls if span.overlaps(candidate.span) and (t["min"], t["max"]) == bounds)
    return next(matches, NONE)
