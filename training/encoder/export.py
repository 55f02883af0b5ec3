"""Packs a trained state for run time: the encoder as int8 ONNX, the heads as numpy arrays, the tokenizer.

`python -m training.encoder.export --name fold-all` writes `src/musnad/extract/encoder/model/`: `lower.onnx`, the
embeddings and layers of the base that training leaves as they are, `upper.onnx`, the trained layers with the hints
(weights of matrix products and embeddings in int8, scales of activations dynamic, one sequence a call), `heads.npz`,
`tokenizer.json`, `model.json` (argument tags, hints, layers, and the SHA-256 of the other files). What training
leaves as it is stays the same file from one model to the next.
"""

import argparse
import hashlib
import json
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from musnad.extract.encoder.hints import COLUMNS
from musnad.extract.encoder.packaged import CARD, FOLDER, HEADS, LOWER, TOKENIZER, UPPER
from training.encoder import base
from training.encoder.fit import CACHE, encoder_of
from training.encoder.network import Encoder

WIDE = "/fo/"
"""Products whose inputs spread widely: in eight bits they cost half of all accuracy lost, and save little time."""


class Lower(nn.Module):
    """Piece ids (1, L) of one window to the vectors (1, L, WIDTH) that the hints join."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        self.encoder = encoder

    def forward(self, ids: Tensor) -> Tensor:
        """Every position is attended to: one window has no padding."""
        return self.encoder.below(ids, torch.zeros(1, 1, 1, 1))


class Upper(nn.Module):
    """Those vectors and the hints (1, L, COLUMNS) to the vectors of the last layer (L, WIDTH)."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        self.encoder = encoder

    def forward(self, below: Tensor, hints: Tensor) -> Tensor:
        """Every position is attended to."""
        return self.encoder.above(below, hints, torch.zeros(1, 1, 1, 1))[0]


def export(state: dict, held: base.Base, folder: Path = FOLDER) -> None:
    """Writes the packaged model."""
    folder.mkdir(parents=True, exist_ok=True)
    encoder = encoder_of(state, held)
    ids, hints = torch.zeros(1, 16, dtype=torch.int64), torch.zeros(1, 16, COLUMNS, dtype=torch.int64)
    _write(Lower(encoder), {"ids": ids}, "below", 1, folder / LOWER)
    _write(Upper(encoder), {"below": torch.zeros(1, 16, base.WIDTH), "hints": hints}, "vectors", 0, folder / UPPER)
    arrays = {name: value.numpy().astype(np.float32) for name, value in state["heads"].items()}
    np.savez(folder / HEADS, **arrays)
    held.tokenizer().save(str(folder / TOKENIZER), pretty=False)
    files = {name: digest(folder / name) for name in (LOWER, UPPER, HEADS, TOKENIZER)}
    card = {"layers": state["layers"], "tags": state["tags"], "hints": state["hints"], "sha256": files}
    (folder / CARD).write_text(json.dumps(card, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _write(part: nn.Module, inputs: dict[str, Tensor], output: str, axis: int, path: Path) -> None:
    """One part in int8; `axis` is the one of its output along which the pieces lie."""
    with tempfile.TemporaryDirectory() as scratch:
        plain = Path(scratch) / "plain.onnx"
        torch.onnx.export(
            part.eval(),
            tuple(inputs.values()),
            str(plain),
            input_names=list(inputs),
            output_names=[output],
            dynamic_axes={**{name: {1: "length"} for name in inputs}, output: {axis: "length"}},
            opset_version=17,
            dynamo=False,
        )
        wide = [node.name for node in onnx.load(plain).graph.node if node.op_type == "MatMul" and WIDE in node.name]
        quantize_dynamic(
            plain,
            path,
            op_types_to_quantize=["MatMul", "Gather"],
            per_channel=True,
            reduce_range=True,
            weight_type=QuantType.QInt8,
            nodes_to_exclude=wide,
        )
    model = onnx.load(path)
    store_in_bytes(model.graph, wide)
    onnx.checker.check_model(model)
    onnx.save(model, path)


def store_in_bytes(graph: onnx.GraphProto, products: Sequence[str]) -> None:
    """Keeps the weights of these products as int8 with a scale a column; they are multiplied in float32."""
    weights = {one.name: one for one in graph.initializer}
    for at, node in [(at, node) for at, node in enumerate(graph.node) if node.name in products][::-1]:
        name = node.input[1]
        matrix = numpy_helper.to_array(weights[name])
        scales = (np.abs(matrix).max(0) / 127.0).astype(np.float32)
        held = {"_bytes": np.round(matrix / scales).astype(np.int8), "_scales": scales}
        graph.initializer.extend(numpy_helper.from_array(value, name + part) for part, value in held.items())
        graph.initializer.remove(weights[name])
        inputs = [name + part for part in held]
        graph.node.insert(at, helper.make_node("DequantizeLinear", inputs, [name], name + "_floats", axis=1))


def digest(path: Path) -> str:
    """SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def main() -> None:
    """Packs the state of one run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--name", default="fold-all")
    parser.add_argument("--folder", type=Path, default=FOLDER)
    options = parser.parse_args()
    state = torch.load(CACHE / f"{options.name}.pt", weights_only=False)
    export(state, base.load(state["layers"]), options.folder)


if __name__ == "__main__":
    main()
