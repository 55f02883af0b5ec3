"""A bulk load: several processes draw, one writes."""

from made import arrival, event, story

from musnad.record.arrivals import add, machine
from musnad.record.bulk import load_all
from musnad.record.check import check
from musnad.record.grouping import group_waiting
from musnad.record.models import Claim
from musnad.record.rows import batches


def test_processes_draw_what_one_process_would(record: str) -> None:
    held = story(3)
    brought = sum(added.claims for added in load_all(batches(held, 5), jobs=2))
    assert brought == sum(len(one.reading.events) for one in held)
    again = {name: bytes(sketch) for name, sketch in Claim.objects.values_list("name", "sketch")}
    assert sum(added.claims for added in load_all(batches(held, 5), jobs=1)) == 0
    assert {name: bytes(sketch) for name, sketch in Claim.objects.values_list("name", "sketch")} == again
    group_waiting(machine())
    assert check().faults == []


def test_an_article_read_anew_in_bulk_takes_the_place_of_its_former_reading(record: str) -> None:
    add([arrival(1, event())])
    list(load_all([[arrival(1, event(killed=4))]], jobs=2))
    group_waiting(machine())
    assert list(Claim.objects.filter(standing=True).values_list("reading__number", flat=True)) == [2]
    assert check().faults == []
