"""Actor phrases of a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musnad.extract.actors import ActorMention, find_actors
from musnad.text.document import Document


def read(text: str) -> dict[str, ActorMention]:
    return {mention.span.of(text): mention for mention in find_actors(Document(text))}


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("قُتل ثلاثة جنود أمريكيين بتفجير", "ثلاثة جنود أمريكيين"),
        ("أطلق مسلحون مجهولون النار", "مسلحون مجهولون"),
        ("هاجمت عناصر من تنظيم داعش القرية", "عناصر من تنظيم داعش"),
        ("استهدف التفجير دورية للجيش", "دورية للجيش"),
        ("مرت قافلة عسكرية", "قافلة عسكرية"),
        ("هوجمت نقطة تفتيش", "نقطة تفتيش"),
        ("قصفوا منزل قيادي", "منزل قيادي"),
        ("أعلنت «قوات سوريا الديمقراطية» (قسد) ذلك", "«قوات سوريا الديمقراطية» (قسد)"),
        ("أصيب نحو ثلاثين متظاهرا", "نحو ثلاثين متظاهرا"),
        ("واغتال ملثمون الطبيب سالم العطار", "الطبيب سالم العطار"),
    ],
)
def test_phrases_are_quoted_whole_and_without_clitics(text: str, quote: str) -> None:
    assert quote in read(text)


def test_a_group_carries_its_registry_id() -> None:
    assert read("قالت حركة حماس")["حركة حماس"].actor == "hamas"


def test_a_member_carries_the_id_of_the_group() -> None:
    assert read("قُتل قيادي في حزب الله")["قيادي في حزب الله"].actor == "hezbollah"


def test_a_guarded_name_needs_quotation_marks_or_a_head() -> None:
    bare, quoted = read("تم فتح حوار"), read("عناصر «فتح»")
    assert ([m.actor for m in bare.values()], [m.actor for m in quoted.values()]) == ([], ["fatah"])


def test_the_adjective_of_a_country_after_an_act_names_who_did_it() -> None:
    mention = read("أسفرت غارات أميركية عن قتلى")["أميركية"]
    assert (mention.kind, mention.country) == ("adjective", "US")


@given(st.text(alphabet="جنودمسلحينعراقي للاث«»()\n 35ُ", max_size=80))
def test_any_text_is_read_and_spans_lie_in_it(text: str) -> None:
    for mention in find_actors(Document(text)):
        assert 0 <= mention.span.start < mention.span.end <= len(text)


@given(st.text(max_size=60))
def test_any_string_is_read_without_an_exception(text: str) -> None:
    document = Document(text)
    assert find_actors(document) == find_actors(Document(text))
