"""Walks an article in text order and ties its temporal expressions to calendar days."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

import msgspec

from musnad.resolve.dates import calendars
from musnad.resolve.dates.calendars import Days
from musnad.resolve.dates.confidence import UNTOLD, confidence, kind_of
from musnad.resolve.dates.frame import Frame
from musnad.resolve.dates.resolver import precision, resolve
from musnad.schema import DateValue, Span
from musnad.text.document import Document
from musnad.text.temporal import Interval, Moment, Shift, TemporalExpression, find_expressions
from musnad.text.temporal.operators import (
    begins_with_operator,
    day_number_alone,
    event_inside,
    is_background,
    joins,
    named_event,
    names_in,
)

METHOD = "temporal grammar"
_SURE_WORDS = 2
_ENDS = ("\n", ". ", "؟", "!")


class Anchored(NamedTuple):
    """An expression with its days, and the focus that the text had when it came to it."""

    expression: TemporalExpression
    days: Days | None
    before: Frame


def anchor(document: Document, published: dt.date | None) -> list[DateValue]:
    """Every expression of the article that has a calendar value, in text order."""
    return [_date_value(document, a, a.expression.span) for a in _walk(document, published) if a.days]


def date_of(document: Document, span: Span, published: dt.date | None) -> DateValue | None:
    """The value of a marked span, which may hold several expressions, a part of one, or words around one."""
    walked = _walk(document, published)
    around = [a for a in walked if a.days and a.expression.span.overlaps(span)]
    for anchored in around:
        if _says_all(document, anchored.expression, span):
            return _date_value(document, anchored, span)
    frame = _frame_at(document, walked, span.start, Frame(published))
    if around and (listed := _listed_day(document, span, around[0])):
        return listed
    before = [a for a in walked if a.expression.span.start < span.start]
    inside = [a for a in _resolved(document, find_expressions(document, span), frame, before) if a.days] or around
    if not inside:
        return _from_focus(document, span, frame)
    return _date_value(document, _together(document, inside), span)


def _listed_day(document: Document, span: Span, around: Anchored) -> DateValue | None:
    """One day's number of a list or stretch: `18` of `18 و20 و22 شباط`."""
    number = day_number_alone(document, span)
    if number is None or around.days is None or not isinstance(around.expression.value, Interval):
        return None
    months = {(day.year, day.month) for day in around.days}
    dates = (calendars.to_date("gregorian", *month, number) for month in sorted(months))
    day = next((day for day in dates if day and around.days[0] <= day <= around.days[1]), None)
    return _date_value(document, around._replace(days=(day, day)), span) if day else None


def _says_all(document: Document, expression: TemporalExpression, span: Span) -> bool:
    """Whether a span inside an expression means all of it: not one end of an interval, nor `since` cut off."""
    if not expression.span.covers(span):
        return False
    if expression.span == span:
        return True
    return isinstance(expression.value, Moment) and not begins_with_operator(document, expression.span, span)


@lru_cache(maxsize=4)
def _walk(document: Document, published: dt.date | None) -> tuple[Anchored, ...]:
    return tuple(_resolved(document, find_expressions(document), Frame(published)))


def _resolved(
    document: Document, expressions: list[TemporalExpression], frame: Frame, told: Sequence[Anchored] = ()
) -> list[Anchored]:
    """The expressions with their days, None where they have none; each time that is told moves the frame.

    `told` are the times of the text before them.
    """
    found: list[Anchored] = []
    for expression in expressions:
        frame = frame.in_paragraph(_paragraph(document, expression))
        leaning = _at_named_event(document, expression, frame, (*told, *found))
        days = resolve(expression.value, leaning.of_report() if expression.reported else leaning)
        found.append(Anchored(expression, days, frame))
        frame = _moved(document, frame, expression, days)
    return found


def _at_named_event(
    document: Document, expression: TemporalExpression, frame: Frame, told: Sequence[Anchored]
) -> Frame:
    """The frame at the day of the event that a distance names, where the text has dated it: `بعد يومين من مقتله`."""
    value = expression.value
    if not isinstance(value, Moment) or not isinstance(value.day, Shift) or value.day.base == "published":
        return frame
    if value.aside:
        return frame
    stems = event_inside(document, expression.span) or named_event(document, expression.span.end)
    days = _day_of_named(document, stems, told) if stems else None
    return replace(frame, day=days, recent=days) if days else frame


def _day_of_named(document: Document, stems: tuple[str, ...], told: Sequence[Anchored]) -> Days | None:
    """The day nearest to the words that name an event, in the last sentence with most of them.

    At least two of them must stand there, or the only one.
    """
    best, days = (0, 0, -len(document.text)), None
    for anchored in told:
        span = anchored.expression.span
        sentence = _sentence(document, span)
        places = names_in(document, sentence, stems)
        rank = len(places), sentence.start, -min((abs(place - span.start) for place in places), default=0)
        if anchored.days and places and rank > best:
            best, days = rank, anchored.days
    return days if best[0] >= min(len(stems), _SURE_WORDS) else None


def _sentence(document: Document, span: Span) -> Span:
    """The sentence around a stretch of text."""
    text = document.text
    start = max(text.rfind(sign, 0, span.start) for sign in _ENDS) + 1
    ends = [end for sign in _ENDS if (end := text.find(sign, span.end)) >= 0]
    return Span(start, min(ends, default=len(text)))


def _moved(document: Document, frame: Frame, expression: TemporalExpression, days: Days | None) -> Frame:
    """The frame after an expression; the date of a statement moves it only where nothing else has."""
    if days is None or (expression.reported and frame.day):
        return frame
    moved = frame.after(expression.value, days)
    is_back = frame.recent and moved.recent and moved.recent < frame.recent
    if is_back and is_background(document, _sentence(document, expression.span).start, expression.span.start):
        return replace(moved, recent=frame.recent)
    return moved


def _paragraph(document: Document, expression: TemporalExpression) -> int:
    """The number of the line that an expression stands on."""
    return document.text.count("\n", 0, expression.span.start)


def _frame_at(document: Document, walked: tuple[Anchored, ...], offset: int, frame: Frame) -> Frame:
    """The frame that the text has reached at an offset."""
    for expression, days, before in walked:
        if expression.span.start >= offset:
            return before
        frame = _moved(document, before, expression, days)
    return frame


def _together(document: Document, told: list[Anchored]) -> Anchored:
    """Several times told as one: what they share, else from the first to the last, else the surest."""
    all_days = [anchored.days for anchored in told if anchored.days]
    start, end = max(days[0] for days in all_days), min(days[1] for days in all_days)
    surest = next((a for a in told if kind_of(a.expression.value).startswith("date")), told[0])
    if start <= end:
        return surest._replace(days=(start, end))
    between = Span(told[0].expression.span.end, told[-1].expression.span.start)
    if joins(document, between):
        return told[0]._replace(days=(min(days[0] for days in all_days), max(days[1] for days in all_days)))
    return surest


def _from_focus(document: Document, span: Span, frame: Frame) -> DateValue | None:
    """A marked span without a time of its own is on the day in focus."""
    number = day_number_alone(document, span)
    days = _day_of_month(number, frame) if number else frame.day or frame.period
    expression = TemporalExpression(span, "DATE", Moment(day=Shift(0, "focus")))
    value = _date_value(document, Anchored(expression, days, frame), span) if days else None
    return value and msgspec.structs.replace(value, confidence=UNTOLD)


def _day_of_month(number: int, frame: Frame) -> Days | None:
    """A day's number alone: of the month told last."""
    return resolve(Moment(day=number, month=Shift(0, "focus")), frame)


def _date_value(document: Document, anchored: Anchored, span: Span) -> DateValue:
    start, end = anchored.days or (dt.date.min, dt.date.max)
    value = anchored.expression.value
    return DateValue(
        quote=span.of(document.text),
        span=span,
        start=start,
        end=end,
        precision=precision(value, (start, end)),
        confidence=confidence(value),
        method=METHOD,
    )
