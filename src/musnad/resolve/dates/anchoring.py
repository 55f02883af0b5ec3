"""Walks an article in text order and ties its temporal expressions to calendar days."""

import datetime as dt
from functools import lru_cache
from typing import NamedTuple

from musnad.resolve.dates.calendars import Days
from musnad.resolve.dates.resolver import Frame, precision, resolve, value_is_day
from musnad.schema import DateValue, Span
from musnad.text.document import Document
from musnad.text.temporal import Interval, Moment, Shift, TemporalExpression, find_expressions

METHOD = "temporal grammar"


class Anchored(NamedTuple):
    """An expression with its days, and the focus that the text had when it came to it."""

    expression: TemporalExpression
    days: Days | None
    before: Days | None


def anchor(document: Document, published: dt.date | None) -> list[DateValue]:
    """Every expression of the article that has a calendar value, in text order."""
    return [_date_value(document, a.expression, a.days) for a in _walk(document, published) if a.days]


def date_of(document: Document, span: Span, published: dt.date | None) -> DateValue | None:
    """The value of a marked span, which may hold several expressions, a part of one, or words around one."""
    walked = _walk(document, published)
    around = [a for a in walked if a.expression.span.overlaps(span)]
    for anchored in around:
        if anchored.expression.span.covers(span) and not _is_pair(anchored.expression):
            return _marked(document, span, anchored.expression, anchored.days)
    frame = Frame(published, _focus_at(walked, span.start))
    inside = _resolved(find_expressions(document, span), frame)
    if not inside:
        inside = [a for a in around if a.days]
    if not inside:
        return _from_focus(document, span, frame)
    best = inside[0]
    return _marked(document, span, best.expression, _together([a.days for a in inside if a.days]))


def _is_pair(expression: TemporalExpression) -> bool:
    return isinstance(expression.value, Interval) and expression.value.end is not None


@lru_cache(maxsize=4)
def _walk(document: Document, published: dt.date | None) -> tuple[Anchored, ...]:
    return tuple(_resolved(find_expressions(document), Frame(published), keep_all=True))


def _resolved(expressions: list[TemporalExpression], frame: Frame, keep_all: bool = False) -> list[Anchored]:
    """The expressions with their days; each day that is told moves the focus."""
    found = []
    for expression in expressions:
        days = resolve(expression.value, frame)
        if days or keep_all:
            found.append(Anchored(expression, days, frame.focus))
        if days and _moves_focus(expression):
            frame = Frame(frame.published, days)
    return found


def _moves_focus(expression: TemporalExpression) -> bool:
    value = expression.value
    if isinstance(value, Moment):
        return value_is_day(value) or value.month is not None or value.year is not None
    return isinstance(value, Interval) and value.end is not None


def _focus_at(walked: tuple[Anchored, ...], offset: int) -> Days | None:
    focus = None
    for anchored in walked:
        if anchored.expression.span.start >= offset:
            return anchored.before
        if anchored.days and _moves_focus(anchored.expression):
            focus = anchored.days
    return focus


def _together(days: list[Days]) -> Days:
    """The days that all share, or from the first to the last where they share none."""
    first, last = max(d[0] for d in days), min(d[1] for d in days)
    if first <= last:
        return first, last
    return min(d[0] for d in days), max(d[1] for d in days)


def _from_focus(document: Document, span: Span, frame: Frame) -> DateValue | None:
    """A marked span without a time of its own is on the day in focus."""
    if frame.focus is None:
        return None
    expression = TemporalExpression(span, "DATE", Moment(day=Shift(0, "focus")))
    return _date_value(document, expression, frame.focus)


def _marked(document: Document, span: Span, expression: TemporalExpression, days: Days | None) -> DateValue | None:
    if days is None:
        return None
    return _date_value(document, TemporalExpression(span, expression.type, expression.value), days)


def _date_value(document: Document, expression: TemporalExpression, days: Days) -> DateValue:
    return DateValue(
        quote=expression.span.of(document.text),
        span=expression.span,
        start=days[0],
        end=days[1],
        precision=precision(expression.value, days),
        confidence=0.9,
        method=METHOD,
    )
