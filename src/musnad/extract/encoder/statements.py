"""Statements weighed by the encoder: whose words they are, and whether they are worth reporting.

The rules of `extract/attribution.py` find what is said; the encoder marks speakers and reported words. For each
statement the phrase that is most probably its speaker is chosen among the rules' and the marked ones, and then the
statement is kept if it is probable enough (`judge.py`).
"""

from collections.abc import Sequence
from typing import NamedTuple

import msgspec
import numpy as np

from musnad.extract.encoder.fusion import log_odds
from musnad.extract.encoder.heads import Floats
from musnad.extract.encoder.judge import Judges, judges
from musnad.extract.encoder.labels import TAGS
from musnad.extract.encoder.model import View
from musnad.schema import Span, Speaker, Statement
from musnad.text.document import Document

METHOD = "encoder"
LEAST_SPEAKER = 0.1
"""P(begin) of a phrase that is weighed as a speaker."""
LEAST = 0.32
"""Probability of a statement that is kept, tuned on out-of-fold readings of gold's dev part."""
REACH = 60
"""Words between a speaker and what is said."""
SPEAKER_FEATURES = (
    "of the rules",
    "begins",
    "inside",
    "overlaps the rules'",
    "holds the rules'",
    "before",
    "inside the words",
    "distance",
    "same segment",
    "nearer ones",
    "words",
    "above the rules'",
)
KINDS = tuple("claim accusation denial threat condemnation demand announcement policy praise other".split())
STATEMENT_FEATURES = (
    "inside",
    "begins",
    "begins nearby",
    "inside at the end",
    "speaker",
    "speaker marked",
    "source",
    "words",
    "log words",
    "in quotation marks",
    "by the rules",
    "statements",
    "position",
    "same speaker",
    *KINDS,
)
STATEMENT, SPEAKER, SOURCE = (TAGS.index(name) for name in ("statement", "speaker", "source"))


class Words(NamedTuple):
    """A phrase and its words `[first, last)`."""

    span: Span
    first: int
    last: int


def judged(found: Sequence[Statement], view: View, judged_by: Judges | None = None) -> list[Statement]:
    """The statements that are probable enough, each with its most probable speaker."""
    held = judged_by or judges()
    marked = marked_speakers(view)
    spoken = [with_speaker(statement, view, held, marked) for statement in found]
    chances = held["statement"].probability(statement_features(spoken, view)) if spoken else ()
    return [
        msgspec.structs.replace(statement, confidence=round(float(chance), 3))
        for statement, chance in zip(spoken, chances, strict=True)
        if chance >= LEAST
    ]


def marked_speakers(view: View) -> list[Words]:
    """The phrases that the encoder marks as speakers, however unsure."""
    return [words_of(view.document, span) for span, _ in view.marked("speaker", LEAST_SPEAKER)]


def with_speaker(statement: Statement, view: View, judged_by: Judges, marked: Sequence[Words]) -> Statement:
    """A statement with the phrase that is most probably its speaker; the speaker's confidence is that probability."""
    offered = speakers(statement, view, marked)
    chances = judged_by["speaker"].probability(speaker_features(statement, offered, view))
    best = int(chances.argmax())
    confidence, span = round(float(chances[best]), 3), offered[best].span
    if span == statement.speaker.span:
        speaker = msgspec.structs.replace(statement.speaker, confidence=confidence)
    else:
        quote = span.of(view.document.text)
        speaker = Speaker(quote=quote, span=span, confidence=confidence, method=METHOD, name=quote)
        statement = _of_another(statement, span)
    return msgspec.structs.replace(statement, speaker=speaker)


def _of_another(statement: Statement, speaker: Span) -> Statement:
    """A statement without the role and the outlet that belong to the speaker of the rules and not to this one."""
    same = speaker.overlaps(statement.speaker.span)
    changed: dict[str, None] = {}
    for name, span in (("role", statement.role_span), ("via", statement.via_span)):
        if span is not None and (not same or speaker.overlaps(span)):
            changed |= {name: None, f"{name}_span": None}
    return msgspec.structs.replace(statement, **changed)


def speakers(statement: Statement, view: View, marked: Sequence[Words]) -> list[Words]:
    """The phrases that may be a statement's speaker, that of the rules first."""
    own, content = words_of(view.document, statement.speaker.span), words_of(view.document, statement.span)
    near = [one for one in marked if _distance(one, content) <= REACH and one.span != own.span]
    return [own, *near]


def words_of(document: Document, span: Span) -> Words:
    """A span with its words."""
    first = max(0, document.token_index(span.start + 1) - 1)
    return Words(span, first, max(first + 1, document.token_index(span.end)))


def _distance(one: Words, other: Words) -> int:
    return max(other.first - one.last, one.first - other.last, 0)


def speaker_features(statement: Statement, offered: Sequence[Words], view: View) -> Floats:
    """The features of each phrase offered, the first of them the rules': (n, len(SPEAKER_FEATURES))."""
    document, tags = view.document, view.tags
    content, own = words_of(document, statement.span), offered[0]
    begins = [log_odds(float(tags[one.first : one.last, SPEAKER, 1].max())) for one in offered]
    distances = [_distance(one, content) for one in offered]
    segment = document.segment_index(statement.span.start)
    rows = [
        (
            at == 0,
            begins[at],
            tags[one.first : one.last, SPEAKER, 1:].sum(-1).mean(),
            at > 0 and one.span.overlaps(own.span),
            at > 0 and one.span.covers(own.span),
            one.last <= content.first,
            content.first <= one.first < content.last,
            np.log1p(distances[at]),
            document.segment_index(one.span.start) == segment,
            sum(other < distances[at] for other in distances),
            min(one.last - one.first, 8),
            begins[at] - begins[0],
        )
        for at, one in enumerate(offered)
    ]
    return np.array(rows, dtype=np.float32)


def statement_features(statements: Sequence[Statement], view: View) -> Floats:
    """The features of each statement: (n, len(STATEMENT_FEATURES))."""
    document, tags = view.document, view.tags
    rows = []
    for statement in statements:
        content, speaker = words_of(document, statement.span), words_of(document, statement.speaker.span)
        marked = tags[content.first : content.last, STATEMENT, 1:].sum(-1)
        length = content.last - content.first
        row: list[float] = [
            float(marked.mean()),
            log_odds(float(tags[content.first, STATEMENT, 1])),
            log_odds(float(tags[max(0, content.first - 1) : content.first + 2, STATEMENT, 1].max())),
            float(marked[-3:].mean()),
            log_odds(statement.speaker.confidence),
            float(tags[speaker.first : speaker.last, SPEAKER, 1:].sum(-1).mean()),
            log_odds(float(tags[speaker.first, SOURCE, 1])),
            length,
            float(np.log(length)),
            document.text[statement.span.start - 1 : statement.span.start] in ('"', "«", "“"),
            statement.confidence,
            len(statements),
            content.first / len(document.tokens),
            sum(other.speaker.quote == statement.speaker.quote for other in statements),
            *(statement.kind == kind for kind in KINDS),
        ]
        rows.append(row)
    return np.array(rows, dtype=np.float32)
