"""What `musnad evaluate` prints, and its exit status."""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import msgspec

from musnad.evaluate import copies, gate, grouping, linking, pages, reading, retrieval, robustness, values
from musnad.evaluate.gold import GOLD, GoldArticle, fingerprint, load, split_of, story
from musnad.evaluate.tables import bootstrap
from musnad.reader import default_reader, packaged_models, read

Report = dict[str, Any]
NOTHING = "no articles to score: the check part is scored by --gate alone, and `make accuracy` writes its figures"
REPIN = "score anew with `make accuracy`, set floors and fingerprint"
NO_ARTICLES = "the file holds no articles"
NO_STORIES = "no story of these articles is told by two or more of them: nothing to find"
NO_CHECK = "the gate scores articles of the check part, and these files hold none"


def select(paths: Iterable[Path], part: str, folder: Path = GOLD) -> list[GoldArticle]:
    """The articles of `check`, or of `dev`: all others, those that the split does not know among them."""
    parts = split_of(folder) if (folder / "split.csv").exists() else {}
    return [a for a in load(paths) if (parts.get(a["id"], (0, "dev"))[1] == "check") == (part == "check")]


def evaluate_read(paths: Sequence[Path], gated: bool, as_json: bool, intervals: bool) -> tuple[str, int]:
    """The score table of whole readings, or the gate's verdict."""
    articles = select(paths, "check" if gated else "dev")
    if not articles:
        return (NO_CHECK if gated else NOTHING), 2
    if gated:
        return _verdict("read", gate.flat(reading.report(articles, read)))
    report = reading.report(articles, read, intervals)
    return json.dumps(report, ensure_ascii=False, indent=1) if as_json else _score_table(report), 0


def evaluate_values(paths: Sequence[Path], gated: bool, as_json: bool) -> tuple[str, int]:
    """The share of gold values read right, by kind, or the gate's verdict."""
    articles = select(paths, "check" if gated else "dev")
    if not articles:
        return (NO_CHECK if gated else NOTHING), 2
    figures = value_figures(articles)
    if gated:
        return _verdict("values", {kind: row["exact"] for kind, row in figures.items()})
    return json.dumps(figures, ensure_ascii=False, indent=1) if as_json else _value_table(figures), 0


def evaluate_links(paths: Sequence[Path], as_json: bool) -> tuple[str, int]:
    """The share of actors and targets linked right and wrong, with the baseline."""
    articles = select(paths, "dev")
    if not articles:
        return NOTHING, 2
    figures = linking.link_figures(articles)
    return linking.as_json(figures) if as_json else linking.text_table(figures), 0


def evaluate_robustness(paths: Sequence[Path], size: int, seed: int, as_json: bool) -> tuple[str, int]:
    """What perturbations cost the packaged reader on a sample of articles."""
    articles = robustness.sample(select(paths, "dev"), size, seed)
    if not articles:
        return NOTHING, 2
    held = robustness.robustness(articles, read, packaged_models(default_reader()).name, seed=seed)
    return msgspec.json.format(msgspec.json.encode(held)).decode() if as_json else robustness.text_table(held), 0


def evaluate_retrieval(paths: Sequence[Path], as_json: bool) -> tuple[str, int]:
    """How early the other articles of a story are found, by vectors and by the baseline."""
    figures = retrieval.retrieval(select(paths, "dev"))
    if not figures:
        return NO_STORIES, 2
    return json.dumps(figures, ensure_ascii=False, indent=1) if as_json else retrieval.text_table(figures), 0


def evaluate_pages(folder: Path, fast: bool, gated: bool, as_json: bool) -> tuple[str, int]:
    """The score table of articles read out of the pages of a folder, or the gate's verdict."""
    report = pages.figures(row for _, row in pages.scores(folder, pages.musnad_reader(fast)))
    if gated:
        least = gate.floors().fast_pages if fast else gate.floors().pages
        failed = gate.failures({name: figure.mean for name, figure in report.items()}, least)
        return (
            (f"accuracy gate (pages): fail: {', '.join(failed)}", 1) if failed else ("accuracy gate (pages): pass", 0)
        )
    return msgspec.json.format(msgspec.json.encode(report)).decode() if as_json else pages.as_table(report), 0


def evaluate_copies(paths: Sequence[Path], as_json: bool) -> tuple[str, int]:
    """The share of copies and of other reports that are linked as copies of one report."""
    articles = select(paths, "dev")
    if not articles:
        return NOTHING, 2
    figures = copies.copy_figures(articles)
    return msgspec.json.format(msgspec.json.encode(figures)).decode() if as_json else copies.text_table(figures), 0


def evaluate_group(path: Path, out: Path | None, from_text: bool, as_json: bool) -> tuple[str, int]:
    """The figures of grouping the events of a file, whichever part they are of; the groups go to `out`."""
    articles = list(load([path]))
    if not articles:
        return NO_ARTICLES, 2
    found = grouping.grouping(articles, from_text)
    if out is not None:
        grouping.write(found, out)
    figures = grouping.report(articles, grouping.same_groups(path), found)
    return json.dumps(figures, ensure_ascii=False, indent=1) if as_json else grouping.text_table(figures), 0


def value_figures(articles: Iterable[GoldArticle]) -> dict[str, Report]:
    """For each kind of value the share read right, its n and its 95 % interval."""
    found = list(values.outcomes(articles))
    figures = {}
    for kind in values.KINDS:
        of_kind = [outcome for outcome in found if outcome.kind == kind]
        if of_kind:
            stories: dict[str, list[bool]] = {}
            for outcome in of_kind:
                stories.setdefault(story(outcome.article), []).append(outcome.right)
            share = sum(outcome.right for outcome in of_kind) / len(of_kind)
            interval = bootstrap(list(stories.values()), lambda right: sum(right) / len(right))
            figures[kind] = {"exact": round(share, 4), "n": len(of_kind), "interval": interval}
    return figures


def _verdict(part: str, figures: dict[str, float]) -> tuple[str, int]:
    pinned = gate.floors()
    if gate.gold_changed(pinned):
        return f"accuracy gate ({part}): gold is {fingerprint()}, not the one in gold/floors.yaml: {REPIN}", 1
    failed = gate.failures(figures, getattr(pinned, part))
    return (f"accuracy gate ({part}): fail: {', '.join(failed)}", 1) if failed else (f"accuracy gate ({part}): pass", 0)


def _score_table(report: Report) -> str:
    lines = []
    for name, row in report.items():
        if name == "intervals":
            continue
        if isinstance(row, dict):
            band = _band(report.get("intervals", {}).get(name))
            figures = f"P {row['precision']:.3f}  R {row['recall']:.3f}  F1 {row['f1']:.3f}{band}"
            lines.append(f"{name:<14} {figures}   ({row['gold']} gold, {row['found']} found)")
        else:
            lines.append(f"{name}: {row}{_band(report.get('intervals', {}).get(name))}")
    return "\n".join(lines)


def _band(interval: Sequence[float] | None) -> str:
    return f" [{interval[0]:.3f}, {interval[1]:.3f}]" if interval else ""


def _value_table(figures: dict[str, Report]) -> str:
    rows = [
        f"{kind:<15} exact {row['exact']:.3f}{_band(row['interval'])}   (n {row['n']})" for kind, row in figures.items()
    ]
    return "\n".join(rows)
