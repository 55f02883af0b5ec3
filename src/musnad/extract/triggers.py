"""Trigger words of a text: where it tells of events, in which sense."""

from functools import lru_cache
from typing import NamedTuple

from musnad.extract.lexicon import Entry, entries, in_list, is_definite, phrases, stems
from musnad.extract.morphology import Form
from musnad.schema import Span
from musnad.text.clitics import Analysis
from musnad.text.document import Document
from musnad.text.tokens import Token

NEEDS_BEFORE, NEEDS_AFTER = 4, 8
PHRASE_FORM, OPEN = Form("noun"), Form("open")


class Trigger(NamedTuple):
    """One trigger: token range `[first, last]`, span, sense, inflection, and whether it is definite."""

    first: int
    last: int
    span: Span
    sense: str
    form: Form
    definite: bool
    passive: bool


def find_triggers(document: Document) -> list[Trigger]:
    """Every trigger of the lexicon in a text, in order, phrases before single words."""
    found: list[Trigger] = []
    at = 0
    while at < len(document.tokens):
        trigger = _phrase_at(document, at) or _word_at(document, at)
        if trigger is not None:
            found.append(trigger)
            at = trigger.last
        at += 1
    return found


def _phrase_at(document: Document, at: int) -> Trigger | None:
    tokens = document.tokens
    for stem, words, sense in _openings(tokens[at].fold):
        window = tokens[at + 1 : at + len(words)]
        if len(window) == len(words) - 1 and all(map(_is_stem, window, words[1:])):
            span = Span(tokens[at].start, tokens[at + len(words) - 1].end)
            return Trigger(at, at + len(words) - 1, span, sense, PHRASE_FORM, is_definite(stem), False)
    return None


@lru_cache(maxsize=65536)
def _openings(word: str) -> tuple[tuple[Analysis, tuple[str, ...], str], ...]:
    """The phrases that a folded word may open: the word's analysis, the phrase's words and its sense."""
    return tuple((stem, words, sense) for stem in stems(word) for words, sense in phrases().get(stem.stem, ()))


def _is_stem(token: Token, stem: str) -> bool:
    return any(one.stem == stem for one in stems(token.fold))


def _word_at(document: Document, at: int) -> Trigger | None:
    token = document.tokens[at]
    if len(token.fold) < 2:
        return None
    for stem, entry in _readings(token.fold):
        if _needs_met(document, at, entry.needs):
            passive = entry.form.passive or _vowelled_passive(document.text[token.start : token.end])
            return Trigger(at, at, token.span, entry.sense, entry.form, is_definite(stem), passive)
    return None


@lru_cache(maxsize=65536)
def _readings(word: str) -> tuple[tuple[Analysis, Entry], ...]:
    """What a folded word may be in the lexicon, its clitics considered, the likeliest reading first."""
    found = ((stem, _opened(stem, entry)) for stem in stems(word) for entry in entries().get(stem.stem, ()))
    return tuple((stem, entry) for stem, entry in found if _possible(stem, entry))


def _opened(stem: Analysis, entry: Entry) -> Entry:
    """An entry whose masdar may be a past here: nothing that only nouns take stands before it."""
    if not entry.form.also_past or stem.prefix.strip("وف"):
        return entry
    return entry._replace(form=OPEN)


def _possible(stem: Analysis, entry: Entry) -> bool:
    """Whether the clitics fit the inflection: no article on verbs, no س but on the present."""
    verb = entry.form.inflection in ("past", "present")
    if verb and ("ال" in stem.prefix or "لل" in stem.prefix or stem.prefix[-1:] in ("ب", "ك")):
        return False
    if stem.prefix.endswith("س") and entry.form.inflection != "present":
        return False
    return not (entry.form.inflection == "past" and stem.prefix.endswith("ل"))


def _vowelled_passive(word: str) -> bool:
    return "\u064f" in word[1:3]


def _needs_met(document: Document, at: int, needs: str | None) -> bool:
    if needs is None:
        return True
    segment = document.segment_at(document.tokens[at].start)
    if segment is None:
        return False
    window = document.tokens[max(0, at - NEEDS_BEFORE) : at + NEEDS_AFTER + 1]
    return any(
        segment.span.covers(t.span) and t.start != document.tokens[at].start and in_list(t.fold, needs) for t in window
    )
