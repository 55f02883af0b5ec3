"""Weighs encoder against lexicon, and sets the thresholds of composing, on out-of-fold predictions of gold's dev.

Each article is read by the encoder of `training.encoder.fit --fold K` that never saw its fold, and by linear models
that never saw it either. `python -m training.encoder.fuse` writes `fusion.json` and the scorer's report,
`cross_validation.json`; with `--tune` it prints what other settings would earn.
"""

import argparse
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import numpy as np
import torch
from sklearn.linear_model import LogisticRegression

from musnad.evaluate.gold import GoldArticle, as_article, load_part, scorer
from musnad.extract.candidates import Surroundings
from musnad.extract.encoder.events import SETTINGS, Settings, compose
from musnad.extract.encoder.fusion import Fusion, Weights
from musnad.extract.encoder.labels import KIND_OF_ROLE, PAIRS, ROLES
from musnad.extract.encoder.model import Model, View
from musnad.extract.encoder.scores import EventScores, TriggerScores
from musnad.extract.linear import Models
from musnad.extract.statements import find_statements
from musnad.reader import ReadingModels, arguments_of, event_of, with_marked
from musnad.text.document import Document
from training.encoder import base
from training.encoder.evaluate import model_of
from training.encoder.examples import matches, told_in
from training.encoder.fit import CACHE, FOLDS, fold_of
from training.reader.examples import event_of_candidate, prepare
from training.reader.fit import FOLDS as LINEAR_FOLDS
from training.reader.fit import fit_events, toll_models
from training.reader.fit import fold_of as linear_fold

FUSION = Path(__file__).resolve().parents[2] / "src/musnad/extract/encoder/fusion.json"
CROSS_VALIDATION = Path(__file__).with_name("cross_validation.json")
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
    statements: list[Any]


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
    statements = json.loads(msgspec.json.encode(find_statements(document)))
    return Seen(gold, document, view, surroundings, triggers, events, learned, statements)


def linear_models() -> dict[int, Models]:
    """For each fold of the linear models those that never saw it."""
    tolls = toll_models()
    prepared = [prepare(gold, tolls[linear_fold(gold)]) for gold in load_part("dev")]
    return {
        fold: {**fit_events([one for one in prepared if linear_fold(one.gold) != fold]), "casualty": tolls[fold]}
        for fold in range(LINEAR_FOLDS)
    }


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


def fit_coreference(judged: Iterable[Judged]) -> Weights:
    rows = []
    for one in judged:
        same = np.clip(one.scores.pairs[..., PAIRS.index("same")], 1e-4, 1 - 1e-4)
        told = [at for at, event in enumerate(one.events) if event is not None]
        for y, j in enumerate(told):
            for i in told[:y]:
                odds = np.log(same[i, j] / (1 - same[i, j]))
                rows.append((odds, one.scores.same[i, j], one.events[i] == one.events[j]))
    return weighed(*(np.array(column) for column in zip(*rows, strict=True)))


def fit_links(judged: Iterable[Judged]) -> Fusion:
    """For each role but the date, over gold's events with all their triggers."""
    rows: dict[str, list[tuple[float, float, bool]]] = {role: [] for role in ROLES[1:]}
    for one in judged:
        for number, event in enumerate(one.seen.gold["events"]):
            group = [at for at, told in enumerate(one.events) if told == number]
            if group:
                _link_rows(one, event, group, rows)
    return {f"link {role}": weighed(*(np.array(c) for c in zip(*held, strict=True))) for role, held in rows.items()}


def _link_rows(one: Judged, event: dict[str, Any], group: list[int], rows: dict[str, list]) -> None:
    text, arguments = one.seen.gold["text"], one.scores.arguments
    heard_all = one.scores.links_heard[group]
    heard = np.where(np.isnan(heard_all).all(0), np.nan, np.nan_to_num(heard_all, nan=-1e9).max(0))
    marked = one.scores.links[group].max(0)
    fields = {"place": "places", "actor": "actors", "target": "targets", "weapon": "weapons"}
    fields |= {"casualty": "casualties", "source": "sources"}
    for role, field in fields.items():
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


def scored(
    judged: Sequence[Judged], quiet: Sequence[Seen], fusion: Fusion, settings: Settings, intervals: bool = False
) -> dict[str, Any]:
    """The scorer's report with these settings."""
    score = scorer("score")
    tallies = [score.tally(one.gold, {"events": [], "statements": one.statements}) for one in quiet]
    for one in judged:
        kept = np.flatnonzero(one.chances >= settings.eventhood)
        drafts = compose(one.scores.only(kept), one.seen.learned, fusion, settings) if len(kept) else []
        events = [event_of(one.seen.document, number, draft) for number, draft in enumerate(drafts, 1)]
        reading = {"events": json.loads(msgspec.json.encode(events)), "statements": one.seen.statements}
        tallies.append(score.tally(one.seen.gold, reading))
    report: dict[str, Any] = score.total(tallies)
    if intervals:
        ids = [one.gold["id"] for one in (*quiet, *(held.seen for held in judged))]
        report["intervals"] = score.intervals(tallies, ids)
    return report


def summary(report: dict[str, Any]) -> str:
    names = ("event", "typed event", "date", "place", "actor", "target", "weapon", "casualty", "source")
    told = [f"{name} {report[name]['f1']:.3f}" for name in (*names, "response link")]
    rest = ("whole record", "responsibility accuracy", "denied accuracy", "false events per quiet article")
    return "  ".join([*told, *(f"{name} {report[name]}" for name in rest)])


GRID = {
    "eventhood": (0.36, 0.42, 0.48),
    "coreference": (0.15, 0.2, 0.25, 0.35, 0.45),
    "type_heard": (0.0, 0.6, 1.0, 1.5),
    "date_heard": (0.0, 0.2, 0.5),
    "response": (0.25, 0.35, 0.5, 0.6),
    **dict.fromkeys(ROLES[1:], (0.27, 0.34, 0.41, 0.48, 0.55)),
}
AIMS = {"eventhood": "event", "coreference": "event", "type_heard": "typed event", "date_heard": "date"}
AIMS |= {"response": "response link"}


def tune(judged: Sequence[Judged], quiet: Sequence[Seen], fusion: Fusion) -> Settings:
    """One setting after the other, each for the figure that it moves."""
    settings = SETTINGS
    for name, values in GRID.items():
        aim = AIMS.get(name, name)
        figures = {}
        for value in values:
            figures[value] = scored(judged, quiet, fusion, settings._replace(**{name: value}))[aim]["f1"]
        best = max(figures, key=lambda value: figures[value])
        settings = settings._replace(**{name: best})
        print(f"{name}: {figures}", flush=True)
    return settings


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folds", type=int, nargs="*", default=list(range(FOLDS)))
    parser.add_argument("--prefix", default="fold-")
    parser.add_argument("--tune", action="store_true", help="print what other settings would earn")
    options = parser.parse_args()
    torch.set_num_threads(2)
    learned, held, seen = linear_models(), None, []
    for fold in options.folds:
        path = CACHE / f"{options.prefix}{fold}.pt"
        held = held or base.load(torch.load(path, weights_only=False)["layers"])
        model = model_of(path, held)
        seen += [see(gold, model, learned[linear_fold(gold)]) for gold in load_part("dev") if fold_of(gold) == fold]
    fusion = {"eventhood": fit_eventhood(seen)}
    tried = [(one, judge(one, fusion["eventhood"])) for one in seen]
    judged, quiet = [two for _, two in tried if two], [one for one, two in tried if not two]
    fusion |= {"coreference": fit_coreference(judged), **fit_links(judged)}
    FUSION.write_bytes(msgspec.json.format(msgspec.json.encode(fusion), indent=1) + b"\n")
    report = scored(judged, quiet, fusion, SETTINGS, intervals=True)
    text = json.dumps({"folds": options.folds, "articles": len(seen), "report": report}, indent=1)
    CROSS_VALIDATION.write_text(text + "\n", encoding="utf-8")
    print(summary(report), flush=True)
    if options.tune:
        settings = tune(judged, quiet, fusion)
        print(settings)
        print(summary(scored(judged, quiet, fusion, settings)))


if __name__ == "__main__":
    main()
