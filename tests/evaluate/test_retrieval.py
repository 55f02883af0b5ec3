"""How early the other articles of a story are found."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest

from musnad.evaluate import commands
from musnad.evaluate.retrieval import by_embedding, by_tf_idf, figures, ranks, retrieval, text_table

TEXTS = {
    "stories-98-a": "سقطت قذائف هاون على سوق بلدة كفر زنباع ظهر الثلاثاء",
    "stories-98-b": "ضحايا قصف الهاون على سوق كفر زنباع ثمانية",
    "stories-99-a": "مسيرة سلمية للطلاب وسط العاصمة احتجاجًا على الرسوم",
    "stories-99-b": "احتجاج الطلاب على رسوم الجامعات في العاصمة",
    "alone-1": "أوقفت الشرطة تجار مخدرات عند معبر حدودي",
}
ARTICLES: list[dict[str, Any]] = [
    {"id": name, "title": text.rsplit(" ", 2)[0], "text": text, "outlet": "", "published": "2024-01-01"}
    | {"events": [], "statements": []}
    for name, text in TEXTS.items()
]


def _cosines(*rows: Sequence[float]) -> Any:
    return lambda queries, articles: np.array(rows)


def test_only_articles_of_a_story_told_twice_are_asked_for() -> None:
    assert [rank.story for rank in ranks(ARTICLES, by_embedding)] == ["stories-98"] * 2 + ["stories-99"] * 2


def test_an_article_does_not_find_itself() -> None:
    outcome, *_ = ranks(ARTICLES[:2] + ARTICLES[4:], _cosines([1.0, 0.2, 0.5], [0.2, 1.0, 0.1]))
    assert (outcome.reciprocal, outcome.first, outcome.early) == (0.5, 0.0, 1.0)


def test_figures_are_means_with_intervals_over_stories() -> None:
    held = ranks(ARTICLES[:2] + ARTICLES[4:], _cosines([1.0, 0.2, 0.5], [0.2, 1.0, 0.1]))
    table = figures(held)
    assert (table["n"], table["stories"], table["MRR"]["value"], table["recall@1"]["value"]) == (2, 1, 0.75, 0.5)
    assert table["MRR"]["interval"] == (0.75, 0.75)


@pytest.mark.parametrize("compare", [by_embedding, by_tf_idf])
def test_articles_that_share_rare_words_come_first(compare: Any) -> None:
    assert all(rank.first for rank in ranks(ARTICLES, compare))


def test_a_title_finds_the_other_articles_too() -> None:
    assert len(ranks(ARTICLES, by_embedding, "title")) == 4


def test_every_method_and_query_has_its_line() -> None:
    table = text_table(retrieval(ARTICLES))
    assert [line.split("  ")[0] for line in table.splitlines()] == [
        "article, musnad.embed",
        "article, TF-IDF",
        "title, musnad.embed",
        "title, TF-IDF",
    ]


def test_articles_without_a_common_story_give_no_figures(tmp_path: Path) -> None:
    gold = tmp_path / "g.jsonl"
    gold.write_bytes(msgspec.json.encode(ARTICLES[4]))
    assert commands.evaluate_retrieval([gold], False) == (commands.NO_STORIES, 2)


def test_the_command_prints_figures(tmp_path: Path) -> None:
    gold = tmp_path / "g.jsonl"
    gold.write_bytes(b"\n".join(map(msgspec.json.encode, ARTICLES)))
    assert commands.evaluate_retrieval([gold], False)[0].startswith("article, musnad.embed")
    assert msgspec.json.decode(commands.evaluate_retrieval([gold], True)[0])["article, TF-IDF"]["n"] == 4
