"""Triggers that may tell of events, and the values of the article that may belong to them."""

from bisect import bisect_left
from collections.abc import Sequence
from typing import Any, Literal, NamedTuple

from musnad.extract.lexicon import bare
from musnad.extract.triggers import Trigger, find_triggers
from musnad.schema import Span
from musnad.text.clause import clause_around
from musnad.text.document import Document

Kind = Literal["date", "place", "participant", "weapon", "casualty", "source"]
NEIGHBOURS = 2
STOP_LENGTH = 3
KINDS: tuple[Kind, ...] = ("date", "place", "participant", "weapon", "casualty", "source")


class Argument(NamedTuple):
    """A value that may belong to an event: its span, kind, a comparable value, tags for the models, the value.

    `scope` is what a source reports; other kinds have none. The lexicon reader takes only the `listed` ones: not
    the phrases that an encoder marks, nor the counts that it does not take for tolls.
    """

    span: Span
    kind: Kind
    value: str
    tags: tuple[str, ...]
    mention: Any
    scope: Span | None = None
    listed: bool = True


class Candidate(NamedTuple):
    """A trigger that may tell of an event, with what its features are made of.

    `word` is its first word bare, `segment` where it stands; `values` and `content` are the values and the longer
    words of its clause, `told` the values by kind, `after` the two words that follow it.
    """

    trigger: Trigger
    probability: float
    clause: Span
    segment: int
    word: str
    values: tuple[Argument, ...]
    told: dict[Kind, set[str]]
    content: frozenset[str]
    after: tuple[str, ...]


class Setting(NamedTuple):
    """Where an argument stands: segment, tokens `[first, last]`, what is attached in front, and features of these."""

    segment: int
    first: int
    last: int
    attached: str
    features: tuple[str, ...]


class Surroundings:
    """An article's arguments, found by segment, so that long articles take time in proportion to their length."""

    def __init__(self, document: Document, arguments: Sequence[Argument]) -> None:
        self.document = document
        self.of_kind: dict[Kind, list[Argument]] = {kind: [] for kind in KINDS}
        self._by_segment: dict[int, list[Argument]] = {}
        for argument in arguments:
            self.of_kind[argument.kind].append(argument)
            self._by_segment.setdefault(self.segment(argument.span), []).append(argument)
        self._settings: dict[int, Setting] = {}
        self._starts = {kind: [a.span.start for a in held] for kind, held in self.of_kind.items()}

    def listed(self) -> "Surroundings":
        """The same article with the arguments that the lexicon reader takes."""
        every = (argument for held in self.of_kind.values() for argument in held)
        return Surroundings(self.document, [argument for argument in every if argument.listed])

    def segment(self, span: Span) -> int:
        """The index of the segment that a span begins in (0 between segments)."""
        return self.document.segment_index(span.start) or 0

    def setting(self, argument: Argument) -> Setting:
        """Where one of the arguments stands."""
        if id(argument) not in self._settings:
            self._settings[id(argument)] = self._setting(argument)
        return self._settings[id(argument)]

    def _setting(self, argument: Argument) -> Setting:
        tokens, span = self.document.tokens, argument.span
        first = self.document.token_index(span.start + 1) - 1
        last = max(first, self.document.token_index(span.end) - 1)
        attached = self.document.text[tokens[first].start : span.start]
        left = [bare(token.fold) for token in tokens[max(0, first - NEIGHBOURS) : first]]
        right = [f"right={bare(token.fold)}" for token in tokens[last + 1 : last + 2]]
        words = (f"left{distance}={word}" for distance, word in enumerate(reversed(left), 1))
        features = (f"attached={attached}", *words, *right, *(f"tag={tag}" for tag in argument.tags))
        return Setting(self.segment(span), first, last, attached, features)

    def in_segments(self, first: int, last: int) -> list[Argument]:
        """The arguments that begin in segments `first` to `last`, both included."""
        return [a for at in range(first, last + 1) for a in self._by_segment.get(at, ())]

    def inside(self, span: Span) -> list[Argument]:
        """The arguments that lie in a span."""
        near = self.in_segments(self.segment(span), self.segment(Span(max(span.start, span.end - 1), span.end)))
        return [argument for argument in near if span.covers(argument.span)]

    def last_before(self, kind: Kind, offset: int) -> Argument | None:
        """The last argument of a kind that begins before an offset."""
        at = bisect_left(self._starts[kind], offset) - 1
        return self.of_kind[kind][at] if at >= 0 else None


def find_candidates(document: Document, surroundings: Surroundings) -> list[Candidate]:
    """Every trigger with its clause and the values in it; eventhood is not judged yet (probability 1)."""
    return [candidate_of(document, surroundings, trigger) for trigger in find_triggers(document)]


def candidate_of(document: Document, surroundings: Surroundings, trigger: Trigger) -> Candidate:
    """A trigger with its clause and the values in it; eventhood is not judged yet."""
    clause = clause_around(document, trigger.span)
    values = tuple(surroundings.inside(clause))
    told: dict[Kind, set[str]] = {}
    for value in values:
        told.setdefault(value.kind, set()).add(value.value)
    return Candidate(
        trigger=trigger,
        probability=1.0,
        clause=clause,
        segment=surroundings.segment(trigger.span),
        word=bare(document.tokens[trigger.first].fold),
        values=values,
        told=told,
        content=frozenset(bare(t.fold) for t in document.tokens_in(clause) if len(t.fold) > STOP_LENGTH),
        after=tuple(bare(t.fold) for t in document.tokens[trigger.last + 1 : trigger.last + 1 + NEIGHBOURS]),
    )
