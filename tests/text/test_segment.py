import itertools
from importlib.resources import files

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from musnad.text.document import Document
from musnad.text.normalise import Folded, fold
from musnad.text.segment import Segment, segment


def segments(text: str) -> list[Segment]:
    return segment(Folded(text))


def told(text: str) -> list[str]:
    return [piece.span.of(text) for piece in segments(text)]


def kinds(text: str) -> list[str]:
    return [piece.kind for piece in segments(text)]


def lead(text: str, index: int = 0) -> str | None:
    span = segments(text)[index].lead
    return span.of(text) if span else None


def dateline(text: str, index: int = 0) -> str | None:
    span = segments(text)[index].dateline
    return span.of(text) if span else None


@pytest.mark.parametrize("stop", [".", "!", "؟", "?", "…", "..", "؟!", "۔"])
def test_a_stop_followed_by_a_blank_ends_a_sentence(stop: str) -> None:
    assert told(f"وصلت القافلة صباحًا{stop} وغادرت مساءً.") == [f"وصلت القافلة صباحًا{stop}", "وغادرت مساءً."]


def test_a_semicolon_does_not_end_a_sentence() -> None:
    assert len(told("أُغلق المعبر؛ وعاد المسافرون إلى بيوتهم.")) == 1


@pytest.mark.parametrize(
    "text",
    [
        "بلغت قوة الزلزال 4.5 درجات بحسب المركز.",
        "بلغت قوة الزلزال ٤٫٥ درجات بحسب المركز.",
        "قال د. سامر الحلو إن الحالات مستقرة.",
        "حضر أ.د. سامر الحلو الجلسة.",
        "نقلت وكالة أ.ف.ب. عن مصدر أن الطريق مقطوع.",
        "كتب م. خ. الراوي رسالة طويلة إلى أهله.",
    ],
)
def test_decimals_abbreviations_and_initials_do_not_end_a_sentence(text: str) -> None:
    assert told(text) == [text]


def test_a_letter_that_marks_a_calendar_after_a_year_may_end_a_sentence() -> None:
    assert len(told("جرى ذلك عام 2004 م. ثم عاد الهدوء إلى المدينة.")) == 2


def test_a_stop_without_a_blank_between_words_ends_a_sentence() -> None:
    assert told("غادر الوفد.وعاد الهدوء") == ["غادر الوفد.", "وعاد الهدوء"]


def test_a_short_quotation_is_not_broken() -> None:
    text = "قال الرجل: «لم نرَ شيئًا. كنا نائمين» ثم مضى في طريقه إلى السوق."
    assert told(text) == [text]


def test_a_stop_before_a_closing_mark_ends_the_sentence_after_it() -> None:
    assert told("قال الرجل: «كنا نائمين.» وغادر المكان مع أهله.") == [
        "قال الرجل: «كنا نائمين.»",
        "وغادر المكان مع أهله.",
    ]


def test_a_mark_that_is_never_closed_does_not_swallow_the_paragraph() -> None:
    assert len(told("قال الرجل: «كنا نائمين. وغادر المكان. ولم يعد.")) == 3


def test_newlines_end_sentences_and_count_paragraphs() -> None:
    pieces = segments("وصل الوفد. وغادر.\n\nثم عاد في اليوم نفسه.")
    assert [piece.paragraph for piece in pieces] == [0, 0, 1]


def test_a_short_paragraph_without_a_stop_is_a_heading() -> None:
    assert kinds("حصيلة غير نهائية\nوصل إلى المستشفى سبعة جرحى بينهم امرأتان.") == ["heading", "sentence"]


@pytest.mark.parametrize(
    ("text", "opened"),
    [
        ("بغداد (رويترز) - قالت الشرطة إن الطريق أُغلق.", "بغداد (رويترز) -"),
        ("الموصل (العراق) (أ ف ب) – قالت الشرطة إن الطريق أُغلق.", "الموصل (العراق) (أ ف ب) –"),
        ("القاهرة 3 مارس (د ب أ) - قالت الشرطة إن الطريق أُغلق.", "القاهرة 3 مارس (د ب أ) -"),
        ("دمشق – سانا: قالت الشرطة إن الطريق أُغلق.", "دمشق – سانا:"),
        ("دمشق-سانا: قالت الشرطة إن الطريق أُغلق.", "دمشق-سانا:"),
        ("نابلس، رام الله - قالت الشرطة إن الطريق أُغلق.", "نابلس، رام الله -"),
        ("غزة/ قالت الشرطة إن الطريق أُغلق.", "غزة/"),
    ],
)
def test_datelines(text: str, opened: str) -> None:
    assert dateline(text) == opened


def test_the_body_begins_after_the_dateline() -> None:
    text = "بغداد (رويترز) - قالت الشرطة إن الطريق أُغلق."
    assert segments(text)[0].body.of(text) == "قالت الشرطة إن الطريق أُغلق."


def test_a_byline_alone_is_a_heading_with_a_dateline() -> None:
    text = "غزة/ سلمى الكيلاني\nقالت الشرطة إن الطريق أُغلق."
    assert (kinds(text)[0], dateline(text)) == ("heading", "غزة/ سلمى الكيلاني")


def test_words_between_dashes_are_no_dateline() -> None:
    assert dateline("وصل الوفد.\nوقال الوزير - وهو يغادر - إن الطريق أُغلق.", 1) is None


@pytest.mark.parametrize(
    ("text", "opened"),
    [
        ("10:30 – إغلاق الطريق الدولي.", "10:30 –"),
        ("١٠:٣٠ | إغلاق الطريق الدولي.", "١٠:٣٠ |"),
        ("الساعة 14:05: إغلاق الطريق الدولي.", "الساعة 14:05:"),
        ("6:35 مساءً: إغلاق الطريق الدولي.", "6:35 مساءً:"),
        ("3 آذار: إغلاق الطريق الدولي.", "3 آذار:"),
        ("- 9 فبراير/شباط 2018: إغلاق الطريق الدولي.", "- 9 فبراير/شباط 2018:"),
        ("مساء الأحد 17: إغلاق الطريق الدولي.", "مساء الأحد 17:"),
        ("2024-02-05: إغلاق الطريق الدولي.", "2024-02-05:"),
        ("• بعد يومين: إغلاق الطريق الدولي.", "• بعد يومين:"),
        ("2009 – إغلاق الطريق الدولي.", "2009 –"),
    ],
)
def test_items_of_a_timeline_are_timed_and_keep_their_time_as_lead(text: str, opened: str) -> None:
    assert (kinds(text), lead(text)) == (["timed"], opened)


def test_a_place_before_the_date_of_an_item_is_its_dateline() -> None:
    text = "توطئة قصيرة.\nالضالع – أواخر أبريل 2018: إغلاق مدرسة."
    assert (kinds(text)[1], dateline(text, 1), lead(text, 1)) == ("timed", "الضالع –", "أواخر أبريل 2018:")


def test_a_date_alone_on_its_line_is_a_heading_with_a_lead() -> None:
    text = "الجمعة 7 حزيران\nأُغلق الطريق الدولي عند الظهر."
    assert (kinds(text)[0], lead(text)) == ("heading", "الجمعة 7 حزيران")


@pytest.mark.parametrize(
    ("text", "opened"),
    [
        ("- إغلاق الطريق الدولي.", "-"),
        ("• إغلاق الطريق الدولي.", "•"),
        ("* إغلاق الطريق الدولي.", "*"),
        ("🔴 إغلاق الطريق الدولي.", "🔴"),
        ("1. إغلاق الطريق الدولي.", "1."),
        ("٢- إغلاق الطريق الدولي.", "٢-"),
        ("3) إغلاق الطريق الدولي.", "3)"),
        ("أولًا: إغلاق الطريق الدولي.", "أولًا:"),
        ("ب) إغلاق الطريق الدولي.", "ب)"),
    ],
)
def test_bullets(text: str, opened: str) -> None:
    assert (kinds(text), lead(text)) == (["bullet"], opened)


def test_a_number_that_counts_is_no_bullet() -> None:
    assert kinds("12 جريحًا وصلوا إلى المستشفى مساء أمس.") == ["sentence"]


@pytest.mark.parametrize(
    "text",
    [
        "اقرأ أيضًا: كيف أُغلق الطريق",
        "تصحيح: ورد في نسخة سابقة أن الطريق مفتوح.",
        "👈 تابعونا على تلغرام",
        "للمزيد من الأخبار",
    ],
)
def test_page_furniture(text: str) -> None:
    assert kinds(text) == ["furniture"]


def test_a_correction_that_is_told_is_no_furniture() -> None:
    assert kinds("تصحيح المسار مطلب المحتجين منذ أشهر، بحسب أحد المنظمين.") == ["sentence"]


def test_a_document_finds_the_segment_of_an_offset() -> None:
    document = Document("وصل الوفد. وغادر.")
    assert document.segment_at(12) == document.segments[1]


def test_a_document_has_no_segment_outside_the_text() -> None:
    assert Document("وصل الوفد.").segment_at(99) is None


@given(st.text(alphabet="ابتوم .،:-–()«»\"'\n123/|•\u064b\u200fـ؟!a◄", max_size=80))
def test_segments_lie_in_order_and_hold_every_word(text: str) -> None:
    pieces = segments(text)
    assert all(a.span.end <= b.span.start for a, b in itertools.pairwise(pieces))
    held = {at for piece in pieces for at in range(piece.span.start, piece.span.end)}
    assert all(at in held for at, char in enumerate(text) if char.isalnum() and fold(char))


@given(st.text(max_size=60))
def test_any_string_is_segmented_and_parts_lie_inside_their_segment(text: str) -> None:
    for piece in segments(text):
        parts = [part for part in (piece.body, piece.dateline, piece.lead) if part]
        assert all(piece.span.covers(part) for part in parts)


def test_the_word_lists_hold_no_word_twice() -> None:
    lists = yaml.safe_load(files("musnad.text").joinpath("segment.yaml").read_text("utf-8"))
    assert all(len(words) == len(set(words)) for words in lists.values())


def test_a_sentence_that_begins_with_its_hour_keeps_it() -> None:
    text = "عند الساعة 11:35 أُغلق الطريق الدولي في الاتجاهين."
    assert (kinds(text), segments(text)[0].body.of(text)) == (["sentence"], text)
