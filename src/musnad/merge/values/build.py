"""The values of an event from its claims."""

import math
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from types import MappingProxyType

from musnad.codebook import codebook
from musnad.merge.claims import Claim
from musnad.merge.grade import grade_of
from musnad.merge.values.choose import Scale, settle
from musnad.merge.values.dates import chosen_date
from musnad.merge.values.grading import inputs_of
from musnad.merge.values.parties import actors, said_of, sources, targets, told_by, weapons
from musnad.merge.values.pins import pinned
from musnad.merge.values.places import chosen_place, value_of
from musnad.merge.values.reports import Reports
from musnad.merge.values.structs import Chosen, DateSpan, EventValues, PlaceValue, Said
from musnad.merge.values.tolls import figures
from musnad.schema.reading import DateValue

NO_PINS: Mapping[str, object] = MappingProxyType({})
STRONGEST = ("claimed", "stated", "blamed", "unknown")


def values_of(claims: Iterable[Claim], pins: Mapping[str, object] = NO_PINS) -> EventValues:
    """The values of an event, chosen from its claims by the open rules of docs/record/values.md.

    `claims` may come in any order, and none but once; at least one is needed (ValueError). `pins` are an editor's
    values by field (`musnad.merge.values.pins`), which are shown instead; raises `PinError` for one that cannot be.
    """
    reports = Reports(claims)
    if not reports.claims:
        raise ValueError("an event has at least one claim")
    values = _values(reports)
    return pinned(values, pins) if pins else values


def _values(reports: Reports) -> EventValues:
    type_ = _type(reports)
    days = [claim.published for claim in reports.claims if claim.published is not None]
    own = _mask(reports.bits)
    return EventValues(
        event_type=_event_type(type_.shown, reports.claims),
        sub_event_type=type_,
        date=_date(reports),
        place=_place(reports),
        actors=actors(reports),
        targets=targets(reports),
        weapons=weapons(reports),
        casualties=figures(reports),
        sources=sources(reports),
        responsibility=_responsibility(reports),
        denied=_denied(reports),
        grade=grade_of(inputs_of(reports, type_.shown)),
        sources_count=reports.count(own),
        independent=_independent(reports, reports.counted(own)),
        claims=tuple(claim.id for claim in reports.claims),
        copies=tuple(claim.id for claim, copy in zip(reports.claims, reports.copy, strict=True) if copy),
        first_published=min(days, default=None),
        last_published=max(days, default=None),
    )


def _mask(bits: Iterable[int]) -> int:
    mask = 0
    for bit in bits:
        mask |= bit
    return mask


def _independent(reports: Reports, counted: int) -> tuple[str, ...]:
    """The first claim of each report of a set."""
    firsts: dict[int, str] = {}
    for claim, bit in zip(reports.claims, reports.bits, strict=True):
        if bit & counted:
            firsts.setdefault(bit, claim.id)
    return tuple(firsts.values())


@cache
def _type_order() -> dict[str, int]:
    return {code: at for at, code in enumerate(codebook().sub_event_types)}


def _event_type(code: str | None, claims: Sequence[Claim]) -> str:
    """The event type that the codebook gives a sub-event type, else the one that a claim gives it."""
    entry = codebook().sub_event_types.get(code or "")
    if entry is not None:
        return entry.event_type.code
    return min(claim.event.event_type for claim in claims if claim.event.sub_event_type == code)


def _never(_: str, __: str) -> bool:
    return False


def _type(reports: Reports) -> Chosen[str]:
    """The type that most independent reports give; of equals the surest, then the first of the codebook."""
    said, told, sure = [], dict[str, int](), dict[str, list[float]]()
    for claim, copy, bit in zip(reports.claims, reports.copy, reports.bits, strict=True):
        code = claim.event.sub_event_type
        said.append(_trigger(claim, code, copy))
        if bit:
            told[code] = told.get(code, 0) | bit
            sure.setdefault(code, []).append(claim.event.confidence)
    order = _type_order()
    scale = Scale(_never, _never, lambda code: (order.get(code, len(order)), code))
    shown, rule = settle(told, reports, scale, {code: math.fsum(each) for code, each in sure.items()})
    return Chosen(shown=shown, rule=rule, said=tuple(said), contradicted=len(told) > 1)


def _trigger(claim: Claim, code: str, copy: bool) -> Said[str]:
    """A claim's type, beside the words that name the event."""
    mention = next(iter(claim.event.mentions), None)
    said = said_of(claim, code, None, copy=copy)
    return Said(
        claim=said.claim,
        value=code,
        quote=mention.trigger if mention else "",
        span=mention.trigger_span if mention else None,
        confidence=claim.event.confidence,
        method=claim.event.method,
        published=said.published,
        outlet=said.outlet,
        source=said.source,
        copy=copy,
    )


def _date(reports: Reports) -> Chosen[DateSpan]:
    said, bits = [], []
    for claim, copy, bit in zip(reports.claims, reports.copy, reports.bits, strict=True):
        if claim.event.date is not None:
            said.append(said_of(claim, _span(claim.event.date), claim.event.date, copy=copy))
            bits.append(bit)
    return chosen_date(said, bits, reports) if said else Chosen()


def _span(date: DateValue) -> DateSpan:
    return DateSpan(start=date.start, end=date.end, precision=date.precision)


def _place(reports: Reports) -> Chosen[PlaceValue]:
    said = [
        said_of(claim, value_of(place), place, copy=copy)
        for claim, copy in zip(reports.claims, reports.copy, strict=True)
        for place in claim.event.places
    ]
    return chosen_place(reports.claims, reports, said) if said else Chosen()


def _responsibility(reports: Reports) -> Chosen[str]:
    """The strongest attribution that any report gives: a claim of responsibility needs no second one."""
    said = tuple(
        said_of(claim, str(claim.event.responsibility), None, copy=copy, source=told_by(claim))
        for claim, copy in zip(reports.claims, reports.copy, strict=True)
    )
    held = {one.value for one in said if not one.copy}
    shown = min(held, key=STRONGEST.index)
    mask = _mask(
        bit for claim, bit in zip(reports.claims, reports.bits, strict=True) if claim.event.responsibility == shown
    )
    if len(held) > 1:
        return Chosen(shown=shown, rule="strongest", said=said)
    return Chosen(shown=shown, rule="agreed" if reports.count(mask) > 1 else "single", said=said)


def _denied(reports: Reports) -> Chosen[bool]:
    """Whether no report speaks of the event but to deny it; `said` are the denials."""
    said = tuple(
        said_of(claim, True, next(iter(claim.event.mentions), None), copy=copy, source=told_by(claim))
        for claim, copy in zip(reports.claims, reports.copy, strict=True)
        if claim.event.denied
    )
    own = [claim for claim, copy in zip(reports.claims, reports.copy, strict=True) if not copy]
    if all(claim.event.denied for claim in own):
        return Chosen(shown=True, rule="all deny", said=said)
    denied = any(claim.event.denied for claim in own)
    return Chosen(shown=False, rule="told", said=said, contradicted=denied)
