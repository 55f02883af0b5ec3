"""Gold is sound, frozen, and does not reward readings that find everything everywhere."""

import csv
import json
import subprocess
import sys
from typing import Any

import pytest

from musnad.errors import BadInputError
from musnad.evaluate.gold import GOLD, GoldArticle, as_article, gold_files, load, load_part, scorer, split_of, story
from musnad.text.document import Document

DEGENERATE_LIMIT = 0.3


@pytest.fixture(scope="module")
def gold() -> list[GoldArticle]:
    return load_part("all")


def test_every_annotation_obeys_the_guide() -> None:
    command = [sys.executable, "-X", "utf8", str(GOLD / "check.py"), *map(str, gold_files())]
    run = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert run.returncode == 0, run.stdout


def test_every_article_has_its_part(gold: list[GoldArticle]) -> None:
    assert {article["id"] for article in gold} == set(split_of())


def test_the_split_is_what_its_rule_gives() -> None:
    with (GOLD / "split.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    by_story: dict[str, set[tuple[str, str]]] = {}
    for row in rows:
        by_story.setdefault(story(row["id"]), set()).add((row["number"], row["part"]))
    assert all(len(parts) == 1 for parts in by_story.values())
    assert all((int(row["number"]) % 3 == 0) == (row["part"] == "check") for row in rows)


def test_articles_load_without_their_annotations(gold: list[GoldArticle]) -> None:
    article = as_article(gold[0])
    assert article.text == gold[0]["text"]
    assert article.published_on is not None


def test_gold_against_itself_is_perfect(gold: list[GoldArticle]) -> None:
    score = scorer("score")
    report = score.total([score.tally(article, article) for article in gold[:50]])
    assert report["event"]["f1"] == 1.0


def _event(number: int, quote: str, trigger: str) -> dict[str, Any]:
    mention = {"quote": quote, "trigger": trigger}
    return {"id": f"e{number}", "sub_event_type": "Armed clash", "mentions": [mention]}


def _whole_text(article: GoldArticle) -> list[dict[str, Any]]:
    return [_event(1, article["text"], article["text"].split()[0])]


def _every_sentence(article: GoldArticle) -> list[dict[str, Any]]:
    quotes = [piece.span.of(article["text"]) for piece in Document(article["text"]).segments]
    return [_event(number, quote, quote.split()[0]) for number, quote in enumerate(quotes)]


def _every_verb(article: GoldArticle) -> list[dict[str, Any]]:
    """Every word that begins as the imperfect does or ends as the perfect does."""
    words = [word for word in article["text"].split() if word[0] in "يت" or word[-1] == "ت"]
    return [_event(number, word, word) for number, word in enumerate(words)]


@pytest.mark.parametrize("degenerate", [_whole_text, _every_sentence, _every_verb])
def test_a_degenerate_reading_scores_low(degenerate: Any, gold: list[GoldArticle]) -> None:
    score = scorer("score")
    dev = [article for article in gold if split_of()[article["id"]][1] == "dev"]
    report = score.total([score.tally(article, {"events": degenerate(article)}) for article in dev])
    assert report["event"]["f1"] < DEGENERATE_LIMIT


def test_loading_skips_blank_lines(tmp_path: Any) -> None:
    path = tmp_path / "gold.jsonl"
    article = load_part("dev")[0]
    path.write_text(f"{json.dumps(article)}\n\n{json.dumps(article)}\n", encoding="utf-8")
    assert [one["id"] for one in load([path])] == [article["id"]] * 2


@pytest.mark.parametrize(
    ("line", "message"),
    [("{broken", "not JSON"), ("[1]", "no annotated article"), ('{"id": "a"}', "no annotated article")],
)
def test_a_line_that_is_no_article_is_named(line: str, message: str, tmp_path: Any) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text("\n" + line + "\n", encoding="utf-8")
    with pytest.raises(BadInputError, match=message) as caught:
        list(load([path]))
    assert caught.value.line == 2


def test_a_missing_script_is_named() -> None:
    with pytest.raises(ImportError, match="juggle"):
        scorer("juggle")
