"""Annotated articles as what the encoder and its heads learn from: pieces, tags of words, pairs, events."""

import random
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np

from musnad.codebook import codebook
from musnad.evaluate.gold import GoldArticle, as_article, scorer
from musnad.extract.candidates import Argument, Surroundings
from musnad.extract.encoder.codes import Triggers, argument_arrays, link_codes, pair_codes
from musnad.extract.encoder.hints import word_hints
from musnad.extract.encoder.labels import KIND_OF_ROLE, PAIRS, RESPONSIBILITIES, ROLES, STATUSES, TAGS
from musnad.extract.encoder.model import hint_rows, window_hints
from musnad.extract.encoder.pieces import Pieces, homes, words_of
from musnad.extract.explain import FIELDS
from musnad.extract.lexicon import bare, is_definite, stems
from musnad.extract.linear import Linear
from musnad.resolve.arguments import participant, resolved_arguments, source
from musnad.schema import Span
from musnad.text.document import Document

IGNORED = -100
SAME_QUOTE = 0.5
NOISY_WORDS, NOISY_LETTERS = 0.3, 0.05
_HAMZAS = str.maketrans("أإآٱ", "اااا")
_ENDINGS = {"ة": "ه", "ى": "ي", "ي": "ى", "ه": "ة"}
_LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"


class Variant(NamedTuple):
    """One spelling of an article in windows, and for each word its window and pieces `[low, high)`.

    `hints` holds for each window the hint rows of each piece, (L, COLUMNS).
    """

    windows: list[list[int]]
    hints: list[np.ndarray]
    home: np.ndarray
    low: np.ndarray
    high: np.ndarray


class Example(NamedTuple):
    """An article of N words, T gold triggers, E events, A arguments.

    `hints` (N, COLUMNS) hint rows of each word; `tags` (N, len(TAGS)) with 0 outside, 1 begin, 2 inside, IGNORED
    unknown; `types` (T,) sub-event types; `event` (T,) event of each trigger; `links` (E, A, len(ROLES)) 1, 0 or -1
    where it is not asked; `statuses` (A,) index into STATUSES or IGNORED; `pairs` (T, T) index into PAIRS for i < j;
    `responsibility` and `denied` (E,).
    """

    id: str
    variants: list[Variant]
    hints: np.ndarray
    tags: np.ndarray
    triggers: Triggers
    types: np.ndarray
    event: np.ndarray
    links: np.ndarray
    link_codes: np.ndarray
    arguments: Any
    statuses: np.ndarray
    pairs: np.ndarray
    pair_codes: np.ndarray
    responsibility: np.ndarray
    denied: np.ndarray


class Marked(NamedTuple):
    """A gold article with the document, and the arguments that the reader sees in it together with gold's phrases."""

    gold: GoldArticle
    document: Document
    surroundings: Surroundings
    arguments: list[Argument]
    hints: list[list[str]]


def mark(gold: GoldArticle, tolls: Linear) -> Marked:
    """The arguments of a gold article: those the code finds, and gold's own actors, targets, sources and speakers."""
    document = Document(gold["text"])
    found = resolved_arguments(document, as_article(gold), {"casualty": tolls}, least_toll=0.0)
    arguments = [*found, *_gold_phrases(gold, document, found)]
    hints = word_hints(document, Surroundings(document, found).listed(), gold["title"])
    return Marked(gold, document, Surroundings(document, arguments), arguments, hints)


def _gold_phrases(gold: GoldArticle, document: Document, found: Sequence[Argument]) -> Iterator[Argument]:
    known = {(argument.kind, argument.span) for argument in found}
    quotes = [("participant", item["quote"]) for e in gold["events"] for f in ("actors", "targets") for item in e[f]]
    quotes += [("source", item["quote"]) for e in gold["events"] for item in e["sources"]]
    quotes += [("source", item["speaker"]["quote"]) for item in gold["statements"]]
    for kind, quote in dict.fromkeys(quotes):
        for span in occurrences(gold["text"], quote):
            whole = _whole_words(document, span)
            if whole is not None and (kind, whole) not in known:
                known.add((kind, whole))
                make = participant if kind == "participant" else source
                yield make(document, whole, (), "gold")


def _whole_words(document: Document, span: Span) -> Span | None:
    held = [token for token in document.tokens_in(Span(max(0, span.start - 24), span.end)) if token.end > span.start]
    return Span(held[0].start, held[-1].end) if held else None


def occurrences(text: str, quote: str) -> list[Span]:
    """Every place where a quote stands."""
    return [Span(*at) for at in scorer("score").spans(quote, text)]


def tag_table(marked: Iterable[Marked]) -> dict[str, int]:
    """The argument tags that occur in at least 15 articles, numbered from 1; participants' and sources' stay out."""
    counts: dict[str, int] = {}
    for one in marked:
        names = {f"{a.kind}:{t}" for a in one.arguments if a.kind not in ("participant", "source") for t in a.tags}
        for name in names:
            counts[name] = counts.get(name, 0) + 1
    return {name: at for at, name in enumerate(sorted(n for n, c in counts.items() if c >= 15), 1)}


def hint_table(marked: Iterable[Marked]) -> dict[str, int]:
    """The hints that occur in at least 5 articles, numbered from 1."""
    counts: dict[str, int] = {}
    for one in marked:
        for name in {name for names in one.hints for name in names}:
            counts[name] = counts.get(name, 0) + 1
    return {name: at for at, name in enumerate(sorted(n for n, c in counts.items() if c >= 5), 1)}


def example(one: Marked, pieces: Pieces, tags: dict[str, int], hints: dict[str, int], variants: int) -> Example:
    """What is learned from a marked article, in `variants` spellings, the first its own."""
    gold, document = one.gold, one.document
    title, words = words_of(Document(gold["title"])), words_of(document)
    draw = random.Random(gold["id"])
    rows = hint_rows(one.hints, hints)
    spelled = [_variant(pieces, title, words, rows)]
    spelled += [_variant(pieces, noisy(title, draw), noisy(words, draw), rows) for _ in range(variants - 1)]
    triggers, event = _triggers(one)
    arrays = argument_arrays(document, one.surroundings, one.arguments, tags)
    kinds = list(codebook().sub_event_types)
    folds = [document.tokens[at].fold for at in triggers.first]
    return Example(
        gold["id"],
        spelled,
        rows[:-1],
        _tags(one, triggers),
        triggers,
        np.array([kinds.index(gold["events"][e]["sub_event_type"]) for e in event], dtype=np.int64),
        event,
        _links(one),
        link_codes(triggers, arrays),
        arrays,
        _statuses(one),
        _pairs(gold, event),
        pair_codes(triggers, [bare(word) for word in folds], [_definite(word) for word in folds]),
        np.array([RESPONSIBILITIES.index(e["responsibility"]) for e in gold["events"]], dtype=np.int64),
        np.array([e["denied"] for e in gold["events"]], dtype=np.float32),
    )


def _definite(word: str) -> bool:
    return any(is_definite(stem) for stem in stems(word)[:1])


def _variant(pieces: Pieces, title: list[str], words: list[str], rows: np.ndarray) -> Variant:
    windows = pieces.windows(title, words)
    home = homes(windows, len(words))
    low = np.array([windows[h].starts[at - windows[h].first] for at, h in enumerate(home)], dtype=np.int64)
    high = np.array([windows[h].starts[at - windows[h].first + 1] for at, h in enumerate(home)], dtype=np.int64)
    ids, hints = [window.ids for window in windows], [window_hints(window, rows) for window in windows]
    return Variant(ids, hints, home, low, np.maximum(high, low + 1))


def noisy(words: Sequence[str], draw: random.Random) -> list[str]:
    """The words as careless writers and scanners leave them."""
    return [_noisy(word, draw) if re.search("[\u0621-\u064a]{3}", word) else word for word in words]


def _noisy(word: str, draw: random.Random) -> str:
    if draw.random() < NOISY_WORDS:
        word = word.translate(_HAMZAS)
        if word[-1] in _ENDINGS and draw.random() < NOISY_WORDS:
            word = word[:-1] + _ENDINGS[word[-1]]
    if draw.random() < NOISY_LETTERS:
        at = draw.randrange(1, len(word))
        word = word[:at] + draw.choice(("", draw.choice(_LETTERS), word[at] * 2)) + word[at + 1 :]
    return word


# Labels


def _triggers(one: Marked) -> tuple[Triggers, np.ndarray]:
    """The gold triggers in text order, and the event of each."""
    found: dict[int, tuple[int, int]] = {}
    for number, event in enumerate(one.gold["events"]):
        for start, end in scorer("score").mention_spans(event, one.gold["text"])[0]:
            first, last = word_range(one.document, Span(start, end))
            found.setdefault(first, (last, number))
    firsts = sorted(found)
    segments = [one.document.segment_index(one.document.tokens[at].start) or 0 for at in firsts]
    triggers = Triggers(
        np.array(firsts, dtype=np.int64),
        np.array([found[at][0] for at in firsts], dtype=np.int64),
        np.array(segments, dtype=np.int64),
    )
    return triggers, np.array([found[at][1] for at in firsts], dtype=np.int64)


def word_range(document: Document, span: Span) -> tuple[int, int]:
    """The first and last word that overlap a span."""
    first = document.token_index(span.start)
    if first and document.tokens[first - 1].end > span.start:
        first -= 1
    last = max(first, document.token_index(span.end) - 1)
    return min(first, len(document.tokens) - 1), min(last, len(document.tokens) - 1)


def told_in(text: str, event: dict[str, Any], spans: Sequence[Span]) -> Span | None:
    """The span nearest to the clauses that tell of an event."""
    clauses = [span for mention in event["mentions"] for span in occurrences(text, mention["quote"])]

    def distance(span: Span) -> int:
        return min((max(c.start - span.start, span.end - c.end, 0) for c in clauses), default=0)

    return min(spans, key=distance, default=None)


def _tags(one: Marked, triggers: Triggers) -> np.ndarray:
    gold, document = one.gold, one.document
    tags = np.zeros((len(document.tokens), len(TAGS)), dtype=np.int64)
    for first, last in zip(triggers.first, triggers.last, strict=True):
        tags[first, 0], tags[first + 1 : last + 1, 0] = 1, 2
    exact: list[tuple[str, Span]] = []
    loose: list[tuple[str, Span]] = []
    for event in gold["events"]:
        for role, field in FIELDS.items():
            value = event[field]
            for item in value if isinstance(value, list) else [value] if value else []:
                spans = occurrences(gold["text"], item["quote"])
                loose += [(role, span) for span in spans]
                if (best := told_in(gold["text"], event, spans)) is not None:
                    exact.append((role, best))
    for statement in gold["statements"]:
        contents = occurrences(gold["text"], statement["quote"])
        exact += [("statement", span) for span in contents[:1]]
        speakers = occurrences(gold["text"], statement["speaker"]["quote"])
        loose += [("speaker", span) for span in speakers]
        near = told_in(gold["text"], {"mentions": [statement]}, speakers)
        exact += [("speaker", near)] if near is not None else []
    for spans, begin, inside in ((loose, IGNORED, IGNORED), (exact, 1, 2)):
        for role, span in spans:
            first, last = word_range(document, span)
            column = TAGS.index(role)
            tags[first, column], tags[first + 1 : last + 1, column] = begin, inside
    return tags


def _links(one: Marked) -> np.ndarray:
    gold, arguments = one.gold, one.arguments
    links = np.full((len(gold["events"]), len(arguments), len(ROLES)), -1, dtype=np.int8)
    for at, argument in enumerate(arguments):
        for column, role in enumerate(ROLES):
            if KIND_OF_ROLE[role] == argument.kind:
                links[:, at, column] = 0
    for number, event in enumerate(gold["events"]):
        for column, role in enumerate(ROLES):
            value = event[FIELDS[role]]
            items = value if isinstance(value, list) else [value] if value else []
            matching = [[at for at in _of(arguments, role) if matches(gold["text"], arguments[at], i)] for i in items]
            for held in matching:
                links[number, held, column] = -1
            for held in matching:
                links[number, _nearest(one, event, role, held), column] = 1
    return links


def _of(arguments: Sequence[Argument], role: str) -> list[int]:
    return [at for at, argument in enumerate(arguments) if argument.kind == KIND_OF_ROLE[role]]


def _nearest(one: Marked, event: dict[str, Any], role: str, held: list[int]) -> list[int]:
    """Of the arguments that match a value, those that overlap the one told nearest; of dates all."""
    if role == "date" or not held:
        return held
    spans = [one.arguments[at].span for at in held]
    best = told_in(one.gold["text"], event, spans)
    return [at for at, span in zip(held, spans, strict=True) if best is not None and span.overlaps(best)]


def matches(text: str, argument: Argument, item: dict[str, Any]) -> bool:
    """Whether an argument is the value of a gold item."""
    value = argument.mention
    if argument.kind == "date":
        return bool(item["start"] == value.start.isoformat() and item["end"] == value.end.isoformat())
    if argument.kind == "casualty":
        return (item["min"], item["max"]) == (value.min, value.max) and any(
            span.overlaps(argument.span) for span in occurrences(text, item["quote"])
        )
    if argument.kind == "weapon" and item["kind"] != value.kind:
        return False
    return bool(scorer("score").dice(argument.span.of(text), item["quote"]) >= SAME_QUOTE)


def _statuses(one: Marked) -> np.ndarray:
    """What befell the persons of each toll: index into STATUSES (0 nothing), IGNORED for other arguments."""
    found = np.full(len(one.arguments), IGNORED, dtype=np.int64)
    tolls = [(event, toll) for event in one.gold["events"] for toll in event["casualties"]]
    for at, argument in enumerate(one.arguments):
        if argument.kind != "casualty":
            continue
        found[at] = 0
        for _, toll in tolls:
            if matches(one.gold["text"], argument, toll):
                found[at] = STATUSES.index(toll["status"])
    return found


def _pairs(gold: GoldArticle, event: np.ndarray) -> np.ndarray:
    events = gold["events"]
    pairs = np.full((len(event), len(event)), IGNORED, dtype=np.int64)
    for j in range(len(event)):
        for i in range(j):
            a, b = events[event[i]], events[event[j]]
            name = "none"
            if event[i] == event[j]:
                name = "same"
            elif a["response_to"] == b["id"]:
                name = "earlier answers"
            elif b["response_to"] == a["id"]:
                name = "later answers"
            pairs[i, j] = PAIRS.index(name)
    return pairs
