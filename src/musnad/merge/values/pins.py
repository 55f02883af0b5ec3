"""Values that an editor set, by the field that shows them; what the claims say stays beside them.

| field | value |
| --- | --- |
| `sub_event_type`, `responsibility`, `grade` | a code of the codebook |
| `denied` | true or false |
| `date` | `{start, end, precision}`, or null for unknown |
| `place` | `{name, country, admin1, lat, lon, precision, registry_id}`, or null for unknown |
| `actors.claimed`, `actors.blamed`, `actors.stated`, `targets` | a list of `{name, registry_id, actor_type}` |
| `weapons` | a list of codes of the codebook |
| `casualties.STATUS`, `casualties.STATUS.SIDE` | `{low, best, high}`; `high` null where nothing bounds it |
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import msgspec

from musnad.codebook import codebook
from musnad.errors import MusnadError
from musnad.merge.grade import Grade
from musnad.merge.values.parties import identity
from musnad.merge.values.sides import ALL, sides
from musnad.merge.values.structs import (
    Actors,
    Chosen,
    DateSpan,
    EventValues,
    Figure,
    Item,
    Listed,
    Party,
    PlaceValue,
)

RULE = "editor"


class PinError(MusnadError):
    """A value that an editor cannot set: names the `field` and says what is wrong with the value."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(f"{field}: {message}")
        self.field, self.message = field, message


class Bounds(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An editor's figure; `high` is None where nothing bounds it."""

    low: int
    best: int
    high: int | None = None


def pinned(values: EventValues, pins: Mapping[str, object]) -> EventValues:
    """The values with those that an editor set; raises `PinError` for an unknown field or a value that is none."""
    for field in sorted(pins):
        values = _setter(field)(values, field, pins[field])
    return values


def _setter(field: str) -> Callable[[EventValues, str, object], EventValues]:
    if field in _SETTERS:
        return _SETTERS[field]
    if field.startswith("casualties."):
        return _figure
    raise PinError(field, "is no field that can be set")


def _converted(field: str, value: object, kind: Any) -> Any:
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        raise PinError(field, str(error)) from None


def _code(field: str, value: object, codes: Iterable[str]) -> str:
    held = _converted(field, value, str)
    if held not in codes:
        raise PinError(field, f"{held!r} is no code of the codebook")
    return str(held)


def _type(values: EventValues, field: str, value: object) -> EventValues:
    types = codebook().sub_event_types
    code = _code(field, value, types)
    chosen = Chosen(shown=code, rule=RULE, said=values.sub_event_type.said)
    return _with(values, sub_event_type=chosen, event_type=types[code].event_type.code)


def _responsibility(values: EventValues, field: str, value: object) -> EventValues:
    code = _code(field, value, codebook().responsibilities)
    return _with(values, responsibility=Chosen(shown=code, rule=RULE, said=values.responsibility.said))


def _denied(values: EventValues, field: str, value: object) -> EventValues:
    shown = _converted(field, value, bool)
    return _with(values, denied=Chosen(shown=shown, rule=RULE, said=values.denied.said))


def _date(values: EventValues, field: str, value: object) -> EventValues:
    shown = _converted(field, value, DateSpan | None)
    if shown is not None and shown.end < shown.start:
        raise PinError(field, "ends before it begins")
    return _with(values, date=Chosen(shown=shown, rule=RULE, said=values.date.said))


def _place(values: EventValues, field: str, value: object) -> EventValues:
    shown = _converted(field, value, PlaceValue | None)
    if shown is not None and not _is_point(shown):
        raise PinError(field, "has no point on earth: give both lat (-90 to 90) and lon (-180 to 180), or neither")
    return _with(values, place=Chosen(shown=shown, rule=RULE, said=values.place.said))


def _is_point(place: PlaceValue) -> bool:
    if place.lat is None or place.lon is None:
        return place.lat is None and place.lon is None
    return -90 <= place.lat <= 90 and -180 <= place.lon <= 180


def _grade(values: EventValues, field: str, value: object) -> EventValues:
    _code(field, value, codebook().certainty_grades)
    held = msgspec.structs.asdict(values.grade) | {"shown": value, "reason": RULE, "rule": RULE}
    return _with(values, grade=Grade(**held))


def _targets(values: EventValues, field: str, value: object) -> EventValues:
    return _with(values, targets=_parties(values.targets, field, value))


def _actors(values: EventValues, field: str, value: object) -> EventValues:
    part = field.partition(".")[2]
    held = msgspec.structs.asdict(values.actors)
    return _with(values, actors=Actors(**held | {part: _parties(held[part], field, value)}))


def _parties(listed: Listed[Party], field: str, value: object) -> Listed[Party]:
    told = {identity(item.value): item for item in listed.shown}
    shown = _converted(field, value, list[Party])
    return Listed(shown=_items(shown, told, identity), rule=RULE, said=listed.said)


def _weapons(values: EventValues, field: str, value: object) -> EventValues:
    codes = [_code(field, one, codebook().weapons) for one in _converted(field, value, list[str])]
    told = {item.value: item for item in values.weapons.shown}
    shown = _items(codes, told, str)
    return _with(values, weapons=Listed(shown=shown, rule=RULE, said=values.weapons.said))


def _items(shown: Iterable[Any], told: Mapping[str, Item[Any]], key: Callable[[Any], str]) -> tuple[Item[Any], ...]:
    """What an editor lists, each with the reports that name it too."""
    found = [(one, told.get(key(one))) for one in shown]
    return tuple(
        Item(value=one, reports=item.reports if item else 0, claims=item.claims if item else ()) for one, item in found
    )


def _figure(values: EventValues, field: str, value: object) -> EventValues:
    status, side = _counted(field)
    bounds = _converted(field, value, Bounds)
    if not 0 <= bounds.low <= bounds.best <= (bounds.best if bounds.high is None else bounds.high):
        raise PinError(field, "must rise from low to best to high, none below 0")
    held = values.figure(status, side)
    figure = Figure(
        status=status,
        side=side,
        low=bounds.low,
        best=bounds.best,
        high=bounds.high,
        rule=RULE,
        said=held.said if held else (),
    )
    others = [one for one in values.casualties if one is not held]
    return _with(values, casualties=tuple(sorted((*others, figure), key=_order)))


def _counted(field: str) -> tuple[str, str]:
    """The status and side that a field names."""
    status, _, side = field.removeprefix("casualties.").partition(".")
    if status not in codebook().casualty_statuses:
        raise PinError(field, f"{status!r} is no casualty status of the codebook")
    if side and side not in sides():
        raise PinError(field, f"{side!r} is no side that figures are told of")
    return status, side or ALL


def _order(figure: Figure) -> tuple[int, bool, str, str]:
    """Statuses as in the codebook, everybody's figure before those of sides."""
    codes = list(codebook().casualty_statuses)
    rank = codes.index(figure.status) if figure.status in codes else len(codes)
    return rank, figure.side != ALL, figure.side, figure.of or ""


def _with(values: EventValues, **changed: Any) -> EventValues:
    return msgspec.structs.replace(values, **changed)


_SETTERS: dict[str, Callable[[EventValues, str, object], EventValues]] = {
    "sub_event_type": _type,
    "responsibility": _responsibility,
    "denied": _denied,
    "date": _date,
    "place": _place,
    "grade": _grade,
    "targets": _targets,
    "actors.claimed": _actors,
    "actors.blamed": _actors,
    "actors.stated": _actors,
    "weapons": _weapons,
}
FIELDS = (*_SETTERS, "casualties.STATUS", "casualties.STATUS.SIDE")
"""Every field that an editor can set."""
