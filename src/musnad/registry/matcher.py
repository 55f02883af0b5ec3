"""Finds registry names in a text: one Aho-Corasick automaton over folded names, bounded by words.

A name may carry clitics (و ف ب ل ك) and, where it begins with the article, the article's forms after them
(`وال`, `بال`, `لل`). Quotation marks inside or around a name and the signs of hashtags (`#دير_الزور`) are looked
through, line breaks are not.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate, chain
from typing import Generic, NamedTuple, TypeVar
from weakref import WeakKeyDictionary, ref

from ahocorasick_rs import AhoCorasick

from musnad.schema import Span
from musnad.text.document import Document
from musnad.text.normalise import fold
from musnad.text.tokens import _TOKEN

ARTICLE = "ال"
BARE_PREFIXES = frozenset("|و|ف|ب|ل|ك|وب|ول|وك|فب|فل|فك".split("|"))
ARTICLE_PREFIXES = frozenset("ال|وال|فال|بال|كال|لل|ولل|فلل|وبال|فبال|وكال".split("|"))
QUOTE, TAG, JOINT = '"#_'
LOOKED_THROUGH = frozenset((QUOTE, TAG, JOINT))
MAX_QUOTED = 7


Key = TypeVar("Key")


class Quoted(NamedTuple):
    """A short quotation: its first and last word, and the tokens that open and close it."""

    first: int
    last: int
    opening: int
    closing: int


class WordStream:
    """A document's words joined by single spaces, quotation marks and the signs of hashtags left out.

    `text` is the joined text; word i begins at `starts[i]` and is the document's token `tokens[i]`. `tags` holds the
    last word of each hashtag by its first word.
    """

    def __init__(self, document: Document) -> None:
        self._document = ref(document)
        self.quoted: dict[int, Quoted] = {}
        self.tags: dict[int, int] = {}
        kept = [at for at, token in enumerate(document.tokens) if token.fold not in LOOKED_THROUGH]
        self.tokens = kept
        self.words = [document.tokens[at].fold for at in kept]
        ends = accumulate((len(word) + 1 for word in self.words), initial=1)
        self.starts = list(ends)[:-1]
        self.text = "".join(chain.from_iterable(zip(self._gaps(document), self.words, strict=True))) + " "
        if QUOTE in document.folded.text:
            self._pair_quotes()
        if TAG in document.folded.text:
            self._read_tags()

    def _gaps(self, document: Document) -> Iterable[str]:
        """What stands before each word: a line break or a space."""
        if "\n" not in document.text:
            return " " * len(self.tokens)
        tokens, before = document.tokens, [-1, *self.tokens]
        ends = [0 if at < 0 else tokens[at].end for at in before]
        return [
            "\n" if "\n" in document.text[end : tokens[at].start] else " "
            for end, at in zip(ends, self.tokens, strict=False)
        ]

    @property
    def document(self) -> Document:
        """The document; it must be alive as long as its stream is used."""
        document = self._document()
        if document is None:
            raise ReferenceError("the document of this stream is gone")
        return document

    def _pair_quotes(self) -> None:
        """Notes the short quotations, by first word: marks are paired in order, anew in each line."""
        opened: int | None = None
        word = 0
        for index, token in enumerate(self.document.tokens):
            if token.fold not in LOOKED_THROUGH:
                word += 1
            elif token.fold != QUOTE:
                continue
            elif opened is not None and (first := self._word_after(opened)) < word <= first + MAX_QUOTED:
                if self.same_line(first, word - 1):
                    self.quoted[first] = Quoted(first, word - 1, opened, index)
                    opened = None
                else:
                    opened = index
            else:
                opened = index

    def _read_tags(self) -> None:
        """Notes the hashtags: a sign and what follows it without a space, words joined by `_`."""
        opened: int | None = None
        last_end = -1
        for index, token in enumerate(self.document.tokens):
            if token.fold == TAG:
                opened = index
            elif opened is not None and (
                token.start != last_end or not (token.is_word or token.is_number or token.fold == JOINT)
            ):
                opened = None
            elif opened is not None and token.fold != JOINT:
                self.tags[self._word_after(opened)] = self._word_after(index) - 1
            last_end = token.end

    def tag_of(self, word: int) -> tuple[int, int] | None:
        """The first and last word of the hashtag that holds a word, None outside hashtags."""
        return next(((first, last) for first, last in self.tags.items() if first <= word <= last), None)

    def _word_after(self, token: int) -> int:
        return bisect_right(self.tokens, token)

    def word_at(self, offset: int) -> int:
        """The number of the word that holds an offset of `text`."""
        return bisect_right(self.starts, offset) - 1

    def word(self, number: int) -> str:
        """A word's folded letters, empty outside the text."""
        return self.words[number] if 0 <= number < len(self.words) else ""

    def same_line(self, first: int, second: int) -> bool:
        """Whether no line break stands between two words."""
        low, high = sorted((first, second))
        if low < 0 or high >= len(self.starts):
            return False
        return "\n" not in self.text[self.starts[low] : self.starts[high]]

    def span(self, first: int, last: int, skip: int = 0) -> Span:
        """The original span of words `first` to `last`, without the first `skip` folded letters of the first.

        A quotation that begins or ends with the span but does not fill it keeps both its marks.
        """
        tokens = self.document.tokens
        start, end = tokens[self.tokens[first]].start, tokens[self.tokens[last]].end
        for quoted in self.quoted.values():
            if quoted.last == last and quoted.first > first:
                end = tokens[quoted.closing].end
            if quoted.first == first and quoted.last < last:
                return Span(tokens[quoted.opening].start, end)
        if skip:
            folded = self.document.folded
            start = folded.starts[folded.folded_offset(start) + skip]
        return Span(start, end)


_STREAMS: "WeakKeyDictionary[Document, WordStream]" = WeakKeyDictionary()


def stream_of(document: Document) -> WordStream:
    """The document's stream, made once."""
    if document not in _STREAMS:
        _STREAMS[document] = WordStream(document)
    return _STREAMS[document]


class Match(NamedTuple, Generic[Key]):
    """Words `first` to `last` of a stream name all of `keys`; `skip` letters of the first are clitics."""

    first: int
    last: int
    skip: int
    prefix: str
    keys: tuple[Key, ...]


def words_of(name: str) -> str:
    """A name as a stream writes it: folded words joined by single spaces, quotation marks left out."""
    return _spaced(fold(name))


def all_words_of(names: Sequence[str]) -> list[str]:
    """`words_of` each name, folded in one go: some hundred times as fast for a whole registry."""
    joined = "\n".join(names)
    for char in set(joined):
        if (folded := fold(char)) != char:
            joined = joined.replace(char, folded)
    return [_spaced(name) for name in joined.split("\n")]


def _spaced(folded: str) -> str:
    if folded.replace(" ", "").isalpha():
        return folded
    return " ".join(word for word in _TOKEN.findall(folded) if word not in LOOKED_THROUGH)


class NameMatcher(Generic[Key]):
    """Names, as `words_of` writes them, and what they stand for; one name may stand for several keys."""

    def __init__(self, names: Iterable[tuple[str, Key]]) -> None:
        plain: dict[str, list[Key]] = {}
        with_article: dict[str, list[Key]] = {}
        for words, key in names:
            if words.startswith(ARTICLE) and len(words) > len(ARTICLE) + 1:
                with_article.setdefault(words[len(ARTICLE) :], []).append(key)
            elif words:
                plain.setdefault(words, []).append(key)
        held = (*plain.values(), *with_article.values())
        self._keys = [tuple(dict.fromkeys(keys)) if len(keys) > 1 else (keys[0],) for keys in held]
        self._plain = len(plain)
        self._automaton = AhoCorasick([*plain, *with_article])

    def find(self, stream: WordStream) -> list[Match[Key]]:
        """All bounded matches, overlapping ones too, by first word and then the longest first."""
        matches = []
        for index, start, end in self._automaton.find_matches_as_indexes(stream.text, overlapping=True):
            if stream.text[end] not in " \n":
                continue
            first = stream.word_at(start)
            prefix = stream.text[stream.starts[first] : start]
            has_article = index >= self._plain
            if prefix not in (ARTICLE_PREFIXES if has_article else BARE_PREFIXES):
                continue
            skip = clitic_length(prefix) if has_article else len(prefix)
            matches.append(Match(first, stream.word_at(end - 1), skip, prefix, self._keys[index]))
        return sorted(matches, key=lambda m: (m.first, -m.last, m.skip))

    def longest(self, stream: WordStream) -> list[Match[Key]]:
        """Matches that do not overlap: from left to right, each the longest at its place."""
        taken, reached = [], -1
        for match in self.find(stream):
            if match.first > reached:
                taken.append(match)
                reached = match.last
        return taken


def clitic_length(prefix: str) -> int:
    """How many letters of a prefix with article stand before the article; `لل` is left whole."""
    return len(prefix) - len(ARTICLE) if prefix.endswith(ARTICLE) else prefix.find("لل")
