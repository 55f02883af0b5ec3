"""Numbers in running text, in words, digits or both.

The grammar is that of written Arabic: units before tens (`خمسة وعشرون`), hundreds before what is under a
hundred, scales (thousand, million …) in falling order joined by و, parts of a scale (`مليون ونصف المليون`).
Ordinals and shares (`20 في المئة`) are read too, and kept apart by their kind.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal, NamedTuple

from musnad.schema import Span
from musnad.text.document import Document
from musnad.text.normalise import fold
from musnad.text.nouns import noun_form
from musnad.text.number_words import NumberWord, folded_words, number_words, proclitics
from musnad.text.tokens import Token

NumeralKind = Literal["digits", "words", "mixed", "dual", "ordinal", "percent"]

_GROUPED = re.compile(r"\d{1,3}(?:[.,]\d{3})+")
_PLAIN = re.compile(r"\d{1,15}(?:[.,]\d{1,6})?")
_ONE = "واحد"
_AND, _THE, _TANWIN = "و", "ال", "\u064b"


class Numeral(NamedTuple):
    """A number: where it stands (without attached و, ب, ل), its value, its tokens `[first, last)`."""

    span: Span
    value: float
    kind: NumeralKind
    first: int
    last: int


class _Atom(NamedTuple):
    """One number word or digit string: the token after it, whether و joins it, how many letters are glued on."""

    role: str
    value: float
    after: int
    joined: bool
    glued: int
    token: int


class _Part(NamedTuple):
    """A number read so far: its value, the token after it, whether it held digits and words."""

    value: float
    after: int
    digits: bool
    words: bool


def read_numerals(document: Document) -> list[Numeral]:
    """All numbers of a text, in order, not overlapping."""
    return list(_Reader(document).read())


@lru_cache(maxsize=65536)
def split_proclitic(word: str) -> tuple[str, str] | None:
    """A folded word as proclitic and number word, the shortest proclitic that leaves one."""
    known = number_words()
    for proclitic in proclitics():
        if word.startswith(proclitic) and word[len(proclitic) :] in known:
            return proclitic, word[len(proclitic) :]
    return None


def digits_value(digits: str) -> float | None:
    """The value of folded digits: `1,200` and `1.200` are grouped, `1.5` is not; None for dates and clock times."""
    if _GROUPED.fullmatch(digits) and not digits.startswith("0"):
        return int(re.sub(r"[.,]", "", digits))
    if not _PLAIN.fullmatch(digits):
        return None
    return _whole(float(digits.replace(",", ".")))


def _whole(value: float) -> float:
    """A value without the noise of binary fractions, an int where it is whole (2.3 million)."""
    rounded = round(float(value), 6)
    return int(rounded) if rounded.is_integer() else rounded


class _Reader:
    def __init__(self, document: Document) -> None:
        self.document = document
        self.tokens = document.tokens
        self.atoms: list[_Atom | None] = []
        for index in range(len(self.tokens)):
            self.atoms.append(self._atom(index))

    def read(self) -> Iterator[Numeral]:
        at = 0
        while at < len(self.tokens):
            numeral = self._ordinal(at) or self._cardinal(at) or self._dual(at)
            if numeral:
                yield numeral
            at = numeral.last if numeral else at + 1

    def _atom(self, index: int) -> _Atom | None:
        token = self.tokens[index]
        if token.is_number:
            return self._digits(index)
        if not token.is_word:
            return None
        split = self._split(token)
        if split is None or self._is_homograph(index, *split):
            return None
        proclitic, core = split
        word = number_words()[core]
        joined = proclitic.startswith(_AND) or self._after_lone_and(index)
        value = word.value * (2 if self._is_construct_dual(index, word, core) else 1)
        return _Atom(word.role, value, index + 1, joined, len(proclitic.removesuffix(_THE)), index)

    def _split(self, token: Token) -> tuple[str, str] | None:
        """A word as proclitic and number word; وأحد is told from واحد by its written hamza."""
        split = split_proclitic(token.fold)
        if split == ("", _ONE) and "أ" in token.span.of(self.document.text):
            return _AND, _ONE.removeprefix(_AND)
        return split

    def _is_construct_dual(self, index: int, word: NumberWord, core: str) -> bool:
        """Whether ألفا is two thousand (`ألفا شخص`) rather than an accusative thousand (`20 ألفا`, `ألفًا`)."""
        if word.role != "scale" or not core.endswith("ا") or index + 1 >= len(self.tokens):
            return False
        following = self.tokens[index + 1]
        if not following.is_word or following.fold.startswith(_AND) or following.fold in folded_words("prepositions"):
            return False
        before = self.atoms[index - 1] if index else None
        return before is None and _TANWIN not in self.tokens[index].span.of(self.document.text)

    def _digits(self, index: int) -> _Atom | None:
        digits, after = self.tokens[index].fold, index + 1
        while len(digits) <= 3 * (after - index) and self._thousands_gap(after):
            digits, after = digits + self.tokens[after].fold, after + 1
        value = digits_value(digits)
        return None if value is None else _Atom("digits", value, after, self._after_lone_and(index), 0, index)

    def _thousands_gap(self, after: int) -> bool:
        """Whether a group of three digits follows after one blank (12 500)."""
        if after >= len(self.tokens) or not re.fullmatch(r"\d{3}", self.tokens[after].fold):
            return False
        gap = self.document.text[self.tokens[after - 1].end : self.tokens[after].start]
        return len(gap) == 1 and fold(gap) == " "

    def _after_lone_and(self, index: int) -> bool:
        return (
            index > 0 and self.tokens[index - 1].fold.startswith(_AND) and self.tokens[index - 1].fold in proclitics()
        )

    def _is_homograph(self, index: int, proclitic: str, core: str) -> bool:
        token = self.tokens[index]
        if number_words()[core].role == "unit" and proclitic + core in folded_words("weekday_homographs"):
            return not self._after_possessed_dual(index)
        original = token.span.of(self.document.text)
        if core in folded_words("need_hamza"):
            before = self.atoms[index - 1] if index else None
            return not any(letter in original for letter in "ئءؤ") and not (before and proclitic == _AND)
        return False

    def _after_possessed_dual(self, index: int) -> bool:
        before = self.tokens[index - 1].fold if index else ""
        endings = tuple(folded_words("possessed_dual_endings"))
        return len(before) > 4 and before.endswith(endings) and before not in folded_words("not_possessed")

    def _next(self, part_after: int, joined: bool) -> _Atom | None:
        """The atom that continues a number at a token, joined by و (alone or glued) or not."""
        at = part_after
        if at < len(self.atoms) and joined and self.tokens[at].fold == _AND:
            at += 1
        atom = self.atoms[at] if at < len(self.atoms) else None
        return atom if atom and atom.joined == joined else None

    def _cardinal(self, at: int) -> Numeral | None:
        atom = self.atoms[at]
        if atom is None:
            return None
        part = self._sum(atom)
        if part is None or part.value < 0:
            return None
        after = part.after
        kind: NumeralKind = "mixed" if part.digits and part.words else "digits" if part.digits else "words"
        if share := self._percent_after(after):
            after, kind = share, "percent"
        return self._numeral(atom, after, _whole(part.value), kind)

    def _numeral(self, atom: _Atom, after: int, value: float, kind: NumeralKind) -> Numeral:
        folded = self.document.folded
        first = self.tokens[atom.token]
        start = folded.folded_offset(first.start) + atom.glued
        if atom.role == "digits" and self._glued_article(atom.token):
            start = folded.folded_offset(first.start) - 2
        end = folded.folded_offset(self.tokens[after - 1].start) + len(self.tokens[after - 1].fold)
        return Numeral(folded.span(start, end), value, kind, atom.token, after)

    def _glued_article(self, index: int) -> bool:
        if index == 0 or not self.tokens[index - 1].fold.endswith(_THE):
            return False
        before = self.tokens[index - 1]
        gap = fold(self.document.text[before.end : self.tokens[index].start])
        return before.fold in proclitics() and not gap

    def _sum(self, atom: _Atom) -> _Part | None:
        """Scaled groups in falling order: `3 ملايين و200 ألف`, `ألف ومئتان`."""
        total, limit, part = 0.0, float("inf"), None
        following: _Atom | None = atom
        while following and limit > 1:
            term = self._half(following, limit) if part else None
            scaled = (term, 1.0) if term else self._scaled(following, limit)
            if scaled is None:
                break
            term, limit = scaled
            total += term.value
            digits, words = (part.digits, part.words) if part else (False, False)
            part = _Part(total, term.after, digits or term.digits, words or term.words)
            following = self._next(term.after, joined=True)
        return part

    def _half(self, atom: _Atom, scale: float) -> _Part | None:
        """A part of the scale just read: `ونصف`, `ونصف المليون`."""
        if atom.role != "fraction":
            return None
        repeated = self._next(atom.after, joined=False)
        after = repeated.after if repeated and repeated.role == "scale" and repeated.value == scale else atom.after
        return _Part(atom.value * scale, after, False, True)

    def _scaled(self, atom: _Atom, limit: float) -> tuple[_Part, float] | None:
        """A group and its scale, if smaller than `limit`, with that scale (1 without one)."""
        if atom.role == "scale":
            group = _Part(atom.value, atom.after, False, True)
            scale = 10.0 ** (len(str(int(atom.value))) - 1)
        elif (read := self._group(atom)) is not None:
            group, scale = read, 1.0
        else:
            return None
        while (word := self._next(group.after, joined=False)) and self._multiplies(word, scale):
            group = _Part(group.value * word.value, word.after, group.digits, True)
            scale *= word.value
        if scale == 1 and group.words and isinstance(_whole(group.value), float):
            return None
        return (group, scale) if group.value < limit and scale < limit else None

    def _multiplies(self, word: _Atom, scale: float) -> bool:
        if word.role not in ("scale", "scales") or word.value <= scale:
            return False
        return str(int(word.value)).startswith("1")

    def _group(self, atom: _Atom) -> _Part | None:
        """What may stand before a scale: digits, a part, or words under a thousand."""
        if atom.role == "digits":
            return _Part(atom.value, atom.after, True, False)
        if atom.role == "fraction":
            return _Part(atom.value, atom.after, False, True)
        if atom.role in ("hundred", "hundreds"):
            return self._with_rest(_Part(atom.value, atom.after, False, True))
        if atom.role == "unit" and atom.value > 2:
            word = self._next(atom.after, joined=False)
            if word and word.role == "hundred":
                return self._with_rest(_Part(100 * atom.value, word.after, False, True))
            if word and word.role == "fractions":
                return _Part(atom.value * word.value, word.after, False, True)
        return self._under_hundred(atom)

    def _with_rest(self, hundreds: _Part) -> _Part:
        atom = self._next(hundreds.after, joined=True)
        if atom is None:
            return hundreds
        if atom.role == "digits" and atom.value < 100:
            return _Part(hundreds.value + atom.value, atom.after, True, True)
        rest = self._under_hundred(atom)
        if rest is None or self._starts_bigger(rest):
            return hundreds
        return _Part(hundreds.value + rest.value, rest.after, False, True)

    def _starts_bigger(self, rest: _Part) -> bool:
        """Whether the words under a hundred are themselves the count of hundreds (`مئة وخمس مئة`)."""
        word = self._next(rest.after, joined=False)
        return bool(word and word.role == "hundred")

    def _under_hundred(self, atom: _Atom) -> _Part | None:
        if atom.role in ("ten", "teen"):
            return _Part(atom.value, atom.after, False, True)
        if atom.role not in ("unit", "bound"):
            return None
        teen = self._next(atom.after, joined=False)
        if teen and teen.role == "ten" and teen.value == 10:
            return _Part(atom.value + 10, teen.after, False, True)
        ten = self._next(atom.after, joined=True)
        if ten and ten.role == "ten" and ten.value > 10:
            return _Part(atom.value + ten.value, ten.after, False, True)
        return None if atom.role == "bound" else _Part(atom.value, atom.after, False, True)

    def _ordinal(self, at: int) -> Numeral | None:
        atom = self.atoms[at]
        if atom is None or atom.role != "ordinal":
            return None
        value, after = atom.value, atom.after
        teen, ten = self._next(after, joined=False), self._next(after, joined=True)
        if teen and teen.role == "ten" and teen.value == 10:
            value, after = value + 10, teen.after
        elif ten and ten.role == "ten" and ten.value > 10:
            value, after = value + ten.value, ten.after
        return self._numeral(atom, after, value, "ordinal")

    def _dual(self, at: int) -> Numeral | None:
        token = self.tokens[at]
        form = noun_form(token.span.of(self.document.text)) if token.is_word else None
        if form is None or form.number != "dual":
            return None
        atom = _Atom("dual", 2, at + 1, False, form.glued, at)
        return self._numeral(atom, at + 1, 2, "dual")

    def _percent_after(self, after: int) -> int | None:
        words = [token.fold for token in self.tokens[after : after + 2]]
        if words and words[0] in folded_words("percent"):
            return after + 1
        if len(words) == 2 and words[0] in folded_words("percent_in") and words[1] in folded_words("percent_after_in"):
            return after + 2
        return None
