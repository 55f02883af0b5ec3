"""Phrases that may be a toll of persons: counts, single victims, names, and what is joined to them."""

from collections.abc import Iterator
from typing import NamedTuple

from musnad.extract.casualty_cues import Cue
from musnad.schema import Span
from musnad.text.compounds import compound_words, count_persons
from musnad.text.document import Document
from musnad.text.names import given_names
from musnad.text.nouns import PERSON_KINDS, NounForm, noun_form
from musnad.text.quantities import Quantity, quantity_words, read_quantities

REACH, REACH_BACK = 12, 7
"""Tokens: how far after a cue, and before one, an unnumbered noun may be its victim."""
STATUSES = ("killed", "injured", "missing", "captured", "displaced")
_WITH = frozenset({"مع"})
_HARM_KINDS = frozenset({"bodies", "cases"})
_STOPS = frozenset("،,;؛.:!?؟()[]")
_SENTENCE_STOPS = frozenset(".؛:؟!")


class Candidate(NamedTuple):
    """A phrase that may be a toll: tokens `[first, last)`, span, bounds, its quantity and noun if any."""

    first: int
    last: int
    span: Span
    min: int
    max: int | None
    quantity: Quantity | None
    noun: NounForm | None


def find_candidates(document: Document, cues: list[Cue]) -> list[Candidate]:
    """The phrases that may be tolls, in order, not overlapping."""
    return list(_Finder(document, cues).find())


class _Finder:
    def __init__(self, document: Document, cues: list[Cue]) -> None:
        self.document = document
        self.tokens = document.tokens
        self.cues = {cue.token: cue for cue in cues}
        self.quantities = {quantity.first: quantity for quantity in read_quantities(document)}
        self.nouns: dict[int, NounForm | None] = {}
        self.near = self._near_cues()

    def find(self) -> Iterator[Candidate]:
        at, previous = 0, None
        while at < len(self.tokens):
            end = self._member(at, first=True)
            if end is None:
                quantity = self.quantities.get(at)
                at = max(at + 1, quantity.last) if quantity else at + 1
                continue
            last = self._extend(at, end)
            previous = self._shared(previous, self._candidate(self._with_verb(at), last))
            yield previous
            at = last

    def _shared(self, previous: Candidate | None, candidate: Candidate) -> Candidate:
        """A candidate with the vague number that it shares with the one before it (عشرات القتلى والجرحى)."""
        noun = candidate.noun if candidate.quantity is None else None
        if previous is None or noun is None or noun.kind != "victims" or not (noun.glued and noun.definite):
            return candidate
        vague = previous.quantity is not None and previous.quantity.basis == "vague"
        if not vague or previous.last != candidate.first:
            return candidate
        return candidate._replace(min=previous.min, max=previous.max)

    def _fold(self, at: int) -> str:
        return self.tokens[at].fold if 0 <= at < len(self.tokens) else ""

    def _noun(self, at: int) -> NounForm | None:
        if not 0 <= at < len(self.tokens) or not self.tokens[at].is_word:
            return None
        if at not in self.nouns:
            self.nouns[at] = noun_form(self.tokens[at].span.of(self.document.text))
        return self.nouns[at]

    def _member(self, at: int, first: bool) -> int | None:
        """The token after the member of a toll that begins at a token, None if none does."""
        quantity = self.quantities.get(at)
        if quantity is not None:
            counts = (
                quantity.counted not in ("label", "units", "things", "groups")
                and quantity.min + (quantity.max or 1) > 0
            )
            return quantity.last if counts else None
        if not first or at in self.near:
            noun = self._noun(at)
            if first and self._refers(at):
                return at + 1
            if noun and (noun.kind in PERSON_KINDS or noun.kind in _HARM_KINDS) and self._heads(at, noun):
                named = noun.number == "singular" and self._fold(at + 1) in given_names()
                return self._name_end(at + 1) if named else at + 1
            if first and at not in self.cues and self._begins_name(at):
                return self._name_end(at)
        return None

    def _heads(self, at: int, noun: NounForm) -> bool:
        """Whether a noun begins a phrase rather than depending on the noun before it."""
        before = self._noun(at - 1)
        if noun.kind == "cases" and noun.number == "singular":
            return False
        if noun.definite and not noun.glued and self._fold(at - 1).startswith("ال") and at - 1 not in self.cues:
            return False
        if before is None or before.kind not in PERSON_KINDS or noun.glued or before.number == "dual":
            return True
        return self._fold(at).endswith("ا") and not self._fold(at - 1).endswith("ا")

    def _refers(self, at: int) -> bool:
        """Whether a word stands for a person told of before (آخر, ثالث) and nothing but a cue comes before it."""
        word = self._fold(at)
        known = any(word in compound_words("pronouns", key) for key in ("one", "two", "several", "ranked"))
        return known and self._noun(at - 1) is None and at - 1 not in self.quantities

    def _near_cues(self) -> set[int]:
        """The tokens within reach of a cue, of those after it only up to the end of its sentence."""
        near: set[int] = set()
        for at in self.cues:
            near.update(range(at - REACH_BACK + 1, at + 1))
            for after in range(at + 1, at + REACH + 1):
                if self._fold(after) in _SENTENCE_STOPS:
                    break
                near.add(after)
        return near

    def _begins_name(self, at: int) -> bool:
        return self._fold(at) in given_names() and self._fold(at - 1) not in given_names()

    def _name_end(self, at: int) -> int:
        """The token after a given name, the names after it and a family name with the article."""
        end = at + 1
        while end < min(at + 4, len(self.tokens)) and self._fold(end) in given_names():
            end += 1
        family = self._fold(end).startswith("ال") and self._fold(end) not in quantity_words("weekdays")
        return end + 1 if family and end not in self.cues and end not in self.quantities else end

    def _extend(self, first: int, end: int) -> int:
        """The end of a compound toll that begins with the member `[first, end)`."""
        at = end
        while at < min(end + 6, len(self.tokens)) and self._fold(at) not in _STOPS:
            if self._joined(at):
                member = self._member(at, first=False)
                if member is None or self._own_account(at, member) or self._separate(first, at):
                    return end
                end = at = member
                continue
            if at in self.cues or at in self.quantities or self._fold(at) in compound_words("among"):
                return end
            at += 1
        return end

    def _joined(self, at: int) -> bool:
        word = self._fold(at)
        if not word.startswith("و"):
            return self._fold(at - 1) == "و"
        noun, quantity = self._noun(at), self.quantities.get(at)
        return bool(quantity) or bool(noun and noun.glued)

    def _own_account(self, at: int, end: int) -> bool:
        """Whether a joined member has a status of its own (و7 جرحى) or a verb after it (وجندي أصيب)."""
        noun = self.quantities[at].noun if at in self.quantities else self._noun(at)
        if noun and noun.kind in ("victims", "cases", "bodies"):
            return True
        quantity = self.quantities.get(at)
        if quantity and quantity.counted in ("none", "unknown"):
            return True
        verb = self.cues.get(end)
        singular = verb is not None and verb.inflection in ("past", "present") and not self._fold(end).startswith("و")
        return singular and not self._fold(end).endswith(("ا", "وا", "ان", "ون"))

    def _separate(self, first: int, at: int) -> bool:
        """Whether a joined member is a toll apart: two numbers side by side, or a person beside a told harm."""
        one, other, noun = self.quantities.get(first), self.quantities.get(at), self._noun(at)
        if one is None or one.basis == "dual":
            return False
        if one.noun and one.noun.kind in ("victims", "bodies", "cases"):
            return True
        if other is None:
            return noun is None or noun.number in ("plural", "either")
        return other.basis != "dual" and one.min > 2

    def _with_verb(self, at: int) -> int:
        """The token where a toll begins whose first victim is told by a pronoun alone (قتلوه مع زوجته)."""
        quantity, noun = self.quantities.get(at), self._noun(at)
        if (at - 1 in self.cues) and self._joined(at) and not (quantity and quantity.noun is None):
            harmed = noun is not None and (noun.kind == "kin" or noun.possessed)
            return at - 1 if harmed and self.cues[at - 1].status in STATUSES else at
        if self._fold(at - 1) in _WITH and at - 2 in self.cues and self.cues[at - 2].status in STATUSES:
            return at - 2
        return at

    def _candidate(self, first: int, last: int) -> Candidate:
        quantity = self.quantities.get(first)
        folded = self.document.folded
        start = quantity.span.start if quantity else self._bare_start(first)
        last = min(last, len(self.tokens))
        end = folded.folded_offset(self.tokens[last - 1].start) + len(self._fold(last - 1))
        span = Span(start, folded.span(end - 1, end).end)
        bounds = count_persons(self.document, span)
        low, high = bounds if bounds else (1, 1)
        return Candidate(first, last, span, low, high, quantity, self._noun(first))

    def _bare_start(self, at: int) -> int:
        noun, folded = self._noun(at), self.document.folded
        start = folded.folded_offset(self.tokens[at].start) + (noun.glued if noun else 0)
        return folded.span(start, start + 1).start
