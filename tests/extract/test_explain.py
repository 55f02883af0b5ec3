"""Every value of a reading is explained, by its words, what chose it, how sure that is, and what else was weighed."""

import pytest

from musnad.extract.explain import FIELDS, meaning
from musnad.reader import read
from musnad.schema import Article, Casualty, Reading, Span
from musnad.schema.reading import ReaderName

TEXT = (
    "قتل أربعة مدنيين وأصيب سبعة آخرون، صباح الثلاثاء، في قصف مدفعي نفذته قوات النظام على مدينة أريحا جنوبي إدلب، "
    "بحسب الدفاع المدني السوري.\nوردًا على القصف، استهدفت فصائل المعارضة بالصواريخ مواقع لقوات النظام في معرة النعمان."
)


@pytest.fixture(params=["lexicon", "both"])
def reading(request: pytest.FixtureRequest) -> Reading:
    reader: ReaderName = request.param
    return read(Article(id="a", text=TEXT, published="2021-10-20"), reader, explain=True)


def test_nothing_is_explained_unasked() -> None:
    assert read(Article(id="a", text=TEXT, published="2021-10-20"), "lexicon").explanations == []


def test_every_value_is_explained(reading: Reading) -> None:
    told = {(one.event, one.field, one.span) for one in reading.explanations}
    assert reading.events
    for event in reading.events:
        for field in FIELDS.values():
            value = getattr(event, field)
            for one in value if isinstance(value, list) else [value] if value else []:
                assert (event.id, field, one.span) in told
        assert {(event.id, "mentions", mention.trigger_span) for mention in event.mentions} <= told
        fields = {one.field for one in reading.explanations if one.event == event.id}
        assert {"sub_event_type", "responsibility"} <= fields


def test_the_words_stand_in_the_text_and_the_choice_beats_the_others(reading: Reading) -> None:
    for one in reading.explanations:
        assert one.span.of(TEXT) == one.quote
        assert one.method
        assert 0.0 < one.confidence <= 1.0
        for other in one.runners_up:
            assert other.span is None or other.span.of(TEXT) == other.quote
            assert other.value != one.value or other.quote != one.quote
        if one.field == "sub_event_type":
            assert all(other.confidence <= one.confidence for other in one.runners_up)


@pytest.mark.parametrize(
    ("least", "most", "said"), [(3, 3, "3 killed"), (36, 44, "36-44 killed"), (40, None, "40+ killed")]
)
def test_a_toll_is_told_as_a_count(least: int, most: int | None, said: str) -> None:
    toll = Casualty(quote="ق", span=Span(0, 1), confidence=1.0, method="test", status="killed", min=least, max=most)
    assert meaning(toll) == said
