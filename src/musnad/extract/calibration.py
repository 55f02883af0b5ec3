"""What a reader's own confidence is worth: a raw confidence mapped to the share of such values that are right.

For each field a beta calibration (Kull, Silva Filho and Flach 2017, "Beta calibration"): the log-odds of being right
are `sure` · ln p − `unsure` · ln(1 − p) + `bias`. It never falls as p rises, so that the order of values stays. The
curves are fitted on out-of-fold readings of gold's dev part (`training/encoder/calibrate.py`) and lie in
`encoder/calibration.json`; a field without a curve keeps its raw confidence.
"""

import math
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TypeVar

import msgspec

from musnad.schema import (
    ActorRef,
    Casualty,
    DateValue,
    Event,
    Mention,
    PlaceRef,
    SourceRef,
    Statement,
    WeaponRef,
)

CURVES = Path(__file__).parent / "encoder/calibration.json"
LEAST = 0.0005
"""Confidences are written with three digits; 0 and 1 are taken for half a step beside them."""
Value = TypeVar("Value", Mention, DateValue, PlaceRef, ActorRef, WeaponRef, Casualty, SourceRef, Statement)


class Curve(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The curve of a field; `sure` and `unsure` are 0 or more, with (1, 1, 0) a confidence stays as it is."""

    sure: float
    unsure: float
    bias: float

    def __call__(self, raw: float) -> float:
        """The share in [0, 1] of values of that raw confidence that are right."""
        p = min(1.0 - LEAST, max(LEAST, raw))
        return 1.0 / (1.0 + math.exp(-(self.sure * math.log(p) - self.unsure * math.log(1.0 - p) + self.bias)))


Curves = Mapping[str, Curve]


@cache
def curves(path: Path = CURVES) -> Curves:
    """The packaged curves by field (`trigger`, `typed event`, `date`, `place`, …); none where there is no file."""
    return msgspec.json.decode(path.read_bytes(), type=dict[str, Curve]) if path.exists() else {}


def calibrated(field: str, raw: float, held: Curves) -> float:
    """A raw confidence of a field as the probability, to three digits, that the value is right."""
    return round(held[field](raw), 3) if field in held else raw


def event_calibrated(event: Event, held: Curves) -> Event:
    """An event with its own confidence and those of its mentions and values calibrated; their order stays."""
    if not held:
        return event
    return msgspec.structs.replace(
        event,
        mentions=_all("trigger", event.mentions, held),
        date=None if event.date is None else _all("date", [event.date], held)[0],
        places=_all("place", event.places, held),
        actors=_all("actor", event.actors, held),
        targets=_all("target", event.targets, held),
        weapons=_all("weapon", event.weapons, held),
        casualties=_all("casualty", event.casualties, held),
        sources=_all("source", event.sources, held),
        confidence=calibrated("typed event", event.confidence, held),
    )


def statement_calibrated(statement: Statement, held: Curves) -> Statement:
    """A statement with its own confidence calibrated; its speaker's is a probability as it is."""
    return _all("statement", [statement], held)[0]


def _all(field: str, values: Sequence[Value], held: Curves) -> list[Value]:
    return [msgspec.structs.replace(v, confidence=calibrated(field, v.confidence, held)) for v in values]
