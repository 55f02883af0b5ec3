"""Does this trigger tell of an event that reportedly happened? Features of the word and its surroundings."""

from collections.abc import Iterator, Sequence

from musnad.extract.candidates import Candidate, Kind, Surroundings
from musnad.extract.lexicon import bare, in_list, senses
from musnad.text.document import Document

NEAR, FAR = 2, 5
TOPIC_KINDS: tuple[Kind, ...] = ("casualty", "weapon")
PER_TOKENS, SHORT = 100, 60
DENSITIES = (0.0, 0.5, 1.0, 2.0, 4.0)


def eventhood_features(
    candidates: Sequence[Candidate], at: int, title: frozenset[str], surroundings: Surroundings
) -> list[str]:
    """The names of the features that hold of `candidates[at]`; `title` is the bare words of the headline."""
    document, candidate = surroundings.document, candidates[at]
    features = [*_own(candidate), *_around(document, candidate), *_company(document, candidates, at)]
    features += [*_values(candidate, surroundings), *_topic(surroundings)]
    if candidate.word in title:
        features.append("in title")
    return features


def _own(candidate: Candidate) -> Iterator[str]:
    trigger = candidate.trigger
    form = trigger.form.inflection
    yield f"sense={trigger.sense}"
    yield f"form={form}"
    yield f"sense+form={trigger.sense}+{form}+{'definite' if trigger.definite else 'bare'}"
    yield f"word={candidate.word}+{trigger.sense}"
    yield f"passive={trigger.passive}"


def _around(document: Document, candidate: Candidate) -> Iterator[str]:
    trigger, segment = candidate.trigger, document.segments[candidate.segment]
    yield f"segment={segment.kind}"
    if len(document.tokens) >= SHORT:
        yield f"position={min(candidate.segment, 4)}"
    start, end = document.token_index(segment.span.start), document.token_index(segment.span.end)
    before = document.tokens[max(start, trigger.first - FAR) : trigger.first]
    yield from _side("before", [bare(token.fold) for token in reversed(before)])
    after = document.tokens[trigger.last + 1 : min(end, trigger.last + 1 + FAR)]
    yield from _side("after", [_shape(token.fold) for token in after])
    if any(in_list(token.fold, "irrealis") for token in (*before, *after)):
        yield from ("irrealis", f"irrealis+{trigger.form.inflection}")


def _side(side: str, words: Sequence[str]) -> Iterator[str]:
    """The words on one side of a trigger, the nearest with their distance too."""
    yield from (f"{side}={word}" for word in words)
    yield from (f"{side}{distance}={word}" for distance, word in enumerate(words[:NEAR], 1))


def _shape(word: str) -> str:
    return "0" if word[0].isdecimal() else bare(word)


def _company(document: Document, candidates: Sequence[Candidate], at: int) -> Iterator[str]:
    trigger, table = candidates[at].trigger, senses()
    segment = document.segments[candidates[at].segment]
    neighbours = {}
    for step, side in ((-1, "left"), (1, "right")):
        other = at + step
        inside = 0 <= other < len(candidates) and segment.span.covers(candidates[other].trigger.span)
        neighbours[side] = candidates[other].trigger.sense if inside else None
    alone = not any(neighbours.values())
    yield from (f"alone={alone}", f"alone={alone}+{trigger.sense}")
    for side, sense in neighbours.items():
        yield f"{side}={table[sense].role if sense else 'none'}"
        if sense:
            yield f"{table[trigger.sense].role}+{side}={sense}"


def _values(candidate: Candidate, surroundings: Surroundings) -> Iterator[str]:
    """Which kinds of values stand in the clause, and which in the segment; which sources report it, and how."""
    here, trigger = candidate.segment, candidate.trigger
    role = senses()[trigger.sense].role
    clause = set(candidate.told)
    near = surroundings.in_segments(here, here)
    yield from (f"clause {kind}" for kind in clause)
    yield from (f"clause {kind}+{role}" for kind in clause)
    yield from (f"segment {kind}" for kind in {value.kind for value in near} - clause)
    yield from {f"inside {value.kind}+{trigger.sense}" for value in near if value.span.overlaps(trigger.span)}
    for value in surroundings.in_segments(max(0, here - 1), here):
        if value.scope is not None and value.scope.covers(trigger.span):
            yield from (f"told {tag}" for tag in value.tags)


def _topic(surroundings: Surroundings) -> Iterator[str]:
    """How much of the article is tolls and weapons, by its length; of a short one that says nothing."""
    length = len(surroundings.document.tokens)
    if length < SHORT:
        yield "short"
        return
    for kind in TOPIC_KINDS:
        share = len(surroundings.of_kind[kind]) * PER_TOKENS / length
        yield f"{kind} density={sum(share > bound for bound in DENSITIES)}"
