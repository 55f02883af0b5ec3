"""How well whole articles are read, by gold's own scorer."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import msgspec

from musnad.evaluate.gold import GoldArticle, as_article, scorer
from musnad.schema import Article, Reading

Reader = Callable[[Article], Reading]
Tally = dict[str, Any]


def readings(articles: Iterable[GoldArticle], read: Reader) -> list[dict[str, Any]]:
    """What is read in each article, as decoded JSON."""
    return [msgspec.json.decode(msgspec.json.encode(read(as_article(gold)))) for gold in articles]


def tallies(articles: Iterable[GoldArticle], read: Reader) -> tuple[list[Tally], list[str]]:
    """The scorer's counts for each article, and the articles' ids."""
    held = list(articles)
    return tallies_of(held, readings(held, read)), [gold["id"] for gold in held]


def tallies_of(articles: Iterable[GoldArticle], found: Iterable[dict[str, Any]]) -> list[Tally]:
    """The scorer's counts for each article and what was read in it, as decoded JSON."""
    return [scorer("score").tally(gold, reading) for gold, reading in zip(articles, found, strict=True)]


def report(articles: Iterable[GoldArticle], read: Reader, intervals: bool = False) -> dict[str, Any]:
    """The scorer's report over articles, with 95 % bootstrap intervals by story where asked for."""
    held = list(articles)
    return report_of(held, readings(held, read), intervals)


def report_of(
    articles: Sequence[GoldArticle], found: Sequence[dict[str, Any]], intervals: bool = False
) -> dict[str, Any]:
    """The scorer's report over articles and what was read in each of them, as decoded JSON."""
    score, counted = scorer("score"), tallies_of(articles, found)
    table: dict[str, Any] = score.total(counted)
    if intervals:
        table["intervals"] = score.intervals(counted, [gold["id"] for gold in articles])
    return table
