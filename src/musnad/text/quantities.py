"""Counts in running text: a number, what qualifies it and what it counts, as least and greatest.

`max` is None where the text sets no upper bound. Approximation (`نحو n`) is floor(0.9 n) to ceil(1.1 n).
"""

from functools import cache, lru_cache
from typing import Any, Literal, NamedTuple, get_args

from musnad.data import load_yaml
from musnad.schema import Span
from musnad.text.document import Document
from musnad.text.normalise import fold
from musnad.text.nouns import PERSON_KINDS, NounForm, noun_form
from musnad.text.number_words import proclitics
from musnad.text.numerals import Numeral, read_numerals
from musnad.text.phrases import GAP, Phrase, expand_all

Counted = Literal["persons", "bodies", "cases", "groups", "units", "things", "label", "unknown", "none"]
Basis = Literal["number", "dual", "vague", "some", "one_of"]

_COUNTED: dict[str, Counted] = {kind: kind for kind in get_args(Counted)}
_WIDEST_GAP = 7
_AFTER_REACH = 5


class Quantity(NamedTuple):
    """A count: bounds, the span from qualifier to counted noun, the span and tokens of the bare number.

    `first` and `last` are the tokens of `span`, half-open like `number_first` and `number_last`.
    """

    span: Span
    min: int
    max: int | None
    number: Span
    counted: Counted
    noun: NounForm | None
    basis: Basis
    first: int
    last: int
    number_first: int
    number_last: int


class _Core(NamedTuple):
    """A bare number or vague number word, before qualifiers and noun are looked at."""

    first: int
    last: int
    min: int
    max: int | None
    basis: Basis
    start: int


@lru_cache(maxsize=32)
def read_quantities(document: Document) -> tuple[Quantity, ...]:
    """All counts of a text, in order; numbers that label (dates, ages, calibres) are marked as such."""
    return tuple(_Reader(document).read())


@cache
def quantity_data() -> dict[str, Any]:
    """The content of `quantities.yaml`."""
    data: dict[str, Any] = load_yaml("musnad.text", "quantities.yaml")
    return data


@cache
def quantity_words(key: str) -> frozenset[str]:
    """The word list under `key` of `quantities.yaml`, folded."""
    return frozenset(map(fold, quantity_data()[key]))


@cache
def _phrases(side: str) -> tuple[tuple[str, Phrase], ...]:
    """The qualifiers of one side as (effect, words), longest first."""
    pairs = [(effect, phrase) for effect, lines in quantity_data()[side].items() for phrase in expand_all(lines)]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[1])))


@cache
def _some_by_first() -> dict[str, list[Phrase]]:
    """The phrases of an unnumbered plural, by their first word."""
    table: dict[str, list[Phrase]] = {}
    for phrase in expand_all(quantity_data()["some"]):
        table.setdefault(phrase[0], []).append(phrase)
    return table


@cache
def _before_by_last() -> dict[str, list[tuple[str, Phrase]]]:
    """The qualifiers before a number, by the word that touches it."""
    table: dict[str, list[tuple[str, Phrase]]] = {}
    for effect, phrase in _phrases("before"):
        if GAP not in phrase:
            table.setdefault(phrase[-1], []).append((effect, phrase))
    return table


@cache
def _gap_phrases() -> tuple[tuple[str, Phrase], ...]:
    return tuple(pair for pair in _phrases("before") if GAP in pair[1])


@cache
def _after_by_first() -> dict[str, list[tuple[str, Phrase]]]:
    """The qualifiers after a number, by their first word."""
    table: dict[str, list[tuple[str, Phrase]]] = {}
    for effect, phrase in _phrases("after"):
        table.setdefault(phrase[0], []).append((effect, phrase))
    return table


@cache
def _vague() -> dict[str, dict[str, int]]:
    return {fold(word): row for row in quantity_data()["vague"] for word in row["words"]}


@lru_cache(maxsize=65536)
def _proclitic(token: str, key: str) -> str | None:
    """The shortest proclitic that leaves a word of a list (`vague`, `some` or one of `quantities.yaml`)."""
    words: Any = {"vague": _vague, "some": _some_by_first}[key]() if key in ("vague", "some") else quantity_words(key)
    return next((p for p in proclitics() if token.startswith(p) and token[len(p) :] in words), None)


@lru_cache(maxsize=65536)
def _is_listed(token: str) -> bool:
    """Whether a token, proclitics aside, is a word that may open a count without being a number."""
    return any(_proclitic(token, key) is not None for key in ("few", "vague", "one_of", "one_of_whom", "some"))


def qualified(effect: str, low: int, high: int | None) -> tuple[int, int | None]:
    """The bounds of a count after a qualifier."""
    match effect:
        case "at_least":
            return low, None
        case "more_than":
            return (low + 1 if high == low else low), None
        case "about" if high == low:
            return 9 * low // 10, -(-11 * low // 10)
        case "at_most" | "up_to":
            return 0, high
        case "less_than":
            return 0, None if high is None else max(high - 1, 0)
        case "odd":
            return low + 1, None if high is None else high + 9
    return low, high


def same_word(token: str, word: str) -> bool:
    """Whether a folded token is `word`, proclitics allowed."""
    return token == word or (token.endswith(word) and token[: -len(word)] in proclitics())


class _Reader:
    def __init__(self, document: Document) -> None:
        self.document = document
        self.tokens = document.tokens
        self.folds = [token.fold for token in document.tokens]
        self.nouns: dict[int, NounForm | None] = {}
        self.numerals = {numeral.first: numeral for numeral in read_numerals(document) if numeral.kind != "ordinal"}

    def read(self) -> list[Quantity]:
        return [self._quantity(core) for core in self._merge_ranges(self._cores())]

    def _fold(self, index: int) -> str:
        return self.folds[index] if 0 <= index < len(self.folds) else ""

    def _noun(self, index: int) -> NounForm | None:
        if not 0 <= index < len(self.tokens) or not self.tokens[index].is_word:
            return None
        if index not in self.nouns:
            self.nouns[index] = noun_form(self.tokens[index].span.of(self.document.text))
        return self.nouns[index]

    # Cores

    def _cores(self) -> list[_Core]:
        cores: list[_Core] = []
        at = 0
        while at < len(self.tokens):
            core = self._core_at(at)
            if core:
                cores.append(core)
            at = core.last if core else self._past(at)
        return cores

    def _core_at(self, at: int) -> _Core | None:
        if not _is_listed(self.folds[at]):
            return self._numeral_at(at)
        return self._vague_at(at) or self._numeral_at(at) or self._one_of(at) or self._some(at)

    def _past(self, at: int) -> int:
        numeral = self.numerals.get(at)
        return numeral.last if numeral else at + 1

    def _numeral_at(self, at: int) -> _Core | None:
        numeral = self.numerals.get(at)
        if numeral is None or numeral.kind == "percent" or not isinstance(numeral.value, int):
            return None
        basis: Basis = "dual" if numeral.kind == "dual" else "number"
        return _Core(at, numeral.last, numeral.value, numeral.value, basis, self._start_of(numeral))

    def _start_of(self, numeral: Numeral) -> int:
        return self.document.folded.folded_offset(numeral.span.start)

    def _stripped(self, at: int, key: str) -> tuple[str, int] | None:
        """The listed word that a token is after its proclitics, and where it starts in the folded text."""
        token = self._fold(at)
        proclitic = _proclitic(token, key)
        if proclitic is None:
            return None
        start = self.document.folded.folded_offset(self.tokens[at].start)
        return token[len(proclitic) :], start + len(proclitic.removesuffix("ال"))

    def _vague_at(self, at: int) -> _Core | None:
        if few := self._stripped(at, "few"):
            return self._few(at, few[1])
        found = self._stripped(at, "vague")
        if found is None:
            return None
        row, times = _vague()[found[0]], self._stripped(at + 1, "vague")
        if times and not self._fold(at + 1).startswith("و"):
            scale = _vague()[times[0]]["scale"]
            return _Core(at, at + 2, row["min"] * scale, (row["max"] + 1) * scale - 1, "vague", found[1])
        return _Core(at, at + 1, row["min"], row["max"], "vague", found[1])

    def _few(self, at: int, start: int) -> _Core:
        times = self._stripped(at + 1, "vague")
        numeral = self.numerals.get(at + 1)
        if times:
            scale = _vague()[times[0]]["scale"]
            return _Core(at, at + 2, 3 * scale, 10 * scale - 1, "vague", start)
        if numeral and 10 <= numeral.value < 100 and numeral.value % 10 == 0:
            tens = int(numeral.value)
            return _Core(at, numeral.last, tens + 3, tens + 9, "vague", start)
        return _Core(at, at + 1, 3, 9, "vague", start)

    def _one_of(self, at: int) -> _Core | None:
        bare = self._stripped(at, "one_of")
        whom = self._stripped(at, "one_of_whom")
        if whom:
            return _Core(at, at + 1, 1, 1, "one_of", whom[1])
        if bare is None or self._fold(at).endswith("الاحد"):
            return None
        noun, following = self._noun(at + 1), self._fold(at + 1)
        several = noun.number != "singular" and noun.kind in PERSON_KINDS if noun else following.endswith("ين")
        definite = following.startswith("ال") or bool(noun and (noun.possessed or noun.number != "dual"))
        return _Core(at, at + 1, 1, 1, "one_of", bare[1]) if several and definite else None

    def _some(self, at: int) -> _Core | None:
        found = self._stripped(at, "some")
        for phrase in _some_by_first()[found[0]] if found else ():
            if found and tuple(self.folds[at + 1 : at + len(phrase)]) == phrase[1:]:
                times = self._stripped(at + len(phrase), "vague")
                if times:
                    row = _vague()[times[0]]
                    return _Core(at, at + len(phrase) + 1, row["min"], row["max"], "vague", found[1])
                return _Core(at, at + len(phrase), 2, None, "some", found[1])
        return None

    # Ranges

    def _merge_ranges(self, cores: list[_Core]) -> list[_Core]:
        merged: list[_Core] = []
        for core in cores:
            if merged and (joined := self._range(merged[-1], core)):
                merged[-1] = joined
            else:
                merged.append(core)
        return merged

    def _range(self, low: _Core, high: _Core) -> _Core | None:
        if low.basis != "number" or high.basis != "number" or low.max is None or high.max is None:
            return None
        between = self.folds[low.last : high.first]
        joined = self._fold(high.first).startswith("و") or between[-1:] == ["و"]
        opened = self._opened(low, "range_open")
        if self._in_numeric_date(low):
            return None
        plain = [word for word in between if word in quantity_words("range_between")]
        nouns = [word for word in between if word not in quantity_words("range_between") and word != "و"]
        if len(nouns) > 1 or len(plain) > 1 or not (plain or (opened and joined)) or (nouns and not opened):
            return None
        if self._opened(low, "range_from") and self._after_rise(low.first):
            return None
        least = self._scaled_like(low.max, high.max)
        return None if least >= high.max else _Core(low.first, high.last, least, high.max, "number", low.start)

    def _opened(self, core: _Core, key: str) -> bool:
        return any(same_word(self._fold(self._left(core)), word) for word in quantity_words(key))

    def _after_rise(self, at: int) -> bool:
        return any(word in quantity_words("rises") for word in self.folds[max(0, at - 12) : at])

    def _scaled_like(self, low: int, high: int) -> int:
        """The low end with the scale told only at the high end (`3 إلى 5 آلاف`)."""
        for scale in (10**6, 10**3):
            if high >= scale and high % scale == 0 and low < min(high // scale, 1000):
                return low * scale
        return low

    # Qualifiers

    def _left(self, core: _Core) -> int:
        """The index of the token before a number, a lone proclitic (`الـ24`) skipped."""
        left = core.first - 1
        return left - 1 if self._fold(left) in proclitics() and self._fold(core.first)[:1].isdecimal() else left

    def _before(self, end: int) -> tuple[str, int] | None:
        """The longest qualifier whose last token is `end`: its effect and first token."""
        last = self._fold(end)
        for word in (last, *(last[len(p) :] for p in proclitics() if p and last.startswith(p))):
            for effect, phrase in _before_by_last().get(word, ()):
                if (start := self._match_back(phrase, end)) is not None:
                    return effect, start
        if not any(self._counts(at) for at in range(max(end - _WIDEST_GAP, 0), end + 1)):
            return None
        for effect, phrase in _gap_phrases():
            if (start := self._match_gap(phrase, end)) is not None:
                return effect, start
        return None

    def _match_back(self, phrase: Phrase, end: int) -> int | None:
        start = end - len(phrase) + 1
        if start < 0 or tuple(self.folds[start + 1 : end + 1]) != phrase[1:]:
            return None
        return start if same_word(self.folds[start], phrase[0]) else None

    def _match_gap(self, phrase: Phrase, end: int) -> int | None:
        head, tail = phrase[: phrase.index(GAP)], phrase[phrase.index(GAP) + 1 :]
        close = end - len(tail)
        if tuple(self.folds[close + 1 : end + 1]) != tail:
            return None
        for at in range(close, max(close - _WIDEST_GAP, 0), -1):
            if not self.tokens[at].is_word and self._fold(at) != '"':
                return None
            if self._counts(at) and (start := self._match_back(head, at - 1)) is not None:
                return start
        return None

    def _counts(self, at: int) -> bool:
        noun = self._noun(at)
        return self._fold(at) in quantity_words("counting") or bool(
            noun and noun.kind in ("victims", "cases") and (noun.definite or noun.possessed)
        )

    def _after(self, start: int, end: int) -> tuple[str, int] | None:
        """A qualifier that begins between two tokens with nothing but the noun phrase before it."""
        for at in range(start, min(end, len(self.tokens))):
            for effect, phrase in _after_by_first().get(self.folds[at], ()):
                if tuple(self.folds[at : at + len(phrase)]) == phrase:
                    return effect, at + len(phrase)
            if not self.tokens[at].is_word and self._fold(at) not in ('"', "(", ")"):
                return None
            if at in self.numerals or (at > start and self._fold(at).startswith("و")):
                return None
        return None

    # Assembly

    def _quantity(self, core: _Core) -> Quantity:
        counted, noun, last = self._noun_after(core)
        low, high, first = core.min, core.max, core.first
        end = self._left(core)
        if self._opened(core, "range_open"):
            end -= 1
            first = end + 1
        while (found := self._before(end)) and self.tokens[end].end <= self.tokens[first].start:
            low, high = qualified(found[0], low, high)
            first, end = found[1], found[1] - 1
        if after := self._after(core.last, core.last + _AFTER_REACH):
            low, high = qualified(after[0], low, high)
            last = max(last, after[1])
        return Quantity(
            self._span(core, first, last),
            low,
            high,
            self._span(core, core.first, core.last),
            counted,
            noun,
            core.basis,
            first,
            last,
            core.first,
            core.last,
        )

    def _span(self, core: _Core, first: int, last: int) -> Span:
        folded = self.document.folded
        start = core.start if first == core.first else folded.folded_offset(self.tokens[first].start)
        return folded.span(start, folded.folded_offset(self.tokens[last - 1].start) + len(self._fold(last - 1)))

    def _noun_after(self, core: _Core) -> tuple[Counted, NounForm | None, int]:
        """What the number counts, the noun's form, and the token after the noun."""
        if core.basis == "dual":
            return self._kind(self._noun(core.first)), self._noun(core.first), core.last
        if self._is_label(core):
            return "label", None, core.last
        at = core.last + (self._fold(core.last) == '"')
        if self._fold(at) == "من":
            noun, at = self._noun(at + 1), at + 1
            known = noun is not None and noun.kind not in ("things", "groups")
            return (self._kind(noun) if known else "unknown"), noun, min(at + 1, len(self.tokens))
        if self._fold(at) in ("منهم", "منهن", "منها", "منا", "ممن", "منكم") or self._is_others(at):
            return "persons", None, at + 1
        noun = self._noun(at)
        if noun and not noun.glued and self._agrees(core, noun):
            return self._kind(noun), noun, at + 1
        known = at < len(self.tokens) and self.tokens[at].is_word
        return ("unknown" if known else "none"), None, core.last

    def _agrees(self, core: _Core, noun: NounForm) -> bool:
        """Whether a measure or thing has the number that counting asks for, so not `ثلاثة يوم الجمعة`."""
        if noun.kind not in ("units", "things") or core.basis != "number" or noun.number == "either":
            return True
        few = 3 <= core.min % 100 <= 10
        return (noun.number == "plural") == few and core.min != 2

    def _kind(self, noun: NounForm | None) -> Counted:
        if noun is None:
            return "none"
        return "persons" if noun.kind in PERSON_KINDS else _COUNTED[noun.kind]

    def _in_numeric_date(self, core: _Core) -> bool:
        """Whether digits stand among three or more joined by dashes (14-3-2024)."""
        left, right, joined = core.first, core.last - 1, self.folds[core.first : core.last].count("-")
        while self._fold(left - 1) == "-" and self._fold(left - 2).isdecimal():
            left, joined = left - 2, joined + 1
        while self._fold(right + 1) == "-" and self._fold(right + 2).isdecimal():
            right, joined = right + 2, joined + 1
        return joined >= 2

    def _is_others(self, at: int) -> bool:
        return any(self._fold(at) in quantity_words(key) for key in ("others_many", "others_two", "others_one"))

    def _is_label(self, core: _Core) -> bool:
        if self._fold(core.last) in quantity_words("months") or self._fold(core.last) in quantity_words("not_counted"):
            return True
        left = self._left(core)
        if core.basis == "number" and self._fold(left) in quantity_words("labels"):
            return True
        if self._fold(left) in quantity_words("weekdays") and self._fold(core.first).isdecimal():
            return self._noun(core.last) is None and not self._fold(core.last).startswith(("من", "مم"))
        if self._in_numeric_date(core):
            return True
        if self._fold(left) == "(" and self._fold(core.last) in (")", "-", "/"):
            return True
        return self._fold(left) == "-" and self._fold(left - 1).isascii() and self._fold(left - 1).isalpha()
