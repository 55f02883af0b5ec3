"""Finds the temporal expressions of a text: at each place the longest that the grammar knows."""

from musnad.schema import Span
from musnad.text.document import Document
from musnad.text.normalise import fold
from musnad.text.temporal.durations import bare_amount, distance, stretch
from musnad.text.temporal.holidays import holiday
from musnad.text.temporal.ranges import interval, single
from musnad.text.temporal.recurrence import recurrence
from musnad.text.temporal.stream import Hit, Stream
from musnad.text.temporal.values import Interval, Recurrence, TemporalExpression, TimexType, Value, Window
from musnad.text.tokens import Token

_PARSERS = (recurrence, holiday, interval, stretch, distance, single, bare_amount)


def find_expressions(document: Document, span: Span | None = None) -> list[TemporalExpression]:
    """The temporal expressions of a text, in order, without overlap.

    With `span`, only that stretch is read, as one that is known to tell a time: weaker signs suffice there.
    """
    tokens = document.tokens if span is None else marked_tokens(document, span)
    stream = Stream(document, tokens, marked=span is not None)
    found, at = [], 0
    while at < len(stream):
        hit = longest(stream, at) if stream.may_begin(at) else None
        if hit is None:
            at += 1
            continue
        found.append(
            TemporalExpression(stream.span(at, hit.end), timex_type(hit.payload), hit.payload, _is_reported(stream, at))
        )
        at = hit.end
    return found


def marked_tokens(document: Document, span: Span) -> list[Token]:
    """The tokens of a stretch; the first is cut where the stretch begins inside it (`و` left out)."""
    tokens = document.tokens_in(span)
    index = document.token_index(span.start) - 1
    before = document.tokens[index] if index >= 0 else None
    if before is None or before.end <= span.start:
        return tokens
    rest = fold(document.text[span.start : before.end])
    return [Token(span.start, before.end, rest), *tokens] if rest else tokens


def _is_reported(stream: Stream, at: int) -> bool:
    """Whether a noun for a statement stands just before, one word between at most."""
    return any(stream.get(place, "report") for place in (at - 1, at - 2, at - 3))


def longest(stream: Stream, at: int) -> Hit | None:
    """The expression with most words that begins at a place."""
    best: Hit | None = None
    for parse in _PARSERS:
        hit = parse(stream, at)
        if hit and (best is None or hit.end > best.end):
            best = hit
    return best


def timex_type(value: Value) -> TimexType:
    """The TIMEX3 type of a value."""
    if isinstance(value, Recurrence):
        return "SET"
    if isinstance(value, Window | Interval):
        return "DURATION"
    return "TIME" if value.part or value.clock else "DATE"
