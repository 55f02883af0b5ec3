"""Figures of the geocoder, measured on public corpora by `training/gazetteer/measure.py`, as tables."""

from collections.abc import Callable, Sequence
from typing import TypeVar

import msgspec

from musnad.evaluate.tables import bootstrap, markdown

T = TypeVar("T")
Table = dict[str, "Figure"]


class Figure(msgspec.Struct, frozen=True):
    """A figure with its 95 % bootstrap interval and the number of things it is over; None where it is infinite."""

    value: float | None
    low: float | None
    high: float | None
    n: int


class Figures(msgspec.Struct, frozen=True):
    """Recognition by way, and resolution and drawn names by gazetteer and way."""

    recognition: dict[str, Figure]
    resolution: dict[str, dict[str, Figure]]
    names: dict[str, dict[str, Figure]]


def figure_of(items: Sequence[T], figure: Callable[[list[T]], float], n: int) -> Figure:
    """A figure over items, with its interval by resampling them."""
    low, high = bootstrap([[item] for item in items], figure) or (None, None)
    return Figure(_finite(figure(list(items))), _finite(low), _finite(high), n)


def _finite(value: float | None) -> float | None:
    return None if value is None or value == float("inf") else round(value, 4)


def tables(figures: Figures) -> str:
    """The figures as Markdown."""
    parts = ["### Mentions in posts (IDRISI-RA, dev part, strict offsets, F1)", _table(figures.recognition)]
    for name, table in figures.resolution.items():
        parts += [f"### Points of marked mentions (IDRISI-D, dev part), {name} gazetteer", _table(table)]
    for name, table in figures.names.items():
        parts += [f"### 300 names drawn by seed, {name} gazetteer", _table(table)]
    return "\n\n".join(parts)


def _table(table: dict[str, Figure]) -> str:
    return markdown(("figure", "value", "n"), [(name, shown(figure), str(figure.n)) for name, figure in table.items()])


def shown(figure: Figure) -> str:
    """A figure with its interval in brackets."""
    value, low, high = (
        "∞" if v is None else f"{v:.1f}" if v > 1 else f"{v:.3f}" for v in (figure.value, figure.low, figure.high)
    )
    return f"{value} [{low}, {high}]"
