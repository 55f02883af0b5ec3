"""What temporal expressions mean before they are tied to a calendar day, after the types of TIMEX3."""

from dataclasses import dataclass
from typing import Literal

from musnad.schema import Span

TimexType = Literal["DATE", "TIME", "DURATION", "SET"]
Calendar = Literal["gregorian", "hijri", "solar"]
Base = Literal["published", "focus", "main"]
Unit = Literal["minute", "hour", "day", "night", "week", "month", "year"]
Which = Literal["past", "before_past", "this", "next", "after_next", "same", "following", "previous"]


@dataclass(frozen=True, slots=True)
class Shift:
    """`amount` units from the one that holds the base.

    `published` is the publication, `focus` the time told last, `main` the day that the article is about: the
    one told last, unless that was an excursion into the past in another paragraph.
    """

    amount: int
    base: Base = "published"


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, week, month, year or season, as far as the words tell; None is what they leave open.

    `weekday` is 0 for Monday; `section` a stretch of the smallest unit that is given (`early`, `second_half`,
    `week_1`…); `part` a part of the day (`bare_part` where its noun still waits for a day); `clock` hour and
    minute; `which` picks one of several (`past`, `next`…); `nights` is 2 where a night is shared by two dates;
    `days` says how many days a holiday lasts; `heading` marks a year that heads a part of a chronicle, `aside`
    a time that does not become the text's focus.
    """

    calendar: Calendar = "gregorian"
    year: int | Shift | None = None
    month: int | Shift | None = None
    week: Shift | None = None
    day: int | Shift | None = None
    weekday: int | None = None
    which: Which | None = None
    section: str | None = None
    season: str | None = None
    part: str | None = None
    clock: tuple[int, int] | None = None
    nights: int = 1
    days: int = 1
    bare_part: bool = False
    heading: bool = False
    aside: bool = False


@dataclass(frozen=True, slots=True)
class Interval:
    """From the first day of `start` to the last of `end`; None is the publication (`since` this morning)."""

    start: "Moment | Window"
    end: Moment | None


@dataclass(frozen=True, slots=True)
class Window:
    """`amount` units up to the base (`before`) or from it on (`after`).

    `past` leaves the base's own day out; `sure` is false where the words do not say how long, so that the
    stretch has no calendar value.
    """

    amount: int
    unit: Unit
    side: Literal["before", "after"] = "before"
    base: Base = "published"
    past: bool = False
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Recurrence:
    """Every such day: no single date."""

    weekday: int | None


Value = Moment | Interval | Window | Recurrence


@dataclass(frozen=True, slots=True)
class TemporalExpression:
    """A stretch of text that names a time: where it stands (original offsets), its TIMEX3 type, its value.

    `reported` expressions date a statement (`في بيان أمس`), not what the text tells.
    """

    span: Span
    type: TimexType
    value: Value
    reported: bool = False
