"""What another process does to a record, perhaps to be killed at it.

`work.py URL add|group|merge|strike|pin|upgrade SEED`
"""

import random
import sys

from musnad.record.database import use


def add(seed: int) -> None:
    """Bring articles in, three at a time."""
    from made import story

    from musnad.record.arrivals import add as bring
    from musnad.record.rows import batches

    for some in batches(story(seed), 3):
        bring(some)


def group(_: int) -> None:
    """Group what waits."""
    from musnad.record.arrivals import machine
    from musnad.record.grouping import group_waiting

    group_waiting(machine(), at_once=3)


def merge(seed: int) -> None:
    """Merge and split events at random, without end."""
    from musnad.errors import RecordError
    from musnad.record import editing
    from musnad.record.history import Author
    from musnad.record.models import Claim, Event

    draw, author = random.Random(seed), Author("محرر", "تجربة")
    while True:
        keys = sorted(Event.objects.filter(merged_into=None, reports__gt=0).values_list("id", flat=True))
        one = draw.choice(keys)
        claims = sorted(Claim.objects.filter(event=one, standing=True).values_list("name", flat=True))
        try:
            if len(claims) > 1 and draw.random() < 0.5:
                editing.split(one, claims[:1], author)
            else:
                editing.merge([one, draw.choice(keys)], author)
        except RecordError:
            continue


def strike(seed: int) -> None:
    """Ten articles of one strike, one at a time."""
    from made import arrival, event

    from musnad.record.arrivals import add as bring

    for number in range(seed * 10, seed * 10 + 10):
        bring([arrival(number, event())])


def pin(seed: int) -> None:
    """Ten times set one of two fields of the one event, each editor another."""
    from musnad.record import editing
    from musnad.record.history import Author
    from musnad.record.models import Event

    key = Event.objects.get().id
    for number in range(10):
        last = number == 9
        values = (
            {"sub_event_type": "Grenade" if last else "Attack"}
            if seed == 1
            else {"casualties.killed": {"low": number, "best": number, "high": number}}
        )
        editing.pin(key, values, Author(f"محرر {seed}", "تجربة"))


def upgrade(_: int) -> None:
    """Make the tables."""
    from musnad.record.upgrade import upgrade as bring_up

    bring_up()


def main() -> None:
    """Say that all is loaded, then work."""
    url, act, seed = sys.argv[1], sys.argv[2], int(sys.argv[3])
    use(url)
    from django.db import connection

    connection.ensure_connection()
    import made

    assert made
    print("ready", flush=True)
    {"add": add, "group": group, "merge": merge, "strike": strike, "pin": pin, "upgrade": upgrade}[act](seed)


if __name__ == "__main__":
    main()
