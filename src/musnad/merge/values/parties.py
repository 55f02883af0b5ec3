"""Fields of several values: actors, targets, weapons and sources, each value with how many reports name it."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import TypeVar

from musnad.merge.claims import Claim
from musnad.merge.values.reports import Reports, bare
from musnad.merge.values.structs import Actors, Item, Listed, Party, Said, SourceValue
from musnad.schema.reading import ActorRef, Event

V = TypeVar("V")
Part = Callable[[Event], Sequence[ActorRef]]
Row = tuple[Said[V], int]
"""What a claim says, and the bit of its report."""
BESIDE = "، "
"""Stands between the sources of one claim."""


def said_of(claim: Claim, value: V, read: object, *, copy: bool, source: str = "") -> Said[V]:
    """A claim's value beside where it was read: `read` is a value of the reading with quote, span and method."""
    return Said(
        claim=claim.id,
        value=value,
        quote=getattr(read, "quote", ""),
        span=getattr(read, "span", None),
        confidence=getattr(read, "confidence", 0.0),
        method=getattr(read, "method", ""),
        published=claim.published,
        outlet=claim.outlet,
        source=source or claim.outlet,
        copy=copy,
    )


def actors(reports: Reports) -> Actors:
    """Who did it, apart by who says so; an actor whose responsibility is unknown is among those stated."""
    parts = {
        name: _parties(reports, lambda event, name=name: event.actors if _part(event) == name else ())  # type: ignore[misc]
        for name in ("claimed", "blamed", "stated")
    }
    return Actors(**parts)


def _part(event: Event) -> str:
    return "stated" if event.responsibility == "unknown" else event.responsibility


def targets(reports: Reports) -> Listed[Party]:
    """Who or what was hit."""
    return _parties(reports, lambda event: event.targets)


def weapons(reports: Reports) -> Listed[str]:
    """With what: codes of the codebook's weapons."""
    rows = [
        (said_of(claim, weapon.kind, weapon, copy=copy), bit)
        for claim, copy, bit in _rows(reports)
        for weapon in claim.event.weapons
    ]
    return _listed(rows, reports, lambda value: value)


def sources(reports: Reports) -> Listed[SourceValue]:
    """Who reports it, where the articles say."""
    rows = [
        (said_of(claim, SourceValue(name=one.name, kind=one.kind, registry_id=one.registry_id), one, copy=copy), bit)
        for claim, copy, bit in _rows(reports)
        for one in claim.event.sources
    ]
    return _listed(rows, reports, lambda value: value.registry_id or (value.kind, bare(value.name)))


def identity(party: Party) -> str:
    """What a party is known by: the registry's id, else its folded name."""
    return party.registry_id or bare(party.name)


def _rows(reports: Reports) -> Iterable[tuple[Claim, bool, int]]:
    return zip(reports.claims, reports.copy, reports.bits, strict=True)


def _parties(reports: Reports, part: Part) -> Listed[Party]:
    rows = [
        (said_of(claim, _party(actor), actor, copy=copy, source=told_by(claim)), bit)
        for claim, copy, bit in _rows(reports)
        for actor in part(claim.event)
    ]
    return _listed(rows, reports, identity)


def _party(actor: ActorRef) -> Party:
    return Party(name=actor.name, registry_id=actor.registry_id, actor_type=actor.actor_type)


def told_by(claim: Claim) -> str:
    """The words for the sources that a claim names, else its outlet."""
    return BESIDE.join(dict.fromkeys(source.quote for source in claim.event.sources)) or claim.outlet


def _listed(rows: Sequence[Row[V]], reports: Reports, key: Callable[[V], Hashable]) -> Listed[V]:
    groups: dict[Hashable, list[Row[V]]] = {}
    for row in rows:
        groups.setdefault(key(row[0].value), []).append(row)
    items = [_item(group, reports) for group in groups.values() if any(bit for _, bit in group)]
    items.sort(key=lambda item: (-item.reports, repr(item.value)))
    return Listed(shown=tuple(items), rule="listed" if items else "none", said=tuple(said for said, _ in rows))


def _item(rows: Sequence[Row[V]], reports: Reports) -> Item[V]:
    """One value with those who name it: of its spellings the commonest, then the first in the alphabet."""
    mask = 0
    spelt: dict[V, int] = {}
    for said, bit in rows:
        mask |= bit
        if bit:
            spelt[said.value] = spelt.get(said.value, 0) + 1
    value = min(spelt, key=lambda one: (-spelt[one], repr(one)))
    return Item(value=value, reports=reports.count(mask), claims=tuple(dict.fromkeys(said.claim for said, _ in rows)))
