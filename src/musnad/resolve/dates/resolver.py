"""Ties the value of a temporal expression to calendar days.

What a value leans on is in a `Frame`. What cannot be tied to it has no days: nothing is ever counted from the
present day.
"""

import datetime as dt
from dataclasses import replace

from musnad.resolve.dates import calendars
from musnad.resolve.dates.calendars import Days
from musnad.resolve.dates.frame import Frame, names_day
from musnad.resolve.dates.parts import season_days, section_days
from musnad.schema.reading import DatePrecision
from musnad.text.temporal import Interval, Moment, Shift, Value, Window
from musnad.text.temporal.values import Unit

_DAY = dt.timedelta(days=1)
_FEW_HOURS = 6
# The months and first days of the two feasts; month 0 stands for either.
_EITHER_FEAST, _FEASTS = 0, ((10, 1), (12, 10))
_UNIT_DAYS: dict[Unit, int] = {"minute": 0, "day": 1, "night": 1, "week": 7}


def resolve(value: Value, frame: Frame) -> Days | None:
    """The first and last day of a value, None where the frame does not suffice."""
    try:
        if isinstance(value, Moment):
            return moment_days(value, frame)
        if isinstance(value, Interval):
            return _interval_days(value, frame)
        return _window_days(value, frame) if isinstance(value, Window) else None
    except (OverflowError, ValueError):
        return None


def precision(value: Value, days: Days) -> DatePrecision:
    """The precision of a resolved value."""
    if isinstance(value, Interval | Window):
        return "range" if days[0] != days[1] else "day"
    if names_day(value):
        if days[0] != days[1]:
            return "days"
        return "hour" if isinstance(value, Moment) and value.clock else "day"
    return _period_precision(value) if isinstance(value, Moment) else "range"


def _period_precision(value: Moment) -> DatePrecision:
    if value.section:
        return "days"
    if value.week:
        return "week"
    if value.month is not None:
        return "month"
    return "range" if value.season else "year"


def moment_days(value: Moment, frame: Frame) -> Days | None:
    """The days of a moment."""
    if isinstance(value.day, Shift):
        return _shifted_day(value, value.day, frame)
    if value.day is not None:
        return _dated(value, value.day, frame)
    if value.weekday is not None:
        return _weekday(value, value.weekday, frame)
    if value.week or value.month is not None or value.year is not None or value.season:
        return _period(value, frame)
    return _hours_of_focus(value, frame)


_PARTS = ("after_midnight", "dawn", "morning", "noon", "afternoon", "evening", "night")


def _hours_of_focus(value: Moment, frame: Frame) -> Days | None:
    """A time of day alone: on the day in focus, or on the next where the text has passed that time already."""
    focus = frame.base("main")
    if focus is None:
        return None
    day, told = focus[1], frame.part if focus == frame.day else None
    if _is_past(value.part, told):
        day += _DAY
    if frame.published and focus[1] <= frame.published < day:
        day = frame.published
    return day, day


def _is_past(part: str | None, told: str | None) -> bool:
    """Whether the day that was told (at `told`, if the text says) has left this part of it behind."""
    if told not in _PARTS:
        return part == "after_midnight"
    return part in _PARTS and _PARTS.index(part) < _PARTS.index(told)


def _lasting(first: dt.date | None, value: Moment) -> Days | None:
    if first is None:
        return None
    return first, first + _DAY * (max(value.days, value.nights) - 1)


def _shifted_day(value: Moment, shift: Shift, frame: Frame) -> Days | None:
    base = frame.base(shift.base)
    if base is None or (shift.amount > 0 and shift.base != "published" and frame.day is None):
        return None
    if shift.amount == 0 and shift.base != "published" and value.section is None:
        return base if (base[1] - base[0]).days < 2 else (base[1], base[1])
    edge = base[0] if shift.amount < 0 or value.section == "day_1" else base[1]
    return _lasting(edge + _DAY * shift.amount, value)


# Days of a month ------------------------------------------------------------


def _dated(value: Moment, day: int, frame: Frame) -> Days | None:
    """A day of a month whose year, or month, may be open."""
    month = Shift(0, "focus") if value.month is None else value.month
    if isinstance(month, Shift):
        return _lasting(_in_shifted_month(value, month, day, frame), value)
    if month == _EITHER_FEAST:
        return _feast(value, day, frame)
    year = _year(value, frame)
    if year is not None:
        return _lasting(calendars.to_date(value.calendar, year, month, day), value)
    return _lasting(_open_year(value, month, day, frame), value)


def _feast(value: Moment, day: int, frame: Frame) -> Days | None:
    """A day of the feast that ends Ramadan or of that of the pilgrimage, whichever was last."""
    feasts = [replace(value, month=month, day=first + day - 1) for month, first in _FEASTS]
    told = [days for feast in feasts if (days := moment_days(feast, frame))]
    return max(told, default=None)


def _in_shifted_month(value: Moment, shift: Shift, day: int, frame: Frame) -> dt.date | None:
    base = frame.month_base(shift.base)
    if base is None:
        return None
    year, month = calendars.add_months(*calendars.year_and_month(value.calendar, base[0]), shift.amount)
    found = calendars.to_date(value.calendar, year, month, day)
    if shift.base == "focus" and value.weekday is not None and (found is None or found.weekday() != value.weekday):
        return _near_with_weekday(day, value.weekday, frame) or found
    return found


def _near_with_weekday(day: int, weekday: int, frame: Frame) -> dt.date | None:
    """The last day at or before the publication with this number and weekday, within three months."""
    if frame.published is None:
        return None
    for back in range(93):
        candidate = frame.published - _DAY * back
        if candidate.day == day and candidate.weekday() == weekday:
            return candidate
    return None


def _year(value: Moment, frame: Frame) -> int | None:
    """The year where the words fix it."""
    if isinstance(value.year, int):
        return value.year
    if value.year is None:
        return None
    base = frame.year_base(value.year.base)
    return calendars.year_and_month(value.calendar, base[0])[0] + value.year.amount if base else None


def _open_year(value: Moment, month: int, day: int, frame: Frame) -> dt.date | None:
    """The year of a date without one: by modifier, chapter, year told last, weekday, else the most recent past."""
    reference = frame.reference
    if reference is None:
        return None
    this_year = calendars.year_and_month(value.calendar, reference)[0]
    years = range(this_year + 1, this_year - 40, -1)
    dates = [found for year in years if (found := calendars.to_date(value.calendar, year, month, day))]
    found = _by_which(value, dates, reference) or _of_year_told(dates, frame)
    return found or _by_weekday(value, dates, reference) or _recent(dates, frame)


def _by_which(value: Moment, dates: list[dt.date], reference: dt.date) -> dt.date | None:
    if value.which == "next":
        return min((found for found in dates if found > reference), default=None)
    if value.which == "this":
        return min(dates, key=lambda found: abs((found - reference).days), default=None)
    if value.which == "past":
        return max((found for found in dates if found < reference), default=None)
    return None


def _by_weekday(value: Moment, dates: list[dt.date], reference: dt.date) -> dt.date | None:
    """The most recent of the dates that falls on the weekday told beside it (Hijri days may be off by one)."""
    if value.weekday is None:
        return None
    for found in dates:
        if found > reference + _DAY * 60:
            continue
        if found.weekday() == value.weekday:
            return found
    return None


def _of_year_told(dates: list[dt.date], frame: Frame) -> dt.date | None:
    """The date in the year that heads this part of a chronicle, or that the text has just told."""
    whole_year = frame.period and (frame.period[1] - frame.period[0]).days > 352
    year = frame.period if whole_year else None
    if frame.chapter:
        return next((found for found in dates if found.year == frame.chapter), None)
    return next((found for found in dates if year and year[0] <= found <= year[1]), None)


def _recent(dates: list[dt.date], frame: Frame) -> dt.date | None:
    """The most recent past date; where the text tells of an earlier year, the first at or after what it told last."""
    told = frame.period if frame.published else frame.dated
    past = [found for found in dates if frame.published is None or found <= frame.published]
    if told and (frame.published is None or ((frame.published - told[1]).days > 366 and frame.tells_of_past)):
        later = [found for found in past if found >= told[0] - _DAY * 45]
        return min(later, default=max(past, default=None))
    return max(past, default=None)


# Weekdays -------------------------------------------------------------------


def _weekday(value: Moment, weekday: int, frame: Frame) -> Days | None:
    """A weekday without a date."""
    if value.which in ("same", "following", "previous"):
        return _lasting(_weekday_near_focus(weekday, value.which, frame), value)
    if frame.published is None:
        return None
    if value.which is None and (told := _weekday_of_story(weekday, frame)):
        return _lasting(told, value)
    back = (frame.published.weekday() - weekday) % 7
    if value.which in ("past", "before_past"):
        back = (back or 7) + (7 if value.which == "before_past" else 0)
    elif value.which in ("next", "after_next"):
        back -= 14 if value.which == "after_next" else 7
    return _lasting(frame.published - _DAY * back, value)


def _weekday_of_story(weekday: int, frame: Frame) -> dt.date | None:
    """A weekday in a paragraph about days long past: the day in focus, or the next where nothing recent is told."""
    if frame.day is None or frame.published is None or frame.here != frame.paragraph:
        return None
    if (frame.published - frame.day[1]).days <= 7:
        return None
    days_on = (weekday - frame.day[1].weekday()) % 7
    return frame.day[1] + _DAY * days_on if days_on == 0 or frame.recent is None else None


def _weekday_near_focus(weekday: int, which: str, frame: Frame) -> dt.date | None:
    base = frame.base("focus")
    if base is None:
        return None
    if which == "following":
        return base[1] + _DAY * ((weekday - base[1].weekday() - 1) % 7 + 1)
    return base[1] - _DAY * ((base[1].weekday() - weekday) % 7)


# Weeks, months, years, seasons ----------------------------------------------


def _period(value: Moment, frame: Frame) -> Days | None:
    whole = _whole_period(value, frame)
    if whole is None or value.section is None:
        return whole
    found = section_days(value.section, whole)
    ahead = value.week and value.week.amount == 0 and frame.published and found[0] > frame.published
    return (found[0] - _DAY * 7, found[1] - _DAY * 7) if ahead else found


def _whole_period(value: Moment, frame: Frame) -> Days | None:
    if value.week:
        return _week(value.week, frame, value.section is not None)
    if value.season:
        return _season(value, value.season, frame)
    if value.month is None:
        year = _year(value, frame)
        return calendars.year_days(value.calendar, year) if year is not None else None
    if isinstance(value.month, Shift):
        return _shifted_month(value, value.month, frame)
    year = _year(value, frame)
    if year is not None:
        return calendars.month_days(value.calendar, year, value.month)
    return _month_of_open_year(value, value.month, frame)


def _week(shift: Shift, frame: Frame, of_section: bool) -> Days | None:
    """A week: seven days before the publication (`الأسبوع الماضي`), or the one from Sunday that holds the base."""
    base = frame.base(shift.base)
    if base is None:
        return None
    if shift.base == "published" and shift.amount < 0 and not of_section:
        first = base[0] + _DAY * 7 * shift.amount
        return first, first + _DAY * 6
    first = base[0] - _DAY * ((base[0].weekday() + 1) % 7) + _DAY * 7 * shift.amount
    last = first + _DAY * 6
    return first, min(last, base[0]) if shift == Shift(0) and not of_section else last


def _shifted_month(value: Moment, shift: Shift, frame: Frame) -> Days | None:
    base = frame.month_base(shift.base)
    if base is None:
        return None
    year, month = calendars.add_months(*calendars.year_and_month(value.calendar, base[0]), shift.amount)
    if shift.amount % 12 == 0 and shift.amount and (base[1] - base[0]).days > 300:
        return calendars.year_days(value.calendar, year)
    return calendars.month_days(value.calendar, year, month)


def _month_of_open_year(value: Moment, month: int, frame: Frame) -> Days | None:
    first = _open_year(replace(value, weekday=None), month, 1, frame)
    if first is None:
        return None
    year, month = calendars.year_and_month(value.calendar, first)
    whole = calendars.month_days(value.calendar, year, month)
    held = whole and frame.published and whole[0] <= frame.published <= whole[1]
    if held and value.which == "past":
        return calendars.month_days(value.calendar, year - 1, month)
    return whole


def _season(value: Moment, name: str, frame: Frame) -> Days | None:
    year = _year(value, frame)
    if year is not None:
        return season_days(name, year)
    reference = frame.reference
    if reference is None:
        return None
    step = 1 if value.which == "next" else -1
    years = (reference.year, reference.year + 1) if step > 0 else (reference.year, reference.year - 1)
    for year in years:
        found = season_days(name, year)
        if (found[0] > reference) if step > 0 else (found[0] <= reference):
            return found
    return None


# Intervals ------------------------------------------------------------------


def _interval_days(value: Interval, frame: Frame) -> Days | None:
    """From the first day of the start to the last of the end, or to the publication."""
    if value.end is None:
        start = resolve(value.start, frame)
        if start is None or frame.published is None or start[0] > frame.published:
            return None
        return start[0], frame.published
    end = resolve(value.end, frame)
    if end is None:
        return None
    start = resolve(value.start, frame)
    start = _before(value.start, start, end, frame)
    return (start[0], end[1]) if start and start[0] <= end[1] else None


def _before(value: Moment | Window, start: Days | None, end: Days, frame: Frame) -> Days | None:
    """The start again, counted from the end, where both are weekdays or lack the year."""
    if not isinstance(value, Moment) or (start and start[0] <= end[0]):
        return start
    return resolve(value, replace(frame, published=end[0]))


def _window_days(value: Window, frame: Frame) -> Days | None:
    base = frame.base(value.base) if value.sure else None
    if base is None:
        return None
    if value.side == "after" and not (value.base == "focus" and frame.day is None):
        return base[1], _moved(base[1], value, 1)
    return _moved(base[0], value, -1), base[0] - _DAY if value.past or value.unit == "week" else base[0]


def _moved(day: dt.date, value: Window, sign: int) -> dt.date:
    """The day that lies a stretch's length away; months and years keep the day of the month."""
    if value.unit in ("month", "year"):
        months = value.amount * (12 if value.unit == "year" else 1)
        year, month = calendars.add_months(day.year, day.month, sign * months)
        return dt.date(year, month, min(day.day, calendars.last_day(year, month)))
    if value.unit == "hour":
        return day + _DAY * sign * (0 if sign > 0 and value.amount <= _FEW_HOURS else -(-value.amount // 24))
    return day + _DAY * sign * value.amount * _UNIT_DAYS[value.unit]
