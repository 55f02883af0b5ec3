"""From one time to another: `من 3 إلى 7 آذار`, `بين الخميس والأحد`, `ليل الجمعة - السبت`, `منذ مطلع العام`."""

import re
from dataclasses import replace

from musnad.text.temporal.dates import bare_year, day_number, day_of_month, month_alone
from musnad.text.temporal.days import day, names_day
from musnad.text.temporal.months import month
from musnad.text.temporal.numeric import year
from musnad.text.temporal.periods import period, season
from musnad.text.temporal.sections import section
from musnad.text.temporal.stream import Hit, Stream, remembered
from musnad.text.temporal.values import Interval, Moment, Shift

_REACH = 5
_TWO_NUMBERS = re.compile(r"(\d{1,2})/(\d{1,2})")
_DECADE = 10


@remembered
def single(stream: Stream, at: int) -> Hit | None:
    """One day, period, season or year: the longest reading."""
    readings = (section, day, month_alone, period, season, bare_year)
    found = [hit for read in readings if (hit := read(stream, at))]
    return max(found, key=lambda hit: hit.end, default=None)


@remembered
def interval(stream: Stream, at: int) -> Hit | None:
    """Two times with what ties them, or one with `منذ`."""
    return (
        _bracketed(stream, at)
        or _pair_of_days(stream, at)
        or _joined(stream, at)
        or _since(stream, at)
        or _decade(stream, at)
    )


def _decade(stream: Stream, at: int) -> Hit | None:
    """`ستينيات القرن الماضي`, `في الثمانينات`; an age such as `في الستينات من عمره` is none."""
    name = stream.get(at, "decade")
    if name is None:
        return None
    century = stream.get(stream.skip(name.end, "from"), "last_century")
    alone = stream.marked or stream.get(at - 1, "date_preposition", "section", "since")
    if century is None and (not alone or stream.get(stream.skip(name.end, "from"), "guard_after_hour")):
        return None
    years = Moment(year=name.payload), Moment(year=name.payload + _DECADE - 1)
    return Hit(Interval(*years), century.end if century else name.end)


def _bracketed(stream: Stream, at: int) -> Hit | None:
    """`بين … و…`, `من … إلى …`, `منذ … حتى …`."""
    opened = stream.get(at, "between", "from", "since")
    if opened is None:
        return None
    ties = ("and", "dash") if stream.get(at, "between") else ("to", "dash")
    return _pair(stream, opened.end, ties) or _pair(stream, opened.end, ties, "year")


def _pair_of_days(stream: Stream, at: int) -> Hit | None:
    """`يومي 2 و3 أغسطس`, `أيام الأحد والاثنين والثلاثاء`, `عامي 2011 و2014`."""
    opened = stream.get(at, "pair_word")
    if opened is None:
        return None
    found = _pair(stream, opened.end, ("and",), opened.payload)
    if found is None and opened.payload == "day":
        return _numbers_of_one_month(stream, opened.end)
    while found and stream.get(found.end, "and") and (more := _operand(stream, found.end + 1, opened.payload)):
        found = Hit(_between(found.payload.start, more.payload), more.end)
    return found


def _joined(stream: Stream, at: int) -> Hit | None:
    """`3-5 مايو`, `الجمعة - السبت`, `19 إلى 20 أغسطس`, `ليلة 22 إلى 23 أكتوبر`."""
    if stream.get(at - 1, "guard_before_date"):
        return None
    found = _pair(stream, at, ("to", "dash", "slash", "upon", ""))
    if found is None and (stream.marked or stream.get(at - 1, "in", "day_word")):
        found = _numbers_of_one_month(stream, at)
    found = found or _night_of_two_numbers(stream, at)
    return found or (_pair(stream, at, ("dash",), "year") if stream.marked else None)


def _night_of_two_numbers(stream: Stream, at: int) -> Hit | None:
    """`ليلة 11/12 شباط`."""
    noun = stream.get(at, "part_noun")
    numbers = _TWO_NUMBERS.fullmatch(stream.word(noun.end)) if noun else None
    named = month(stream, noun.end + 1) if noun and numbers else None
    if noun is None or numbers is None or named is None or int(numbers[1]) >= int(numbers[2]):
        return None
    first, last = (replace(named.payload, day=int(number), part=noun.payload) for number in numbers.groups())
    return Hit(Interval(first, last), named.end)


def _numbers_of_one_month(stream: Stream, at: int) -> Hit | None:
    """`في 28 و29 يناير`, `في 28، 29 و30 يناير`."""
    first = day_number(stream, at)
    tie = stream.get(first.end, "and", "comma") if first else None
    last = (_numbers_of_one_month(stream, tie.end) or day_of_month(stream, tie.end)) if tie else None
    if first is None or last is None:
        return None
    end: Moment | None = last.payload.end if isinstance(last.payload, Interval) else last.payload
    if end is None or not _ascend(first.payload, end.day):
        return None
    return Hit(_between(Moment(day=first.payload), end), last.end)


def _pair(stream: Stream, at: int, ties: tuple[str, ...], kind: str = "") -> Hit | None:
    """Two operands joined by one of the ties ("" is none), the first completed from the second."""
    first = _operand(stream, at, kind)
    if first is None:
        return None
    for tie in ties:
        place = _after_tie(stream, first.end, tie)
        second = _operand(stream, place, kind) if place is not None else None
        if second and _are_pair(first.payload, second.payload, tie):
            return Hit(_between(first.payload, second.payload), second.end)
    return None


def _after_tie(stream: Stream, at: int, tie: str) -> int | None:
    if not tie:
        return at
    place = stream.skip(at, "and") if tie == "to" else at
    place = stream.skip(place, "comma")
    hit = stream.get(place, tie)
    return hit.end if hit else None


def _operand(stream: Stream, at: int, kind: str = "") -> Hit | None:
    """A time that may lack the month and year which its partner gives."""
    if at >= len(stream):
        return None
    found = _month_or_year(stream, at, kind) or _bare_day(stream, at) or single(stream, at)
    return found if found and isinstance(found.payload, Moment) else None


def _month_or_year(stream: Stream, at: int, kind: str) -> Hit | None:
    if kind == "year":
        number = year(stream, stream.skip(at, "year_word"))
        return Hit(Moment(calendar=number.payload[0], year=number.payload[1]), number.end) if number else None
    return month(stream, at)


def _bare_day(stream: Stream, at: int) -> Hit | None:
    """A day's number with no month of its own, perhaps after a part of the day or a weekday."""
    if (told := day(stream, at)) and names_day(told.payload):
        return None
    noun = stream.get(at, "part_noun")
    number = day_number(stream, stream.skip(noun.end if noun else at, "day_word"))
    if number is None:
        return None
    return Hit(Moment(day=number.payload, part=noun.payload if noun else None), number.end)


def _are_pair(first: Moment, second: Moment, tie: str) -> bool:
    """Whether two values can be the ends of one interval."""
    if not tie or tie in ("dash", "slash", "upon"):
        return _are_neighbours(first, second, tie)
    if _lacks_month(first):
        return isinstance(second.day, int) and (second.month is not None or second.year is not None)
    if _lacks_month(second):
        return False
    return _is_time(first) and _is_time(second)


def _are_neighbours(first: Moment, second: Moment, tie: str) -> bool:
    """Whether two values that only a sign (or nothing) joins are ends: two weekdays, two dates, two years."""
    if first.weekday is not None and second.weekday is not None:
        in_a_row = (second.weekday - first.weekday) % 7 == 1
        return in_a_row and (first.part is not None or bool(tie)) and first.day is None and second.day is None
    if not tie:
        return False
    if _lacks_month(first):
        is_night = tie != "upon" or first.part is not None
        return is_night and second.month is not None and _ascend(first.day, second.day)
    return tie == "dash" and _is_dated(first) and _is_dated(second)


def _ascend(first: int | Shift | None, second: int | Shift | None) -> bool:
    return isinstance(first, int) and isinstance(second, int) and first < second


def _is_dated(value: Moment) -> bool:
    return isinstance(value.month, int) or isinstance(value.year, int)


def _is_time(value: Moment) -> bool:
    return (
        names_day(value)
        or _is_dated(value)
        or value.week is not None
        or value.part is not None
        or value.clock is not None
        or value.month is not None
    )


def _tells_day(value: Moment) -> bool:
    """Whether a value tells more than hours."""
    return not (value.part or value.clock) or names_day(value) or value.month is not None or value.year is not None


def _lacks_month(value: Moment) -> bool:
    return isinstance(value.day, int) and value.month is None


def _between(first: Moment, second: Moment) -> Interval | Moment:
    """The interval, with the first end's month, year and calendar taken from the second where it has none."""
    if first.part == "after_midnight":
        return replace(second, part="night")
    if not _tells_day(first):
        first = replace(second, part=first.part, clock=first.clock)
    if _lacks_month(first):
        first = replace(first, month=second.month, year=second.year, calendar=second.calendar, which=second.which)
    if first.month is not None and first.year is None and first.which is None:
        first = replace(first, which=second.which, year=second.year if _same_year(first, second) else None)
    return Interval(first, second)


def _same_year(first: Moment, second: Moment) -> bool:
    """Whether two months in this order can lie in one year."""
    return isinstance(first.month, int) and isinstance(second.month, int) and first.month <= second.month


def _since(stream: Stream, at: int) -> Hit | None:
    """`منذ …`, with a few words before the date (`منذ بدء المعارك في 3 آذار`); open to the publication."""
    opened = stream.get(at, "since")
    if opened is None:
        return None
    if found := single(stream, opened.end):
        return Hit(Interval(found.payload, None), found.end)
    if found := stream.get(opened.end, "focus_word"):
        return Hit(Interval(Moment(day=Shift(0, "focus")), None), found.end)
    for place in range(opened.end + 1, min(opened.end + _REACH + 1, len(stream) - 1)):
        if not stream.words[place][0].isalnum():
            return None
        if found := _date_within(stream, place):
            return Hit(Interval(found.payload, None), found.end)
    return None


def _date_within(stream: Stream, at: int) -> Hit | None:
    """A date after `في`, or a weekday after a word for day, that says when what was named began."""
    if stream.get(at, "in"):
        found = single(stream, at + 1)
        return found if found and _is_dated(found.payload) else None
    return single(stream, at) if stream.get(at, "day_word") or stream.get(at, "section") else None
