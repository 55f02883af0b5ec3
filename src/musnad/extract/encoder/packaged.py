"""The model that comes with Musnad: its files, its hash, and a session that runs it."""

import hashlib
from functools import cache
from pathlib import Path

import msgspec
import numpy as np

from musnad.errors import MusnadError
from musnad.extract.encoder.heads import Floats, Ints
from musnad.extract.encoder.model import Model
from musnad.extract.encoder.pieces import Pieces

FOLDER = Path(__file__).with_name("model")
LOWER, UPPER, HEADS, TOKENIZER, CARD = "lower.onnx", "upper.onnx", "heads.npz", "tokenizer.json", "model.json"


class Card(msgspec.Struct, frozen=True):
    """What `model.json` says: layers, the numbers of argument tags and hints, SHA-256 of each file."""

    layers: int
    tags: dict[str, int]
    hints: dict[str, int]
    sha256: dict[str, str]

    @property
    def weights(self) -> str:
        """One short hash of all weights, for the readings that they made."""
        return hashlib.sha256("".join(sorted(self.sha256.values())).encode()).hexdigest()[:12]


def available(folder: Path = FOLDER) -> bool:
    """Whether the model's files are there."""
    return all((folder / name).exists() for name in (LOWER, UPPER, HEADS, TOKENIZER, CARD))


@cache
def card(folder: Path = FOLDER) -> Card:
    """What the packaged model is; MusnadError where it is missing."""
    if not available(folder):
        raise MusnadError(f"the learned reader's files are missing from {folder}; use the lexicon reader")
    return msgspec.json.decode((folder / CARD).read_bytes(), type=Card)


def changed_files(folder: Path = FOLDER) -> list[str]:
    """The files whose bytes are not those that `model.json` names."""
    wanted = card(folder).sha256
    return [
        name for name, digest in wanted.items() if digest != hashlib.sha256((folder / name).read_bytes()).hexdigest()
    ]


@cache
def packaged(threads: int = 0, folder: Path = FOLDER) -> Model:
    """The packaged model on that many threads (0: as many as there are cores); MusnadError where it is missing.

    One window is one call, so that no reading depends on what is read beside it.
    """
    import onnxruntime

    held = card(folder)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.log_severity_level = 3
    options.add_session_config_entry("session.disable_quant_qdq", "1")  # weights in bytes become floats once, at load
    lower, upper = (
        onnxruntime.InferenceSession(str(folder / name), options, providers=["CPUExecutionProvider"])
        for name in (LOWER, UPPER)
    )

    def encode(ids: list[int], hints: Ints) -> Floats:
        below = lower.run(None, {"ids": np.array([ids], dtype=np.int64)})[0]
        vectors: Floats = upper.run(None, {"below": below, "hints": hints[None]})[0]
        return vectors

    with np.load(folder / HEADS) as arrays:
        heads = {name: arrays[name] for name in arrays.files}
    return Model(Pieces.load(folder / TOKENIZER), encode, heads, held.tags, held.hints, held.weights)
