"""Where events stand on the timeline."""

import datetime as dt

from musnad.cli.page.groups import Group
from musnad.cli.page.timeline import timeline
from musnad.schema import DateValue, Span


def event(name: str, *days: int) -> Group:
    """An event that lasted from the first to the last of `days` of February, or has no date."""
    first_and_last = [dt.date(2024, 2, day) for day in (days[:1] + days[-1:])]
    value = {"quote": "", "span": Span(0, 0), "confidence": 1.0, "method": "", "precision": "range"}
    date = DateValue(**value, start=first_and_last[0], end=first_and_last[1]) if days else None  # type: ignore[arg-type]
    return Group(f"a1-{name}", name, name, "", 1.0, [], date)


def test_events_stand_in_the_order_of_their_days_and_undated_ones_apart() -> None:
    line = timeline([event("e1", 9), event("e2"), event("e3", 3, 5)], "ltr")
    assert [lane.group.name for lane in line.lanes] == ["e3", "e1"]
    assert [group.name for group in line.undated] == ["e2"]
    assert (line.start, line.end) == (dt.date(2024, 2, 3), dt.date(2024, 2, 9))


def test_time_runs_from_the_right_on_a_page_that_is_read_from_the_right() -> None:
    events = [event("e1", 3), event("e2", 9)]
    early, late = timeline(events, "rtl").lanes
    assert early.middle > late.middle
    early, late = timeline(events, "ltr").lanes
    assert early.middle < late.middle


def test_a_single_day_fills_the_line() -> None:
    [lane] = timeline([event("e1", 3)], "rtl").lanes
    assert (lane.left, lane.width, lane.middle) == (2.0, 96.0, 50.0)


def test_a_day_within_many_years_is_still_seen() -> None:
    far = event("e1", 3)._replace(date=event("e1", 3).date)
    assert far.date is not None
    far.date.end = dt.date(2094, 2, 3)
    assert all(lane.width >= 0.5 for lane in timeline([far, event("e2", 4)], "ltr").lanes)


def test_an_article_without_dated_events_has_no_line() -> None:
    line = timeline([event("e1")], "rtl")
    assert (line.lanes, line.start, [group.name for group in line.undated]) == ([], None, ["e1"])
