"""Names of the registry in running text."""

from hypothesis import given
from hypothesis import strategies as st

from musnad.registry.matcher import NameMatcher, WordStream, all_words_of, words_of
from musnad.text.document import Document

NAMES = {"العراق": "iraq", "دير الزور": "deir", "دير": "monastery", "حزب الله": "party"}
MATCHER = NameMatcher([(words_of(name), key) for name, key in NAMES.items()])


def quotes(text: str) -> list[str]:
    document = Document(text)
    stream = WordStream(document)
    return [stream.span(m.first, m.last, m.skip).of(text) for m in MATCHER.longest(stream)]


def test_the_longest_name_at_a_place_is_taken() -> None:
    assert quotes("قرب دير الزور") == ["دير الزور"]


def test_attached_clitics_are_left_out_of_the_span() -> None:
    assert quotes("وبالعراق وبدير الزور") == ["العراق", "دير الزور"]


def test_a_name_merged_with_li_is_found_whole() -> None:
    assert quotes("أرسلت تعزيزات للعراق") == ["للعراق"]


def test_diacritics_and_tatweel_do_not_hide_a_name() -> None:
    assert quotes("في العِـــراقِ") == ["العِـــراقِ"]


def test_a_name_is_bounded_by_words() -> None:
    assert quotes("العراقيون والديرة") == []


def test_quotation_marks_inside_a_name_are_looked_through() -> None:
    assert quotes('حزب "الله"') == ['حزب "الله"']


def test_a_name_does_not_run_over_a_line_break() -> None:
    assert quotes("أعلن حزب\nالله أعلم") == []


@given(st.text(alphabet='ابتدلوي العراق«»"\n()َ١ــ', max_size=60))
def test_spans_always_lie_in_the_text(text: str) -> None:
    document = Document(text)
    stream = WordStream(document)
    for match in MATCHER.find(stream):
        span = stream.span(match.first, match.last, match.skip)
        assert 0 <= span.start < span.end <= len(text)


@given(st.lists(st.text(alphabet="أإآبةىي ـَ«»-1گک", max_size=12), max_size=5))
def test_folding_many_names_at_once_is_folding_each(names: list[str]) -> None:
    assert all_words_of(names) == [words_of(name) for name in names] or not names
