"""Days of the Gregorian calendar for dates of three calendars.

Hijri dates are of the Umm al-Qura calendar (hijridate, 1343–1500 AH); solar dates of the Iranian calendar, by
the 33-year rule, which agrees with the observed calendar for 1178–1633 SH.
"""

import calendar
import datetime as dt

from hijridate import Gregorian, Hijri

from musnad.text.temporal.values import Calendar

Days = tuple[dt.date, dt.date]
_HIJRI_YEARS = range(1343, 1501)
_HIJRI_DAYS = (dt.date(1924, 8, 1), dt.date(2077, 11, 16))
_SOLAR_YEARS = range(1178, 1634)
_LEAPS_OF_33 = frozenset({1, 5, 9, 13, 17, 22, 26, 30})


def month_days(kind: Calendar, year: int, month: int) -> Days | None:
    """The first and last day of a month; None outside what the calendar covers."""
    first = to_date(kind, year, month, 1)
    following = to_date(kind, *_next_month(year, month), 1)
    return (first, following - dt.timedelta(days=1)) if first and following else None


def year_days(kind: Calendar, year: int) -> Days | None:
    """The first and last day of a year; None outside what the calendar covers."""
    first, following = to_date(kind, year, 1, 1), to_date(kind, year + 1, 1, 1)
    return (first, following - dt.timedelta(days=1)) if first and following else None


def to_date(kind: Calendar, year: int, month: int, day: int) -> dt.date | None:
    """The Gregorian day of a date; None where there is no such day."""
    if kind == "hijri":
        return _from_hijri(year, month, day)
    if kind == "solar":
        return _from_solar(year, month, day)
    try:
        return dt.date(year, month, day)
    except (ValueError, OverflowError):
        return None


def year_and_month(kind: Calendar, day: dt.date) -> tuple[int, int]:
    """The year and month that a day lies in; Hijri days outside Umm al-Qura's range take the nearest year."""
    if kind == "hijri":
        inside = min(max(day, _HIJRI_DAYS[0]), _HIJRI_DAYS[1])
        hijri = Gregorian.fromdate(inside).to_hijri()
        return hijri.year, hijri.month
    if kind == "solar":
        return _solar_year_and_month(day)
    return day.year, day.month


def add_months(year: int, month: int, amount: int) -> tuple[int, int]:
    """The month so many months on."""
    index = year * 12 + month - 1 + amount
    return index // 12, index % 12 + 1


def last_day(year: int, month: int) -> int:
    """How many days a Gregorian month has."""
    return calendar.monthrange(year, month)[1]


def _next_month(year: int, month: int) -> tuple[int, int]:
    return add_months(year, month, 1)


def _from_hijri(year: int, month: int, day: int) -> dt.date | None:
    """Day 30 of a month of 29 days, as the sighting may have had it, is the day after it."""
    if year not in _HIJRI_YEARS or not (1 <= month <= 12 and 1 <= day <= 30):
        return None
    first = Hijri(year, month, 1).to_gregorian()
    return dt.date(first.year, first.month, first.day) + dt.timedelta(days=day - 1)


def _from_solar(year: int, month: int, day: int) -> dt.date | None:
    if year not in _SOLAR_YEARS or not 1 <= month <= 12:
        return None
    if not 1 <= day <= (31 if month < 7 else 30):
        return None
    months = (month - 1) * 31 if month < 8 else 186 + (month - 7) * 30
    return _nowruz(year) + dt.timedelta(days=months + day - 1)


def _nowruz(year: int) -> dt.date:
    """The first day of a solar year, counted from 1 Farvardin 1400 (21 March 2021)."""
    step = range(1400, year) if year >= 1400 else range(year, 1400)
    days = sum(366 if passed % 33 in _LEAPS_OF_33 else 365 for passed in step)
    return dt.date(2021, 3, 21) + dt.timedelta(days=days if year >= 1400 else -days)


def _solar_year_and_month(day: dt.date) -> tuple[int, int]:
    year = day.year - 621
    if day < _nowruz(year):
        year -= 1
    passed = (day - _nowruz(year)).days
    return year, passed // 31 + 1 if passed < 186 else (passed - 186) // 30 + 7
