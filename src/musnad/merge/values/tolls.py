"""How many persons were killed, injured, missing, captured or displaced: low, best and high of what sources count.

A source's later figure takes the place of its earlier one; what is left stands. `low` is the least number of the
standing figures. `high` is the greatest; it is open (None) only where one says "at least" of more than every bounded
figure allows. `best` is, of the figures of the latest day, the one that most independent reports tell, ties going to
the lower (ACLED codebook: of conflicting reports the most conservative); it is the lower bound of that figure. What a
source counts by sides is summed for everybody where nobody tells more, and else only raises the high.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

import msgspec

from musnad.codebook import codebook
from musnad.merge.claims import Claim
from musnad.merge.values.reports import Reports, age, bare, is_nameless
from musnad.merge.values.sides import ALL, Side, side_of
from musnad.merge.values.structs import Figure, Said, Toll
from musnad.schema.reading import Casualty

JOINT = " + "
"""Stands between the words of figures that one source gives for several sides."""


class Count(NamedTuple):
    """One source's figure: the claim and its place among the claims, the source, whom it counts, what it says.

    `sums` says that it is the sum of what the source counts by sides.
    """

    claim: Claim
    at: int
    source: str
    side: Side
    said: Said[Toll]
    sums: bool = False


def figures(reports: Reports) -> tuple[Figure, ...]:
    """The figures of every status and side that is told, everybody's before those of sides."""
    held: dict[str, list[Count]] = {}
    for at, claim in enumerate(reports.claims):
        for casualty in claim.event.casualties:
            held.setdefault(casualty.status, []).append(_count(claim, at, casualty, reports))
    return tuple(figure for status in sorted(held, key=_rank) for figure in _of_status(status, held[status], reports))


@cache
def _ranks() -> dict[str, int]:
    return {code: at for at, code in enumerate(codebook().casualty_statuses)}


def _rank(status: str) -> tuple[int, str]:
    return _ranks().get(status, len(_ranks())), status


def _count(claim: Claim, at: int, casualty: Casualty, reports: Reports) -> Count:
    said = Said(
        claim=claim.id,
        value=Toll(min=casualty.min, max=casualty.max, who=casualty.who),
        quote=casualty.quote,
        span=casualty.span,
        confidence=casualty.confidence,
        method=casualty.method,
        published=claim.published,
        outlet=claim.outlet,
        source=casualty.said_by or claim.outlet,
        copy=reports.copy[at],
    )
    return Count(claim, at, source_of(claim, casualty.said_by), side_of(casualty.who), said)


def source_of(claim: Claim, said_by: str | None) -> str:
    """What the source of a figure is known by: its registry id or name, of a nameless one the outlet and its words.

    A figure without a source is the outlet's, and of an unknown outlet the report's.
    """
    outlet = bare(claim.outlet) or claim.report
    if said_by is None:
        return f"outlet {outlet}"
    words = bare(said_by)
    if is_nameless(said_by):
        return f"outlet {outlet} {words}"
    known = (source.registry_id for source in claim.event.sources if source.registry_id and bare(source.quote) == words)
    return next(known, f"source {words}")


def _of_status(status: str, counts: Sequence[Count], reports: Reports) -> Iterator[Figure]:
    """The figures of a status; copies alone make none."""
    told: dict[Side, list[Count]] = {}
    for count in counts:
        told.setdefault(count.side, []).append(count)
    by_side = {side: of for side, of in told.items() if not all(count.said.copy for count in of)}
    if not by_side:
        return
    everybody = by_side.pop(Side(ALL), [])
    sums = _summed([count for count in counts if count.side.code != ALL])
    yield _figure(status, Side(ALL), everybody or sums, reports, sums if everybody else ())
    for side in sorted(by_side, key=lambda side: (side.code, side.of or "")):
        yield _figure(status, side, by_side[side], reports)


def _summed(counts: Sequence[Count]) -> list[Count]:
    """What each source counts in one article over all sides; never over two sources."""
    groups: dict[tuple[int, str], list[Count]] = {}
    for count in counts:
        groups.setdefault((count.at, count.source), []).append(count)
    return [_sum(group) for group in groups.values()]


def _sum(group: Sequence[Count]) -> Count:
    first = group[0]
    if len(group) == 1:
        return first._replace(side=Side(ALL))
    highs = [count.said.value.max for count in group]
    said: Said[Toll] = Said(
        claim=first.said.claim,
        value=Toll(
            min=sum(count.said.value.min for count in group),
            max=None if None in highs else sum(high for high in highs if high is not None),
        ),
        quote=JOINT.join(count.said.quote for count in group),
        confidence=min(count.said.confidence for count in group),
        method=first.said.method,
        published=first.said.published,
        outlet=first.said.outlet,
        source=first.said.source,
        copy=first.said.copy,
    )
    return first._replace(side=Side(ALL), said=said, sums=True)


def _figure(status: str, side: Side, counts: Sequence[Count], reports: Reports, sums: Sequence[Count] = ()) -> Figure:
    """A figure chosen from `counts`; `sums` of sides, where a source tells no more, only raise its high."""
    marked = _superseding(counts)
    told = _standing(marked)
    beside = _standing(_superseding([*counts, *sums])[len(counts) :]) if sums else []
    best, rule = _best(told, reports)
    return Figure(
        status=status,
        side=side.code,
        of=side.of,
        low=min(count.said.value.min for count in told),
        best=best.said.value.min,
        high=highest([count.said.value for count in (*told, *beside)]),
        rule="summed" if best.sums else rule,
        claim=best.said.claim,
        said=tuple(count.said for count in marked),
    )


def _standing(counts: Iterable[Count]) -> list[Count]:
    return [count for count in counts if not (count.said.superseded or count.said.copy)]


def _superseding(counts: Sequence[Count]) -> list[Count]:
    """Marks what a source has said before it said something else."""
    if len(counts) == 1:
        return list(counts)
    latest: dict[str, tuple[object, str]] = {}
    for count in counts:
        if not count.said.copy:
            latest[count.source] = max(latest.get(count.source, _moment(count)), _moment(count))
    return [
        count._replace(said=_superseded(count.said))
        if _moment(count) < latest.get(count.source, _moment(count))
        else count
        for count in counts
    ]


def _moment(count: Count) -> tuple[object, str]:
    """When it was said; figures of one article are said at once."""
    published, article, _ = age(count.claim)
    return published, article


def _superseded(said: Said[Toll]) -> Said[Toll]:
    return msgspec.structs.replace(said, superseded=True)


def _best(standing: Sequence[Count], reports: Reports) -> tuple[Count, str]:
    """Of the latest day's figures the one that most independent reports tell, of these the lowest; and the rule."""
    if len({_bounds(count) for count in standing}) == 1:
        mask = _mask(standing, reports)
        return standing[0], "agreed" if reports.count(mask) > 1 else "single"
    day = max(age(count.claim)[0] for count in standing)
    told: dict[tuple[int, float], list[Count]] = {}
    for count in standing:
        if age(count.claim)[0] == day:
            told.setdefault(_bounds(count), []).append(count)
    support = {bound: reports.count(_mask(counts, reports)) for bound, counts in told.items()}
    most = max(support.values())
    tied = [bound for bound, number in support.items() if number == most]
    chosen = told[min(tied)][0]
    if len(told) == 1:
        return chosen, "latest"
    return chosen, "most" if len(tied) == 1 else "lower"


def _bounds(count: Count) -> tuple[int, float]:
    toll = count.said.value
    return toll.min, float("inf") if toll.max is None else toll.max


def _mask(counts: Iterable[Count], reports: Reports) -> int:
    mask = 0
    for count in counts:
        mask |= reports.bits[count.at]
    return mask


def highest(tolls: Sequence[Toll]) -> int | None:
    """The high of standing figures (see above)."""
    bounded = max((toll.max for toll in tolls if toll.max is not None), default=None)
    floor = max((toll.min for toll in tolls if toll.max is None), default=None)
    is_open = bounded is None or (floor is not None and floor > bounded)
    return None if is_open else bounded
