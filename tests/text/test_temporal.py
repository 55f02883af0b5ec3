"""Temporal expressions as they stand in a text, before they are tied to calendar days."""

import itertools
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musnad.schema import Span
from musnad.text.document import Document
from musnad.text.temporal import Interval, Moment, Recurrence, Shift, find_expressions
from musnad.text.temporal.lexicon import load, vocabulary

WORDS = (
    "فجر اليوم الاثنين 5 من شباط و إلى بين منذ قبل يومين 2024 / - ( ) الماضي ، : . \n مساء أمس تشرين الأول هـ".split(
        " "
    )
)


def _quotes(text: str) -> list[str]:
    return [expression.span.of(text) for expression in find_expressions(Document(text))]


def _only(text: str) -> object:
    (expression,) = find_expressions(Document(text))
    return expression.value


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("قُتل فَجْرَ اليومِ، الاثنين 5 من شُباط، ثلاثة", "فَجْرَ اليومِ، الاثنين 5 من شُباط"),
        ("وفجر الأربعاء سقطت قذيفة", "فجر الأربعاء"),
        ("سقطت قذيفة بالأمس على الحي", "الأمس"),
        ("سقطت قذيفة أمس (الخميس) على الحي", "أمس (الخميس)"),
        ("اندلعت في تشــرين الأول/أكتوبر 2023 معارك", "تشــرين الأول/أكتوبر 2023"),
        ("خرجوا في ٥/٢/٢٠٢٤م إلى الساحة", "٥/٢/٢٠٢٤م"),
        ("للجمعة الماضية أثر", "للجمعة الماضية"),
        ("بدأ ليل الجمعة – السبت هجوم", "ليل الجمعة – السبت"),
        ("جرى ذلك من 3 إلى 7 آذار في حلب", "من 3 إلى 7 آذار"),
        ("عثر عليه بعد ذلك بثلاثة أيام قتيلا", "بعد ذلك بثلاثة أيام"),
        ("سجل خلال الساعات الـ24 الماضية قصف", "خلال الساعات الـ24 الماضية"),
        ("في اجتماع السبت 2 ربيع الآخر 1446هـ بعدن", "السبت 2 ربيع الآخر 1446هـ"),
    ],
)
def test_the_longest_expression_is_quoted_without_its_proclitic(text: str, quote: str) -> None:
    assert _quotes(text) == [quote]


@pytest.mark.parametrize(
    "text",
    [
        "مارس المحتجون ضغوطا على الحكومة",
        "فر بسيارة نيسان بيضاء",
        "طالبت قوى 14 آذار بالتحقيق",
        "تجمعوا في ميدان 7 أكتوبر",
        "عند جسر 14 رمضان",
        "أحيا ناشطون ثورة 25 يناير",
        "قال رمضان شعبان لمراسلنا",
        "اعتقل رجب محرم",
        "قناة روسيا اليوم بثت تسجيلا",
        "موقع «الرقة اليوم» الإخباري",
        "صحيفة «اليوم السابع»",
        "الصحف اليومية",
        "قصف سوق الثلاثاء",
        "قتل أحد الجنود",
        "الأحد عشر مختطفا",
        "وافق ثلثا المجلس، أي 2/3",
        "فاز الفريق 3-2",
        "للتواصل 05-02-33-44",
        "القرار 2254 والقرار 2014/33",
        "بلغت الحصيلة 2011 قتيلا",
        "أصيب في الظهر",
        "فجر انتحاري نفسه",
        "ظهر قائد الفصيل في تسجيل",
        "طفل في العاشرة من عمره",
        "للمرة الثانية على التوالي",
        "عناصر تنظيم أيلول الأسود",
        "حكم عليه بالسجن خمسة أعوام",
        "أصيب من 3 إلى 7 أشخاص",
        "في اليوم الثاني من المفاوضات",
        "اقتادوا راكبين في إب الخاضعة للحوثيين",
        "قال شقيقه لصحيفة «الغد» إنه بريء",
        "عاد في اللحظة الأخيرة",
        "سقطت القذائف خلال أيام الحصار",
        "مع بدء العام الدراسي",
    ],
)
def test_a_name_or_an_everyday_word_is_no_time(text: str) -> None:
    assert _quotes(text) == []


def test_a_day_counts_from_the_publication_or_from_the_focus() -> None:
    assert _only("أمس") == Moment(day=Shift(-1))
    assert _only("في اليوم التالي") == Moment(day=Shift(1, "focus"))


def test_a_date_keeps_its_weekday_and_part_of_the_day() -> None:
    assert _only("فجر السبت 3 شباط 2024") == Moment(year=2024, month=2, day=3, weekday=5, part="dawn")


def test_a_hijri_date_yields_to_the_gregorian_one_beside_it() -> None:
    value = _only("الاثنين 24 رجب 1445هـ الموافق 5 فبراير 2024م")
    assert value == Moment(year=2024, month=2, day=5, weekday=0)


def test_a_clock_time_with_a_fraction_is_hour_and_minute() -> None:
    value = _only("الساعة الثالثة إلا ربعا فجر الأحد")
    assert isinstance(value, Moment)
    assert value.clock == (2, 45)


def test_minutes_in_words_belong_to_the_hour() -> None:
    value = _only("عند الحادية عشرة وخمس وثلاثين دقيقة قبل ظهر الأحد")
    assert isinstance(value, Moment)
    assert value.clock == (11, 35)


def test_a_date_beside_a_noun_for_a_statement_is_reported() -> None:
    first, second = find_expressions(Document("قتل السبت، ونفى الحزب ذلك في بيان أمس"))
    assert (first.reported, second.reported) == (False, True)


def test_the_first_end_of_an_interval_takes_month_and_year_from_the_second() -> None:
    assert _only("بين 3 و7 آذار 2019") == Interval(Moment(year=2019, month=3, day=3), Moment(year=2019, month=3, day=7))


def test_since_is_open_to_the_publication() -> None:
    assert _only("منذ اندلاع الحرب في 15 نيسان 2023") == Interval(Moment(year=2023, month=4, day=15), None)


def test_what_happens_every_week_is_a_set() -> None:
    (expression,) = find_expressions(Document("يتظاهرون كل يوم جمعة"))
    assert expression.type == "SET"
    assert expression.value == Recurrence(4)


@pytest.mark.parametrize(
    ("text", "kind"), [("أمس", "DATE"), ("مساء أمس", "TIME"), ("خلال 24 ساعة", "DURATION"), ("كل جمعة", "SET")]
)
def test_each_expression_has_its_timex3_type(text: str, kind: str) -> None:
    (expression,) = find_expressions(Document(text))
    assert expression.type == kind


def test_an_expression_does_not_cross_a_line() -> None:
    assert _quotes("* 2004\n3 آذار: هجوم") == ["2004", "3 آذار"]


def test_a_marked_stretch_is_read_on_weaker_signs() -> None:
    text = "النتيجة 14/3 و"
    assert _quotes(text) == []
    assert find_expressions(Document(text), Span(8, 12))[0].value == Moment(month=3, day=14)


def test_no_phrase_stands_twice_under_one_kind() -> None:
    counts = Counter((entry.words, entry.kind) for entry in vocabulary())
    assert [phrase for phrase, count in counts.items() if count > 1] == []


@pytest.mark.parametrize("name", ["guards", "months", "numbers", "weekdays", "words"])
def test_lists_of_words_are_sorted(name: str) -> None:
    assert [words for words in _lists(load(name)) if words != sorted(words)] == []


def _lists(data: object) -> list[list[str]]:
    if isinstance(data, dict):
        return [words for value in data.values() for words in _lists(value)]
    return [data] if isinstance(data, list) else []


@given(st.text())
def test_any_string_is_read_without_an_exception(text: str) -> None:
    for expression in find_expressions(Document(text)):
        assert expression.span.of(text)


@given(st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join))
def test_expressions_stand_in_order_and_do_not_overlap(text: str) -> None:
    spans = [expression.span for expression in find_expressions(Document(text))]
    assert all(first.end <= second.start for first, second in itertools.pairwise(spans))
    assert all(0 <= span.start < span.end <= len(text) for span in spans)


@given(st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join))
def test_reading_is_deterministic(text: str) -> None:
    assert find_expressions(Document(text)) == find_expressions(Document(text))
