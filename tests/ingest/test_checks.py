"""What is refused or noted before an article is read."""

import datetime as dt

import pytest

from musnad.errors import BadInputError
from musnad.ingest.checks import MAX_CHARACTERS, checked
from musnad.schema import Article

TODAY = dt.date(2024, 6, 1)
PERSIAN = (
    "وزارت دفاع اعلام کرد که در حمله پهپادی به پایگاه نظامی در نزدیکی مرز سه سرباز کشته و پنج نفر دیگر زخمی شدند. "
    "هنوز هیچ گروهی مسئولیت این حمله را بر عهده نگرفته است."
)


def article(text: str, published: str | None = "2024-05-30") -> Article:
    return Article(id="a", text=text, published=published)


def codes(of: Article) -> list[str]:
    return [problem.code for problem in checked(of, today=TODAY)[1]]


def test_a_dated_arabic_article_has_nothing_amiss() -> None:
    assert codes(article("قتل جنديان قرب دير الزور")) == []


@pytest.mark.parametrize("text", ["", "  \n\t ", "\u200f\u200f"])
def test_an_article_without_text_is_refused(text: str) -> None:
    with pytest.raises(BadInputError):
        checked(article(text))


@pytest.mark.parametrize(
    "text",
    ["Three soldiers were killed", "12345 67", "שלושה חיילים נהרגו", "بغداد (Reuters) – Three killed, police said"],
)
def test_text_of_another_script_is_refused(text: str) -> None:
    with pytest.raises(BadInputError, match="not Arabic"):
        checked(article(text))


def test_persian_is_refused_though_its_letters_are_arabic() -> None:
    with pytest.raises(BadInputError, match="another language"):
        checked(article(PERSIAN))


def test_arabic_with_persian_letters_typed_in_names_is_read() -> None:
    text = "أعلنت پیشمرگه أن القوات المتمركزة في چمچمال صدت هجوما على النقاط الأمنية القريبة من القرية"
    text += "، وقالت إن الهجوم أسفر عن مقتل المهاجمين جميعا وإصابة عنصر واحد من القوات"
    assert codes(article(text)) == []


def test_presentation_forms_are_arabic() -> None:
    assert codes(article("ﻗﺘﻞ ﺟﻨﺪﻱ ﻓﻲ ﺍﻟﻘﺼﻒ")) == []


def test_an_article_without_date_says_that_relative_days_are_lost() -> None:
    noted = checked(article("قتل جندي أمس", None))[1]
    assert [problem.message for problem in noted] == ["no publication date: relative days are not resolved"]


def test_a_date_in_the_future_is_noted_and_kept() -> None:
    kept, noted = checked(article("قتل جندي أمس", "2031-01-01"), today=TODAY)
    assert kept.published == "2031-01-01"
    assert [problem.code for problem in noted] == ["future_date"]


def test_tomorrow_is_no_future_as_the_day_begins_earlier_in_the_east() -> None:
    assert codes(article("قتل جندي أمس", "2024-06-02")) == []


def test_a_very_long_text_is_cut_between_words_and_says_so() -> None:
    kept, noted = checked(article("قتل جندي في القصف " * 20_000), today=TODAY)
    assert len(kept.text) <= MAX_CHARACTERS
    assert kept.text.endswith("القصف") or kept.text.endswith(("قتل", "جندي", "في"))
    assert "only the first" in noted[0].message


def test_a_long_text_without_any_space_is_cut_too() -> None:
    assert len(checked(article("ق" * 300_000), today=TODAY)[0].text) == MAX_CHARACTERS


def test_the_digest_of_a_cut_text_is_its_own() -> None:
    whole = article("قتل جندي في القصف " * 20_000)
    assert checked(whole)[0].sha256 != whole.sha256
