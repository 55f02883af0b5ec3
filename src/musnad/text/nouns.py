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
_FEMININE_KINDS = frozenset({"persons", "victims"})
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
    forms: dict[str, NounForm] = {}
    for form, reading, derived in sorted(_readings(), key=lambda row: row[2]):
        known = forms.get(form)
        listed = derived and known is not None and not known.possessed
        bound = reading.possessed or _is_construct_dual(form, reading)
        if not listed and not (definite and bound):
            _add(forms, form, reading)
    return forms


def _is_construct_dual(form: str, reading: NounForm) -> bool:
    return reading.number in ("dual", "either") and form.endswith("ي")


@cache
def _readings() -> list[tuple[str, NounForm, bool]]:
    """Every form of every noun, the feminines that are only derived from a masculine marked."""
    readings: list[tuple[str, NounForm, bool]] = []
    for kind in get_args(NounKind):
        for singular, plurals in load_yaml("musnad.text", "nouns.yaml")[kind].items():
            lemma = fold(singular)
            for form, number, possessed in _inflect(lemma, list(map(fold, plurals))):
                reading = NounForm(lemma, kind, number, possessed)
                if kind in PERSON_KINDS or not _is_construct_dual(form, reading):
                    readings.append((form, reading, False))
            for form, number, possessed in _feminine(lemma) if kind in _FEMININE_KINDS else ():
                readings.append((form, NounForm(lemma, kind, number, possessed), True))
    return readings


_RANK = {"singular": 0, "either": 1, "plural": 2, "dual": 3}


def _add(forms: dict[str, NounForm], form: str, reading: NounForm) -> None:
    """Keep the plainer of two readings; a form that is dual of one noun and plural of its own is either."""
    known = forms.get(form)
    if known is None:
        forms[form] = reading
    elif {known.number, reading.number} == {"dual", "plural"} and known.kind == reading.kind:
        forms[form] = known._replace(number="either")
    elif (known.possessed, _RANK[known.number]) > (reading.possessed, _RANK[reading.number]):
        forms[form] = reading if known.kind in PERSON_KINDS or reading.kind == known.kind else known


def _inflect(singular: str, plurals: list[str]) -> Iterator[tuple[str, GrammaticalNumber, bool]]:
    if singular in plurals:
        yield singular, "either", False
        return
    sound = _SOUND in plurals
    yield from _singular(singular)
    yield from _dual(singular, sound)
    for plural in plurals:
        yield from _sound_plural(singular) if plural == _SOUND else _broken_plural(plural)


def _feminine(masculine: str) -> Iterator[tuple[str, GrammaticalNumber, bool]]:
    if not masculine.endswith("ه"):
        yield from _singular(masculine + "ه")
        yield from _dual(masculine + "ه", False)
        yield from _broken_plural(masculine + "ات")


def _singular(noun: str) -> Iterator[tuple[str, GrammaticalNumber, bool]]:
    yield noun, "singular", False
    yield noun + "ا", "singular", False
    for suffix in _SUFFIXES:
        yield _construct(noun) + suffix, "singular", True


def _construct(noun: str) -> str:
    return noun[:-1] + "ت" if noun.endswith("ه") else noun


def _dual(noun: str, sound: bool) -> Iterator[tuple[str, GrammaticalNumber, bool]]:
    stem = _construct(noun)
    oblique: GrammaticalNumber = "either" if sound else "dual"
    yield stem + "ان", "dual", False
    yield stem + "ين", oblique, False
    yield stem + "ي", oblique, False
    for suffix in _SUFFIXES[:-1]:
        yield stem + "ا" + suffix, "dual", True
        yield stem + "ي" + suffix, oblique, True


def _sound_plural(noun: str) -> Iterator[tuple[str, GrammaticalNumber, bool]]:
    yield noun + "ون", "plural", False
    yield noun + "و", "plural", False
    for suffix in _SUFFIXES[:-1]:
        yield noun + "و" + suffix, "plural", True


def _broken_plural(plural: str) -> Iterator[tuple[str, GrammaticalNumber, bool]]:
    yield plural, "plural", False
    yield plural + "ا", "plural", False
    bases = [plural[:-1] + seat for seat in "ءوي"] if plural.endswith("ء") else [_construct(plural)]
    for base in bases:
        for suffix in _SUFFIXES:
            yield base + suffix, "plural", True
