"""What the grade of an event follows from (`musnad.merge.grade`), gathered from its claims."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache

from musnad.codebook import codebook
from musnad.merge.claims import Claim
from musnad.merge.grade import Inputs
from musnad.merge.values.reports import NAMELESS, Reports, bare, is_nameless
from musnad.registry.actor_facts import facts_of
from musnad.registry.actors import actor_by_id
from musnad.schema.reading import ActorRef, Event, SourceRef

STATE_TYPES = frozenset(("foreign forces", "government", "intelligence", "military", "police"))
"""Actor types that act for a state: those of one country are one side."""
KIN = frozenset(("member of", "part of", "affiliated with", "also called", "office of"))
"""Relations by which two actors are one side."""
MUTUAL = "Battles"
"""In events of this type each side acts: who is target in one account and actor in another is no rival."""


def inputs_of(reports: Reports, sub_event_type: str | None) -> Inputs:
    """The inputs of the grade; copies count for nothing."""
    own = [(claim, bit) for claim, bit in zip(reports.claims, reports.bits, strict=True) if bit]
    telling = [(claim, bit) for claim, bit in own if not claim.event.denied]
    told = _mask(bit for _, bit in telling)
    firm = _mask(bit for claim, bit in telling if is_firm(claim.event))
    rivals = _Rivals(telling, reports, _is_mutual(sub_event_type))
    return Inputs(
        telling=reports.count(told),
        firm=reports.count(firm),
        denying=reports.count(_mask(bit for _, bit in own) & ~told),
        kinds=tuple(sorted({source.kind for claim, _ in telling for source in claim.event.sources})),
        actor_admits=any(claim.event.responsibility == "claimed" for claim, _ in telling),
        target_admits=any(_target_admits(claim.event) for claim, _ in telling),
        actors=rivals.number,
        named=rivals.named,
        leading=rivals.leading,
        claimants=rivals.claimants,
    )


def _mask(bits: Iterable[int]) -> int:
    mask = 0
    for bit in bits:
        mask |= bit
    return mask


def _is_mutual(sub_event_type: str | None) -> bool:
    entry = codebook().sub_event_types.get(sub_event_type or "")
    return entry is not None and entry.event_type.code == MUTUAL


def is_firm(event: Event) -> bool:
    """Whether a report names a source that is neither nameless nor a party, or tells it in the outlet's own words."""
    if not event.sources:
        return True
    return any(not is_unnamed(source) and not is_party(source, event) for source in event.sources)


def is_unnamed(source: SourceRef) -> bool:
    """Whether a source has no name; a witness is none to be found again, but saw the event, and counts as named."""
    if source.kind in NAMELESS:
        return source.kind != "witness"
    return source.registry_id is None and source.kind == "official" and is_nameless(source.quote)


def is_party(source: SourceRef, event: Event) -> bool:
    """Whether a source has an interest: an armed group, an actor or target, or one who speaks for its side.

    An official whom the registry does not know is taken to speak for a state's forces that act or are hit.
    """
    if source.kind == "armed group":
        return True
    parties = (*event.actors, *event.targets)
    if source.kind == "official" and source.registry_id is None:
        return any(_is_state(party) for party in parties) or any(_is_named(source, party) for party in parties)
    return any(_speaks_for(source, party) for party in parties)


def _is_named(source: SourceRef, party: ActorRef) -> bool:
    return bare(source.quote) == bare(party.quote)


def _speaks_for(source: SourceRef, party: ActorRef) -> bool:
    if source.registry_id is not None and party.registry_id is not None:
        return is_one_side(source.registry_id, party.registry_id)
    return _is_named(source, party)


def _target_admits(event: Event) -> bool:
    """Whether one who speaks for the target is among those who tell it."""
    return any(_speaks_for(source, target) for source in event.sources for target in event.targets)


def _is_state(party: ActorRef) -> bool:
    return party.actor_type in STATE_TYPES


@lru_cache(maxsize=65536)
def is_one_side(a: str, b: str) -> bool:
    """Whether two actors of the registry are one side: one and the same, kin, or forces of one state."""
    return a == b or _of_one_state(a, b) or b in _kin(a) or a in _kin(b)


def _of_one_state(a: str, b: str) -> bool:
    one, other = actor_by_id().get(a), actor_by_id().get(b)
    if one is None or other is None or one.country is None:
        return False
    return one.country == other.country and {one.type, other.type} <= STATE_TYPES


@cache
def _kin(identifier: str) -> frozenset[str]:
    """The actors to which an actor is tied, and those to which these are."""
    found: set[str] = set()
    open_ends = [identifier]
    while open_ends:
        for relation in facts_of(open_ends.pop()).relations:
            if relation.kind in KIN and relation.to not in found:
                found.add(relation.to)
                open_ends.append(relation.to)
    return frozenset(found)


class _Rivals:
    """The sides that reports name as actor, where they have an identity; sides that one report names are no rivals."""

    def __init__(self, claims: Sequence[tuple[Claim, int]], reports: Reports, mutual: bool) -> None:
        sides: list[tuple[set[str], int, bool]] = []
        named = 0
        for claim, bit in claims:
            ids = set(_ids(claim.event, mutual))
            if ids:
                named |= bit
                sides = _joined(sides, ids, bit, claim.event.responsibility == "claimed")
        self.number = len(sides)
        self.named = reports.count(named)
        self.leading = max((reports.count(mask) for _, mask, _ in sides), default=0)
        self.claimants = sum(claims_it for _, _, claims_it in sides)


def _ids(event: Event, mutual: bool) -> Iterator[str]:
    parties = (*event.actors, *event.targets) if mutual and event.actors else event.actors
    return (party.registry_id for party in parties if party.registry_id is not None)


def _joined(
    sides: list[tuple[set[str], int, bool]], ids: set[str], bit: int, claims_it: bool
) -> list[tuple[set[str], int, bool]]:
    """The sides with one more report's, which joins all that share an actor with it."""
    apart = []
    for held, mask, claimed in sides:
        if any(is_one_side(a, b) for a in held for b in ids):
            ids, bit, claims_it = ids | held, bit | mask, claims_it or claimed
        else:
            apart.append((held, mask, claimed))
    return [*apart, (ids, bit, claims_it)]
