import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musnad.codebook import codebook
from musnad.extract.weapon_phrases import GAP, PhraseBook, inflected, without_proclitics
from musnad.extract.weapons import NOT_A_WEAPON, context_table, contexts, find_weapons, lexicon, phrases_in
from musnad.schema import Span
from musnad.text.document import Document
from musnad.text.normalise import Folded, fold
from musnad.text.tokens import tokenize


def _found(text: str) -> list[tuple[str, str]]:
    return [(mention.span.of(text), mention.kind) for mention in find_weapons(Document(text))]


def _kinds(text: str) -> list[str]:
    return [kind for _, kind in _found(text)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("انفجرت عبوةٌ ناسفة قرب الجسر.", "ied"),
        ("وانفجرت عبوتان ناسفتان عند المدخل.", "ied"),
        ("ضبط الجنود عبوات ناسفة في المزرعة.", "ied"),
        ("جُرح شرطيان بلغم أرضي.", "mine"),
        ("وقعت الشاحنة في حقل الغام.", "mine"),
        ("هاجمت المجموعة الحاجز بسيارة رباعية الدفع مفخخة.", "car bomb"),
        ("سقطت قذيفتا هاون على الحي.", "mortar"),
        ("أطلقوا صاروخ غراد على القاعدة.", "rocket"),
        ("استُهدف الموقع بقذائف «آر بي جي».", "rocket"),
        ("استهدف الموقع بقذيفة RPG.", "rocket"),
        ("أُطلق صاروخان باليستيان فجرًا.", "missile"),
        ("دُمّرت الآلية بصاروخ موجّه.", "missile"),
        ("قُتل اثنان بطائرةٍ من دون طيار.", "drone"),
        ("أغارت مسيّرتان على المستودع.", "drone"),
        ("حلّقت طائرة استطلاع فوق البلدة.", "drone"),
        ("قصفت مقاتلات من طراز إف-16 الموقع.", "aircraft"),
        ("أصابه قنّاص في كتفه.", "sniper"),
        ("رمى ملثم قنبلة يدوية وهرب.", "grenade"),
        ("طُعن الرجل بسكين في السوق.", "blade"),
        ("فرّقتهم الشرطة بالغاز المسيل للدموع.", "other"),
        ("فرقتهم الشرطة بالرصاص المطاطي.", "other"),
        ("قصفت البلدة بغاز السارين.", "chemical"),
        ("قصف الجيش الحي بالمدفعية الثقيلة.", "artillery"),
        ("أطلق مسلحون النار على الدورية.", "small arms"),
        ("فجّرت امرأة حزامها الناسف.", "suicide bomb"),
        ("هاجم زورق مسيّر الميناء.", "naval"),
    ],
)
def test_a_weapon_is_found_in_its_inflected_form(text: str, kind: str) -> None:
    assert kind in _kinds(text)


@pytest.mark.parametrize(
    "text",
    [
        "طالبت الأمم المتحدة بوقف إطلاق النار.",
        "الديون قنبلة موقوتة في وجه الحكومة.",
        "خرجت مسيرة حاشدة في شوارع المدينة.",
        "عرضت قناة «المسيرة» صورًا.",
        "أطلق الحكم رصاصة الرحمة على المباراة.",
        "هبطت طائرة ركاب في المطار.",
        "أوقفت الشرطة سيارة عند الحاجز.",
        "بلغ الإنتاج مليوني برميل من الخام.",
        "أُخرج المدافعون من أماكنهم.",
        "عاد سيف الإسلام إلى المدينة.",
    ],
)
def test_what_only_looks_like_a_weapon_is_passed_over(text: str) -> None:
    assert _kinds(text) == []


def test_an_open_name_follows_the_cue_in_its_sentence() -> None:
    assert _kinds("أطلقت مروحية صاروخين على المزرعة.") == ["aircraft", "missile"]
    assert "rocket" in _kinds("أطلق مسلحون ثلاثة صواريخ على المعسكر.")


def test_a_cue_beyond_the_sentence_does_not_decide_by_default() -> None:
    assert "missile" not in _kinds("حلّقت مروحية فوق الحقل. وسقط صاروخ على الطريق.")


def test_a_drone_that_is_spelt_with_its_shadda_is_no_march() -> None:
    assert _kinds("فرّقت الشرطة مسيرة خرجت احتجاجًا على الغلاء.") == []
    assert _kinds("حلّقت مسيّرة فوق المحتجين.") == ["drone"]


def test_spelling_does_not_matter_for_the_kind() -> None:
    variants = ["قذيفة هاون", "قَذيفة هاوُن", "قـــذيفة هاون", "قذيفه هاون", "قذيفة «هاون»"]
    assert {tuple(_kinds(f"سقطت {variant} ليلا")) for variant in variants} == {("mortar",)}


def test_model_numbers_are_read_in_all_digits() -> None:
    assert _kinds("قصفت طائرة إف-١٦ الموقع") == _kinds("قصفت طائرة اف 16 الموقع") == ["aircraft"]


def test_a_mention_knows_its_segment() -> None:
    mentions = find_weapons(Document("هدأ الليل. ثم سقطت قذيفة هاون."))
    assert [mention.segment for mention in mentions] == [1]


@given(st.text(alphabet=st.sampled_from("اأبتجحدرزسشصطعغفقكلمنهويةىءّـ «».،\n0١-صاروخ سيارة مفخخة"), max_size=80))
def test_spans_lie_in_the_text_in_order_and_apart(text: str) -> None:
    spans = [mention.span for mention in find_weapons(Document(text))]
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(left.end <= right.start for left, right in itertools.pairwise(spans))


@given(st.text(max_size=60))
def test_any_text_is_read(text: str) -> None:
    assert find_weapons(Document(text)) == find_weapons(Document(text))


def test_a_phrase_book_bridges_at_most_three_words() -> None:
    book = PhraseBook({"car bomb": ["سيارة ~ مفخخة"]}, {})
    for between, found in [(0, True), (3, True), (4, False)]:
        tokens = tokenize(Folded("سيارة " + "كبيرة " * between + "مفخخة"))
        assert any(book.matches(tokens)) is found


def test_a_phrase_does_not_cross_punctuation() -> None:
    book = PhraseBook({"car bomb": ["سيارة ~ مفخخة"]}, {})
    assert not any(book.matches(tokenize(Folded("سيارة، مفخخة"))))


def test_a_gap_does_not_cross_a_word_that_is_never_skipped() -> None:
    book = PhraseBook({"car bomb": ["سيارة ~ مفخخة"]}, {}, ["قرب"])
    assert not any(book.matches(tokenize(Folded("سيارة قرب مفخخة"))))


def test_broken_plurals_in_he_take_pronouns() -> None:
    book = PhraseBook({"small arms": ["سلاح"]}, {"سلاح": ["أسلحة"]})
    assert all(any(book.matches(tokenize(Folded(word)))) for word in ("أسلحة", "أسلحتهم", "بأسلحتها"))


def test_final_he_that_belongs_to_the_word_is_no_feminine_ending() -> None:
    assert "موجهين" in inflected("موجه")
    assert "عبوتين" in inflected("عبوة")


def test_proclitics_are_clipped_one_after_the_other() -> None:
    assert "صاروخ" in without_proclitics("وبالصاروخ")
    assert without_proclitics("بل") == ("بل",)


def _phrases() -> list[tuple[str, str]]:
    return [(kind, phrase) for kind, phrases in lexicon().kinds.items() for phrase in phrases]


def test_every_kind_is_in_the_codebook_or_decided_by_context() -> None:
    weapons = set(codebook().weapons)
    assert {kind for kind, _ in _phrases()} == weapons | set(contexts())
    for context in contexts().values():
        assert {kind for group in context.groups for kind in group.cues} <= weapons | {NOT_A_WEAPON}
        assert context.default in weapons
        assert set(context.spelling) <= weapons
    assert set(lexicon().decisive) <= weapons


def test_no_phrase_stands_twice() -> None:
    folded = [fold(phrase) for _, phrase in _phrases()]
    assert sorted(folded) == sorted(set(folded))


def test_phrases_are_sorted() -> None:
    def key(phrase: str) -> str:
        return fold(phrase).replace("~ ", "")

    for phrases in [*lexicon().kinds.values(), lexicon().marked_only, lexicon().not_weapons]:
        assert phrases == sorted(phrases, key=key)


def test_classes_of_cues_are_sorted_and_all_used() -> None:
    classes = context_table().classes
    for phrases in [*classes.values(), context_table().another_act]:
        assert phrases == sorted(set(phrases), key=lambda phrase: (fold(phrase), phrase))
    groups = [group for context in contexts().values() for group in context.groups]
    cues = [cue for group in groups for phrases in group.cues.values() for cue in phrases]
    assert {word[1:] for cue in cues for word in cue.split() if word.startswith("@")} == set(classes)


def test_marked_only_phrases_are_phrases_of_a_kind() -> None:
    assert set(lexicon().marked_only) <= {phrase for _, phrase in _phrases()}


def test_every_phrase_is_read_as_of_its_own_kind() -> None:
    for kind, phrase in _phrases():
        for text in (phrase, f"و{phrase}"):
            plain = text.replace(f"{GAP} ", "")
            labels = [match.label for match in phrases_in(Document(plain), Span(0, len(plain)))[1]]
            assert kind in labels or plain[1].isascii(), phrase


def test_phrases_are_words_and_gap_signs() -> None:
    assert all(re.fullmatch(rf"[\w.]+( {GAP}? ?[\w.]+)*", phrase) for _, phrase in _phrases())
