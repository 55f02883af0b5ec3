"""The history: every change is a revision, chained over salted digests.

Each change has a salt of 16 random bytes; its digest is SHA-256 over the salt and the canonical JSON of what changed,
from and to. A revision's chain is SHA-256 over the chain before it, its own header and the digests. So the chain
shows whatever was altered, added or taken out (Schneier and Kelsey, "Secure audit logs to support computer
forensics", 1999), and a value can still be erased with its salt: the digest that stays says nothing of it.
"""

import datetime as dt
import hashlib
import os
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any, NamedTuple

import msgspec

from musnad.record.models import Change, Event, Revision

FIRST = bytes(32)
"""The chain before the first revision."""
SALT_BYTES = 16
AT_ONCE = 5_000
_encode = msgspec.json.Encoder(order="sorted").encode


class Author(NamedTuple):
    """Who makes a change: an editor's name or the machine with its version, and why."""

    who: str
    why: str = ""


class Field(NamedTuple):
    """A field of one thing, and its value before and after (anything that JSON can hold; None where there is none)."""

    kind: str
    subject: str
    field: str
    before: Any
    after: Any


def record(act: str, author: Author, fields: Iterable[Field], at: dt.datetime | None = None) -> Revision:
    """Write a revision down, as the last of the chain; to be called inside `musnad.record.database.writing`."""
    last = Revision.objects.order_by("-number").values_list("number", "chain").first()
    number, chain = (last[0] + 1, bytes(last[1])) if last else (1, FIRST)
    salt = os.urandom(SALT_BYTES)
    revision = Revision(number=number, at=at or dt.datetime.now(dt.UTC), act=act, who=author.who, why=author.why)
    revision.salt, revision.digest = salt, _digest(salt, author.why)
    changes = [_change(revision, one) for one in fields]
    revision.chain = _link(chain, revision, [bytes(change.digest) for change in changes])
    revision.save(force_insert=True)
    Change.objects.bulk_create(changes, batch_size=500)
    return revision


def _change(revision: Revision, one: Field) -> Change:
    salt = os.urandom(SALT_BYTES)
    before, after = _json(one.before), _json(one.after)
    digest = _digest(salt, one.kind, one.subject, one.field, before, after)
    return Change(
        revision=revision,
        kind=one.kind,
        subject=one.subject,
        field=one.field,
        before=before,
        after=after,
        salt=salt,
        digest=digest,
    )


def _json(value: Any) -> str | None:
    return None if value is None else _encode(value).decode()


def _digest(salt: bytes, *told: str | None) -> bytes:
    return hashlib.sha256(salt + _encode(told)).digest()


def _link(before: bytes, revision: Revision, digests: list[bytes]) -> bytes:
    header = _encode([revision.number, revision.at.astimezone(dt.UTC).isoformat(), revision.act, revision.who])
    return hashlib.sha256(before + header + bytes(revision.digest) + b"".join(digests)).digest()


def faults() -> Iterator[str]:
    """What in the history is not as it was written, a sentence each; nothing where all holds."""
    chain, expected = FIRST, 1
    for revision, changes in _in_order():
        if revision.number != expected:
            yield f"revision {expected} is missing"
        yield from _altered(revision, changes)
        found = _link(chain, revision, [bytes(change.digest) for change in changes])
        if found != bytes(revision.chain):
            yield f"revision {revision.number}: the chain is broken here"
        chain, expected = bytes(revision.chain), revision.number + 1


def _altered(revision: Revision, changes: list[Change]) -> Iterator[str]:
    if revision.salt is not None and _digest(bytes(revision.salt), revision.why) != bytes(revision.digest):
        yield f"revision {revision.number}: its reason was altered"
    elif revision.salt is None and revision.why is not None:
        yield f"revision {revision.number}: its reason was put in after it had been erased"
    for one in changes:
        where = f"revision {revision.number}: {one.field} of {one.subject}"
        if one.salt is None:
            if one.before is not None or one.after is not None:
                yield f"{where} was put in after it had been erased"
        elif _digest(bytes(one.salt), one.kind, one.subject, one.field, one.before, one.after) != bytes(one.digest):
            yield f"{where} was altered"


def _in_order() -> Iterator[tuple[Revision, list[Change]]]:
    """All revisions with their changes, some thousand at a time."""
    after = 0
    while batch := list(Revision.objects.filter(number__gt=after).order_by("number")[:AT_ONCE]):
        found = Change.objects.filter(revision__gt=after, revision__lte=batch[-1].number).order_by("revision_id", "id")
        held = {number: list(changes) for number, changes in groupby(found, key=lambda one: one.revision_id)}
        yield from ((revision, held.get(revision.number, [])) for revision in batch)
        after = batch[-1].number


def of(subject: str) -> list[tuple[Revision, list[Change]]]:
    """The history of one thing, the oldest first: each revision with what it changed there."""
    found = Change.objects.filter(subject=subject).select_related("revision").order_by("revision_id", "id")
    return [
        (held[0].revision, held)
        for _, group in groupby(found, key=lambda one: one.revision_id)
        if (held := list(group))
    ]


def withdrawals() -> list[tuple[str, Revision]]:
    """Events that are withdrawn, each with the revision that withdrew it, the latest first."""
    withdrawn = Event.objects.filter(state="withdrawn", merged_into=None).values("id")
    changes = Change.objects.filter(kind="event", field="state", after='"withdrawn"', subject__in=withdrawn)
    last = {change.subject: change.revision for change in changes.select_related("revision").order_by("revision_id")}
    return sorted(last.items(), key=lambda one: -one[1].number)
