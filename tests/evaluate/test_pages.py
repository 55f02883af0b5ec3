"""Scores of articles read out of pages."""

from pathlib import Path

import pytest

from musnad.errors import BadInputError
from musnad.evaluate.pages import (
    ExpectedPage,
    FoundPage,
    figures,
    load,
    musnad_reader,
    same_moment,
    score,
    scores,
    word_overlap,
)
from musnad.ingest.records import Record

TEXT = "قُتل ثلاثة مدنيين، أمس الأحد، في قصف على سوق المدينة.\nوقال شهود إن القصف وقع ظهرًا قرب المشفى."


def page(**fields: object) -> ExpectedPage:
    return ExpectedPage(file="a.html", title="قصف على سوق المدينة", text=TEXT, **fields)  # type: ignore[arg-type]


def test_a_page_read_right_scores_one_in_everything() -> None:
    found = Record(text=TEXT, title="قصف على  سوق المدينة", published="2024-02-05T07:00:00+00:00")
    given = score(page(published="2024-02-05T10:00:00+03:00"), FoundPage(found))
    assert set(given.values()) == {1.0}


def test_spelling_does_not_count_against_text() -> None:
    assert word_overlap("قُتِلَ أحمد", "قتل احمد") == (1.0, 1.0)


def test_words_too_many_cost_precision_and_words_missing_recall() -> None:
    assert word_overlap("قتل ثلاثة", "قتل ثلاثة اقرأ أيضا") == (0.5, 1.0)
    assert word_overlap("قتل ثلاثة", "قتل") == (1.0, 0.5)


def test_a_page_without_an_article_found_scores_nothing() -> None:
    assert score(page(), FoundPage(None))["text F1"] == 0.0


@pytest.mark.parametrize(
    ("expected", "found", "same"),
    [
        ("2024-02-05", "2024-02-05T23:00:00+03:00", True),
        ("2024-02-05T10:00:00+03:00", "2024-02-05T07:00:00Z", True),
        ("2024-02-05T10:00:00+03:00", "2024-02-05", False),
        ("2024-02-05T10:00:00+03:00", "2024-02-05T10:00:00", False),
        (None, "2024-02-05", False),
    ],
)
def test_moments_are_the_same_instant_or_day(expected: str | None, found: str, same: bool) -> None:
    assert same_moment(expected, found) is same


def test_a_folder_is_scored_page_by_page(tmp_path: Path) -> None:
    body = "".join(f"<p>{line}</p>" for line in TEXT.split("\n"))
    markup = f"<html><body><article><h1>قصف على سوق المدينة</h1>{body}</article></body></html>"
    (tmp_path / "a.html").write_text(markup, encoding="utf-8")
    line = '{"file": "a.html", "title": "قصف على سوق المدينة", "text": "%s"}' % TEXT.replace("\n", "\\n")  # noqa: UP031
    (tmp_path / "expected.jsonl").write_text(line + "\n", encoding="utf-8")
    report = figures(row for _, row in scores(tmp_path, musnad_reader()))
    assert (report["text F1"].mean, report["title"].mean, report["title"].n) == (1.0, 1.0, 1)


def test_a_folder_without_pages_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match=r"gold/pages/build\.py"):
        load(tmp_path)
