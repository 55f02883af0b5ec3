"""Groups claims into events: average-link agglomeration of scored pairs, under what editors said.

The two groups whose claims score highest against each other on the average are joined, as long as that average is at
least JOIN. A pair without an edge counts as NO_EDGE, so that a chain of pairs, each alike, does not become one event
(a strike every day on one town). Two claims of one article are never joined: the article tells two events. Of those
the better fitting one is taken: a pair loses by how much either claim scores higher with a rival of the other, that
is another claim of the other's article. Each connected component over edges of JOIN or more is grouped by itself, so
that grouping a component anew gives what grouping everything would: two groups whose average reaches JOIN hold a pair
that does, and a rival that leads such a pair does too. Weaker edges count in the averages inside a component.
"""

import heapq
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet

import msgspec

from musnad.merge.score import EDGE

Pair = tuple[str, str]
"""Two ids of claims, the smaller first."""
LARGEST = 500
"""Claims of a component that are grouped at once; a larger one is first split (see `_split`)."""
JOIN = 0.0
"""The average log-odds from which two groups are one event; by cross-validation."""
NO_EDGE = EDGE - 2.0
"""What a pair without an edge counts in an average."""
RIVALRY = 1.0
"""How much of a rival's lead a pair loses; by cross-validation among 0, 0.5 and 1."""
LADDER = (0.0, 2.0, 4.0, 6.0, 8.0)
"""The log-odds to which edges of too large a component must rise, step by step, until it falls apart."""


def groups(
    ids: Iterable[str],
    scores: Mapping[Pair, float],
    must: AbstractSet[Pair] = frozenset(),
    cannot: AbstractSet[Pair] = frozenset(),
) -> list[list[str]]:
    """Partition the ids into sorted groups, sorted by their first id; the same for any order of the input.

    `scores` are log-odds by pair; a pair below EDGE or not in it is no edge. Pairs of `must` always stand together,
    pairs of `cannot` never; ValueError names a pair of `cannot` that `must` holds together. Claims of one article
    (the id up to its last `#`) stand together only where `must` says so. Pairs of other ids are left aside.
    """
    known = set(ids)
    edges = {
        pair: value
        for pair, value in sorted(scores.items())
        if value >= EDGE and known.issuperset(pair) and pair not in cannot
    }
    links = {pair for pair in must if known.issuperset(pair)}
    units = components(known, links)
    apart = _apart(units, cannot)
    home = {claim: at for at, part in enumerate(components(known, strong(edges) | links)) for claim in part}
    parts: dict[int, _Part] = defaultdict(_Part)
    for unit in units:
        parts[home[unit[0]]].units.append(unit)
    for pair, value in _against_rivals(edges).items():
        if home[pair[0]] == home[pair[1]]:
            parts[home[pair[0]]].edges[pair] = value
    return sorted(group for part in parts.values() for piece in _split(part) for group in _joined(piece, apart))


def strong(scores: Mapping[Pair, float]) -> set[Pair]:
    """The pairs over which claims can come together: those of JOIN or more."""
    return {pair for pair, value in scores.items() if value >= JOIN}


def components(ids: Iterable[str], pairs: Iterable[Pair]) -> list[list[str]]:
    """The ids that hang together over pairs, directly or not: sorted lists, sorted by their first id."""
    leader = {claim: claim for claim in ids}

    def root(claim: str) -> str:
        while leader[claim] != claim:
            leader[claim] = leader[leader[claim]]
            claim = leader[claim]
        return claim

    for low, high in pairs:
        if low in leader and high in leader:
            one, other = sorted((root(low), root(high)))
            leader[other] = one
    held: dict[str, list[str]] = defaultdict(list)
    for claim in sorted(leader):
        held[root(claim)].append(claim)
    return sorted(held.values())


def _against_rivals(edges: Mapping[Pair, float]) -> dict[Pair, float]:
    """The edges, each lowered by RIVALRY times the lead of its best rival."""
    ranked: dict[tuple[str, str], list[float]] = defaultdict(list)
    for (low, high), value in edges.items():
        ranked[low, article_of(high)].append(value)
        ranked[high, article_of(low)].append(value)
    leads = {key: max(values) for key, values in ranked.items()}
    return {
        (low, high): value - RIVALRY * (max(leads[low, article_of(high)], leads[high, article_of(low)]) - value)
        for (low, high), value in edges.items()
    }


class _Part(msgspec.Struct):
    """A component: what must stand together in it, sorted, and its edges."""

    units: list[list[str]] = []
    edges: dict[Pair, float] = {}

    @property
    def size(self) -> int:
        return sum(map(len, self.units))


def _apart(units: Sequence[Sequence[str]], cannot: AbstractSet[Pair]) -> dict[str, set[str]]:
    """For each claim those that it may not stand with; ValueError where they must."""
    unit_of = {claim: at for at, unit in enumerate(units) for claim in unit}
    found: dict[str, set[str]] = defaultdict(set)
    for one, other in sorted(cannot):
        if one in unit_of and unit_of[one] == unit_of.get(other):
            raise ValueError(f"{one} and {other} must and cannot be one event")
        found[one].add(other)
        found[other].add(one)
    return found


def _split(part: _Part, rungs: Sequence[float] = LADDER) -> list[_Part]:
    """The part itself up to LARGEST claims; a larger one without its weaker edges, rung by rung of LADDER.

    What is too large even on the last rung is cut into runs of at most LARGEST claims in the order of ids, except
    that what must stand together does.
    """
    if part.size <= LARGEST:
        return [part]
    if not rungs:
        return _runs(part)
    kept = {pair: value for pair, value in part.edges.items() if value >= rungs[0]}
    leader = {claim: unit[0] for unit in part.units for claim in unit}
    between = {(leader[one], leader[other]) for one, other in kept}
    unit_of = {unit[0]: unit for unit in part.units}
    pieces = [[unit_of[first] for first in firsts] for firsts in components(unit_of, between)]
    return [smaller for piece in _parts(pieces, kept) for smaller in _split(piece, rungs[1:])]


def _runs(part: _Part) -> list[_Part]:
    pieces: list[list[list[str]]] = [[]]
    for unit in part.units:
        if pieces[-1] and sum(map(len, pieces[-1])) + len(unit) > LARGEST:
            pieces.append([])
        pieces[-1].append(unit)
    return _parts(pieces, part.edges)


def _parts(pieces: Sequence[list[list[str]]], edges: Mapping[Pair, float]) -> list[_Part]:
    """Parts of these units, with the edges inside each."""
    home = {claim: at for at, piece in enumerate(pieces) for unit in piece for claim in unit}
    found = [_Part(piece) for piece in pieces]
    for pair, value in edges.items():
        if home[pair[0]] == home[pair[1]]:
            found[home[pair[0]]].edges[pair] = value
    return found


class _Group(msgspec.Struct):
    """A group in the making: its claims, their articles, whom it may not be joined with, and its ties.

    `ties` holds for each other group the sum of the edges between the two, and their number.
    """

    claims: list[str]
    articles: set[str]
    apart: set[str]
    ties: dict[int, tuple[float, int]] = {}


def _joined(part: _Part, apart: Mapping[str, set[str]]) -> list[list[str]]:
    """The groups of a part: its units, joined as long as two are alike enough."""
    held = dict(enumerate(_group(unit, apart) for unit in part.units))
    _tie(held, part.edges)
    heap = [
        entry for at, group in held.items() for other in group.ties if at < other for entry in _entry(held, at, other)
    ]
    heapq.heapify(heap)
    following = len(held)
    while heap:
        _, _, _, one, other = heapq.heappop(heap)
        if one in held and other in held:
            _join(held, one, other, following)
            for tied in held[following].ties:
                for entry in _entry(held, following, tied):
                    heapq.heappush(heap, entry)
            following += 1
    return [sorted(group.claims) for group in held.values()]


def _group(unit: Sequence[str], apart: Mapping[str, set[str]]) -> _Group:
    enemies = {enemy for claim in unit for enemy in apart.get(claim, ())}
    return _Group(list(unit), {article_of(claim) for claim in unit}, enemies)


def article_of(claim: str) -> str:
    """The article of a claim, by its id."""
    return claim.rpartition("#")[0]


def _tie(held: Mapping[int, _Group], edges: Mapping[Pair, float]) -> None:
    home = {claim: at for at, group in held.items() for claim in group.claims}
    for (low, high), value in edges.items():
        one, other = home[low], home[high]
        if one != other:
            total, number = held[one].ties.get(other, (0.0, 0))
            held[one].ties[other] = held[other].ties[one] = (total + value, number + 1)


def _entry(held: Mapping[int, _Group], one: int, other: int) -> list[tuple[float, str, str, int, int]]:
    """The entry of two groups in the queue, the likeliest first; none where they may not or need not be joined."""
    a, b = held[one], held[other]
    if a.articles & b.articles or not a.apart.isdisjoint(b.claims):
        return []
    total, number = a.ties[other]
    pairs = len(a.claims) * len(b.claims)
    average = (total + (pairs - number) * NO_EDGE) / pairs
    low, high = sorted((min(a.claims), min(b.claims)))
    return [(-average, low, high, one, other)] if average >= JOIN else []


def _join(held: dict[int, _Group], one: int, other: int, joined: int) -> None:
    """Replaces two groups by one, `joined`."""
    a, b = held.pop(one), held.pop(other)
    ties: dict[int, tuple[float, int]] = {}
    for tied in sorted((a.ties.keys() | b.ties.keys()) - {one, other}):
        total, number = a.ties.get(tied, (0.0, 0))
        more, further = b.ties.get(tied, (0.0, 0))
        ties[tied] = (total + more, number + further)
        held[tied].ties.pop(one, None)
        held[tied].ties.pop(other, None)
        held[tied].ties[joined] = ties[tied]
    held[joined] = _Group([*a.claims, *b.claims], a.articles | b.articles, a.apart | b.apart, ties)
