"""Fine-tunes the encoder and its heads on gold's dev part and the written articles (`training/articles`).

`python -m training.encoder.fit --fold K` trains without fold K of dev's three (folds keep stories together) and writes
the state to `~/.cache/musnad/encoder/fold-K.pt`; `--fold all` trains on all of dev. A run that was stopped takes up its
last checkpoint. Two runs of one thread each side by side are faster than one after the other on two threads.
"""

import argparse
import random
import time
from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor

from musnad.evaluate.gold import GoldArticle, load_part, split_of
from musnad.extract.encoder.pieces import PAD, Pieces
from training.articles import load as written_articles
from training.encoder import base
from training.encoder.examples import Example, Variant, example, hint_table, mark, tag_table
from training.encoder.losses import SHARES, losses
from training.encoder.network import DROPOUT, HINT_DROPOUT, Encoder, Heads, read_article
from training.reader.fit import toll_fold, toll_models

CACHE = Path.home() / ".cache/musnad/encoder"
FOLDS = 3
SEED = 7
HEAD_RATE = 1.5e-3
SIMILAR = 60
"""Words by which articles of one batch may differ in length."""


def fold_of(gold: GoldArticle) -> int:
    """The fold of an article; dev's numbers leave out the multiples of three, so they are divided first."""
    return split_of()[gold["id"]][0] // 3 % FOLDS


class Batch:
    """The windows of some articles' variants, padded, and where each article's words are read."""

    def __init__(self, variants: Sequence[Variant]) -> None:
        windows = [ids for variant in variants for ids in variant.windows]
        length = max(map(len, windows))
        self.ids = torch.full((len(windows), length), PAD)
        for row, ids in enumerate(windows):
            self.ids[row, : len(ids)] = torch.tensor(ids)
        self.bias = torch.where(self.ids == PAD, -1e4, 0.0)[:, None, None]
        self.variants = variants
        self.length = length

    def words(self, x: Tensor) -> list[Tensor]:
        """The mean vectors of the pieces of each word, article by article."""
        sums = torch.cat([x.new_zeros(len(x), 1, x.shape[2]), x.cumsum(1)], 1)
        found, window = [], 0
        for variant in self.variants:
            home = torch.as_tensor(variant.home) + window
            low, high = torch.as_tensor(variant.low), torch.as_tensor(variant.high)
            found.append((sums[home, high] - sums[home, low]) / (high - low)[:, None])
            window += len(variant.windows)
        return found


def batches(examples: Sequence[Example], size: int, draw: random.Random) -> list[list[Example]]:
    """All examples in random batches of articles about equally long, so that little is spent on padding."""
    order = sorted(draw.sample(examples, len(examples)), key=lambda one: len(one.hints) // SIMILAR)
    found = [order[at : at + size] for at in range(0, len(order), size)]
    return draw.sample(found, len(found))


def encoder_of(state: dict, held: base.Base) -> Encoder:
    """The encoder of a checkpoint."""
    encoder = Encoder(held, state["layers"], len(state["hints"]), state["frozen"])
    encoder.load_state_dict(state["encoder"])
    return encoder


class Run:
    """One training run: its network, what it learns from, and its checkpoint."""

    def __init__(
        self, name: str, options: argparse.Namespace, tables: dict[str, dict[str, int]], held: base.Base
    ) -> None:
        torch.manual_seed(SEED)
        self.options, self.path, self.tables = options, CACHE / f"{name}.pt", tables
        self.encoder = Encoder(held, options.layers, len(tables["hints"]), options.frozen)
        self.heads = Heads(len(tables["tags"]), len(tables["hints"]))
        self.frozen = options.frozen
        for part in (self.encoder.position, self.encoder.norm, *self.encoder.layers[: self.frozen]):
            part.requires_grad_(False)
        new = [*self.heads.parameters(), *self.encoder.hints.parameters()]
        trained = [p for name, p in self.encoder.named_parameters() if p.requires_grad and not name.startswith("hints")]
        groups = [{"params": trained, "lr": options.rate}, {"params": new, "lr": HEAD_RATE}]
        self.optimiser = torch.optim.AdamW(groups, weight_decay=0.01)
        self.lower: dict[tuple[str, int], list[Tensor]] = {}

    def state(self, epoch: int) -> dict:
        return {
            "epoch": epoch,
            "encoder": self.encoder.state_dict(),
            "heads": self.heads.state_dict(),
            "optimiser": self.optimiser.state_dict(),
            **self.tables,
            "layers": self.options.layers,
            "frozen": self.frozen,
        }

    def resume(self) -> int:
        """The epoch to go on with."""
        if not self.path.exists():
            return 0
        state = torch.load(self.path, weights_only=False)
        self.encoder.load_state_dict(state["encoder"])
        self.heads.load_state_dict(state["heads"])
        self.optimiser.load_state_dict(state["optimiser"])
        return int(state["epoch"])

    def below(self, one: Example, variant: int) -> list[Tensor]:
        """The vectors over the frozen layers of each window of an article, computed once."""
        key = (one.id, variant)
        if key not in self.lower:
            self.encoder.eval()
            with torch.no_grad():
                windows = one.variants[variant].windows
                everywhere = torch.zeros(1, 1, 1, 1)
                found = [self.encoder.below(torch.tensor([ids]), everywhere)[0] for ids in windows]
            self.lower[key] = found
            self.encoder.train()
        return self.lower[key]

    def train(self, examples: Sequence[Example]) -> None:
        draw = random.Random(SEED)
        in_epoch = -(-len(examples) // self.options.batch)
        steps = in_epoch * self.options.epochs
        schedule = torch.optim.lr_scheduler.LambdaLR(
            self.optimiser, lambda step: min(1.0, (step + 1) / (0.06 * steps)) * max(0.02, 1 - step / steps)
        )
        done = self.resume()
        for _ in range(done * in_epoch):
            schedule.step()
        for epoch in range(done, self.options.epochs):
            draw.seed(SEED + epoch)
            self._epoch(list(examples), draw, schedule, epoch)
            if epoch + 1 == self.options.epochs or epoch % 2:
                self.path.parent.mkdir(parents=True, exist_ok=True)
                torch.save(self.state(epoch + 1), self.path)

    def _epoch(self, examples: list[Example], draw: random.Random, schedule, epoch: int) -> None:
        began, totals = time.time(), dict.fromkeys(SHARES, 0.0)
        for chosen in batches(examples, self.options.batch, draw):
            picks = [draw.randrange(len(one.variants)) if draw.random() < 0.5 else 0 for one in chosen]
            loss = torch.zeros(())
            for one, words in zip(chosen, self.vectors(chosen, picks), strict=True):
                for name, value in losses(read_article(self.heads, words, one), one).items():
                    loss = loss + SHARES[name] * value
                    totals[name] += float(value.detach())
            self.optimiser.zero_grad()
            (loss / len(chosen)).backward()
            torch.nn.utils.clip_grad_norm_([*self.encoder.parameters(), *self.heads.parameters()], 5.0)
            self.optimiser.step()
            schedule.step()
        told = "  ".join(f"{name} {total / len(examples):.2f}" for name, total in totals.items())
        print(f"epoch {epoch + 1}: {time.time() - began:.0f} s  {told}", flush=True)

    def vectors(self, chosen: Sequence[Example], picks: Sequence[int]) -> list[Tensor]:
        """The vectors of the words of each article."""
        batch = Batch([one.variants[pick] for one, pick in zip(chosen, picks, strict=True)])
        below = [x for one, pick in zip(chosen, picks, strict=True) for x in self.below(one, pick)]
        hints = [torch.tensor(h) for one, pick in zip(chosen, picks, strict=True) for h in one.variants[pick].hints]
        x, told = (torch.nn.utils.rnn.pad_sequence(part, batch_first=True) for part in (below, hints))
        told = told * (torch.rand(told.shape) >= HINT_DROPOUT)
        x = torch.nn.functional.dropout(x, DROPOUT)
        return batch.words(self.encoder.above(x, told, batch.bias))


def main() -> None:
    """Trains one run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fold", default="0")
    parser.add_argument("--name", default="")
    parser.add_argument("--layers", type=int, default=8)
    parser.add_argument("--frozen", type=int, default=4)
    parser.add_argument("--epochs", type=int, default=7)
    parser.add_argument("--batch", type=int, default=2)
    parser.add_argument("--rate", type=float, default=3e-4)
    parser.add_argument("--sample", type=int, default=0, help="train on that many articles only")
    parser.add_argument("--gold-only", action="store_true", help="leave out the written articles")
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    held = base.load(options.layers)
    pieces = Pieces(held.tokenizer())
    tolls = toll_models()
    began = time.time()
    marked = [mark(gold, tolls[toll_fold(gold)]) for gold in load_part("dev")]
    tables = {"tags": tag_table(marked), "hints": hint_table(marked)}
    written = [] if options.gold_only else [mark(gold, tolls[toll_fold(gold)]) for gold in written_articles()]
    chosen = [one for one in marked if options.fold == "all" or fold_of(one.gold) != int(options.fold)]
    chosen = [*chosen, *written][: options.sample or None]
    examples = [example(one, pieces, tables["tags"], tables["hints"], 2) for one in chosen]
    print(f"{len(examples)} articles prepared in {time.time() - began:.0f} s", flush=True)
    Run(options.name or f"fold-{options.fold}", options, tables, held).train(examples)


if __name__ == "__main__":
    main()
