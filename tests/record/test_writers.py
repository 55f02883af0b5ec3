"""Two writers at once: none loses what the other wrote, and no event is there twice."""

import subprocess
import sys
from pathlib import Path

import pytest
from made import added, arrival, event, partition, story

from musnad.record.check import check
from musnad.record.database import use
from musnad.record.models import Event, Reading, Revision

WORK = Path(__file__).with_name("work.py")


def _together(url: str, *calls: tuple[str, int]) -> None:
    started = [
        subprocess.Popen([sys.executable, WORK, url, act, str(seed)], stdout=subprocess.DEVNULL) for act, seed in calls
    ]
    assert [process.wait(120) for process in started] == [0] * len(calls)
    use(url)


@pytest.mark.proof
def test_two_writers_of_the_same_articles_bring_each_in_once(record: str, rounds: object) -> None:
    for seed in range(rounds(1, 10)):  # type: ignore[operator]
        _together(record, ("add", seed), ("add", seed))
        assert check().faults == []
    assert Reading.objects.filter(standing=True).count() == len(story(0))
    assert Event.objects.filter(merged_into=None, reports__gt=0).count() == len(partition())


def test_two_writers_of_one_strike_make_one_event(record: str) -> None:
    _together(record, ("strike", 1), ("strike", 2))
    assert [one.claims.count() for one in Event.objects.filter(merged_into=None)] == [20]


def test_two_editors_at_once_lose_no_decision(record: str) -> None:
    added(arrival(1, event()))
    _together(record, ("pin", 1), ("pin", 2))
    pins = Event.objects.get().pins
    assert ("Grenade" in pins, "casualties.killed" in pins) == (True, True)
    numbers = list(Revision.objects.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
    assert check().faults == []
