"""The places and actors that an article names, each once, with every place in the text where it is named."""

from collections.abc import Iterable

from musnad.extract.candidates import Argument
from musnad.schema import ActorRef, Entity, PlaceRef


def entities_of(arguments: Iterable[Argument]) -> list[Entity]:
    """One entity for each place or actor among the arguments, in order of first mention."""
    found: dict[tuple[str, str], Entity] = {}
    for argument in arguments:
        value = argument.mention
        if not isinstance(value, PlaceRef | ActorRef):
            continue
        kind = "place" if isinstance(value, PlaceRef) else "actor"
        key = (kind, value.registry_id or value.name)
        if key not in found:
            number = f"n{len(found) + 1}"
            found[key] = Entity(id=number, kind=kind, name=value.name, spans=[], registry_id=value.registry_id)  # type: ignore[arg-type]
        found[key].spans.append(value.span)
    return list(found.values())
