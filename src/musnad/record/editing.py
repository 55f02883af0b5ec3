"""What editors do to the record: merge, split, pin a value, change a state, withhold, retract, and undo.

Editors change decisions (links between claims, pins, states, rules of withholding, which reading stands); what follows
from them is computed anew. So undoing a revision sets its decisions back, if nobody changed them since, and computes
anew too. `seen` is the number of the last revision that an editor saw of an event: a later one is a ConflictError.
"""

import itertools
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec
from django.db.models import Q

from musnad.codebook import codebook
from musnad.errors import ConflictError, RecordError
from musnad.merge.blocking import keys
from musnad.merge.sketch import Sketch
from musnad.merge.withholding import rules_of
from musnad.record import event_rows, history, rows
from musnad.record.database import writing
from musnad.record.grouping import regroup
from musnad.record.history import Author, Field
from musnad.record.models import Block, Change, Claim, EditorLink, Event, Reading, Revision

DECISIONS = ("state", "pins", "withholding")
"""The columns of an event that people decide on."""
BY_HAND = ("merge", "split", "pin", "state", "withhold", "retract", "undo")
_dumps = msgspec.json.Encoder(order="deterministic").encode
Pair = tuple[int, int]


def event(key: str) -> Event:
    """The event of an id, or that which the id leads to since a merge; RecordError for an unknown one."""
    found = Event.objects.filter(id=key).first()
    if found is None:
        raise RecordError(f"no event {key}")
    while found.merged_into is not None:
        found = found.merged_into
    return found


def merge(events: Sequence[str], author: Author, seen: Mapping[str, int] | None = None) -> Event:
    """Have events be one; the oldest id survives, the others lead to it."""
    with writing():
        held = _held(events, seen)
        if len({one.id for one in held}) < 2:
            raise RecordError("to merge, name two events or more")
        claims = [_claims(one) for one in held]
        numbers = [number for some in claims for number in some]
        fields = _part_no_more(numbers) + _link(itertools.pairwise(some[0] for some in claims), same=True)
        _settle("merge", author, fields, touched=numbers)
        return event(held[0].id)


def split(key: str, claims: Sequence[str], author: Author, seen: int | None = None) -> Event:
    """Have some claims of an event be another event, which is returned; the greater part keeps the id."""
    with writing():
        (held,) = _held([key], {key: seen} if seen is not None else None)
        numbers = _claims(held)
        part = sorted(Claim.objects.filter(name__in=claims, number__in=numbers).values_list("number", flat=True))
        rest = [number for number in numbers if number not in set(part)]
        if len(part) < len(set(claims)) or not part or not rest:
            raise RecordError(f"{held.id}: to split, name some of its claims, and not all")
        fields = _link(itertools.product(part, rest), same=False)
        fields += _link([*itertools.pairwise(part), *itertools.pairwise(rest)], same=True)
        _settle("split", author, fields, touched=numbers)
        return event(str(Claim.objects.values_list("event_id", flat=True).get(number=part[0])))


def pin(key: str, values: Mapping[str, Any], author: Author, seen: int | None = None) -> Event:
    """Set values of an event by hand, by field; None gives a field back to its claims. MusnadError for an ill one."""

    def change(held: Event) -> None:
        pins = msgspec.json.decode(held.pins) | dict(values)
        held.pins = _text({name: value for name, value in pins.items() if value is not None})

    return _decide("pin", key, author, seen, change)


def set_state(key: str, state: str, author: Author, seen: int | None = None) -> Event:
    """Publish, hold back, or withdraw an event; to withdraw or withhold needs a reason, since the list tells it."""
    if state not in codebook().publication_states:
        raise RecordError(f"no publication state {state}")
    if state in {"withdrawn", "withheld"} and not author.why:
        raise RecordError(f"a reason is needed where an event is {state}")

    def change(held: Event) -> None:
        held.state, held.stale = state, False

    return _decide("state", key, author, seen, change)


def withhold(key: str, rules: Sequence[Mapping[str, Any]], author: Author, seen: int | None = None) -> Event:
    """Set what of an event is coarsened or left out wherever it leaves the record (`musnad.merge.withholding`).

    Raises WithholdingError for a rule that cannot be used.
    """
    rules_of(rules)

    def change(held: Event) -> None:
        held.withholding = _text(list(rules))

    return _decide("withhold", key, author, seen, change)


def _decide(act: str, key: str, author: Author, seen: int | None, change: Callable[[Event], None]) -> Event:
    with writing():
        (held,) = _held([key], {key: seen} if seen is not None else None)
        _claims(held)
        before = {name: getattr(held, name) for name in DECISIONS}
        change(held)
        fields = _decided(held, before)
        if fields:
            history.record(act, author, [*fields, *_follow(held)])
        return held


def _decided(held: Event, before: Mapping[str, str]) -> list[Field]:
    return [
        Field("event", held.id, name, before[name], getattr(held, name))
        for name in DECISIONS
        if getattr(held, name) != before[name]
    ]


def _follow(held: Event) -> list[Field]:
    """Write a decided event, and choose its values anew; what follows is told apart from what was decided."""
    held.save(force_update=True)
    return [field for field in event_rows.refresh([held]) if field.field not in DECISIONS]


def retract(article: str, author: Author) -> None:
    """Have the claims of an article no longer count; the article stays."""
    with writing():
        reading = Reading.objects.filter(article=article, standing=True).first()
        if reading is None:
            raise RecordError(f"no reading of {article} stands")
        fields = [Field("article", article, "standing", reading.number, None)]
        history.record("retract", author, fields + _stand(reading, False))


def _stand(reading: Reading, stands: bool) -> list[Field]:
    """Have a reading's claims count, or no longer; returns what follows."""
    reading.standing = stands
    reading.save(force_update=True)
    claims = list(Claim.objects.filter(reading=reading).order_by("number"))
    numbers = [claim.number for claim in claims]
    Claim.objects.filter(reading=reading).update(standing=stands)
    if not stands:
        return regroup([], numbers)
    drawn = ((claim.number, msgspec.msgpack.decode(claim.sketch, type=Sketch)) for claim in claims)
    rows.write(Block, [Block(key=key, claim_id=number) for number, sketch in drawn for key in keys(sketch)])
    return regroup(numbers)


def undo(number: int, author: Author) -> Revision:
    """Take back what was decided in a revision; ConflictError where it was decided otherwise since."""
    with writing():
        revision = Revision.objects.filter(number=number).first()
        if revision is None:
            raise RecordError(f"no revision {number}")
        if revision.undone_by_id is not None:
            raise ConflictError(f"revision {number} was undone already, by revision {revision.undone_by_id}")
        fields = _undone(revision)
        revision.undone_by = history.record("undo", author, fields)
        revision.save(force_update=True, update_fields=("undone_by",))
        return revision.undone_by


def _undone(revision: Revision) -> list[Field]:
    changes = list(revision.changes.order_by("id"))
    if any(change.salt is None for change in changes):
        raise RecordError(f"revision {revision.number} held personal data that was erased: it cannot be undone")
    fields = [field for change in changes for field in _set_back(revision, change)]
    if not fields:
        message = f"revision {revision.number} ({revision.act}) holds no decision: what the machine grouped"
        raise RecordError(f"{message} is changed by a merge or a split")
    links = [change.subject for change in changes if change.kind == "link"]
    touched = Claim.objects.filter(name__in=[name for pair in links for name in pair.split("|")])
    return fields + regroup([], touched=list(touched.values_list("number", flat=True)))


def _set_back(revision: Revision, change: Change) -> list[Field]:
    before, after = (None if told is None else msgspec.json.decode(told) for told in (change.before, change.after))
    if change.kind == "link":
        return [_set_link(change.subject, before, after)]
    if change.kind == "event" and change.field in DECISIONS and revision.act in BY_HAND:
        return _set_decision(revision, change, before, after)
    if change.kind == "article" and change.field in {"standing", "reading"}:
        return _set_reading(revision, change)
    return []


def _set_link(subject: str, before: bool | None, after: bool | None) -> Field:
    low, high = (Claim.objects.get(name=name).number for name in subject.split("|"))
    held = EditorLink.objects.filter(low=low, high=high).first()
    if (None if held is None else held.same) != after:
        raise ConflictError(f"whether {subject.replace('|', ' and ')} are one event was decided otherwise since")
    EditorLink.objects.filter(low=low, high=high).delete()
    if before is not None:
        EditorLink.objects.create(low_id=low, high_id=high, same=before)
    return Field("link", subject, "same", after, before)


def _set_decision(revision: Revision, change: Change, before: Any, after: Any) -> list[Field]:
    """Set a decision back; what only followed from a merge or a retraction has perhaps gone with it already."""
    held = Event.objects.get(id=change.subject)
    followed = revision.act in {"merge", "split", "retract"}
    if getattr(held, change.field) == before or (followed and not held.claims.filter(standing=True).exists()):
        return []
    if getattr(held, change.field) != after:
        raise ConflictError(f"{change.field} of {held.id} was changed since")
    setattr(held, change.field, before)
    return [Field("event", held.id, change.field, after, before), *_follow(held)]


def _set_reading(revision: Revision, change: Change) -> list[Field]:
    if change.field == "reading" and (change.before is not None or revision.act == "load"):
        raise RecordError(f"revision {revision.number}: only the first reading of an article can be undone")
    number = msgspec.json.decode(change.before or change.after or "0")
    number = number[0] if isinstance(number, list) else number
    reading = Reading.objects.get(article=change.subject, number=number)
    stands = change.field == "standing"
    if reading.standing == stands or Reading.objects.filter(article=change.subject, number__gt=number).exists():
        raise ConflictError(f"{change.subject} was read anew since")
    told = [number, None] if not stands else [None, number]
    return [Field("article", change.subject, "standing", *told), *_stand(reading, stands)]


def _settle(act: str, author: Author, fields: Iterable[Field], touched: Collection[int]) -> None:
    try:
        history.record(act, author, [*fields, *regroup([], touched=touched)])
    except ValueError as error:
        raise ConflictError(f"an earlier decision stands against it: {error}") from None


def _held(ids: Iterable[str], seen: Mapping[str, int] | None) -> list[Event]:
    held = sorted({event(key).id: event(key) for key in ids}.values(), key=lambda one: one.number)
    for key, number in (seen or {}).items():
        last = Change.objects.filter(subject=event(key).id).order_by("-revision_id").first()
        if last is not None and last.revision_id > number:
            raise ConflictError(f"{key} was changed in revision {last.revision_id}, after it was last looked at")
    return held


def _claims(held: Event) -> list[int]:
    found = sorted(Claim.objects.filter(event=held, standing=True).values_list("number", flat=True))
    if not found:
        raise RecordError(f"{held.id} has no claims")
    return found


def _link(pairs: Iterable[Pair], same: bool) -> list[Field]:
    """Write editors' links; a link that says the opposite is replaced, since the later decision holds."""
    ordered = sorted({(min(pair), max(pair)) for pair in pairs})
    names = dict(Claim.objects.filter(number__in={n for pair in ordered for n in pair}).values_list("number", "name"))
    return [field for low, high in ordered for field in _decide_link(low, high, same, f"{names[low]}|{names[high]}")]


def _part_no_more(numbers: Collection[int]) -> list[Field]:
    """Take back that claims are two events: a merge is the later decision."""
    held = EditorLink.objects.filter(low__in=numbers, high__in=numbers, same=False)
    found = list(held.order_by("low", "high").values_list("low__name", "high__name"))
    held.delete()
    return [Field("link", f"{low}|{high}", "same", False, None) for low, high in found]


def _decide_link(low: int, high: int, same: bool, subject: str) -> Iterator[Field]:
    held = EditorLink.objects.filter(Q(low=low) & Q(high=high)).first()
    if held is None or held.same != same:
        EditorLink.objects.update_or_create(low_id=low, high_id=high, defaults={"same": same})
        yield Field("link", subject, "same", None if held is None else held.same, same)


def _text(value: Any) -> str:
    return _dumps(value).decode()
