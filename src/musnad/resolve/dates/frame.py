"""What a temporal expression may lean on: the day of publication, and the days that the text last spoke of."""

import datetime as dt
from dataclasses import dataclass, replace

from musnad.resolve.dates.calendars import Days
from musnad.text.temporal import Interval, Moment, Shift, Value
from musnad.text.temporal.values import Base

_RECENT = dt.timedelta(days=4)


@dataclass(frozen=True, slots=True)
class Frame:
    """The state that a text has reached; every part may be missing.

    `day` is the last day told and `part` its part of the day; `period` the last day, month or year told;
    `dated` the last one told with its month or year in words; `recent` the last day within four days of the
    publication; `chapter` the year that heads this part of a chronicle; `paragraph` is where
    `day` was told, `period_paragraph` where `period` was, `here` the one that is being read.
    """

    published: dt.date | None
    day: Days | None = None
    part: str | None = None
    period: Days | None = None
    dated: Days | None = None
    recent: Days | None = None
    chapter: int | None = None
    paragraph: int = -1
    period_paragraph: int = -1
    here: int = -1

    def base(self, kind: Base) -> Days | None:
        """The days that a shift of days is counted from; the publication stands in for a missing focus."""
        if kind == "main" and self.recent and self.here != self.paragraph:
            return self.recent
        return self._publication if kind == "published" else self.day or self._publication

    def month_base(self, kind: Base) -> Days | None:
        """The days that a shift of months is counted from."""
        return self.period if kind != "published" and self.period else self._publication

    def year_base(self, kind: Base) -> Days | None:
        """The days that a shift of years is counted from."""
        return self.dated or self.period or self._publication if kind != "published" else self._publication

    @property
    def _publication(self) -> Days | None:
        return (self.published, self.published) if self.published else None

    @property
    def reference(self) -> dt.date | None:
        """The day that an incomplete date is completed from."""
        if self.published:
            return self.published
        return self.dated[1] if self.dated else None

    @property
    def tells_of_past(self) -> bool:
        """Whether the text speaks of what was told last still: in its paragraph, or in one long story."""
        return self.here == self.period_paragraph or self.recent is None

    def in_paragraph(self, number: int) -> "Frame":
        """The same frame in the paragraph of this number."""
        return self if number == self.here else replace(self, here=number)

    def of_report(self) -> "Frame":
        """The frame that dates a statement: it is made after the story that it tells."""
        return replace(self, paragraph=-1)

    def after(self, value: Value, days: Days) -> "Frame":
        """The frame that follows once the text has told `value`, which is `days`."""
        if isinstance(value, Moment):
            return self if value.aside else self._after(value, days)
        if not isinstance(value, Interval) or not isinstance(value.start, Moment) or value.start.aside:
            return self
        if value.end is None:
            is_day = isinstance(value.start.day, int) or value.start.weekday is not None
            return self._after(value.start, (days[0], days[0])) if is_day else self
        return self._after(value.start, days)

    def _after(self, value: Moment, days: Days) -> "Frame":
        if value.heading:
            return replace(self, chapter=days[1].year, period=days, dated=days)
        frame = self if _is_relative(value) else self._dated(value, days)
        frame = replace(frame, period=days, period_paragraph=self.here)
        if not names_day(value) or (days[1] - days[0]).days > 31:
            return frame
        if self.published and self.day and days[0] > self.published:
            return frame
        is_recent = self.published is not None and self.published - days[1] <= _RECENT
        recent = days if is_recent else self.recent
        return replace(frame, day=days, part=value.part, recent=recent, paragraph=self.here)

    def _dated(self, value: Moment, days: Days) -> "Frame":
        leaves_chapter = isinstance(value.year, int) and value.year != self.chapter
        return replace(self, dated=days, chapter=None if leaves_chapter else self.chapter)


def names_day(value: Value) -> bool:
    """Whether a value names a single day or night."""
    if not isinstance(value, Moment):
        return False
    return value.day is not None or value.weekday is not None or value.part is not None or value.clock is not None


def _is_relative(value: Moment) -> bool:
    return isinstance(value.day, Shift) or not (isinstance(value.month, int) or isinstance(value.year, int))
