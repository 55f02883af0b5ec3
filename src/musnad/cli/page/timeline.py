"""Where the dated events of an article stand between its first and last day."""

import datetime as dt
from typing import NamedTuple

from musnad.cli.page.groups import Group

MARGIN, LEAST_WIDTH = 2.0, 0.5
"""In per cent of the line: what stays free at both ends, and how wide a bar is at least."""


class Lane(NamedTuple):
    """One event on the line, in per cent from the line's left end."""

    group: Group
    left: float
    width: float

    @property
    def middle(self) -> float:
        """Where the dot stands."""
        return round(self.left + self.width / 2, 2)


class Timeline(NamedTuple):
    """The dated events in their order, the first and the last day, and the events without a date."""

    lanes: list[Lane]
    start: dt.date | None
    end: dt.date | None
    undated: list[Group]


def timeline(events: list[Group], direction: str) -> Timeline:
    """The timeline of an article's events; time runs the way that the page is read (`rtl` or `ltr`)."""
    dated = sorted((event.date.start, event.date.end, at) for at, event in enumerate(events) if event.date)
    undated = [event for event in events if not event.date]
    if not dated:
        return Timeline([], None, None, undated)
    first, last = dated[0][0], max(end for _, end, _ in dated)
    lanes = [_lane(events[at], start, end, first, last, direction) for start, end, at in dated]
    return Timeline(lanes, first, last, undated)


def _lane(group: Group, start: dt.date, end: dt.date, first: dt.date, last: dt.date, direction: str) -> Lane:
    days = (last - first).days + 1
    room = 100 - 2 * MARGIN
    width = max((end - start).days + 1, 1) / days * room
    left = MARGIN + (start - first).days / days * room
    if direction == "rtl":
        left = 100 - left - width
    return Lane(group, round(left, 2), round(max(width, LEAST_WIDTH), 2))
