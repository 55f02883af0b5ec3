"""Names of places as sources write them, made fit for the gazetteer."""

import re
import unicodedata
from collections.abc import Iterable

from musnad.registry.sources.raw import SETTLEMENT
from musnad.text.normalise import fold

MAX_NAMES, MIN_LETTERS = 8, 3
# Arabic letters as Persian keyboards write them.
_KEYBOARD = str.maketrans({"ی": "ي", "ک": "ك", "ە": "ه", "ۀ": "ة"})
# Letters of Persian, Urdu, Kurdish and Uyghur that Arabic news does not write.
FOREIGN = re.compile("[ٹڈڑںےۀھہۆۇۈېەڵڕێۋڭڳگپچژکیۅۉ]")
ARABIC = re.compile(r"[\u0621-\u064a][\u0621-\u064a0-9 '-]+")
# Diacritics, tatweel and what has no width.
_MARKS = re.compile(
    "[\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed"
    "\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)
_APART = re.compile(r"\s*[/،؛;,|]\s*")
_BRACKETED = re.compile(r"\s*[(\[{].*?[)\]}]\s*")
_SIGNS = re.compile("[‘’`ʻʼʿʾ]")
_TAIL = re.compile(
    r"\s+(Governorate|Muhafazah|Province|District|Sub-?district|Region|County|State|Municipality)$", re.I
)
# Words before a name that say what it is; a text has them, the gazetteer does not.
_HEADS = {
    "province": "محافظة ولاية إقليم إمارة منطقة",
    "district": "قضاء ناحية منطقة مديرية محلية معتمدية مركز بلدية دائرة مدينة محافظة",
    SETTLEMENT: "مدينة بلدة قرية ضيعة حي حارة محلة",
    "neighbourhood": "حي حارة محلة ضاحية",
}
# Words that say only what a place is, or which of two; of such words alone no name is made.
_GENERIC = (
    "جامع حديقة سوق شارع طريق عاصمة قصر قلعة محطة محور مخيم مدرسة مركزي مستشفى مسجد مطار معسكر مقبرة ميدان "
    "ميناء وادي جبل نهر بحر ساحل ساحة منطقة حدود أعلى أسفل أوسط وسطى أول أولى ثاني ثانية ثالث ثالثة جديد جديدة "
    "قديم قديمة كبير كبيرة صغير صغيرة شرقي شرقية غربي غربية شمالي شمالية جنوبي جنوبية شرق غرب شمال جنوب وطني "
    "عام عامة سكني سكنية صناعي صناعية"
)
HEADS = {kind: frozenset(map(fold, words.split())) for kind, words in _HEADS.items()}

GENERIC = frozenset(map(fold, _GENERIC.split())).union(*HEADS.values())


def arabic_names(names: Iterable[str], kind: str) -> list[str]:
    """The names in Arabic letters: without marks, brackets and head nouns, no two that fold to the same."""
    found: dict[str, str] = {}
    for written in names:
        for part in _APART.split(_BRACKETED.sub(" ", _plain_letters(written))):
            name = _without_head(" ".join(part.split()), kind)
            if (
                ARABIC.fullmatch(name)
                and not FOREIGN.search(name)
                and _letters(name) >= MIN_LETTERS
                and not _is_generic(name)
            ):
                found.setdefault(fold(name), name)
    return list(found.values())[:MAX_NAMES]


def _plain_letters(name: str) -> str:
    plain = name if unicodedata.is_normalized("NFKC", name) else unicodedata.normalize("NFKC", name)
    return _MARKS.sub("", plain.translate(_KEYBOARD))


def _letters(name: str) -> int:
    return sum(map(str.isalpha, name))


def _without_head(name: str, kind: str) -> str:
    head, _, rest = name.partition(" ")
    return rest if fold(head) in HEADS.get(kind, ()) and _letters(rest) >= MIN_LETTERS else name


def _is_generic(name: str) -> bool:
    return all(word in GENERIC or word.removeprefix("ال") in GENERIC for word in fold(name).split())


def has_head(names: Iterable[str], kind: str) -> bool:
    """Whether one of the names says what it is («قرية …»), and may be another place's name without that."""
    return any(_without_head(name, kind) != name for name in map(_plain_letters, names))


def latin_name(name: str, *, unit: bool = False) -> str:
    """A Latin name without diacritics and half-rings; of a unit, without the word for its level."""
    letters = name if name.isascii() else unicodedata.normalize("NFKD", name)
    plain = _SIGNS.sub(
        "", letters if letters.isascii() else "".join(c for c in letters if not unicodedata.combining(c))
    )
    plain = " ".join(plain.replace("|", " ").split())
    return _TAIL.sub("", plain) if unit else plain


def is_latin(name: str) -> bool:
    """Whether a name is written in Latin letters."""
    return latin_name(name).isascii() and any(map(str.isalpha, name))
