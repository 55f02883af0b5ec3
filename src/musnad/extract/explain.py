"""Why an event reads as it does: for each value its words, what chose it, how sure that is, and the runners-up."""

from collections.abc import Iterator, Sequence
from typing import Any

from musnad.extract.events import NOTED, EventDraft, Link
from musnad.schema import Event
from musnad.schema.reading import Explanation, RunnerUp

FIELDS = {
    "date": "date",
    "place": "places",
    "actor": "actors",
    "target": "targets",
    "weapon": "weapons",
    "casualty": "casualties",
    "source": "sources",
}
MOST = 4
"""Runners-up that are told of one value."""


def explained(event: Event, draft: EventDraft) -> list[Explanation]:
    """The explanations of an event's values, from the draft that it was written down from."""
    return [*_mentions(event, draft), *_choices(event, draft), *_links(event, draft)]


def _mentions(event: Event, draft: EventDraft) -> Iterator[Explanation]:
    for mention, candidate in zip(event.mentions, draft.candidates, strict=True):
        yield Explanation(
            event=event.id,
            field="mentions",
            value=candidate.trigger.sense,
            quote=mention.trigger,
            span=mention.trigger_span,
            method=mention.method,
            confidence=round(candidate.probability, 3),
        )


def _choices(event: Event, draft: EventDraft) -> Iterator[Explanation]:
    told = event.mentions[0]
    for field, ranking in draft.choices.items():
        (value, chance), *rest = ranking
        yield Explanation(
            event=event.id,
            field=field,
            value=value,
            quote=told.trigger,
            span=told.trigger_span,
            method=event.method,
            confidence=round(chance, 3),
            runners_up=[RunnerUp(value=name, confidence=round(p, 3)) for name, p in rest if p >= NOTED],
        )


def _links(event: Event, draft: EventDraft) -> Iterator[Explanation]:
    for role, field in FIELDS.items():
        taken = [link for link in draft.links if link.role == role]
        others = _others(draft, role, taken)
        for link in taken:
            value = link.argument.mention
            yield Explanation(
                event=event.id,
                field=field,
                value=meaning(value),
                quote=value.quote,
                span=value.span,
                method=f"{value.method}; {event.method}",
                confidence=round(link.probability, 3),
                runners_up=others,
            )


def _others(draft: EventDraft, role: str, taken: Sequence[Link]) -> list[RunnerUp]:
    """What might have played the role and was not taken, the most probable first, each value once."""
    known = {link.argument.value for link in taken}
    found: dict[str, RunnerUp] = {}
    for link in draft.weighed:
        one = link.argument
        if link.role == role and link.probability >= NOTED and one.value not in known and one.value not in found:
            value, chance = one.mention, round(link.probability, 3)
            found[one.value] = RunnerUp(value=meaning(value), quote=value.quote, span=value.span, confidence=chance)
    return list(found.values())[:MOST]


def meaning(value: Any) -> str:
    """What a value says, in one line: a name, a kind, days, or a count."""
    if hasattr(value, "start"):
        return str(value.start) if value.start == value.end else f"{value.start}/{value.end}"
    if hasattr(value, "status"):
        most = "" if value.max == value.min else "+" if value.max is None else f"-{value.max}"
        return f"{value.min}{most} {value.status}"
    return str(value.name if hasattr(value, "name") else value.kind)
