"""The bounds of a marked number phrase: how many persons its words, read in the whole article, tell of."""

from typing import NamedTuple

from musnad.schema import Span
from musnad.text.compounds import count_persons
from musnad.text.document import Document
from musnad.text.nouns import noun_form
from musnad.text.quantities import Quantity, quantity_words, read_quantities

_REACH = 8


class Count(NamedTuple):
    """How many persons: least and greatest, `max` None where the text sets no upper bound."""

    min: int
    max: int | None


def count_of(document: Document, span: Span) -> Count | None:
    """The count that the phrase at `span` tells; None where the span holds no word.

    A phrase that ends where the number begins (`عدد القتلى إلى`) is read with the number after it; one without
    any number word or known noun is read by its ending, else as one named person.
    """
    if not any(char.isalnum() for char in span.of(document.text)):
        return None
    if following := _number_after(document, span):
        return Count(following.min, following.max)
    bounds = count_persons(document, span)
    return Count(bounds.min, bounds.max) if bounds else Count(1, 1)


def _number_after(document: Document, span: Span) -> Quantity | None:
    """The number that a phrase of counting without one leads to."""
    quantities = read_quantities(document)
    if any(span.start <= quantity.number.start < span.end for quantity in quantities):
        return None
    if not any(_is_counting(token.fold, token.span.of(document.text)) for token in document.tokens_in(span)):
        return None
    end = document.token_index(span.end)
    window = document.tokens[end : end + _REACH]
    return next((q for q in quantities if window and window[0].start <= q.number.start < window[-1].end), None)


def _is_counting(fold: str, word: str) -> bool:
    noun = noun_form(word)
    return fold in quantity_words("counting") or bool(
        noun and noun.kind == "victims" and noun.definite and noun.number == "plural"
    )
