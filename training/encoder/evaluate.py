"""Reads articles with a state of `training.encoder.fit`, the encoder in torch and the heads as at run time."""

import argparse
import json
from pathlib import Path

import numpy as np
import torch

from musnad.evaluate.gold import GoldArticle, load_part
from musnad.evaluate.reading import report
from musnad.extract.encoder.model import Model
from musnad.extract.encoder.pieces import Pieces
from musnad.reader import ReadingModels, read
from training.encoder import base
from training.encoder.fit import CACHE, encoder_of, fold_of


def model_of(path: Path, held: base.Base | None = None) -> Model:
    """The model of a checkpoint."""
    state = torch.load(path, weights_only=False)
    held = held or base.load(state["layers"])
    encoder = encoder_of(state, held).eval()

    def encode(ids: list[int], hints: np.ndarray) -> np.ndarray:
        with torch.inference_mode():
            return encoder(torch.tensor([ids]), torch.tensor(hints)[None], torch.zeros(1, 1, 1, 1))[0].numpy()

    arrays = {name: value.numpy() for name, value in state["heads"].items()}
    return Model(Pieces(held.tokenizer()), encode, arrays, state["tags"], state["hints"])


def main() -> None:
    """Prints the scorer's report over the articles of a fold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fold", type=int, default=0)
    parser.add_argument("--name", default="")
    parser.add_argument("--sample", type=int, default=0, help="score that many articles only")
    options = parser.parse_args()
    model = model_of(CACHE / f"{options.name or f'fold-{options.fold}'}.pt")
    gold: list[GoldArticle] = [one for one in load_part("dev") if fold_of(one) == options.fold]
    gold = gold[: options.sample or None]
    found = report(gold, lambda article: read(article, models=ReadingModels(model=model)))
    for name, value in found.items():
        print(f"{name:<32}", json.dumps(value))


if __name__ == "__main__":
    main()
