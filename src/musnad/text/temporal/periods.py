"""Weeks, months, years and seasons, and stretches of them: `الأسبوع الماضي`, `مطلع الشهر`, `صيف 2014`."""

from dataclasses import replace
from typing import Any

from musnad.text.temporal.numeric import year
from musnad.text.temporal.stream import Hit, Stream, remembered
from musnad.text.temporal.values import Moment, Shift

_SHIFTS = {
    "past": Shift(-1),
    "before_past": Shift(-2),
    "this": Shift(0),
    "next": Shift(1),
    "after_next": Shift(2),
    "same": Shift(0, "focus"),
    "following": Shift(1, "focus"),
    "previous": Shift(-1, "focus"),
}


def period(stream: Stream, at: int, unit: str | None = None, bare: bool = False) -> Hit | None:
    """`الشهر الماضي`, `هذا الأسبوع`, `العام نفسه`: one unit (`unit`, if given) tied to the base by a word.

    With `bare`, the noun alone counts too: the one in focus.
    """
    before = stream.get(at, "which_before")
    noun = stream.get(before.end if before else at, *(_NOUNS if before else _NOUNS[:1]))
    field = _unit_of(noun)
    if noun is None or field not in ("week", "month", "year") or (unit and field != unit):
        return None
    if stream.get(noun.end, "guard_after_unit"):
        return None
    if after := stream.get(noun.end, "which"):
        return _with(field, _SHIFTS[after.payload], after.end)
    if before:
        return _with(field, _SHIFTS[before.payload], noun.end)
    return _with(field, Shift(0, "focus"), noun.end) if bare else None


_NOUNS = ("the_one", "unit")


def _unit_of(noun: Hit | None) -> str | None:
    """The unit of a single thing: `الأسبوع`, `أسبوع`, not `أسابيع`."""
    if noun is None or isinstance(noun.payload, str):
        return noun and noun.payload
    unit, count = noun.payload
    return unit if count == 1 else None


def _with(field: str, shift: Shift, end: int) -> Hit:
    fields: dict[str, Any] = {field: shift}
    return Hit(Moment(**fields), end)


@remembered
def season(stream: Stream, at: int) -> Hit | None:
    """A season with its year or modifier: `صيف 2014`, `شتاء العام الماضي`, `الصيف الماضي`."""
    name = stream.get(at, "season", "season_definite")
    if name is None:
        return None
    value = Moment(season=name.payload)
    place = stream.skip(stream.skip(name.end, "of"), "year_word")
    if (number := year(stream, place)) and number.payload[0] == "gregorian":
        return _season_of(stream, value, number)
    if found := period(stream, stream.skip(name.end, "of"), "year", bare=False):
        return Hit(replace(value, year=found.payload.year), found.end)
    if which := stream.get(name.end, "which"):
        return Hit(replace(value, which=which.payload), which.end)
    alone = stream.get(at, "season_definite") and (stream.marked or stream.get(at - 1, "date_preposition"))
    return Hit(value, name.end) if alone else None


def _season_of(stream: Stream, value: Moment, number: Hit) -> Hit:
    """A season of one year, or the winter that two years share (`شتاء 2013-2014`)."""
    second = year(stream, number.end + 1) if stream.get(number.end, "dash", "slash") else None
    if second and second.payload == ("gregorian", number.payload[1] + 1):
        return Hit(
            replace(value, year=second.payload[1] if value.season == "winter" else number.payload[1]), second.end
        )
    return Hit(replace(value, year=number.payload[1]), number.end)
