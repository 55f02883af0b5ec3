"""Which dates, places, participants, weapons, tolls and sources belong to which event.

Each pair of a trigger and an argument near it is scored by a linear model over its wording: order, distance,
prepositions, kinds. An event takes what its best mention takes.
"""

from collections.abc import Iterator, Sequence

from musnad.extract.candidates import Argument, Kind, Surroundings
from musnad.extract.lexicon import bare, senses
from musnad.extract.triggers import Trigger
from musnad.text.document import Document

REACH: dict[Kind, tuple[int, int]] = {
    "date": (-4, 1),
    "place": (-3, 1),
    "participant": (-1, 1),
    "weapon": (-1, 1),
    "casualty": (-1, 2),
    "source": (-2, 1),
}
FAR_KINDS: tuple[Kind, ...] = ("date", "place")
GAPS = (0, 1, 2, 4, 7, 12, 20)
BETWEEN_LIMIT = 6


def in_reach(surroundings: Surroundings, trigger: Trigger) -> dict[Kind, list[Argument]]:
    """The arguments near enough to a trigger; of dates and places also the last one before and the first of all."""
    here = surroundings.segment(trigger.span)
    low, high = min(low for low, _ in REACH.values()), max(high for _, high in REACH.values())
    near: dict[Kind, list[Argument]] = {kind: [] for kind in REACH}
    for argument in surroundings.in_segments(max(0, here + low), here + high):
        if _reaches(argument.kind, surroundings.segment(argument.span) - here):
            near[argument.kind].append(argument)
    for kind in FAR_KINDS:
        for far in (*surroundings.of_kind[kind][:1], surroundings.last_before(kind, trigger.span.start)):
            if far is not None and all(far is not argument for argument in near[kind]):
                near[kind].append(far)
    return near


def _reaches(kind: Kind, apart: int) -> bool:
    low, high = REACH[kind]
    return low <= apart <= high


def link_features(document: Document, trigger: Trigger, argument: Argument, rivals: Sequence[Argument]) -> list[str]:
    """The names of the features that hold of a trigger and an argument; `rivals` are all arguments of its kind."""
    first = document.token_index(argument.span.start + 1) - 1
    last = max(first, document.token_index(argument.span.end) - 1)
    order, gap = _distance(trigger, first, last)
    apart = (document.segment_index(argument.span.start) or 0) - (document.segment_index(trigger.span.start) or 0)
    place = f"{order}+apart={max(-3, min(2, apart))}"
    features = [
        f"at={place}",
        f"gap={place}+{gap}",
        f"sense={trigger.sense}+{order}",
        f"type={senses()[trigger.sense].type}+{order}",
        f"form={trigger.form.inflection}+{order}+{gap}",
        f"passive={trigger.passive}+{order}",
        f"between={place}+{_between(trigger, argument, rivals)}",
        f"count={min(len(rivals), 4)}",
        f"first={bool(rivals) and rivals[0] is argument}",
    ]
    features += _wording(document, trigger, argument, first, last, apart)
    if argument.scope is not None:
        told = argument.scope.covers(trigger.span)
        features += [f"told={told}", f"told={told}+{place}", *(f"told={told}+{tag}" for tag in argument.tags)]
    for tag in argument.tags:
        features += [f"tag={tag}", f"tag={tag}+{place}", f"tag={tag}+sense={trigger.sense}"]
    return features


def _distance(trigger: Trigger, first: int, last: int) -> tuple[str, int]:
    if last < trigger.first:
        order, tokens = "before", trigger.first - last - 1
    elif first > trigger.last:
        order, tokens = "after", first - trigger.last - 1
    else:
        return "over", 0
    return order, sum(tokens > bound for bound in GAPS)


def _between(trigger: Trigger, argument: Argument, rivals: Sequence[Argument]) -> int:
    low, high = sorted((trigger.span.start, argument.span.start))
    return min(3, sum(low < rival.span.start < high for rival in rivals))


def _wording(
    document: Document, trigger: Trigger, argument: Argument, first: int, last: int, apart: int
) -> Iterator[str]:
    tokens = document.tokens
    attached = document.text[tokens[first].start : argument.span.start] if first < len(tokens) else ""
    yield f"attached={attached}"
    before = [bare(token.fold) for token in tokens[max(0, first - 2) : first]]
    yield from (f"left{i}={word}" for i, word in enumerate(reversed(before), 1))
    if last + 1 < len(tokens):
        yield f"right={bare(tokens[last + 1].fold)}"
    if apart == 0:
        low, high = (trigger.last + 1, first) if first > trigger.last else (last + 1, trigger.first)
        if 0 <= high - low <= BETWEEN_LIMIT:
            side = "after" if first > trigger.last else "before"
            yield from (f"amid={side}+{bare(token.fold)}" for token in tokens[low:high])
            yield f"adjacent={side}+{trigger.form.inflection}+{attached}+{high - low == 0}"
