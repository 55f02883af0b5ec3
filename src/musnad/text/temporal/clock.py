"""Clock times and parts of the day: `الساعة 08:15`, `عند الثامنة والنصف`, `فجر`, `بعد منتصف ليل`."""

import re
from dataclasses import replace
from typing import NamedTuple

from musnad.text.temporal.durations import amount
from musnad.text.temporal.stream import Hit, Stream
from musnad.text.temporal.values import Moment

_DIGITS = re.compile(r"(\d{1,2})[:.,](\d{2})(?::\d{2})?")


class _Opening(NamedTuple):
    """What stands before an hour: where it ends, whether it says `الساعة`, whether `عند` or `تمام`."""

    end: int
    hour: bool
    moment: bool


def clock(stream: Stream, at: int, beside_day: bool = False) -> Hit | None:
    """A time of day by the clock."""
    opening = _opening(stream, at)
    time = _time(stream, opening.end)
    if time is None or stream.get(stream.skip(time.end, "from"), "guard_after_hour"):
        return None
    if not _is_sure(stream, at, opening, time, beside_day):
        return None
    return Hit(Moment(clock=time.payload), _after_zone(stream, time.end))


def _after_zone(stream: Stream, at: int) -> int:
    """The place after `بالتوقيت المحلي` or `بتوقيت القدس`."""
    if stream.get(at, "open_bracket"):
        return _after_other_clock(stream, at)
    by = stream.skip(at, "by")
    if zone := stream.get(by, "local_zone"):
        return zone.end
    named = stream.get(by, "zone_of")
    return named.end + 1 if named and stream.word(named.end).isalpha() else at


def _after_other_clock(stream: Stream, at: int) -> int:
    """The place after the same hour in another zone: `(18:30 ت غ)`."""
    time = _time(stream, at + 1)
    zone = stream.get(stream.skip(time.end, "by"), "local_zone") if time else None
    return zone.end + 1 if zone and stream.is_sign(zone.end, ")", "]") else at


def _opening(stream: Stream, at: int) -> _Opening:
    place, hour, moment = at, False, False
    while hit := stream.get(place, "clock_word", "clock_moment", "clock_about", "in"):
        hour = hour or stream.get(place, "clock_word") is not None
        moment = moment or stream.get(place, "clock_moment") is not None
        place = hit.end
    return _Opening(place, hour, moment)


def _is_sure(stream: Stream, at: int, opening: _Opening, time: Hit, beside_day: bool) -> bool:
    """Whether a number is an hour: a word for hour before it, a part of the day after it, a line of its own."""
    if opening.hour:
        return True
    if ":" in stream.word(opening.end):
        alone = stream.marked or beside_day or stream.starts_line(at)
        return alone or opening.end > at or _part_follows(stream, time.end)
    if stream.get(opening.end, "hour") is None:
        return opening.end > at and _part_follows(stream, time.end)
    if _counts_noun_before(stream, at):
        return False
    return opening.moment or stream.marked or _part_follows(stream, time.end)


def _part_follows(stream: Stream, at: int) -> bool:
    place = stream.skip(at, "from")
    return stream.get(place, "part_definite") is not None or part(stream, place) is not None


def _counts_noun_before(stream: Stream, at: int) -> bool:
    """Whether an ordinal belongs to the noun before it, as in `المرة الثانية`."""
    noun = stream.word(at - 1)
    return noun.startswith(("ال", "لل")) and noun.endswith("ه")


def _time(stream: Stream, at: int) -> Hit | None:
    """Hour and minute."""
    if match := _DIGITS.fullmatch(stream.word(at)):
        hour, minute = int(match[1]), int(match[2])
        return Hit((hour % 24, minute), at + 1) if hour < 25 and minute < 60 else None
    number = stream.integer(at)
    word = stream.get(at, "hour") or (Hit(number, at + 1) if number is not None and number <= 24 else None)
    if word is None:
        return None
    more = _minutes(stream, word.end)
    minutes = word.payload * 60 + (more.payload if more else 0)
    return Hit((minutes // 60 % 24, minutes % 60), more.end if more else word.end)


def _minutes(stream: Stream, at: int) -> Hit | None:
    """`والنصف`, `وخمس وثلاثين دقيقة`, `إلا ربعا`: minutes to add."""
    sign = stream.get(at, "and", "less")
    if sign is None:
        return None
    if fraction := stream.get(sign.end, "fraction"):
        return Hit(-fraction.payload if stream.get(at, "less") else fraction.payload, fraction.end)
    if nth := stream.get(sign.end, "nth_minute"):
        count = stream.get(nth.end, "definite_cardinal", "hour")
        return Hit(count.payload, count.end) if count and count.payload < 60 else None
    found = amount(stream, sign.end)
    if found is None or found.payload.unit != "minute" or found.payload.number > 59:
        return None
    return Hit(found.payload.number, found.end)


def part(stream: Stream, at: int, beside_day: bool = False) -> Hit | None:
    """A part of the day: adverbs and definite forms stand alone, nouns wait for their day (`bare_part`)."""
    prefix = stream.get(at, "after_midnight", "part_prefix")
    if prefix and (found := _part_at(stream, prefix.end, beside_day, prefixed=True)):
        after = stream.get(at, "after_midnight") and found.payload.part == "night"
        return Hit(replace(found.payload, part="after_midnight"), found.end) if after else found
    return _part_at(stream, at, beside_day, prefixed=False)


def _part_at(stream: Stream, at: int, beside_day: bool, prefixed: bool) -> Hit | None:
    adverb = stream.get(at, "part_adverb")
    noun = None if beside_day else stream.get(at, "part_noun")
    if found := noun or adverb:
        return Hit(Moment(part=found.payload, bare_part=adverb is None), found.end)
    definite = stream.get(at, "part_definite")
    if definite is None or not (prefixed or beside_day or stream.marked):
        return None
    return Hit(Moment(part=definite.payload), stream.skip(definite.end, "part_tail"))
