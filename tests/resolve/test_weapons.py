import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musnad.codebook import codebook
from musnad.resolve.weapons import weapon_kind_of
from musnad.schema import Span
from musnad.text.document import Document


def _kind(text: str, quote: str) -> str | None:
    start = text.index(quote)
    return weapon_kind_of(Document(text), Span(start, start + len(quote)))


PHRASES = Path(__file__).with_name("weapon_phrases.csv")
SHARE_RIGHT = 0.98


def _table() -> list[dict[str, str]]:
    with PHRASES.open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def _read_as(sentence: str) -> str | None:
    before, marked = sentence.split("[")
    quote, after = marked.split("]")
    document = Document(before + quote + after)
    return weapon_kind_of(document, Span(len(before), len(before) + len(quote)))


def test_nearly_all_weapons_of_the_table_are_read_as_their_kind() -> None:
    wrong = [row for row in _table() if _read_as(row["sentence"]) != row["kind"]]
    assert len(wrong) <= (1 - SHARE_RIGHT) * len(_table()), wrong


def test_the_table_has_all_kinds_and_no_sentence_twice() -> None:
    sentences = [row["sentence"] for row in _table()]
    assert len(sentences) == len(set(sentences))
    assert {row["kind"] for row in _table()} == set(codebook().weapons)


@pytest.mark.parametrize(
    ("text", "quote", "kind"),
    [
        ("أطلقت طائرة حربية صاروخًا على السيارة", "صاروخًا", "missile"),
        ("أطلق مقاتلو الفصيل صواريخ على القاعدة", "صواريخ", "rocket"),
        ("أصابت الناقلةَ قذائفُ وصاروخ قبالة الساحل", "صاروخ", "missile"),
        ("سقطت قذيفة على السوق", "قذيفة", "artillery"),
        ("قُصف المخيم بالهاون، وأصابت قذيفة مدرسة", "قذيفة", "mortar"),
        ("انفجرت قنبلة تحت الجسر", "قنبلة", "ied"),
        ("ألقى مجهول قنبلة على المقهى", "قنبلة", "grenade"),
        ("ألقت طائرة قنبلة على الورشة", "قنبلة", "aircraft"),
        ("أضرم مجهولون النار في المتجر", "النار", "other"),
        ("فتح الجنود النار على الحافلة", "النار", "small arms"),
        ("دهس السائق المارة بسيارته", "سيارته", "other"),
        ("انفجرت سيارة أمام الفندق", "سيارة", "car bomb"),
        ("فجّر رجل نفسه بعبوة في السوق", "عبوة", "suicide bomb"),
        ("ألقت مروحية برميلًا على القرية", "برميلًا", "other"),
        ("أُلقيت براميل متفجرة من مروحية", "براميل متفجرة", "aircraft"),
        ("ألقت المروحية برميلًا يحوي غاز الكلور", "برميلًا يحوي غاز الكلور", "chemical"),
        ("فُرّق المعتصمون بالغاز", "الغاز", "other"),
        ("برصاص قناصٍ متمركز على السطح", "رصاص قناصٍ", "sniper"),
    ],
)
def test_the_article_decides_where_the_words_leave_the_kind_open(text: str, quote: str, kind: str) -> None:
    assert _kind(text, quote) == kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("أطلقت فصائل صواريخ على قاعدة أمريكية", "rocket"),
        ("أطلقت القوات الأمريكية صواريخ على فصائل", "missile"),
        ("أغارت طائرات على المزرعة ردًّا على إطلاق صواريخ", "rocket"),
        ("أُطلقت من لبنان صواريخ، وحلّقت مروحيات", "rocket"),
        ("استهدف المقاتلون دبابة بصواريخ من مسافة قريبة", "missile"),
        ("سقطت صواريخ على حقل غاز", "rocket"),
        ("سقطت صواريخ في أرض خلاء", "rocket"),
        ("قُصف الميناء بصواريخ باليستية. وأصاب أحد صواريخ الليل رصيفًا", "missile"),
    ],
)
def test_who_fires_tells_rocket_from_missile_not_what_is_hit_or_answered(text: str, kind: str) -> None:
    start = text.rindex("صواريخ")
    assert weapon_kind_of(Document(text), Span(start, start + len("صواريخ"))) == kind


def test_a_part_of_a_phrase_is_read_with_the_words_before_it() -> None:
    assert _kind("فُرّقوا بالغاز المسيل للدموع", "المسيل للدموع") == "other"
    assert _kind("قُتل بسلاح كاتم للصوت", "كاتم للصوت") == "small arms"


def test_the_weapons_of_several_people_are_read() -> None:
    assert _kind("فجّروا أحزمتهم", "أحزمتهم") == "suicide bomb"
    assert _kind("فجّرت الفتاتان حزاميهما", "حزاميهما") == "suicide bomb"


def test_words_after_the_marked_phrase_count() -> None:
    assert _kind("استُهدف المقر بطائرة مسيّرة", "طائرة") == "drone"
    assert _kind("أُطلق صاروخ باليستي", "صاروخ") == "missile"


def test_a_clitic_before_the_marked_phrase_does_not_hide_it() -> None:
    assert _kind("قُتلا بالرصاص", "الرصاص") == "small arms"


def test_a_name_narrows_an_open_head_down() -> None:
    assert _kind("بقايا صاروخ «توماهوك» في الحقل", "صاروخ «توماهوك»") == "missile"
    assert _kind("انفجرت عبوة قرب دبابة", "عبوة قرب دبابة") == "ied"


def test_a_marked_word_is_a_weapon_though_running_text_would_not_show_it() -> None:
    assert _kind("ضربوه بحجر", "حجر") == "other"
    assert _kind("وجدوا معه سيفًا", "سيفًا") == "blade"


def test_an_unknown_weapon_is_other() -> None:
    assert _kind("هاجموه بالجنازير", "الجنازير") == "other"


def test_what_holds_no_word_has_no_kind() -> None:
    assert _kind("قال: «…»", "«…»") is None
    assert weapon_kind_of(Document("نص"), Span(1, 1)) is None
    assert weapon_kind_of(Document(""), Span(0, 0)) is None


@given(st.text(max_size=60), st.integers(0, 60), st.integers(0, 60))
def test_every_span_of_every_text_gets_a_code_of_the_codebook_or_none(text: str, start: int, end: int) -> None:
    assert weapon_kind_of(Document(text), Span(start, end)) in {*codebook().weapons, None}
