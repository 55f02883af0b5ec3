"""Numbers in words, digits and both."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musnad.text.document import Document
from musnad.text.normalise import fold
from musnad.text.number_words import number_data, number_words
from musnad.text.numerals import digits_value, read_numerals


def values(text: str) -> list[float]:
    return [numeral.value for numeral in read_numerals(Document(text))]


def quotes(text: str) -> list[str]:
    return [numeral.span.of(text) for numeral in read_numerals(Document(text))]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("واحد", 1),
        ("واحدة", 1),
        ("اثنان", 2),
        ("اثنتين", 2),
        ("ثلاث", 3),
        ("ثمانية", 8),
        ("ثماني", 8),
        ("عشر", 10),
        ("أحد عشر", 11),
        ("إحدى عشرة", 11),
        ("اثنا عشر", 12),
        ("اثنتي عشرة", 12),
        ("ثلاثة عشر", 13),
        ("تسع عشرة", 19),
        ("إحدى وعشرين", 21),
        ("اثنان وثلاثون", 32),
        ("تسعة وتسعين", 99),
        ("مئة", 100),
        ("مائة", 100),
        ("مئتان وخمسون", 250),
        ("مائتين", 200),
        ("ثلاثمئة", 300),
        ("ثلاثمائة", 300),
        ("ثلاث مئة", 300),
        ("ثمانمائة وستة", 806),
        ("ألف ومئتي", 1200),
        ("ألفين", 2000),
        ("ألفا شخص", 2000),
        ("خمسة آلاف", 5000),
        ("أحد عشر ألفا", 11000),
        ("مئة وخمسين ألفًا وثلاثمئة وخمسة", 150305),
        ("نصف مليون", 500_000),
        ("مليون ونصف المليون", 1_500_000),
        ("مليونين ونصف", 2_500_000),
        ("ثلاثة ملايين ومئة ألف", 3_100_000),
        ("مليار", 10**9),
    ],
)
def test_number_words_have_their_value(text: str, value: int) -> None:
    assert values(text) == [value]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1200", 1200),
        ("1,200", 1200),
        ("1.200", 1200),
        ("١٬٢٠٠", 1200),
        ("12 500", 12500),
        ("۴۵", 45),
        ("１７", 17),
        ("5 آلاف", 5000),
        ("1.5 مليون", 1_500_000),
        ("٢٫٥ مليون", 2_500_000),
        ("2.3 مليون", 2_300_000),
        ("3 ملايين و200 ألف", 3_200_000),
        ("ألف و200", 1200),
        ("مئة و20", 120),
    ],
)
def test_digits_and_mixtures_have_their_value(text: str, value: int) -> None:
    assert values(text) == [value]


@pytest.mark.parametrize("text", ["ثلاثَةَ عَشَرَ", "ثلاثـــة عشر", "ثلاثه عشر", "«ثلاثة عشر»"])
def test_spelling_does_not_change_a_number(text: str) -> None:
    assert values(text) == [13]


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("وصل وخمسة رجال", "خمسة"),
        ("بثلاثة صواريخ", "ثلاثة"),
        ("قدّمت لـ5 أسر", "5"),
        ("الأيام الـ24 الماضية", "الـ24"),
        ("القرى السبع", "السبع"),
        ("كان خمسةً", "خمسةً"),
    ],
)
def test_attached_letters_stay_outside_and_the_article_inside(text: str, quote: str) -> None:
    assert quotes(text) == [quote]


@pytest.mark.parametrize("text", ["جنديان", "قتيلين", "طفلتين", "والجريحان", "مدنيَّين"])
def test_a_dual_counts_two(text: str) -> None:
    (numeral,) = read_numerals(Document(text))
    assert (numeral.value, numeral.kind) == (2, "dual")


def test_a_plural_written_like_a_dual_is_no_number() -> None:
    assert values("وصل عدد المصابين إلى المشفى") == []


@pytest.mark.parametrize("text", ["الثالث", "الثالث عشر", "الثالثة والعشرين", "الحادي عشر"])
def test_ordinals_are_kept_apart(text: str) -> None:
    assert [numeral.kind for numeral in read_numerals(Document(text))] == ["ordinal"]


@pytest.mark.parametrize("text", ["20%", "٢٠٪", "20 في المئة", "عشرين بالمئة", "20 بالمائة"])
def test_shares_are_kept_apart(text: str) -> None:
    assert [numeral.kind for numeral in read_numerals(Document(text))] == ["percent"]


@pytest.mark.parametrize("text", ["12:30", "3/4/2019", "1.2.2019"])
def test_clock_times_and_numeric_dates_are_no_numbers(text: str) -> None:
    assert values(text) == []


@pytest.mark.parametrize("text", ["خمسة وستة", "5 و8", "مئة وخمس مئة"])
def test_numbers_side_by_side_stay_two(text: str) -> None:
    assert len(values(text)) == 2


def test_monday_is_no_number_but_two_after_a_possessed_dual_is() -> None:
    assert values("صباح الاثنين") == []
    assert values("مع ولديه الاثنين") == [2, 2]


def test_words_that_mean_dead_are_no_hundreds_without_their_hamza() -> None:
    assert 200 not in values("عثر عليهما ميتين")


def test_digits_that_are_no_number_have_no_value() -> None:
    assert digits_value("1/2") is None
    assert digits_value("007") == 7


def test_the_lexicon_has_no_word_twice_in_a_list() -> None:
    for key in ("whole", "stems", "tens", "joined_teens", "ordinals"):
        forms = [fold(form) for row in number_data()[key].values() for form in row]
        assert len(forms) == len(set(forms)) or key == "tens"


def test_every_cardinal_word_reads_as_its_own_value() -> None:
    for word, meaning in number_words().items():
        if meaning.role in ("unit", "ten", "teen", "scale") and word != fold("ألفا"):
            assert values(f"بلغ {word} .")[:1] in ([meaning.value], []) or word.startswith("ميت")


@given(st.integers(min_value=0, max_value=10**12))
def test_plain_digits_read_as_themselves(number: int) -> None:
    assert values(str(number)) == [number]


@given(st.text(max_size=80))
def test_any_text_is_read_in_order_and_inside_itself(text: str) -> None:
    numerals = read_numerals(Document(text))
    assert all(0 <= n.span.start < n.span.end <= len(text) for n in numerals)
    assert all(a.last <= b.first for a, b in pairwise(numerals))


@given(st.lists(st.sampled_from(sorted(number_words())), max_size=8))
def test_any_row_of_number_words_is_read(words: list[str]) -> None:
    text = " و".join(words)
    assert read_numerals(Document(text)) == read_numerals(Document(text))
