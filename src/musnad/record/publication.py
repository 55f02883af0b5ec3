"""An event as it leaves the record: whatever shows, sends or exports one goes through here."""

from collections.abc import Iterator

import msgspec

from musnad.merge.values import EventValues
from musnad.merge.withholding import PublicEvent, Rule, default_rules, public, rules_of
from musnad.record.event_rows import told
from musnad.record.models import Claim, Event
from musnad.record.query import Events


def rules_for(event: Event) -> tuple[Rule, ...]:
    """The rules that hold for an event: the operator's, and its own."""
    return (*default_rules(), *rules_of(msgspec.json.decode(event.withholding)))


def as_published(event: Event) -> PublicEvent:
    """What of an event leaves the record: coarsened, redacted, and of a machine's event without an accused person."""
    claims = told(Claim.objects.filter(event=event, standing=True).values_list("number", flat=True))
    values = msgspec.json.decode(event.document, type=EventValues)
    return public(values, claims.values(), rules_for(event), machine=event.state == "machine")


def all_published(events: Events) -> Iterator[tuple[Event, PublicEvent]]:
    """Events of `musnad.record.query.published`, each as it leaves the record."""
    return ((event, as_published(event)) for event in events.iterator(chunk_size=500))
