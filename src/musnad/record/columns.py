"""The columns of an event that repeat what is searched by, from its values."""

from collections.abc import Iterator
from typing import Any

from musnad.merge.values import EventValues
from musnad.merge.values.structs import Listed, Party, PlaceValue
from musnad.resolve.provisional import provisional_id
from musnad.text.normalise import fold

COLUMNS = (
    "sub_event_type",
    "start",
    "end",
    "country",
    "place_name",
    "latitude",
    "longitude",
    "killed",
    "weapons",
    "grade",
    "reports",
    "reported",
)
"""What the history follows of an event's values, and search narrows by."""


def columns(values: EventValues) -> dict[str, Any]:
    """What each column holds."""
    date, place, killed = values.date.shown, place_of(values), values.figure("killed")
    weapons = [item.value for item in values.weapons.shown]
    return {
        "sub_event_type": values.sub_event_type.shown or "",
        "start": date and date.start,
        "end": date and date.end,
        "country": (place and place.country) or "",
        "place_name": place.name if place else "",
        "latitude": place and place.lat,
        "longitude": place and place.lon,
        "killed": killed and killed.best,
        "weapons": f"|{'|'.join(sorted(weapons))}|" if weapons else "",
        "grade": values.grade.shown,
        "reports": values.sources_count,
        "reported": values.first_published,
    }


def place_of(values: EventValues) -> PlaceValue | None:
    """The place that is shown."""
    return values.place.shown


def actors_of(values: EventValues) -> Iterator[tuple[str, str, str]]:
    """Part, identity and name of each actor and target, each part once: the registry's id, or one made of the name."""
    listed: tuple[tuple[str, Listed[Party]], ...] = (
        ("claimed", values.actors.claimed),
        ("blamed", values.actors.blamed),
        ("stated", values.actors.stated),
        ("target", values.targets),
    )
    for part, parties in listed:
        for item in parties.shown:
            yield part, identity_of(item.value), item.value.name


def identity_of(party: Party) -> str:
    """The registry's id, the provisional one of a group that it lacks, else the folded name."""
    return party.registry_id or provisional_id(party.name) or f"name:{fold(party.name)}"
