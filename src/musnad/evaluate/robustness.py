"""What careless writing, other keyboards and scanners cost: the same articles read as they are and perturbed."""

import random
from collections import defaultdict
from collections.abc import Iterable, Sequence

import msgspec

from musnad.evaluate.gold import GoldArticle, story
from musnad.evaluate.perturbations import PERTURBATIONS, perturbed
from musnad.evaluate.reading import Reader, Tally, tallies
from musnad.evaluate.tables import Interval, bootstrap, markdown

FIGURE, SAMPLE, SEED = "typed event", 150, 0
Pair = tuple[Tally, Tally]


class Cost(msgspec.Struct, frozen=True):
    """F1 under a perturbation, and how many points (hundredths) of F1 it lost, with the paired 95 % interval."""

    f1: float
    lost: float
    interval: Interval | None


class Robustness(msgspec.Struct, frozen=True):
    """What each perturbation costs a figure of the scorer.

    `reader` says what read the articles, `seed` what drew them and the noise, `events` counts the events of gold.
    """

    reader: str
    figure: str
    seed: int
    articles: int
    events: int
    f1: float
    costs: dict[str, Cost]


def sample(articles: Iterable[GoldArticle], size: int = SAMPLE, seed: int = SEED) -> list[GoldArticle]:
    """As many articles, or all where there are fewer: the same ones each time, in whatever order they are given."""
    held = sorted(articles, key=lambda gold: str(gold["id"]))
    return random.Random(seed).sample(held, min(size, len(held)))


def robustness(
    articles: Sequence[GoldArticle], read: Reader, reader: str, figure: str = FIGURE, seed: int = SEED
) -> Robustness:
    """What each perturbation costs over articles, each read once as it is and once under each perturbation."""
    clean, ids = tallies(articles, read)
    costs = {}
    for name in PERTURBATIONS:
        changed, _ = tallies([perturbed(one, name, seed) for one in articles], read)
        costs[name] = cost(list(zip(clean, changed, strict=True)), ids, figure)
    events = sum(tally[figure][1] for tally in clean)
    return Robustness(reader, figure, seed, len(ids), events, round(f1(clean, figure), 4), costs)


def cost(pairs: Sequence[Pair], ids: Sequence[str], figure: str = FIGURE) -> Cost:
    """What articles lose between two readings; the interval resamples stories, both readings of each together."""
    stories: dict[str, list[Pair]] = defaultdict(list)
    for pair, identifier in zip(pairs, ids, strict=True):
        stories[story(identifier)].append(pair)
    interval = bootstrap(list(stories.values()), lambda held: _lost(held, figure))
    return Cost(round(f1([changed for _, changed in pairs], figure), 4), _lost(pairs, figure), interval)


def _lost(pairs: Sequence[Pair], figure: str) -> float:
    before, after = (f1([pair[at] for pair in pairs], figure) for at in (0, 1))
    return round(100 * (before - after), 2)


def f1(counted: Iterable[Tally], figure: str) -> float:
    """F1 of a figure over tallies of the scorer, 0 where there is nothing."""
    right, gold, found = (sum(column) for column in zip((0, 0, 0), *(t[figure] for t in counted), strict=True))
    return 2 * right / (gold + found) if gold + found else 0.0


def table(held: Robustness) -> str:
    """Markdown: each perturbation with F1 and the points that it costs."""
    rows = [["none", f"{held.f1:.3f}", "–"]]
    for name, one in held.costs.items():
        band = f" [{one.interval[0]:.1f}, {one.interval[1]:.1f}]" if one.interval else ""
        rows.append([name, f"{one.f1:.3f}", f"{one.lost:.1f}{band}"])
    return markdown(["perturbation", f"{held.figure} F1", "points lost"], rows)


def text_table(held: Robustness) -> str:
    """The same for a terminal."""
    lines = [f"{held.articles} articles, {held.events} events; F1 of {held.figure} as they are {held.f1:.3f}"]
    for name, one in held.costs.items():
        band = f" [{one.interval[0]:.1f}, {one.interval[1]:.1f}]" if one.interval else ""
        lines.append(f"{name:<24} F1 {one.f1:.3f}   points lost {one.lost:.1f}{band}")
    return "\n".join(lines)
