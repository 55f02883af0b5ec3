"""The visible date line of an Arabic page: `آخر تحديث: الاثنين 12 تشرين الثاني/نوفمبر 2024 - 10:30 م بتوقيت دمشق`.

Days are read by `musnad.text.temporal` (months of all countries, Hijri, digits); here stand labels, clocks and zones.
"""

import datetime as dt
import re
from functools import cache, lru_cache
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from musnad.data import load_yaml
from musnad.text.document import Document
from musnad.text.normalise import fold
from musnad.text.temporal import Moment, find_expressions
from musnad.text.temporal.lexicon import load

MAX_LINE = 200
"""Longer lines (characters) are prose, no date line."""
MAX_OTHER_WORDS = 8
"""A line with more words than this besides its dates is prose that names a day."""

_NUMERIC = re.compile(r"(?<!\d)(\d{1,2})\s*([/.-])\s*(\d{1,2})\s*\2\s*(\d{4})(?!\d)")
_ERA = re.compile(r"(?<=\d\d\d\d)\s?م(?=[\s,،.)|-]|$)")
_DIGIT = re.compile(r"\d")
_ISO_DAY = re.compile(r"(?<![\d-])(\d{4})-(\d\d?)-(\d\d?)(?![\d-])")
_WORD = re.compile(r"[^\W\d_]{2,}")


class Reading(NamedTuple):
    """One time of a date line: ISO 8601, and what its label says of it (`published`, `updated`, `other` or none)."""

    when: str
    role: str | None


class _Clock(NamedTuple):
    time: dt.time
    zone: dt.tzinfo | None


class _Vocabulary(NamedTuple):
    label: re.Pattern[str]
    roles: dict[str, str]
    clock: re.Pattern[str]
    halves: dict[str, str]
    zones: dict[str, str]
    latin: re.Pattern[str]
    latin_months: dict[str, str]
    month_day: re.Pattern[str]
    year_first: re.Pattern[str]
    plain: re.Pattern[str]


@lru_cache(maxsize=512)
def read(line: str, month_first: bool = False) -> tuple[Reading, ...]:
    """The times that a date line names, in order; empty where it names none, or is prose.

    `month_first` reads `05/06/2024` as May 6th, unless the weekday beside it says otherwise.
    """
    if len(line) > MAX_LINE:
        return ()
    words, folded = _vocabulary(), " ".join(fold(line).replace("،", ",").split())
    if not _DIGIT.search(folded):
        return ()
    starts = [(match.start(), words.roles[match[1]]) for match in words.label.finditer(folded)]
    if _is_prose(folded, bool(starts)):
        return ()
    pieces = _pieces(folded, starts)
    readings: list[Reading] = []
    for role, piece in pieces:
        readings.extend(_piece(piece, role, month_first, readings))
    return tuple(readings)


def label(before: str) -> str | None:
    """What the words before a time say of it: `published`, `updated`, `other`, or None."""
    words = _vocabulary()
    found = words.label.findall(" ".join(fold(before).split()))
    return words.roles[found[-1]] if found else None


def _pieces(folded: str, starts: list[tuple[int, str]]) -> list[tuple[str | None, str]]:
    """The line cut at its labels, each piece with what its label says."""
    bounds = [0, *(at for at, _ in starts), len(folded)]
    roles: list[str | None] = [None, *(role for _, role in starts)]
    return [
        (role, folded[start:end])
        for role, start, end in zip(roles, bounds, bounds[1:], strict=False)
        if folded[start:end].strip()
    ]


def _is_prose(folded: str, labelled: bool) -> bool:
    others = [word for word in _WORD.findall(folded) if word not in _date_words()]
    return len(others) > MAX_OTHER_WORDS + 4 * labelled


def _piece(piece: str, role: str | None, month_first: bool, before: list[Reading]) -> list[Reading]:
    """The time of one piece: its days with its clock; a clock alone takes the day that the line named before."""
    clock, rest = _clock(piece)
    days = _days(rest, month_first)
    if not days and clock and before and role:
        days = [dt.datetime.fromisoformat(before[-1].when).date()]
    if not days:
        return []
    first = _combined(days[0], clock)
    return [Reading(first, role), *(Reading(day.isoformat(), role) for day in days[1:] if day != days[0])]


def _combined(day: dt.date, clock: _Clock | None) -> str:
    if clock is None:
        return day.isoformat()
    moment = dt.datetime.combine(day, clock.time, clock.zone)
    if moment.tzinfo is not None:
        moment = moment.replace(tzinfo=dt.timezone(moment.utcoffset() or dt.timedelta(0)))
    return moment.isoformat()


def _days(text: str, month_first: bool) -> list[dt.date]:
    """The Gregorian days that the text names with their year; a Hijri day only where no other is named."""
    text = _NUMERIC.sub(lambda found: _year_first(found, month_first, text), _ordered(text))
    if plain := _plain_days(text):
        return plain
    document = Document(text)
    moments = [found.value for found in find_expressions(document) if isinstance(found.value, Moment)]
    gregorian = [day for moment in moments if moment.calendar == "gregorian" and (day := _day(moment))]
    return gregorian or [day for moment in moments if (day := _day(moment))]


def _plain_days(text: str) -> list[dt.date]:
    """The Gregorian days of the two commonest forms, `2024-02-05` and `5 شباط 2024`, without asking the grammar."""
    found = [(int(year), int(month), int(day)) for year, month, day in _ISO_DAY.findall(text)]
    for day, name, year in _vocabulary().plain.findall(text):
        found.append((int(year), _gregorian_months()[name], int(day)))
    return [day for numbers in found if (day := _checked(*numbers))]


def _ordered(text: str) -> str:
    """The text with month names in Arabic and day before month before year, as the grammar expects them."""
    words = _vocabulary()
    text = words.latin.sub(lambda found: f" {words.latin_months[found[1]]} ", _ERA.sub("", text))
    text = words.year_first.sub(r" \2 \3 \1 ", words.month_day.sub(r" \2 \1 \3 ", text))
    return " ".join(re.sub(r"[,|()•·]|(?<=\D)-(?=\D)", " ", text).split())


def _year_first(found: re.Match[str], month_first: bool, text: str) -> str:
    """A numeric date as `2024-02-05`, so that the order of day and month is certain."""
    first, second, year = int(found[1]), int(found[3]), int(found[4])
    orders = [(first, second), (second, first)]
    if month_first:
        orders.reverse()
    days = [stated for number, month in orders if (stated := _checked(year, month, number))]
    weekday = _weekday(text)
    fitting = [day for day in days if weekday is not None and day.weekday() == weekday]
    return f" {(fitting or days)[0].isoformat()} " if days else found[0]


def _checked(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day) if year > 1900 else None
    except ValueError:
        return None


def _weekday(text: str) -> int | None:
    return next((number for word in _WORD.findall(text) if (number := _weekdays().get(word)) is not None), None)


def _day(moment: Moment) -> dt.date | None:
    year, month, day = moment.year, moment.month, moment.day
    if not (isinstance(year, int) and isinstance(month, int) and isinstance(day, int)):
        return None
    if moment.calendar == "gregorian":
        return _checked(year, month, day)
    return _from_hijri(year, month, day) if moment.calendar == "hijri" else None


def _from_hijri(year: int, month: int, day: int) -> dt.date | None:
    """The Gregorian day of the Umm al-Qura calendar (hijridate, 1343-1500 AH)."""
    from hijridate import Hijri

    try:
        first = Hijri(year, month, 1).to_gregorian()
    except (ValueError, OverflowError):
        return None
    return dt.date(first.year, first.month, first.day) + dt.timedelta(days=day - 1)


def _clock(piece: str) -> tuple[_Clock | None, str]:
    """The clock of a piece, one with its zone before one without, and the piece without its clocks."""
    words = _vocabulary()
    clocks = [clock for found in words.clock.finditer(piece) if (clock := _told(found, words))]
    best = next((clock for clock in clocks if clock.zone), clocks[0] if clocks else None)
    return best, words.clock.sub(" ", piece) if clocks else piece


def _told(found: re.Match[str], words: _Vocabulary) -> _Clock | None:
    """The clock of a match, None where the numbers are no time of day."""
    hour, minute = int(found["hour"] or found["alone"]), int(found["minute"] or 0)
    half = words.halves.get((found["half"] or found["before"] or "").strip(". "))
    if hour > 24 or minute > 59:
        return None
    if (half == "after_noon" and hour < 12) or (half == "night" and 6 <= hour < 12):
        hour += 12
    elif half in ("before_noon", "night") and hour == 12:
        hour = 0
    return _Clock(dt.time(hour % 24, minute, min(int(found["second"] or 0), 59)), _zone(found, words))


def _zone(found: re.Match[str], words: _Vocabulary) -> dt.tzinfo | None:
    """`GMT+3`, `+03:00`, or the zone of a city or country."""
    if offset := found["offset"] or found["offset_before"]:
        sign, digits = offset[0], re.findall(r"\d+", offset)
        hours, minutes = int(digits[0][:2]), int(digits[1]) if len(digits) > 1 else int(digits[0][2:] or 0)
        span = dt.timedelta(hours=hours, minutes=minutes)
        return dt.timezone(-span if sign == "-" else span) if span <= dt.timedelta(hours=14) else None
    name = words.zones.get(found["zone"] or "")
    if name == "UTC":
        return dt.UTC
    try:
        return ZoneInfo(name) if name else None
    except ZoneInfoNotFoundError:
        return None


@cache
def _weekdays() -> dict[str, int]:
    return {fold(word): number for number, names in load("weekdays")["names"].items() for word in names}


@cache
def _gregorian_months() -> dict[str, int]:
    return {fold(name): number for number, row in load("months")["names"]["gregorian"].items() for name in row}


@cache
def month_names() -> tuple[str, ...]:
    """Names of months of all calendars, folded, the longest first."""
    names = {fold(name) for table in load("months")["names"].values() for row in table.values() for name in row}
    return tuple(sorted(names, key=lambda name: (-len(name), name)))


@cache
def _date_words() -> frozenset[str]:
    """Words that a date line is made of."""
    data = load_yaml("musnad.ingest.page", "date_line.yaml")
    tables = [*data["labels"].values(), *data["meridiem"].values(), data["clock_words"], *data["zones"].values()]
    phrases = [phrase for table in tables for phrase in table] + list(month_names()) + list(_weekdays())
    words = {word for phrase in phrases for word in fold(phrase).split()}
    return frozenset(words | {f"ب{word}" for word in words} | {"توقيت", "بتوقيت", "هجري", "ميلادي", "الموافق", "يوم"})


def _any(phrases: list[str]) -> str:
    return "|".join(re.escape(phrase) for phrase in sorted(phrases, key=lambda phrase: (-len(phrase), phrase)))


@cache
def _vocabulary() -> _Vocabulary:
    data: dict[str, Any] = load_yaml("musnad.ingest.page", "date_line.yaml")
    roles = {fold(word): role for role, table in data["labels"].items() for word in table}
    halves = {fold(word).strip(". "): half for half, table in data["meridiem"].items() for word in table}
    zones = {fold(word): zone for zone, table in data["zones"].items() for word in table}
    latin = {fold(word): fold(month) for month, table in data["months"].items() for word in table}
    months = "|".join(map(re.escape, month_names()))
    gregorian = _any(list(_gregorian_months()))
    double = rf"(?:{months})(?:\s?[/(-]?\s?(?:{months})\)?)?"
    return _Vocabulary(
        re.compile(rf"(?<!\w)({_any(list(roles))})(?!\w)"),
        roles,
        re.compile(_clock_pattern(list(halves), list(zones), [fold(word) for word in data["clock_words"]])),
        halves,
        zones,
        re.compile(rf"(?<![^\W\d_])({_any(list(latin))})\.?(?![^\W\d_])"),
        latin,
        re.compile(rf"(?<!\w)(?<!\d )({double})[\s/-]*(\d{{1,2}})(?:st|nd|rd|th)?(?!\d)[\s,/-]*(\d{{4}})(?!\d)"),
        re.compile(rf"(?<!\d)(?<!\d[/-])(\d{{4}})[\s,/-]+(\d{{1,2}})[\s/-]+({double})(?!\w)"),
        re.compile(
            rf"(?<![\d/.-])(\d{{1,2}})[\s/-]*(?:من )?(?:شهر )?({gregorian})(?:\s?/?\s?(?:{gregorian}))?"
            r"[\s/-]*(?:عام |سنه )?(\d{4})(?!\d)"
        ),
    )


def _clock_pattern(halves: list[str], zones: list[str], clock_words: list[str]) -> str:
    """Hours, minutes and seconds, with the half of the day on either side and the zone after them."""
    half = rf"(?:{_any(halves)})\.?(?!\w)"
    zone = (
        r"(?:\s*[(,|\-]?\s*(?:ب?(?:ال)?توقيت\s*(?:مدينه |العاصمه |المحلي ل?)?)?"
        r"(?P<offset_before>[+-]\d{1,2}(?::?\d\d)?)?\s?"
        rf"(?P<zone>{_any(zones)})(?!\w)\s?(?P<offset>[+-]\s?\d{{1,2}}(?::?\d\d)?)?\s?\)?)"
    )
    return (
        rf"(?:(?<!\w)(?P<said>{_any(clock_words)})\s*:?\s*)?(?:(?<![\w])(?<!\d\d\d\d )(?P<before>{half})\s?)?"
        rf"(?<![\d/.:\-])(?:(?P<hour>\d{{1,2}})\s?[:٫h]\s?(?P<minute>\d\d)(?:\s?:\s?(?P<second>\d\d))?(?![\d/])|"
        rf"(?P<alone>\d{{1,2}})(?=\s?(?:{_any([h for h in halves if len(h) > 1])})(?!\w)))"
        rf"(?:\s?\(?(?P<half>{half})\)?)?{zone}?"
    )
