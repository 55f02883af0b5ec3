from importlib.resources import files

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from musnad.text.clitics import Analysis, analyses, enclitics, lookup, proclitics
from musnad.text.normalise import fold


def best(word: str) -> tuple[str, str, str]:
    return tuple(analyses(fold(word))[0])  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("وقصفت", ("و", "قصفت", "")),
        ("بالصواريخ", ("بال", "صواريخ", "")),
        ("للجيش", ("لل", "جيش", "")),
        ("لقوات", ("ل", "قوات", "")),
        ("سيقتلونهم", ("س", "يقتلون", "هم")),
        ("مقاتليها", ("", "مقاتلي", "ها")),
        ("مدرستهم", ("", "مدرسة", "هم")),
        ("أبنائهم", ("", "ابناء", "هم")),
        ("قتلوهم", ("", "قتلوا", "هم")),
        ("والمستشفيات", ("وال", "مستشفيات", "")),
    ],
)
def test_clitics_are_split_off(word: str, expected: tuple[str, str, str]) -> None:
    assert best(word) == tuple(fold(part) for part in expected)


@pytest.mark.parametrize(
    "word",
    [
        "وزير",
        "وكالة",
        "واشنطن",
        "بغداد",
        "بيان",
        "بريطاني",
        "كتيبة",
        "كتائب",
        "لواء",
        "لبنان",
        "فصيل",
        "فلسطينيين",
        "والي",
        "سيارة",
        "سائق",
        "ألقى",
        "آليات",
        "مهم",
        "حكم",
        "مساكن",
        "بنا",
    ],
)
def test_a_words_own_letters_stay_with_it(word: str) -> None:
    assert best(word) == ("", fold(word), "")


@pytest.mark.parametrize(
    ("word", "stem"), [("ووزير", "وزير"), ("والوالي", "والي"), ("ولبنان", "لبنان"), ("وسيارة", "سيارة")]
)
def test_a_conjunction_before_such_a_word_is_split_off(word: str, stem: str) -> None:
    assert best(word)[1] == fold(stem)


def test_the_article_that_is_lost_after_l_comes_back_on_a_word_in_l() -> None:
    assert Analysis("لل", fold("لجنة"), "") in analyses(fold("للجنة"))


def test_a_lexicon_decides_between_analyses() -> None:
    assert lookup(fold("بلدة"), {fold("لدة")}) == Analysis("ب", fold("لدة"), "")


def test_the_word_itself_is_asked_for_first() -> None:
    assert lookup("وفد", {"وفد", "فد"}) == Analysis("", "وفد", "")


def test_lookup_takes_pronouns_off() -> None:
    assert lookup(fold("وقواتها"), {"قوات"}) == Analysis("و", "قوات", "ها")


def test_an_unknown_word_is_not_found() -> None:
    assert lookup(fold("وقواتها"), set()) is None


@given(st.text(alphabet="ابتثجحخدذرزسشصضطظعغفقكلمنهويء", max_size=14))
def test_the_whole_word_is_always_among_the_analyses(word: str) -> None:
    assert Analysis("", word, "") in analyses(word)


@given(st.text(max_size=20))
def test_any_string_is_analysed(word: str) -> None:
    for prefix, _, suffix in analyses(word):
        assert prefix in ("", *proclitics())
        assert suffix in ("", *enclitics())
        assert word.startswith(prefix)
        assert word.endswith(suffix)


def test_the_word_lists_are_sorted_and_hold_no_word_twice() -> None:
    data = yaml.safe_load(files("musnad.text").joinpath("clitics.yaml").read_text("utf-8"))
    for words in [*data["own_first"].values(), *data["own_last"].values(), data["short_stems"]]:
        assert words.split() == sorted(set(words.split()))
