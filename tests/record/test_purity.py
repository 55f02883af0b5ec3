"""Whatever happens to a record, its groups are those that grouping all its claims at once gives."""

import random

import msgspec
import pytest
from made import grouped_at_once, partition, story

from musnad.errors import ConflictError, RecordError
from musnad.record import editing
from musnad.record.arrivals import add, load, machine
from musnad.record.check import check
from musnad.record.grouping import group_waiting
from musnad.record.history import Author
from musnad.record.models import Claim, Event, Reading, Revision
from musnad.record.rows import batches

EDITOR = Author("محرر", "تجربة")


def _something(draw: random.Random, seed: int) -> None:
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
            _read_anew(draw, seed)
    except (RecordError, ConflictError):
        return


def _read_anew(draw: random.Random, seed: int) -> None:
    """An article is read again, and its tolls with another number."""
    one = draw.choice(story(seed, first=seed * 100))
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
        articles = story(seed, first=seed * 100)
        draw.shuffle(articles)
        for some in batches(articles, draw.randint(1, 9)):
            (add if draw.random() < 0.7 else load)(some)
        group_waiting(machine(), at_once=draw.randint(2, 9))
        for _ in range(12):
            _something(draw, seed)
        assert partition() == grouped_at_once(), seed
        assert check().faults == [], seed
    assert Reading.objects.filter(standing=True).exists()
