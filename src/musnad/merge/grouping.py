"""Groups claims held in memory: sketch, block, score, cluster."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from collections.abc import Set as AbstractSet
from itertools import combinations

from musnad.merge.blocking import keys
from musnad.merge.claims import Claim
from musnad.merge.cluster import Pair, groups
from musnad.merge.score import Weights, score
from musnad.merge.sketch import Sketch, sketch


def group(
    claims: Sequence[Claim], must: AbstractSet[Pair] = frozenset(), cannot: AbstractSet[Pair] = frozenset()
) -> list[list[str]]:
    """The ids of claims by event; `must` and `cannot` as in `groups`."""
    drawn = [sketch(claim) for claim in claims]
    return groups([one.claim for one in drawn], scores(drawn), must, cannot)


def scores(sketches: Collection[Sketch], weights: Weights | None = None) -> dict[Pair, float]:
    """The log-odds of all pairs that are compared."""
    held = {one.claim: one for one in sketches}
    return {(low, high): score(held[low], held[high], weights) for low, high in candidates(sketches)}


def candidates(sketches: Iterable[Sketch]) -> list[Pair]:
    """The pairs of claims of two articles that share a key, sorted."""
    blocks: dict[int, list[Sketch]] = defaultdict(list)
    for one in sketches:
        for key in keys(one):
            blocks[key].append(one)
    return sorted({pair for block in blocks.values() for pair in _pairs(block)})


def _pairs(block: Sequence[Sketch]) -> Iterable[Pair]:
    for one, other in combinations(block, 2):
        if one.article != other.article:
            low, high = sorted((one.claim, other.claim))
            yield low, high
