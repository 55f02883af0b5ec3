"""The out-of-fold readings of gold's dev part: what is read in each article by models that never saw it.

`training.encoder.fuse` writes them, one article a line: `{"id": …, "events": [Event, …], "statements": [Statement, …]}`
as `musnad.reader` gives them, confidences raw (before `musnad.extract.calibration`).
"""

import argparse
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

from musnad.evaluate.calibration import Judged, judged
from musnad.evaluate.gold import GOLD, GoldArticle, gold_files, load, load_part
from musnad.evaluate.verdicts import Verdict, verdicts

READINGS = Path.home() / ".cache/musnad/encoder/readings.jsonl"


class Read(NamedTuple):
    """A gold article, the name of its gold file, what was read in it as decoded JSON, and the scorer's verdicts."""

    gold: GoldArticle
    file: str
    reading: dict[str, Any]
    verdicts: list[Verdict]


def read_of(gold: GoldArticle, reading: dict[str, Any], file: str = "") -> Read:
    """An article with its reading judged."""
    return Read(gold, file, reading, list(verdicts(gold, reading)))


def readings(path: Path = READINGS, folder: Path = GOLD) -> list[Read]:
    """The dev articles that a file of readings holds, in the order of gold; others are left out."""
    lines = path.read_text(encoding="utf-8").splitlines()
    held = {one["id"]: one for one in map(json.loads, lines)}
    files = {gold["id"]: file.stem for file in gold_files(folder) for gold in load([file])}
    return [
        read_of(gold, held[gold["id"]], files[gold["id"]]) for gold in load_part("dev", folder) if gold["id"] in held
    ]


def confidences(held: Iterable[Read]) -> list[Judged]:
    """Every confidence of the readings, and whether its value is right."""
    return [value for one in held for value in judged(one.gold, one.reading)]


def parser(description: str | None) -> argparse.ArgumentParser:
    """A parser with the option that names a file of readings."""
    made = argparse.ArgumentParser(description=description)
    made.add_argument("--readings", type=Path, default=READINGS, help="out-of-fold readings, one article a line")
    return made
