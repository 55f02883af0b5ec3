"""Figures over articles: ratios with bootstrap intervals by story, and the tables that show them."""

import random
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

ROUNDS = 300
Interval = tuple[float, float]
T = TypeVar("T")


def bootstrap(groups: Sequence[Sequence[T]], figure: Callable[[list[T]], float | None]) -> Interval | None:
    """95 % interval of a figure, resampling groups (stories) with replacement; seeded, so the same each time."""
    draw = random.Random(0)
    values = []
    for _ in range(ROUNDS):
        sample = [item for group in draw.choices(groups, k=len(groups)) for item in group]
        if (value := figure(sample)) is not None:
            values.append(value)
    values.sort()
    return (values[int(0.025 * len(values))], values[int(0.975 * len(values)) - 1]) if values else None


def markdown(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = ["| " + " | ".join(header) + " |", "| " + " | ".join("---" for _ in header) + " |"]
    return "\n".join([*lines, *("| " + " | ".join(row) + " |" for row in rows)])
