"""Communiqués: texts in which a group or an office speaks in its own name, and who that is."""

from musnad.extract.reporting_verbs import word_set
from musnad.extract.source_phrases import SourcePhrase, source_phrase
from musnad.schema import Span
from musnad.text.document import Document
from musnad.text.tokens import Token

SIGNATURE_WITHIN = 3
"""How many segments from the end a signature stands."""
TITLE_WITHIN = 3
"""How many segments from the beginning a title such as `بيان صادر عن …` stands."""

_SPEAKING_KINDS = frozenset({"armed group", "official"})


def issuer_of(document: Document) -> tuple[Span, str] | None:
    """Who signs or heads a communiqué, and its kind of source; None where the text is none.

    A communiqué speaks of itself (`مجاهدونا`, `نعلن`) and names its issuer in a line of its own.
    """
    if not any(token.fold in word_set("we") for token in document.tokens):
        return None
    last = list(reversed(document.segments[-SIGNATURE_WITHIN:]))
    for segment in [*last, *document.segments[:TITLE_WITHIN]]:
        if segment.kind == "heading":
            found = _named_in(document.tokens_in(segment.span))
            if found is not None:
                return found
    return None


def _named_in(tokens: list[Token]) -> tuple[Span, str] | None:
    """The source that a line consists of, after such words as `بيان صادر عن`."""
    for start, token in enumerate(tokens):
        if start and tokens[start - 1].fold not in word_set("issued_by"):
            break
        phrase = source_phrase(tokens, start, len(tokens))
        if phrase is not None and phrase.start == start and _speaks(tokens, phrase):
            return Span(token.start, tokens[phrase.end - 1].end), phrase.kind
    return None


def _speaks(tokens: list[Token], phrase: SourcePhrase) -> bool:
    rest = tokens[phrase.end :]
    whole = not rest or not rest[0].is_word
    return whole and phrase.kind in _SPEAKING_KINDS and bool(phrase.head)
