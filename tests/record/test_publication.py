"""What leaves the record obeys the rules of withholding."""

import msgspec
import pytest
from made import added, arrival, event

from musnad.merge.withholding import WithholdingError
from musnad.record import editing
from musnad.record.history import Author
from musnad.record.models import Event, Revision
from musnad.record.publication import all_published, as_published
from musnad.record.query import select
from musnad.text.normalise import fold

EDITOR = Author("ليلى", "خشية على ذويه")
CLAUSE = "قُتل سامر الحُمصيّ وآخران في قصف على بلدة الشدادي"
NAME = {"code": "family", "persons": ["سامر الحمصي"]}
COARSE = {"code": "shelter", "place": "admin1"}


@pytest.fixture
def key(record: str) -> str:
    added(arrival(1, event(clause=CLAUSE)), arrival(2, event()))
    return Event.objects.get().id


def _public(key: str) -> str:
    return fold(msgspec.json.encode(as_published(editing.event(key))).decode())


def test_a_withheld_name_stands_nowhere_in_what_leaves(key: str) -> None:
    assert "الحمصي" in _public(key)
    editing.withhold(key, [NAME], EDITOR)
    assert "الحمصي" not in _public(key)


def test_a_coarsened_place_shows_neither_point_nor_name(key: str) -> None:
    editing.withhold(key, [COARSE], EDITOR)
    told = _public(key)
    assert "36.06" not in told
    assert "الشدادي" not in told
    assert fold("Al-Shaddadi") not in told


def test_the_record_itself_keeps_what_is_withheld(key: str) -> None:
    editing.withhold(key, [COARSE, NAME], EDITOR)
    assert editing.event(key).latitude == 36.06


def test_withholding_is_undone_as_any_decision(key: str) -> None:
    editing.withhold(key, [NAME], EDITOR)
    editing.undo(Revision.objects.order_by("-number")[0].number, EDITOR)
    assert "الحمصي" in _public(key)


def test_a_rule_that_cannot_be_used_is_refused(key: str) -> None:
    with pytest.raises(WithholdingError, match="family"):
        editing.withhold(key, [{"code": "family", "place": "exact"}], EDITOR)
    assert editing.event(key).withholding == "[]"


def test_rules_hold_for_an_event_that_is_merged_into_another(key: str) -> None:
    added(arrival(3, event(place=("Marib", "YE", "Marib", 15.46, 45.32))))
    editing.withhold(key, [NAME], EDITOR)
    other = Event.objects.exclude(id=key).get().id
    assert "الحمصي" not in _public(editing.merge([other, key], EDITOR).id)


def test_all_that_is_selected_leaves_by_the_same_door(key: str) -> None:
    editing.withhold(key, [NAME], EDITOR)
    ((_, told),) = all_published(select({}))
    assert "family" in told.withheld
