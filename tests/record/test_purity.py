"""Whatever happens to a record, its groups are those that grouping all its claims at once gives."""

import random

import msgspec
import pytest
from made import story

from musnad.errors import ConflictError, RecordError
from musnad.merge.grouping import group
from musnad.record import editing
from musnad.record.arrivals import add, load, machine
from musnad.record.check import check
from musnad.record.event_rows import told
from musnad.record.grouping import group_waiting
from musnad.record.history import Author
from musnad.record.models import Claim, EditorLink, Event, Reading, Revision
from musnad.record.rows import batches

EDITOR = Author("محرر", "تجربة")


def _stands() -> set[frozenset[str]]:
    found: dict[str, set[str]] = {}
    for name, key in Claim.objects.filter(standing=True).values_list("name", "event_id"):
        found.setdefault(str(key), set()).add(name)
    return {frozenset(names) for names in found.values()}


def _at_once() -> set[frozenset[str]]:
    """All claims that stand, grouped at once under the editors' links."""
    held = told(Claim.objects.filter(standing=True).values_list("number", flat=True))
    names = {claim.id for claim in held.values()}
    links: dict[bool, set[tuple[str, str]]] = {True: set(), False: set()}
    for low, high, same in EditorLink.objects.values_list("low__name", "high__name", "same"):
        if {low, high} <= names:
            links[same].add((min(low, high), max(low, high)))
    return {frozenset(found) for found in group(list(held.values()), links[True], links[False])}


def _something(draw: random.Random) -> None:
    """One act of the machine or an editor, whatever comes of it."""
    events = sorted(Event.objects.filter(merged_into=None, reports__gt=0).values_list("id", flat=True))
    key = draw.choice(events)
    names = sorted(Claim.objects.filter(event=key, standing=True).values_list("name", flat=True))
    act = draw.randrange(5)
    try:
        if act == 0:
            editing.merge([key, draw.choice(events)], EDITOR)
        elif act == 1:
            editing.split(key, draw.sample(names, draw.randint(1, len(names))), EDITOR)
        elif act == 2:
            editing.retract(names[0].split("#")[0], EDITOR)
        elif act == 3:
            editing.undo(draw.randint(1, Revision.objects.count()), EDITOR)
        else:
            _read_anew(draw)
    except (RecordError, ConflictError):
        return


def _read_anew(draw: random.Random) -> None:
    """An article is read again, and its tolls with another number."""
    one = draw.choice(story(5))
    more = draw.randint(1, 3)
    events = [
        msgspec.structs.replace(
            event, casualties=[msgspec.structs.replace(t, min=t.min + more, max=t.min + more) for t in event.casualties]
        )
        for event in one.reading.events
    ]
    add([one._replace(reading=msgspec.structs.replace(one.reading, events=events))])


@pytest.mark.proof
def test_the_groups_are_a_function_of_the_claims_and_the_editors_links(record: str, rounds: object) -> None:
    for seed in range(rounds(2, 25)):  # type: ignore[operator]
        draw = random.Random(seed)
        articles = story(5)
        draw.shuffle(articles)
        for some in batches(articles, draw.randint(1, 9)):
            (add if draw.random() < 0.7 else load)(some)
        group_waiting(machine(), at_once=draw.randint(2, 9))
        for _ in range(12):
            _something(draw)
        assert _stands() == _at_once(), seed
        assert check().faults == [], seed
    assert Reading.objects.filter(standing=True).exists()
