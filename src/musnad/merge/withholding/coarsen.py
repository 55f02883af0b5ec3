"""Coarsens where something happened: to the centre of a cell, of a first-level unit, to a country, to nothing.

The same place always becomes the same cell, without chance, so that two looks at it tell no more than one.
"""

import math
from collections.abc import Iterable, Iterator
from functools import cache

from musnad.merge.claims import Claim
from musnad.merge.values import PlaceValue
from musnad.merge.values.places import FINENESS
from musnad.merge.withholding.redact import MARK
from musnad.merge.withholding.rules import Level
from musnad.registry.matcher import stream_of
from musnad.registry.places import Place, country_names, kept_with_gazetteer, place, place_matcher, places, provinces
from musnad.text.document import Document

LEVELS: tuple[Level, ...] = ("0.1", "0.5", "admin1", "country", "none")
"""From the finest to the coarsest."""
CELLS = {"0.1": 0.1, "0.5": 0.5}
"""Degrees: about 11 and 55 km from north to south."""
TOLD = {"0.1": "province", "0.5": "province", "admin1": "province", "country": "country", "none": None}
"""The finest precision whose names may still be told; None where none may."""
DIGITS = 4
MOST_CUE = 1
"""Names of the gazetteer that need more of a cue than this are mostly words of the language, and stay."""


def coarsest(levels: Iterable[Level]) -> Level | None:
    """The coarsest of some levels, None where there are none."""
    return max(levels, key=LEVELS.index, default=None)


def coarsened(value: PlaceValue, level: Level) -> PlaceValue | None:
    """A place at a level; what is as coarse already stays as it is."""
    if level == "none":
        return None
    if level == "country" or (level == "admin1" and value.admin1 is None and _is_hidden(value, level)):
        return _country(value)
    if not _is_hidden(value, level):
        return value
    return _unit(value) if level == "admin1" else _cell(value, level)


def _is_hidden(value: PlaceValue, level: Level) -> bool:
    told = TOLD[level]
    return told is None or FINENESS[value.precision] < FINENESS[told]


def _cell(value: PlaceValue, level: Level) -> PlaceValue:
    """The centre of the cell that holds the point; the name is that of the first-level unit."""
    name = value.admin1 or country_names().get(value.country or "", MARK)
    size = CELLS[level]
    return PlaceValue(
        name=name,
        country=value.country,
        admin1=value.admin1,
        lat=_centre(value.lat, size),
        lon=_centre(value.lon, size),
        precision="district" if level == "0.1" else "province",
    )


def _centre(degrees: float | None, size: float) -> float | None:
    """The middle of the cell that holds a coordinate; that of a middle is the middle."""
    return None if degrees is None else round((math.floor(round(degrees / size, 6)) + 0.5) * size, DIGITS)


def _unit(value: PlaceValue) -> PlaceValue:
    centre = _centres(value.country or "").get(value.admin1 or "")
    return PlaceValue(
        name=value.admin1 or MARK,
        country=value.country,
        admin1=value.admin1,
        lat=centre.lat if centre else None,
        lon=centre.lon if centre else None,
        precision="province",
        registry_id=centre.id if centre else None,
    )


@kept_with_gazetteer
def _centres(country: str) -> dict[str, Place]:
    return {found.admin1 or found.name_en: found for found in provinces(country)}


def _country(value: PlaceValue) -> PlaceValue:
    return PlaceValue(name=country_names().get(value.country or "", MARK), country=value.country, precision="country")


@kept_with_gazetteer
def places_by_id() -> dict[str, Place]:
    """The gazetteer's places by id."""
    return {found.id: found for found in places()}


def kinds_of(claims: Iterable[Claim], shown: PlaceValue | None) -> frozenset[str]:
    """The gazetteer's kinds of the places that claims name, and of the one that is shown."""
    ids = {told.registry_id for claim in claims for told in claim.event.places}
    ids.add(shown.registry_id if shown else None)
    return frozenset(places_by_id()[one].kind for one in ids if one is not None and one in places_by_id())


def hidden_names(claims: Iterable[Claim], shown: PlaceValue | None, level: Level) -> Iterator[str]:
    """Every name of the places that a level hides: as read, in English, and all that the gazetteer has."""
    for claim in claims:
        for told in claim.event.places:
            value = PlaceValue(name=told.name, precision=told.precision, registry_id=told.registry_id)
            if _is_hidden(value, level):
                yield from (told.quote, *_names(value))
    if shown is not None and _is_hidden(shown, level) and not _is_coarse(shown):
        yield from _names(shown)


def _is_coarse(value: PlaceValue) -> bool:
    """Whether a place has the name of the unit or country that it lies in, as one that was coarsened."""
    return value.registry_id is None and value.name in (value.admin1, country_names().get(value.country or "", MARK))


def _names(value: PlaceValue) -> Iterator[str]:
    if value.name != MARK:
        yield value.name
    found = places_by_id().get(value.registry_id or "")
    if found is not None:
        yield from (found.name_en, *found.names_ar, *found.aliases_en)


def places_in(text: str, countries: frozenset[str], level: Level) -> Iterator[tuple[int, int]]:
    """Where a text names places of some countries that a level hides, as offsets."""
    document = Document(text)
    stream = stream_of(document)
    for match in place_matcher().find(stream):
        if any(_tells(place(key), countries, level) for key in match.keys):
            span = stream.span(match.first, match.last)
            yield span.start, span.end


@cache
def _told(level: Level) -> int:
    told = TOLD[level]
    return len(FINENESS) if told is None else FINENESS[told]


def _tells(found: Place, countries: frozenset[str], level: Level) -> bool:
    near = not countries or found.country in countries
    return near and found.needs_cue <= MOST_CUE and FINENESS[found.precision] < _told(level)
