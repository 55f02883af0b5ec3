"""Noun phrases that name a source: titles and names, offices, groups, outlets, witnesses, documents."""

from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple

from musnad.data import load_yaml
from musnad.extract.reporting_verbs import saying, word_set
from musnad.text.clitics import analyses
from musnad.text.normalise import fold
from musnad.text.segment import date_words
from musnad.text.tokens import Token

MAX_WORDS = 16
MAX_NAME = 4
MAX_QUOTED = 7
"""Tokens of a whole phrase, of a person's name, of a name between quotation marks or brackets."""

_KINDS = ("medical", "armed group", "monitor", "agency", "outlet", "document", "witness", "official", "unnamed")
_IN, _FROM, _ABOUT_WORD, _AT_WORD, _FOR = "في", "من", "عن", "لدي", "باسم"
_QUOTE = '"'
_PRONOUNS = ("هما", "ها", "هم", "ه", "نا")


class SourcePhrase(NamedTuple):
    """A source as tokens `[start, end)` of a list: its head, kind, and where a person's name begins in it.

    `joined` counts the letters of a conjunction written together with its first word; a
    `titled` phrase names a person by his title.
    `via` is the tokens of the outlet that the words were said to, where the phrase is followed by one.
    """

    start: int
    end: int
    head: str
    kind: str
    name: int | None
    joined: int
    titled: bool
    via: tuple[int, int] | None = None


def _data() -> dict[str, Any]:
    data: dict[str, Any] = load_yaml("musnad.extract", "sources.yaml")
    return data


@cache
def _set(key: str) -> frozenset[str]:
    return frozenset(fold(word) for word in _data()[key])


@cache
def _kind_of_head() -> dict[str, str]:
    """Kind by head of one word, with and without the article."""
    named = [(fold(head), kind) for kind, heads in _data()["heads"].items() for head in heads]
    kinds = {head: kind for head, kind in named if " " not in head}
    for head, kind in named:
        kinds.setdefault(head.split()[0], kind)
    return {bare: kind for head, kind in kinds.items() for bare in {head, without_article(head)}}


@cache
def _cues() -> list[tuple[str, str]]:
    """Phrases anywhere in a source that tell its kind, the more telling kinds first."""
    cues = [(fold(head), kind) for kind in _KINDS for head in _data()["heads"].get(kind, [])]
    qualifiers = [(fold(word), kind) for kind, words in _data()["qualifiers"].items() for word in words]
    bare = [(" ".join(map(without_article, cue.split())), kind) for cue, kind in cues + qualifiers]
    return [(f" {cue} ", kind) for kind in _KINDS for cue, of in bare if of == kind]


def without_article(word: str) -> str:
    """A folded word without `ال`."""
    return word[2:] if word.startswith("ال") and len(word) > 4 else word


def head_of(word: str) -> str | None:
    """The head that a folded word is a form of, if it heads source phrases or titles."""
    for bare in (word, without_article(word)):
        if bare in _kind_of_head() or bare in _set("titles"):
            return bare
        if bare.endswith("ا") and (bare[:-1] in _kind_of_head() or bare[:-1] in _set("titles")):
            return bare[:-1]
    return None if word.startswith("ال") else _head_with_pronoun(word)


def _head_with_pronoun(word: str) -> str | None:
    for pronoun in _PRONOUNS:
        if not word.endswith(pronoun) or len(word) - len(pronoun) < 3:
            continue
        stem = word[: -len(pronoun)]
        bares = (stem, stem[:-1] + "ه" if stem.endswith("ت") else stem)
        if found := next((bare for bare in bares if bare in _kind_of_head() or bare in _set("titles")), None):
            return found
    return None


def is_metonym(words: Sequence[str]) -> bool:
    """Whether folded words are the name of a country, capital or office that stands for who speaks."""
    return " ".join(words) in _set("metonyms")


def ranks() -> frozenset[str]:
    """Folded ranks and forms of address, with the article."""
    return _set("ranks")


def is_named_by_quotation(word: str) -> bool:
    """Whether what stands between quotation marks after a folded word is a name and not speech."""
    return word in _set("named") or without_article(word) in _set("named")


def source_phrase(tokens: Sequence[Token], at: int, limit: int, any_name: bool = False) -> SourcePhrase | None:
    """The source phrase that begins at token `at`, before token `limit`; time words before it are passed over.

    With `any_name`, words that no list knows are taken for a name.
    """
    while at < limit and (tokens[at].fold in _skipped() or tokens[at].is_number):
        at += 1
    if at >= limit or (not tokens[at].is_word and tokens[at].fold != '"'):
        return None
    return _Phrase(tokens, at, min(limit, at + MAX_WORDS), any_name).read()


@cache
def _skipped() -> frozenset[str]:
    return (date_words() - _set("links") - _set("stops")) | _set("fillers")


class _Phrase:
    """Reads one phrase from left to right."""

    def __init__(self, tokens: Sequence[Token], start: int, limit: int, any_name: bool) -> None:
        self.tokens, self.start, self.limit, self.any_name = tokens, start, limit, any_name
        self.at = start
        self.closed = False
        self.name: int | None = None
        self.via: tuple[int, int] | None = None
        self.head = ""
        self.joined = 0
        self.titled = False
        self.indefinite = False
        self.anonymous = False

    def read(self) -> SourcePhrase | None:
        if not self._open():
            return None
        while self.at < self.limit and self._step():
            pass
        if self.name is not None and self.at - self.name < 1:
            self.name = None
        return SourcePhrase(self.start, self.at, self.head, self._kind(), self.name, self.joined, self.titled, self.via)

    def _word(self, at: int) -> str:
        return self.tokens[at].fold if at < self.limit else ""

    def _open(self) -> bool:
        word = self._word(self.at)
        if word == '"':
            return self._bracketed('"')
        for length in (2, 1):
            words = [self._word(self.at + i) for i in range(length)]
            self.joined = int(not is_metonym(words) and words[0].startswith("و"))
            if is_metonym([words[0][self.joined :], *words[1:]]):
                self.at += length
                self.closed = True
                return True
        self.joined = 0
        head = head_of(word)
        if head is None and word[0] == "و" and len(word) > 4 and (head := head_of(word[1:])):
            self.joined, word = 1, word[1:]
        if head is None and not (self.any_name and self._may_be_name(word)):
            return False
        self.head = head or ""
        self.titled = self.head in _set("titles") or head is None
        definite = word.startswith("ال") or word not in (self.head, self.head + "ا")
        self.indefinite = not definite and self._is_indefinite_adjective(self._word(self.at + 1))
        self.name = self.at if head is None else None
        self.closed = definite or head is None
        self.at += 1
        return True

    def _may_be_name(self, word: str) -> bool:
        if len(word) < 3 or word in _set("stops") or word in _set("links") or saying(word) is not None:
            return False
        bound = word[0] in "بل" and analyses(word)[0].prefix != ""
        return word[0].isalpha() and not bound and not self._has_pronoun(word) and word not in _set("institutions")

    def _step(self) -> bool:
        """Take what comes next, if it belongs to the phrase."""
        word = self._word(self.at)
        if word in (_QUOTE, "("):
            fits = word == "(" or not self.closed or self._word(self.at - 1) in _set("named")
            return fits and self._bracketed(_QUOTE if word == _QUOTE else ")")
        if word in _set("links"):
            return self._link(word)
        if word in _set("naming") and self.name is None:
            return self._named_after()
        return not self._stops_at(word) and self._take_word(word)

    def _stops_at(self, word: str) -> bool:
        if not word[0].isalpha() or word in word_set("complementisers") or word in word_set("further"):
            return True
        return word in _set("stops") or self._is_time(word)

    def _take_word(self, word: str) -> bool:
        if word.startswith(_FOR) and self._has_pronoun(word):
            return self._take()
        if self._is_prefixed("ل", word):
            return self._to(word)
        if self._is_prefixed("و", word):
            return self._coordinate(word)
        if word[0] == "ب" and analyses(word)[0].prefix.startswith("ب"):
            inside = self.name is None and self._is_person() and analyses(word)[0].stem in _set("institutions")
            return inside and self._take(closes=False)
        found = saying(word)
        said = found is not None and not found.participle and not found.ambiguous
        return not said and self._noun(word)

    def _is_time(self, word: str) -> bool:
        adjective = word in _set("adjectives") if self.closed else word in _set("plain_adjectives")
        return word in date_words() and not adjective

    def _noun(self, word: str) -> bool:
        article = word.startswith("ال")
        if self.name is not None:
            if self._is_family_name(self.at - 1) and not article:
                return False
            group = article and self.at - self.name > 1 and head_of(word) is not None
            return not group and self.at - self.name < MAX_NAME and not self._has_pronoun(word) and self._take()
        if self.indefinite:
            return (self._is_indefinite_adjective(word) or self._word(self.at - 1) in _set("links")) and self._take()
        if self.closed:
            if article and word in _set("ranks") and self.titled:
                return self._take()
            if article:
                return self._is_adjective(word) and self._take()
            if self.anonymous:
                return self._word(self.at - 2) in _set("institutions") and not self._has_pronoun(word) and self._take()
            return self.titled and not self._has_pronoun(word) and self._begin_name()
        goes_on = without_article(word) in _set("institutions") and not article
        return self._take(closes=not goes_on)

    def _is_family_name(self, at: int) -> bool:
        """Whether a word of a name has the article of its own, and so ends the name."""
        first = self.name == at
        return self._word(at).startswith("ال") and not first and self._word(at - 1) not in _set("name_parts")

    def _begin_name(self) -> bool:
        self.name = self.at
        return self._take()

    def _take(self, closes: bool = True) -> bool:
        self.closed = closes
        self.at += 1
        return True

    def _bracketed(self, closing: str) -> bool:
        for at in range(self.at + 1, min(self.limit, self.at + MAX_QUOTED)):
            if self.tokens[at].fold == closing:
                self.at, self.closed = at + 1, True
                return True
        return False

    def _named_after(self) -> bool:
        """`تطلق على نفسها اسم «…»` and the like, up to the name."""
        opened = next((at for at in range(self.at + 1, min(self.limit, self.at + 6)) if self._word(at) == _QUOTE), None)
        if opened is None:
            return False
        self.at = opened
        return self._bracketed(_QUOTE)

    def _link(self, word: str) -> bool:
        after = self._word(self.at + 1)
        if after in _set("venues") or after in date_words() or (after[:1].isdecimal()):
            return False
        if word == _IN and not self._is_person():
            return False
        if word == _FROM and not (self._is_crowd() or self.indefinite):
            return False
        if word == _ABOUT_WORD and self.head not in _set("about"):
            return False
        if word == _AT_WORD and self.head not in _set("at"):
            return False
        if self.name is not None and word != _FOR:
            return False
        self.titled = self.titled or word == _FOR
        self.anonymous = self.anonymous or not self.tokens[self.start].fold.startswith("ال")
        self.indefinite = False
        return self._take(closes=False)

    def _to(self, word: str) -> bool:
        rest = analyses(word)[0].stem if len(word) > 1 else ""
        outlet = _kind_of_head().get(rest) in ("outlet", "agency") or (word == "ل" and self._word(self.at + 1) == '"')
        if outlet and _kind_of_head().get(self.head) not in ("agency", "outlet", "document"):
            self.via = self._outlet()
            return False
        if self.name is not None or self.head == "":
            return False
        return self._take(closes=word.startswith("لل"))

    def _outlet(self) -> tuple[int, int]:
        end = self.at + 1
        while end < self.limit and end - self.at < MAX_QUOTED and self._word(end) not in word_set("complementisers"):
            if self._word(end) in ("،", ":", ".", _IN):
                break
            end += 1
        return self.at, end

    def _coordinate(self, word: str) -> bool:
        rest = word[1:]
        if self.name is not None:
            return False
        if self._is_adjective(rest) and self._is_adjective(self._word(self.at - 1)):
            return self._take()
        if head_of(rest) is not None and head_of(self._word(self.at - 1)) is not None:
            return self._take(closes=rest.startswith("ال"))
        if rest.startswith("ال") and self._word(self.at - 1).startswith("ال"):
            return self._take()
        indefinite = self._is_indefinite_adjective(rest) and self._is_indefinite_adjective(self._word(self.at - 1))
        return indefinite and self._take(closes=self.closed)

    def _is_prefixed(self, letter: str, word: str) -> bool:
        return word == letter or (word[0] == letter and len(word) > 3 and analyses(word)[0].prefix.startswith(letter))

    def _is_person(self) -> bool:
        return self.titled or _kind_of_head().get(self.head) in ("medical", "unnamed", "witness")

    def _is_crowd(self) -> bool:
        return _kind_of_head().get(self.head) in ("unnamed", "witness", "medical", "monitor")

    @staticmethod
    def _is_adjective(word: str) -> bool:
        return word.startswith("ال") and (
            word.endswith(("ي", "يه", "يون", "يين", "يتين")) or word in _set("adjectives")
        )

    @staticmethod
    def _is_indefinite_adjective(word: str) -> bool:
        ending = word.endswith(("ي", "يه", "يون", "يين", "يا", "يان"))
        qualified = word in _qualifiers() or word in _set("plain_adjectives")
        known = word in _set("links") or word in _set("institutions") or word in _set("metonyms")
        return bool(word) and not word.startswith("ال") and (ending or qualified) and not known

    @staticmethod
    def _has_pronoun(word: str) -> bool:
        return word.endswith(("ها", "هم", "هما", "ته")) and not word.startswith("ال")

    def _kind(self) -> str:
        words = [token.fold for token in self.tokens[self.start : self.at]]
        return kind_of_source(self.head, words)


def kind_of_source(head: str, words: Sequence[str]) -> str:
    """The kind of a source by its head (empty: none known) and all its folded words."""
    own = _kind_of_head().get(head)
    if own is not None and head not in _set("titles") and head not in _set("open_heads"):
        return own
    told = [without_article(word) for word in words if word not in _set("ranks")]
    text = f" {' '.join(told)} "
    cue = next((kind for cue, kind in _cues() if cue in text), None)
    return cue or own or "official"


@cache
def _qualifiers() -> frozenset[str]:
    return frozenset(fold(word) for words in _data()["qualifiers"].values() for word in words)
