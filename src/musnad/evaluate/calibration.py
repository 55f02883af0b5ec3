"""How far a confidence may be believed: the share of values that are right against the confidence that they carry.

Expected calibration error (ECE) as in Guo et al. 2017, "On calibration of modern neural networks": the mean over
values of |confidence − share right| of their bin. Bins hold equally many values (Nguyen and O'Connor 2015,
"Posterior calibration and exploratory analysis for NLP models"), values of one confidence in one bin. With few values
chance alone gives an ECE above 0; `chance` is what a perfectly calibrated reader would show on as many values
(consistency resampling, Bröcker and Smith 2007).
"""

import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from musnad.evaluate.gold import GoldArticle, scorer, story
from musnad.evaluate.tables import Interval, bootstrap, markdown
from musnad.evaluate.verdicts import PARTS, verdicts

BINS = 10
CHANCE_ROUNDS = 100
FIELDS = ("trigger", "typed event", *PARTS, "statement")
"""What carries a confidence: a mention's trigger, an event with its type, each role's values, statements."""


class Judged(NamedTuple):
    """A value found in an article of a story: its field (one of FIELDS), its confidence, whether it is right."""

    story: str
    field: str
    confidence: float
    right: bool


class Bin(NamedTuple):
    """Values of about one confidence: how many, their mean confidence, the share of them that is right."""

    n: int
    confidence: float
    right: float


class Calibration(NamedTuple):
    """The calibration of a field: n values, mean confidence, share right, ECE with 95 % interval, ECE by chance."""

    n: int
    confidence: float
    right: float
    error: float
    interval: Interval | None
    chance: float
    bins: list[Bin]


def judged(gold: GoldArticle, reading: dict[str, Any]) -> Iterator[Judged]:
    """Every value of a reading (decoded JSON) that carries a confidence and that the scorer counts.

    Of the places of an event the scorer counts the first. A trigger is right where the scorer would let it meet a
    trigger of gold; an event is right where it is met and its type is gold's.
    """
    group = story(gold["id"])
    for confidence, right in _triggers(gold, reading):
        yield Judged(group, "trigger", confidence, right)
    for verdict in verdicts(gold, reading):
        if verdict.field in FIELDS and verdict.found is not None and "confidence" in verdict.found:
            yield Judged(group, verdict.field, verdict.found["confidence"], verdict.right)


def _triggers(gold: GoldArticle, reading: dict[str, Any]) -> Iterator[tuple[float, bool]]:
    score = scorer("score")
    told = [span for event in gold["events"] for span in score.mention_spans(event, gold["text"])[0]]
    for mention in (mention for event in reading.get("events", []) for mention in event["mentions"]):
        if "confidence" in mention:
            spans = score.mention_spans({"mentions": [mention]}, gold["text"])[0]
            right = any(score.jaccard(a, b) >= score.TRIGGER_JACCARD for a in spans for b in told)
            yield mention["confidence"], right


def bins(values: Iterable[tuple[float, bool]], count: int = BINS) -> list[Bin]:
    """At most `count` bins of equally many (confidence, right) values, from the least sure to the surest."""
    held: dict[float, Counter[bool]] = defaultdict(Counter)
    for confidence, right in values:
        held[confidence][right] += 1
    total, before = sum(map(Counter.total, held.values())), 0
    sums: dict[int, list[float]] = defaultdict(lambda: [0, 0.0, 0])
    for confidence in sorted(held):
        n = held[confidence].total()
        of_bin = sums[int(count * (before + n / 2) / total)]
        for at, value in enumerate((n, n * confidence, held[confidence][True])):
            of_bin[at] += value
        before += n
    return [Bin(int(n), sure / n, right / n) for n, sure, right in sums.values()]


def error(values: Iterable[tuple[float, bool]], count: int = BINS) -> float:
    """The expected calibration error of (confidence, right) values, 0 where there is none."""
    held = bins(values, count)
    return sum(one.n * abs(one.confidence - one.right) for one in held) / max(1, sum(one.n for one in held))


def calibration(values: Sequence[Judged]) -> Calibration:
    """The calibration of the values of one field, at least one; the interval resamples stories."""
    stories: dict[str, list[tuple[float, bool]]] = defaultdict(list)
    for one in values:
        stories[one.story].append((one.confidence, one.right))
    pairs = [pair for held in stories.values() for pair in held]
    mean, right = (sum(column) / len(pairs) for column in zip(*pairs, strict=True))
    interval = bootstrap(list(stories.values()), error)
    return Calibration(len(pairs), mean, right, error(pairs), interval, _chance([p for p, _ in pairs]), bins(pairs))


def _chance(confidences: Sequence[float]) -> float:
    draw = random.Random(0)
    return sum(error([(p, draw.random() < p) for p in confidences]) for _ in range(CHANCE_ROUNDS)) / CHANCE_ROUNDS


def calibrations(values: Iterable[Judged]) -> dict[str, Calibration]:
    """The calibration of each field that has values."""
    by_field: dict[str, list[Judged]] = defaultdict(list)
    for one in values:
        by_field[one.field].append(one)
    return {field: calibration(by_field[field]) for field in FIELDS if by_field[field]}


def error_table(columns: dict[str, dict[str, Calibration]]) -> str:
    """Markdown: for each field n, mean confidence, share right and ECE of each column's calibrations."""
    header = ["value", *(f"{name}: {what}" if name else what for name in columns for what in COLUMNS)]
    fields = [field for field in FIELDS if any(field in column for column in columns.values())]
    rows = [[field, *(cell for column in columns.values() for cell in _cells(column.get(field)))] for field in fields]
    return markdown(header, rows)


COLUMNS = ("n", "mean confidence", "share right", "ECE", "ECE by chance")


def _cells(held: Calibration | None) -> list[str]:
    if held is None:
        return ["–"] * len(COLUMNS)
    band = f" [{held.interval[0]:.3f}, {held.interval[1]:.3f}]" if held.interval else ""
    return [str(held.n), f"{held.confidence:.3f}", f"{held.right:.3f}", f"{held.error:.3f}{band}", f"{held.chance:.3f}"]


def reliability_table(held: dict[str, Calibration]) -> str:
    """Markdown: for each field its bins from the least sure to the surest, as mean confidence → share right."""
    rows = []
    for field, one in held.items():
        cells = [f"{each.confidence:.2f} → {each.right:.2f}" for each in one.bins]
        rows.append([field, *cells, *[""] * (BINS - len(cells))])
    return markdown(["value", *(f"bin {number}" for number in range(1, BINS + 1))], rows)
