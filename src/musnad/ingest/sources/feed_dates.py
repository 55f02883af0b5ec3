"""Dates as feeds and sitemaps write them: ISO 8601, RFC 822, and both with Arabic months, digits and halves of the day.

The zone that is written stays; where none is written none is made up. Of a date with its day's name only the date
counts: names of days are often wrong, and in any language.
"""

import datetime as dt
import re
from functools import cache

from musnad.data import load_yaml
from musnad.text.normalise import fold

MIN_YEAR = 1990
"""Earlier dates are what a content system writes where it knows none (0001-01-01, 1970-01-01)."""
_ENGLISH = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_HOURS = {"z": 0, "ut": 0, "utc": 0, "gmt": 0, "غرينتش": 0, "جرينتش": 0, "est": -5, "edt": -4, "cst": -6, "cdt": -5}
_HOURS |= {"mst": -7, "mdt": -6, "pst": -8, "pdt": -7, "cet": 1, "cest": 2, "eet": 2, "eest": 3, "msk": 3, "trt": 3}
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(.*)", re.DOTALL)
_CLOCK = re.compile(r"(?<!\d)(\d{1,2}):(\d\d)(?::(\d\d))?(?:\.\d+)?(?![\d:])(?:\s*(صباحا|مساء|ظهرا|am|pm|ص|م)(?!\w))?")
_OFFSET = re.compile(r"(?:^|[\s\d])([+-])(\d\d):?(\d\d)?(?!\d)")
_AFTERNOON = frozenset({"مساء", "ظهرا", "pm", "م"})
_MORNING = frozenset({"صباحا", "am", "ص"})


def stated(written: str | None) -> str | None:
    """`written` in ISO 8601, with the zone that it states; None where it is no date, or could be read two ways."""
    if not written:
        return None
    text = " ".join(fold(written).split())
    try:
        return _iso(text) or _named_month(text)
    except (ValueError, OverflowError):
        return None


def moment(written: str, *, end_of_day: bool = False) -> dt.datetime:
    """The moment of an ISO 8601 date; without a zone it is UTC, and a day is its beginning or its end."""
    found = dt.datetime.fromisoformat(written)
    if end_of_day and len(written) <= len("2024-02-05"):
        found += dt.timedelta(days=1, microseconds=-1)
    return found if found.tzinfo else found.replace(tzinfo=dt.UTC)


def _iso(text: str) -> str | None:
    found = _ISO.fullmatch(text)
    return found and _written(int(found[1]), int(found[2]), int(found[3]), " " + found[4].removeprefix("t"))


def _named_month(text: str) -> str | None:
    """`05 Feb 2024`, `٥ شباط/فبراير ٢٠٢٤`, `February 5, 2024` and what follows them."""
    day_first, month_first = _patterns()
    if found := day_first.search(text):
        day, month, year = found[1], found[2], found[3]
    elif found := month_first.search(text):
        month, day, year = found[1], found[2], found[3]
    else:
        return None
    years = int(year) + (2000 if len(year) == 2 else 0)
    return _written(years, _months()[month[:3] if month.isascii() else month], int(day), text[found.end() :])


def _written(year: int, month: int, day: int, rest: str) -> str | None:
    """The date and, where `rest` holds them, its hour and zone."""
    if year < MIN_YEAR:
        return None
    clock = _CLOCK.search(rest)
    if clock is None:
        return dt.date(year, month, day).isoformat()
    hour, half = int(clock[1]), clock[4]
    if half in _AFTERNOON and hour < 12:
        hour += 12
    elif half in _MORNING and hour == 12:
        hour = 0
    at = dt.datetime(year, month, day, hour, int(clock[2]), min(int(clock[3] or 0), 59))
    return at.replace(tzinfo=_zone(rest[clock.end() :])).isoformat()


def _zone(rest: str) -> dt.timezone | None:
    if offset := _OFFSET.search(" " + rest):
        minutes = 60 * int(offset[2]) + int(offset[3] or 0)
        return dt.timezone(dt.timedelta(minutes=-minutes if offset[1] == "-" else minutes))
    named = next((word for word in re.findall(r"[^\W\d_]+", rest) if word in _HOURS), None)
    return None if named is None else dt.timezone(dt.timedelta(hours=_HOURS[named]))


@cache
def _months() -> dict[str, int]:
    """The number of a month by its folded name: the Arab world's names, and the first three letters of English."""
    names = load_yaml("musnad.text.temporal", "months.yaml")["names"]["gregorian"]
    arabic = {fold(name): number for number, all_names in names.items() for name in all_names}
    return arabic | {name: number for number, name in enumerate(_ENGLISH, start=1)}


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    arabic = "|".join(sorted((name for name in _months() if not name.isascii()), key=len, reverse=True))
    month = rf"((?:{'|'.join(_ENGLISH)})[a-z]*|(?:{arabic})(?!\w))"
    second = rf"(?:\s*[/(-]\s*(?:{arabic})\)?)?"
    day, year, gap = r"(\d{1,2})(?:st|nd|rd|th)?", r"(\d{4}|\d\d)(?!\d|:)", r"[\s,،./-]*"
    day_first = re.compile(rf"(?<!\d){day}{gap}{month}{second}{gap}{year}")
    return day_first, re.compile(rf"(?<!\w){month}{second}{gap}{day}{gap}{year}")
