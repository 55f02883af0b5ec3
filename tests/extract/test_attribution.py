from importlib.resources import files

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from musnad.extract.attribution import Report, find_reports
from musnad.extract.reporting_verbs import saying, saying_forms
from musnad.text.document import Document
from musnad.text.normalise import fold


def reports(text: str) -> list[Report]:
    return find_reports(Document(text))


def told(text: str) -> list[tuple[str, str]]:
    return [(report.speaker.of(text), report.content.of(text)) for report in reports(text)]


@pytest.mark.parametrize(
    "word",
    [
        "قال",
        "وقالت",
        "فقالوا",
        "يقول",
        "أضاف",
        "وأوضحت",
        "ذكر",
        "اكدت",
        "نفى",
        "ينفي",
        "اتهمت",
        "دعا",
        "تطالب",
        "توعّد",
        "أدان",
        "دانت",
    ],
)
def test_verbs_of_saying_are_known_in_their_forms(word: str) -> None:
    assert saying(fold(word)) is not None


@pytest.mark.parametrize("word", ["الأمن", "نفسه", "حملة", "نصف", "اثنين", "بغداد", "قتل"])
def test_other_words_are_not(word: str) -> None:
    found = saying(fold(word))
    assert found is None or found.ambiguous


def test_a_pronoun_after_a_verb_stands_for_what_is_said() -> None:
    found = saying(fold("نفاه"))
    assert found is not None
    assert found.with_object


def test_the_speaker_follows_the_verb() -> None:
    assert told("قال مصدر طبي إن الجرحى نُقلوا إلى المشفى.") == [("مصدر طبي", "الجرحى نُقلوا إلى المشفى")]


def test_the_speaker_precedes_the_verb() -> None:
    assert told("الجيش يقول إن الطريق آمن.") == [("الجيش", "الطريق آمن")]


def test_a_name_is_told_from_the_title_before_it() -> None:
    text = "أعلن وزير الصحة السوداني هيثم إبراهيم أن المستشفى خرج من الخدمة."
    report = reports(text)[0]
    assert report.role is not None
    assert (report.speaker.of(text), report.role.of(text).strip()) == ("هيثم إبراهيم", "وزير الصحة السوداني")
    assert report.source.of(text) == "وزير الصحة السوداني هيثم إبراهيم"


def test_a_name_between_commas_after_a_title_is_the_speaker() -> None:
    text = "وقال مدير المستشفى، سامر الحلو، إن المولدات توقفت."
    assert told(text) == [("سامر الحلو", "المولدات توقفت")]


def test_a_colon_after_a_source_opens_its_words() -> None:
    assert told("وزارة الصحة: وصول سبعة جرحى إلى المشفى.") == [("وزارة الصحة", "وصول سبعة جرحى إلى المشفى")]


def test_a_quotation_after_the_verb_is_what_was_said() -> None:
    assert told("وقال رئيس البلدية: «لن نغادر بيوتنا أبدًا».") == [("رئيس البلدية", "لن نغادر بيوتنا أبدًا")]


def test_a_speaker_who_is_not_named_again_is_carried_over() -> None:
    text = "قال الناطق باسم الشرطة إن الطريق أُغلق. وأضاف أن التحقيق جارٍ."
    assert told(text)[1] == ("الناطق باسم الشرطة", "التحقيق جارٍ")


def test_a_lone_title_takes_up_the_name_told_before() -> None:
    text = "قال المتحدث باسم الجيش نبيل السيد إن الطريق أُغلق. وأكد المتحدث أن التحقيق جارٍ."
    assert told(text)[1][0] == "نبيل السيد"


def test_more_reported_words_make_another_report() -> None:
    text = "قالت الشرطة إن الطريق أُغلق، وإن التحقيق جارٍ."
    assert told(text) == [("الشرطة", "الطريق أُغلق"), ("الشرطة", "التحقيق جارٍ")]


def test_an_agency_that_quotes_someone_is_the_way_and_not_the_source() -> None:
    text = "نقلت وكالة رويترز عن مسؤول أمني أن الطريق أُغلق."
    report = reports(text)[0]
    assert report.via is not None
    assert (report.speaker.of(text), report.via.of(text)) == ("مسؤول أمني", "وكالة رويترز")


def test_whom_a_source_spoke_to_is_the_way_too() -> None:
    text = "وقال شاهد عيان لوكالة رويترز إن الطريق أُغلق."
    report = reports(text)[0]
    assert report.via is not None
    assert (report.speaker.of(text), report.via.of(text)) == ("شاهد عيان", "لوكالة رويترز")


@pytest.mark.parametrize(
    "named", ["بحسب مصدر طبي", "وفق مصدر طبي", "حسبما أفاد مصدر طبي", "وفقًا لما ذكره مصدر طبي", "كما قال مصدر طبي"]
)
def test_a_source_that_is_only_named_has_not_spoken(named: str) -> None:
    text = f"سقطت قذيفتان على السوق، {named}."
    report = reports(text)[0]
    assert (report.said, report.source.of(text), report.content.of(text)) == (
        False,
        "مصدر طبي",
        "سقطت قذيفتان على السوق",
    )


def test_a_denial_is_quoted_with_its_verb() -> None:
    text = "ونفت حركة النجدة ضلوعها في التفجير."
    report = reports(text)[0]
    assert (report.kind, report.speaker.of(text)) == ("denial", "حركة النجدة")
    assert report.content.of(text) == "نفت حركة النجدة ضلوعها في التفجير"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("اتهم الجيش الفصائل بقصف القرية.", "accusation"),
        ("توعدت الحركة بالرد على الغارة.", "threat"),
        ("أدانت الأمم المتحدة قصف المستشفى.", "condemnation"),
        ("طالبت رابطة الأهالي بفتح الطريق.", "demand"),
        ("رحبت وزارة الخارجية بالهدنة.", "praise"),
        ("تبنى تنظيم «النجدة» الهجوم على الحاجز.", "claim"),
    ],
)
def test_a_verb_tells_the_kind_of_statement(text: str, kind: str) -> None:
    assert [report.kind for report in reports(text)] == [kind]


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("وكالة الأنباء", "agency"),
        ("قناة محلية", "outlet"),
        ("المتحدث باسم الجيش", "official"),
        ("كتائب النجدة", "armed group"),
        ("المرصد السوري لحقوق الإنسان", "monitor"),
        ("شهود عيان", "witness"),
        ("مصادر طبية", "medical"),
        ("مصدر مطلع", "unnamed"),
        ("سكان في القرية", "witness"),
    ],
)
def test_a_source_has_a_kind(source: str, kind: str) -> None:
    text = f"وقال {source} إن الطريق أُغلق."
    assert [(report.source.of(text), report.source_kind) for report in reports(text)] == [(source, kind)]


def test_page_furniture_reports_nothing() -> None:
    assert reports("اقرأ أيضًا: قالت الشرطة إن الطريق أُغلق") == []


@given(
    st.lists(
        st.sampled_from(
            ["قال", "مصدر", "طبي", "إن", "أن", "«", "»", "،", ":", ".", "نفى", "بحسب", "وأضاف", "عن", "الجيش", "لوكالة"]
        ),
        max_size=25,
    )
)
def test_any_order_of_words_is_read_and_spans_lie_in_the_text(words: list[str]) -> None:
    text = " ".join(words)
    for report in reports(text):
        spans = (report.source, report.speaker, report.verb, report.content, report.role, report.via)
        assert all(0 <= span.start <= span.end <= len(text) for span in spans if span)


@given(st.text(max_size=60))
def test_any_string_is_read(text: str) -> None:
    reports(text)


@pytest.mark.parametrize("name", ["attribution.yaml", "sources.yaml"])
def test_the_word_lists_are_sorted_and_hold_no_word_twice(name: str) -> None:
    def lists(node: object) -> list[list[str]]:
        if isinstance(node, dict):
            return [found for value in node.values() for found in lists(value)]
        return [node] if isinstance(node, list) else []

    data = yaml.safe_load(files("musnad.extract").joinpath(name).read_text("utf-8"))
    for words in lists(data):
        assert words == sorted(words)
        assert len(set(map(fold, words))) == len(words)


def test_no_form_is_listed_as_another_word_and_generated() -> None:
    assert "نفسه" not in saying_forms()


def test_a_communique_speaks_in_the_name_of_its_signature() -> None:
    text = "بسم الله الرحمن الرحيم\nاستهدف مجاهدونا ثكنة العدو صباح اليوم.\nكتائب النجدة"
    assert told(text) == [("كتائب النجدة", "استهدف مجاهدونا ثكنة العدو صباح اليوم")]


def test_a_signature_alone_makes_no_communique() -> None:
    assert told("استهدف مسلحون ثكنة صباح اليوم.\nكتائب النجدة") == []


def test_a_country_before_a_colon_heads_what_happened_there() -> None:
    assert told("مالي: سقوط قذيفتين على السوق.") == []


def test_a_capital_before_a_colon_speaks_its_own_words() -> None:
    assert told("واشنطن: سنرد على أي هجوم.") == [("واشنطن", "سنرد على أي هجوم")]
