"""The encoder and its heads as a torch module; at run time ONNX and numpy do the same (`musnad.extract.encoder`)."""

from typing import NamedTuple

import torch
import torch.nn.functional as F  # noqa: N812
from torch import Tensor, nn

from musnad.extract.encoder.codes import LINK_ROWS, PAIR_ROWS
from musnad.extract.encoder.labels import PAIRS, RESPONSIBILITIES, ROLES, STATUSES, TAGS
from training.encoder.base import HEADS, INNER, POSITIONS, WIDTH, Base

HIDDEN = 192
SUB_EVENT_TYPES = 25
DROPOUT, HINT_DROPOUT = 0.1, 0.15
"""Of the vectors that the trained layers read, and of the hints, so that no single one is leaned on."""


class Layer(nn.Module):
    """One layer of BERT: attention and a feed-forward network, each followed by a residual and a norm."""

    def __init__(self, epsilon: float, dropout: float) -> None:
        super().__init__()
        self.q, self.k, self.v, self.ao = (nn.Linear(WIDTH, WIDTH) for _ in range(4))
        self.aln, self.oln = nn.LayerNorm(WIDTH, epsilon), nn.LayerNorm(WIDTH, epsilon)
        self.fi, self.fo = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)
        self.dropout = dropout

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        """Vectors (B, L, WIDTH) and what is added to the attention's scores (B, 1, 1, L) to the next vectors."""
        batch, length, _ = x.shape

        def split(y: Tensor) -> Tensor:
            return y.view(batch, length, HEADS, WIDTH // HEADS).transpose(1, 2)

        scores = split(self.q(x)) @ split(self.k(x)).transpose(-1, -2) / (WIDTH // HEADS) ** 0.5 + bias
        held = (scores.softmax(-1) @ split(self.v(x))).transpose(1, 2).reshape(batch, length, WIDTH)
        x = self.aln(x + F.dropout(self.ao(held), self.dropout, self.training))
        return self.oln(x + F.dropout(self.fo(F.gelu(self.fi(x))), self.dropout, self.training))


class Encoder(nn.Module):
    """The encoder: piece ids (B, L) to vectors (B, L, WIDTH); hints (B, L, COLUMNS) join before layer `joins`."""

    def __init__(self, base: Base, layers: int, hints: int, joins: int, dropout: float = 0.1) -> None:
        super().__init__()
        held = base.tensors
        self.word = nn.Embedding.from_pretrained(held["emb.word"].clone(), freeze=True)
        self.position = nn.Embedding(POSITIONS, WIDTH)
        self.hints, self.joins = nn.Embedding(hints + 1, WIDTH, padding_idx=0), joins
        nn.init.normal_(self.hints.weight, std=0.1)
        self.hints.weight.data[0] = 0
        self.norm = nn.LayerNorm(WIDTH, base.epsilon)
        self.layers = nn.ModuleList(Layer(base.epsilon, dropout) for _ in range(layers))
        for at, layer in enumerate(self.layers):
            state = {key: held[f"l{at}.{short}"] for key in layer.state_dict() for short in (_short(key),)}
            layer.load_state_dict(state)
        self.position.weight.data = held["emb.pos"] + held["emb.type"][0]
        self.norm.weight.data, self.norm.bias.data = held["emb.ln.w"].clone(), held["emb.ln.b"].clone()

    def embed(self, ids: Tensor) -> Tensor:
        """The vectors that the first layer reads."""
        return self.norm(self.word(ids) + self.position.weight[: ids.shape[1]])

    def below(self, ids: Tensor, bias: Tensor) -> Tensor:
        """The vectors that the hints join."""
        x = self.embed(ids)
        for layer in self.layers[: self.joins]:
            x = layer(x, bias)
        return x

    def above(self, x: Tensor, hints: Tensor, bias: Tensor) -> Tensor:
        """The vectors of the last layer, from those that the hints join."""
        x = x + self.hints(hints).sum(-2)
        for layer in self.layers[self.joins :]:
            x = layer(x, bias)
        return x

    def forward(self, ids: Tensor, hints: Tensor, bias: Tensor) -> Tensor:
        """Through all layers."""
        return self.above(self.below(ids, bias), hints, bias)


def _short(key: str) -> str:
    name, part = key.split(".")
    return f"{name}.{'w' if part == 'weight' else 'b'}"


class Pairwise(nn.Module):
    """Scores of pairs by the vectors of both, their product, and the rows that codes name."""

    def __init__(self, left: int, right: int, rows: int, outputs: int) -> None:
        super().__init__()
        self.left, self.right = nn.Linear(left, HIDDEN), nn.Linear(right, HIDDEN, bias=False)
        self.product_left, self.product_right = nn.Linear(left, HIDDEN), nn.Linear(right, HIDDEN)
        self.rows = nn.Embedding(rows, HIDDEN)
        nn.init.normal_(self.rows.weight, std=0.05)
        self.out = nn.Linear(2 * HIDDEN, outputs)

    def forward(self, left: Tensor, right: Tensor, codes: Tensor, extra: Tensor | float = 0.0) -> Tensor:
        """(M, left), (A, right), codes (M, A, C), extra (A, HIDDEN) to scores (M, A, outputs)."""
        hidden = self.left(left)[:, None] + (self.right(right) + extra)[None] + self.rows(codes).sum(-2)
        product = self.product_left(left)[:, None] * self.product_right(right)[None]
        together = torch.cat([F.relu(hidden), product], -1)
        return self.out(F.dropout(together, 0.1, self.training))


class Heads(nn.Module):
    """Everything that is read from the vectors of words."""

    def __init__(self, tags: int, hints: int) -> None:
        super().__init__()
        self.hints = nn.Embedding(hints + 1, WIDTH, padding_idx=0)
        nn.init.normal_(self.hints.weight, std=0.05)
        self.hints.weight.data[0] = 0
        self.tags = nn.Linear(WIDTH, 3 * len(TAGS))
        self.kind = nn.Linear(WIDTH, SUB_EVENT_TYPES)
        self.event = nn.Linear(WIDTH, len(RESPONSIBILITIES) + 1)
        self.status = nn.Linear(2 * WIDTH, len(STATUSES))
        self.argument_tags = nn.Embedding(tags + 1, HIDDEN, padding_idx=0)
        nn.init.normal_(self.argument_tags.weight, std=0.02)
        self.argument_tags.weight.data[0] = 0
        self.links = Pairwise(WIDTH, 2 * WIDTH, LINK_ROWS, len(ROLES))
        self.no_date = nn.Linear(WIDTH, 1)
        self.pairs = Pairwise(WIDTH, WIDTH, PAIR_ROWS, len(PAIRS))
        self.gate = nn.Linear(WIDTH, 1)


class Output(NamedTuple):
    """The heads' scores for one article; see `training.encoder.examples.Example` for the letters of shapes."""

    tags: Tensor
    types: Tensor
    event: Tensor
    statuses: Tensor
    links: Tensor
    no_date: Tensor
    pairs: Tensor
    gate: Tensor


def spans(words: Tensor, first: Tensor, last: Tensor) -> Tensor:
    """The vectors of the first and last words of spans, side by side."""
    return torch.cat([words[first], words[last]], -1)


def read_article(heads: Heads, words: Tensor, example) -> Output:
    """The scores of one article from the vectors of its words (N, WIDTH)."""
    told = torch.as_tensor(example.hints)
    if heads.training:
        told = told * (torch.rand(told.shape) >= HINT_DROPOUT)
    words = words + heads.hints(told).sum(1)
    triggers = words[torch.as_tensor(example.triggers.first)]
    arguments = example.arguments
    held = spans(words, torch.as_tensor(arguments.first), torch.as_tensor(arguments.last))
    extra = heads.argument_tags(torch.as_tensor(arguments.tags)).sum(1)
    return Output(
        heads.tags(words).view(-1, len(TAGS), 3),
        heads.kind(triggers),
        heads.event(triggers),
        heads.status(held),
        heads.links(triggers, held, torch.as_tensor(example.link_codes), extra),
        heads.no_date(triggers)[:, 0],
        heads.pairs(triggers, triggers, torch.as_tensor(example.pair_codes)),
        heads.gate(words.mean(0))[0],
    )
