"""Tags the place mentions of a text, with weights learned from posts and articles: a linear-chain CRF.

The lexicon's finder (`toponyms`) knows names and heads; the tagger also learns which words stand around places, where a
name ends that no registry holds, and which names in hashtags count. Mentions cover whole words, attached prepositions
and conjunctions included, as in IDRISI-RA (Suwaileh et al. 2023), from which most of its weights come
(`training/gazetteer/tagger.py`). Lafferty, McCallum and Pereira (2001), Conditional Random Fields.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from importlib import resources

import msgspec
import numpy as np

from musnad.extract.toponyms import PlaceMention, find_names, heads_in, place_matches, stripped, words
from musnad.registry.matcher import Match, WordStream, stream_of
from musnad.registry.places import place
from musnad.schema import Span
from musnad.text.document import Document
from musnad.text.names import given_names

OUTSIDE, BEGIN, INSIDE = "O", "B", "I"
LABELS = (OUTSIDE, BEGIN, INSIDE)
EDGE = "|"


class TaggerWeights(msgspec.Struct, frozen=True):
    """Weights of each feature for `LABELS`, and of each pair of neighbouring labels (3 × 3, from row to column)."""

    features: dict[str, tuple[float, float, float]]
    transitions: list[list[float]]


@cache
def tagger_weights() -> TaggerWeights:
    """The packaged weights."""
    held = resources.files("musnad.extract").joinpath("place_tagger.json").read_bytes()
    return msgspec.json.decode(held, type=TaggerWeights)


def tag_places(document: Document, weights: TaggerWeights | None = None) -> list[PlaceMention]:
    """The place mentions of a document in order; `span` and `core` are whole words, `weights` the packaged ones."""
    weights = weights or tagger_weights()
    features = word_features(document)
    if not features:
        return []
    scores = np.array([_score(weights, row) for row in features])
    stream = stream_of(document)
    found = runs(_best_path(scores, weights.transitions))
    return [mention_at(document, stream.span(first, last)) for first, last in found]


def _score(weights: TaggerWeights, row: Sequence[str]) -> list[float]:
    outside = begin = inside = 0.0
    for name in row:
        if (found := weights.features.get(name)) is not None:
            outside += found[0]
            begin += found[1]
            inside += found[2]
    return [outside, begin, inside]


def _best_path(scores: "np.ndarray[tuple[int, int], np.dtype[np.float64]]", steps: list[list[float]]) -> list[int]:
    """The most probable labels (Viterbi); a mention never begins with `INSIDE`."""
    (o, b, _), back = scores[0].tolist(), []
    i = -np.inf
    (oo, ob, _), (bo, bb, bi), (io, ib, ii) = steps
    for outside, begin, inside in scores[1:].tolist():
        to_o, to_b, to_i = (o + oo, b + bo, i + io), (o + ob, b + bb, i + ib), (-np.inf, b + bi, i + ii)
        back.append((to_o.index(max(to_o)), to_b.index(max(to_b)), to_i.index(max(to_i))))
        o, b, i = max(to_o) + outside, max(to_b) + begin, max(to_i) + inside
    path = [(o, b, i).index(max(o, b, i))]
    for step in reversed(back):
        path.append(step[path[-1]])
    return path[::-1]


def runs(labels: Sequence[int]) -> Iterator[tuple[int, int]]:
    """First and last word of each mention in a sequence of labels."""
    first: int | None = None
    for number, label in enumerate([*labels, 0]):
        if first is not None and label != LABELS.index(INSIDE):
            yield first, number - 1
            first = None
        if label == LABELS.index(BEGIN):
            first = number


def mention_at(document: Document, span: Span) -> PlaceMention:
    """Words that are known to name a place, with what the lexicon and the gazetteer know of them."""
    stream = stream_of(document)
    inside = [n for n, token in enumerate(stream.tokens) if span.start <= document.tokens[token].start < span.end]
    known = [m for m in find_names(document) if m.core.overlaps(span) and m.role != "anaphor"]
    best = max(known, key=lambda m: (bool(m.candidates), _shared(m.name, span)), default=None)
    if best is not None and _is_name(stream, inside, best.name):
        return best._replace(span=_joined(best.span, span), core=span, role="place")
    head = _head(stream.word(inside[0])) if inside else None
    matches = [m for m in place_matches(document) if inside and inside[0] <= m.first and m.last <= inside[-1]]
    match = max(matches, key=lambda m: (m.last - m.first, m.last), default=None)
    if match is not None and _is_name(stream, inside, name := stream.span(match.first, match.last, match.skip)):
        return PlaceMention(span, span, name, tuple(map(place, match.keys)), head, None, "place")
    name = stream.span(inside[1], inside[-1]) if head is not None and len(inside) > 1 else span
    return PlaceMention(span, span, name, (), head, None, "place")


def _shared(one: Span, other: Span) -> int:
    return min(one.end, other.end) - max(one.start, other.start)


def _is_name(stream: WordStream, inside: Sequence[int], name: Span) -> bool:
    """Whether some words are all of a phrase's name: only heads stand before them and adjectives after."""
    starts = {n: stream.document.tokens[stream.tokens[n]] for n in inside}
    before = [stream.word(n) for n, token in starts.items() if token.end <= name.start]
    after = [stream.word(n) for n, token in starts.items() if token.start >= name.end]
    return all(map(_head, before)) and all(word in words().trailing for word in after)


def _head(word: str) -> str | None:
    """The kind of place that a head noun asks for."""
    return next((kind for kind, _ in heads_in(word)), None)


def _joined(one: Span, other: Span) -> Span:
    return Span(min(one.start, other.start), max(one.end, other.end))


def word_features(document: Document) -> list[list[str]]:
    """The features of each word of a document's stream, by name."""
    stream = stream_of(document)
    gazetteer, lexicon = _gazetteer_marks(document), _lexicon_marks(document)
    shapes, kinds, tags = list(map(_shape, stream.words)), list(map(_kind_of, stream.words)), _tags(stream)
    rows = []
    for at, word in enumerate(stream.words):
        before, after = stream.word(at - 1) or EDGE, stream.word(at + 1) or EDGE
        here, left, right = lexicon[at], lexicon[at - 1] if at else EDGE, _at(lexicon, at + 1)
        rows.append(
            [
                "bias",
                f"w={word}",
                f"w-={before}",
                f"w+={after}",
                f"p2={word[:2]}",
                f"p3={word[:3]}",
                f"s2={word[-2:]}",
                f"s3={word[-3:]}",
                f"shape={shapes[at]}",
                f"kind={kinds[at]}",
                f"kind-={kinds[at - 1] if at else EDGE}",
                f"kind+={_at(kinds, at + 1)}",
                f"gaz={gazetteer[at]}",
                f"gaz+={_at(gazetteer, at + 1)}",
                f"lex={here}",
                f"lex-={left}|{here}",
                f"lex+={here}|{right}",
                f"tag={tags[at]}",
                f"tag,lex={tags[at]}|{here}",
                f"tag,gaz={tags[at]}|{gazetteer[at]}",
                f"kind,gaz={kinds[at - 1] if at else EDGE}|{gazetteer[at]}",
                f"kinds={kinds[at - 1] if at else EDGE}|{kinds[at]}",
                f"joint={_joint(stream, at)}|{here}",
            ]
        )
    return rows


def _at(marks: Sequence[str], number: int) -> str:
    return marks[number] if number < len(marks) else EDGE


def _gazetteer_marks(document: Document) -> list[str]:
    """For each word whether a gazetteer's name begins or goes on there, of which kind, and what it needs."""
    marks = [OUTSIDE] * len(stream_of(document).words)
    reached = -1
    for match in place_matches(document):
        if match.first > reached:
            reached = match.last
            for number in range(match.first, match.last + 1):
                marks[number] = _gazetteer_mark(match, number)
    return marks


def _gazetteer_mark(match: Match[int], number: int) -> str:
    found = place(match.keys[0])
    sized = "large" if found.population > 100_000 else "small"
    return f"{BEGIN if number == match.first else INSIDE}{found.kind}{found.needs_cue}{sized}{match.skip > 0}"


def _lexicon_marks(document: Document) -> list[str]:
    """For each word the lexicon's mention that covers it: begun or gone on, role, head, whether known."""
    stream = stream_of(document)
    marks = [OUTSIDE] * len(stream.words)
    first_at = {token: number for number, token in enumerate(stream.tokens)}
    for mention in find_names(document):
        begun = False
        for token in document.tokens_in(mention.core):
            number = first_at.get(document.token_index(token.start))
            if number is not None:
                marks[number] = f"{INSIDE if begun else BEGIN}{mention.role}{mention.head}{bool(mention.candidates)}"
                begun = True
    return marks


def _kind_of(word: str) -> str:
    """The word list that a word, bare of clitics, stands in."""
    lists = words()
    for form, taken in stripped(word):
        clitic = "+" if taken else ""
        if form in lists.heads:
            return f"head {lists.heads[form]}{clitic}"
        if form in lists.relations:
            return f"relation{clitic}"
        for name in ("locatives", "organisations", "trailing", "stops", "descriptions", "metonymic", "compounders"):
            if form in getattr(lists, name):
                return f"{name}{clitic}"
        if form in given_names():
            return f"given name{clitic}"
    return "other"


def _shape(word: str) -> str:
    if word[0].isdecimal():
        return "number"
    if not word[0].isalpha():
        return f"sign {word}"
    if word.isascii():
        return "latin"
    article = next((start for start in ("ال", "وال", "بال", "لل", "فال", "كال") if word.startswith(start)), "")
    return f"{article or (word[0] if word[0] in 'وفبلك' else '')}{min(len(word), 6)}"


def _tags(stream: WordStream) -> list[str]:
    """Where each word stands in a hashtag, and whether only hashtags follow in the text."""
    marks = [OUTSIDE] * len(stream.words)
    trailing = _trailing_tags(stream)
    for first, last in stream.tags.items():
        where = "end" if first in trailing else "amid"
        for number in range(first, last + 1):
            alone = "whole" if first == last else BEGIN if number == first else INSIDE
            marks[number] = f"{alone} {where}"
    return marks


def _trailing_tags(stream: WordStream) -> set[int]:
    """The hashtags after which no Arabic word stands but those of hashtags."""
    inside = {number for first, last in stream.tags.items() for number in range(first, last + 1)}
    plain = [n for n, word in enumerate(stream.words) if n not in inside and not word.isascii() and word[0].isalpha()]
    return {first for first in stream.tags if not plain or first > plain[-1]}


def _joint(stream: WordStream, at: int) -> str:
    """What stands between a word and the one before: a sign, a line break, a hashtag's sign."""
    if at == 0:
        return EDGE
    if not stream.same_line(at - 1, at):
        return "line"
    between = stream.document.tokens[stream.tokens[at - 1] + 1 : stream.tokens[at]]
    return "".join(token.fold for token in between) or " "
