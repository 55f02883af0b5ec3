"""Which of two numbers is the day: decided once for a whole file, by all of its dates."""

import datetime as dt
import re
from typing import NamedTuple

NUMERIC = re.compile(r"^\W*(\d{1,4})\W*[/.-]\W*(\d{1,2})\W*[/.-]\W*(\d{1,4})(?!\d)")
"""A date of three numbers, in any digits, perhaps with marks of direction between them."""
CENTURY = 2000


class NumericDate(NamedTuple):
    """Three numbers as written; the year is known by having four digits, or by standing last."""

    year: int
    first: int
    second: int
    sure: bool

    def date(self, day_first: bool) -> dt.date | None:
        """The day under one order; None where there is no such day. `year-month-day` has one order only."""
        month, day = (self.first, self.second) if self.sure or not day_first else (self.second, self.first)
        try:
            return dt.date(self.year, month, day)
        except ValueError:
            return None


def numeric_date(first: str, second: str, third: str) -> NumericDate:
    """The three numbers of a date as written."""
    if len(first) > 2:
        return NumericDate(int(first), int(second), int(third), sure=True)
    year = int(third)
    return NumericDate(year + CENTURY if len(third) <= 2 else year, int(first), int(second), sure=False)


class DayOrder:
    """Gathers the dates of a file, in the file's order, and decides whether the day or the month stands first.

    A number above 12 decides; else the order under which the dates do not run backwards, where under the other one
    they do; else what the user says (`setting`).
    """

    def __init__(self, setting: bool | None = None) -> None:
        self.setting = setting
        self.proved = {True: 0, False: 0}
        self.backwards = {True: 0, False: 0}
        self.last: dict[bool, dt.date | None] = {True: None, False: None}

    def see(self, date: NumericDate) -> None:
        """Take one more date into account."""
        if date.sure:
            return
        if date.first > 12 >= date.second:
            self.proved[True] += 1
        elif date.second > 12 >= date.first:
            self.proved[False] += 1
        for order, last in self.last.items():
            if (day := date.date(order)) is not None:
                self.backwards[order] += last is not None and day < last
                self.last[order] = day

    def day_first(self) -> bool | None:
        """Whether the day stands first; None where nothing tells."""
        if self.proved[True] and self.proved[False]:
            return self.setting
        for order in (True, False):
            if self.proved[order] or (self.backwards[not order] and not self.backwards[order]):
                return order
        return self.setting

    def date(self, written: NumericDate) -> dt.date | None:
        """The day that is meant, where that is sure."""
        order = self.day_first()
        if order is not None or written.sure:
            return written.date(bool(order))
        days = {written.date(True), written.date(False)}
        days.discard(None)
        return days.pop() if len(days) == 1 else None
