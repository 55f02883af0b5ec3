"""Dates with a month's name or a day's number: `5 من شباط`, `العاشر من الشهر الجاري`, `تموز/يوليو 2014`."""

from dataclasses import replace

from musnad.text.temporal.months import month
from musnad.text.temporal.numeric import day_and_month, full_date, year
from musnad.text.temporal.periods import period
from musnad.text.temporal.stream import Hit, Stream, remembered
from musnad.text.temporal.values import Moment, Shift


@remembered
def date(stream: Stream, at: int) -> Hit | None:
    """A date, a month or a month with its year; a `Moment`."""
    found = full_date(stream, at) or day_of_month(stream, at) or month_first(stream, at) or month_alone(stream, at)
    if found or not _short_date_is_sure(stream, at):
        return found
    short = day_and_month(stream, at)
    return None if short and stream.get(short.end, "month") else short


def day_number(stream: Stream, at: int) -> Hit | None:
    """A day of a month, in digits or as an ordinal."""
    number = stream.integer(at)
    if number is not None:
        return Hit(number, at + 1) if 1 <= number <= 31 and len(stream.word(at)) < 3 else None
    if article := stream.get(at, "article"):
        return day_number(stream, article.end)
    return stream.get(at, "ordinal")


@remembered
def day_of_month(stream: Stream, at: int) -> Hit | None:
    """A day's number and then its month (a name, `الشهر الجاري`, `منه`)."""
    number = day_number(stream, at)
    if number is None or _names_something(stream, at) or _is_part_of_number(stream, at):
        return None
    place = stream.skip(stream.skip(number.end, "of", "slash", "dash"), "of_month_word")
    if found := month(stream, place):
        return Hit(replace(found.payload, day=number.payload), found.end)
    if this := _of_this(stream, at, number):
        return this
    if not stream.get(number.end, "of"):
        return _of_it(stream, number)
    found = period(stream, place, "month", bare=True)
    return Hit(replace(found.payload, day=number.payload), found.end) if found else None


def month_first(stream: Stream, at: int) -> Hit | None:
    """`نوفمبر 29، 2023`."""
    name = stream.get(at, "month")
    number = day_number(stream, name.end) if name else None
    comma = stream.get(number.end, "comma") if number else None
    told = year(stream, comma.end) if comma else None
    if name is None or number is None or told is None or told.payload[0] != name.payload[0]:
        return None
    calendar, month_number, _ = name.payload
    return Hit(Moment(calendar=calendar, year=told.payload[1], month=month_number, day=number.payload), told.end)


def _of_this(stream: Stream, at: int, number: Hit) -> Hit | None:
    """`في 3 الجاري`, `السابع من الجاري`: of the month of publication; `الماضي` so only after `من`."""
    of = stream.get(number.end, "of")
    which = stream.get(of.end if of else number.end, "which")
    if which is None or not (of or stream.get(at - 1, "in", "day_word", "article", "weekday") or stream.marked):
        return None
    if which.payload == "this" or (of and which.payload == "past"):
        return Hit(Moment(day=number.payload, month=Shift(0 if which.payload == "this" else -1)), which.end)
    return None


def _of_it(stream: Stream, number: Hit) -> Hit | None:
    """`الرابع منه`: of the month in focus."""
    word = stream.get(number.end, "of_it")
    return Hit(Moment(day=number.payload, month=Shift(0, "focus")), word.end) if word else None


def _is_part_of_number(stream: Stream, at: int) -> bool:
    return stream.is_sign(at - 1, "/", ":", ".", ",", "%") and stream.glued(at)


@remembered
def month_alone(stream: Stream, at: int) -> Hit | None:
    """A month without a day; a name that is also an everyday word needs a sign that a month is meant."""
    word = stream.get(at, "of_month_word")
    place = word.end if word else at
    name = stream.get(place, "month")
    found = month(stream, place)
    if name is None or found is None:
        return None
    more_than_name = found.end > name.end
    sure = name.payload[2] or more_than_name or word is not None or stream.marked
    if not sure and name.payload[0] != "solar":
        sure = stream.get(at - 1, "date_preposition", "section") is not None
    return (
        found if sure and not _names_something(stream, at) and not stream.get(found.end, "guard_after_month") else None
    )


def _names_something(stream: Stream, at: int) -> bool:
    """Whether a date is part of a name, as in `ثورة 25 يناير`; the month is told of after the day's number."""
    place = at
    while stream.get(place - 1, "of", "and", "ordinal", "article") or stream.integer(place - 1) is not None:
        place -= 1
    return stream.get(place - 1, "guard_before_date") is not None


def _short_date_is_sure(stream: Stream, at: int) -> bool:
    """Whether two numbers are a day and a month: marked, or beside a day's name, or opening a line."""
    if stream.marked or stream.get(at - 1, "date_word", "day_word", "weekday"):
        return True
    width = 1 if "/" in stream.word(at) else 3
    return stream.starts_line(at) and (
        stream.is_sign(at + width, ":", "-") or stream.get(at + width, "comma") is not None
    )


def bare_year(stream: Stream, at: int) -> Hit | None:
    """A year that stands alone: after a word for year, after `في` or `منذ`, or marked."""
    word = stream.get(at, "year_word")
    number = year(stream, word.end if word else at)
    if number is None:
        return None
    heading = _heads_line(stream, at, number.end)
    sure = word or heading or stream.marked or stream.get(at - 1, "since", "until", "section", "season")
    if not sure and not (stream.get(at - 1, "in") and number.payload[1] >= 1970):
        return None
    return Hit(Moment(calendar=number.payload[0], year=number.payload[1], heading=heading), number.end)


def _heads_line(stream: Stream, at: int, end: int) -> bool:
    """Whether a year opens a line of a chronicle: alone on it, or before a colon or dash."""
    if not stream.starts_line(at):
        return False
    return stream.ends_line(end) or (stream.is_sign(end, ":", "-") and not stream.glued(end + 1))


def day_of_focus_month(stream: Stream, at: int) -> Hit | None:
    """`الرابع منه`, or a day's number alone beside its weekday: a day of the month in focus."""
    number = day_number(stream, at)
    if number is None:
        return None
    if which := stream.get(number.end, "which"):
        return Hit(Moment(day=number.payload, month=Shift(0, "focus")), which.end)
    return None
