"""What a pair of words tells beside their vectors: order, distance, rivals between, as numbers of embedding rows.

Used alike in training and at run time, so that what is learned means the same in both.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from musnad.extract.candidates import KINDS, Argument, Surroundings
from musnad.text.document import Document

GAPS = np.array([1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144])
FARTHEST = 5
RIVALS = 4
TAGS = 4
Array = np.ndarray


class Arguments(NamedTuple):
    """The arguments of an article as arrays of length A.

    Words `[first, last]`, segment, index into KINDS; `told` is the word range that a source reports (empty: none);
    `tags` has TAGS columns of rows in the tag table (0: none).
    """

    first: Array
    last: Array
    segment: Array
    kind: Array
    told: Array
    tags: Array


class Triggers(NamedTuple):
    """Triggers of an article as arrays of length T: words `[first, last]` and segment."""

    first: Array
    last: Array
    segment: Array


def argument_arrays(
    document: Document, surroundings: Surroundings, arguments: Sequence[Argument], tags: dict[str, int]
) -> Arguments:
    """The arguments as arrays; `tags` numbers the known tags from 1."""
    settings = [surroundings.setting(argument) for argument in arguments]
    told = np.zeros((len(arguments), 2), dtype=np.int64)
    rows = np.zeros((len(arguments), TAGS), dtype=np.int64)
    for at, argument in enumerate(arguments):
        if argument.scope is not None:
            told[at] = document.token_index(argument.scope.start), document.token_index(argument.scope.end)
        known = [tags[name] for tag in argument.tags if (name := f"{argument.kind}:{tag}") in tags][:TAGS]
        rows[at, : len(known)] = known
    return Arguments(
        np.array([setting.first for setting in settings], dtype=np.int64),
        np.array([setting.last for setting in settings], dtype=np.int64),
        np.array([setting.segment for setting in settings], dtype=np.int64),
        np.array([KINDS.index(argument.kind) for argument in arguments], dtype=np.int64),
        told,
        rows,
    )


ORDER_ROWS = 3
GAP_ROWS = 2 * (len(GAPS) + 1) + 1
APART_ROWS = 2 * FARTHEST + 1
NEAR_ROWS = 4
TOLD_ROWS = 3
_PER_KIND = ORDER_ROWS + GAP_ROWS + APART_ROWS + RIVALS + NEAR_ROWS + TOLD_ROWS
LINK_ROWS = len(KINDS) * _PER_KIND
LINK_COLUMNS = 6


def link_codes(triggers: Triggers, arguments: Arguments) -> Array:
    """Embedding rows for each pair of a trigger and an argument: shape (T, A, LINK_COLUMNS)."""
    order, gap = _order_and_gap(triggers, arguments)
    apart = np.clip(arguments.segment[None] - triggers.segment[:, None], -FARTHEST, FARTHEST) + FARTHEST
    rivals = np.minimum(_rivals(triggers, arguments), RIVALS - 1)
    inside = (arguments.told[None, :, 0] <= triggers.first[:, None]) & (
        triggers.first[:, None] < arguments.told[None, :, 1]
    )
    scoped = (arguments.told[:, 1] > arguments.told[:, 0])[None]
    told = np.where(scoped, 1 + inside, 0)
    near = _first_of_kind(arguments)[None] + 2 * (rivals == 0)
    columns = (order, gap, apart, rivals, near, told)
    sizes = (ORDER_ROWS, GAP_ROWS, APART_ROWS, RIVALS, NEAR_ROWS, TOLD_ROWS)
    base = arguments.kind[None] * _PER_KIND
    rows, offset = [], 0
    for column, size in zip(columns, sizes, strict=True):
        rows.append(base + offset + column)
        offset += size
    return np.stack(rows, axis=-1)


def _order_and_gap(triggers: Triggers, arguments: Arguments) -> tuple[Array, Array]:
    before = triggers.first[:, None] - arguments.last[None]
    after = arguments.first[None] - triggers.last[:, None]
    order = np.where(before > 0, 0, np.where(after > 0, 1, 2))
    steps = np.searchsorted(GAPS, np.where(order == 0, before, after), side="left")
    return order, np.where(order == 2, GAP_ROWS - 1, 2 * steps + (order == 1))


def _rivals(triggers: Triggers, arguments: Arguments) -> Array:
    """How many arguments of its kind begin between a trigger and an argument."""
    count = np.zeros((len(triggers.first), len(arguments.first)), dtype=np.int64)
    for kind in np.unique(arguments.kind):
        own = np.flatnonzero(arguments.kind == kind)
        starts = np.sort(arguments.first[own])
        low = np.minimum(triggers.first[:, None], arguments.first[own][None])
        high = np.maximum(triggers.first[:, None], arguments.first[own][None])
        between = np.searchsorted(starts, high, side="left") - np.searchsorted(starts, low, side="right")
        count[:, own] = np.maximum(between, 0)
    return count


def _first_of_kind(arguments: Arguments) -> Array:
    first = np.zeros(len(arguments.first), dtype=np.int64)
    for kind in np.unique(arguments.kind):
        own = np.flatnonzero(arguments.kind == kind)
        first[own[np.argmin(arguments.first[own])]] = 1
    return first


PAIR_ROWS = (len(GAPS) + 1) + (FARTHEST + 1) + 3 + 4
PAIR_COLUMNS = 4


def pair_codes(triggers: Triggers, words: Sequence[str], definite: Sequence[bool]) -> Array:
    """Embedding rows for each pair of an earlier and a later trigger: shape (T, T, PAIR_COLUMNS).

    `words` are the triggers' words bare of clitics.
    """
    gap = np.searchsorted(GAPS, np.abs(triggers.first[None] - triggers.first[:, None]), side="left")
    apart = np.minimum(np.abs(triggers.segment[None] - triggers.segment[:, None]), FARTHEST)
    same = np.array([[1 + (a == b) for b in words] for a in words], dtype=np.int64).reshape(gap.shape)
    later = np.broadcast_to(np.array(definite, dtype=np.int64)[None], gap.shape)
    steps = np.abs(np.arange(len(words))[None] - np.arange(len(words))[:, None])
    offsets = np.cumsum([0, len(GAPS) + 1, FARTHEST + 1, 3])
    close = np.minimum(steps, 1) + 2 * later
    return np.stack([gap, apart + offsets[1], same + offsets[2], close + offsets[3]], axis=-1)
