from hypothesis import given
from hypothesis import strategies as st

from musnad.extract.statements import find_statements, sources_for
from musnad.schema import Span
from musnad.text.document import Document


def sources(text: str, trigger: str) -> list[str]:
    at = text.index(trigger)
    return [source.quote for source in sources_for(Document(text), Span(at, at + len(trigger)))]


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


def test_the_source_after_an_event_reports_it() -> None:
    assert sources("سقطت قذيفتان على السوق، بحسب مصدر طبي.", "سقطت") == ["مصدر طبي"]


def test_the_source_before_an_event_reports_it() -> None:
    assert sources("أعلنت الشرطة أن قذيفتين سقطتا على السوق.", "سقطتا") == ["الشرطة"]


def test_the_source_of_another_clause_does_not() -> None:
    text = "سقطت قذيفتان على السوق، بحسب مصدر طبي، فيما قالت الشرطة إن لصًا أُوقف."
    assert sources(text, "أُوقف") == ["الشرطة"]


def test_a_source_that_takes_the_event_up_in_the_next_sentence_reports_it_too() -> None:
    text = "انفجرت عبوة في السوق، بحسب مصدر طبي. وقالت الشرطة إن الانفجار أوقع جرحى."
    assert sources(text, "انفجرت") == ["مصدر طبي", "الشرطة"]


def test_an_event_that_nobody_reports_has_no_source() -> None:
    assert sources("سقطت قذيفتان على السوق صباحًا.", "سقطت") == []


@given(st.text(max_size=60))
def test_any_string_is_read_the_same_way_twice(text: str) -> None:
    assert find_statements(Document(text)) == find_statements(Document(text))
