"""Counts with their qualifiers."""

from importlib.resources import files

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from musnad.schema import Span
from musnad.text.compounds import count_persons
from musnad.text.document import Document
from musnad.text.normalise import fold
from musnad.text.nouns import noun_form
from musnad.text.phrases import expand
from musnad.text.quantities import qualified, quantity_data, read_quantities


def bounds(text: str) -> list[tuple[int, int | None]]:
    return [(quantity.min, quantity.max) for quantity in read_quantities(Document(text))]


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("ما لا يقل عن 40 شخصا", 40, None),
        ("لا تقل عن أربعين", 40, None),
        ("لم يقل عدد الجرحى عن ثلاثين", 30, None),
        ("أكثر من 40 قتيلاً", 41, None),
        ("اكثر من أربعين", 41, None),
        ("ما يزيد على مئة", 101, None),
        ("ما يربو على مئة", 101, None),
        ("تجاوز عدد القتلى 50", 51, None),
        ("تجاوزوا السبعين", 71, None),
        ("فوق العشرين قتيل", 21, None),
        ("نحو 25 مصابا", 22, 28),
        ("حوالي 40", 36, 44),
        ("قرابة الخمسين", 45, 55),
        ("زهاء ٢٠٠ ألف شخص", 180_000, 220_000),
        ("ما يقارب الـ40", 36, 44),
        ("بحدود ٣٠", 27, 33),
        ("ستون شخصا تقريبا", 54, 66),
        ("ما لا يقل عن نحو 40", 36, None),
        ("بين 5 و8 أشخاص", 5, 8),
        ("ما بين خمسة وثمانية", 5, 8),
        ("يتراوح العدد بين 70 و 80", 70, 80),
        ("5 إلى 8 قتلى", 5, 8),
        ("من 5 إلى 8", 5, 8),
        ("5-8 قتلى", 5, 8),
        ("خمسة أو ستة مسلحين", 5, 6),
        ("3 إلى 5 آلاف", 3000, 5000),
        ("لا يتجاوز اثنين", 0, 2),
        ("لا يزيد على خمسة", 0, 5),
        ("أقل من عشرة", 0, 9),
        ("حتى 20 قتيلا", 0, 20),
        ("عشرة على الأكثر", 0, 10),
        ("سبعة من عمال الإغاثة على الأقل", 7, None),
        ("ثلاثة قتلى على الاقل", 3, None),
        ("عشرات الجرحى", 20, 99),
        ("العشرات", 20, 99),
        ("مئات العائلات", 200, 999),
        ("آلاف النازحين", 2000, 9999),
        ("عشرات الآلاف", 20_000, 99_999),
        ("مئات الآلاف", 200_000, 999_999),
        ("بضعة جنود", 3, 9),
        ("بضع مئات", 300, 999),
        ("بضعة عشر رجلا", 13, 19),
        ("بضع وعشرين", 23, 29),
        ("عدد من الجنود", 2, None),
        ("عدة أشخاص", 2, None),
        ("أحد عشر جنديا", 11, 11),
        ("أحد الجنود", 1, 1),
        ("إحدى المتظاهرات", 1, 1),
        ("قتيلين على الأقل", 2, None),
    ],
)
def test_a_count_has_its_bounds(text: str, low: int, high: int | None) -> None:
    assert bounds(text) == [(low, high)]


def test_a_rise_from_one_number_to_another_is_no_range() -> None:
    assert bounds("ارتفع عدد القتلى من 10 إلى 12") == [(10, 10), (12, 12)]


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("خمسة جنود", "persons"),
        ("خمسة من الجنود", "persons"),
        ("خمسة آخرين", "persons"),
        ("خمسة منهم", "persons"),
        ("14 جثة", "bodies"),
        ("8 حالات", "cases"),
        ("30 عاما", "units"),
        ("خمسة كيلومترات", "units"),
        ("120 ملم", "units"),
        ("أربع قذائف", "things"),
        ("23 يناير", "label"),
        ("عيار 23", "label"),
        ("الساعة 9", "label"),
        ("F-16", "label"),
        ("ما بين 60 ألفا و80 ألف شخص", "persons"),
    ],
)
def test_what_is_counted_is_told_apart(text: str, counted: str) -> None:
    assert [quantity.counted for quantity in read_quantities(Document(text))] == [counted]


def test_a_date_joined_by_dashes_is_no_range() -> None:
    quantities = read_quantities(Document("صباح الخميس 14-3-2024"))
    assert {quantity.counted for quantity in quantities} == {"label"}


def test_a_weekday_after_a_count_is_not_what_it_counts() -> None:
    (quantity,) = read_quantities(Document("أصيب ثلاثة يوم الجمعة"))
    assert quantity.counted != "units"


def test_the_span_runs_from_qualifier_to_noun() -> None:
    text = "قُتل ما لا يقل عن ١٢ مدنيًّا أمس"
    (quantity,) = read_quantities(Document(text))
    assert quantity.span.of(text) == "ما لا يقل عن ١٢ مدنيًّا"
    assert quantity.number.of(text) == "١٢"


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("ضابط ومجندان", 3, 3),
        ("ستة رجال وطفلان", 8, 8),
        ("مدني وابنه وابنته", 3, 3),
        ("رجلا وزوجته وأطفالهما الثلاثة", 5, 5),
        ("طبيب وممرضتان وجريح", 4, 4),
        ("سبعة جنود وضابط", 8, 8),
        ("15 موظفا وزبونا", 15, 15),
        ("15 موظفا وحارس أمن", 16, 16),
        ("خمسة مرضى ومرافقين", 5, 5),
        ("القائد وأربعة من حراسه", 5, 5),
        ("قتلوه مع زوجته واثنين من أبنائه", 4, 4),
        ("أسرة من ستة أفراد", 6, 6),
        ("أفراد الطاقم السبعة", 7, 7),
        ("السائق ومرافقيه الاثنين", 3, 3),
        ("أربعة جنود، بينهم ضابط", 4, 4),
        ("الشقيقين سامر وعمر الحداد", 2, 2),
        ("سالم العلي وسمير الحسن", 2, 2),
        ("تاجرين اثنين وسائقهما", 3, 3),
        ("الأب (45 عاما) وولداه", 3, 3),
        ("جندي واحد", 1, 1),
        ("عضو المجلس البلدي وشقيقه", 2, 2),
        ("مهندسان ومثلهما من العمال", 4, 4),
        ("16 شخصا: 9 رجال و7 نساء", 16, 16),
        ("أربعون بين قتيل وجريح", 40, 40),
        ("سباكان وحارس", 3, 3),
    ],
)
def test_a_compound_is_one_total(text: str, low: int, high: int | None) -> None:
    assert count_persons(Document(text), Span(0, len(text))) == (low, high)


def test_vowels_tell_a_dual_from_a_plural() -> None:
    dual, plural = noun_form("مُسَلَّحَيْن"), noun_form("مسلّحِين")
    assert dual is not None
    assert plural is not None
    assert (dual.number, plural.number) == ("dual", "plural")


def test_approximation_rounds_outwards() -> None:
    assert qualified("about", 25, 25) == (22, 28)


def test_a_pattern_expands_to_every_sequence() -> None:
    assert set(expand("ما? لا/لم يقل")) == {("ما", "لا", "يقل"), ("ما", "لم", "يقل"), ("لا", "يقل"), ("لم", "يقل")}


def test_word_lists_hold_no_word_twice() -> None:
    for key, words in quantity_data().items():
        if key not in ("before", "after", "vague", "months", "labels", "range_between", "counting"):
            folded = [fold(word) for word in words]
            assert len(folded) == len(set(folded)), key


def test_no_noun_is_listed_twice() -> None:
    data = files("musnad.text").joinpath("nouns.yaml").read_text(encoding="utf-8")
    nouns = [line.split(":")[0].strip() for line in data.splitlines() if line.startswith("  ")]
    assert len(nouns) == len(set(nouns))


def test_given_names_are_sorted_and_stand_once() -> None:
    names = yaml.safe_load(files("musnad.text").joinpath("given_names.yaml").read_text(encoding="utf-8"))["names"]
    assert names == sorted(set(names))


@given(st.text(max_size=80))
def test_any_text_is_read_with_spans_inside_it(text: str) -> None:
    for quantity in read_quantities(Document(text)):
        assert 0 <= quantity.span.start < quantity.span.end <= len(text)
        assert quantity.max is None or 0 <= quantity.min <= quantity.max


@given(
    st.lists(
        st.sampled_from(
            ["ما", "لا", "يقل", "عن", "أكثر", "من", "5", "و8", "بين", "عشرات", "ضابط", "وجنديان", "الـ", "،"]
        ),
        max_size=10,
    )
)
def test_any_row_of_its_words_is_read(words: list[str]) -> None:
    text = " ".join(words)
    assert read_quantities(Document(text)) == read_quantities(Document(text))
