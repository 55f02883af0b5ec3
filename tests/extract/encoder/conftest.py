"""A small model with random weights: what holds of any model."""

import numpy as np
import pytest
from tokenizers import Tokenizer, models

from musnad.extract.encoder.codes import LINK_ROWS, PAIR_ROWS
from musnad.extract.encoder.heads import Floats, Ints
from musnad.extract.encoder.labels import PAIRS, RESPONSIBILITIES, ROLES, STATUSES, TAGS
from musnad.extract.encoder.model import Model
from musnad.extract.encoder.pieces import SPACE, Pieces

WIDTH, HIDDEN, TYPES = 12, 8, 25
LETTERS = 'ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهويى0123456789،.؛:()"-'


def random_arrays(seed: int) -> dict[str, Floats]:
    """Arrays of every head, under the names of `training.encoder.network.Heads`."""
    draw = np.random.default_rng(seed)
    shapes = {
        "tags": (3 * len(TAGS), WIDTH),
        "kind": (TYPES, WIDTH),
        "event": (len(RESPONSIBILITIES) + 1, WIDTH),
        "status": (len(STATUSES), 2 * WIDTH),
        "no_date": (1, WIDTH),
        "gate": (1, WIDTH),
    }
    for name, right, outputs in (("links", 2 * WIDTH, len(ROLES)), ("pairs", WIDTH, len(PAIRS))):
        shapes |= {f"{name}.left": (HIDDEN, WIDTH), f"{name}.product_left": (HIDDEN, WIDTH)}
        shapes |= {f"{name}.right": (HIDDEN, right), f"{name}.product_right": (HIDDEN, right)}
        shapes[f"{name}.out"] = (outputs, 2 * HIDDEN)
    arrays = {f"{name}.weight": draw.normal(size=shape) for name, shape in shapes.items()}
    arrays |= {f"{name}.bias": draw.normal(size=shape[0]) for name, shape in shapes.items()}
    arrays["links.rows.weight"] = draw.normal(size=(LINK_ROWS, HIDDEN))
    arrays["pairs.rows.weight"] = draw.normal(size=(PAIR_ROWS, HIDDEN))
    arrays["hints.weight"] = draw.normal(size=(3, WIDTH))
    arrays["argument_tags.weight"] = draw.normal(size=(3, HIDDEN))
    for name in ("hints", "argument_tags"):
        arrays[f"{name}.weight"][0] = 0.0
    return {name: value.astype(np.float32) for name, value in arrays.items()}


@pytest.fixture(scope="session")
def pieces() -> Pieces:
    """A tokenizer of single letters."""
    held = [("<s>", 0.0), ("<pad>", 0.0), ("</s>", 0.0), ("<unk>", -10.0), (SPACE, -2.0), *((c, -2.0) for c in LETTERS)]
    return Pieces(Tokenizer(models.Unigram(held, unk_id=3, byte_fallback=False)))


@pytest.fixture(scope="session")
def model(pieces: Pieces) -> Model:
    """A model with random weights whose vectors depend on the pieces and on how many hints they have."""
    table = np.random.default_rng(1).normal(size=(100, WIDTH)).astype(np.float32)

    def encode(ids: list[int], hints: Ints) -> Floats:
        vectors: Floats = table[np.array(ids) % 100] + 0.1 * (hints > 0).sum(-1, keepdims=True).astype(np.float32)
        return vectors

    return Model(pieces, encode, random_arrays(2), {"date:precision=day": 1}, {"begins date": 1, "in title": 2}, "0")
