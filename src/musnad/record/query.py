"""The one filter grammar of command line, API, site, feeds and saved searches.

`type= actor= place= near=lat,lon,km from= to= weapon= grade= source= killed_min= state= q=`; each narrows, a comma
between codes means either. `select` gives events whatever their state, `published` those that the public may see.
"""

import datetime as dt
import math
import os
from collections.abc import Callable, Mapping

from django.db.models import Q, QuerySet

from musnad.codebook import codebook
from musnad.errors import RecordError
from musnad.merge.distance import kilometres
from musnad.record.models import Event
from musnad.record.search import search

KM_A_DEGREE = 111.195
"""Kilometres of a degree of latitude, on a sphere of 6,371 km."""
DELAY_HOURS = 72
"""How long publication waits from the end of an event, unless MUSNAD_PUBLICATION_DELAY (hours) says otherwise."""
Events = QuerySet[Event]


class FilterError(RecordError):
    """A filter that cannot be used; `field` says which."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(f"{field}: {message}")
        self.field = field


def select(filters: Mapping[str, str]) -> Events:
    """Events that hold claims and pass all filters, the latest first; FilterError names the filter at fault."""
    found = Event.objects.filter(merged_into=None, reports__gt=0)
    for field, told in filters.items():
        if field not in _FILTERS:
            raise FilterError(field, f"no such filter; there are {', '.join(_FILTERS)}")
        found = _FILTERS[field](found, told.strip())
    return found.order_by("-start", "-number")


def published(now: dt.datetime | None = None, machine: bool = False) -> Events:
    """Events that the public may see: reviewed, and long enough past; with `machine` those that only it has read too.

    The delay counts from the event's end, else from the day of its first report. An event whose claims changed after a
    person looked stays as it was decided; its page says that it waits for another look.
    """
    day = ((now or dt.datetime.now(dt.UTC)) - dt.timedelta(hours=delay())).date()
    states = ("reviewed", "machine") if machine else ("reviewed",)
    past = Q(end__lte=day) | Q(end=None, reported__lte=day)
    return Event.objects.filter(past, merged_into=None, reports__gt=0, state__in=states)


def delay() -> float:
    """The hours for which publication waits; RecordError where the setting is no number of hours from 0."""
    told = os.environ.get("MUSNAD_PUBLICATION_DELAY", str(DELAY_HOURS))
    try:
        hours = float(told)
    except ValueError:
        hours = -1.0
    if not 0 <= hours < math.inf:
        raise RecordError(f"MUSNAD_PUBLICATION_DELAY: {told!r} is no number of hours")
    return hours


def _type(found: Events, told: str) -> Events:
    book = codebook()
    subs = {entry.code.casefold(): entry.code for entry in book.sub_event_types.values()}
    types = {entry.code.casefold() for entry in book.event_types.values()}
    named = [part.strip().casefold() for part in told.split(",")]
    for part in named:
        if part not in subs and part not in types:
            raise FilterError("type", f"{part!r} is no type of the codebook")
    within = {entry.code for entry in book.sub_event_types.values() if entry.event_type.code.casefold() in named}
    return found.filter(sub_event_type__in=within | {subs[part] for part in named if part in subs})


def _actor(found: Events, told: str) -> Events:
    by_id = Q(parts__actor__id=told) | Q(parts__actor__registry_id=told)
    return found.filter(by_id | Q(parts__actor__name__icontains=told)).distinct()


def _place(found: Events, told: str) -> Events:
    if len(told) == 2 and told.isascii():
        return found.filter(country=told.upper())
    return found.filter(Q(place__id=told) | Q(place__registry_id=told) | Q(place_name__icontains=told))


def _near(found: Events, told: str) -> Events:
    try:
        latitude, longitude, km = (float(part) for part in told.split(","))
    except ValueError:
        raise FilterError("near", f"{told!r} is not latitude,longitude,kilometres") from None
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180 and 0 < km <= 20_000):
        raise FilterError("near", f"{told!r} is no place on earth, or no distance")
    box = found.filter(_box("latitude", latitude, km / KM_A_DEGREE, 90) & _around(latitude, longitude, km))
    ids = [
        key
        for key, lat, lon in box.values_list("id", "latitude", "longitude")
        if (apart := kilometres((latitude, longitude), (lat, lon))) is not None and apart <= km
    ]
    return found.filter(id__in=ids)


def _around(latitude: float, longitude: float, km: float) -> Q:
    """The meridians that a circle lies between; all of them near a pole."""
    width = math.cos(math.radians(min(abs(latitude) + km / KM_A_DEGREE, 90.0)))
    degrees = km / (KM_A_DEGREE * width) if width > 1e-6 else 360.0
    if degrees >= 180:
        return Q(longitude__isnull=False)
    inside = _box("longitude", longitude, degrees, 360)
    for turn in (-360, 360):
        if not -180 <= longitude + math.copysign(degrees, turn) <= 180:
            inside |= _box("longitude", longitude - turn, degrees, 540)
    return inside


def _box(column: str, middle: float, width: float, most: float) -> Q:
    low, high = max(middle - width, -most), min(middle + width, most)
    return Q(**{f"{column}__gte": low, f"{column}__lte": high})


def _from(found: Events, told: str) -> Events:
    return found.filter(end__gte=_day("from", told))


def _to(found: Events, told: str) -> Events:
    return found.filter(start__lte=_day("to", told))


def _day(field: str, told: str) -> dt.date:
    try:
        return dt.date.fromisoformat(told)
    except ValueError:
        raise FilterError(field, f"{told!r} is no day (YYYY-MM-DD)") from None


def _weapon(found: Events, told: str) -> Events:
    either = Q()
    for code in _codes("weapon", told, codebook().weapons):
        either |= Q(weapons__contains=f"|{code}|")
    return found.filter(either)


def _grade(found: Events, told: str) -> Events:
    return found.filter(grade__in=_codes("grade", told, codebook().certainty_grades))


def _state(found: Events, told: str) -> Events:
    return found.filter(state__in=_codes("state", told, codebook().publication_states))


def _codes(field: str, told: str, known: Mapping[str, object]) -> list[str]:
    named = [part.strip() for part in told.split(",")]
    for part in named:
        if part not in known:
            raise FilterError(field, f"{part!r} is none of {', '.join(known)}")
    return named


def _source(found: Events, told: str) -> Events:
    by_outlet = Q(claims__article__outlet__name__icontains=told, claims__standing=True)
    return found.filter(by_outlet | Q(claims__article__id=told, claims__standing=True)).distinct()


def _killed_min(found: Events, told: str) -> Events:
    if not told.isdecimal():
        raise FilterError("killed_min", f"{told!r} is no number")
    return found.filter(killed__gte=int(told))


def _words(found: Events, told: str) -> Events:
    return found.filter(id__in=search(told).values("id"))


_FILTERS: dict[str, Callable[[Events, str], Events]] = {
    "type": _type,
    "actor": _actor,
    "place": _place,
    "near": _near,
    "from": _from,
    "to": _to,
    "weapon": _weapon,
    "grade": _grade,
    "source": _source,
    "killed_min": _killed_min,
    "state": _state,
    "q": _words,
}
