"""Walks an article in text order and ties its temporal expressions to calendar days."""

import datetime as dt
from functools import lru_cache
from typing import NamedTuple

from musnad.resolve.dates.calendars import Days
from musnad.resolve.dates.frame import Frame
from musnad.resolve.dates.resolver import precision, resolve
from musnad.schema import DateValue, Span
from musnad.text.document import Document
from musnad.text.temporal import Moment, Shift, TemporalExpression, find_expressions
from musnad.text.temporal.operators import begins_with_operator

METHOD = "temporal grammar"


class Anchored(NamedTuple):
    """An expression with its days, and the focus that the text had when it came to it."""

    expression: TemporalExpression
    days: Days | None
    before: Frame


def anchor(document: Document, published: dt.date | None) -> list[DateValue]:
    """Every expression of the article that has a calendar value, in text order."""
    return [_date_value(document, a.expression, a.days) for a in _walk(document, published) if a.days]


def date_of(document: Document, span: Span, published: dt.date | None) -> DateValue | None:
    """The value of a marked span, which may hold several expressions, a part of one, or words around one."""
    walked = _walk(document, published)
    around = [a for a in walked if a.expression.span.overlaps(span)]
    for anchored in around:
        if anchored.days and _says_all(document, anchored.expression, span):
            return _marked(document, span, anchored.expression, anchored.days)
    frame = _frame_at(document, walked, span.start, Frame(published))
    inside = _resolved(document, find_expressions(document, span), frame) or [a for a in around if a.days]
    if not inside:
        return _from_focus(document, span, frame)
    best = inside[0]
    return _marked(document, span, best.expression, _together([a.days for a in inside if a.days]))


def _says_all(document: Document, expression: TemporalExpression, span: Span) -> bool:
    """Whether a span inside an expression means all of it: not one end of an interval, nor `since` cut off."""
    if not expression.span.covers(span):
        return False
    if expression.span == span:
        return True
    return isinstance(expression.value, Moment) and not begins_with_operator(document, expression.span, span)


@lru_cache(maxsize=4)
def _walk(document: Document, published: dt.date | None) -> tuple[Anchored, ...]:
    return tuple(_resolved(document, find_expressions(document), Frame(published), keep_all=True))


def _resolved(
    document: Document, expressions: list[TemporalExpression], frame: Frame, keep_all: bool = False
) -> list[Anchored]:
    """The expressions with their days; each time that is told moves the frame."""
    found = []
    for expression in expressions:
        frame = frame.in_paragraph(_paragraph(document, expression))
        days = resolve(expression.value, frame)
        if days or keep_all:
            found.append(Anchored(expression, days, frame))
        if days:
            frame = frame.after(expression.value, days)
    return found


def _paragraph(document: Document, expression: TemporalExpression) -> int:
    """The number of the line that an expression stands on."""
    return document.text.count("\n", 0, expression.span.start)


def _frame_at(document: Document, walked: tuple[Anchored, ...], offset: int, frame: Frame) -> Frame:
    """The frame that the text has reached at an offset."""
    for expression, days, before in walked:
        if expression.span.start >= offset:
            return before
        frame = before.after(expression.value, days) if days else before
    return frame


def _together(days: list[Days]) -> Days:
    """The days that all share, or from the first to the last where they share none."""
    first, last = max(d[0] for d in days), min(d[1] for d in days)
    if first <= last:
        return first, last
    return min(d[0] for d in days), max(d[1] for d in days)


def _from_focus(document: Document, span: Span, frame: Frame) -> DateValue | None:
    """A marked span without a time of its own is on the day in focus."""
    days = frame.day or frame.period
    if days is None:
        return None
    expression = TemporalExpression(span, "DATE", Moment(day=Shift(0, "focus")))
    return _date_value(document, expression, days)


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
