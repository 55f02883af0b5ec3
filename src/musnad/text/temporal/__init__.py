"""Temporal expressions of Arabic news, after the types of TIMEX3."""

from musnad.text.temporal.finder import find_expressions
from musnad.text.temporal.values import (
    Interval,
    Moment,
    Recurrence,
    Shift,
    TemporalExpression,
    Value,
    Window,
)

__all__ = [
    "Interval",
    "Moment",
    "Recurrence",
    "Shift",
    "TemporalExpression",
    "Value",
    "Window",
    "find_expressions",
]
