"""Stretches of a period, and seasons, in days.

`early`, `mid` and `late` of a month are days 1–10, 11–20 and 21 to the end (gold/GUIDE.md); of a year its
first three, middle four and last three months; of a week its first three, middle three and last three days.
Seasons are the meteorological ones of the northern hemisphere.
"""

import datetime as dt
from dataclasses import dataclass

from musnad.resolve.dates.calendars import Days, add_months, last_day

_DAY = dt.timedelta(days=1)
_SEASON_STARTS = {"winter": 12, "spring": 3, "summer": 6, "autumn": 9}


@dataclass(frozen=True, slots=True)
class _Cut:
    """First and last day of a stretch, counted from 1; a negative count is from the end."""

    first: int
    last: int


_DAYS = {f"day_{count}": _Cut(count, count) for count in range(1, 11)} | {"last_day": _Cut(-1, -1)}
_OF_WEEK = _DAYS | {"early": _Cut(1, 3), "mid": _Cut(2, 4), "late": _Cut(5, -1)}
_OF_MONTH = _DAYS | {
    "early": _Cut(1, 10),
    "mid": _Cut(11, 20),
    "late": _Cut(21, -1),
    "first_half": _Cut(1, 15),
    "second_half": _Cut(16, -1),
    "first_third": _Cut(1, 10),
    "middle_third": _Cut(11, 20),
    "last_third": _Cut(21, -1),
    "week_1": _Cut(1, 7),
    "week_2": _Cut(8, 14),
    "week_3": _Cut(15, 21),
    "week_4": _Cut(22, 28),
    "last_week": _Cut(-7, -1),
}
_MONTHS_OF_YEAR = {
    "early": _Cut(1, 3),
    "mid": _Cut(5, 8),
    "late": _Cut(10, 12),
    "first_half": _Cut(1, 6),
    "second_half": _Cut(7, 12),
    "first_third": _Cut(1, 4),
    "middle_third": _Cut(5, 8),
    "last_third": _Cut(9, 12),
    "quarter_1": _Cut(1, 3),
    "quarter_2": _Cut(4, 6),
    "quarter_3": _Cut(7, 9),
    "quarter_4": _Cut(10, 12),
}


def section_days(name: str, whole: Days) -> Days:
    """The days of a stretch of a week, month or longer period; the whole where the two do not go together."""
    length = (whole[1] - whole[0]).days + 1
    if length > 300 and name not in _DAYS:
        return _of_year(name, whole)
    cut = (_OF_WEEK if length <= 7 else _OF_MONTH).get(name)
    if cut is None:
        return whole
    return _day_at(cut.first, whole), min(_day_at(cut.last, whole), whole[1])


def _day_at(count: int, whole: Days) -> dt.date:
    return whole[0] + _DAY * (count - 1) if count > 0 else whole[1] + _DAY * (count + 1)


def _of_year(name: str, whole: Days) -> Days:
    cut = _MONTHS_OF_YEAR.get(name)
    if cut is None:
        return whole
    first_year, first_month = add_months(whole[0].year, whole[0].month, cut.first - 1)
    last_year, last_month = add_months(whole[0].year, whole[0].month, cut.last - 1)
    first = dt.date(first_year, first_month, min(whole[0].day, 28))
    return first, min(dt.date(last_year, last_month, last_day(last_year, last_month)), whole[1])


def season_days(name: str, year: int) -> Days:
    """The three months of a season; winter begins in December of the year before."""
    month = _SEASON_STARTS[name]
    first_year = year - 1 if month == 12 else year
    last_year, last_month = add_months(first_year, month, 2)
    return dt.date(first_year, month, 1), dt.date(last_year, last_month, last_day(last_year, last_month))
