"""Whether the record still holds what was written: `musnad db check`."""

import hashlib
import itertools
from collections.abc import Iterator

import msgspec
from django.db import connection
from django.db.models import Count, Exists, F, OuterRef, Q

from musnad.record import history
from musnad.record.editing import DECISIONS
from musnad.record.models import ArticleVersion, Block, Change, Claim, Edge, Erasure, Event, Revision

AT_ONCE = 1_000


class Checked(msgspec.Struct, kw_only=True):
    """What was looked at and what is wrong; `head` is the last link of the chain (hex), to be noted elsewhere.

    Whoever takes the last revisions out leaves a chain that holds: only a head noted before shows it.
    """

    revisions: int
    events: int
    claims: int
    head: str
    faults: list[str]


def check(head: str | None = None, most: int = 1_000) -> Checked:
    """Verify the chain, the texts' hashes, that decisions are those of the history, and how the tables fit together.

    `head` is one that an earlier check told: the chain must still go through it. At most `most` faults are told.
    """
    found = itertools.chain(_head(head), history.faults(), _texts(), _decisions(), _fit(), _keys(), _database())
    last = Revision.objects.order_by("-number").first()
    return Checked(
        revisions=Revision.objects.count(),
        events=Event.objects.filter(merged_into=None).count(),
        claims=Claim.objects.filter(standing=True).count(),
        head=bytes(last.chain).hex() if last else history.FIRST.hex(),
        faults=list(itertools.islice(found, most)),
    )


def _head(head: str | None) -> Iterator[str]:
    if head is None or head == history.FIRST.hex():
        return
    try:
        chain = bytes.fromhex(head)
    except ValueError:
        chain = b""
    if not chain or not Revision.objects.filter(chain=chain).exists():
        yield f"the chain no longer goes through {head}: revisions were taken out or written anew"


def _texts() -> Iterator[str]:
    erased = set(Erasure.objects.filter(kind="article").values_list("subject", flat=True))
    for row in ArticleVersion.objects.order_by("id").iterator(chunk_size=AT_ONCE):
        text = msgspec.json.decode(row.document)["text"]
        if row.article_id not in erased and _sha256(text) != row.sha256:
            yield f"{row.article_id}, version {row.number}: the text is not that of its SHA-256"


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _decisions() -> Iterator[str]:
    """What people decided stands as the history last told it."""
    for name in DECISIONS:
        told = Change.objects.filter(kind="event", field=name).order_by("revision_id", "id")
        last = dict(told.values_list("subject", "after"))
        for key, value in Event.objects.filter(id__in=last).values_list("id", name):
            if last[key] is not None and msgspec.json.decode(last[key] or "null") != value:
                yield f"{key}: its {name} is not what the history says"


def _fit() -> Iterator[str]:
    for name in Claim.objects.filter(standing=True, event=None, component__isnull=False).values_list("name", flat=True):
        yield f"{name}: a claim that stands in no event"
    for key in Event.objects.filter(merged_into__isnull=False, claims__standing=True).values_list("id", flat=True):
        yield f"{key}: leads to another event and holds claims"
    held = Count("claims", filter=Q(claims__standing=True))
    empty = Event.objects.annotate(held=held).filter(held=0, merged_into=None).exclude(state="withdrawn")
    for key in empty.values_list("id", flat=True):
        yield f"{key}: holds no claim and is not withdrawn"
    for key in Event.objects.filter(merged_into=F("id")).values_list("id", flat=True):
        yield f"{key}: leads to itself"


def _keys() -> Iterator[str]:
    """Keys and edges lead to claims that stand and are grouped."""
    low, high, own = (Claim.objects.filter(number=OuterRef(name), standing=True) for name in ("low", "high", "claim"))
    for number in Block.objects.filter(~Exists(own)).values_list("claim", flat=True).distinct():
        yield f"claim number {number}: has keys and does not stand"
    for edge in Edge.objects.filter(~Exists(low) | ~Exists(high)):
        yield f"claims number {edge.low_id} and {edge.high_id}: an edge between claims that do not both stand"


def _database() -> Iterator[str]:
    """What the database itself finds: broken pages, keys that lead nowhere."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA integrity_check")
            yield from (f"database: {row[0]}" for row in cursor.fetchall() if row[0] != "ok")
            cursor.execute("PRAGMA foreign_key_check")
            yield from (f"database: {row[0]}, row {row[1]}: leads nowhere in {row[2]}" for row in cursor.fetchall())
