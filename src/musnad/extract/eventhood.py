"""Does this trigger tell of an event that reportedly happened? Features of the word and its surroundings."""

from collections.abc import Iterator, Sequence

from musnad.extract.candidates import KINDS, Argument, Candidate
from musnad.extract.lexicon import bare, senses
from musnad.extract.triggers import Trigger
from musnad.text.document import Document

NEAR, FAR = 2, 5
PER_TOKENS = 100
DENSITIES = (0.0, 0.5, 1.0, 2.0, 4.0)


def eventhood_features(
    document: Document, candidates: Sequence[Candidate], at: int, title: frozenset[str], arguments: Sequence[Argument]
) -> list[str]:
    """The names of the features that hold of `candidates[at]`; `title` is the bare words of the headline."""
    triggers, trigger = [candidate.trigger for candidate in candidates], candidates[at].trigger
    features = [*_own(document, trigger), *_around(document, trigger), *_company(document, triggers, at)]
    features += [*_values(document, candidates[at], arguments), *_topic(document, arguments)]
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


def _company(document: Document, triggers: list[Trigger], at: int) -> Iterator[str]:
    trigger, table = triggers[at], senses()
    segment = document.segment_at(trigger.span.start)
    if segment is None:
        return
    yield f"alone={len([t for t in triggers if segment.span.covers(t.span)]) == 1}"
    for step, side in ((-1, "left"), (1, "right")):
        other = at + step
        if 0 <= other < len(triggers) and segment.span.covers(triggers[other].span):
            role = table[triggers[other].sense].role
            yield f"{side}={role}"
            yield f"{table[trigger.sense].role}+{side}={triggers[other].sense}"
        else:
            yield f"{side}=none"


def _values(document: Document, candidate: Candidate, arguments: Sequence[Argument]) -> Iterator[str]:
    """Which kinds of values stand in the clause, and which in the segment."""
    segment = document.segment_at(candidate.trigger.span.start)
    role = senses()[candidate.trigger.sense].role
    for kind in KINDS:
        same = [a for a in arguments if a.kind == kind]
        if any(candidate.clause.covers(a.span) for a in same):
            yield f"clause {kind}"
            yield f"clause {kind}+{role}"
        elif segment is not None and any(segment.span.covers(a.span) for a in same):
            yield f"segment {kind}"
        if any(a.span.overlaps(candidate.trigger.span) for a in same):
            yield f"inside {kind}+{candidate.trigger.sense}"


def _topic(document: Document, arguments: Sequence[Argument]) -> Iterator[str]:
    """How much of the article is tolls and weapons, by its length."""
    for kind in ("casualty", "weapon"):
        share = sum(a.kind == kind for a in arguments) * PER_TOKENS / max(1, len(document.tokens))
        yield f"{kind} density={sum(share > bound for bound in DENSITIES)}"
