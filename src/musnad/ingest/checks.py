"""What is looked at before an article is read: is there text, is it Arabic, is it dated, is it too long."""

import datetime as dt
import re

import msgspec

from musnad.errors import BadInputError
from musnad.schema import Article, Problem

MAX_CHARACTERS = 200_000
"""A longer text is cut here: about fifty pages, far beyond any news article."""
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


def checked(article: Article, *, today: dt.date | None = None) -> tuple[Article, list[Problem]]:
    """The article, cut where it is too long, and what the reader of its reading should know.

    `today` (the day in UTC unless given) serves only to tell that a date lies in the future.
    BadInputError where there is no text, or no Arabic in it.
    """
    _refuse_what_is_not_arabic(article.text)
    article, problems = _cut(article)
    return article, [*problems, *_date_problems(article, today or dt.datetime.now(dt.UTC).date())]


def _refuse_what_is_not_arabic(text: str) -> None:
    text = text[:MAX_CHARACTERS]
    if not text.strip():
        raise BadInputError("empty: there is no text")
    letters = sum(map(str.isalpha, text))
    share = len(_ARABIC.findall(text)) / letters if letters else 0.0
    if share < MIN_ARABIC_SHARE:
        raise BadInputError(f"not Arabic: {share:.0%} of its letters are Arabic")
    words = len(_WORD.findall(text))
    foreign = len(_FOREIGN.findall(text)) / letters
    definite = len(_DEFINITE.findall(text)) / max(words, 1)
    if words >= MIN_WORDS_TO_TELL_LANGUAGE and foreign > MAX_FOREIGN_LETTER_SHARE and definite < MIN_DEFINITE_SHARE:
        raise BadInputError("not Arabic: another language in Arabic letters")


def _cut(article: Article) -> tuple[Article, list[Problem]]:
    length = len(article.text)
    if length <= MAX_CHARACTERS:
        return article, []
    end = max(article.text.rfind(sign, 0, MAX_CHARACTERS) for sign in "\n .")
    end = end if end > MAX_CHARACTERS // 2 else MAX_CHARACTERS
    message = f"the text has {length:,} characters: only the first {end:,} are read"
    return msgspec.structs.replace(article, text=article.text[:end], sha256=""), [
        Problem(code="text_cut", message=message)
    ]


def _date_problems(article: Article, today: dt.date) -> list[Problem]:
    if article.published_on is None:
        return [Problem(code="no_date", message="no publication date: relative days are not resolved")]
    if article.published_on > today + dt.timedelta(days=1):
        return [Problem(code="future_date", message=f"the publication date {article.published} lies in the future")]
    return []
