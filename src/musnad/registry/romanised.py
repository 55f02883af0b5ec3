"""One key for the many romanisations of an Arabic name: `Deir ez-Zor`, `Dayr az Zawr` and `Deir al Zour` are `drzr`.

Articles are dropped, also assimilated ones; consonants that romanisations confuse are merged; doubled letters are
single; vowels are dropped save one that begins the name.
"""

import re
import unicodedata

ARTICLES = frozenset("al el il ul l ad ed adh an en ar er as es ash esh at et ath az ez".split())
_SERVANT = re.compile("abd(?:[aeou]l)?")
_JOINED_SERVANT = re.compile("abd[aeou]l(?=[^l]{3})")
_WORD = re.compile(r"[a-z]+")
_SIGNS = re.compile("[‘’'`ʻʼʿʾ´]")
_VOWELS = "aeiou"
# In this order; capitals stand for what no single letter is left for.
_MERGED = (
    ("dsch", "g"),
    ("dzh", "g"),
    ("sch", "S"),
    ("tch", "S"),
    ("sh", "S"),
    ("ch", "S"),
    ("kh", "X"),
    ("dh", "d"),
    ("th", "t"),
    ("gh", "g"),
    ("zh", "g"),
    ("dj", "g"),
    ("ph", "f"),
    ("ck", "k"),
)
_LETTERS = str.maketrans({"q": "k", "c": "k", "j": "g", "p": "b", "v": "f"})
_DOUBLED = re.compile(r"(.)\1+")
# y and w after a vowel and before none lengthen it; so does y after i, and y after a consonant at the end.
_GLIDE = re.compile(rf"(?<=[{_VOWELS}])[yw](?![{_VOWELS}])|(?<=i)y|(?<=[^{_VOWELS}])y$")
_LAST_H = re.compile(rf"(?<=[{_VOWELS}])h$")
_INNER_VOWELS = re.compile(rf"(?<!^)[{_VOWELS}]+")
_FIRST_VOWEL = re.compile(rf"^[{_VOWELS}]+")
# An article joined to its word (`Alzabadani`, `Arraqqa`), and the French first w (`Oujda`).
_JOINED_ARTICLE = re.compile(r"^(?:[ae]l(?=[a-z]{4})|[ae](?=([dnrstz])\1))")
_FIRST_OU = re.compile(r"^ou(?=[a-z])")
_N_BEFORE_B = re.compile("n(?=b)")


def plain_latin(name: str) -> str:
    """A Latin name in small letters without diacritics and signs, its words joined by single spaces."""
    letters = unicodedata.normalize("NFKD", _SIGNS.sub("", name)).casefold()
    return " ".join(_WORD.findall("".join(c for c in letters if not unicodedata.combining(c))))


def romanised_key(name: str) -> str:
    """The key of a Latin name; names whose keys are the same may be romanisations of one Arabic name."""
    return key_of_plain(plain_latin(name))


def key_of_plain(name: str) -> str:
    """The key of what `plain_latin` gives."""
    words = name.split()
    kept = [word for at, word in enumerate(words) if word not in ARTICLES or at == len(words) - 1]
    return "".join(map(_word_key, kept))


def _word_key(word: str) -> str:
    if _SERVANT.fullmatch(word):
        return "abd"
    if servant := _JOINED_SERVANT.match(word):
        return "abd" + _word_key(word[servant.end() :])
    word = _FIRST_OU.sub("w", _JOINED_ARTICLE.sub("", word))
    for written, merged in _MERGED:
        word = word.replace(written, merged)
    word = _DOUBLED.sub(r"\1", word.translate(_LETTERS))
    word = _LAST_H.sub("", _GLIDE.sub("", word))
    word = _FIRST_VOWEL.sub("a", word)
    return _N_BEFORE_B.sub("m", _INNER_VOWELS.sub("", word))
