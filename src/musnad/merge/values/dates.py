"""When an event happened, from what its claims say."""

from collections.abc import Sequence

from musnad.merge.values.choose import Scale, settle
from musnad.merge.values.reports import Reports
from musnad.merge.values.structs import Chosen, DateSpan, Said

FINENESS = {"hour": 0, "day": 1}
"""Of equal days the hour is finer than the day; of other precisions only the days count."""
COARSEST = 2


def chosen_date(said: Sequence[Said[DateSpan]], bits: Sequence[int], reports: Reports) -> Chosen[DateSpan]:
    """The date to show; `bits[i]` is the report that says `said[i]`."""
    told: dict[DateSpan, int] = {}
    sure: dict[DateSpan, float] = {}
    for one, bit in zip(said, bits, strict=True):
        if bit:
            told[one.value] = told.get(one.value, 0) | bit
            sure[one.value] = max(sure.get(one.value, 0.0), one.confidence)
    if not told:
        return Chosen(said=tuple(said))
    shown, rule = settle(told, reports, Scale(_agrees, _holds, _order), sure)
    apart = any(not _overlap(shown, other) for other in told)
    return Chosen(shown=shown, rule=rule, said=tuple(said), contradicted=apart)


def _order(date: DateSpan) -> tuple[int, int, int, str]:
    """The shortest first, then the earliest."""
    days = (date.end - date.start).days
    return days, FINENESS.get(date.precision, COARSEST), date.start.toordinal(), date.precision


def _overlap(a: DateSpan, b: DateSpan) -> bool:
    return a.start <= b.end and b.start <= a.end


def _holds(a: DateSpan, b: DateSpan) -> bool:
    """Whether `b` lies within `a` and is finer."""
    return a.start <= b.start and b.end <= a.end and _order(b)[:2] < _order(a)[:2]


def _agrees(a: DateSpan, b: DateSpan) -> bool:
    return _overlap(a, b) and not _holds(b, a)
