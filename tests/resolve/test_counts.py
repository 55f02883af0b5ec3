"""The bounds of a marked number phrase, read in its article."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musnad.resolve.counts import count_of
from musnad.schema import Span
from musnad.text.document import Document


def count(marked: str) -> tuple[int, int | None] | None:
    """The count of the words between [[ and ]]."""
    start, text = marked.index("[["), marked.replace("[[", "").replace("]]", "")
    found = count_of(Document(text), Span(start, marked.index("]]") - 2))
    return None if found is None else tuple(found)  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("وارتفع [[عدد المصابين إلى]] 31 بعد الظهر", (31, 31)),
        ("سقط أكثر من [[40 جريحا]] في السوق", (41, None)),
        ("قُتل ما لا يقل عن [[١٢]] شخصًا", (12, None)),
        ("بلغ [[القتلى 19]] بينهم طفل", (19, 19)),
        ("[[تسعة عمال على الاقل]]", (9, None)),
        ("تجاوز عدد النازحين [[22 ألفا]]", (22001, None)),
        ("وصل [[الجرحى بالعشرات]] إلى المشفى", (20, 99)),
        ("عثروا على جثته، وشُيّع [[القتيل]] مساء", (1, 1)),
        ("اعتقلوا [[شقيقه]] فجرا", (1, 1)),
        ("سلّموا [[جثته]] إلى ذويه", (1, 1)),
        ("أصيب [[سائقها]] بجروح", (1, 1)),
        ("مقتل [[جنديين]]", (2, 2)),
        ("أُصيب [[مدنيَّين]]", (2, 2)),
        ("فسقط [[قتلى]] وجرحى", (2, None)),
        ("وأصيب [[آخر]] بجروح", (1, 1)),
        ("وإصابة [[آخرَين]] بجروح", (2, 2)),
        ("وإصابة [[آخرين]] بجروح", (2, None)),
        ("قتل [[أحدهم]] ضربا", (1, 1)),
        ("مقتل [[الشاب سامي العلي (22 عاما)]]", (1, 1)),
        ("مقتل [[شاب في الثامنة عشرة من عمره]]", (1, 1)),
        ("اغتيال [[سمير البيطار]]", (1, 1)),
        ("ف[[قُتل ومرافقه]]", (2, 2)),
        ("ف[[قضى مع ثلاثة آخرين]]", (4, 4)),
        ("أصيب [[السائق واثنان من الركاب]]", (3, 3)),
        ("يوم الخميس [[تسعة عمال]]", (9, 9)),
        ("خطف [[عاملا إغاثة]]", (2, 2)),
        ("خطفوا [[صيادين مصريين]]", (2, 2)),
        ("عثر على [[جثث خمسة رجال]]", (5, 5)),
        ("ما بين [[10 و15 مسلحا]]", (10, 15)),
        ("أكثر من [[ثلاثة آلاف شخص]]", (3001, None)),
        ("[[نصف مليون نازح]]", (500_000, 500_000)),
        ("[[ثلاثة جنود]] تقريبا", (2, 4)),
    ],
)
def test_a_marked_phrase_has_its_count(marked: str, expected: tuple[int, int | None]) -> None:
    assert count(marked) == expected


def test_a_number_beyond_the_sentence_is_not_borrowed() -> None:
    assert count("سقط [[قتلى]]. ووصلت 7 سيارات إسعاف") == (2, None)


def test_the_rest_of_the_article_tells_a_dual_from_a_plural() -> None:
    assert count("أوقف مسلحان. وأفرج عن [[المسلحين]]") == (2, 2)
    assert count("أوقف مسلحون. وأفرج عن [[المسلحين]]") == (2, None)


def test_a_span_without_words_has_no_count() -> None:
    assert count("قُتل [[ — ]] أمس") is None


@given(st.text(alphabet="قتل جنديان5وبثلاثة،.«»ًَ()", max_size=60), st.integers(0, 60), st.integers(0, 60))
def test_any_span_of_any_text_is_read(text: str, start: int, length: int) -> None:
    found = count_of(Document(text), Span(start, min(start + length, len(text))))
    assert found is None or found.max is None or found.min <= found.max
