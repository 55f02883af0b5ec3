"""Does this trigger tell of an event that reportedly happened? Features of the word and its surroundings."""

from collections.abc import Iterator, Sequence

from musnad.extract.candidates import Candidate, Kind, Surroundings
from musnad.extract.lexicon import bare, senses
from musnad.extract.triggers import Trigger
from musnad.text.document import Document

NEAR, FAR = 2, 5
TOPIC_KINDS: tuple[Kind, ...] = ("casualty", "weapon")
PER_TOKENS = 100
DENSITIES = (0.0, 0.5, 1.0, 2.0, 4.0)


def eventhood_features(
    candidates: Sequence[Candidate], at: int, title: frozenset[str], surroundings: Surroundings
) -> list[str]:
    """The names of the features that hold of `candidates[at]`; `title` is the bare words of the headline."""
    document, trigger = surroundings.document, candidates[at].trigger
    features = [*_own(document, trigger), *_around(document, trigger), *_company(document, candidates, at)]
    features += [*_values(candidates[at], surroundings), *_topic(surroundings)]
    if bare(document.tokens[trigger.first].fold) in title:
        features.append("in title")
    return features


def _own(document: Document, trigger: Trigger) -> Iterator[str]:
    form = trigger.form.inflection
    yield f"sense={trigger.sense}"
    yield f"form={form}"
    yield f"sense+form={trigger.sense}+{form}+{'definite' if trigger.definite else 'bare'}"
    yield f"word={bare(document.tokens[trigger.first].fold)}"
    yield f"passive={trigger.passive}"


def _around(document: Document, trigger: Trigger) -> Iterator[str]:
    index = document.segment_index(trigger.span.start)
    if index is None:
        return
    segment = document.segments[index]
    yield f"segment={segment.kind}"
    yield f"position={min(index, 4)}"
    tokens = document.tokens_in(segment.span)
    here = next((i for i, token in enumerate(tokens) if token.start == trigger.span.start), 0)
    for i, token in enumerate(tokens[max(0, here - FAR) : here][::-1], 1):
        yield f"before={bare(token.fold)}"
        if i <= NEAR:
            yield f"before{i}={bare(token.fold)}"
    after = tokens[here + 1 + trigger.last - trigger.first :]
    for i, token in enumerate(after[:FAR], 1):
        yield f"after={_shape(token.fold)}"
        if i <= NEAR:
            yield f"after{i}={_shape(token.fold)}"


def _shape(word: str) -> str:
    return "0" if word[0].isdecimal() else bare(word)


def _company(document: Document, candidates: Sequence[Candidate], at: int) -> Iterator[str]:
    trigger, table = candidates[at].trigger, senses()
    segment = document.segment_at(trigger.span.start)
    if segment is None:
        return
    neighbours = {}
    for step, side in ((-1, "left"), (1, "right")):
        other = at + step
        inside = 0 <= other < len(candidates) and segment.span.covers(candidates[other].trigger.span)
        neighbours[side] = candidates[other].trigger.sense if inside else None
    yield f"alone={not any(neighbours.values())}"
    for side, sense in neighbours.items():
        yield f"{side}={table[sense].role if sense else 'none'}"
        if sense:
            yield f"{table[trigger.sense].role}+{side}={sense}"


def _values(candidate: Candidate, surroundings: Surroundings) -> Iterator[str]:
    """Which kinds of values stand in the clause, and which in the segment; which sources report it, and how."""
    here, trigger = surroundings.segment(candidate.trigger.span), candidate.trigger
    role = senses()[trigger.sense].role
    clause = {value.kind for value in candidate.values}
    near = surroundings.in_segments(here, here)
    yield from (f"clause {kind}" for kind in clause)
    yield from (f"clause {kind}+{role}" for kind in clause)
    yield from (f"segment {kind}" for kind in {value.kind for value in near} - clause)
    yield from {f"inside {value.kind}+{trigger.sense}" for value in near if value.span.overlaps(trigger.span)}
    for value in surroundings.in_segments(max(0, here - 1), here):
        if value.scope is not None and value.scope.covers(trigger.span):
            yield from (f"told {tag}" for tag in value.tags)


def _topic(surroundings: Surroundings) -> Iterator[str]:
    """How much of the article is tolls and weapons, by its length."""
    length = max(1, len(surroundings.document.tokens))
    for kind in TOPIC_KINDS:
        share = len(surroundings.of_kind[kind]) * PER_TOKENS / length
        yield f"{kind} density={sum(share > bound for bound in DENSITIES)}"
