import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musnad.schema import Span
from musnad.text.normalise import Folded, fold

LETTERS = st.text(
    alphabet="ابتجدرسعفقكلمنهويءآأإؤئةى\u064b\u064c\u064e\u064f\u0650\u0651\u0652\u0670ـ \u200f\u200c«»“”'٠١۲۳ﷲﻻﷺ"
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("قُتِلَ", "قتل"),
        ("انـفـجار", "انفجار"),
        ("أعلن", "اعلن"),
        ("إصابة", "اصابة"),
        ("آليات", "اليات"),
        ("ٱلقدس", "القدس"),
        ("مستشفى", "مستشفي"),
        ("غارة", "غاره"),
        ("مسؤول", "مسوول"),
        ("طائرة", "طايره"),
        ("کتیبة", "كتيبة"),
        ("ﻗﺼﻒ", "قصف"),
        ("ﻻجئون", "لاجئون"),
        ("القا\u200cهرة", "القاهرة"),
        ("\u202bبغداد\u202c\u200f", "بغداد"),
        ("٢٠٢٤", "2024"),
        ("۱۴۰۳", "1403"),
        ("٪٥٫٢", "%5.2"),
        ("٣٬٠٠٠", "3,000"),
    ],
)
def test_spellings_of_one_word_fold_to_one(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize("mark", "«»“”„‟‹›‘’‚‛`´′″＂＇'\"")
def test_all_quotation_marks_fold_to_one(mark: str) -> None:
    assert fold(mark) == '"'


@pytest.mark.parametrize("dash", "‐‑‒–—―−-")
def test_all_dashes_fold_to_one(dash: str) -> None:
    assert fold(dash) == "-"


def test_line_ends_of_other_systems_fold_to_newlines() -> None:
    assert fold("أ\u2028ب\u2029ج") == "ا\nب\nج"


def test_different_letters_stay_different() -> None:
    assert len({fold(letter) for letter in "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"}) == 28


@given(st.text())
def test_folding_is_idempotent_for_any_string(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_every_folded_offset_maps_back_to_what_it_came_from(text: str) -> None:
    folded = Folded(text)
    assert folded.text == fold(text)
    assert len(folded.starts) == len(folded.text) + 1
    assert all(char in fold(text[at]) for char, at in zip(folded.text, folded.starts, strict=False))


@given(LETTERS)
def test_offsets_grow(text: str) -> None:
    starts = Folded(text).starts
    assert starts == sorted(starts)


@given(LETTERS)
def test_decomposed_input_folds_like_composed(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@given(st.text(), st.integers(0, 30), st.integers(0, 30))
def test_a_folded_span_lies_inside_the_text(text: str, start: int, length: int) -> None:
    folded = Folded(text)
    first = min(start, len(folded.text))
    span = folded.span(first, min(first + length, len(folded.text)))
    assert 0 <= span.start <= span.end <= len(text)


def test_a_span_takes_the_diacritics_of_its_last_letter() -> None:
    text = "قُتِلَ جنديٌّ أمس"
    at = Folded(text).text.index("جندي")
    assert Folded(text).span(at, at + 4).of(text) == "جنديٌّ"


def test_an_empty_span_stays_empty() -> None:
    assert Folded("قُتل").span(1, 1) == Span(2, 2)


def test_the_folded_offset_of_a_diacritic_is_that_of_the_next_letter() -> None:
    assert Folded("قُتل").folded_offset(1) == 1
