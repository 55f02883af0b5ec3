"""Points beside a named place: so many kilometres off it, on one side of it, or in its northern (southern, …) part."""

import math
from bisect import bisect_left

from musnad.extract.toponyms import PlaceMention
from musnad.registry.places import Place, provinces
from musnad.text.document import Document
from musnad.text.normalise import fold
from musnad.text.numerals import read_numerals

Point = tuple[float, float]
KM_A_DEGREE = 111.2
# How far a compass point moves a place's point, in km, by the place's precision.
SHIFT_KM = {"site": 2.0, "town": 8.0, "district": 12.0, "province": 30.0, "country": 150.0}
KM_A_UNIT = {
    fold(word): km
    for km, words in {
        1.0: "كيلومتر كيلومترا كيلومترات كيلومترين كيلو كلم كم",
        1.609: "ميل ميلا أميال ميلين",
        1.852: "عقدة",
    }.items()
    for word in words.split()
}
TWO = {fold(word): 2 * KM_A_UNIT[fold(word)] for word in ("كيلومترين", "ميلين")}
# Words between a distance and the place it is told from, and how many of them there may be.
LINKING = frozenset(map(fold, "إلى من عن في باتجاه فقط تقريبا بحري بحرية بحريا".split()))
MAX_LINKING = 2
MARITIME = frozenset(map(fold, "بحري بحرية بحريا".split()))


def distance_before(document: Document, mention: PlaceMention) -> float | None:
    """The km told right before a mention (`على بعد 40 كيلومترا غرب الرمادي`), None where none is."""
    at, factor = document.token_index(mention.span.start) - 1, 1.0
    for _ in range(MAX_LINKING):
        if at >= 0 and document.tokens[at].fold in LINKING:
            factor = KM_A_UNIT["عقده"] / KM_A_UNIT["ميل"] if document.tokens[at].fold in MARITIME else factor
            at -= 1
    if at < 1 or (unit := KM_A_UNIT.get(document.tokens[at].fold)) is None:
        return None
    if (two := TWO.get(document.tokens[at].fold)) is not None:
        return two * factor
    numerals = read_numerals(document)
    found = bisect_left(numerals, at, key=lambda numeral: numeral.last)
    if found < len(numerals) and numerals[found].last == at:
        return float(numerals[found].value) * unit * factor
    return None


def moved(place: Place, compass: str, km: float | None = None) -> Point | None:
    """The point of a place's part on one side, or `km` off it; for a country the middle of its units there."""
    if place.lat is None or place.lon is None:
        return None
    north = ("north" in compass) - ("south" in compass)
    east = ("east" in compass) - ("west" in compass)
    if km is None and place.kind == "country" and (middle := _part_of_country(place, north, east)) is not None:
        return middle
    along = (SHIFT_KM[place.precision] if km is None else km / math.hypot(north, east)) / KM_A_DEGREE
    return place.lat + along * north, place.lon + along * east / math.cos(math.radians(place.lat))


def _part_of_country(country: Place, north: int, east: int) -> Point | None:
    units = provinces(country.country)
    if len(units) < 3:
        return None
    along = sorted(units, key=lambda p: north * (p.lat or 0) + east * (p.lon or 0))[-max(2, len(units) // 3) :]
    return sum(p.lat or 0 for p in along) / len(along), sum(p.lon or 0 for p in along) / len(along)


def is_compass(relation: str | None) -> bool:
    """Whether a relation names a side."""
    return (relation or "")[:5] in ("north", "south") or relation in ("east", "west")
