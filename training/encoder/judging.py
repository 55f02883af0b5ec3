"""Fits what weighs the scores of encoder and lexicon, on articles that neither has seen."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from musnad.evaluate.gold import GoldArticle, scorer
from musnad.extract.encoder import gate
from musnad.extract.encoder import statements as spoken
from musnad.extract.encoder.events import Composer, Settings
from musnad.extract.encoder.fusion import Fusion, Weights
from musnad.extract.encoder.judge import Judge, Judges
from musnad.extract.encoder.labels import KIND_OF_ROLE, ROLES
from musnad.extract.encoder.rivals import FEATURES
from musnad.extract.explain import FIELDS
from musnad.schema import Statement
from training.encoder.examples import SAME_QUOTE, matches, told_in
from training.encoder.seen import Judged, Seen, as_read

LINKED = {role: field for role, field in FIELDS.items() if role != "date"}
Row = tuple[float, float, bool]
"""Log-odds by the encoder and by the lexicon, and whether it is right."""
SAME_WORDS = 0.5
"""Share of characters that two statements have in common to be the same, as the scorer has it."""


def weighed(encoder: np.ndarray, lexicon: np.ndarray, right: np.ndarray) -> Weights:
    """The logistic regression of what is right over both log-odds, and over the encoder's alone."""
    heard = ~np.isnan(lexicon)
    both = LogisticRegression(C=10.0).fit(np.stack([encoder[heard], lexicon[heard]], 1), right[heard])
    silent = ~heard if (~heard).sum() > 50 and len(set(right[~heard])) == 2 else np.ones(len(right), dtype=bool)
    alone = LogisticRegression(C=10.0).fit(encoder[silent][:, None], right[silent])
    return Weights(
        *(round(float(x), 3) for x in (*both.coef_[0], both.intercept_[0], alone.coef_[0, 0], alone.intercept_[0]))
    )


def fit_eventhood(seen: Sequence[Seen]) -> Weights:
    encoder = np.concatenate([one.triggers.encoder for one in seen])
    lexicon = np.concatenate([one.triggers.lexicon for one in seen])
    return weighed(encoder, lexicon, np.array([event is not None for one in seen for event in one.events]))


def fit_pairs(judged: Sequence[Judged]) -> Fusion:
    """That two triggers of gold's events tell of one event, and that one's event answers the other's."""
    same, answers = [], []
    for one in judged:
        told, gold = [at for at, event in enumerate(one.events) if event is not None], one.seen.gold["events"]
        for j in told:
            for i in told:
                a, b = one.events[i], one.events[j]
                if i < j:
                    same.append((one.scores.same[i, j], one.scores.same_heard[i, j], a == b))
                if i != j:
                    right = gold[a]["response_to"] == gold[b]["id"]
                    answers.append((one.scores.answers[i, j], one.scores.answers_heard[i, j], right))
    held = {"coreference": same, "response": answers}
    return {name: weighed(*(np.array(column) for column in zip(*rows, strict=True))) for name, rows in held.items()}


def fit_links(judged: Iterable[Judged]) -> Fusion:
    """For each role but the date, over gold's events with all their triggers."""
    rows: dict[str, list[Row]] = {role: [] for role in ROLES[1:]}
    for one in judged:
        for number, event in enumerate(one.seen.gold["events"]):
            group = [at for at, told in enumerate(one.events) if told == number]
            if group:
                _link_rows(one, event, group, rows)
    return {f"link {role}": weighed(*(np.array(c) for c in zip(*held, strict=True))) for role, held in rows.items()}


def _link_rows(
    one: Judged, event: dict[str, Any], group: list[int], rows: dict[str, list[tuple[float, float, bool]]]
) -> None:
    text, arguments = one.seen.gold["text"], one.scores.arguments
    heard_all = one.scores.links_heard[group]
    heard = np.where(np.isnan(heard_all).all(0), np.nan, np.nan_to_num(heard_all, nan=-1e9).max(0))
    marked = one.scores.links[group].max(0)
    for role, field in LINKED.items():
        column = ROLES.index(role)
        own = [at for at, argument in enumerate(arguments) if argument.kind == KIND_OF_ROLE[role]]
        held = [[at for at in own if matches(text, arguments[at], item)] for item in event[field]]
        near: set[int] = set()
        for same in held:
            best = told_in(text, event, [arguments[at].span for at in same])
            near |= {at for at in same if best is not None and arguments[at].span.overlaps(best)}
        every = {at for same in held for at in same}
        for at in own:
            if at in near or at not in every:
                rows[role].append((float(marked[at, column]), float(heard[at, column]), at in near))


def fit_rivals(judged: Sequence[Judged], fusion: Fusion, settings: Settings) -> Judges:
    """For each role but the date, over the events that are read: is the argument one of the gold event's?"""
    rows: dict[str, list[np.ndarray]] = {role: [] for role in LINKED}
    right: dict[str, list[bool]] = {role: [] for role in LINKED}
    for one in judged:
        kept = np.flatnonzero(one.chances >= settings.eventhood)
        if not len(kept):
            continue
        composer = Composer(one.scores.only(kept.tolist()), one.seen.learned, fusion, settings)
        gold, rivals = _met(one, composer), composer.rivals()
        for role, field in LINKED.items():
            held = rivals.weighed(role)
            rows[role].append(held.features)
            for event, at in zip(held.events, held.arguments, strict=True):
                items = gold[event][field] if event in gold else []
                argument = one.scores.arguments[at]
                right[role].append(any(matches(one.seen.gold["text"], argument, item) for item in items))
    return {role: _judge(np.concatenate(rows[role]), np.array(right[role]), FEATURES) for role in LINKED}


def _met(one: Judged, composer: Composer) -> dict[int, dict[str, Any]]:
    """The gold event that the scorer pairs with each event read."""
    score, gold = scorer("score"), one.seen.gold
    drafts = composer.drafts({})
    found = as_read(one.seen.document, drafts)
    pairs = score.pair(gold["events"], found, lambda a, b: score.similarity(a, b, gold["text"]))
    return {read: gold["events"][right] for right, read in pairs}


def fit_statements(seen: Sequence[Seen]) -> Judges:
    """Is the phrase the speaker of the statement, and does gold have the statement?"""
    rows, right = [], []
    for one in seen:
        for statement in one.statements:
            gold = _same_words(one.gold, statement)
            if gold is not None:
                offered = spoken.speakers(statement, one.view, spoken.marked_speakers(one.view))
                rows.append(spoken.speaker_features(statement, offered, one.view))
                quotes = [words.span.of(one.document.text) for words in offered]
                right += [_alike(quote, gold["speaker"]["quote"]) for quote in quotes]
    judges = {"speaker": _judge(np.concatenate(rows), np.array(right), spoken.SPEAKER_FEATURES)}
    rows, right = [], []
    for one in seen:
        marked = spoken.marked_speakers(one.view)
        found = [spoken.with_speaker(statement, one.view, judges, marked) for statement in one.statements]
        if found:
            rows.append(spoken.statement_features(found, one.view))
        for statement in found:
            gold = _same_words(one.gold, statement)
            right.append(gold is not None and _alike(statement.speaker.quote, gold["speaker"]["quote"]))
    return judges | {"statement": _judge(np.concatenate(rows), np.array(right), spoken.STATEMENT_FEATURES)}


def fit_gate(seen: Sequence[Seen], weights: Weights) -> Judges:
    """Does gold have any event?"""
    chances = [weights.probability(one.triggers.encoder, one.triggers.lexicon) for one in seen]
    rows = [gate.features(one.gate, held) for one, held in zip(seen, chances, strict=True)]
    right = np.array([bool(one.gold["events"]) for one in seen])
    return {"gate": _judge(np.concatenate(rows), right, gate.FEATURES)}


def _same_words(gold: GoldArticle, statement: Statement) -> dict[str, Any] | None:
    """The gold statement that reports these words."""
    score, text = scorer("score"), gold["text"]
    own = (statement.span.start, statement.span.end)
    close = [
        (max(score.jaccard(own, at) for at in score.spans(one["quote"], text)), n)
        for n, one in enumerate(gold["statements"])
    ]
    best, number = max(close, default=(0.0, 0))
    return gold["statements"][number] if best >= SAME_WORDS else None


def _alike(one: str, other: str) -> bool:
    return bool(scorer("score").dice(one, other) >= SAME_QUOTE)


def _judge(features: np.ndarray, right: np.ndarray, names: Sequence[str]) -> Judge:
    """A logistic regression on standardised features, its weights given for the features as they are."""
    mean, spread = features.mean(0), np.maximum(features.std(0), 1e-6)
    fitted = LogisticRegression(C=0.1, max_iter=1000).fit((features - mean) / spread, right)
    weights = fitted.coef_[0] / spread
    bias = float(fitted.intercept_[0] - weights @ mean)
    return Judge({name: round(float(w), 4) for name, w in zip(names, weights, strict=True)}, round(bias, 4))
