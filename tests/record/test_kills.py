"""A process is killed in the middle of its work: nothing is lost or half written, and the next run goes on."""

import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from made import grouped_at_once, partition, story

from musnad.record.arrivals import load
from musnad.record.check import check
from musnad.record.database import use
from musnad.record.models import Claim, Event, Reading
from musnad.record.upgrade import pending

WORK = Path(__file__).with_name("work.py")


@contextmanager
def _working(url: str, act: str, seed: int) -> Iterator["subprocess.Popen[bytes]"]:
    process = subprocess.Popen([sys.executable, WORK, url, act, str(seed)], stdout=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline() == b"ready\n"
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def _killed(url: str, act: str, seed: int, seconds: float) -> bool:
    """Whether the process still worked when it was killed."""
    with _working(url, act, seed) as process:
        time.sleep(seconds)
        process.send_signal(signal.SIGKILL)
        return process.wait() == -signal.SIGKILL


def _finished(url: str, act: str, seed: int) -> None:
    with _working(url, act, seed) as process:
        assert process.wait(120) == 0


@pytest.mark.proof
def test_kills_while_articles_come_in_lose_nothing(record: str, rounds: object) -> None:
    draw = random.Random(1)
    for number in range(rounds(3, 50)):  # type: ignore[operator]
        _killed(record, "add", 7, draw.uniform(0, 0.4))
        use(record)
        found = check()
        assert found.faults == [], number
        assert Claim.objects.filter(standing=True, event=None).count() == 0
    _finished(record, "add", 7)
    assert Reading.objects.count() == len(story(7))
    assert Claim.objects.count() == sum(len(one.reading.events) for one in story(7))
    assert check().faults == []


@pytest.mark.proof
def test_kills_while_claims_are_grouped_leave_the_same_groups(record: str, rounds: object) -> None:
    draw = random.Random(2)
    load(story(8))
    for number in range(rounds(3, 50)):  # type: ignore[operator]
        _killed(record, "group", 0, draw.uniform(0, 0.15))
        use(record)
        assert check().faults == [], number
    _finished(record, "group", 0)
    before = partition()
    assert Claim.objects.filter(standing=True, event=None).count() == 0
    assert before == grouped_at_once()


@pytest.mark.proof
def test_kills_while_editors_merge_and_split_leave_no_half_decision(record: str, rounds: object) -> None:
    draw = random.Random(3)
    _finished(record, "add", 9)
    for number in range(rounds(3, 50)):  # type: ignore[operator]
        assert _killed(record, "merge", number, draw.uniform(0.05, 0.6))
        use(record)
        assert check().faults == [], number
        assert Event.objects.filter(merged_into=None, reports__gt=0).exists()


@pytest.mark.proof
def test_kills_while_tables_are_made_leave_what_the_next_upgrade_finishes(empty: str, rounds: object) -> None:
    draw = random.Random(4)
    for _ in range(rounds(3, 50)):  # type: ignore[operator]
        _killed(empty, "upgrade", 0, draw.uniform(0, 0.35))
    _finished(empty, "upgrade", 0)
    use(empty)
    assert pending() == []
    assert check().faults == []
