from hypothesis import given
from hypothesis import strategies as st

from musnad.text.normalise import Folded, fold
from musnad.text.tokens import Token, tokenize


def tokens(text: str) -> list[Token]:
    return tokenize(Folded(text))


def test_words_numbers_and_signs_are_tokens() -> None:
    assert [token.fold for token in tokens("قُتل ٣ جنود، أمس.")] == ["قتل", "3", "جنود", "،", "امس", "."]


def test_a_number_keeps_its_separators() -> None:
    assert [token.fold for token in tokens("10:30 و2.5 و3,000 و5/2/2024")] == [
        "10:30",
        "و",
        "2.5",
        "و",
        "3,000",
        "و",
        "5/2/2024",
    ]


def test_a_token_covers_its_diacritics_and_tatweel() -> None:
    text = "قصـــفٌ عنيفٌ"
    assert [token.span.of(text) for token in tokens(text)] == ["قصـــفٌ", "عنيفٌ"]


def test_words_and_numbers_know_what_they_are() -> None:
    word, number, sign = tokens("جندي ٧ ؛")
    assert (word.is_word, number.is_number, sign.is_word or sign.is_number) == (True, True, False)


@given(st.text())
def test_tokens_of_any_string_lie_in_order_and_fold_to_what_they_say(text: str) -> None:
    found = tokens(text)
    assert all(0 <= token.start < token.end <= len(text) for token in found)
    assert [token.start for token in found] == sorted(token.start for token in found)
    assert all(token.fold in fold(text) for token in found)
