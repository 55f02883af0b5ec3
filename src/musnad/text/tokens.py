"""Words, numbers and signs of a text, each with its place in the original."""

import re
from typing import NamedTuple

from musnad.schema import Span
from musnad.text.normalise import Folded

_TOKEN = re.compile(r"\d+(?:[.,:/]\d+)*|[^\W\d_]+|\S")


class Token(NamedTuple):
    """One word, number or sign: `start` and `end` in the original, `fold` its folded form."""

    start: int
    end: int
    fold: str

    @property
    def span(self) -> Span:
        """Where the token stands in the original text."""
        return Span(self.start, self.end)

    @property
    def is_word(self) -> bool:
        """Whether it is made of letters."""
        return self.fold[0].isalpha()

    @property
    def is_number(self) -> bool:
        """Whether it is written in digits."""
        return self.fold[0].isdecimal()


def tokenize(folded: Folded) -> list[Token]:
    """The tokens of a folded text, in order."""
    if folded.even:
        return [Token(match.start(), match.end(), match.group()) for match in _TOKEN.finditer(folded.text)]
    starts = folded.starts
    tokens = []
    for match in _TOKEN.finditer(folded.text):
        first, after = match.span()
        end = starts[after - 1] + 1
        if end < starts[after]:
            end = folded.span(first, after).end
        tokens.append(Token(starts[first], end, match.group()))
    return tokens
