"""How many persons a phrase names: numbers, duals, single nouns and names joined into one total."""

from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any, NamedTuple

from musnad.data import load_yaml
from musnad.schema import Span
from musnad.text.document import Document
from musnad.text.names import given_names
from musnad.text.normalise import fold
from musnad.text.nouns import PERSON_KINDS, NounForm, noun_form
from musnad.text.phrases import expand_all
from musnad.text.quantities import Quantity, read_quantities

_NOT_COUNTS = frozenset({"label", "units", "things"})
_SHORTEST_INFLECTED = 5
_AFTER_NOUN = frozenset({"من", "في", "علي"})
_OPEN, _CLOSE = "([{", ")]}"


class Bounds(NamedTuple):
    """Least and greatest number of persons; `max` is None where nothing bounds it."""

    min: int
    max: int | None


class _Item(NamedTuple):
    """One member of a compound: its bounds, the quantity or noun that told them."""

    bounds: Bounds
    quantity: Quantity | None = None
    noun: NounForm | None = None
    word: str = ""


@cache
def compound_data() -> dict[str, Any]:
    """The content of `compounds.yaml`."""
    data: dict[str, Any] = load_yaml("musnad.text", "compounds.yaml")
    return data


@cache
def compound_words(*keys: str) -> frozenset[str]:
    """A word list of `compounds.yaml` by its keys, folded."""
    data: Any = compound_data()
    for key in keys:
        data = data[key]
    return frozenset(map(fold, data))


def count_persons(document: Document, span: Span) -> Bounds | None:
    """The persons that the words of `span` name, as a total of its members; None if they tell no number."""
    items = list(_Counter(document, span).items())
    return _total(items) if items else None


def _total(items: list[_Item]) -> Bounds:
    highs = [item.bounds.max for item in items]
    return Bounds(sum(item.bounds.min for item in items), None if None in highs else sum(filter(None, highs)))


@lru_cache(maxsize=32)
def _quantities_by_token(document: Document) -> dict[int, Quantity]:
    return {quantity.number_first: quantity for quantity in read_quantities(document)}


@lru_cache(maxsize=32)
def _undetermined(document: Document) -> frozenset[str]:
    """Every word of a text, with and without the article and a conjunction before it."""
    words = {token.fold for token in document.tokens}
    return frozenset(words | {word.removeprefix("و").removeprefix("ال") for word in words})


class _Counter:
    def __init__(self, document: Document, span: Span) -> None:
        self.document = document
        self.first = document.token_index(span.start)
        if self.first and document.tokens[self.first - 1].end > span.start:
            self.first -= 1
        self.last = max(document.token_index(span.end), self.first)
        self.quantities = _quantities_by_token(document)
        self.found: list[_Item] = []

    def items(self) -> Iterator[_Item]:
        at = self.first
        while at < self.last and not (self.found and self._fold(at) in compound_words("listing")):
            if self._fold(at) in _OPEN:
                at = self._past_bracket(at)
            elif self._between_kinds(at):
                at += 3
            elif self._fold(at) in compound_words("among"):
                at = self._past_clause(at)
            else:
                at = self._take(at)
        return iter(self.found)

    def _fold(self, at: int) -> str:
        return self.document.tokens[at].fold if 0 <= at < len(self.document.tokens) else ""

    def _original(self, at: int) -> str:
        return self.document.tokens[at].span.of(self.document.text)

    def _past_bracket(self, at: int) -> int:
        inside = range(at + 1, self.last)
        return next((index + 1 for index in inside if self._fold(index) in _CLOSE), at + 1)

    def _past_clause(self, at: int) -> int:
        inside = range(at + 1, self.last)
        return next((index for index in inside if self._fold(index) in "،,;؛."), self.last)

    def _between_kinds(self, at: int) -> bool:
        """Whether a total is only sorted here (أربعون بين قتيل وجريح)."""
        noun = noun_form(self._original(at + 1)) if at + 1 < self.last else None
        return self._fold(at) == "بين" and noun is not None and noun.kind == "victims"

    def _take(self, at: int) -> int:
        quantity = self.quantities.get(at)
        if quantity and (at == self.first or quantity.counted not in _NOT_COUNTS):
            self._add_quantity(at, quantity)
        if quantity:
            return self._noun_end(quantity)
        if item := self._person_at(at):
            self._add_noun(at, item)
        return at + 1

    def _noun_end(self, quantity: Quantity) -> int:
        """The token after a quantity's noun, adverbs after it excluded."""
        if quantity.basis in ("one_of", "dual") or quantity.noun is None:
            return quantity.number_last
        skip = 2 if self._fold(quantity.number_last) in ("من", '"') else 1
        return quantity.number_last + skip

    # What joins

    def _joins(self, at: int) -> bool:
        """Whether a token adds to what stands before it in the phrase."""
        if at == self.first:
            return False
        before = self._fold(at - 1)
        if self._is_joined_word(at) or before == "و":
            return True
        return any(
            tuple(self._fold(at - len(phrase) + index) for index in range(len(phrase))) == phrase
            for phrase in expand_all(compound_data()["with"])
        )

    def _is_joined_word(self, at: int) -> bool:
        word = self._fold(at)
        if not word.startswith("و"):
            return False
        quantity = self.quantities.get(at)
        if quantity:
            start = self.document.folded.folded_offset(self.document.tokens[at].start)
            return self.document.folded.folded_offset(quantity.number.start) > start
        noun = noun_form(self._original(at))
        return noun.glued > 0 if noun else True

    # Members

    def _add_quantity(self, at: int, quantity: Quantity) -> None:
        item = _Item(Bounds(quantity.min, quantity.max), quantity, quantity.noun, self._fold(at))
        if self._joins(at):
            self._open_implicit(at)
            self.found.append(item)
        elif not self.found:
            self.found.append(item)
        elif self._overrides(self.found[-1], quantity):
            self.found[-1] = item

    def _open_implicit(self, at: int) -> None:
        """A verb or pronoun before the first added person stands for one (قتلوه مع زوجته)."""
        if not self.found and at > self.first:
            self.found.append(_Item(Bounds(1, 1)))

    def _overrides(self, item: _Item, quantity: Quantity) -> bool:
        """Whether a number after a noun counts that noun (أفرادها الخمسة, أسرة من أربعة أفراد)."""
        if item.quantity is not None:
            return item.quantity.basis == "some" or (item.quantity.basis == "dual" and quantity.min == 2)
        if item.noun is None:
            return False
        if item.noun.number in ("plural", "either") or item.noun.kind in ("groups", "bodies", "cases"):
            return True
        return quantity.min == 1

    def _person_at(self, at: int) -> _Item | None:
        """A person or persons named without a number at a token."""
        word = self._fold(at)
        for key, bounds in (("one", Bounds(1, 1)), ("two", Bounds(2, 2)), ("several", Bounds(2, None))):
            if {word, word.removeprefix("و")} & compound_words("pronouns", key):
                return _Item(self._others(at, bounds), word=word)
        if word.removeprefix("و") in compound_words("pronouns", "same") and (told := self._told_before(at)):
            return _Item(Bounds(told.min, told.max), word=word)
        noun = noun_form(self._original(at)) if word[:1].isalpha() else None
        if noun and noun.number == "singular" and self.found and word.startswith("و") and word[1:] in given_names():
            noun = None
        if noun and (noun.kind in PERSON_KINDS or noun.kind in ("bodies", "cases", "groups")):
            return _Item(self._noun_bounds(at, noun), noun=noun, word=word)
        if noun is not None:
            return None
        if self._joins(at) and word.startswith("و") and self._names_person(at):
            return _Item(self._shape_bounds(at) or Bounds(1, 1), word=word)
        if at == self.first and word[:1].isalpha() and (shape := self._shape_bounds(at)):
            return _Item(shape, word=word)
        return None

    def _told_before(self, at: int) -> Quantity | None:
        """The nearest count of persons before a token (ثلاثة جنود ومثلهم من الشرطة)."""
        before = (index for index in range(at, -1, -1) if index in self.quantities)
        return next((self.quantities[i] for i in before if self.quantities[i].counted not in _NOT_COUNTS), None)

    def _shape_bounds(self, at: int) -> Bounds | None:
        """What the ending of an unlisted noun tells; None for names and for singulars."""
        word, following = self._fold(at).removeprefix("و").removeprefix("ال"), self._fold(at + 1)
        if len(word) < _SHORTEST_INFLECTED or {word, self._fold(at), following.removeprefix("و")} & given_names():
            return None
        if word.endswith(("تان", "تين")):
            return Bounds(2, 2)
        if word.endswith(("ان", "ين")) and "\u0650" not in self._original(at)[-3:]:
            ends = at + 1 >= self.last or not self.document.tokens[at + 1].is_word or following in _AFTER_NOUN
            return Bounds(2, 2) if ends or following.endswith(word[-2:]) or following.startswith("و") else None
        return Bounds(2, None) if word.endswith(("ون", "ات")) and at + 1 >= self.last else None

    def _others(self, at: int, bounds: Bounds) -> Bounds:
        original = self._original(at)
        return Bounds(2, 2) if original.endswith("َين") or original.endswith("َيْن") else bounds

    def _names_person(self, at: int) -> bool:
        """Whether a word after و is a given name or an adjective of origin."""
        if self.found and self.found[-1].bounds != (1, 1):
            return False
        word = self._fold(at)[1:]
        if self._original(at).endswith("على"):
            return False
        if word in given_names() or at != self.first + 1:
            return word in given_names()
        return len(word) > 2 and not word.endswith(("ت", "ته", "وا", "وه", "تها"))

    def _noun_bounds(self, at: int, noun: NounForm) -> Bounds:
        if noun.kind == "groups":
            return Bounds(2, None)
        if noun.number == "dual" or self._is_dual_construct(at, noun):
            return Bounds(2, 2)
        if noun.number == "singular":
            return Bounds(1, 1)
        if noun.number == "either" and not noun.possessed and self._is_dual(at, noun):
            return Bounds(2, 2)
        return Bounds(2, None)

    def _is_dual_construct(self, at: int, noun: NounForm) -> bool:
        """راعيا أغنام, قائدا المجموعة: a dual whose ن has dropped, which looks like an accusative singular."""
        if (
            noun.number != "singular"
            or noun.lemma in (fold("أب"), fold("أبا"))
            or not self._fold(at).endswith("ا")
            or "\u064b" in self._original(at)
        ):
            return False
        if at + 1 >= self.last:
            return False
        following, original = self._fold(at + 1), self._original(at + 1)
        definite = original.startswith("ال") and not following.endswith(("ا", "ي", "يه"))
        return definite or following in compound_words("construct_seconds")

    def _is_dual(self, at: int, noun: NounForm) -> bool:
        """Whether an unvowelled ـين is dual: the text has the noun's ـان and not its ـون, or no article."""
        if noun.definite and self._fold(at + 1) in given_names():
            return True
        stem = self._fold(at)[noun.glued + 2 * noun.definite : -2]
        dual, plural = (stem + ending in _undetermined(self.document) for ending in ("ان", "ون"))
        return not plural and (dual or (not noun.definite and noun.kind != "victims"))

    def _add_noun(self, at: int, item: _Item) -> None:
        if not self.found:
            if self._joins(at):
                self._open_implicit(at)
            self.found.append(item)
        elif self._joins(at):
            if not self._absorbed(self.found[-1], item):
                self.found.append(item)
        elif self._more_exact(self.found[-1], item):
            self.found[-1] = item

    def _more_exact(self, before: _Item, item: _Item) -> bool:
        """A noun of harm or of a body counts the persons that follow it (إصابة شابين, أجساد ولديه)."""
        if before.noun is None or item.noun is None or before.quantity is not None or item.bounds.max is None:
            return False
        if before.noun.kind not in ("cases", "bodies"):
            return False
        return item.noun.possessed or before.noun.number == "singular"

    def _absorbed(self, before: _Item, item: _Item) -> bool:
        """Whether a joined noun is counted by the number before it (14 موظفا وزبونا)."""
        noun, quantity = item.noun, before.quantity
        if before.noun and noun and before.noun.kind == noun.kind == "victims" and item.bounds.max is None:
            return True
        if quantity is None or noun is None or noun.possessed or quantity.basis == "dual":
            return False
        if noun.number in ("plural", "either"):
            return True
        if noun.number == "dual" or quantity.min < 11:
            return False
        accusative = item.word.endswith(("ا", "ه"))
        return accusative or quantity.min % 100 in (0, 1)
