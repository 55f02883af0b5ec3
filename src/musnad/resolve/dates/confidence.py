"""How sure a value is, by the kind of words it was read from.

The figures are shares of exactly right values on the dev part of the gold, rounded down.
"""

from musnad.text.temporal import Interval, Moment, Shift, Value

UNTOLD = 0.5
_BY_KIND = {
    "date": 0.98,
    "date without year": 0.98,
    "day from publication": 0.98,
    "weekday": 0.98,
    "day from focus": 0.87,
    "hours": 0.8,
    "period": 0.93,
    "interval": 0.95,
    "window": 0.75,
}


def confidence(value: Value) -> float:
    """The confidence in a value, in [0, 1]."""
    return _BY_KIND[kind_of(value)]


def kind_of(value: Value) -> str:
    """What kind of words a value was read from."""
    if isinstance(value, Interval):
        return "interval"
    if not isinstance(value, Moment):
        return "window"
    return _kind_of_day(value) or _kind_of_period(value)


def _kind_of_day(value: Moment) -> str | None:
    if isinstance(value.day, Shift):
        return "day from publication" if value.day.base == "published" else "day from focus"
    if value.day is not None:
        return "date" if isinstance(value.year, int) else "date without year"
    if value.weekday is not None:
        return "weekday"
    return None


def _kind_of_period(value: Moment) -> str:
    is_period = value.month is not None or value.year is not None or value.week or value.season
    return "period" if is_period else "hours"
