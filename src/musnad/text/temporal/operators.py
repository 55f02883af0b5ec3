"""Words that turn a time into another (`منذ`, `قبل`, `حتى`), as cut off by whoever marked the time."""

from collections.abc import Iterable

from musnad.schema import Span
from musnad.text.document import Document
from musnad.text.temporal.dates import day_number
from musnad.text.temporal.finder import marked_tokens
from musnad.text.temporal.lexicon import ARTICLE
from musnad.text.temporal.stream import Stream

_NAMED_WORDS = 4
_OPENING_WORDS = 3
_STEM_LENGTH = 3
_AFFIXES = 2
_LONG_VOWELS = str.maketrans("", "", "اوي")
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


def named_event(document: Document, offset: int) -> tuple[str, ...]:
    """The consonants of the words that name an event after a distance: `(بعد يومين) من مقتل القائد المحلي`."""
    first = document.token_index(offset)
    tokens = document.tokens[first : first + _NAMED_WORDS + 1]
    stream = Stream(document, tokens[:1])
    if not stream.get(0, "from", "upon"):
        return ()
    return _stems(token.fold for token in tokens[1:])


def event_inside(document: Document, expression: Span) -> tuple[str, ...]:
    """The same of the words between the preposition and the distance: `قبل مقتل القائد (بيومين)`."""
    stream = Stream(document, marked_tokens(document, expression))
    word = stream.get(0, "before", "after")
    end = next((at for at in range(len(stream) - 1, 0, -1) if stream.get(at, "by")), 0)
    if word is None or stream.get(0, "before_that", "after_that"):
        return ()
    return _stems(stream.words[word.end : end])


def _stems(words: Iterable[str]) -> tuple[str, ...]:
    found = (_consonants(word) for word in words if word[0].isalpha())
    return tuple(stem for stem in found if len(stem) >= _STEM_LENGTH)


def _consonants(word: str) -> str:
    """A folded word without its article and long vowels, much the same in a verb and its noun of action."""
    bare = word.removeprefix(ARTICLE)
    consonants = bare.translate(_LONG_VOWELS)
    return consonants if len(consonants) >= _STEM_LENGTH else bare


def names_in(document: Document, stretch: Span, stems: tuple[str, ...]) -> list[int]:
    """Where the words of a stretch of text that share these stems begin, one place for each stem that is there."""
    words = [(word.start, _consonants(word.fold)) for word in document.tokens_in(stretch)]
    found = (next((start for start, word in words if _are_akin(word, stem)), None) for stem in stems)
    return [place for place in found if place is not None]


def _are_akin(first: str, second: str) -> bool:
    short, long = sorted((first, second), key=len)
    return len(short) >= _STEM_LENGTH and short in long and len(long) - len(short) <= _AFFIXES


def is_background(document: Document, sentence: int, offset: int) -> bool:
    """Whether a time stands in a sentence that tells what had been before, from `sentence` to `offset`."""
    tokens = document.tokens_in(Span(sentence, offset))
    stream = Stream(document, tokens)
    opening = any(stream.get(place, "had_been") for place in range(min(_OPENING_WORDS, len(stream))))
    return opening or any(stream.get(place, "before_it") for place in range(len(stream)))
