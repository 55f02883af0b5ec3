"""One day and its hours: `فجر اليوم، الاثنين 5 من شباط`, `أمس السبت`, `في اليوم التالي`, `الثامنة مساء`.

A day is told in a chain of atoms that refine each other: a clock time, a part of the day, a distance from
today, a weekday, a date. `day` reads the longest chain.
"""

from dataclasses import replace

from musnad.text.temporal import clock
from musnad.text.temporal.dates import date, day_number, day_of_focus_month
from musnad.text.temporal.stream import Hit, Stream, remembered
from musnad.text.temporal.values import Moment, Shift


@remembered
def day(stream: Stream, at: int) -> Hit | None:
    """The longest chain of atoms that begins here, as one `Moment`."""
    value: Moment | None = None
    end = place = at
    while found := _atom(stream, place, value):
        merged = merge(value, found.payload)
        if merged is None:
            break
        value, end = merged, found.end if place == at else _closed(stream, place, found.end)
        place = _separated(stream, end, value)
    if value is None or not _complete(value):
        return None
    return Hit(value, end)


def names_day(value: Moment) -> bool:
    """Whether a value tells which day (or night), however loosely."""
    return value.day is not None or value.weekday is not None


def merge(first: Moment | None, second: Moment) -> Moment | None:
    """One value from two that refine each other; None where they cannot be told of one day."""
    if first is None:
        return second
    if first.weekday is not None and second.weekday is not None:
        return None
    if first.day is not None and second.day is not None:
        base = _surer_day(first, second)
    elif _tells_time(first) and _tells_time(second):
        base = second if second.day is not None else first
    else:
        return None
    return base and replace(
        base,
        weekday=second.weekday if first.weekday is None else first.weekday,
        which=first.which or second.which,
        part=first.part or second.part,
        clock=first.clock or second.clock,
        nights=max(first.nights, second.nights),
    )


def _tells_time(value: Moment) -> bool:
    return names_day(value) or value.part is not None or value.clock is not None


def _surer_day(first: Moment, second: Moment) -> Moment | None:
    """The surer of two tellings of one day: the Gregorian of two dates, a date with its year, else `أمس`."""
    if first.calendar != second.calendar and first.month is not None and second.month is not None:
        gregorian, other = (first, second) if first.calendar == "gregorian" else (second, first)
        return other if gregorian.year is None and other.year is not None else gregorian
    shift, dated = (first, second) if isinstance(first.day, Shift) else (second, first)
    if not isinstance(shift.day, Shift) or not isinstance(dated.day, int):
        return None
    if shift.day.base != "published" or dated.year is not None:
        return dated
    return dated if shift.day.amount == 0 and dated.calendar == "gregorian" else shift


def _complete(value: Moment) -> bool:
    """Whether a chain holds enough to be a time: a noun such as `فجر` needs its day."""
    if names_day(value) or value.month is not None or value.year is not None:
        return True
    return value.clock is not None or not value.bare_part


def _closed(stream: Stream, start: int, end: int) -> int:
    """With the bracket that closes one opened just before the atom."""
    return end + 1 if stream.is_sign(start - 1, "(", "[") and stream.is_sign(end, ")", "]") else end


def _separated(stream: Stream, at: int, value: Moment) -> int:
    """The place of the next atom: after a comma, an opening bracket, `الموافق`, `من`, `يوم`."""
    place = stream.skip(at, "also")
    place = stream.skip(place, "comma", "open_bracket", *(_BEFORE_DATE if _lacks_date(value) else ()))
    if same := stream.get(place, "corresponding"):
        return stream.skip(same.end, "for", "in")
    return place if names_day(value) else stream.skip(place, "from")


_BEFORE_DATE = ("colon", "dash")


def _lacks_date(value: Moment) -> bool:
    """Whether a weekday has no date as yet."""
    return value.weekday is not None and value.day is None


def _atom(stream: Stream, at: int, value: Moment | None) -> Hit | None:
    """The next atom of a chain whose value so far is `value`."""
    if at >= len(stream):
        return None
    has_day = value is not None and names_day(value)
    hours = _hours(stream, at, value, has_day)
    special = None if has_day else special_day(stream, at)
    if hours or special:
        return hours if hours and (special is None or hours.end >= special.end) else special
    return _weekday_or_date(stream, at, value)


def _hours(stream: Stream, at: int, value: Moment | None, has_day: bool) -> Hit | None:
    """The clock time or part of the day that a value still lacks."""
    clock_open, part_open = value is None or value.clock is None, value is None or value.part is None
    found = clock.clock(stream, at, has_day or not part_open) if clock_open else None
    return found or (clock.part(stream, at, has_day) if part_open else None)


def _weekday_or_date(stream: Stream, at: int, value: Moment | None) -> Hit | None:
    if (value is None or value.weekday is None) and (found := _weekday_atom(stream, at, value)):
        return found
    place = stream.skip(at, "day_word")
    dated = date(stream, place)
    if dated and dated.payload.day is not None:
        return dated
    if value is not None and value.weekday is not None and value.day is None:
        return day_of_focus_month(stream, place) or _number_after_weekday(stream, place)
    return None


def _weekday_atom(stream: Stream, at: int, value: Moment | None) -> Hit | None:
    found = weekday(stream, at)
    return found if found or value is None or value.day is None else _hours_of_weekday(stream, at)


def _hours_of_weekday(stream: Stream, at: int) -> Hit | None:
    """`(فجر الأربعاء)` after a date."""
    hours = clock.part(stream, at) if stream.get(at - 1, "comma", "open_bracket") else None
    name = weekday(stream, hours.end) if hours else None
    return Hit(replace(name.payload, part=hours.payload.part), name.end) if hours and name else None


def _number_after_weekday(stream: Stream, at: int) -> Hit | None:
    """`الأحد 17` where nothing that could be counted follows."""
    number = day_number(stream, at)
    if number is None or stream.integer(at) is None:
        return None
    last = number.end == len(stream) and stream.marked
    sign = number.end < len(stream) and not stream.words[number.end][0].isalnum()
    if not (last or sign) or stream.is_sign(number.end, "%", "-", "/"):
        return None
    return Hit(Moment(day=number.payload, month=Shift(0, "focus")), number.end)


_FEW_DAYS = 10
_SPECIAL = ("deictic", "focus_day", "focus_night", "last_night", "tonight", "now")


@remembered
def special_day(stream: Stream, at: int) -> Hit | None:
    """A day or night told by its distance from the publication or from the day in focus."""
    if (late := stream.get(at, "after_midnight")) and (found := stream.get(late.end, "last_night")):
        return Hit(Moment(day=Shift(0), part="after_midnight"), found.end)
    if found := stream.get(stream.skip(at, "part_prefix"), "last_night"):
        return Hit(Moment(day=Shift(-1), part="night", nights=2), found.end)
    if found := stream.get(at, "night_before_last"):
        return Hit(Moment(day=Shift(-2), part="night", nights=2), found.end)
    longest = stream.get(at, *_SPECIAL)
    if longest is None:
        return None
    if stream.get(at, "deictic") == longest:
        return _deictic(stream, at, longest)
    for kind, part in (("focus_day", None), ("focus_night", "night")):
        if found := stream.get(at, kind):
            return Hit(Moment(day=Shift(found.payload, "focus"), part=part), found.end)
    if stream.get(at, "tonight") and stream.get(longest.end, "hour", "ordinal"):
        return None
    is_now = stream.get(at, "now") is not None
    return Hit(Moment(day=Shift(0), part=None if is_now else "night", aside=is_now), longest.end)


def _deictic(stream: Stream, at: int, found: Hit) -> Hit | None:
    if nth := _nth_day(stream, at, found):
        return nth
    if not _is_today(stream, at, found):
        return None
    return Hit(Moment(day=Shift(found.payload)), found.end)


def _nth_day(stream: Stream, at: int, found: Hit) -> Hit | None:
    """`في اليوم الثالث`, `في اليوم الأخير`: of the days in focus."""
    if found.payload != 0 or not (stream.get(at - 1, "in") or (stream.marked and at == 0)):
        return None
    if (dated := date(stream, found.end)) and isinstance(dated.payload.day, int):
        return dated if stream.get(at - 1, "in") else None
    last, ordinal = stream.get(found.end, "the_last"), stream.get(found.end, "ordinal")
    if last:
        return Hit(Moment(day=Shift(0, "focus"), section="last_day"), last.end)
    if ordinal is None or ordinal.payload > _FEW_DAYS or stream.get(ordinal.end, "of", "in_a_row", "month"):
        return None
    return Hit(Moment(day=Shift(ordinal.payload - 1, "focus"), section="day_1"), ordinal.end)


def _is_today(stream: Stream, at: int, found: Hit) -> bool:
    """Whether `اليوم` is today: not an outlet's name, not `اليوم الثالث`."""
    if stream.is_sign(at - 1, '"') and stream.is_sign(found.end, '"'):
        return False
    if found.payload != 0:
        return True
    ordinal = stream.get(found.end, "ordinal")
    if ordinal and not stream.get(stream.skip(stream.skip(ordinal.end, "of"), "of_month_word"), "month", "the_one"):
        return False
    if stream.get(found.end, "guard_after_today") or _numbers_days(stream, found.end):
        return False
    return not _names_outlet(stream, at, found.end, numbered=ordinal is not None)


def _numbers_days(stream: Stream, at: int) -> bool:
    """Whether a number with the article follows that is no date, as in `اليوم الـ122`."""
    article = stream.get(at, "article")
    return article is not None and stream.integer(article.end) is not None and date(stream, at) is None


def _names_outlet(stream: Stream, at: int, end: int, numbered: bool) -> bool:
    """Whether the word for today is an outlet's name or ends one: `قناة «فلسطين اليوم»`, `«اليوم السابع»`."""
    if (stream.is_sign(at - 1, '"') and numbered) or (stream.is_sign(at - 2, '"') and stream.is_sign(end, '"')):
        return True
    return bool(stream.get(at - 1, "guard_before_today", "guard_outlet") or stream.get(at - 2, "guard_outlet"))


@remembered
def weekday(stream: Stream, at: int) -> Hit | None:
    """A weekday with its modifier; without the article only after a word for day."""
    word = stream.get(at, "day_word")
    place = word.end if word else at
    before = stream.get(place, "which_before") if word is None else None
    name = stream.get(before.end if before else place, "weekday")
    if name is None and word:
        name = stream.get(place, "bare_weekday")
    if name is None or stream.get(at - 1, "guard_before_weekday"):
        return None
    if stream.get(place, "definite_cardinal") or stream.get(name.end, "guard_after_weekday"):
        return None
    which = stream.get(name.end, "which")
    payload = which.payload if which else before.payload if before else None
    return Hit(Moment(weekday=name.payload, which=payload), which.end if which else name.end)
