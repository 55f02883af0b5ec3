"""Places that a text names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musnad.extract.toponyms import find_names, find_places
from musnad.text.document import Document


def quotes(text: str) -> list[str]:
    return [mention.span.of(text) for mention in find_places(Document(text))]


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("انفجرت عبوة في مدينة الحلة", "مدينة الحلة"),
        ("سقطت قذائف على ريف دير الزور الشرقي", "ريف دير الزور الشرقي"),
        ("وقع الهجوم بمحافظة الأنبار أمس", "محافظة الأنبار"),
        ("قصفت الطائرات محيط بلدة كفرنبل", "محيط بلدة كفرنبل"),
        ("اندلعت معارك شمال غربي حلب", "شمال غربي حلب"),
        ("استهدف الهجوم قاعدة عين الأسد الجوية", "قاعدة عين الأسد الجوية"),
    ],
)
def test_head_nouns_relations_and_trailing_adjectives_belong_to_the_span(text: str, quote: str) -> None:
    assert quote in quotes(text)


def test_an_unknown_name_after_a_head_has_no_candidates() -> None:
    text = "هاجم مسلحون قرية كفر زنباع ليلا"
    mention = next(m for m in find_places(Document(text)) if "زنباع" in m.span.of(text))
    assert (mention.span.of(text), mention.candidates) == ("قرية كفر زنباع", ())


def test_the_adjective_of_a_country_is_no_place() -> None:
    assert quotes("غارات أمريكية وأخرى تركية") == []


def test_a_place_inside_the_name_of_a_group_is_no_place() -> None:
    assert quotes("تبنى تنظيم الدولة الإسلامية في العراق والشام الهجوم") == []


def test_a_capital_that_speaks_is_a_hint_only() -> None:
    document = Document("اتهمت طهران جهات خارجية")
    assert [m.role for m in find_names(document)] == ["hint"]


def test_the_place_of_an_office_is_a_hint_only() -> None:
    assert quotes("قال قائد شرطة ديالى في بيان") == []


def test_a_common_word_is_no_town_without_a_head() -> None:
    assert quotes("في هذا الباب قال الوزير كلاما") == []


def test_a_definite_noun_points_back_at_a_place() -> None:
    document = Document("دخلت القوات بلدة سرمين. وسقط قتلى في البلدة.")
    assert [m.role for m in find_places(document)] == ["place", "anaphor"]


@given(st.text(alphabet="مدينةقرفيبوالحلشجنط ُـ«».،\n-12", max_size=80))
def test_any_text_is_read_and_spans_lie_in_it(text: str) -> None:
    for mention in find_names(Document(text)):
        assert 0 <= mention.span.start <= mention.name.start < mention.name.end <= len(text)


@given(st.text(max_size=60))
def test_any_string_is_read_without_an_exception(text: str) -> None:
    document = Document(text)
    assert find_names(document) == find_names(Document(text))
