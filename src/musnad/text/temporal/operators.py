"""Words that turn a time into another (`منذ`, `قبل`, `حتى`), as cut off by whoever marked the time."""

from musnad.schema import Span
from musnad.text.document import Document
from musnad.text.temporal.dates import day_number
from musnad.text.temporal.stream import Stream

_OPERATORS = ("since", "before", "after", "within", "within_after", "between", "from", "section", "last_n", "to")


def begins_with_operator(document: Document, expression: Span, part: Span) -> bool:
    """Whether the words of an expression before a part of it change what the part means."""
    cut_off = document.tokens_in(Span(expression.start, part.start))
    stream = Stream(document, cut_off)
    return any(stream.get(at, *_OPERATORS) for at in range(len(stream)))


def joins(document: Document, between: Span) -> bool:
    """Whether the words between two times make one stretch of them: `و`, `إلى`, `حتى`, a dash."""
    stream = Stream(document, document.tokens_in(between))
    return any(stream.get(at, "and", "to", "dash", "slash") for at in range(len(stream)))


def day_number_alone(document: Document, span: Span) -> int | None:
    """The day's number that a stretch holds and nothing else but `في` or a word for day: `في 16`."""
    stream = Stream(document, document.tokens_in(span))
    at = stream.skip(stream.skip(0, "and", "in"), "day_word", "article")
    number = day_number(stream, at)
    return number.payload if number and number.end == len(stream) else None
