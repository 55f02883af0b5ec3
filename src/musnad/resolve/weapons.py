"""The kind of a weapon that an article names."""

from collections.abc import Sequence

from musnad.extract.weapon_phrases import Match
from musnad.extract.weapons import contexts, decided, lexicon, phrases_in
from musnad.schema import Span
from musnad.text.document import Document

UNKNOWN_KIND = "other"


def weapon_kind_of(document: Document, span: Span) -> str | None:
    """The kind of the weapon phrase at `span`, a code of the codebook's weapons; None where it has no word.

    The words of the phrase decide, with those that follow it; where they leave the kind open (`صاروخ`, `قذيفة`),
    the nearest cue in the article does. A phrase that the lexicon does not know is `other`.
    """
    if not any(map(str.isalpha, span.of(document.text))):
        return None
    tokens, matches = phrases_in(document, span)
    if not matches:
        return UNKNOWN_KIND
    return decided(document, tokens, _telling(matches), marked=True)


def _telling(matches: Sequence[Match]) -> Match:
    """The phrase that tells the kind: a decisive one, else the head, or what narrows an open head down."""
    decisive = [match for match in matches if match.label in lexicon().decisive]
    narrower = [match for match in matches if match.label in _possible_kinds(matches[0].label)]
    return next(iter([*decisive, *narrower, matches[0]]))


def _possible_kinds(label: str) -> set[str]:
    context = contexts().get(label)
    return set() if context is None else {context.default, *(kind for group in context.groups for kind in group.cues)}
