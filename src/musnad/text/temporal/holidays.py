"""Days with a fixed date and a name: `يوم عيد الفطر`, `ليلة رأس السنة`."""

from musnad.text.temporal.days import day
from musnad.text.temporal.numeric import year
from musnad.text.temporal.stream import Hit, Stream
from musnad.text.temporal.values import Moment


def holiday(stream: Stream, at: int) -> Hit | None:
    """A holiday, with its year if one follows."""
    name = stream.get(at, "holiday")
    if name is None:
        return None
    calendar, month, first, days = name.payload
    if (same := stream.get(name.end, "corresponding")) and (found := day(stream, stream.skip(same.end, "for", "in"))):
        return found
    which = stream.get(name.end, "which")
    end = which.end if which else name.end
    number = year(stream, stream.skip(end, "year_word"))
    if number and number.payload[0] == calendar:
        return Hit(Moment(calendar=calendar, year=number.payload[1], month=month, day=first, days=days), number.end)
    payload = which.payload if which else None
    return Hit(Moment(calendar=calendar, month=month, day=first, days=days, which=payload), end)
