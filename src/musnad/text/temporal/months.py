"""Names of months with what belongs to them: a second name, a year, a modifier."""

from dataclasses import replace

from musnad.text.temporal.lexicon import not_months
from musnad.text.temporal.numeric import year
from musnad.text.temporal.periods import period
from musnad.text.temporal.stream import Hit, Stream, remembered
from musnad.text.temporal.values import Moment


@remembered
def month(stream: Stream, at: int) -> Hit | None:
    """A month's name with its second name, its year and its modifier."""
    name = stream.get(at, "month")
    if name is None or stream.original(at) in not_months():
        return None
    calendar, number, _ = name.payload
    end = _second_name(stream, name.end, (calendar, number))
    return _year_of(stream, end, Moment(calendar=calendar, month=number))


def _second_name(stream: Stream, at: int, first: tuple[str, int]) -> int:
    """The place after `/أكتوبر`, `(تموز)` or a name that just follows, if it names the same month."""
    place = at
    if stream.is_sign(place, "/", "-", "("):
        place += 1
    second = stream.get(place, "month")
    if second is None or second.payload[:2] != first:
        return at
    if place > at and stream.is_sign(at, "("):
        return second.end + 1 if stream.is_sign(second.end, ")") else at
    return second.end


def _year_of(stream: Stream, at: int, value: Moment) -> Hit:
    """A month and what follows it: a year in digits, `الماضي`, `من العام نفسه`."""
    which = stream.get(at, "which")
    place = which.end if which else at
    number = year(stream, stream.skip(stream.skip(place, "of", "slash", "dash"), "year_word"))
    if number and (number.payload[0] == value.calendar or value.calendar == "solar"):
        return Hit(replace(value, year=number.payload[1]), number.end)
    if number and value.calendar == "hijri" and stream.get(number.end, "hijri_era") is None:
        return Hit(value, at)
    if stream.get(place, "from") and (found := period(stream, place + 1, "year", bare=False)):
        return Hit(replace(value, year=found.payload.year), found.end)
    return Hit(replace(value, which=which.payload), which.end) if which else Hit(value, at)
