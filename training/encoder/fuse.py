"""Weighs encoder against lexicon, and links among their rivals, on out-of-fold predictions of gold's dev part.

Each article is read by the encoder of `training.encoder.fit --fold K` that never saw its fold, and by linear models
that never saw it either. `python -m training.encoder.fuse` writes `fusion.json`, `judges.json`, the readings (to
the cache, for `training.encoder.errors` and `training.encoder.calibrate`) and the scorer's report,
`cross_validation.json`; with `--tune` it prints what other settings would earn.
"""

import argparse
import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import numpy as np
import torch

from musnad.evaluate.gold import GoldArticle, load_part, scorer
from musnad.extract.encoder import gate
from musnad.extract.encoder import statements as spoken
from musnad.extract.encoder.events import SETTINGS, Composer, Settings
from musnad.extract.encoder.fusion import Fusion
from musnad.extract.encoder.judge import Judges
from musnad.extract.encoder.labels import ROLES
from training.encoder import base
from training.encoder.evaluate import model_of
from training.encoder.fit import CACHE, FOLDS, fold_of
from training.encoder.judging import fit_eventhood, fit_gate, fit_links, fit_pairs, fit_rivals, fit_statements
from training.encoder.seen import Judged, Seen, as_read, judge, see
from training.reader.fit import event_models, toll_models
from training.reader.fit import fold_of as linear_fold

FUSION = Path(__file__).resolve().parents[2] / "src/musnad/extract/encoder/fusion.json"
JUDGES = FUSION.with_name("judges.json")
CROSS_VALIDATION = Path(__file__).with_name("cross_validation.json")
READINGS = CACHE / "readings.jsonl"
"""Where the readings out of fold are kept for `training.encoder.errors` and `calibrate`."""


class Out(NamedTuple):
    """What articles read out of fold are composed with."""

    judged: Sequence[Judged]
    quiet: Sequence[Seen]
    fusion: Fusion
    judges: Judges


def readings(out: Out, settings: Settings) -> Iterator[tuple[GoldArticle, dict[str, Any]]]:
    """Each article with what is read of it with these settings."""
    for quiet in out.quiet:
        yield quiet.gold, {"id": quiet.gold["id"], "events": [], "statements": heard(quiet, out.judges)}
    for one in out.judged:
        kept, seen, drafts = np.flatnonzero(one.chances >= settings.eventhood), one.seen, []
        every = out.fusion["eventhood"].probability(seen.triggers.encoder, seen.triggers.lexicon)
        if len(kept) and gate.passes(seen.gate, every, out.judges):
            drafts = Composer(one.scores.only(kept.tolist()), seen.learned, out.fusion, settings).drafts(out.judges)
        told = as_read(seen.document, drafts)
        yield seen.gold, {"id": seen.gold["id"], "events": told, "statements": heard(seen, out.judges)}


def heard(seen: Seen, judges: Judges) -> list[dict[str, Any]]:
    """Statements as a reading holds them, in JSON's terms."""
    found: list[dict[str, Any]] = json.loads(msgspec.json.encode(spoken.judged(seen.statements, seen.view, judges)))
    return found


def scored(found: Iterable[tuple[GoldArticle, dict[str, Any]]], intervals: bool = False) -> dict[str, Any]:
    """The scorer's report over articles and their readings."""
    score, held = scorer("score"), list(found)
    tallies = [score.tally(gold, reading) for gold, reading in held]
    report: dict[str, Any] = score.total(tallies)
    if intervals:
        report["intervals"] = score.intervals(tallies, [gold["id"] for gold, _ in held])
    return report


def gate_report(out: Out) -> str:
    """What share of articles with events the gate lets pass, and of quiet ones, at several thresholds."""
    told: list[float] = []
    quiet: list[float] = []
    for one in (*(article.seen for article in out.judged), *out.quiet):
        chances = out.fusion["eventhood"].probability(one.triggers.encoder, one.triggers.lexicon)
        passing = float(out.judges["gate"].probability(gate.features(one.gate, chances))[0])
        (told if one.gold["events"] else quiet).append(passing)
    lines = [f"{len(told)} articles with events, {len(quiet)} quiet"]
    for least in (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8):
        shares = (float(np.mean(np.array(group) >= least)) for group in (told, quiet))
        lines.append(f"gate {least}: " + ", ".join(f"{share:.3f}" for share in shares))
    return "\n".join(lines)


def summary(report: dict[str, Any]) -> str:
    names = ("event", "typed event", "date", "place", "actor", "target", "weapon", "casualty", "source")
    told = [f"{name} {report[name]['f1']:.3f}" for name in (*names, "response link", "statement")]
    rest = ("whole record", "responsibility accuracy", "denied accuracy", "false events per quiet article")
    return "  ".join([*told, *(f"{name} {report[name]}" for name in rest)])


GRID = {
    "eventhood": (0.33, 0.37, 0.4, 0.44),
    "coreference": (0.15, 0.2, 0.25, 0.3, 0.37),
    "type_heard": (0.5, 0.75, 1.0, 1.3),
    "date_heard": (0.1, 0.2, 0.35),
    "response": (0.15, 0.2, 0.25, 0.3, 0.4),
    **dict.fromkeys(ROLES[1:], (0.22, 0.27, 0.32, 0.37, 0.42)),
}
AIMS = {"eventhood": "event", "coreference": "event", "type_heard": "typed event", "date_heard": "date"}
AIMS |= {"response": "response link"}


def tune(out: Out) -> Settings:
    """One setting after the other, each for the figure that it moves."""
    settings = SETTINGS
    for name, values in GRID.items():
        aim = AIMS.get(name, name)
        figures = {}
        for value in values:
            figures[value] = scored(readings(out, settings._replace(**{name: value})))[aim]["f1"]
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
    learned, held, seen = event_models(toll_models()), None, []
    for fold in options.folds:
        path = CACHE / f"{options.prefix}{fold}.pt"
        held = held or base.load(torch.load(path, weights_only=False)["layers"])
        model = model_of(path, held)
        seen += [see(gold, model, learned[linear_fold(gold)]) for gold in load_part("dev") if fold_of(gold) == fold]
    fusion = {"eventhood": fit_eventhood(seen)}
    tried = [(one, judge(one, fusion["eventhood"])) for one in seen]
    judged, quiet = [two for _, two in tried if two], [one for one, two in tried if not two]
    fusion |= fit_pairs(judged) | fit_links(judged)
    judges = fit_rivals(judged, fusion, SETTINGS) | fit_statements(seen) | fit_gate(seen, fusion["eventhood"])
    out = Out(judged, quiet, fusion, judges)
    FUSION.write_bytes(msgspec.json.format(msgspec.json.encode(fusion), indent=1) + b"\n")
    JUDGES.write_bytes(msgspec.json.format(msgspec.json.encode(judges), indent=1) + b"\n")
    found = list(readings(out, SETTINGS))
    lines = [json.dumps(reading, ensure_ascii=False) for _, reading in found]
    READINGS.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    report = scored(found, intervals=True)
    text = json.dumps({"folds": options.folds, "articles": len(seen), "report": report}, indent=1)
    CROSS_VALIDATION.write_text(text + "\n", encoding="utf-8")
    print(summary(report), gate_report(out), sep="\n", flush=True)
    if options.tune:
        settings = tune(out)
        print(settings)
        print(summary(scored(readings(out, settings))))


if __name__ == "__main__":
    main()
