"""What is looked at before an article is read: is there text, and is it Arabic."""

import re

from musnad.errors import NotArabicError, NoTextError

SAMPLE_CHARACTERS = 100_000
"""How much of the beginning is looked at."""
MIN_ARABIC_SHARE = 0.3
"""The share of letters that must be of the Arabic script."""
MIN_WORDS_TO_TELL_LANGUAGE = 20
MAX_FOREIGN_LETTER_SHARE = 0.01
MIN_DEFINITE_SHARE = 0.08
"""Arabic news puts the article on a quarter of its words; Persian, Urdu and Kurdish on hardly any."""

_ARABIC = re.compile("[\u0620-\u064a\u066e-\u06d3\u06d5\u06ee\u06ef\u06fa-\u06ff\ufb50-\ufdff\ufe70-\ufefc]")
_FOREIGN = re.compile("[پچژگٹڈڑںےھەێۆڕڵڤۇ]")
_DEFINITE = re.compile(r"\b[وفبك]?(?:ال|لل)\w")
_WORD = re.compile(r"\w+")


def refuse_what_is_not_arabic(text: str) -> None:
    """NoTextError where there is no text, NotArabicError where it is in another language."""
    text = text[:SAMPLE_CHARACTERS]
    if not text.strip():
        raise NoTextError("empty: there is no text")
    letters = sum(map(str.isalpha, text))
    share = len(_ARABIC.findall(text)) / letters if letters else 0.0
    if share < MIN_ARABIC_SHARE:
        raise NotArabicError(f"not Arabic: {share:.0%} of its letters are Arabic")
    words = len(_WORD.findall(text))
    foreign = len(_FOREIGN.findall(text)) / letters
    definite = len(_DEFINITE.findall(text)) / max(words, 1)
    if words >= MIN_WORDS_TO_TELL_LANGUAGE and foreign > MAX_FOREIGN_LETTER_SHARE and definite < MIN_DEFINITE_SHARE:
        raise NotArabicError("not Arabic: another language in Arabic letters")
