"""Where an event happened, from what its claims say."""

from collections.abc import Mapping, Sequence

import msgspec

from musnad.merge import distance
from musnad.merge.claims import Claim
from musnad.merge.values.choose import Scale, settle
from musnad.merge.values.reports import Reports, bare
from musnad.merge.values.structs import Chosen, PlaceValue, Said
from musnad.schema.reading import PlaceRef

FINENESS = {"site": 0, "town": 1, "district": 2, "province": 3, "country": 4}
REACH_KM = {"site": 0.0, "town": 8.0, "district": 25.0, "province": 80.0}
"""How far from the point of a place lies what is still in it, by precision; a province counts by its name first."""
Key = tuple[str, str, int]
"""A place's identity: the registry's id or its folded name, its country, its fineness."""


class _Told(msgspec.Struct):
    """What is told of one place: its best value, who names it, for whom it is the finest, and how sure it is."""

    value: PlaceValue
    confidence: float
    finest: int = 0


class Where:
    """The places of all claims, and which holds which."""

    def __init__(self, claims: Sequence[Claim], reports: Reports) -> None:
        self.reports = reports
        self.told: dict[Key, _Told] = {}
        self.within: set[tuple[Key, Key]] = set()
        self._ids = _ids([claim for claim, bit in zip(claims, reports.bits, strict=True) if bit])
        for claim, bit in zip(claims, reports.bits, strict=True):
            if bit and claim.event.places:
                self._add(claim.event.places, bit)

    def _add(self, places: Sequence[PlaceRef], bit: int) -> None:
        keys = [self.key(place) for place in places]
        finest = min(key[2] for key in keys)
        for key, place in zip(keys, places, strict=True):
            held = self._held(key, place)
            held.finest |= bit if key[2] == finest else 0
        for one in keys:
            self.within.update((one, other) for other in keys if one[2] > other[2])

    def _held(self, key: Key, place: PlaceRef) -> _Told:
        value = value_of(place)
        held = self.told.setdefault(key, _Told(value, place.confidence))
        if _worth(value, place.confidence) > _worth(held.value, held.confidence):
            held.value, held.confidence = value, place.confidence
        return held

    def key(self, place: PlaceRef) -> Key:
        """The identity of a place; a name without an id is that of the place of the same name that has one."""
        plain = _plain(place)
        return (place.registry_id or self._ids.get(plain) or plain[0], plain[1], plain[2])

    def holds(self, a: Key, b: Key) -> bool:
        """Whether `b` lies in `a` and is finer: some claim names both, or country, province or distance say so."""
        if a[2] <= b[2]:
            return False
        return (a, b) in self.within or _contains(self.told[a].value, self.told[b].value)

    def order(self, key: Key) -> tuple[int, float, Key]:
        """The finest first, then the surest."""
        return key[2], -self.told[key].confidence, key

    def settle(self) -> tuple[Key, str]:
        """The place to show, and the rule that chose it."""
        finest = {key: told.finest for key, told in self.told.items() if told.finest}
        sure = {key: told.confidence for key, told in self.told.items()}
        wider = [key for key in self.told if key not in finest]
        return settle(finest, self.reports, Scale(self.holds, self.holds, self.order), sure, wider)


def chosen_place(claims: Sequence[Claim], reports: Reports, said: Sequence[Said[PlaceValue]]) -> Chosen[PlaceValue]:
    """The place to show, with the point of a place that the registry knows where one of its name is linked to it."""
    where = Where(claims, reports)
    if not where.told:
        return Chosen(said=tuple(said))
    shown, rule = where.settle()
    apart = any(told.finest and not _goes_with(where, key, shown) for key, told in where.told.items())
    return Chosen(shown=where.told[shown].value, rule=rule, said=tuple(said), contradicted=apart)


def _goes_with(where: Where, key: Key, shown: Key) -> bool:
    return key == shown or where.holds(key, shown) or where.holds(shown, key)


def value_of(place: PlaceRef) -> PlaceValue:
    """A place as the record holds it."""
    return PlaceValue(
        name=place.name,
        country=place.country,
        admin1=place.admin1,
        lat=place.lat,
        lon=place.lon,
        precision=place.precision,
        registry_id=place.registry_id,
    )


def _plain(place: PlaceRef) -> Key:
    return bare(place.name) or bare(place.quote), place.country or "", FINENESS[place.precision]


def _ids(claims: Sequence[Claim]) -> Mapping[Key, str]:
    """The registry's ids by name, country and precision; of several the first in the alphabet."""
    found: dict[Key, str] = {}
    for claim in claims:
        for place in claim.event.places:
            if place.registry_id is not None:
                plain = _plain(place)
                found[plain] = min(found.get(plain, place.registry_id), place.registry_id)
    return found


def _worth(value: PlaceValue, confidence: float) -> tuple[bool, bool, bool, float, str]:
    """Of values of one place the one that the registry knows, then that with a point, is shown."""
    return value.registry_id is not None, value.lat is not None, value.admin1 is not None, confidence, repr(value)


def _contains(a: PlaceValue, b: PlaceValue) -> bool:
    if a.country and b.country and a.country != b.country:
        return False
    if a.precision == "country":
        return a.country is not None and a.country == b.country
    if a.precision == "province" and a.admin1 and b.admin1:
        return a.admin1 == b.admin1
    apart = kilometres(a, b)
    return apart is not None and apart <= REACH_KM[a.precision]


def kilometres(a: PlaceValue, b: PlaceValue) -> float | None:
    """The distance of two places' points, None where one has none."""
    return distance.kilometres((a.lat, a.lon), (b.lat, b.lon))
