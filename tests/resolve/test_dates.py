"""Temporal expressions tied to calendar days, in the course of an article."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musnad.resolve.dates import anchor, date_of
from musnad.schema import Span
from musnad.text.document import Document

MONDAY = dt.date(2024, 2, 5)
WORDS = "فجر اليوم الاثنين 5 من شباط و إلى بين منذ قبل يومين 2024 / - ( ) الماضي ، : . \n مساء أمس التالي 1445هـ".split(
    " "
)


def _days(text: str, published: dt.date | None = MONDAY) -> list[str]:
    values = anchor(Document(text), published)
    return [str(v.start) if v.start == v.end else f"{v.start} {v.end}" for v in values]


def _marked(text: str, quote: str, published: dt.date | None = MONDAY) -> str | None:
    start = text.index(quote)
    value = date_of(Document(text), Span(start, start + len(quote)), published)
    if value is None:
        return None
    return str(value.start) if value.start == value.end else f"{value.start} {value.end}"


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("قصفت البلدة السبت. وفي اليوم التالي دخلها الجيش.", ["2024-02-03", "2024-02-04"]),
        ("قصفت البلدة يوم السبت الماضي، وفي اليوم نفسه قصفت القرية.", ["2024-02-03", "2024-02-03"]),
        ("في 12 آذار 2014 قتل خمسة. وبعد يومين انسحبوا.", ["2014-03-12", "2014-03-14"]),
        ("في 12 آذار 2014 قتل خمسة. وقبل ذلك بأسبوع خطف اثنان.", ["2014-03-12", "2014-03-05"]),
        ("في 12 آذار 2014 قتل خمسة. وفي 20 من الشهر نفسه اعتقلوا.", ["2014-03-12", "2014-03-20"]),
        ("في 12 آذار 2014 قتل خمسة. وفي أيار من العام نفسه اعتقلوا.", ["2014-03-12", "2014-05-01 2014-05-31"]),
        ("اندلع القتال مساء أمس، وبعد منتصف الليل توقف.", ["2024-02-04", "2024-02-05"]),
        ("اندلع القتال مساء السبت، وفجرا توقف.", ["2024-02-03", "2024-02-04"]),
        ("اندلع القتال صباح السبت، ومساء توقف.", ["2024-02-03", "2024-02-03"]),
        ("قتل خمسة في 2016. وفي أيلول قتل ثلاثة.", ["2016-01-01 2016-12-31", "2016-09-01 2016-09-30"]),
    ],
)
def test_a_time_leans_on_the_one_that_the_text_told_last(text: str, days: list[str]) -> None:
    assert _days(text) == days


def test_the_year_over_a_part_of_a_chronicle_dates_its_lines() -> None:
    text = "2013\n- 4 حزيران: قصف.\n- في اليوم التالي: هدنة.\n2015\n- 9 كانون الثاني: قصف."
    assert _days(text)[1:3] == ["2013-06-04", "2013-06-05"]
    assert _days(text)[-1] == "2015-01-09"


def test_a_time_of_day_in_a_new_paragraph_is_not_on_a_day_long_past() -> None:
    text = "قتل جنديان أمس.\nوكان ثلاثة قتلوا في 4 أيلول 2019.\nونقل الجرحى مساء إلى المستشفى."
    assert _days(text) == ["2024-02-04", "2019-09-04", "2024-02-04"]


def test_a_weekday_chooses_the_year_of_its_date() -> None:
    assert _days("الثلاثاء 3 آذار") == ["2020-03-03"]


def test_the_date_of_a_statement_does_not_become_the_focus() -> None:
    text = "قصفت القرية الخميس. ونفى الجيش في بيان الأحد ذلك. وفي اليوم التالي للقصف نزح الأهالي."
    assert _days(text) == ["2024-02-01", "2024-02-04", "2024-02-02"]


def test_after_a_distance_to_something_named_the_focus_stays() -> None:
    text = "سيطروا على البلدة السبت، بعد أربعة أيام من اقتحام المخيم، وفي اليوم ذاته أعدموا أسيرا."
    assert _days(text) == ["2024-02-03", "2024-01-30", "2024-02-03"]


@pytest.mark.parametrize("text", ["أمس", "الأحد", "في 3 آذار", "الشهر الماضي", "منذ يومين", "ليلا", "في اليوم التالي"])
def test_without_a_publication_nothing_is_counted_from_any_day(text: str) -> None:
    assert anchor(Document(text), None) == []


def test_without_a_publication_a_full_date_still_carries_what_follows_it() -> None:
    text = "في 3 آذار 2015 قتل خمسة. وفي اليوم التالي دفنوا، وفي 9 آذار اعتقل القاتل."
    assert _days(text, None) == ["2015-03-03", "2015-03-04", "2015-03-09"]


@pytest.mark.parametrize(
    ("text", "quote", "days"),
    [
        ("قصفوا السوق فجر اليوم، الاثنين 5 من شباط، بالمدفعية", "الاثنين", "2024-02-05"),
        ("قتل مساء السبت 27 كانون الثاني شاب", "مساء السبت", "2024-01-27"),
        ("اختفيا منذ الجمعة من الحي", "الجمعة", "2024-02-02"),
        ("اختفيا منذ الجمعة من الحي", "منذ الجمعة", "2024-02-02 2024-02-05"),
        ("قصفوا السوق يومي الجمعة والسبت بالمدفعية", "السبت", "2024-02-03"),
        ("اندلع القتال مساء السبت وامتد حتى فجر الأحد", "مساء السبت وامتد حتى فجر الأحد", "2024-02-03 2024-02-04"),
        ("14/1: قصف على القرية", "14/1", "2024-01-14"),
        ("قتل ثلاثة السبت. وعقب ذلك خرجت مظاهرة", "وعقب ذلك", "2024-02-03"),
        ("10:30 سقوط قذيفة. قتل ثلاثة أمس", "10:30", "2024-02-05"),
        ("يوم عيد الفطر الذي صادف الجمعة", "يوم عيد الفطر الذي صادف الجمعة", "2024-02-02"),
    ],
)
def test_a_marked_stretch_has_the_value_of_what_it_holds(text: str, quote: str, days: str) -> None:
    assert _marked(text, quote) == days


def test_a_marked_stretch_without_any_time_around_it_has_no_value() -> None:
    assert _marked("قبيل الاقتحام سقطت قذيفة", "قبيل الاقتحام") is None


@pytest.mark.parametrize(
    ("text", "precision"),
    [
        ("عند الساعة 10:30 من صباح الأحد", "hour"),
        ("الأحد", "day"),
        ("الليلة الماضية", "days"),
        ("مطلع الشهر الماضي", "days"),
        ("الأسبوع الماضي", "week"),
        ("في آذار 2019", "month"),
        ("عام 2019", "year"),
        ("من 3 إلى 5 كانون الثاني", "range"),
        ("صيف 2019", "range"),
    ],
)
def test_the_precision_is_that_of_the_words(text: str, precision: str) -> None:
    assert [value.precision for value in anchor(Document(text), MONDAY)] == [precision]


def test_a_value_carries_its_words_method_and_confidence() -> None:
    text = "قُتِلَ اثنان أَمْسِ السبتَ."
    (value,) = anchor(Document(text), MONDAY)
    assert value.span.of(text) == value.quote == "أَمْسِ السبتَ"
    assert value.method == "temporal grammar"
    assert 0 < value.confidence < 1


@given(st.text(), st.none() | st.dates())
def test_any_string_on_any_day_is_anchored_without_an_exception(text: str, published: dt.date | None) -> None:
    for value in anchor(Document(text), published):
        assert value.span.of(text) == value.quote
        assert value.start <= value.end


@given(st.lists(st.sampled_from(WORDS), max_size=16).map(" ".join), st.none() | st.dates(), st.data())
def test_any_marked_stretch_is_read_without_an_exception(
    text: str, published: dt.date | None, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(text)))
    span = Span(start, data.draw(st.integers(start, len(text))))
    value = date_of(Document(text), span, published)
    assert value is None or (value.span == span and value.start <= value.end)
