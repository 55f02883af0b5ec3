"""Tolls of persons in running text: who was killed, injured, captured, went missing or was displaced.

Candidates are all counts and victims that the text names (`casualty_candidates`); what befell them is judged by a
linear model over the cues around them, fitted by `training/reader/fit.py` on gold's dev part.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from musnad.extract.casualty_candidates import STATUSES, Candidate, find_candidates
from musnad.extract.casualty_cues import Cue, cue_words, find_cues, noun_status
from musnad.extract.linear import Linear, models
from musnad.schema import Span
from musnad.text.compounds import compound_words
from musnad.text.document import Document
from musnad.text.names import given_names

NONE = "none"
THRESHOLD = 0.4
"""Least probability that a candidate is a toll at all; tuned by cross-validation on gold's dev part."""
_GLUED = re.compile(r"^(?:[وف]?(?:[بك]?ال|لل)(?=..)|[وف](?=....))")
_STOPS = frozenset(".؛;؟?!:")
_GAPS = (0, 1, 2, 4, 7, 12)
_NEAR = 8
_SIZES = (1, 2, 3, 10, 30, 100, 1000)


class CasualtyMention(NamedTuple):
    """A toll: its span, status, bounds, the words for whom, the cue that told the status, the segment, how sure.

    `max` is None where nothing bounds the number; `who_span` is None where only a number stands; `cue_span` is
    the span itself where its own noun tells the status (`5 قتلى`).
    """

    span: Span
    status: str
    min: int
    max: int | None
    who_span: Span | None
    cue_span: Span
    segment: int | None
    confidence: float


def find_casualties(document: Document, weights: Linear | None = None) -> list[CasualtyMention]:
    """The tolls of a text, in order; `weights` stand in for the packaged model in cross-validation."""
    return [mention for mention, chance in weigh_tolls(document, weights) if chance >= THRESHOLD]


def weigh_tolls(document: Document, weights: Linear | None = None) -> list[tuple[CasualtyMention, float]]:
    """Every phrase that may be a toll, as one of its likeliest status, with P that it is a toll at all."""
    model = models()["casualty"] if weights is None else weights
    reader = _Reader(document)
    return [reader.mention(at, model) for at in range(len(reader.candidates))]


def candidates_with_features(document: Document) -> Iterator[tuple[Candidate, list[str]]]:
    """Every candidate of a text with the names of the features that hold of it, for fitting."""
    reader = _Reader(document)
    yield from ((candidate, reader.features(at)) for at, candidate in enumerate(reader.candidates))


def bare(word: str) -> str:
    """A folded word without its conjunction, and without an article and what is glued to it."""
    return _GLUED.sub("", word)


def _bucket(value: int, bounds: tuple[int, ...]) -> int:
    return sum(value > bound for bound in bounds)


class _Reader:
    def __init__(self, document: Document) -> None:
        self.document = document
        self.folds = [token.fold for token in document.tokens]
        self.cues = find_cues(document)
        self.cue_tokens = [cue.token for cue in self.cues]
        self.candidates = find_candidates(document, self.cues)
        self.firsts = [candidate.first for candidate in self.candidates]

    def mention(self, at: int, model: Linear) -> tuple[CasualtyMention, float]:
        """The candidate as a toll, and P that it is one."""
        candidate = self.candidates[at]
        chances = dict(model.ranking(self.features(at)))
        status = max(STATUSES, key=lambda name: chances.get(name, 0.0))
        mention = CasualtyMention(
            candidate.span,
            status,
            candidate.min,
            candidate.max,
            self._who(candidate),
            self._cue_span(candidate, status),
            self.document.segment_index(candidate.span.start),
            round(chances[status], 3),
        )
        return mention, 1.0 - chances[NONE]

    def _who(self, candidate: Candidate) -> Span | None:
        quantity = candidate.quantity
        if quantity is None:
            return candidate.span
        start = self.document.tokens[min(quantity.number_last, len(self.folds) - 1)].start
        if quantity.basis == "dual":
            return candidate.span
        return Span(start, candidate.span.end) if quantity.noun and start < candidate.span.end else None

    def _cue_span(self, candidate: Candidate, status: str) -> Span:
        near = [cue for cue in (*self._left(candidate)[:2], *self._right(candidate)[:1]) if cue.status == status]
        return self.document.tokens[near[0].token].span if near else candidate.span

    # Features

    def features(self, at: int) -> list[str]:
        """The names of the features of a candidate."""
        candidate = self.candidates[at]
        return [
            *self._shape(candidate),
            *self._cue_features(candidate),
            *self._words(candidate),
            *self._context(at, candidate),
        ]

    def _shape(self, candidate: Candidate) -> Iterator[str]:
        quantity, noun = candidate.quantity, candidate.quantity.noun if candidate.quantity else candidate.noun
        yield f"basis={quantity.basis if quantity else 'noun'}"
        yield f"counted={quantity.counted if quantity else ''}"
        yield f"size={_bucket(candidate.min, _SIZES)}"
        yield f"open={candidate.max is None}"
        if noun:
            form = f"{noun.kind}+{noun.number}+{noun.definite}+{noun.possessed}"
            yield from (f"form={form}", f"lemma={noun.lemma}", f"own={noun_status(noun.lemma)}")
            yield f"glued={self._glued(candidate)}"
        elif quantity is None:
            yield "name"
        if quantity is None and any(word in given_names() for word in self.folds[candidate.last : candidate.last + 2]):
            yield "named"

    def _glued(self, candidate: Candidate) -> str:
        return self.document.text[self.document.tokens[candidate.first].start : candidate.span.start]

    def _left(self, candidate: Candidate) -> list[Cue]:
        """The cues before a candidate in its sentence, the nearest first."""
        end = bisect_left(self.cue_tokens, candidate.first)
        return [
            cue for cue in reversed(self.cues[max(0, end - 3) : end]) if not self._stopped(cue.token, candidate.first)
        ]

    def _right(self, candidate: Candidate) -> list[Cue]:
        start = bisect_left(self.cue_tokens, candidate.last)
        return [cue for cue in self.cues[start : start + 2] if not self._stopped(candidate.last, cue.token)]

    def _stopped(self, start: int, end: int) -> bool:
        return end - start > 25 or any(word in _STOPS for word in self.folds[start:end])

    def _cue_features(self, candidate: Candidate) -> Iterator[str]:
        noun = candidate.quantity.noun if candidate.quantity else candidate.noun
        own = noun_status(noun.lemma) if noun else ""
        for side, cues in (("L", self._left(candidate)), ("R", self._right(candidate))):
            if not cues:
                yield f"{side}=-"
            for rank, cue in enumerate(cues):
                gap = candidate.first - cue.token - 1 if side == "L" else cue.token - candidate.last
                yield from self._one_cue(f"{side}{rank}", cue, gap, candidate, own)

    def _one_cue(self, side: str, cue: Cue, gap: int, candidate: Candidate, own: str) -> Iterator[str]:
        kind = f"{cue.status}+{cue.inflection}"
        low, high = sorted((cue.token, candidate.first))
        basis = candidate.quantity.basis if candidate.quantity else "noun"
        comma = "،" in self.folds[low:high]
        yield f"{side}={kind}+{_bucket(gap, _GAPS)}"
        yield f"{side}={kind}+{cue.passive}"
        yield f"{side}={cue.status}+{comma}"
        yield f"{side}={cue.status}+own={own}"
        yield f"{side}={kind}+{basis}+{_bucket(gap, _GAPS)}"
        yield f"{side}word={bare(self.folds[cue.token])}"
        yield f"{side}={cue.status}+{candidate.quantity.counted if candidate.quantity else basis}"
        if high - low <= _NEAR:
            yield from (f"{side[0]}mid={bare(word)}" for word in self.folds[low + 1 : high])
        taken = bisect_left(self.firsts, high) - bisect_right(self.firsts, low)
        yield f"{side}={cue.status}+taken={min(taken, 3)}"
        before = self.folds[max(0, cue.token - 3) : cue.token]
        for name in ("negations", "unreal"):
            if any(word.lstrip("وف") in cue_words(name) or word in cue_words(name) for word in before):
                yield f"{side}={name}"

    def _words(self, candidate: Candidate) -> Iterator[str]:
        first, last = candidate.first, candidate.last
        for step in (1, 2, 3):
            yield f"w-{step}={bare(self.folds[first - step]) if first >= step else '^'}"
        for step in (0, 1, 2):
            yield f"w+{step}={bare(self.folds[last + step]) if last + step < len(self.folds) else '$'}"

    def _context(self, at: int, candidate: Candidate) -> Iterator[str]:
        before = self.folds[max(0, candidate.first - 8) : candidate.first]
        for distance, word in enumerate(reversed(before)):
            if word in _STOPS:
                break
            if word in compound_words("among"):
                yield f"among={_bucket(distance, _GAPS)}"
                break
        segment = self.document.segment_at(candidate.span.start)
        if segment is not None:
            yield f"segment={segment.kind}"
            yield f"paragraph={min(segment.paragraph, 3)}"
            words = {token.fold for token in self.document.tokens_in(segment.span)}
            yield from (f"near={word}" for word in words & cue_words("background"))
            yield from (f"amid={name}" for name in ("exercises", "accidents") if words & cue_words(name))
        previous = self.candidates[at - 1] if at else None
        repeated = previous is not None and (previous.min, previous.max) == (candidate.min, candidate.max)
        yield f"previous={repeated}"
