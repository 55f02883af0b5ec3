"""Counted nouns: from a word to its lemma and grammatical number.

`nouns.yaml` holds singulars and plurals; duals, feminines, case endings and forms before a pronoun suffix are
composed here. An undotted ـين of a noun with a sound plural may be dual or plural: its number is `either`,
unless the text writes the vowel.
"""

import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Literal, NamedTuple, get_args

from musnad.data import load_yaml
from musnad.text.normalise import fold

GrammaticalNumber = Literal["singular", "dual", "plural", "either"]
NounKind = Literal["persons", "kin", "victims", "bodies", "cases", "groups", "units", "things"]

PERSON_KINDS: frozenset[str] = frozenset({"persons", "kin", "victims"})
_FEMININE_KINDS: tuple[NounKind, ...] = ("persons", "victims")
_SOUND = "ون"
_SUFFIXES = ("ه", "ها", "هم", "هن", "هما", "نا", "ك", "كم", "ي")
_PROCLITICS = ("", "ال", "و", "ف", "ب", "ل", "ك", "لل", "وال", "بال", "فال", "كال", "وب", "ول", "ولل", "وبال")
_FATHA, _KASRA = "\u064e", "\u0650"


class NounForm(NamedTuple):
    """One form of a noun: folded lemma, kind, number, whether a pronoun is attached, letters glued in front."""

    lemma: str
    kind: NounKind
    number: GrammaticalNumber
    possessed: bool = False
    glued: int = 0
    definite: bool = False


@lru_cache(maxsize=65536)
def noun_form(word: str) -> NounForm | None:
    """The reading of one original word, proclitics and vowels considered; None if the noun is not listed."""
    folded = fold(word)
    form = _form(folded)
    if form is None or form.number not in ("either", "plural") or not folded.endswith("ين"):
        return form
    vowel = _vowel_before_ending(word)
    if vowel == _FATHA:
        return form._replace(number="dual")
    return form._replace(number="plural") if vowel == _KASRA else form


def _vowel_before_ending(word: str) -> str:
    """The short vowel written before a final ين, or an empty string."""
    letters = [(char, at) for at, char in enumerate(word) if unicodedata.category(char) == "Lo"]
    if len(letters) < 3:
        return ""
    marks = word[letters[-3][1] + 1 : letters[-2][1]]
    return _FATHA if _FATHA in marks else _KASRA if _KASRA in marks else ""


def _form(folded: str) -> NounForm | None:
    for proclitic in _PROCLITICS:
        forms = _forms(proclitic.endswith(("ال", "لل")))
        if folded.startswith(proclitic) and (form := forms.get(folded[len(proclitic) :])):
            definite = proclitic.endswith(("ال", "لل"))
            return form._replace(glued=len(proclitic.removesuffix("ال")), definite=definite)
    return None


@cache
def _forms(definite: bool) -> dict[str, NounForm]:
    """The reading of each form; after the article no form has a pronoun suffix."""
    return _tables()[definite]


@cache
def _tables() -> tuple[dict[str, NounForm], dict[str, NounForm]]:
    """The reading of each form without the article and with it; listed forms come before derived feminines."""
    bare: dict[str, NounForm] = {}
    definite: dict[str, NounForm] = {}
    for derived in (False, True):
        for reading, forms in _readings(derived):
            for form in forms:
                _add(bare, form, reading, derived)
                if not reading.possessed and not _is_construct_dual(form, reading):
                    _add(definite, form, reading, derived)
    return bare, definite


def _is_construct_dual(form: str, reading: NounForm) -> bool:
    return reading.number in ("dual", "either") and form.endswith("ي")


def _readings(derived: bool) -> Iterator[tuple[NounForm, list[str]]]:
    """The readings of every listed noun with their forms, or those of the feminines derived from masculines."""
    for kind in _FEMININE_KINDS if derived else get_args(NounKind):
        for singular, plurals in load_yaml("musnad.text", "nouns.yaml")[kind].items():
            lemma = fold(singular)
            inflected = _feminine(lemma) if derived else _inflect(lemma, list(map(fold, plurals)))
            for number, possessed, forms in inflected:
                reading = NounForm(lemma, kind, number, possessed)
                if kind not in PERSON_KINDS:
                    forms = [form for form in forms if not _is_construct_dual(form, reading)]
                yield reading, forms


_RANK = {"singular": 0, "either": 1, "plural": 2, "dual": 3}


def _add(forms: dict[str, NounForm], form: str, reading: NounForm, derived: bool) -> None:
    """Keep the plainer of two readings; a form that is dual of one noun and plural of its own is either.

    A derived feminine gives way to a listed noun.
    """
    known = forms.get(form)
    if known is None:
        forms[form] = reading
    elif derived and not known.possessed:
        return
    elif {known.number, reading.number} == {"dual", "plural"} and known.kind == reading.kind:
        forms[form] = known._replace(number="either")
    elif (known.possessed, _RANK[known.number]) > (reading.possessed, _RANK[reading.number]):
        forms[form] = reading if known.kind in PERSON_KINDS or reading.kind == known.kind else known


_Forms = Iterator[tuple[GrammaticalNumber, bool, list[str]]]


def _inflect(singular: str, plurals: list[str]) -> _Forms:
    """The forms of a noun by number and by whether a pronoun is attached."""
    if singular in plurals:
        yield "either", False, [singular]
        return
    sound = _SOUND in plurals
    yield from _singular(singular)
    yield from _dual(singular, sound)
    for plural in plurals:
        yield from _sound_plural(singular) if plural == _SOUND else _broken_plural(plural)


def _feminine(masculine: str) -> _Forms:
    if not masculine.endswith("ه"):
        yield from _singular(masculine + "ه")
        yield from _dual(masculine + "ه", False)
        yield from _broken_plural(masculine + "ات")


def _singular(noun: str) -> _Forms:
    yield "singular", False, [noun, noun + "ا"]
    yield "singular", True, [_construct(noun) + suffix for suffix in _SUFFIXES]


def _construct(noun: str) -> str:
    return noun[:-1] + "ت" if noun.endswith("ه") else noun


def _dual(noun: str, sound: bool) -> _Forms:
    stem = _construct(noun)
    oblique: GrammaticalNumber = "either" if sound else "dual"
    yield "dual", False, [stem + "ان"]
    yield oblique, False, [stem + "ين", stem + "ي"]
    yield "dual", True, [f"{stem}ا{suffix}" for suffix in _SUFFIXES[:-1]]
    yield oblique, True, [f"{stem}ي{suffix}" for suffix in _SUFFIXES[:-1]]


def _sound_plural(noun: str) -> _Forms:
    yield "plural", False, [noun + "ون", noun + "و"]
    yield "plural", True, [f"{noun}و{suffix}" for suffix in _SUFFIXES[:-1]]


def _broken_plural(plural: str) -> _Forms:
    yield "plural", False, [plural, plural + "ا"]
    bases = [plural[:-1] + seat for seat in "ءوي"] if plural.endswith("ء") else [_construct(plural)]
    yield "plural", True, [base + suffix for base in bases for suffix in _SUFFIXES]
