"""How well whole articles are read, by gold's own scorer."""

from collections.abc import Callable, Iterable
from typing import Any

import msgspec

from musnad.evaluate.gold import GoldArticle, as_article, scorer
from musnad.schema import Article, Reading

Reader = Callable[[Article], Reading]
Tally = dict[str, Any]


def tallies(articles: Iterable[GoldArticle], read: Reader) -> tuple[list[Tally], list[str]]:
    """The scorer's counts for each article, and the articles' ids."""
    score, counted, ids = scorer("score"), [], []
    for gold in articles:
        reading = msgspec.json.decode(msgspec.json.encode(read(as_article(gold))))
        counted.append(score.tally(gold, reading))
        ids.append(gold["id"])
    return counted, ids


def report(articles: Iterable[GoldArticle], read: Reader, intervals: bool = False) -> dict[str, Any]:
    """The scorer's report over articles, with 95 % bootstrap intervals by story where asked for."""
    counted, ids = tallies(articles, read)
    score = scorer("score")
    table: dict[str, Any] = score.total(counted)
    if intervals:
        table["intervals"] = score.intervals(counted, ids)
    return table
