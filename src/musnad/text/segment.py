"""Sentences, headings, datelines, items and page furniture of a text.

Works paragraph by paragraph on folded text: first what opens a paragraph (item sign, number, clock time, date,
dateline), then the stops inside it. The words that mark these are in `segment.yaml`.
"""

import re
from bisect import bisect_right
from functools import cache
from typing import Literal, NamedTuple

from musnad.data import load_yaml
from musnad.schema import Span
from musnad.text.normalise import Folded, fold
from musnad.text.quotation import quotations

SegmentKind = Literal["sentence", "heading", "bullet", "timed", "furniture"]

MAX_HEADING_WORDS = 12
MAX_LEAD_WORDS = 9
MAX_DATELINE_WORDS = 5
SHORT_QUOTATION = 160
"""Characters: a stop inside a quotation up to this long does not end the sentence."""


class Segment(NamedTuple):
    """One sentence-like stretch: its span in the original, its kind, the paragraph it stands in.

    `dateline` is the place and agency that open it, `lead` the item sign, number, clock time or date that does;
    both lie inside `span`, and `body` is what is told after them (empty where nothing is). A "timed" segment is an
    item of a timeline, its time told in the lead of the paragraph's first segment.
    """

    span: Span
    kind: SegmentKind
    paragraph: int
    body: Span
    dateline: Span | None = None
    lead: Span | None = None


class _Opening(NamedTuple):
    """What opens a paragraph: folded `(start, end)` of lead and dateline, empty where there is none."""

    lead: tuple[int, int] = (0, 0)
    dateline: tuple[int, int] = (0, 0)
    timed: bool = False

    @property
    def end(self) -> int:
        return max(self.lead[1], self.dateline[1])


@cache
def _words() -> dict[str, list[str]]:
    data = load_yaml("musnad.text", "segment.yaml")
    return {key: [fold(word) for word in words] for key, words in data.items()}


@cache
def _word_set(key: str) -> frozenset[str]:
    return frozenset(_words()[key])


def date_words() -> frozenset[str]:
    """The folded words that date and time headings are made of."""
    return _word_set("date_words")


def _either(key: str) -> str:
    return "|".join(sorted(map(re.escape, _words()[key]), key=len, reverse=True))


_LETTER = "ء-ي"
_STOP = re.compile(
    rf"(?P<stop>[.!?؟۔]+)[\")\]}}]*(?=\s|$)|(?<=[{_LETTER}]{{3}})\.(?=[{_LETTER}]{{3}})|(?<=\s)(?=[•◆▪■●⚫⬅🔴🔻🔹🔸]\s?\S)"
)
_SIGN = re.compile(r"(?:[^\w\s\"'()\[\]{}#@%+<>/\\.,:،؛!?؟|﴿﴾]+\s*)+(?=[\w\"(\[{#]|$)")
_NUMBER = re.compile(rf"(?:\(?\d{{1,2}}\s?[).]|\d{{1,2}}\s?-(?!\s?\d)|\(?[{_LETTER}][).])(?=\s|[{_LETTER}\"])\s*")
_SEPARATOR = re.compile(r"(?::(?!\d)|\s-(?=\s)|\||◄|\.(?=\s))\s*")
_BRACKETED = re.compile(r"([^\n.:؛،\"()]{2,40}?)\s*(?:\([^()\n]{1,40}\)\s*){1,2}[^\n.:؛،\"()]{0,30}?-\s*(?=\S)")
_DASHED = re.compile(r"([^\n.:؛\"()|\-]{2,45}?)(?:\s*-\s+|\s-|-(?=\w{2,12}:))\s*(?=\S)")
_SLASHED = re.compile(r"([^\n.:؛\"()/\d]{2,30}?)\s*/\s+(?:[^\n.:؛،\"()/]{2,30}/\s*)?(?=\S)|(\w{2,15})/\s*(?=\w)")
_AFTER_DATELINE = re.compile(r"\"?[^\n.:؛،]{1,40}?\"?[^\n.:؛،\"]{0,15}(?::\s+|\s-\s+|$)")
_FINAL_STOP = re.compile(r"[.!?؟۔][\")\]}]*$")
_WORD = re.compile(r"[^\W\d_]+|\d+")


@cache
def _furniture() -> re.Pattern[str]:
    return re.compile(rf"\W*(?:(?:{_either('furniture')})(?!\w)|(?:{_either('notices')})\s*:)")


@cache
def _clock() -> re.Pattern[str]:
    """A clock time at the beginning of an item, the word for hour before it and its sign after it."""
    time, words = r"\d{1,2}(?::\d{2}|\.\d{2}(?=\s*[-:|]))", _either("clock_words")
    part = rf"(?:\s*\(?(?:{words})\)?(?!\w))*(?!\d)\s*"
    return re.compile(rf"{time}{part}(?:[-:|،]\s*)?|(?:\w+\s+)?الساعه\s+{time}{part}[-:|]\s*")


@cache
def _ordinal() -> re.Pattern[str]:
    return re.compile(rf"(?:{_either('ordinals')})\s*[:،,\-.]\s*")


@cache
def _agency() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{_either('agencies')})(?!\w)")


def segment(folded: Folded) -> list[Segment]:
    """The segments of a text, in order; together they hold every word of it."""
    quoted = quotations(folded)
    segments: list[Segment] = []
    for number, match in enumerate(re.finditer(r"[^\n]*\S[^\n]*", folded.text)):
        left = match.start() + len(match.group()) - len(match.group().lstrip())
        segments += _paragraph(folded, left, match.start() + len(match.group().rstrip()), number, quoted)
    return segments


def _paragraph(folded: Folded, start: int, end: int, number: int, quoted: list[tuple[int, int]]) -> list[Segment]:
    text = folded.text[start:end]
    opening = _opening(text, number)
    kind = _kind(text, opening)
    later: SegmentKind = "sentence" if kind in ("heading", "bullet") else kind
    pieces = _pieces(folded.text, start, end, start + opening.end, quoted)
    spans = [folded.span(*piece) for piece in pieces]
    dateline, lead = (_part(folded, start, part) for part in (opening.dateline, opening.lead))
    told = folded.starts[start + opening.end]
    body = Span(min(told, spans[0].end), spans[0].end)
    return [
        Segment(spans[0], kind, number, body, dateline, lead),
        *(Segment(span, later, number, span) for span in spans[1:]),
    ]


def _part(folded: Folded, start: int, part: tuple[int, int]) -> Span | None:
    left, right = start + part[0], start + part[1]
    right = left + len(folded.text[left:right].rstrip())
    return folded.span(left, right) if left < right else None


def _kind(text: str, opening: _Opening) -> SegmentKind:
    if _furniture().match(text):
        return "furniture"
    if opening.end >= len(text):
        return "heading"
    if opening.timed:
        return "timed"
    if opening.lead[1]:
        return "bullet"
    stopped = _FINAL_STOP.search(text)
    return "sentence" if stopped or len(text.split()) > MAX_HEADING_WORDS else "heading"


def _opening(text: str, number: int) -> _Opening:
    at = 0
    for sign in (_SIGN, _NUMBER, _ordinal()):
        if match := sign.match(text, at):
            at = match.end()
    timed = _time_lead(text, at)
    if timed > at:
        return _Opening(lead=(0, timed), timed=True)
    place = _dateline(text, at, number)
    dated = _time_lead(text, place) if place and number else place
    if dated > place:
        return _Opening((place, dated), (at, place), timed=True)
    return _Opening((0, at), (at, _with_agency(text, at, place, number)) if place else (0, 0))


def _time_lead(text: str, at: int) -> int:
    """Where the clock time or date that opens an item ends, with its separator; `at` where none does."""
    end = at
    if match := _clock().match(text, at):
        end = match.end()
    separator = _SEPARATOR.search(text, at, at + 60)
    stop, after = (separator.start(), separator.end()) if separator else (len(text), len(text))
    return after if stop > end and stop - at <= 60 and _is_date(text[at:stop]) else end


def _is_date(text: str) -> bool:
    words = _WORD.findall(text)
    if not 0 < len(words) <= MAX_LEAD_WORDS or re.search(r"[\"|]", text):
        return False
    known = _word_set("date_words")
    named = [word for word in words if not word.isdecimal()]
    if not named:
        return bool(re.fullmatch(r"\W*(?:19|20)\d\d\W*|\d{1,4}[-/.]\d{1,2}(?:[-/.]\d{1,4})?\W*", text))
    return all(word in known or (word[0] in "وب" and word[1:] in known) for word in named)


def _dateline(text: str, at: int, number: int) -> int:
    """Where the place of a dateline that begins at `at` ends, with its sign; 0 where there is none."""
    for pattern in (_BRACKETED, _DASHED, _SLASHED):
        match = pattern.match(text, at)
        if match and _is_place(match, text, number, pattern):
            return match.end()
    return 0


def _is_place(match: re.Match[str], text: str, number: int, pattern: re.Pattern[str]) -> bool:
    words = _WORD.findall(match.group(1) or match.group(2) or "")
    if not words or len(words) > MAX_DATELINE_WORDS or not _word_set("dateline_stops").isdisjoint(words):
        return False
    if pattern is _BRACKETED or number == 0:
        return not (pattern is _SLASHED and not _word_set("date_words").isdisjoint(words))
    paired = re.search(r"\s-\s", text[match.end() : match.end() + 80])
    told = match.end() < len(text) and len(text) - match.end() > len(match.group())
    return pattern is _DASHED and len(words) <= 3 and told and not paired


def _with_agency(text: str, at: int, place: int, number: int) -> int:
    """The end of the agency, date or byline that follows a dateline's place; the place's end where none does."""
    match = _AFTER_DATELINE.match(text, place)
    if not match:
        return place
    named = match.group()
    after_agency = named.rstrip().endswith("-") and _agency().search(text, at, place)
    known = _agency().search(named) or named.startswith('"') or _is_date(named.strip(" -:")) or after_agency
    whole = match.end() == len(text) and number == 0 and len(named.split()) <= MAX_DATELINE_WORDS
    return match.end() if (known or whole) and named.count('"') % 2 == 0 else place


def _pieces(text: str, start: int, end: int, body: int, quoted: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The folded `[start, end)` of a paragraph's sentences; no stop before `body` ends one."""
    pieces, left = [], start
    for match in _STOP.finditer(text, body, end):
        right = match.end()
        if right >= end:
            break
        if right > left and not _inside_quotation(match.start(), right, quoted) and not _abbreviates(text, match):
            pieces.append((left, right))
            left = right
    pieces.append((left, end))
    return _trimmed(text, pieces)


def _trimmed(text: str, pieces: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Pieces without outer blanks; one without a letter or digit is joined to the one before."""
    kept: list[tuple[int, int]] = []
    for left, right in pieces:
        piece = text[left:right]
        left, right = left + len(piece) - len(piece.lstrip()), left + len(piece.rstrip())
        if kept and not re.search(r"\w", piece):
            kept[-1] = (kept[-1][0], max(right, kept[-1][1]))
        elif left < right:
            kept.append((left, right))
    return kept


def _inside_quotation(start: int, end: int, quoted: list[tuple[int, int]]) -> bool:
    index = bisect_right(quoted, (start, 1 << 60)) - 1
    if index < 0:
        return False
    first, last = quoted[index]
    return first < start and end < last and last - first <= SHORT_QUOTATION


def _abbreviates(text: str, match: re.Match[str]) -> bool:
    if match.group("stop") != ".":
        return False
    before = re.search(r"(\S*?)([^\W\d_]+)$", text[max(0, match.start() - 12) : match.start()])
    if not before:
        return False
    if len(before.group(2)) == 1:
        return not re.search(r"\d\s*$", text[max(0, match.start() - 6) : match.start() - 1])
    return before.group(2) in _word_set("abbreviations")
