"""Distances and stretches of time: `قبل يومين`, `بعد ذلك بثلاثة أيام`, `خلال الساعات الـ24 الماضية`, `لليوم الخامس`."""

from dataclasses import replace
from typing import Literal, NamedTuple

from musnad.text.temporal.lexicon import ARTICLE
from musnad.text.temporal.stream import Hit, Stream, remembered
from musnad.text.temporal.values import Base, Interval, Moment, Shift, Unit, Window

_REACH = 8
_SHARES_OF_A_DAY = ("minute", "hour")


class Amount(NamedTuple):
    """So many units; `vague` where the words do not say how many."""

    number: int
    unit: Unit
    vague: bool = False


@remembered
def amount(stream: Stream, at: int) -> Hit | None:
    """`يومين`, `ثلاثة أيام`, `نحو 24 ساعة`, `نصف ساعة`, `بضعة أسابيع`: an `Amount`."""
    place = stream.skip(at, "about")
    if half := stream.get(place, "half"):
        unit = stream.get(half.end, "unit")
        return Hit(Amount(0, unit.payload[0]), unit.end) if unit and unit.payload[0] in _SHARES_OF_A_DAY else None
    counted = _counted(stream, place) or (_definite_one_or_two(stream, place) if place > at else None)
    if counted is None:
        return None
    return _years_and_months(stream, counted) or Hit(counted.payload, _tail(stream, counted.end))


def _definite_one_or_two(stream: Stream, at: int) -> Hit | None:
    """`(نحو) الأسبوعين`, `(قرابة) الشهر`."""
    for kind, number in (("the_one", 1), ("the_two", 2)):
        if unit := stream.get(at, kind):
            return None if stream.get(unit.end, "which") else Hit(Amount(number, unit.payload), unit.end)
    return None


def _years_and_months(stream: Stream, years: Hit) -> Hit | None:
    """`عامين ونصف`, `سنة وأربعة أشهر`, in months."""
    joint = stream.get(years.end, "and") if years.payload.unit == "year" else None
    if joint is None or years.payload.vague:
        return None
    if half := stream.get(joint.end, "half", "and_half"):
        return Hit(Amount(years.payload.number * 12 + 6, "month"), half.end)
    months = _counted(stream, joint.end)
    if months is None or months.payload.unit != "month" or months.payload.vague:
        return None
    return Hit(Amount(years.payload.number * 12 + months.payload.number, "month"), months.end)


def _counted(stream: Stream, at: int) -> Hit | None:
    number = stream.integer(at)
    count = Hit(number, at + 1) if number is not None else stream.get(at, "cardinal", "few")
    if count and (unit := stream.get(count.end, "unit")):
        few = count.payload == "few"
        return Hit(Amount(3 if few else count.payload, unit.payload[0], few), unit.end)
    unit = stream.get(at, "unit")
    if unit is None or (unit.payload[1] == 1 and _names_what_follows(stream, unit.end)):
        return None
    if unit.payload[1] is None and (stream.word(unit.end).startswith(ARTICLE) or stream.get(unit.end, "part_noun")):
        return None
    return Hit(Amount(unit.payload[1] or 3, unit.payload[0], unit.payload[1] is None), unit.end)


def _names_what_follows(stream: Stream, at: int) -> bool:
    """Whether a unit only opens a name: `يوم السبت`, `شهر آذار`, `عام 2014`."""
    named = stream.get(at, "weekday", "bare_weekday", "month", "ordinal", "deictic", "focus_day")
    return named is not None or stream.integer(at) is not None or "/" in stream.word(at)


def _tail(stream: Stream, at: int) -> int:
    """`يوم واحد`, `ساعتين ونصف`, `أيام قليلة`."""
    place = stream.skip(at, "amount_tail")
    if stream.get(place, "and") and (half := stream.get(place + 1, "and_half")):
        return half.end
    return place


def distance(stream: Stream, at: int) -> Hit | None:
    """A day so many units before or after another: `قبل يومين`, `بعدها بأسبوع`, `قبل الصفقة بيومين`."""
    return (
        _before_now(stream, at)
        or _ago(stream, at)
        or _around_focus(stream, at)
        or _around_event(stream, at)
        or _morrow(stream, at)
        or _day_of_it(stream, at)
    )


def _before_now(stream: Stream, at: int) -> Hit | None:
    """`قبل يومين` of the publication; `بعد يومين` of the day in focus; with `من …` around what is named."""
    word = stream.get(at, "before", "after")
    found = amount(stream, word.end) if word else None
    if found is None:
        return None
    is_before = stream.get(at, "before") is not None
    tie = stream.get(found.end, "from") or (None if is_before else stream.get(found.end, "upon"))
    if tie is None or stream.get(tie.end, "doer_or_place"):
        base: Base = "published" if is_before else "focus"
        return Hit(shifted(found.payload, -1 if is_before else 1, base), found.end)
    if now := stream.get(tie.end, "now"):
        return Hit(shifted(found.payload, -1 if is_before else 1, "published"), now.end)
    if that := stream.get(tie.end, "focus_word"):
        return Hit(shifted(found.payload, -1 if is_before else 1, "focus"), that.end)
    if is_before or stream.starts_clause(at):
        return Hit(shifted(found.payload, -1 if is_before else 1, "focus"), found.end)
    named = shifted(found.payload, -1, "main")
    return Hit(replace(named, aside=True) if isinstance(named, Moment) else named, found.end)


def _ago(stream: Stream, at: int) -> Hit | None:
    """`من خمسة أيام` in the spoken language, where marked."""
    found = amount(stream, at + 1) if stream.marked and at == 0 and stream.get(at, "from") else None
    return Hit(shifted(found.payload, -1, "published"), found.end) if found else None


def _morrow(stream: Stream, at: int) -> Hit | None:
    """`غداة الهجوم`: the attack was on the day before the one in focus.

    Where a clause begins with it and the text has told of the attack, what follows was on the day after; so
    with `عشية الهجوم` and the day before.
    """
    word = stream.get(at, "morrow_of", "eve_of")
    if word is None:
        return None
    told = stream.told_before(word.end)
    if stream.get(at, "eve_of"):
        return Hit(Moment(day=Shift(-1, "focus"), aside=True), word.end + 1) if told else None
    if told and stream.starts_clause(at):
        return Hit(Moment(day=Shift(1, "focus")), word.end + 1)
    return Hit(Moment(day=Shift(-1, "main"), aside=True), word.end)


def _around_focus(stream: Stream, at: int) -> Hit | None:
    """`بعدها بيومين`, `قبل ذلك بساعات`."""
    for kind, sign in (("before_that", -1), ("after_that", 1)):
        word = stream.get(at, kind)
        if word and stream.get(word.end, "by") and (found := amount(stream, word.end + 1)):
            return Hit(shifted(found.payload, sign, "focus"), found.end)
    return None


def _around_event(stream: Stream, at: int) -> Hit | None:
    """`قبل الصفقة بيومين`: a few words of any kind between the preposition and the distance."""
    word = stream.get(at, "before", "after")
    if word is None:
        return None
    for place in range(word.end + 1, min(word.end + _REACH, len(stream))):
        if not stream.words[place][0].isalnum() and not stream.is_sign(place, '"'):
            return None
        if stream.get(place, "by") and (found := amount(stream, place + 1)):
            sign = -1 if stream.get(at, "before") else 1
            return Hit(shifted(found.payload, sign, "main"), found.end)
    return None


def shifted(found: Amount, sign: int, base: Base) -> Moment | Window:
    """The day, month or year that lies so far from the base; a week's stretch for `قبل أيام`."""
    if found.unit == "minute" or (found.unit == "hour" and found.number < 24):
        return Moment(day=Shift(0, "main" if base == "focus" else base), aside=base == "published")
    if found.unit == "hour":
        return Moment(day=Shift(sign * (found.number // 24), base))
    if found.vague:
        side: Literal["before", "after"] = "before" if sign < 0 else "after"
        return Window(7, "day", side, base, past=sign < 0, sure=found.unit in ("day", "night"))
    if found.unit in ("day", "night"):
        return Moment(day=Shift(sign * found.number, base))
    if found.unit == "week":
        return Moment(day=Shift(sign * 7 * found.number, base))
    if found.unit == "month":
        return Moment(month=Shift(sign * found.number, base))
    if found.number < 3:
        return Moment(month=Shift(sign * 12 * found.number, base))
    return Moment(year=Shift(sign * found.number, base))


def stretch(stream: Stream, at: int) -> Hit | None:
    """A stretch that ends with the publication, or that begins with the day in focus."""
    return _definite_stretch(stream, at) or _within(stream, at) or _nth_day(stream, at) or _since_amount(stream, at)


def _definite_stretch(stream: Stream, at: int) -> Hit | None:
    """`الساعات الـ24 الماضية`, `الأيام الثلاثة الأخيرة`, `اليومين الماضيين`, `آخر 48 ساعة`."""
    opened = stream.skip(at, "within")
    if last := stream.get(opened, "last_n"):
        found = amount(stream, last.end)
        if found and found.payload.number > 1:
            return Hit(Window(found.payload.number, found.payload.unit), found.end)
    if stream.get(opened, "article") and (counted := _counted(stream, opened + 1)):
        return _past_window(stream, counted.end, counted.payload)
    if two := stream.get(opened, "the_two"):
        return _past_window(stream, two.end, Amount(2, two.payload))
    many = stream.get(opened, "the_many")
    if many is None:
        return None
    count = _definite_count(stream, many.end)
    if count:
        return _past_window(stream, count.end, Amount(count.payload, many.payload))
    vague = many.payload in ("week", "month", "year")
    some = Amount(24 if many.payload == "hour" else 3, many.payload, vague)
    found = _past_window(stream, stream.skip(many.end, "few_of_them"), some)
    return found and _with_count_after(stream, found, many.payload)


def _with_count_after(stream: Stream, found: Hit, unit: Unit) -> Hit:
    """`الساعات الماضية الأربع والعشرين` is rarer than the other order."""
    count = _definite_count(stream, found.end)
    return Hit(Window(count.payload, unit, found.payload.side), count.end) if count else found


def _definite_count(stream: Stream, at: int) -> Hit | None:
    place = stream.skip(at, "article")
    number = stream.integer(place)
    if number is not None:
        return Hit(number, place + 1)
    return stream.get(at, "definite_cardinal")


def _past_window(stream: Stream, at: int, found: Amount) -> Hit | None:
    which = stream.get(at, "which")
    if which is None or which.payload not in ("past", "next"):
        return None
    side: Literal["before", "after"] = "before" if which.payload == "past" else "after"
    return Hit(Window(found.number, found.unit, side, sure=not found.vague), which.end)


def _within(stream: Stream, at: int) -> Hit | None:
    """`خلال 24 ساعة` up to now, `في غضون يومين` from the day in focus."""
    opened = stream.get(at, "within", "within_after")
    found = amount(stream, opened.end) if opened else None
    if opened is None or found is None:
        return None
    if stream.get(at, "within_after"):
        return Hit(Window(found.payload.number, found.payload.unit, "after", "focus"), found.end)
    which = stream.get(found.end, "which")
    side: Literal["before", "after"] = "after" if which and which.payload == "next" else "before"
    return Hit(Window(found.payload.number, found.payload.unit, side), which.end if which else found.end)


def _nth_day(stream: Stream, at: int) -> Hit | None:
    """`لليوم الخامس على التوالي`: five days, this one included."""
    if not stream.get(at, "for") or stream.get(at + 1, "deictic") != Hit(0, at + 2):
        return None
    ordinal = stream.get(at + 2, "ordinal") or _definite_count(stream, at + 2)
    if ordinal is None:
        return None
    hundreds = stream.get(ordinal.end, "after_hundred")
    days = ordinal.payload - 1 + (hundreds.payload if hundreds else 0)
    return Hit(Window(days, "day"), stream.skip(hundreds.end if hundreds else ordinal.end, "in_a_row"))


def _day_of_it(stream: Stream, at: int) -> Hit | None:
    """`في يومها الثالث`: counted from the day in focus."""
    word = stream.get(at, "its_day")
    ordinal = stream.get(word.end, "ordinal") if word else None
    return Hit(Moment(day=Shift(ordinal.payload - 1, "focus")), ordinal.end) if ordinal else None


def _since_amount(stream: Stream, at: int) -> Hit | None:
    """`منذ يومين`: from then until the publication."""
    opened = stream.get(at, "since")
    found = amount(stream, opened.end) if opened else None
    if found is None:
        return None
    return Hit(Interval(shifted(found.payload, -1, "published"), None), found.end)


def bare_amount(stream: Stream, at: int) -> Hit | None:
    """`عشرة أيام متتالية` where marked: the stretch that ends with the publication."""
    found = amount(stream, at) if stream.marked else None
    if found is None or found.payload.number < 2:
        return None
    return Hit(Window(found.payload.number, found.payload.unit, past=True), found.end)
