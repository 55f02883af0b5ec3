"""Claims come in and are grouped: the same as grouping everything, whatever the order and the steps."""

import datetime as dt

import pytest
from made import DAY, MARIB, added, arrival, event, grouped_at_once, partition

from musnad.merge.cluster import components
from musnad.record.arrivals import Arrival, add, load, machine
from musnad.record.check import check
from musnad.record.grouping import group_waiting
from musnad.record.models import ArticleVersion, Block, Claim, Edge, Event, Link, Reading, Revision

LATER = DAY + dt.timedelta(days=40)


def test_two_articles_of_one_strike_become_one_event(record: str) -> None:
    added(arrival(1, event()), arrival(2, event()))
    assert [one.claims.count() for one in Event.objects.all()] == [2]


def test_strikes_in_two_countries_stay_two_events(record: str) -> None:
    added(arrival(1, event()), arrival(2, event(place=MARIB)))
    assert Event.objects.count() == 2


def test_strikes_weeks_apart_stay_two_events(record: str) -> None:
    added(arrival(1, event()), arrival(2, event(day=LATER), published="2024-02-17"))
    assert Event.objects.count() == 2


def test_two_events_of_one_article_stay_two(record: str) -> None:
    added(arrival(1, event("e1"), event("e2")))
    assert Event.objects.count() == 2


def test_a_second_arrival_keeps_the_events_id(record: str) -> None:
    added(arrival(1, event()))
    before = Event.objects.get().id
    added(arrival(2, event()))
    assert Event.objects.get().id == before


def test_what_stands_there_already_is_left_alone(record: str) -> None:
    added(arrival(1, event()))
    assert add([arrival(1, event())]).claims == 0
    assert (Reading.objects.count(), Claim.objects.count(), Revision.objects.count()) == (1, 1, 1)


def test_a_reading_by_another_reader_takes_the_place_of_the_former(record: str) -> None:
    added(arrival(1, event()), arrival(2, event()))
    before = Event.objects.get().id
    added(arrival(2, event(killed=4)))
    assert Event.objects.get().id == before
    assert {name.split("#")[1] for name in Event.objects.get().claims.values_list("name", flat=True)} == {
        "1.e1",
        "2.e1",
    }
    assert Claim.objects.filter(standing=False, event=None).count() == 1


def test_an_event_read_anew_elsewhere_is_still_the_same_event(record: str) -> None:
    added(arrival(1, event()))
    before = Event.objects.get().id
    added(arrival(1, event(killed=5)))
    assert Event.objects.filter(reports__gt=0).get().id == before


def test_an_article_that_changed_is_a_new_version_beside_the_old_one(record: str) -> None:
    added(arrival(1, event()), arrival(1, event(), text="قُتل ثلاثة مدنيين في قصف على بلدة الشدادي. تحديث."))
    assert list(ArticleVersion.objects.order_by("number").values_list("number", flat=True)) == [1, 2]


def test_a_claim_that_no_longer_stands_leaves_no_keys_and_no_edges(record: str) -> None:
    added(arrival(1, event()), arrival(2, event()), arrival(2))
    assert not Edge.objects.exists()
    assert set(Block.objects.values_list("claim__article__url", flat=True)) == {""}
    assert Block.objects.filter(claim__standing=False).count() == 0


def test_an_event_whose_last_claim_went_is_withdrawn(record: str) -> None:
    added(arrival(1, event()), arrival(1))
    assert Event.objects.get().state == "withdrawn"
    assert check().faults == []


def test_what_waits_is_grouped_as_what_comes_singly(record: str) -> None:
    articles = [arrival(n, event(), event("e2", day=LATER, clause="غارة على صعدة", place=MARIB)) for n in range(5)]
    load(articles)
    assert not Event.objects.exists()
    assert group_waiting(machine(), at_once=3) == 10
    apart = partition()
    assert apart == {frozenset(f"{a}#1.{e}" for a in {n.split("#")[0] for g in apart for n in g}) for e in ("e1", "e2")}


def _articles() -> list[Arrival]:
    days = [DAY + dt.timedelta(days=n) for n in (0, 0, 1, 2, 2, 9)]
    return [
        arrival(n, event(day=day, killed=3 + n % 2), event("e2", clause="غارة على مأرب", day=day, place=MARIB))
        for n, day in enumerate(days)
    ]


@pytest.mark.parametrize("order", [(0, 1, 2, 3, 4, 5), (5, 4, 3, 2, 1, 0), (3, 0, 5, 1, 4, 2)])
def test_the_order_of_arrival_does_not_matter(record: str, order: tuple[int, ...]) -> None:
    held = _articles()
    for some in (order[:1], order[1:4], order[4:]):
        add([held[n] for n in some])
    assert partition() == grouped_at_once()


def test_an_answer_links_the_events_of_both(record: str) -> None:
    answer = event("e2", clause="غارات على مأرب ردًا على القصف", place=MARIB, response_to="e1")
    added(arrival(1, event(), answer), arrival(2, event()))
    link = Link.objects.get()
    assert (link.source.claims.get().name[-2:], link.target.claims.count(), link.claims) == ("e2", 2, 1)


def test_components_hang_together() -> None:
    assert components(["a#1", "b#1", "c#1"], [("a#1", "b#1")]) == [["a#1", "b#1"], ["c#1"]]
