"""The history: what was altered shows, what was erased does not break it."""

import pytest

from musnad.record import history
from musnad.record.database import writing
from musnad.record.history import Author, Field, faults, record
from musnad.record.models import Change, Revision

EDITOR = Author("ليلى", "خطأ في العدد")


def _write(*values: object) -> list[Revision]:
    with writing():
        return [record("pin", EDITOR, [Field("event", "ev-1", "killed", value, [value, 3])]) for value in values]


def test_an_untouched_history_has_no_faults(record: str) -> None:
    _write(1, 2, 3)
    assert list(faults()) == []


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"after": "[9]"}, "revision 2: killed of ev-1 was altered"),
        ({"before": None}, "revision 2: killed of ev-1 was altered"),
        ({"subject": "ev-2"}, "revision 2: killed of ev-2 was altered"),
        ({"digest": b"x" * 32}, "revision 2: the chain is broken here"),
    ],
)
def test_a_change_that_was_altered_shows(record: str, change: dict[str, object], told: str) -> None:
    _write(1, 2, 3)
    Change.objects.filter(revision=2).update(**change)
    assert told in list(faults())


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"who": "سعاد"}, "revision 2: the chain is broken here"),
        ({"act": "merge"}, "revision 2: the chain is broken here"),
        ({"why": "سبب آخر"}, "revision 2: its reason was altered"),
        ({"chain": b"x" * 32}, "revision 2: the chain is broken here"),
    ],
)
def test_a_revision_that_was_altered_shows(record: str, change: dict[str, object], told: str) -> None:
    _write(1, 2, 3)
    Revision.objects.filter(number=2).update(**change)
    assert told in list(faults())


def test_a_revision_that_was_taken_out_shows(record: str) -> None:
    _write(1, 2, 3)
    Change.objects.filter(revision=2).delete()
    Revision.objects.filter(number=2).delete()
    assert "revision 2 is missing" in list(faults())


def test_a_change_that_was_taken_out_shows(record: str) -> None:
    _write(1, 2, 3)
    Change.objects.filter(revision=2).delete()
    assert list(faults()) == ["revision 2: the chain is broken here"]


def test_a_value_can_go_with_its_salt(record: str) -> None:
    _write(1, 2, 3)
    Change.objects.filter(revision=2).update(before=None, after=None, salt=None)
    assert list(faults()) == []


def test_a_value_that_is_put_back_after_it_went_shows(record: str) -> None:
    _write(1, 2, 3)
    Change.objects.filter(revision=2).update(before="7", after=None, salt=None)
    assert list(faults()) == ["revision 2: killed of ev-1 was put in after it had been erased"]


def test_the_same_value_has_another_digest_each_time(record: str) -> None:
    _write(1, 1)
    first, second = Change.objects.order_by("revision_id")
    assert first.digest != second.digest


def test_an_edge_that_leads_astray_is_told(record: str) -> None:
    from made import added, arrival, event

    from musnad.record.check import check
    from musnad.record.models import Block, Edge

    added(arrival(1, event()))
    Edge.objects.create(low_id=1, high_id=99, score=1.0)
    Block.objects.create(key=5, claim_id=98)
    assert [fault.split(":")[0] for fault in check().faults[:2]] == ["claim number 98", "claims number 1 and 99"]


def test_a_decision_that_was_altered_shows(record: str) -> None:
    from made import added, arrival, event

    from musnad.record import editing
    from musnad.record.check import check
    from musnad.record.models import ArticleVersion, Event

    added(arrival(1, event()))
    key = Event.objects.get().id
    editing.set_state(key, "reviewed", EDITOR)
    Event.objects.update(state="withheld")
    ArticleVersion.objects.update(sha256="0" * 64)
    told = " ".join(check().faults)
    assert f"{key}: its state is not what the history says" in told
    assert "version 1: the text is not that of its SHA-256" in told


def test_a_chain_cut_short_shows_by_a_head_noted_before(record: str) -> None:
    from musnad.record.check import check

    _write(1, 2, 3)
    head = check().head
    Change.objects.filter(revision=3).delete()
    Revision.objects.filter(number=3).delete()
    assert check().faults == []
    assert "no longer goes through" in check(head).faults[0]


def test_a_thing_knows_its_history_the_oldest_first(record: str) -> None:
    _write(1, 2)
    assert [(revision.who, changes[0].before) for revision, changes in history.of("ev-1")] == [
        ("ليلى", "1"),
        ("ليلى", "2"),
    ]
