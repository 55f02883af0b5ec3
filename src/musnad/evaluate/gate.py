"""The accuracy gate: pinned floors over the `check` part of gold; it says pass or fail, and prints no figure."""

from pathlib import Path
from typing import Any

import msgspec

from musnad.data import parse_yaml
from musnad.evaluate.gold import GOLD, fingerprint


class Floors(msgspec.Struct, forbid_unknown_fields=True):
    """The fingerprint of the gold that floors were set on, and the least figure for each key of a report.

    `pages` are the floors of articles read out of web pages, `fast_pages` those of the fast way.
    """

    fingerprint: str
    read: dict[str, float]
    values: dict[str, float]
    pages: dict[str, float] = {}
    fast_pages: dict[str, float] = {}


def floors(folder: Path = GOLD) -> Floors:
    """The pinned floors; a `msgspec.ValidationError` names a field that is wrong."""
    return msgspec.convert(parse_yaml((folder / "floors.yaml").read_text(encoding="utf-8")), Floors)


def failures(figures: dict[str, float], least: dict[str, float]) -> list[str]:
    """The names of the figures that are missing or under their floors."""
    return [name for name, floor in least.items() if figures.get(name, -1.0) < floor]


def gold_changed(pinned: Floors, folder: Path = GOLD) -> bool:
    """Whether gold is another than the floors were set on."""
    return pinned.fingerprint != fingerprint(folder)


def flat(report: dict[str, Any]) -> dict[str, float]:
    """A scorer's report as one figure a name: F1 where there is one; quotes not in the text count negatively."""
    figures = {name: value["f1"] for name, value in report.items() if isinstance(value, dict) and "f1" in value}
    figures["whole record"] = report["whole record"] or 0.0
    figures["quotes in the text"] = float(report["quotes not in the text"] == 0)
    return figures
