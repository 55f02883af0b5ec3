"""Moments as markup writes them, in whatever form, as ISO 8601."""

import datetime as dt
import re
from email.utils import parsedate_to_datetime
from urllib.parse import unquote, urlsplit

from musnad.ingest.dates import iso_date
from musnad.ingest.page import date_line

FIRST_YEAR = 1990
"""The web's first articles; what is older is a default value (1970-01-01, 0001-01-01)."""
MAX_AHEAD = dt.timedelta(days=2)
"""How far a page's date may lie in the future: time zones, and clocks that are a little off."""

_ISO = re.compile(
    r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T\s_-]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*"
    r"(am|pm)?\s*(z|utc|gmt)?\s*([+-]\d{2}:?\d{2}|[+-]\d{1,2})?)?(?:\[.*\])?",
    re.IGNORECASE,
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?(z)?)?", re.IGNORECASE)
_EPOCH = re.compile(r"\d{10}(?:\d{3})?")
_SCRIPT = re.compile(r"\w{3} (\w{3}) (\d{1,2}) (\d{4}) (\d\d:\d\d:\d\d) (?:GMT|UTC)([+-]\d{4})")
_IN_PATH = re.compile(r"(?:^|[/_-])((?:19|20)\d\d)(?:([/_-])(\d{1,2})\2(\d{1,2})|(\d\d)(\d\d))(?=[/_.-]|$)")
_IN_PATH_LAST = re.compile(r"(?:^|[/_-])(\d{1,2})[/_-](\d{1,2})[/_-]((?:19|20)\d\d)(?=[/_.-]|$)")


def moment(written: str | None) -> str | None:
    """`written` as ISO 8601 with zone where it states one; None where it is no plausible date."""
    if not written or not (text := " ".join(written.split())):
        return None
    text = "".join(str(int(char)) if char.isdecimal() else char for char in text).strip("\u200e\u200f\"'")
    found = _iso(text) or _compact(text) or _epoch(text) or _mail(text) or _script(text)
    if found is None and (readings := date_line.read(text)):
        found = readings[0].when
    return plausible(found)


def plausible(when: str | None) -> str | None:
    """`when`, unless it lies before FIRST_YEAR or more than MAX_AHEAD in the future."""
    if when is None or (iso := iso_date(when)) is None:
        return None
    latest = dt.datetime.now(dt.UTC) + MAX_AHEAD
    stated = dt.datetime.fromisoformat(iso)
    stated = stated if stated.tzinfo else stated.replace(tzinfo=dt.UTC)
    return when if stated.year >= FIRST_YEAR and stated <= latest else None


def day(when: str) -> dt.date:
    """The day of an ISO 8601 date or datetime, as written."""
    return dt.date.fromisoformat(when[:10])


def precision(when: str) -> int:
    """0 for a day, 1 for a local time, 2 for an instant with its zone."""
    return 0 if len(when) == len("2024-01-01") else 2 if dt.datetime.fromisoformat(when).tzinfo else 1


def from_address(url: str | None) -> str | None:
    """The day that an address names in its path (`/2024/02/05/`, `/20240205-`, `/05-02-2024/`), if one."""
    try:
        path = unquote(urlsplit(url).path) if url else ""
    except ValueError:
        return None
    for found in _IN_PATH.finditer(path):
        if stated := plausible(_stamp(int(found[1]), int(found[3] or found[5]), int(found[4] or found[6]))):
            return stated
    for found in _IN_PATH_LAST.finditer(path):
        if stated := plausible(_stamp(int(found[3]), int(found[2]), int(found[1]))):
            return stated
    return None


def _stamp(
    year: int, month: int, number: int, clock: dt.time | None = None, zone: dt.tzinfo | None = None
) -> str | None:
    try:
        stated = dt.date(year, month, number)
    except ValueError:
        return None
    return stated.isoformat() if clock is None else dt.datetime.combine(stated, clock, zone).isoformat()


def _iso(text: str) -> str | None:
    found = _ISO.fullmatch(text)
    if found is None:
        return None
    year, month, number = int(found[1]), int(found[2]), int(found[3])
    if found[4] is None:
        return _stamp(year, month, number)
    hour = int(found[4]) % 12 + 12 * (found[7].lower() == "pm") if found[7] else int(found[4])
    if hour > 23 or int(found[5]) > 59:
        return _stamp(year, month, number)
    clock = dt.time(hour, int(found[5]), min(int(found[6] or 0), 59))
    return _stamp(year, month, number, clock, _offset(found[9]) if found[9] else dt.UTC if found[8] else None)


def _offset(written: str) -> dt.tzinfo | None:
    digits = written[1:].replace(":", "")
    hours, minutes = int(digits[:2]), int(digits[2:] or 0)
    span = dt.timedelta(hours=hours, minutes=minutes)
    if span > dt.timedelta(hours=14):
        return None
    return dt.timezone(-span if written[0] == "-" else span) if span else dt.UTC


def _compact(text: str) -> str | None:
    found = _COMPACT.fullmatch(text)
    if found is None or not 1900 < int(found[1]) < 2100:
        return None
    year, month, number = int(found[1]), int(found[2]), int(found[3])
    if found[4] is None or int(found[4]) > 23 or int(found[5]) > 59:
        return _stamp(year, month, number)
    clock = dt.time(int(found[4]), int(found[5]), min(int(found[6] or 0), 59))
    return _stamp(year, month, number, clock, dt.UTC if found[7] else None)


def _epoch(text: str) -> str | None:
    if not _EPOCH.fullmatch(text):
        return None
    return dt.datetime.fromtimestamp(int(text[:10]), dt.UTC).isoformat()


def _mail(text: str) -> str | None:
    """RFC 2822: `Tue, 12 Mar 2024 10:30:00 GMT`."""
    if not re.match(r"(?:\w{3}, )?\d{1,2} \w{3} \d{4} \d", text):
        return None
    try:
        return parsedate_to_datetime(text).isoformat()
    except (ValueError, TypeError):
        return None


def _script(text: str) -> str | None:
    """JavaScript's own form: `Tue Mar 12 2024 10:30:00 GMT+0300 (…)`."""
    found = _SCRIPT.match(text)
    return _mail(f"{found[2]} {found[1]} {found[3]} {found[4]} {found[5]}") if found else None
