"""What is refused before it is read."""

import pytest

from musnad.errors import BadInputError
from musnad.ingest.checks import refuse_what_is_not_arabic as check

PERSIAN = (
    "وزارت دفاع اعلام کرد که در حمله پهپادی به پایگاه نظامی در نزدیکی مرز سه سرباز کشته و پنج نفر دیگر زخمی شدند. "
    "هنوز هیچ گروهی مسئولیت این حمله را بر عهده نگرفته است."
)


def test_arabic_passes() -> None:
    check("قتل جنديان قرب دير الزور (Deir ez-Zor)")


@pytest.mark.parametrize("text", ["", "  \n\t ", "\u200f\u200f"])
def test_an_article_without_text_is_refused(text: str) -> None:
    with pytest.raises(BadInputError):
        check(text)


@pytest.mark.parametrize(
    "text",
    ["Three soldiers were killed", "12345 67", "שלושה חיילים נהרגו", "بغداد (Reuters) – Three killed, police said"],
)
def test_text_of_another_script_is_refused(text: str) -> None:
    with pytest.raises(BadInputError, match="not Arabic"):
        check(text)


def test_persian_is_refused_though_its_letters_are_arabic() -> None:
    with pytest.raises(BadInputError, match="another language"):
        check(PERSIAN)


def test_arabic_with_persian_letters_typed_in_names_is_read() -> None:
    text = "أعلنت پیشمرگه أن القوات المتمركزة في چمچمال صدت هجوما على النقاط الأمنية القريبة من القرية"
    text += "، وقالت إن الهجوم أسفر عن مقتل المهاجمين جميعا وإصابة عنصر واحد من القوات"
    check(text)


def test_presentation_forms_are_arabic() -> None:
    check("ﻗﺘﻞ ﺟﻨﺪﻱ ﻓﻲ ﺍﻟﻘﺼﻒ")
