"""Kinds of places: which a head noun is content with, and how far apart two places lie."""

from musnad.registry.further import kilometres as kilometres_between
from musnad.registry.places import Place

# Kinds of the gazetteer that a head noun's kind is content with, besides its own.
COMPATIBLE: dict[str, frozenset[str]] = {
    "town": frozenset({"capital", "town", "village", "camp", "neighbourhood"}),
    "district": frozenset({"district", "border_area", "town", "village", "neighbourhood", "mountain"}),
    "base": frozenset({"base", "airbase", "camp"}),
    "airbase": frozenset({"base", "airbase", "airport"}),
    "airport": frozenset({"airport", "airbase"}),
    "oil_field": frozenset({"oil_field", "gas_field"}),
    "port": frozenset({"port", "oil_terminal"}),
    "sea": frozenset({"sea", "strait"}),
    "province": frozenset({"province"}),
    "neighbourhood": frozenset({"neighbourhood", "square", "town", "village"}),
    "camp": frozenset({"camp", "town", "village"}),
}
# Heads of places inside a town.
STREETS = frozenset({"neighbourhood", "road", "market", "mosque", "church", "university", "hospital"})


def kilometres(one: Place, other: Place) -> float | None:
    """Distance between two places, None where one has no point."""
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return None
    return kilometres_between((one.lat, one.lon), (other.lat, other.lon))
