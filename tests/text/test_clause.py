from importlib.resources import files

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from musnad.schema import Span
from musnad.text.clause import clause_around, clauses
from musnad.text.document import Document


def around(text: str, trigger: str) -> str:
    at = text.index(trigger)
    return clause_around(Document(text), Span(at, at + len(trigger))).of(text)


def parts(text: str) -> list[str]:
    document = Document(text)
    return [clause.of(text) for segment in document.segments for clause in clauses(document, segment)]


def test_a_clause_ends_before_its_source() -> None:
    assert around("سقطت قذيفتان على السوق، بحسب مصدر طبي.", "سقطت") == "سقطت قذيفتان على السوق"


def test_a_source_without_a_comma_ends_it_too() -> None:
    assert around("سقطت قذيفتان على السوق وفق مصدر طبي.", "سقطت") == "سقطت قذيفتان على السوق"


def test_reported_words_begin_after_the_complementiser() -> None:
    assert around("وقال الشهود إن قذيفتين سقطتا على السوق.", "سقطتا") == "قذيفتين سقطتا على السوق"


def test_a_time_between_commas_does_not_end_a_clause() -> None:
    text = "هاجم مسلحون، فجر اليوم الاثنين، حاجزًا للشرطة."
    assert around(text, "هاجم") == "هاجم مسلحون، فجر اليوم الاثنين، حاجزًا للشرطة"


def test_a_result_belongs_to_the_clause_of_its_cause() -> None:
    text = "انفجر لغم بحافلة، ما أدى إلى مقتل السائق، فيما أُغلق الطريق."
    assert around(text, "انفجر") == "انفجر لغم بحافلة، ما أدى إلى مقتل السائق"


def test_a_toll_after_a_conjunction_belongs_to_the_clause() -> None:
    text = "قُتل جندي في الكمين، وأُصيب اثنان بجروح."
    assert around(text, "قُتل") == "قُتل جندي في الكمين، وأُصيب اثنان بجروح"


def test_another_act_after_a_conjunction_does_not() -> None:
    assert around("قُتل جندي في الكمين، وأُغلق الطريق.", "قُتل") == "قُتل جندي في الكمين"


def test_the_conjunction_that_opens_a_clause_is_left_out() -> None:
    assert around("وقصفت المدفعية أطراف البلدة.", "قصفت") == "قصفت المدفعية أطراف البلدة"


def test_an_event_named_as_the_cause_of_another_has_a_clause_of_its_own() -> None:
    text = "وردًا على قصف الميناء، شنّت البحرية هجومًا على القاعدة."
    assert around(text, "قصف الميناء") == "ردًا على قصف الميناء"


def test_a_dateline_is_no_part_of_a_clause() -> None:
    assert around("بغداد (رويترز) - قُتل جندي في الكمين.", "قُتل") == "قُتل جندي في الكمين"


def test_connectors_part_clauses() -> None:
    text = "قُتل جندي في الكمين فيما فرّ المهاجمون في حين أُغلق الطريق."
    assert parts(text) == ["قُتل جندي في الكمين", "فيما فرّ المهاجمون", "في حين أُغلق الطريق"]


@pytest.mark.parametrize("text", ["", "،", "، ، .", "- \n• ؛"])
def test_signs_alone_are_no_clause(text: str) -> None:
    assert parts(text) == []


@given(st.text(alphabet="ابتوقل ،.:؛«»\n1-", max_size=60), st.integers(0, 60), st.integers(1, 9))
def test_the_clause_around_a_span_covers_it(text: str, start: int, length: int) -> None:
    span = Span(min(start, len(text)), min(start + length, len(text)))
    assert clause_around(Document(text), span).covers(span)


def test_the_word_lists_are_sorted_and_hold_no_word_twice() -> None:
    lists = yaml.safe_load(files("musnad.text").joinpath("clause.yaml").read_text("utf-8"))
    assert all(words == sorted(set(words)) for words in lists.values())
