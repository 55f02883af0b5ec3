"""The annotated articles: loading, the frozen split, and the scorers that stand beside them."""

import csv
import hashlib
import importlib.util
import json
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any, Literal

from musnad.errors import BadInputError
from musnad.schema import Article

GOLD = Path(__file__).resolve().parents[3] / "gold"
PACKAGED = Path(__file__).with_name("scorers")
Part = Literal["dev", "check", "all"]
NEEDED = ("id", "text", "title", "outlet", "published", "events", "statements")
GoldArticle = dict[str, Any]


def gold_files(folder: Path = GOLD) -> list[Path]:
    """The gold files of a folder, sorted."""
    return sorted(folder.glob("*.jsonl"))


def load(paths: Iterable[Path]) -> Iterator[GoldArticle]:
    """The articles of gold files, in the form of `gold/GUIDE.md`; BadInputError names the line that is no article."""
    for path in paths:
        for number, line in enumerate(path.read_bytes().splitlines(), 1):
            if line.strip():
                yield _article(path, number, line)


def _article(path: Path, number: int, line: bytes) -> GoldArticle:
    try:
        article = json.loads(line)
    except ValueError as error:
        raise BadInputError(f"{path}:{number}: not JSON: {error}", line=number) from None
    missing = [key for key in NEEDED if not isinstance(article, dict) or key not in article]
    if missing:
        message = f"{path}:{number}: no annotated article: {missing[0]} is missing (see gold/GUIDE.md)"
        raise BadInputError(message, line=number, field=missing[0])
    return dict(article)


def split_of(folder: Path = GOLD) -> dict[str, tuple[int, str]]:
    """For each article id its number (fold = number modulo the folds) and its part, `dev` or `check`."""
    with (folder / "split.csv").open(encoding="utf-8", newline="") as rows:
        return {row["id"]: (int(row["number"]), row["part"]) for row in csv.DictReader(rows)}


def load_part(part: Part, folder: Path = GOLD) -> list[GoldArticle]:
    """The gold articles of a part; `check` is for scoring only, never for reading or tuning."""
    parts = split_of(folder)
    return [a for a in load(gold_files(folder)) if part == "all" or parts[a["id"]][1] == part]


def as_article(gold: GoldArticle) -> Article:
    """The article without its annotations."""
    keys = ("id", "text", "title", "outlet", "published")
    return Article(**{key: gold[key] for key in keys})


def fingerprint(folder: Path = GOLD) -> str:
    """SHA-256 over the names and bytes of gold files and split, in order."""
    digest = hashlib.sha256()
    for path in [*gold_files(folder), folder / "split.csv"]:
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


@cache
def scorer(name: str) -> ModuleType:
    """One of gold's own scripts (`score`, `check`, `same`, `split`) as a module; ImportError where it is missing.

    An installed package carries them, a checkout has them beside gold.
    """
    path = next((p for p in (GOLD / f"{name}.py", PACKAGED / f"{name}.py") if p.exists()), None)
    spec = importlib.util.spec_from_file_location(f"musnad_gold_{name}", path) if path else None
    if spec is None or spec.loader is None:
        raise ImportError(f"gold script {name}.py is missing", name=name)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def story(identifier: str) -> str:
    """The story that an article belongs to, which is resampled as one; most articles are a story of their own."""
    name: str = scorer("score").story(identifier)
    return name
