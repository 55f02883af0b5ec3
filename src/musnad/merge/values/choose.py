"""Chooses one of several values that may hold one another: of a month, a week in it and a day in that, the day.

A report bears a value out where it says that value, or one that agrees with it and is no finer. The value that most
independent reports bear out is shown; of those that equally many bear out and of which one lies within the other, the
finer. Where such values exclude one another, the finest value that some claim says and that holds them all is shown;
where there is none, what most reports say outright, then the surest, then the first.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

from musnad.merge.values.reports import Reports

K = TypeVar("K", bound=Hashable)


class Scale(NamedTuple):
    """How values stand to one another: `agrees(a, b)` where who says a bears b out, `holds(a, b)` where b is finer
    and lies within a; `order` sorts the finest first; `confidence` of each value."""

    agrees: Callable[[Any, Any], bool]
    holds: Callable[[Any, Any], bool]
    order: Callable[[Any], Any]


def settle(
    told: Mapping[K, int], reports: Reports, scale: Scale, sure: Mapping[K, float], wider: Sequence[K] = ()
) -> tuple[K, str]:
    """The value to show, and the rule that chose it.

    `told` has the reports that say each value as their finest (bits of `reports`), `sure` the confidence of each,
    `wider` further values that are shown only where they hold all the others.
    """
    if len(told) == 1:
        ((key, mask),) = told.items()
        return key, "agreed" if reports.count(mask) > 1 else "single"
    support = _support(told, reports, scale)
    most = max(support.values())
    tied = [key for key, count in support.items() if count == most]
    finest = [key for key in tied if not any(scale.holds(key, other) for other in tied if other != key)]
    if len(finest) == 1:
        return finest[0], _rule(finest[0], told, scale)
    return _parted(finest, told, reports, scale, sure, wider)


def _support(told: Mapping[K, int], reports: Reports, scale: Scale) -> dict[K, int]:
    support: dict[K, int] = {}
    for key in told:
        mask = 0
        for other, said in told.items():
            if other == key or scale.agrees(other, key):
                mask |= said
        support[key] = reports.count(mask)
    return support


def _rule(key: K, told: Mapping[K, int], scale: Scale) -> str:
    """`finest` where all others agree with the value, else `most`."""
    return "finest" if all(other == key or scale.holds(other, key) for other in told) else "most"


def _parted(
    tied: Sequence[K],
    told: Mapping[K, int],
    reports: Reports,
    scale: Scale,
    sure: Mapping[K, float],
    wider: Sequence[K],
) -> tuple[K, str]:
    """Between values that equally many bear out and that exclude one another."""
    holding = [key for key in (*told, *wider) if all(scale.holds(key, other) for other in tied)]
    if holding:
        return min(holding, key=scale.order), "common"
    return min(tied, key=lambda key: (-reports.count(told[key]), -sure[key], scale.order(key))), "tie"
