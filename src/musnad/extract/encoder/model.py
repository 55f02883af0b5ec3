"""The packaged model: pieces, encoder and heads, and what they make of one article."""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property

import numpy as np

from musnad.extract.candidates import Surroundings
from musnad.extract.encoder.fusion import log_odds
from musnad.extract.encoder.heads import Floats, Heads, Ints
from musnad.extract.encoder.hints import COLUMNS, word_hints
from musnad.extract.encoder.labels import TAGS
from musnad.extract.encoder.pieces import Pieces, Window, homes, words_of
from musnad.schema import Span
from musnad.text.document import Document

Encode = Callable[[list[int], Ints], Floats]
"""Piece ids of one window (length L) with the hint rows of each, (L, COLUMNS), to vectors (L, width)."""
MOST_WORDS_MARKED = 14


class Model:
    """An encoder with its heads.

    `tags` numbers the argument tags that it knows, `hints` the hints; `weights` is a hash of its files.
    """

    def __init__(
        self,
        pieces: Pieces,
        encode: Encode,
        arrays: Mapping[str, Floats],
        tags: dict[str, int],
        hints: dict[str, int],
        weights: str = "",
    ) -> None:
        self.pieces, self.encode, self.heads = pieces, encode, Heads(arrays)
        self.tags, self.hints, self.weights = tags, hints, weights


def hint_rows(hints: Sequence[Sequence[str]], table: Mapping[str, int]) -> Ints:
    """The rows of the known hints of each word, COLUMNS at most, and a last row of none: (N + 1, COLUMNS)."""
    rows = np.zeros((len(hints) + 1, COLUMNS), dtype=np.int64)
    for at, names in enumerate(hints):
        known = [table[name] for name in names if name in table][:COLUMNS]
        rows[at, : len(known)] = known
    return rows


def window_hints(window: Window, rows: Ints) -> Ints:
    """The hint rows of the pieces of a window: (L, COLUMNS)."""
    found: Ints = rows[np.array(window.owners)]
    return found


class View:
    """One article as the model sees it; `words` are the vectors (N, width) of its document's tokens."""

    def __init__(self, model: Model, document: Document, title: str, surroundings: Surroundings) -> None:
        self.model, self.document = model, document
        rows = hint_rows(word_hints(document, surroundings, title), model.hints)
        self.words = model.heads.with_hints(_vectors(model, document, title, rows), rows[:-1])

    @cached_property
    def tags(self) -> Floats:
        """P(outside, begin, inside) for each word and tag."""
        return self.model.heads.tags(self.words)

    @cached_property
    def gate(self) -> float:
        """Log-odds that the article tells of any event."""
        return log_odds(self.model.heads.gate(self.words))

    def marked(self, tag: str, least: float) -> list[tuple[Span, float]]:
        """The phrases that a tag marks, with P of their first word; a phrase begins where P(begin) is `least`."""
        column = self.tags[:, TAGS.index(tag)]
        found, tokens = [], self.document.tokens
        for at in map(int, np.flatnonzero(column[:, 1] >= least)):
            end = at + 1
            while end < min(len(tokens), at + MOST_WORDS_MARKED) and column[end, 2] > column[end, 0]:
                if column[end, 1] >= column[end, 2]:
                    break
                end += 1
            found.append((Span(tokens[at].start, tokens[end - 1].end), float(column[at, 1])))
        return found


def _vectors(model: Model, document: Document, title: str, rows: Ints) -> Floats:
    """The mean vector of the pieces of each word, from the window that shows the most around it."""
    words = words_of(document)
    windows = model.pieces.windows(words_of(Document(title)), words)
    home = homes(windows, len(words))
    found: list[Floats] = []
    for number, window in enumerate(windows):
        own = np.flatnonzero(home[window.first : window.last] == number)
        vectors = model.encode(window.ids, window_hints(window, rows))
        sums = np.concatenate([np.zeros((1, vectors.shape[1]), np.float32), vectors.cumsum(0)])
        starts = np.array(window.starts)
        low, high = starts[own], np.maximum(starts[own + 1], starts[own] + 1)
        found.append((sums[high] - sums[low]) / (high - low)[:, None].astype(np.float32))
    return np.concatenate(found)
