"""Dates and years written in digits: `2024/2/5`, `5-2-2024`, `05.02.24`, `14/3`, `1445هـ`."""

import re
from dataclasses import replace

from musnad.text.temporal.stream import Hit, Stream
from musnad.text.temporal.values import Calendar, Moment

_JOINED = re.compile(r"(\d{1,4})([/.])(\d{1,2})\2(\d{1,4})")
_DAY_AND_MONTH = re.compile(r"(\d{1,2})([/.])(\d{1,2})")
FIRST_YEAR, LAST_YEAR = 1900, 2099
HIJRI_YEARS = range(1300, 1500)


def year(stream: Stream, at: int) -> Hit | None:
    """A year of four digits with its era: the payload is (calendar, year)."""
    number = stream.integer(at)
    if number is None or len(stream.word(at)) != 4:
        return year_in_words(stream, at)
    if _opens_full_date(stream, at):
        return None
    if after := stream.get(at + 1, "hijri_era"):
        return Hit(("hijri", number), after.end)
    if after := stream.get(at + 1, "solar_era"):
        return Hit(("solar", number), after.end)
    if number in HIJRI_YEARS:
        return Hit(("hijri", number), at + 1)
    if not FIRST_YEAR <= number <= LAST_YEAR:
        return None
    return Hit(("gregorian", number), stream.skip(at + 1, "era"))


def _opens_full_date(stream: Stream, at: int) -> bool:
    """Whether a year only begins a date such as `2024-02-13`."""
    return stream.is_sign(at + 1, "-", "/") and stream.word(at + 3) == stream.word(at + 1) and stream.glued(at + 3)


def year_in_words(stream: Stream, at: int) -> Hit | None:
    """`ألفين وأربعة عشر` after a word for year."""
    base = stream.get(at, "year_base") if stream.get(at - 1, "year_word") else None
    if base is None:
        return None
    rest = stream.get(base.end + 1, "cardinal") if stream.get(base.end, "and") else None
    if rest and rest.payload < 100:
        return Hit(("gregorian", base.payload + rest.payload), rest.end)
    return Hit(("gregorian", base.payload), base.end)


def full_date(stream: Stream, at: int) -> Hit | None:
    """A date of three numbers in any order, joined by slashes, points or dashes."""
    found = _three_numbers(stream, at)
    if found is None:
        return None
    (first, middle, last), end = found
    value = _ordered(first, int(middle), last)
    if value is None:
        return None
    if after := stream.get(end, "hijri_era"):
        return Hit(replace(value, calendar="hijri"), after.end)
    if after := stream.get(end, "solar_era"):
        return Hit(replace(value, calendar="solar"), after.end)
    return Hit(value, stream.skip(end, "era"))


def day_and_month(stream: Stream, at: int) -> Hit | None:
    """`14/3` or `4-1`: a day and a month without a year. Weak: the caller must know that a date is meant."""
    if match := _DAY_AND_MONTH.fullmatch(stream.word(at)):
        first, second, end = int(match[1]), int(match[3]), at + 1
    elif stream.is_sign(at + 1, "-", "/") and stream.glued(at + 1) and stream.glued(at + 2):
        pair = stream.integer(at), stream.integer(at + 2)
        if pair[0] is None or pair[1] is None:
            return None
        first, second, end = pair[0], pair[1], at + 3
    else:
        return None
    if stream.is_sign(end, "-", "/", "%") and stream.glued(end):
        return None
    value = _checked("gregorian", None, second, first) or _checked("gregorian", None, first, second)
    return Hit(value, end) if value else None


def _three_numbers(stream: Stream, at: int) -> tuple[tuple[str, str, str], int] | None:
    if match := _JOINED.fullmatch(stream.word(at)):
        return (match[1], match[3], match[4]), at + 1
    signs = stream.word(at + 1), stream.word(at + 3)
    if signs[0] not in ("-", "/", ".") or signs[0] != signs[1] or stream.integer(at) is None:
        return None
    numbers = stream.word(at), stream.word(at + 2), stream.word(at + 4)
    if any(stream.integer(place) is None for place in (at + 2, at + 4)) or len(numbers[1]) > 2:
        return None
    glued = all(stream.glued(place) for place in range(at + 1, at + 5))
    longer = stream.is_sign(at + 5, "-", "/") and stream.glued(at + 5)
    before = stream.is_sign(at - 1, "-", "/") and stream.glued(at)
    has_year = len(numbers[0]) == 4 or len(numbers[2]) == 4
    return (numbers, at + 5) if (glued or has_year) and not longer and not before else None


def _ordered(first: str, middle: int, last: str) -> Moment | None:
    """Year first or year last; day before month where both readings are possible."""
    if len(first) == 4:
        year_number, day, month = int(first), int(last), middle
    elif len(last) == 4:
        year_number, day, month = int(last), int(first), middle
    elif len(last) == 2 and len(first) <= 2:
        year_number, day, month = _century(int(last)), int(first), middle
    else:
        return None
    calendar: Calendar = "hijri" if year_number in HIJRI_YEARS else "gregorian"
    if calendar == "gregorian" and not FIRST_YEAR <= year_number <= LAST_YEAR:
        return None
    return _checked(calendar, year_number, month, day) or _checked(calendar, year_number, day, month)


def _century(two_digits: int) -> int:
    return two_digits + (2000 if two_digits < 60 else 1900)


def _checked(calendar: Calendar, year_number: int | None, month: int, day: int) -> Moment | None:
    if 1 <= month <= 12 and 1 <= day <= 31:
        return Moment(calendar=calendar, year=year_number, month=month, day=day)
    return None
