"""Bytes of every encoding that Arabic news is kept in."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musnad.errors import BadInputError
from musnad.ingest.decoding import decode

NEWS = "أعلن الجيش مقتل ثلاثة من عناصره، وإصابة آخرين، في هجوم قرب الحدود؛ فهل من مزيد؟"
SHORT = (
    "قتل جندي",
    "قصف على غزة",
    "مقتل شرطي في هجوم ببغداد",
    "هدوء حذر في المدينة",
    "ظهر اليوم الثلاثاء",
    "غارة جديدة",
    "اشتباكات في الفاشر",
    "إصابة طفلين بانفجار لغم",
    "مظاهرة في صفاقس",
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1256", "iso8859_6"])
def test_a_sentence_is_read_in_every_encoding_that_arabic_files_use(encoding: str) -> None:
    assert decode(NEWS.encode(encoding)).text == NEWS


@pytest.mark.parametrize("encoding", ["cp1256", "iso8859_6", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", SHORT)
def test_a_headline_is_enough_to_tell_the_encoding(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)).text == text


def test_old_code_pages_are_told_apart_with_digits_and_latin_names_between() -> None:
    text = 'القاهرة (AFP) - 12 قتيلا في هجوم على حافلة "نقل" قرب العريش'
    assert decode(text.encode("cp1256")).encoding == "cp1256"
    assert decode(text.encode("iso8859_6")).encoding == "iso8859_6"


def test_the_encoding_that_a_page_wrongly_declares_does_not_win() -> None:
    assert decode(NEWS.encode("cp1256"), declared="iso-8859-1").text == NEWS
    assert decode(NEWS.encode("cp1256"), declared="no-such-encoding").text == NEWS


def test_a_text_cut_within_a_letter_stays_utf_8_and_its_damage_is_counted() -> None:
    raw = (NEWS * 3).encode("utf-8")[:-1]
    assert decode(raw).encoding == "utf-8"
    assert decode(raw).damaged == 1


def test_french_in_an_old_code_page_is_text_but_not_arabic() -> None:
    assert "tu" in decode("Trois civils ont été tués dans la région".encode("cp1252")).text


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(64), "PNG image"),
        (b"%PDF-1.7\n%\xe2\xe3", "PDF"),
        (b"PK\x03\x04\x14\x00", "office document"),
        (b"\x1f\x8b\x08\x00", "gzip"),
        (bytes(range(256)) * 4, "binary"),
        (bytes(4096), "binary"),
    ],
)
def test_what_is_no_text_is_named_for_what_it_is(raw: bytes, said: str) -> None:
    with pytest.raises(BadInputError, match=said):
        decode(raw)


@given(st.binary(max_size=400))
def test_any_bytes_are_decoded_or_refused(raw: bytes) -> None:
    with suppress(BadInputError):
        assert decode(raw).text.encode("utf-8") is not None


@given(
    st.text(
        alphabet=st.characters(codec="utf-8", exclude_characters="\ufeff\x00", exclude_categories=["Cc"]), min_size=1
    )
)
def test_whatever_is_written_as_utf_8_with_a_mark_comes_back(text: str) -> None:
    assert decode(text.encode("utf-8-sig")).text == text
