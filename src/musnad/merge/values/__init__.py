"""The values of an event, chosen from its claims by open rules; every claim's own value stands beside them."""

from functools import cache
from pathlib import Path

from musnad.codebook import Entry
from musnad.codebook.loader import read_entries
from musnad.merge.values.build import values_of
from musnad.merge.values.pins import FIELDS, PinError
from musnad.merge.values.sides import sides
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
    Said,
    SourceValue,
    Toll,
)

__all__ = [
    "FIELDS",
    "Actors",
    "Chosen",
    "DateSpan",
    "EventValues",
    "Figure",
    "Item",
    "Listed",
    "Party",
    "PinError",
    "PlaceValue",
    "Said",
    "SourceValue",
    "Toll",
    "rules",
    "sides",
    "values_of",
]


@cache
def rules() -> dict[str, Entry]:
    """The rules by which values are shown, with their labels in both languages."""
    return read_entries(Path(__file__).parent / "rules.yaml", Entry)
