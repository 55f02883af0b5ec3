"""Which id a group of claims keeps: the oldest survives a merge, the greater part keeps it on a split.

A pure function of the groups as they were and as they are, so that it can be tested apart from any database.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence


def heirs(
    old: Mapping[int, int | None], new: Sequence[Sequence[int]], born: Mapping[int, int | None]
) -> list[int | None]:
    """For each new group of claims the number of the event that goes on in it, None where a new event begins.

    `old` gives for each claim the number of its event until now (a smaller number is older), `born` the number of a
    merged event under which the claim once stood: a part that is split off again takes its former id back.
    """
    found = _inherited(old, new)
    taken = {number for number in found if number is not None}
    for at, group in enumerate(new):
        if found[at] is None and (back := _former(group, born, taken)) is not None:
            found[at] = back
            taken.add(back)
    return found


def _inherited(old: Mapping[int, int | None], new: Sequence[Sequence[int]]) -> list[int | None]:
    """Every old event goes to the new group that holds most of its claims; a group with several keeps the oldest."""
    shares: dict[int, Counter[int]] = defaultdict(Counter)
    for at, group in enumerate(new):
        for claim in group:
            if (event := old.get(claim)) is not None:
                shares[event][at] += 1
    found: list[int | None] = [None] * len(new)
    for event in sorted(shares):
        heir = min(shares[event], key=lambda at: (-shares[event][at], min(new[at])))
        found[heir] = event if found[heir] is None else found[heir]
    return found


def _former(group: Sequence[int], born: Mapping[int, int | None], taken: set[int]) -> int | None:
    counts = Counter(event for claim in group if (event := born.get(claim)) is not None and event not in taken)
    return min(counts, key=lambda event: (-counts[event], event)) if counts else None
