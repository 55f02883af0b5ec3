"""Editors merge, split, pin, publish, withdraw and undo; the machine never undoes them."""

import pytest
from made import DAY, MARIB, added, arrival, event

from musnad.errors import ConflictError, RecordError
from musnad.record import editing, history
from musnad.record.check import check
from musnad.record.history import Author
from musnad.record.models import Claim, Event, Revision

EDITOR = Author("ليلى", "المصدران يصفان الحادثة نفسها")


def _two_events() -> list[str]:
    added(arrival(1, event()), arrival(2, event(place=MARIB)))
    return list(Event.objects.order_by("number").values_list("id", flat=True))


def _one_event() -> tuple[str, list[str]]:
    added(arrival(1, event()), arrival(2, event()), arrival(3, event()))
    return Event.objects.get().id, list(Claim.objects.order_by("number").values_list("name", flat=True))


def _last() -> int:
    return Revision.objects.order_by("-number").values_list("number", flat=True)[0]


def test_merged_events_keep_the_oldest_id_and_the_other_leads_to_it(record: str) -> None:
    first, second = _two_events()
    assert editing.merge([second, first], EDITOR).id == first
    assert editing.event(second).id == first
    assert check().faults == []


def test_a_merge_holds_when_articles_come_in_later(record: str) -> None:
    first, _ = _two_events()
    editing.merge(_ids(), EDITOR)
    added(arrival(3, event()))
    names = {name.split("#")[0] for name in editing.event(first).claims.values_list("name", flat=True)}
    assert names >= set(Claim.objects.filter(number__lte=2).values_list("article_id", flat=True))


def _ids() -> list[str]:
    return list(Event.objects.order_by("number").values_list("id", flat=True))


def test_an_undone_merge_gives_both_their_ids_back(record: str) -> None:
    first, second = _two_events()
    editing.merge([first, second], EDITOR)
    editing.undo(_last(), EDITOR)
    assert [editing.event(key).id for key in (first, second)] == [first, second]
    assert check().faults == []


def test_a_split_off_claim_founds_an_event_of_its_own(record: str) -> None:
    key, claims = _one_event()
    other = editing.split(key, claims[:1], EDITOR)
    assert other.id != key
    assert list(other.claims.values_list("name", flat=True)) == claims[:1]


def test_a_split_holds_when_articles_come_in_later(record: str) -> None:
    key, claims = _one_event()
    other = editing.split(key, claims[:1], EDITOR)
    added(arrival(4, event()), arrival(5, event()))
    assert Claim.objects.get(name=claims[0]).event_id == other.id
    assert Claim.objects.get(name=claims[1]).event_id == key


def test_a_split_holds_when_the_article_is_read_anew(record: str) -> None:
    key, claims = _one_event()
    other = editing.split(key, claims[:1], EDITOR)
    added(arrival(1, event(killed=4)))
    assert Claim.objects.get(article=claims[0].split("#")[0], standing=True).event_id == other.id


def test_an_undone_split_makes_one_event_again(record: str) -> None:
    key, claims = _one_event()
    editing.split(key, claims[:1], EDITOR)
    editing.undo(_last(), EDITOR)
    assert editing.event(key).claims.count() == 3


def test_a_merge_after_a_split_is_the_later_decision(record: str) -> None:
    key, claims = _one_event()
    other = editing.split(key, claims[:1], EDITOR)
    editing.merge([key, other.id], EDITOR)
    assert editing.event(key).claims.count() == 3


def test_a_split_needs_some_claims_and_not_all(record: str) -> None:
    key, claims = _one_event()
    for named in ([], claims, ["ar-0000000000#1.e1"]):
        with pytest.raises(RecordError, match="some of its claims"):
            editing.split(key, named, EDITOR)


def test_a_pinned_value_is_shown_and_stays(record: str) -> None:
    key, _ = _one_event()
    editing.pin(key, {"sub_event_type": "Air/drone strike"}, EDITOR)
    added(arrival(4, event()))
    assert editing.event(key).sub_event_type == "Air/drone strike"


def test_a_pin_of_an_unknown_field_is_refused(record: str) -> None:
    from musnad.errors import MusnadError

    key, _ = _one_event()
    with pytest.raises(MusnadError, match="colour"):
        editing.pin(key, {"colour": "red"}, EDITOR)
    assert editing.event(key).pins == "{}"


def test_an_undone_pin_gives_the_field_back_to_the_claims(record: str) -> None:
    key, _ = _one_event()
    editing.pin(key, {"sub_event_type": "Air/drone strike"}, EDITOR)
    editing.undo(_last(), EDITOR)
    assert editing.event(key).sub_event_type == "Shelling/artillery/missile attack"


def test_what_was_decided_otherwise_since_cannot_be_undone(record: str) -> None:
    key, _ = _one_event()
    editing.pin(key, {"sub_event_type": "Air/drone strike"}, EDITOR)
    number = _last()
    editing.pin(key, {"sub_event_type": "Grenade"}, EDITOR)
    with pytest.raises(ConflictError, match="changed since"):
        editing.undo(number, EDITOR)


def test_nothing_is_undone_twice(record: str) -> None:
    key, _ = _one_event()
    editing.set_state(key, "reviewed", EDITOR)
    number = _last()
    editing.undo(number, EDITOR)
    with pytest.raises(ConflictError, match="already"):
        editing.undo(number, EDITOR)


def test_an_undo_can_be_undone(record: str) -> None:
    key, _ = _one_event()
    editing.set_state(key, "reviewed", EDITOR)
    editing.undo(_last(), EDITOR)
    editing.undo(_last(), EDITOR)
    assert editing.event(key).state == "reviewed"


def test_an_event_is_not_withdrawn_without_a_reason(record: str) -> None:
    key, _ = _one_event()
    with pytest.raises(RecordError, match="reason"):
        editing.set_state(key, "withdrawn", Author("ليلى"))


def test_what_an_editor_held_back_stays_back_when_the_machine_joins_it(record: str) -> None:
    first, second = _two_events()
    editing.set_state(second, "withheld", EDITOR)
    editing.merge([first, second], EDITOR)
    assert editing.event(first).state == "withheld"


def test_a_reviewed_event_that_gains_a_claim_waits_for_another_look(record: str) -> None:
    key, _ = _one_event()
    editing.set_state(key, "reviewed", EDITOR)
    added(arrival(4, event(killed=9)))
    held = editing.event(key)
    assert (held.state, held.stale) == ("reviewed", True)


def test_an_editor_who_saw_an_older_state_is_told(record: str) -> None:
    key, _ = _one_event()
    seen = _last()
    editing.set_state(key, "reviewed", EDITOR)
    with pytest.raises(ConflictError, match="was changed in revision"):
        editing.pin(key, {"sub_event_type": "Grenade"}, EDITOR, seen=seen)


def test_a_retracted_article_no_longer_counts_and_comes_back_on_undo(record: str) -> None:
    key, claims = _one_event()
    editing.retract(claims[0].split("#")[0], EDITOR)
    assert editing.event(key).claims.count() == 2
    editing.undo(_last(), EDITOR)
    assert editing.event(key).claims.count() == 3
    assert check().faults == []


def test_an_event_whose_only_article_was_retracted_comes_back_as_it_was(record: str) -> None:
    added(arrival(1, event()))
    key = Event.objects.get().id
    editing.set_state(key, "reviewed", EDITOR)
    editing.retract(Claim.objects.get().article_id, EDITOR)
    assert (Event.objects.get().state, Event.objects.get().reports) == ("withdrawn", 0)
    editing.undo(_last(), EDITOR)
    assert [(one.id, one.state) for one in Event.objects.all()] == [(key, "reviewed")]
    assert check().faults == []


def test_of_an_event_without_claims_nothing_is_decided(record: str) -> None:
    added(arrival(1, event()))
    key = Event.objects.get().id
    editing.retract(Claim.objects.get().article_id, EDITOR)
    for decide in (
        lambda: editing.set_state(key, "reviewed", EDITOR),
        lambda: editing.pin(key, {"grade": "weak"}, EDITOR),
    ):
        with pytest.raises(RecordError, match="has no claims"):
            decide()


def test_an_event_that_an_editor_withdrew_stays_so_when_claims_come_back(record: str) -> None:
    added(arrival(1, event()))
    key = Event.objects.get().id
    editing.set_state(key, "withdrawn", EDITOR)
    editing.retract(Claim.objects.get().article_id, EDITOR)
    editing.undo(_last(), EDITOR)
    assert editing.event(key).state == "withdrawn"


def test_a_retracted_article_stays_so_when_it_comes_in_again(record: str) -> None:
    key, claims = _one_event()
    editing.retract(claims[0].split("#")[0], EDITOR)
    added(arrival(1, event()), arrival(1, event(killed=4)))
    assert editing.event(key).claims.count() == 2


def test_an_arrival_can_be_undone(record: str) -> None:
    added(arrival(1, event()), arrival(2, event()))
    editing.undo(_last(), EDITOR)
    assert Event.objects.get().claims.count() == 1


def test_what_the_machine_grouped_is_no_decision(record: str) -> None:
    from musnad.record.arrivals import load, machine
    from musnad.record.grouping import group_waiting

    load([arrival(1, event())])
    group_waiting(machine())
    with pytest.raises(RecordError, match="holds no decision"):
        editing.undo(_last(), EDITOR)


def test_every_change_names_its_editor_and_reason(record: str) -> None:
    key, _ = _one_event()
    editing.set_state(key, "reviewed", EDITOR)
    revision, changes = history.of(key)[-1]
    assert (revision.who, revision.why) == EDITOR
    assert [(one.field, one.before, one.after) for one in changes] == [("state", '"machine"', '"reviewed"')]


def test_chains_of_merges_lead_to_the_last(record: str) -> None:
    added(*(arrival(n, event(day=DAY.replace(month=n))) for n in (1, 4, 8)))
    first, second, third = _ids()
    editing.merge([second, third], EDITOR)
    editing.merge([first, second], EDITOR)
    assert editing.event(third).id == first
