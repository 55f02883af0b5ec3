"""Events follow their claims: values, columns, search words, actors, links, and the state after a merge."""

import itertools
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec
from django.db.models import Q

from musnad import schema
from musnad.embed import terms
from musnad.merge import Claim as Told
from musnad.merge.values import EventValues, values_of
from musnad.merge.values.structs import PlaceValue
from musnad.record import rows
from musnad.record.columns import COLUMNS, actors_of, columns, place_of
from musnad.record.history import Field
from musnad.record.models import Actor, Change, Claim, Event, EventActor, EventWords, Link, Place

MOST_WORDS = 4_000
"""Characters of an event's claims that search sees."""
PRECEDENCE = ("withheld", "reviewed", "withdrawn", "draft", "machine")
"""Of the states of events that are merged, the first of these holds on: what an editor held back stays back."""
_json = msgspec.json.Encoder(order="deterministic").encode
_event = msgspec.json.Decoder(schema.Event).decode


class Moved(NamedTuple):
    """An event, and the numbers of the claims that it has now."""

    event: Event
    claims: list[int]


def found(names: Sequence[str]) -> list[Event]:
    """New events, each named after the claim that founds it; not written yet."""
    if not names:
        return []
    numbers = itertools.count(rows.next_number(Event, "number"))
    ids = rows.new_ids(Event, "ev", names)
    return [Event(id=key, number=number) for key, number in zip(ids, numbers, strict=False)]


def settle(moved: Sequence[Moved], left: Mapping[str, str | None], founded: Collection[str]) -> list[Field]:
    """Have events show the claims that they have now, and those that lost all lead on; returns what changed.

    Events founded are written here too: claims name them at once, keys are checked when the transaction ends.
    """
    before = {event.id: event for some in rows.batches(left) for event in Event.objects.filter(id__in=some)}
    claims = told([number for one in moved for number in one.claims])
    fields = _refresh(moved, claims, _taken_in(left, before), founded)
    fields += [field for event in before.values() for field in _close(event, left[event.id])]
    _derive({one.event.id for one in moved} | left.keys(), moved, claims)
    return fields


def refresh(events: Iterable[Event]) -> list[Field]:
    """Choose the values of events anew after an editor's decision, who has so looked at them."""
    held = [Moved(event, sorted(event.claims.values_list("number", flat=True))) for event in events]
    claims = told([number for one in held for number in one.claims])
    stale = {one.event.id: one.event.stale for one in held}
    fields = _refresh(held, claims, {}, ())
    for one in held:
        one.event.stale = stale[one.event.id]
        one.event.save(force_update=True, update_fields=("stale",))
    _derive({one.event.id for one in held}, held, claims)
    return fields


def _taken_in(left: Mapping[str, str | None], events: Mapping[str, Event]) -> dict[str, list[Event]]:
    found: dict[str, list[Event]] = {}
    for key, to in left.items():
        if to is not None and key in events:
            found.setdefault(to, []).append(events[key])
    return found


def _refresh(
    moved: Sequence[Moved],
    by_number: Mapping[int, Told],
    taken_in: Mapping[str, list[Event]],
    founded: Collection[str],
) -> list[Field]:
    before = {one.event.id: None if one.event.id in founded else _shown(one.event) for one in moved}
    for event, _ in moved:
        if event.id not in founded and event.reports == 0:
            _bring_back(event)
        _take_in(event, taken_in.get(event.id, ()))
    chosen = [_values(event, [by_number[number] for number in claims]) for event, claims in moved]
    places = _places(chosen)
    for (event, _), values in zip(moved, chosen, strict=True):
        _choose(event, values, places)
    fields = [field for event, _ in moved for field in _changes(event.id, before[event.id], _shown(event))]
    rows.write(Event, [one.event for one in moved if one.event.id in founded])
    for one in moved:
        if one.event.id not in founded:
            one.event.save(force_update=True)
    return fields


def told(numbers: Iterable[int]) -> dict[int, Told]:
    """Claims as merging knows them, by number."""
    found = {}
    for some in rows.batches(numbers):
        query = Claim.objects.filter(number__in=some).values_list(
            "number",
            "name",
            "article_id",
            "article__original_id",
            "article__outlet__name",
            "article__outlet__country",
            "reading__version__title",
            "reading__version__published",
            "document",
        )
        for number, name, article, original, outlet, country, title, published, document in query:
            found[number] = Told(
                id=name,
                article=article,
                original=original,
                outlet=outlet,
                country=country or None,
                title=title,
                published=published,
                event=_event(document),
            )
    return found


def _values(event: Event, claims: Sequence[Told]) -> EventValues:
    return values_of(claims, msgspec.json.decode(event.pins))


def _bring_back(event: Event) -> None:
    """An event that was withdrawn because its last claim went, and has claims again, is what it was."""
    last = Change.objects.filter(kind="event", subject=event.id, field="state", after='"withdrawn"').last()
    if last is not None and last.revision.act != "state" and last.before is not None:
        event.state = msgspec.json.decode(last.before, type=str)


def _take_in(event: Event, merged: Sequence[Event]) -> None:
    """What is decided of events that are merged into this one holds for it: the most guarded state, and all pins."""
    pins, rules = msgspec.json.decode(event.pins), msgspec.json.decode(event.withholding)
    for other in sorted(merged, key=lambda one: one.number):
        event.state = min(event.state, other.state, key=PRECEDENCE.index)
        pins = msgspec.json.decode(other.pins) | pins
        rules += [rule for rule in msgspec.json.decode(other.withholding) if rule not in rules]
    event.pins, event.withholding = _text(pins), _text(rules)


def _choose(event: Event, values: EventValues, places: Mapping[str, str]) -> None:
    document = _text(values)
    event.stale = event.stale or (event.state not in {"machine", "draft"} and event.document != document)
    event.document = document
    for name, value in columns(values).items():
        setattr(event, name, value)
    place = place_of(values)
    event.place = Place(id=places[place.registry_id]) if place and place.registry_id else None
    event.merged_into = None


class _Members(msgspec.Struct):
    claims: list[str] = []


def _shown(event: Event) -> dict[str, Any]:
    """What of an event the history follows."""
    held = {name: getattr(event, name) for name in ("state", "pins", "withholding", "merged_into_id", *COLUMNS)}
    held["claims"] = msgspec.json.decode(event.document, type=_Members).claims if event.document else None
    return {name: value for name, value in held.items() if value not in (None, "")}


def _changes(key: str, before: dict[str, Any] | None, after: dict[str, Any]) -> list[Field]:
    if before is None:
        return [Field("event", key, "founded", None, after)]
    names = sorted(before.keys() | after.keys())
    return [
        Field("event", key, name, before.get(name), after.get(name))
        for name in names
        if before.get(name) != after.get(name)
    ]


def _close(event: Event, to: str | None) -> list[Field]:
    """An event whose claims all went elsewhere leads there; one whose claims no longer stand is withdrawn."""
    before = _shown(event)
    event.merged_into = Event(id=to) if to else None
    if to is None:
        event.state, event.reports = "withdrawn", 0
    event.save(force_update=True, update_fields=("merged_into", "state", "reports"))
    return _changes(event.id, before, _shown(event))


def _places(chosen: Iterable[EventValues]) -> dict[str, str]:
    """The record's id of each place, by the registry's; those it lacks are written."""
    named = {place.registry_id: place for one in chosen if (place := place_of(one)) and place.registry_id}
    found = dict[str, str]()
    for some in rows.batches(named):
        found.update(Place.objects.filter(registry_id__in=some).values_list("registry_id", "id"))
    missing = [key for key in named if key not in found]
    ids = rows.new_ids(Place, "pl", missing)
    rows.write(Place, [_place(key, named[name], name) for key, name in zip(ids, missing, strict=True)])
    return found | dict(zip(missing, ids, strict=True))


def _place(key: str, place: PlaceValue, registry_id: str) -> Place:
    return Place(
        id=key,
        registry_id=registry_id,
        name=place.name,
        country=place.country or "",
        latitude=place.lat,
        longitude=place.lon,
    )


def _derive(events: Collection[str], moved: Sequence[Moved], by_number: Mapping[int, Told]) -> None:
    """What follows from events and their claims: search words, parts of actors, links between events."""
    shown = {one.event.id: one for one in moved}
    for some in rows.batches(events):
        EventActor.objects.filter(event__in=some).delete()
        EventWords.objects.filter(event__in=some).delete()
        Link.objects.filter(Q(source__in=some) | Q(target__in=some)).delete()
    rows.write(
        EventWords,
        [EventWords(event_id=key, words=_words([by_number[n] for n in one.claims])) for key, one in shown.items()],
    )
    _write_actors(moved)
    _write_links(events)


def _words(claims: Sequence[Told]) -> str:
    lines = dict.fromkeys(line for claim in claims for line in (claim.title, claim.words))
    return " ".join(terms("\n".join(lines)[:MOST_WORDS]))


def _write_actors(moved: Sequence[Moved]) -> None:
    parts = {
        (one.event.id, part, key): name
        for one in moved
        for part, key, name in actors_of(msgspec.json.decode(one.event.document, type=EventValues))
    }
    known = _actors({key: name for (_, _, key), name in parts.items()})
    rows.write(EventActor, [EventActor(event_id=event, actor_id=known[key], part=part) for event, part, key in parts])


def _actors(named: Mapping[str, str]) -> dict[str, str]:
    """The record's id of each actor, by the registry's; those it lacks are written."""
    found = dict[str, str]()
    for some in rows.batches(named):
        found.update(Actor.objects.filter(registry_id__in=some).values_list("registry_id", "id"))
    missing = [key for key in named if key not in found]
    ids = rows.new_ids(Actor, "ac", missing)
    rows.write(Actor, [Actor(id=a, registry_id=key, name=named[key]) for a, key in zip(ids, missing, strict=True)])
    return found | dict(zip(missing, ids, strict=True))


def _write_links(events: Collection[str]) -> None:
    """Which events are told to answer which: a claim's answer, carried over to the events of both."""
    answers = Claim.objects.filter(standing=True, answers__standing=True)
    told_by: dict[int, tuple[str, str]] = {}
    for some in rows.batches(events):
        for side in ("event", "answers__event"):
            query = answers.filter(**{f"{side}__in": some}).values_list("number", "event_id", "answers__event_id")
            told_by.update({number: (str(source), str(target)) for number, source, target in query})
    found = Counter(pair for pair in told_by.values() if pair[0] != pair[1])
    links = [Link(source_id=s, target_id=t, kind="retaliation", claims=n) for (s, t), n in sorted(found.items())]
    rows.write(Link, links)


def _text(value: Any) -> str:
    return _json(value).decode("utf-8", "surrogatepass")
