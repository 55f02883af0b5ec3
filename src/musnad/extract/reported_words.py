"""The words that a verb of saying reports: where they begin and end in a sentence."""

from functools import cache

from musnad.extract.reporting_verbs import REPORTS, Saying, attribution_words, saying, word_set
from musnad.extract.source_phrases import is_named_by_quotation
from musnad.schema import Span
from musnad.text.normalise import fold
from musnad.text.tokens import Token

MAX_TO_CONTENT = 22
"""Tokens between a verb of saying and the words that it reports."""
ANAPHOR_WITHIN = 4
"""Tokens from the beginning of reported words."""

COMMAS = frozenset("،,؛;")


@cache
def phrases(key: str) -> frozenset[tuple[str, ...]]:
    """One list of phrases of `attribution.yaml`, folded, as tuples of words."""
    return frozenset(tuple(fold(phrase).split()) for phrase in attribution_words()[key])


class ReportedWords:
    """The tokens of one sentence, and what in it is reported; all positions are indices of tokens."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.words = [token.fold for token in tokens]
        self.quoted = self._quotations()

    def _content_start(self, at: int, verb: Saying) -> int | None:
        """The token at which reported words begin: after `أن` or a colon, or at a quotation."""
        for i in range(at + 1, min(len(self.words), at + MAX_TO_CONTENT)):
            word = self.words[i]
            if word in word_set("complementisers") and not self._is_condition(i):
                return i + 1 if word in word_set("bare_complementisers") else i
            if word == ":":
                return i + 1
            if word == '"' and self._is_speech(i) and not (i == at + 1 and self._is_name(i, verb)):
                return i
            if self._breaks(i) or (i > at + 1 and self._is_other_verb(i)):
                return None
        return None

    def _is_condition(self, at: int) -> bool:
        """Whether `إن` at a token means if."""
        return at + 1 < len(self.words) and self.words[at + 1] in word_set("after_if")

    def _is_bare(self, at: int) -> bool:
        return self.words[at] in word_set("bare_complementisers") or self.words[at] == ":"

    def _is_name(self, at: int, verb: Saying) -> bool:
        """Whether the quotation right after a verb is its subject's name."""
        after = self.quoted.get(at, at) + 1
        followed = after < len(self.words) and self.words[after] in word_set("complementisers")
        return followed or verb.kind != REPORTS

    def _is_speech(self, at: int) -> bool:
        """Whether the quotation that opens at a token is speech and not a name."""
        end = self.quoted.get(at)
        if end is None or (at > 0 and is_named_by_quotation(self.words[at - 1])):
            return False
        return end - at > 4 or (at > 0 and self.words[at - 1] in word_set("before_speech"))

    def _is_other_verb(self, at: int) -> bool:
        found = saying(self.words[at])
        return found is not None and not found.ambiguous and not self._inside_quotation(at)

    def _breaks(self, at: int) -> bool:
        """Whether another clause begins at a token, so that nothing after it is reported by the verb before."""
        word = self.words[at]
        if word in word_set("connectors"):
            return True
        return self._pair(at) in phrases("connector_phrases")

    def _pair(self, at: int) -> tuple[str, ...]:
        return tuple(self.words[at : at + 2])

    def _content_end(self, start: int) -> int:
        """The token before which reported words end that begin at `start`."""
        at = start
        while at < len(self.words):
            if at > start and at in self.quoted:
                at = self.quoted[at]
                continue
            if at > start and self._ends(at):
                return at
            at = self.quoted.get(at, at) + 1
        return len(self.words)

    def _ends(self, at: int) -> bool:
        word = self.words[at]
        if word in COMMAS:
            return self._ends_at_comma(at)
        if self._breaks(at) or self._is_attribution(at):
            return True
        found = saying(word)
        return found is not None and not found.ambiguous and bool(found.joined) and word[0] == "و"

    def _ends_at_comma(self, comma: int) -> bool:
        at = comma + 1
        if at >= len(self.words):
            return True
        word = self.words[at]
        found = saying(word)
        if (
            word in word_set("further")
            or word in word_set("after_content")
            or self._pair(at) in phrases("after_phrases")
        ):
            return True
        return found is not None and not found.ambiguous

    def _clause_before(self, at: int) -> int:
        """Where the clause begins that ends before a token."""
        for i in range(at - 1, 0, -1):
            if self._breaks(i) or self.words[i] in word_set("complementisers"):
                return i + 1
            if self.words[i] in COMMAS and i < at - 1 and i + 1 < at and self._starts_clause(i + 1):
                return i + 1
        return 0

    def _starts_clause(self, at: int) -> bool:
        return self.words[at] in word_set("connectors") or self._is_other_verb(at)

    def _quotation_in(self, start: int, end: int) -> tuple[int, int] | None:
        """The first quotation of two words or more between two tokens, with its marks."""
        inside = ((i, self.quoted[i] + 1) for i in range(start, end) if i in self.quoted)
        return next(((left, right) for left, right in inside if right <= end and right - left > 3), None)

    def _quotations(self) -> dict[int, int]:
        """For each token that opens a quotation, the one that closes it."""
        marks = [i for i, word in enumerate(self.words) if word == '"']
        return dict(zip(marks[::2], marks[1::2], strict=False))

    def _inside_quotation(self, at: int) -> bool:
        return any(start < at < end for start, end in self.quoted.items())

    def _is_attribution(self, at: int) -> bool:
        named = self.words[at] in word_set("attributions") or self._pair(at) in phrases("attribution_phrases")
        return named or self._is_parenthesis(at)

    def _is_parenthesis(self, at: int) -> bool:
        """Whether `كما قال فلان` at a token only names the source."""
        if self.words[at] not in word_set("as") or at + 1 >= len(self.words):
            return False
        verb = saying(self.words[at + 1])
        return (
            verb is not None
            and verb.kind == REPORTS
            and not verb.participle
            and self._content_start(at + 1, verb) is None
        )

    def _is_filler(self, at: int) -> bool:
        word = self.words[at]
        return word in word_set("attribution_fillers") or saying(word) is not None

    def _is_anaphoric(self, start: int, end: int) -> bool:
        """Whether reported words begin with a pronoun or with a noun for an event just told."""
        first = self.words[start]
        if first in word_set("complementisers") and first not in word_set("bare_complementisers"):
            return True
        return any(word in word_set("anaphors") for word in self.words[start : min(end, start + ANAPHOR_WITHIN)])

    def _object_start(self, at: int) -> int:
        """Where what is reported begins after the subject, without the time or place of saying it."""
        while at < len(self.words) and (self.words[at] in COMMAS or self._is_adverb(at)):
            at += 1
        return at

    def _is_adverb(self, at: int) -> bool:
        return self.words[at] in word_set("adverbs")

    def _span(self, start: int, end: int) -> Span:
        return Span(self.tokens[start].start, self.tokens[end - 1].end)

    def _closes_parenthesis(self, at: int) -> bool:
        return at > 0 and self.words[at - 1] in ('"', ")")
