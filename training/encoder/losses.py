"""What the heads are told they got wrong: one article's scores against its labels."""

import torch
import torch.nn.functional as F  # noqa: N812
from torch import Tensor

from musnad.extract.encoder.labels import PAIRS, ROLES
from training.encoder.examples import IGNORED, Example
from training.encoder.network import Output

TAG_WEIGHTS = torch.tensor([1.0, 3.0, 2.0])
PAIR_WEIGHTS = torch.tensor([1.0, 2.0, 3.0, 3.0])
SHARES = {"tags": 2.0, "types": 1.0, "event": 0.4, "denied": 0.4, "statuses": 0.7, "links": 0.4, "date": 0.7}
SHARES |= {"pairs": 0.8, "gate": 0.3}
DATE = ROLES.index("date")


def losses(output: Output, example: Example) -> dict[str, Tensor]:
    """The loss of each head, 0 where an article has nothing to learn it from."""
    tags = torch.as_tensor(example.tags)
    found = {
        "tags": F.cross_entropy(
            output.tags.reshape(-1, 3), tags.reshape(-1), TAG_WEIGHTS, ignore_index=IGNORED, reduction="sum"
        )
        / 100
    }
    found["gate"] = F.binary_cross_entropy_with_logits(output.gate, torch.tensor(float(len(example.event) > 0)))
    statuses = torch.as_tensor(example.statuses)
    if (statuses != IGNORED).any():
        found["statuses"] = F.cross_entropy(output.statuses, statuses, ignore_index=IGNORED, reduction="sum") / 2
    if len(example.event):
        found |= _events(output, example)
    return found


def _events(output: Output, example: Example) -> dict[str, Tensor]:
    found = {"types": F.cross_entropy(output.types, torch.as_tensor(example.types), reduction="sum")}
    event = torch.as_tensor(example.event)
    groups = [torch.nonzero(event == number)[:, 0] for number in range(len(example.responsibility))]
    numbers = [number for number, group in enumerate(groups) if len(group)]
    pooled = torch.stack([output.event[groups[n]].mean(0) for n in numbers])
    responsibility = torch.as_tensor(example.responsibility)[numbers]
    found["event"] = F.cross_entropy(pooled[:, :-1], responsibility, reduction="sum")
    denied = torch.as_tensor(example.denied)[numbers]
    found["denied"] = F.binary_cross_entropy_with_logits(pooled[:, -1], denied, reduction="sum")
    if output.links.shape[1]:
        best = torch.stack([output.links[groups[n]].amax(0) for n in numbers])
        labels = torch.as_tensor(example.links)[numbers].float()
        found["links"] = _links(best, labels)
        found["date"] = _date(best[..., DATE], labels[..., DATE], [output.no_date[groups[n]].mean() for n in numbers])
    pairs = torch.as_tensor(example.pairs)
    if (pairs != IGNORED).any():
        scores = output.pairs.reshape(-1, len(PAIRS))
        found["pairs"] = (
            F.cross_entropy(scores, pairs.reshape(-1), PAIR_WEIGHTS, ignore_index=IGNORED, reduction="sum") / 3
        )
    return found


def _links(scores: Tensor, labels: Tensor) -> Tensor:
    """Every argument with every event, for every role but the date."""
    asked = labels >= 0
    asked[..., DATE] = False
    return F.binary_cross_entropy_with_logits(scores[asked], labels[asked], reduction="sum")


def _date(scores: Tensor, labels: Tensor, none: list[Tensor]) -> Tensor:
    """One date for each event, or none: softmax over all."""
    total = scores.new_zeros(())
    for row, right, null in zip(scores, labels, none, strict=True):
        asked = right >= 0
        every = torch.cat([row[asked], null[None]])
        held = right[asked] > 0
        wanted = row[asked][held] if held.any() else null[None]
        total = total + every.logsumexp(0) - wanted.logsumexp(0)
    return total
