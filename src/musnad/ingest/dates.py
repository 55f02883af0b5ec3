"""Dates of publication, as `Article.published` wants them: ISO 8601, in the outlet's own time."""

import datetime as dt
import unicodedata
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from musnad.data import load_yaml


def iso_date(written: str | None) -> str | None:
    """`written` if it is an ISO 8601 date or datetime (in any digits), else None."""
    if not written:
        return None
    text = "".join(str(unicodedata.decimal(char, char)) for char in written.strip())
    try:
        dt.datetime.fromisoformat(text)
    except ValueError:
        return None
    return text


def local_time(published: str | None, country: str | None) -> str | None:
    """`published` in the time of the outlet's country, where it is a UTC time and the country is known.

    Web pages and feeds often give UTC; half past ten in the evening there is the next day in Baghdad.
    """
    if published is None or country is None or len(published) <= len("2024-01-01"):
        return published
    moment = dt.datetime.fromisoformat(published)
    zone = _zones().get(country.upper())
    if moment.utcoffset() != dt.timedelta(0) or zone is None:
        return published
    try:
        return moment.astimezone(ZoneInfo(zone)).isoformat()
    except (ZoneInfoNotFoundError, OverflowError):
        return published


@cache
def _zones() -> dict[str, str]:
    """Time zones by country code."""
    return msgspec.convert(load_yaml("musnad.ingest", "zones.yaml"), dict[str, str])
