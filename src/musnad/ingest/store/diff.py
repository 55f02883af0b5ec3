"""What changed between two versions of an article, for an editor to read.

Paragraphs are paired first, by likeness; within a changed pair words are compared. What an editor looks for is said
apart: numbers that changed (a toll of five that became seven), paragraphs that only moved, and changes of spelling
alone (marks, tatweel, hamzas, digits), which change no word.
"""

import re
from collections import deque
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Literal, NamedTuple

import msgspec
from rapidfuzz import fuzz
from rapidfuzz.distance import LCSseq

from musnad.schema import Article
from musnad.text.document import Document
from musnad.text.normalise import fold
from musnad.text.numerals import read_numerals

SAME_PARAGRAPH = 40.0
"""Likeness (rapidfuzz's ratio over folded words, 0 to 100) from which two paragraphs are one that was changed. Of
20,000 pairs of different paragraphs of gold's `dev` none is above 25; where half of the words are new it is 50."""
MAX_PAIRS = 40_000
"""Pairs of paragraphs that are compared for likeness; in longer changes only equal ones are paired."""
FIELDS = ("title", "published", "updated", "authors", "dateline", "outlet", "url", "captions", "corrections")
"""What is compared besides the text, in the order in which it is shown."""
WHOLE = frozenset({"published", "updated", "url"})
"""Fields of which the whole value is shown before and after, not its parts."""
MAX_CAREFUL, MAX_COMPARED = 1_000_000, 1_000_000_000
"""Up to so many pairs of words the pieces are found by difflib, which favours long runs; up to the second figure by
rapidfuzz, which is quick; a longer paragraph is shown whole."""

Kind = Literal["added", "removed", "changed", "moved"]
_ISOLATE, _POP = "\u2068", "\u2069"
_RED, _GREEN, _DIM, _BOLD, _PLAIN = "\x1b[31;9m", "\x1b[32;4m", "\x1b[2m", "\x1b[1m", "\x1b[0m"
_WORDS = re.compile(r"\s+|[^\W_]+(?:[\u0640\u064b-\u065f\u0670]+[^\W_]*)*|.", re.DOTALL)
_HARMFUL = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")


class Piece(msgspec.Struct, frozen=True):
    """Words that stayed, came, or went."""

    kind: Literal["same", "added", "removed"]
    text: str


class NumberChange(msgspec.Struct, frozen=True):
    """A number that came, went or gave way to another: as written, and its value; None on the side where none is."""

    before: str = ""
    after: str = ""
    value_before: float | None = None
    value_after: float | None = None


class Change(msgspec.Struct, kw_only=True, frozen=True):
    """One change: of a field, or (`field` is `text`) of a paragraph; paragraphs count from 1 in their own version.

    `pieces` are there where the kind is `changed` or `moved`; joined without the added they are `before`, without the
    removed `after`. `only_spelling`: no word differs once folded. `numbers` are the numbers that changed.
    """

    field: str
    kind: Kind
    before: str = ""
    after: str = ""
    paragraph_before: int | None = None
    paragraph_after: int | None = None
    pieces: list[Piece] = []
    only_spelling: bool = False
    numbers: list[NumberChange] = []


class _Pair(NamedTuple):
    """Paragraphs of the old and the new version (from 0) that belong together; None where there is none."""

    old: int | None
    new: int | None
    moved: bool = False


def changes(old: Article, new: Article) -> list[Change]:
    """The changes from `old` to `new`, fields first, then the paragraphs in the order of the new text."""
    found = [_field(name, _shown(old, name), _shown(new, name)) for name in FIELDS]
    return [change for change in found if change is not None] + _text_changes(old.text, new.text)


def _shown(article: Article, name: str) -> str:
    value = getattr(article, name)
    if isinstance(value, list):
        return " · ".join(str(getattr(one, "text", one)) for one in value)
    return value or ""


def _field(name: str, before: str, after: str) -> Change | None:
    if before == after:
        return None
    if not before or not after:
        return Change(field=name, kind="added" if after else "removed", before=before, after=after)
    return _changed(name, before, after)


def _changed(field: str, before: str, after: str, kind: Kind = "changed", **places: int) -> Change:
    whole = field in WHOLE
    return Change(
        field=field,
        kind=kind,
        before=before,
        after=after,
        pieces=[Piece("removed", before), Piece("added", after)] if whole else _pieces(before, after),
        only_spelling=before != after and fold(before) == fold(after),
        numbers=[] if whole else _numbers(before, after),
        **places,
    )


# Paragraphs


def _text_changes(old: str, new: str) -> list[Change]:
    before, after = _paragraphs(old), _paragraphs(new)
    made = (_paragraph(pair, before, after) for pair in _pairs(before, after))
    return [change for change in made if change is not None]


def _paragraphs(text: str) -> list[str]:
    """The lines that hold something; what only moves spaces is no change."""
    return [" ".join(line.split()) for line in text.split("\n") if line.strip()]


def _paragraph(pair: _Pair, before: list[str], after: list[str]) -> Change | None:
    if pair.old is None and pair.new is not None:
        return Change(field="text", kind="added", after=after[pair.new], paragraph_after=pair.new + 1)
    if pair.new is None and pair.old is not None:
        return Change(field="text", kind="removed", before=before[pair.old], paragraph_before=pair.old + 1)
    assert pair.old is not None
    assert pair.new is not None
    one, other = before[pair.old], after[pair.new]
    if one == other and not pair.moved:
        return None
    places = {"paragraph_before": pair.old + 1, "paragraph_after": pair.new + 1}
    return _changed("text", one, other, "moved" if pair.moved else "changed", **places)


def _pairs(before: list[str], after: list[str]) -> list[_Pair]:
    """Every paragraph of both versions once, in the order of the new text; what went stands where it stood."""
    folded = [fold(text) for text in before], [fold(text) for text in after]
    partner: dict[int, int] = {}
    for block in SequenceMatcher(None, *folded, autojunk=False).get_matching_blocks():
        partner.update((block.b + at, block.a + at) for at in range(block.size))
    in_place = set(partner)
    _pair_equal(folded, partner)
    _pair_alike(folded, partner)
    moved = _moved(partner, in_place)
    gone = sorted(set(range(len(before))) - set(partner.values()))
    return _in_order(partner, moved, gone, len(after))


def _pair_equal(folded: tuple[list[str], list[str]], partner: dict[int, int]) -> None:
    """Pair paragraphs without a partner that say the same elsewhere."""
    waiting: dict[str, deque[int]] = {}
    taken = set(partner.values())
    for old, text in enumerate(folded[0]):
        if old not in taken:
            waiting.setdefault(text, deque()).append(old)
    for new, text in enumerate(folded[1]):
        if new not in partner and waiting.get(text):
            partner[new] = waiting[text].popleft()


def _pair_alike(folded: tuple[list[str], list[str]], partner: dict[int, int]) -> None:
    """Pair what has no partner yet with the likest of the other version, the likest pairs first."""
    taken = set(partner.values())
    olds = [at for at in range(len(folded[0])) if at not in taken]
    news = [at for at in range(len(folded[1])) if at not in partner]
    if len(olds) * len(news) > MAX_PAIRS:
        return
    scored = [(_likeness(folded[0][old], folded[1][new]), old, new) for old in olds for new in news]
    for score, old, new in sorted(scored, key=lambda one: (-one[0], abs(one[1] - one[2]))):
        if score >= SAME_PARAGRAPH and new not in partner and old not in taken:
            partner[new] = old
            taken.add(old)


def _likeness(one: str, other: str) -> float:
    """How alike two folded paragraphs are, from 0 to 100, by the words that they have in order."""
    return fuzz.ratio(one.split(), other.split(), score_cutoff=SAME_PARAGRAPH)


def _moved(partner: dict[int, int], in_place: set[int]) -> set[int]:
    """The new paragraphs that stand in another order than before: all but the longest run that kept its order."""
    news = sorted(partner)
    best: list[
        tuple[int, int | None]
    ] = []  # for each paragraph the weight of the run that ends there, and where it was
    for at, new in enumerate(news):
        earlier = [k for k in range(at) if partner[news[k]] < partner[new]]
        before = max(earlier, key=lambda k: best[k][0], default=None)
        weight = 2 if new in in_place else 1
        best.append((weight + (0 if before is None else best[before][0]), before))
    kept: set[int] = set()
    last = max(range(len(best)), key=lambda k: best[k][0], default=None)
    while last is not None:
        kept.add(news[last])
        last = best[last][1]
    return set(news) - kept


def _in_order(partner: dict[int, int], moved: set[int], gone: Sequence[int], count: int) -> list[_Pair]:
    """What went stands before what came in its place."""
    pairs: list[_Pair] = []
    waiting = deque(gone)
    following = sorted(set(partner) - moved, reverse=True)  # the paragraphs that kept their place, the next one last
    for new in range(count):
        while waiting and (not following or waiting[0] < partner[following[-1]]):
            pairs.append(_Pair(waiting.popleft(), None))
        if following and following[-1] == new:
            following.pop()
        pairs.append(_Pair(partner.get(new), new, new in moved))
    return pairs + [_Pair(old, None) for old in waiting]


# Words


def _pieces(before: str, after: str) -> list[Piece]:
    """The words that stayed, went and came; neighbours of one kind are joined."""
    one, other = _WORDS.findall(before), _WORDS.findall(after)
    found: list[Piece] = []
    for tag, a, b, c, d in _smooth(one, other):
        if tag == "equal":
            _add(found, "same", "".join(one[a:b]))
        else:
            _add(found, "removed", "".join(one[a:b]))
            _add(found, "added", "".join(other[c:d]))
    return found


def _opcodes(one: list[str], other: list[str]) -> list[tuple[str, int, int, int, int]]:
    pairs = len(one) * len(other)
    if pairs <= MAX_CAREFUL:
        return list(SequenceMatcher(None, one, other, autojunk=False).get_opcodes())
    if pairs <= MAX_COMPARED:
        codes = LCSseq.opcodes(one, other)
        return [(code.tag, code.src_start, code.src_end, code.dest_start, code.dest_end) for code in codes]
    return [("replace", 0, len(one), 0, len(other))]


def _smooth(one: list[str], other: list[str]) -> Iterator[tuple[str, int, int, int, int]]:
    """Operations where lone spaces between changed words count as changed: phrases are read, not single words."""
    codes = _opcodes(one, other)
    held: list[int] | None = None
    for at, (tag, a, b, c, d) in enumerate(codes):
        between = 0 < at < len(codes) - 1 and "".join(one[a:b]).isspace()
        if tag == "equal" and not between:
            if held:
                yield ("replace", held[0], held[1], held[2], held[3])
            held = None
            yield (tag, a, b, c, d)
        else:
            held = [held[0], b, held[2], d] if held else [a, b, c, d]
    if held:
        yield ("replace", held[0], held[1], held[2], held[3])


def _add(pieces: list[Piece], kind: Literal["same", "added", "removed"], text: str) -> None:
    if text:
        pieces.append(Piece(kind, text))


# Numbers


def _numbers(before: str, after: str) -> list[NumberChange]:
    """The numbers whose values differ between two texts; those between two that stayed are paired in their order."""
    one, other = _read_numbers(before), _read_numbers(after)
    matcher = SequenceMatcher(None, [value for value, _ in one], [value for value, _ in other], autojunk=False)
    found = []
    for tag, a, b, c, d in matcher.get_opcodes():
        pairs = zip_longest(one[a:b], other[c:d], fillvalue=(None, ""))
        found += [NumberChange(old, new, was, now) for (was, old), (now, new) in pairs if tag != "equal"]
    return found


def _read_numbers(text: str) -> list[tuple[float, str]]:
    return [(one.value, text[one.span.start : one.span.end]) for one in read_numerals(Document(text))]


# Lines


def lines(changes: Sequence[Change], colour: bool = False) -> Iterator[str]:
    """The changes as lines of text: a heading for each, the words with [-gone-] and {+come+}, the numbers.

    With `colour`, for a terminal: red struck out and green underlined stand in place of the brackets, and Arabic is
    isolated so that it does not turn its neighbours around (Unicode Standard Annex 9).
    """
    for change in changes:
        yield _heading(change, colour)
        yield "  " + _body(change, colour)
        for number in change.numbers:
            yield "  " + _painted(f"number: {_number(number, colour)}", _BOLD, colour)


def _heading(change: Change, colour: bool) -> str:
    where = change.field
    if change.field == "text":
        where = f"paragraph {change.paragraph_after or change.paragraph_before}"
    notes: list[str] = [change.kind]
    if change.kind == "moved":
        notes = [f"moved from {change.paragraph_before}" + (", changed" if change.before != change.after else "")]
    if change.only_spelling:
        notes.append("spelling only")
    return _painted(f"{where}: {', '.join(notes)}", _DIM, colour)


def _body(change: Change, colour: bool) -> str:
    if change.pieces:
        text = "".join(_piece(piece, colour) for piece in change.pieces)
        if colour:  # what went and what came in its place must not join their letters
            text = text.replace(_PLAIN + _GREEN, f"{_PLAIN} {_GREEN}")
    else:
        kind: Literal["added", "removed"] = "added" if change.kind == "added" else "removed"
        text = _piece(Piece(kind, change.after or change.before), colour)
    return _isolated(text, colour)


def _piece(piece: Piece, colour: bool) -> str:
    text = _HARMFUL.sub(" ", piece.text)
    if piece.kind == "same":
        return text
    if colour:
        return f"{_RED if piece.kind == 'removed' else _GREEN}{text}{_PLAIN}"
    return f"[-{text}-]" if piece.kind == "removed" else f"{{+{text}+}}"


def _number(number: NumberChange, colour: bool) -> str:
    sides = ((number.before, number.value_before), (number.after, number.value_after))
    return " → ".join("none" if value is None else _side(text, value, colour) for text, value in sides)


def _side(text: str, value: float, colour: bool) -> str:
    told = f"{value:,.0f}" if value == int(value) else f"{value:,}"
    return f"{told} «{_isolated(_HARMFUL.sub(' ', text), colour)}»"


def _isolated(text: str, colour: bool) -> str:
    return f"{_ISOLATE}{text}{_POP}" if colour else text


def _painted(text: str, style: str, colour: bool) -> str:
    return f"{style}{text}{_PLAIN}" if colour else text
