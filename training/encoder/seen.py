"""Articles of gold's dev part as models that never saw them see them, before anything is weighed."""

import json
from collections.abc import Sequence
from typing import Any, NamedTuple

import msgspec
import numpy as np

from musnad.evaluate.gold import GoldArticle, as_article, scorer
from musnad.extract.candidates import Surroundings
from musnad.extract.encoder.fusion import Weights
from musnad.extract.encoder.model import Model, View
from musnad.extract.encoder.scores import EventScores, TriggerScores
from musnad.extract.events import EventDraft
from musnad.extract.linear import Models
from musnad.extract.statements import find_statements
from musnad.reader import ReadingModels, arguments_of, event_of, with_marked
from musnad.schema import Statement
from musnad.text.document import Document
from training.reader.examples import event_of_candidate

LEAST_KEPT = 0.2


class Seen(NamedTuple):
    """An article as read by models that never saw it; `events[i]` is the gold event of trigger i, or None."""

    gold: GoldArticle
    document: Document
    view: View
    surroundings: Surroundings
    triggers: TriggerScores
    events: list[int | None]
    learned: Models
    statements: list[Statement]
    gate: float


def see(gold: GoldArticle, model: Model, learned: Models) -> Seen:
    """One article seen by both."""
    document, article = Document(gold["text"]), as_article(gold)
    models = ReadingModels(linear=learned, model=model)
    found = arguments_of(document, article, models)
    view = models.view(document, gold["title"], found)
    assert view is not None
    surroundings = Surroundings(document, with_marked(document, found, view))
    triggers = TriggerScores(view, surroundings, gold["title"], learned)
    spans = [scorer("score").mention_spans(event, gold["text"])[0] for event in gold["events"]]
    events = [event_of_candidate(candidate, spans) for candidate in triggers.candidates]
    return Seen(gold, document, view, surroundings, triggers, events, learned, find_statements(document), view.gate)


class Judged(NamedTuple):
    """The triggers of an article that are probable enough to be tried, their chances, gold events and scores."""

    seen: Seen
    chances: np.ndarray
    events: list[int | None]
    scores: EventScores


def judge(one: Seen, weights: Weights) -> Judged | None:
    chances = weights.probability(one.triggers.encoder, one.triggers.lexicon)
    held = np.flatnonzero(chances >= LEAST_KEPT)
    if not len(held):
        return None
    kept = [one.triggers.candidates[at]._replace(probability=float(chances[at])) for at in held]
    scores = EventScores(one.view, one.surroundings, kept, one.learned)
    return Judged(one, chances[held], [one.events[at] for at in held], scores)


def as_read(document: Document, drafts: Sequence[EventDraft]) -> list[dict[str, Any]]:
    """Events as a reading holds them, in JSON's terms."""
    events = [event_of(document, number, draft) for number, draft in enumerate(drafts, 1)]
    found: list[dict[str, Any]] = json.loads(msgspec.json.encode(events))
    return found
