"""Stretches of a week, month or year: `مطلع الشهر`, `منتصف ديسمبر الماضي`, `النصف الثاني من شتنبر`."""

from dataclasses import replace

from musnad.text.temporal.months import month
from musnad.text.temporal.numeric import year
from musnad.text.temporal.periods import period, season
from musnad.text.temporal.stream import Hit, Stream, remembered
from musnad.text.temporal.values import Moment


@remembered
def section(stream: Stream, at: int) -> Hit | None:
    """A stretch of a period: `مطلع الشهر`, `أواخر شباط/فبراير`, `النصف الثاني من شتنبر`, `نهاية 2014`."""
    name = stream.get(at, "section")
    if name is None:
        return None
    whole = _whole(stream, stream.skip(stream.skip(name.end, "from", "in"), "of_month_word"))
    return Hit(replace(whole.payload, section=name.payload), whole.end) if whole else None


def _whole(stream: Stream, at: int) -> Hit | None:
    """The month, week, year or season that is cut into stretches; the longest reading."""
    readings = (month(stream, at), period(stream, at, bare=True), _year_number(stream, at), _season(stream, at))
    return max((hit for hit in readings if hit), key=lambda hit: hit.end, default=None)


def _season(stream: Stream, at: int) -> Hit | None:
    return None if stream.get(at, "month") else season(stream, at)


def _year_number(stream: Stream, at: int) -> Hit | None:
    word = stream.get(at, "year_word")
    number = year(stream, word.end if word else at)
    if number is None:
        return None
    return Hit(Moment(calendar=number.payload[0], year=number.payload[1]), number.end)
