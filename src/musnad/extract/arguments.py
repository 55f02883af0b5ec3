"""Which dates, places, participants, weapons, tolls and sources belong to which event.

Each pair of a trigger and an argument near it is scored by a linear model over its wording: order, distance,
prepositions, kinds. An event takes what its best mention takes.
"""

from bisect import bisect_left
from collections.abc import Sequence

from musnad.extract.candidates import Argument, Candidate, Kind, Setting, Surroundings
from musnad.extract.lexicon import bare, senses
from musnad.extract.triggers import Trigger
from musnad.text.document import Document

# In segments before and after the trigger's; farther ones were hardly ever right in cross-validation.
REACH: dict[Kind, tuple[int, int]] = {
    "date": (-3, 1),
    "place": (-2, 0),
    "participant": (0, 0),
    "weapon": (-1, 0),
    "casualty": (-1, 1),
    "source": (-1, 1),
}
FARTHEST = (min(low for low, _ in REACH.values()), max(high for _, high in REACH.values()))
FAR_KINDS: tuple[Kind, ...] = ("date", "place")
GAPS = (0, 1, 2, 4, 7, 12, 20)
BETWEEN_LIMIT = 6
LEADING_TAGS = 2


def in_reach(surroundings: Surroundings, candidate: Candidate) -> dict[Kind, list[Argument]]:
    """The arguments near enough to a trigger; of dates and places also the last one before and the first of all."""
    here = candidate.segment
    near: dict[Kind, list[Argument]] = {kind: [] for kind in REACH}
    for at in range(max(0, here + FARTHEST[0]), here + FARTHEST[1] + 1):
        for argument in surroundings.in_segments(at, at):
            low, high = REACH[argument.kind]
            if low <= at - here <= high:
                near[argument.kind].append(argument)
    for kind in FAR_KINDS:
        for far in (*surroundings.of_kind[kind][:1], surroundings.last_before(kind, candidate.trigger.span.start)):
            if far is not None and all(far is not argument for argument in near[kind]):
                near[kind].append(far)
    return near


def link_features(
    surroundings: Surroundings, candidate: Candidate, argument: Argument, rivals: Sequence[Argument]
) -> list[str]:
    """The names of the features that hold of a trigger and an argument; `rivals` are all arguments of its kind."""
    trigger, place = candidate.trigger, surroundings.setting(argument)
    order, gap = _distance(trigger, place)
    apart = place.segment - candidate.segment
    where = f"{order}+apart={max(-3, min(2, apart))}"
    features = [
        f"at={where}",
        f"gap={where}+{gap}",
        f"sense={trigger.sense}+{order}",
        f"type={senses()[trigger.sense].type}+{order}",
        f"form={trigger.form.broad}+{order}+{gap}",
        f"passive={trigger.passive}+{order}",
        f"between={where}+{_between(trigger, argument, rivals)}",
        f"count={min(len(rivals), 4)}",
        f"first={bool(rivals) and rivals[0] is argument}",
        *place.features,
    ]
    if apart == 0:
        features += _amid(surroundings.document, trigger, place)
    if argument.scope is not None:
        told = argument.scope.covers(trigger.span)
        features += [f"told={told}", f"told={told}+{where}", *(f"told={told}+{tag}" for tag in argument.tags)]
    for tag in argument.tags[:LEADING_TAGS]:
        features += [f"tag={tag}+{where}", f"tag={tag}+sense={trigger.sense}"]
    return features


def _distance(trigger: Trigger, place: Setting) -> tuple[str, int]:
    if place.last < trigger.first:
        return "before", bisect_left(GAPS, trigger.first - place.last - 1)
    if place.first > trigger.last:
        return "after", bisect_left(GAPS, place.first - trigger.last - 1)
    return "over", 0


def _between(trigger: Trigger, argument: Argument, rivals: Sequence[Argument]) -> int:
    low, high = sorted((trigger.span.start, argument.span.start))
    count = 0
    for rival in rivals:
        count += low < rival.span.start < high
    return min(3, count)


def _amid(document: Document, trigger: Trigger, place: Setting) -> list[str]:
    """The words between a trigger and an argument of its segment, where they are few."""
    after = place.first > trigger.last
    low, high = (trigger.last + 1, place.first) if after else (place.last + 1, trigger.first)
    if not 0 <= high - low <= BETWEEN_LIMIT:
        return []
    side = "after" if after else "before"
    words = [f"amid={side}+{bare(token.fold)}" for token in document.tokens[low:high]]
    return [*words, f"adjacent={side}+{trigger.form.broad}+{place.attached}+{high == low}"]
