"""The heads in numpy: from the vectors of words to what the words and their pairs are.

The arrays are those of `training.encoder.network.Heads`, under the same names.
"""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from musnad.extract.encoder.codes import Arguments
from musnad.extract.encoder.labels import TAGS

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
BLOCK = 16
"""Triggers whose pairs are scored at once, so that memory stays small in long articles."""


class Heads:
    """Every head of the reader; N words, T triggers, A arguments, all scores in float32."""

    def __init__(self, arrays: Mapping[str, Floats]) -> None:
        self.arrays = arrays

    def with_hints(self, words: Floats, rows: Ints) -> Floats:
        """The vectors of words with what the hints of each say beside it."""
        found: Floats = words + self.arrays["hints.weight"][rows].sum(1)
        return found

    def tags(self, words: Floats) -> Floats:
        """P(outside, begin, inside) of each word for each tag: (N, len(TAGS), 3)."""
        return softmax(self._linear("tags", words).reshape(-1, len(TAGS), 3))

    def types(self, triggers: Floats) -> Floats:
        """Log-odds of the sub-event types in the codebook's order: (T, types)."""
        return self._linear("kind", triggers)

    def accounts(self, triggers: Floats) -> Floats:
        """Scores of each responsibility, and last of a denial: (T, len(RESPONSIBILITIES) + 1)."""
        return self._linear("event", triggers)

    def statuses(self, words: Floats, arguments: Arguments) -> Floats:
        """P of what befell the persons that each argument counts: (A, len(STATUSES))."""
        return softmax(self._linear("status", _spans(words, arguments)))

    def links(self, triggers: Floats, words: Floats, arguments: Arguments, codes: Ints) -> Floats:
        """Log-odds that an argument plays each role in what a trigger tells: (T, A, len(ROLES))."""
        extra = self.arrays["argument_tags.weight"][arguments.tags].sum(1)
        return self._pairwise("links", triggers, _spans(words, arguments), codes, extra)

    def no_date(self, triggers: Floats) -> Floats:
        """The score of no date at all, beside those of the dates in `links`: (T,)."""
        return self._linear("no_date", triggers)[:, 0]

    def pairs(self, triggers: Floats, codes: Ints) -> Floats:
        """P of each of PAIRS for an earlier and a later trigger: (T, T, len(PAIRS))."""
        return softmax(self._pairwise("pairs", triggers, triggers, codes, np.float32(0.0)))

    def gate(self, words: Floats) -> float:
        """P that the article tells of any event."""
        return float(sigmoid(self._linear("gate", words.mean(0)))[0])

    def _linear(self, name: str, vectors: Floats) -> Floats:
        found: Floats = vectors @ self.arrays[f"{name}.weight"].T
        return found + self.arrays[f"{name}.bias"] if f"{name}.bias" in self.arrays else found

    def _pairwise(self, name: str, left: Floats, right: Floats, codes: Ints, extra: Floats | np.float32) -> Floats:
        blocks = range(0, max(1, len(left)), BLOCK)
        found = [self._block(name, left[at : at + BLOCK], right, codes[at : at + BLOCK], extra) for at in blocks]
        return np.concatenate(found)

    def _block(self, name: str, left: Floats, right: Floats, codes: Ints, extra: Floats | np.float32) -> Floats:
        rows = self.arrays[f"{name}.rows.weight"]
        hidden = self._linear(f"{name}.left", left)[:, None] + (self._linear(f"{name}.right", right) + extra)[None]
        for column in range(codes.shape[-1]):
            hidden += rows[codes[..., column]]
        np.maximum(hidden, 0.0, out=hidden)
        out, width = self.arrays[f"{name}.out.weight"], hidden.shape[-1]
        a, b = self._linear(f"{name}.product_left", left), self._linear(f"{name}.product_right", right)
        product = np.einsum("md,rd,ad->mar", a, out[:, width:], b, optimize=True)
        found: Floats = hidden @ out[:, :width].T + product + self.arrays[f"{name}.out.bias"]
        return found


def _spans(words: Floats, arguments: Arguments) -> Floats:
    return np.concatenate([words[arguments.first], words[arguments.last]], -1)


def softmax(scores: Floats) -> Floats:
    """Probabilities over the last axis."""
    exponentials: Floats = np.exp(scores - scores.max(-1, keepdims=True)).astype(np.float32)
    found: Floats = exponentials / exponentials.sum(-1, keepdims=True)
    return found


def sigmoid(scores: Floats) -> Floats:
    """Probabilities from log-odds."""
    found: Floats = (1.0 / (1.0 + np.exp(-np.clip(scores, -30.0, 30.0)))).astype(np.float32)
    return found
