from hypothesis import given
from hypothesis import strategies as st

from musnad.schema import Span
from musnad.text.document import Document


def test_tokens_in_a_span_are_those_that_begin_there() -> None:
    document = Document("وصل الوفد إلى المدينة")
    assert [token.fold for token in document.tokens_in(Span(4, 11))] == ["الوفد", "الي"]


def test_the_token_index_of_an_offset_is_that_of_the_next_token() -> None:
    assert Document("وصل الوفد").token_index(2) == 1


def test_a_blank_between_segments_belongs_to_none() -> None:
    assert Document("وصل الوفد. وغادر.").segment_index(10) is None


def test_quotations_are_held_with_their_marks() -> None:
    document = Document('قال «لن نرحل» وكتبت الصحيفة "سنعود" و“غدًا”.')
    assert [span.of(document.text) for span in document.quotations] == ["«لن نرحل»", '"سنعود"', "“غدًا”"]


def test_another_kind_of_mark_inside_a_quotation_does_not_close_it() -> None:
    document = Document('قال «لن نرحل عن "البيت" أبدًا» ثم سكت')
    assert [span.of(document.text) for span in document.quotations] == ['«لن نرحل عن "البيت" أبدًا»']


def test_an_apostrophe_opens_no_quotation() -> None:
    assert Document("the town's mayor and its people's council").quotations == []


def test_a_quotation_ends_with_its_paragraph() -> None:
    assert Document("قال «لن نرحل\nثم سكت»").quotations == []


@given(st.text(max_size=80))
def test_every_offset_of_any_string_has_at_most_one_segment(text: str) -> None:
    document = Document(text)
    for offset in range(len(text) + 1):
        index = document.segment_index(offset)
        assert index is None or document.segments[index].span.start <= offset < document.segments[index].span.end
