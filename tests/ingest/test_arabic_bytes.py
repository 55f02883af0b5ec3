import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musnad.errors import BadInputError
from musnad.ingest.arabic_bytes import may_be_arabic
from musnad.ingest.checks import refuse_what_is_not_arabic

ARABIC = "قُتل ثلاثة مدنيين وأُصيب آخرون في قصف على ريف إدلب صباح الأحد، وفق ما أفاد الدفاع المدني."
LETTERS = "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي"
WORDS = st.lists(st.text(LETTERS, min_size=2, max_size=6), min_size=8, max_size=16)


def page(text: str) -> str:
    return f'<html><head><script>var a = "x";</script></head><body><p class="a">{text}</p></body></html>'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1256", "iso8859_6"])
@given(words=WORDS)
def test_no_arabic_page_is_refused_in_any_encoding(encoding: str, words: list[str]) -> None:
    text = " ".join(words)
    refuse_what_is_not_arabic(text)
    assert may_be_arabic(page(text).encode(encoding))


@given(words=WORDS)
def test_letters_written_as_references_count(words: list[str]) -> None:
    text = " ".join(words)
    for form in ("&#{};", "&#x{:x};", "&#X0{:X};"):
        written = "".join(form.format(ord(char)) if char.isalpha() else char for char in text)
        assert may_be_arabic(page(written).encode())


@given(words=WORDS)
def test_letters_written_as_json_escapes_count(words: list[str]) -> None:
    assert may_be_arabic(page(json.dumps({"articleBody": " ".join(words)})).encode())


def test_presentation_forms_count() -> None:
    assert may_be_arabic(page("ﻗﺘﻞ ﺛﻼﺛﺔ ﻣﺪﻧﻴﻴﻦ ﻓﻲ ﻗﺼﻒ").encode())


def test_arabic_behind_a_damaged_byte_counts() -> None:
    assert may_be_arabic(b"\xff" + page(ARABIC).encode())


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Three civilians were killed on Sunday – the “worst” day. " * 9, "utf-8"),
        ("L’été dernier, à l’hôpital, trois civils ont été tués près de l’école. " * 9, "utf-8"),
        ("L'été dernier, à l'hôpital, trois civils ont été tués près de l'école. " * 9, "latin-1"),
        ("Трое мирных жителей погибли в воскресенье. " * 9, "utf-8"),
        ("三名平民在星期天被打死。" * 9, "utf-8"),
        ("שלושה אזרחים נהרגו ביום ראשון. " * 9, "utf-8"),
    ],
)
def test_pages_in_other_languages_are_refused(text: str, encoding: str) -> None:
    raw = page(text).encode(encoding)
    assert not may_be_arabic(raw)
    with pytest.raises(BadInputError):
        refuse_what_is_not_arabic(text)


def test_a_name_in_arabic_makes_no_arabic_page() -> None:
    assert not may_be_arabic(page("The river (نهر) is low. " + "It rained. " * 50).encode())


def test_an_empty_page_is_refused() -> None:
    assert not may_be_arabic(b"")
