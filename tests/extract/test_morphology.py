"""Forms of verbs and nouns from root and pattern."""

import pytest

from musnad.extract.morphology import conjugate, inflect_noun, weakness


@pytest.mark.parametrize(
    ("root", "form", "expected"),
    [
        ("قصف", "I", "sound"),
        ("غور", "IV", "hollow"),
        ("رمي", "I", "defective"),
        ("حلل", "VIII", "doubled"),
        ("وقف", "IV", "assimilated"),
        ("صدم", "VIII", "emphatic"),
        ("سيطر", "Q", "sound"),
    ],
)
def test_a_root_has_the_weakness_that_its_radicals_give(root: str, form: str, expected: str) -> None:
    assert weakness(root, form) == expected


@pytest.mark.parametrize(
    ("root", "form", "skeleton", "inflection"),
    [
        ("هدف", "X", "استهدف", "past"),
        ("هدف", "X", "تستهدف", "present"),
        ("هدف", "X", "استهداف", "masdar"),
        ("غور", "IV", "اغارت", "past"),
        ("غور", "IV", "تغير", "present"),
        ("غول", "VIII", "اغتيال", "masdar"),
        ("عدي", "VIII", "اعتداء", "masdar"),
        ("حلل", "VIII", "احتلال", "masdar"),
        ("حلل", "VIII", "احتللنا", "past"),
        ("عود", "X", "استعاده", "masdar"),
        ("وفق", "VIII", "اتفاق", "masdar"),
        ("سيطر", "Q", "سيطره", "masdar"),
        ("وقف", "IV", "ايقاف", "masdar"),
        ("فجر", "VII", "انفجرت", "past"),
        ("هجم", "III", "مهاجمون", "agent"),
        ("دمر", "II", "مدمره", "agent"),
    ],
)
def test_a_verb_has_its_regular_forms(root: str, form: str, skeleton: str, inflection: str) -> None:
    assert conjugate(root, form)[skeleton].inflection == inflection


@pytest.mark.parametrize(
    ("root", "form", "skeleton"), [("صوب", "IV", "اصيب"), ("غول", "VIII", "اغتيلت"), ("هجم", "III", "هوجم")]
)
def test_a_passive_that_looks_different_is_known_as_passive(root: str, form: str, skeleton: str) -> None:
    assert conjugate(root, form)[skeleton].passive


def test_a_masdar_given_by_the_lexicon_is_inflected_too() -> None:
    assert {"قصف", "قصفا"} <= set(conjugate("قصف", "I", ("قصف",)))


def test_a_feminine_noun_shows_its_t_only_before_endings() -> None:
    forms = inflect_noun("غاره")
    assert {"غاره", "غارات", "غارتان", "غارتين"} <= set(forms)
    assert "غارت" not in forms


def test_a_broken_plural_is_inflected_for_case() -> None:
    assert {"هجمات", "هجوما", "هجومين"} <= set(inflect_noun("هجوم", ("هجمات",)))
