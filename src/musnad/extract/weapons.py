"""Weapons named in running text."""

from collections.abc import Iterable, Sequence
from functools import cache
from itertools import product
from typing import Literal, NamedTuple

import msgspec

from musnad.data import load_yaml
from musnad.extract.weapon_phrases import Match, PhraseBook, without_marks, without_proclitics
from musnad.schema import Span
from musnad.text.document import Document
from musnad.text.normalise import fold
from musnad.text.tokens import Token

NOT_A_WEAPON = "none"
REACH_BACK = 3


class WeaponMention(NamedTuple):
    """A weapon in a text: its words, its kind (a code of the codebook's weapons), the segment it stands in."""

    span: Span
    kind: str
    segment: int | None


class CueGroup(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Cues by the kind that they speak for, at most `reach` words away, by default in the same sentence.

    A word `@name` of a cue stands for every phrase of the class `name`.
    """

    reach: int
    cues: dict[str, list[str]]
    side: Literal["before", "after", "either"] = "either"
    beyond_sentence: bool = False
    marked_only: bool = False


class Context(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How the kind of an open name is decided: by its spelling, else by the first group with a cue in reach."""

    default: str
    cue_needed: bool = False
    spelling: dict[str, list[str]] = {}
    groups: list[CueGroup] = []


class ContextTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The reviewed data of `weapon_contexts.yaml`."""

    another_act: list[str]
    classes: dict[str, list[str]]
    names: dict[str, Context]


class WeaponLexicon(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The reviewed data of `weapons.yaml`."""

    broken_plurals: dict[str, list[str]]
    decisive: list[str]
    marked_only: list[str]
    never_skipped: list[str]
    not_weapons: list[str]
    kinds: dict[str, list[str]]


@cache
def lexicon() -> WeaponLexicon:
    """The weapon phrases by kind."""
    return msgspec.convert(load_yaml("musnad.extract", "weapons.yaml"), WeaponLexicon)


@cache
def contexts() -> dict[str, Context]:
    """What decides the kind of each open name."""
    return context_table().names


@cache
def context_table() -> ContextTable:
    """The open names, and the classes of words that their cues share."""
    return msgspec.convert(load_yaml("musnad.extract", "weapon_contexts.yaml"), ContextTable)


def _spelt_out(cue: str) -> list[str]:
    """A cue with every choice of phrases for its classes."""
    classes = context_table().classes
    return [" ".join(choice) for choice in product(*(classes.get(word[1:], [word]) for word in cue.split()))]


def _phrase_book(phrases: dict[str, list[str]]) -> PhraseBook:
    return PhraseBook(phrases, lexicon().broken_plurals, lexicon().never_skipped)


@cache
def _marked_phrases() -> PhraseBook:
    return _phrase_book(lexicon().kinds)


@cache
def _running_phrases() -> PhraseBook:
    data, marked = lexicon(), set(lexicon().marked_only)
    kinds = {kind: [phrase for phrase in phrases if phrase not in marked] for kind, phrases in data.kinds.items()}
    return _phrase_book({NOT_A_WEAPON: data.not_weapons, **kinds})


@cache
def _cues(name: str) -> list[tuple[CueGroup, PhraseBook]]:
    """The groups of an open name with their cues."""
    spelt = [
        {kind: [phrase for cue in cues for phrase in _spelt_out(cue)] for kind, cues in group.cues.items()}
        for group in contexts()[name].groups
    ]
    return list(zip(contexts()[name].groups, map(_phrase_book, spelt), strict=True))


def find_weapons(document: Document) -> list[WeaponMention]:
    """The weapons that a text names, in order; words used as figures of speech are passed over."""
    tokens = without_marks(document.tokens)
    return [
        WeaponMention(span, kind, document.segment_index(span.start))
        for match in _longest(_running_phrases().matches(tokens))
        if (kind := decided(document, tokens, match, marked=False)) is not None
        and (span := Span(tokens[match.first].start, tokens[match.last].end))
    ]


def phrases_in(document: Document, span: Span) -> tuple[list[Token], list[Match]]:
    """The document's tokens, and the weapon phrases that begin inside `span`, though they may reach beyond it.

    Where none begins there, those that begin shortly before it and reach into it.
    """
    tokens = without_marks(document.tokens)
    inside = [at for at, token in enumerate(tokens) if token.start < span.end and span.start < token.end]
    if not inside:
        return tokens, []
    book, first = _marked_phrases(), inside[0]
    if begun := list(_longest(book.matches(tokens, first, inside[-1]))):
        return tokens, begun
    before = book.matches(tokens, max(0, first - REACH_BACK), first)
    return tokens, list(_longest(match for match in before if match.last >= first))


def _longest(matches: Iterable[Match]) -> Iterable[Match]:
    """Of overlapping phrases the one with most words, the first of them where several have."""
    taken: list[Match] = []
    for match in sorted(matches, key=lambda m: (-m.words, m.first, m.last)):
        if all(match.last < other.first or other.last < match.first for other in taken):
            taken.append(match)
    return sorted(taken, key=lambda m: m.first)


def decided(document: Document, tokens: Sequence[Token], match: Match, *, marked: bool) -> str | None:
    """The kind of a phrase, by its context where its words leave it open; None where it is no weapon there."""
    if match.label == NOT_A_WEAPON:
        return None
    if match.label not in contexts():
        return match.label
    context = contexts()[match.label]
    words = document.text[tokens[match.first].start : tokens[match.last].end]
    kind = _by_spelling(words, context) or _by_cue(document, tokens, match, marked=marked)
    if kind is None:
        return None if context.cue_needed and not marked else context.default
    return None if kind == NOT_A_WEAPON else kind


def _by_spelling(words: str, context: Context) -> str | None:
    return next((kind for kind, signs in context.spelling.items() if any(sign in words for sign in signs)), None)


def _by_cue(document: Document, tokens: Sequence[Token], match: Match, *, marked: bool) -> str | None:
    for group, cues in _cues(match.label):
        if group.marked_only and not marked:
            continue
        first, last = _window(document, tokens, match, group)
        at = Match(match.label, match.first - first, match.last - first, match.words)
        distances = [
            (max(cue.first - at.last, at.first - cue.last), -cue.words, cue.label)
            for cue in cues.matches(tokens[first:last])
            if (side := _lies(cue, at)) and group.side in (side, "either")
        ]
        if kinds := [kind for _, _, kind in sorted(distances) if not (marked and kind == NOT_A_WEAPON)]:
            return kinds[0]
    return None


def _lies(cue: Match, match: Match) -> str:
    """On which side of a match a cue lies; the empty word where they overlap."""
    return "before" if cue.last < match.first else "after" if cue.first > match.last else ""


def _window(document: Document, tokens: Sequence[Token], match: Match, group: CueGroup) -> tuple[int, int]:
    """The tokens `[first, last)` in which the group's cues are looked for."""
    first, last = max(0, match.first - group.reach), min(len(tokens), match.last + 1 + group.reach)
    sentence = document.segment_at(tokens[match.first].start)
    if sentence is None or group.beyond_sentence:
        return first, last
    inside = [at for at in range(first, last) if sentence.span.start <= tokens[at].start < sentence.span.end]
    first, last = min(inside[0], match.first), max(inside[-1], match.last) + 1
    breaks = [
        at for at in range(first, last) if _breaks(tokens[at]) or (group.side == "after" and _is_stop(tokens[at]))
    ]
    return (
        max((at for at in breaks if at <= match.first), default=first),
        min((at for at in breaks if at > match.last), default=last),
    )


def _breaks(token: Token) -> bool:
    """Whether another act begins with this word (`ردًا على`, `بعد`, `فيما`)."""
    return not _another_act().isdisjoint(without_proclitics(token.fold))


def _is_stop(token: Token) -> bool:
    return not token.is_word and not token.is_number


@cache
def _another_act() -> frozenset[str]:
    return frozenset(map(fold, context_table().another_act))
