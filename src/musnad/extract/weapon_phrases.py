"""Phrases of a lexicon in every inflected form that Arabic gives their words."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from musnad.text.normalise import Folded, fold
from musnad.text.tokens import Token, tokenize

MAX_GAP = 3
CACHED_WORDS = 16_384
GAP = "~"
_PASSED_OVER = frozenset('"-–()[]')
_PRONOUNS = ("ه", "ها", "هم", "هما", "هن", "نا", "ك", "كم")
_DUAL_PRONOUNS = tuple(dual + pronoun for dual in ("ا", "ي") for pronoun in ("ها", "هم", "هما"))
_FEMININE_ENDINGS = ("تان", "تين", "تا", "تي", "ات")
_MASCULINE_ENDINGS = ("ا", "ان", "ين", "ي", "ون", "ات", "ه", "تان", "تين", "تا", "تي")


class Match(NamedTuple):
    """A phrase at tokens `[first, last]`: its label, and how many words it has."""

    label: str
    first: int
    last: int
    words: int


def without_marks(tokens: Iterable[Token]) -> list[Token]:
    """The tokens that phrases are made of: all but quotation marks, hyphens and brackets."""
    return [token for token in tokens if token.fold not in _PASSED_OVER]


def inflected(lemma: str) -> set[str]:
    """The folded forms of a singular without article, folded but for its ة: dual, sound plurals, pronoun suffixes."""
    stem = lemma.removesuffix("ة")
    dual = stem if stem == lemma else stem + "ت"
    owned = {dual + ending for ending in _DUAL_PRONOUNS}
    if stem == lemma:
        return {lemma + ending for ending in _MASCULINE_ENDINGS} | with_pronouns(lemma) | owned
    return (
        {stem + ending for ending in _FEMININE_ENDINGS}
        | owned
        | with_pronouns(stem + "ت")
        | with_pronouns(stem + "ات")
        | {stem + "ه"}
    )


def broken_plural(form: str) -> set[str]:
    """The folded forms of a broken plural as it is written: alone, and with pronoun suffixes."""
    folded = fold(form)
    if not form.endswith("ة"):
        return with_pronouns(folded)
    return {folded, *(folded[:-1] + "ت" + pronoun for pronoun in _PRONOUNS)}


def with_pronouns(form: str) -> set[str]:
    """A folded form, with the accusative's alef, and with each pronoun suffix."""
    return {form, form + "ا", *(form + pronoun for pronoun in _PRONOUNS)}


@lru_cache(maxsize=8192)
def without_proclitics(word: str) -> tuple[str, ...]:
    """A folded word as it stands, then without conjunction, preposition and article, longest first."""
    found = [word]
    for strip in (_conjunction, _preposition, _article):
        found += [shorter for form in found if (shorter := strip(form)) and shorter not in found]
    return tuple(found)


def _conjunction(word: str) -> str:
    return word[1:] if word[0] in "وف" and len(word) > 2 else ""


def _preposition(word: str) -> str:
    return word[1:] if word[0] in "بلك" and len(word) > 2 else ""


def _article(word: str) -> str:
    return word[2:] if word.startswith(("ال", "لل")) and len(word) > 3 else ""


def _lemma(word: str) -> str:
    """A word as lexicons give it, folded and without article, its ة kept: inflection hangs on it."""
    folded = fold(word.removeprefix("ال").removeprefix("لل"))
    return folded[:-1] + "ة" if word.endswith("ة") else folded


@lru_cache(maxsize=CACHED_WORDS)
def _lemmas(word: str) -> tuple[str, ...]:
    """The words of a text without spaces as lemmas, gap signs kept."""
    return tuple(_lemma(word[token.start : token.end]) for token in without_marks(tokenize(Folded(word))))


def _split(phrase: str) -> tuple[str, ...]:
    """A lexicon phrase as lemmas and gap signs."""
    return tuple(lemma for word in phrase.split() for lemma in _lemmas(word))


class PhraseBook:
    """Labelled phrases, ready to be looked for among tokens; the words `never_skipped` stand in no gap of theirs."""

    def __init__(
        self,
        phrases: Mapping[str, Iterable[str]],
        broken_plurals: Mapping[str, Iterable[str]],
        never_skipped: Iterable[str] = (),
    ) -> None:
        self._never_skipped = frozenset(map(fold, never_skipped))
        self._by_first: dict[str, list[tuple[str, tuple[str, ...]]]] = defaultdict(list)
        self._lemmas: dict[str, set[str]] = defaultdict(set)
        self.lemmas_of = lru_cache(maxsize=CACHED_WORDS)(self._lemmas_of)
        self._longest = 0
        plurals = {_lemma(word): set().union(*map(broken_plural, forms)) for word, forms in broken_plurals.items()}
        for label, texts in phrases.items():
            for words in map(_split, texts):
                self._by_first[words[0]].append((label, words))
                self._longest = max(self._longest, len(words) * (MAX_GAP + 1))
        self._learn({word for entries in self._by_first.values() for _, words in entries for word in words}, plurals)

    def _learn(self, words: Iterable[str], plurals: Mapping[str, set[str]]) -> None:
        for word in words:
            for form in inflected(word) | plurals.get(word, set()):
                self._lemmas[form].add(word)

    def _lemmas_of(self, word: str) -> list[str]:
        """The lexicon's words that a folded word of a text may be a form of, the likest first."""
        found = [
            (clipped, fold(lemma) != form, -len(lemma), lemma)
            for clipped, form in enumerate(without_proclitics(word))
            for lemma in self._lemmas.get(form, ())
        ]
        return list(dict.fromkeys(lemma for *_, lemma in sorted(found)))

    def matches(self, tokens: Sequence[Token], first: int = 0, last: int | None = None) -> Iterator[Match]:
        """Every phrase that begins at a token of `[first, last]`, however far it reaches."""
        stop = len(tokens) if last is None else last + 1
        near = tokens[first : stop + self._longest]
        lemmas = [self.lemmas_of(token.fold) for token in near]
        skipped = [(token.is_word or token.is_number) and token.fold not in self._never_skipped for token in near]
        for at in range(stop - first):
            for label, words in (pair for lemma in lemmas[at] for pair in self._by_first.get(lemma, ())):
                end = _end(words, skipped, lemmas, at)
                if end is not None:
                    yield Match(label, first + at, first + end, sum(word != GAP for word in words))


def _end(words: Sequence[str], skipped: Sequence[bool], lemmas: Sequence[list[str]], at: int) -> int | None:
    """The last token of `words` laid from token `at` on, if they stand there; `skipped`: which may lie in a gap."""
    gap = 0
    for word in words[1:]:
        if word == GAP:
            gap = MAX_GAP
            continue
        following = range(at + 1, min(at + 2 + gap, len(lemmas)))
        found = next((i for i in following if word in lemmas[i] or not skipped[i]), None)
        if found is None or word not in lemmas[found]:
            return None
        at, gap = found, 0
    return at
