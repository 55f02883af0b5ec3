"""Clock times and parts of the day: `الساعة 08:15`, `عند الثامنة والنصف`, `فجر`, `بعد منتصف ليل`."""

import re
from dataclasses import replace

from musnad.text.temporal.stream import Hit, Stream
from musnad.text.temporal.values import Moment

_DIGITS = re.compile(r"(\d{1,2})[:.](\d{2})(?::\d{2})?")


def clock(stream: Stream, at: int, beside_day: bool = False) -> Hit | None:
    """A time of day by the clock."""
    opened = stream.get(at, "clock_about", "clock_word")
    place = opened.end if opened else at
    if stream.is_sign(place, "في") and stream.get(place + 1, "clock_word"):
        place = stream.skip(place + 1, "clock_word")
        opened = Hit(None, place)
    elif opened is None and stream.is_sign(at, "في", "عند"):
        place += 1
    time = _time(stream, place)
    if (
        time is None
        or stream.get(time.end, "guard_after_hour")
        or stream.is_sign(time.end, "من")
        and stream.get(time.end + 1, "guard_after_hour")
    ):
        return None
    if not _is_sure(stream, at, place, opened, time, beside_day):
        return None
    return Hit(Moment(clock=time.payload), time.end)


def _is_sure(stream: Stream, at: int, place: int, opened: Hit | None, time: Hit, beside_day: bool) -> bool:
    """Whether a number is an hour: words for hour before it, a part of the day after it, or a line of its own."""
    after = stream.skip(time.end, "since_word")
    if stream.is_sign(after, "من"):
        after += 1
    if stream.get(after, "part_adverb", "part_noun") or stream.get(after, "part_definite") or part(stream, after):
        return True
    written_in_full = ":" in stream.word(place)
    if written_in_full:
        return opened is not None or stream.marked or beside_day or stream.starts_line(at) or place > at
    explicit = opened is not None and (stream.get(at, "clock_word") is not None or _has_clock_word(stream, at, place))
    return explicit or (stream.marked and stream.get(place, "hour") is not None)


def _has_clock_word(stream: Stream, at: int, place: int) -> bool:
    words = stream.words[at:place]
    return "الساعه" in words or (bool({"عند", "تمام"} & set(words)) and stream.get(place, "hour") is not None)


def _time(stream: Stream, at: int) -> Hit | None:
    """Hour and minute."""
    if match := _DIGITS.fullmatch(stream.word(at)):
        hour, minute = int(match[1]), int(match[2])
        return Hit((hour % 24, minute), at + 1) if hour < 25 and minute < 60 else None
    number = stream.integer(at)
    hour_word = stream.get(at, "hour")
    if hour_word is None and not (number is not None and 0 <= number <= 24):
        return None
    hour = hour_word.payload if hour_word else number or 0
    end = hour_word.end if hour_word else at + 1
    if stream.is_sign(end, "و") and (fraction := stream.get(end + 1, "fraction")):
        return Hit((hour % 24, fraction.payload), fraction.end)
    return Hit((hour % 24, 0), end)


def part(stream: Stream, at: int, beside_day: bool = False) -> Hit | None:
    """A part of the day: adverbs and definite forms stand alone, nouns wait for their day (`bare_part`)."""
    prefix = stream.get(at, "after_midnight", "part_prefix")
    midnight = stream.get(at, "after_midnight")
    if prefix and (found := _part_at(stream, prefix.end, beside_day, prefixed=True)):
        after = midnight is not None and found.payload.part == "night"
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
    return Hit(Moment(part=definite.payload), definite.end)
