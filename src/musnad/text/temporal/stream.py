"""A document as the grammar reads it: tokens with their proclitics cut off, looked up in the lexicon."""

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any, NamedTuple

from musnad.schema import Span
from musnad.text.document import Document
from musnad.text.temporal.lexicon import lexicon
from musnad.text.tokens import Token

_SENTENCE_ENDS = frozenset('.!?؟؛\n:»"”')
LINE_BREAK = "\n"
# Words that no expression begins with, by kind; they stand inside one, or keep one from being read.
_NEVER_FIRST = frozenset(
    (
        "about after_hundred also amount_tail and and_half by colon comma corresponding dash date_preposition "
        "date_word doer_or_place era few_of_them focus_word fraction guard_after_hour guard_after_month "
        "guard_after_today guard_after_unit guard_after_weekday guard_before_date guard_before_today "
        "guard_before_weekday guard_outlet half hijri_era in in_a_row less of of_it open_bracket part_tail "
        "report slash solar_era to upon which"
    ).split()
)
_OPENERS = _NEVER_FIRST | {"article", "between", "for", "from"}
_NOTHING: "dict[str, Hit]" = {}
# Other signs that people write between the numbers of a date, as those that the grammar knows.
_SIGNS = {"\\": "/", "_": "-"}
_CONJUNCTIONS = ("\u0648", "\u0641")
_NOUN_LENGTH = 5
_INTEGER = re.compile(r"\d{1,4}")


class Hit(NamedTuple):
    """What the lexicon knows at a place: the payload, and the place after the phrase."""

    payload: Any
    end: int


class Stream:
    """The words of a document from one token to another; a place is an index into `words`.

    `marked` says that the whole stream has been marked as a time, so that weak signs of one suffice.
    """

    def __init__(self, document: Document, tokens: Sequence[Token], marked: bool = False) -> None:
        self.document = document
        self.marked = marked
        self.words: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.memo: defaultdict[Parser, dict[int, Hit | None]] = defaultdict(dict)
        known = lexicon()
        end = tokens[0].start if tokens else 0
        for token in tokens:
            if document.text.find("\n", end, token.start) >= 0:
                self._append(LINE_BREAK, end, token.start)
            self._add(token, known.split(token.fold))
            end = token.end
        self._hits = [self._look_up(at) for at in range(len(self.words))]

    def _look_up(self, at: int) -> "dict[str, Hit]":
        """For each kind the longest phrase that begins here."""
        entries = lexicon().starting_with(self.words[at])
        if not entries:
            return _NOTHING
        hits: dict[str, Hit] = {}
        for words, kind, payload in entries:
            size = len(words)
            if kind not in hits and (size == 1 or tuple(self.words[at : at + size]) == words):
                hits[kind] = Hit(payload, at + size)
        return hits

    def _add(self, token: Token, parts: tuple[str, ...]) -> None:
        if len(parts) == 1:
            self._append(token.fold, token.start, token.end)
            return
        folded = self.document.folded
        at = folded.folded_offset(token.start)
        hidden_article = sum(map(len, parts)) - len(token.fold)
        for part in parts[:-1]:
            self._append(part, folded.starts[at], folded.span(at, at + 1).end)
            at += 1
        self._append(parts[-1], token.start if hidden_article else folded.starts[at], token.end)

    def _append(self, word: str, start: int, end: int) -> None:
        self.words.append(_SIGNS.get(word, word))
        self.starts.append(start)
        self.ends.append(end)

    def __len__(self) -> int:
        return len(self.words)

    def may_begin(self, at: int) -> bool:
        """Whether an expression may begin here: with a word of the lexicon or a number that something follows."""
        if at >= len(self.words):
            return False
        word, hits = self.words[at], self._hits[at]
        if word[0].isdecimal():
            followed = at + 1 < len(self.words) and bool(self._hits[at + 1])
            return self.marked or followed or len(word) > 2
        if _NEVER_FIRST.issuperset(hits):
            return False
        return self.may_begin(at + 1) if _OPENERS.issuperset(hits) else True

    def word(self, at: int) -> str:
        """The word at a place, empty outside the stream."""
        return self.words[at] if 0 <= at < len(self.words) else ""

    def original(self, at: int) -> str:
        """The word at a place as the text spells it."""
        return self.document.text[self.starts[at] : self.ends[at]]

    def get(self, at: int, *kinds: str) -> Hit | None:
        """The longest phrase of one of the kinds that begins here."""
        if not 0 <= at < len(self.words) or not (hits := self._hits[at]):
            return None
        if len(kinds) == 1:
            return hits.get(kinds[0])
        best: Hit | None = None
        for kind in kinds:
            hit = hits.get(kind)
            if hit is not None and (best is None or hit.end > best.end):
                best = hit
        return best

    def skip(self, at: int, *kinds: str) -> int:
        """The place after a phrase of one of the kinds, or the same place."""
        hit = self.get(at, *kinds)
        return hit.end if hit else at

    def is_sign(self, at: int, *signs: str) -> bool:
        """Whether one of these signs or words stands here."""
        return 0 <= at < len(self.words) and self.words[at] in signs

    def integer(self, at: int) -> int | None:
        """A whole number of up to four digits at a place."""
        word = self.word(at)
        return int(word) if _INTEGER.fullmatch(word) else None

    def glued(self, at: int) -> bool:
        """Whether the word at a place follows the one before it without a space."""
        return 0 < at < len(self.words) and self.ends[at - 1] == self.starts[at]

    def starts_line(self, at: int) -> bool:
        """Whether only blanks or bullets stand before a place on its line."""
        start = self.starts[at]
        line = self.document.text.rfind("\n", 0, start) + 1
        return not self.document.text[line:start].strip(" \t\u00a0•-–—*·▪◾🔴:[(\u200f\u200e")

    def ends_line(self, at: int) -> bool:
        """Whether nothing but a colon follows on the line of the word before a place."""
        rest = self.document.text[self.ends[at - 1] :].partition("\n")[0]
        return not rest.strip(" :\u00a0\u200f\u200e")

    def starts_clause(self, at: int) -> bool:
        """Whether a sentence begins here, a conjunction or preposition aside."""
        if self._follows_conjunction(at):
            return True
        while self.get(at - 1, "and", "in"):
            at -= 1
        if at == 0 and self.marked:
            before = self.document.text[: self.starts[0]].rstrip(" \u0648\u0641")
            return not before or before[-1] in _SENTENCE_ENDS
        return at == 0 or self.words[at - 1] in _SENTENCE_ENDS or self.starts_line(at)

    def _follows_conjunction(self, at: int) -> bool:
        """Whether `و` or `ف` stands before a place, joined to its word."""
        start = self.starts[at]
        return self.document.text[start - 1 : start] in _CONJUNCTIONS and not self.document.text[start - 2].isalnum()

    def told_before(self, at: int) -> bool:
        """Whether the definite noun at a place has stood in the text already, with or without its article."""
        noun = self.word(at)
        if not noun.startswith("ال") or len(noun) < _NOUN_LENGTH:
            return False
        before = self.document.tokens[: self.document.token_index(self.starts[at])]
        return any(token.fold.endswith(noun[2:]) and len(token.fold) - len(noun) < 2 for token in before)

    def span(self, start: int, end: int) -> Span:
        """Places `[start, end)` as a span of the original text."""
        return Span(self.starts[start], self.ends[end - 1])


Parser = Callable[[Stream, int], Hit | None]


def remembered(parse: Parser) -> Parser:
    """The parser, asked only once for each place of a stream."""

    @wraps(parse)
    def recall(stream: Stream, at: int) -> Hit | None:
        known = stream.memo[parse]
        if at not in known:
            known[at] = parse(stream, at)
        return known[at]

    return recall
