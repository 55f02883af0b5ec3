from hypothesis import given
from hypothesis import strategies as st

from musnad.extract.statements import find_statements
from musnad.text.document import Document


def test_a_statement_carries_speaker_role_and_kind() -> None:
    text = "ونفى المتحدث باسم الجيش نبيل السيد قصف القرية."
    statement = find_statements(Document(text))[0]
    assert (statement.kind, statement.speaker.quote, statement.role) == ("denial", "نبيل السيد", "المتحدث باسم الجيش")


def test_a_source_that_is_only_named_makes_no_statement() -> None:
    assert find_statements(Document("سقطت قذيفتان على السوق، بحسب مصدر طبي.")) == []


def test_every_quote_is_what_its_span_covers() -> None:
    text = "قالت «وكالة النجدة» إن الطريق أُغلق، ونقلت عن مصدر أمني أن التحقيق جارٍ."
    for statement in find_statements(Document(text)):
        assert statement.span.of(text) == statement.quote
        assert statement.speaker.span.of(text) == statement.speaker.quote


@given(st.text(max_size=60))
def test_any_string_is_read_the_same_way_twice(text: str) -> None:
    assert find_statements(Document(text)) == find_statements(Document(text))
