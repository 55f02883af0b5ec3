"""`--since`: from which moment on, as people write it."""

import datetime as dt
import re
import unicodedata

UNITS = {
    "m": dt.timedelta(minutes=1),
    "h": dt.timedelta(hours=1),
    "d": dt.timedelta(days=1),
    "w": dt.timedelta(weeks=1),
}
_SPAN = re.compile(rf"(\d{{1,6}})\s*([{''.join(UNITS)}])", re.IGNORECASE)


def parse(written: str, now: dt.datetime | None = None) -> dt.datetime:
    """The moment (UTC) that lies `2d`, `36h`, `3w` or `90m` before `now`, or the ISO 8601 date or datetime `written`.

    A date is its midnight, and what gives no zone is UTC. Digits may be Arabic-Indic. ValueError where it is neither,
    or lies in the future.
    """
    now = now or dt.datetime.now(dt.UTC)
    text = "".join(str(unicodedata.decimal(char, char)) for char in written.strip())
    try:
        moment = _moment(text, now)
    except (ValueError, OverflowError):
        raise ValueError(f"{written!r} is no span such as 2d, 36h or 3w, and no date such as 2024-02-05") from None
    if moment > now:
        raise ValueError(f"{written!r} lies in the future")
    return moment


def _moment(text: str, now: dt.datetime) -> dt.datetime:
    if span := _SPAN.fullmatch(text):
        return now - int(span[1]) * UNITS[span[2].lower()]
    moment = dt.datetime.fromisoformat(text)
    return moment.astimezone(dt.UTC) if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
