"""Trigger words: which words tell of events, and in which sense."""

from pathlib import Path

import pytest
import yaml

from musnad.codebook import codebook
from musnad.extract import lexicon
from musnad.extract.lexicon import bare, in_list, senses, word_lists
from musnad.extract.triggers import Trigger, find_triggers
from musnad.text.document import Document

FOLDER = Path(lexicon.__file__).parent


def _triggers(text: str) -> list[tuple[str, str]]:
    return [(trigger.span.of(text), trigger.sense) for trigger in find_triggers(Document(text))]


def _first(text: str) -> Trigger:
    return find_triggers(Document(text))[0]


@pytest.mark.parametrize(
    ("text", "word", "sense"),
    [
        ("أغارت طائرات حربية على أطراف البلدة", "أغارت", "airstrike"),
        ("وقَصَفَت المدفعية أطراف البلدة", "وقَصَفَت", "strike"),
        ("تعرّضت البلدة للقصف مساء أمس", "للقصف", "strike"),
        ("استهدفتها مسيّرة قرب الجسر", "استهدفتها", "target"),
        ("اغتيل مسؤول محلي", "اغتيل", "assassinate"),
        ("اعتـــقلت الشرطة ثلاثة شبان", "اعتـــقلت", "arrest"),
        ("اندلعت اشتباكات عنيفة", "اشتباكات", "clash"),
        ("سيطروا على القرية", "سيطروا", "capture"),
        ("الاعتداءات على المزارعين", "الاعتداءات", "beating"),
    ],
)
def test_an_inflected_word_with_clitics_is_found(text: str, word: str, sense: str) -> None:
    assert (word, sense) in _triggers(text)


@pytest.mark.parametrize(
    ("text", "sense"),
    [
        ("أطلق مسلحون النار على الحاجز", "shooting"),
        ("أطلقت الكتيبة ثلاثة صواريخ", "launch"),
        ("أطلقت الجماعة سراح الموظفين", "release"),
        ("أطلقت الشرطة الغاز المسيل للدموع", "disperse"),
        ("ألقت الشرطة القبض على مشتبه به", "arrest"),
        ("ألقى مجهول قنبلة يدوية", "grenade"),
        ("ألقت المروحيات براميل على الحي", "airstrike"),
    ],
)
def test_what_stands_near_decides_the_sense(text: str, sense: str) -> None:
    assert _first(text).sense == sense


def test_a_verb_that_needs_a_companion_is_no_trigger_without_it() -> None:
    assert _triggers("أطلق الوزير حملة للتشجير") == []


def test_a_phrase_is_one_trigger() -> None:
    assert _triggers("وقع تبادل لإطلاق النار في السوق") == [("تبادل لإطلاق النار", "clash")]


def test_a_definite_noun_is_told_from_a_bare_one() -> None:
    assert _first("الهجوم على الحاجز").definite
    assert not _first("هجوم على الحاجز").definite


def test_a_noun_with_a_pronoun_is_definite() -> None:
    assert _first("شنت غارتها الثانية").definite


@pytest.mark.parametrize("text", ["قُتل جنديان", "أُصيب ثلاثة", "اغتيل القاضي"])
def test_a_passive_is_recognised_by_vowel_or_skeleton(text: str) -> None:
    assert _first(text).passive


def test_the_article_keeps_a_verb_from_being_read() -> None:
    assert all(sense != "capture" or word != "السيطر" for word, sense in _triggers("السيطر"))


@pytest.mark.parametrize(
    ("word", "expected"), [("بالهجوم", "هجوم"), ("والقصف", "قصف"), ("للغارات", "غارات"), ("وزير", "وزير")]
)
def test_bare_words_lose_article_and_what_stands_before_it(word: str, expected: str) -> None:
    assert bare(word) == expected


def test_word_lists_hold_inflected_words() -> None:
    assert in_list("بصواريخ", "munitions")
    assert in_list("قذيفتين", "munitions")
    assert not in_list("تصريح", "munitions")


def test_every_sense_has_a_type_of_the_codebook() -> None:
    assert {sense.type for sense in senses().values()} <= set(codebook().sub_event_types)


def test_every_sub_event_type_is_some_sense_s_default() -> None:
    assert set(codebook().sub_event_types) - {sense.type for sense in senses().values()} == set()


def test_every_trigger_names_a_known_sense_and_word_list() -> None:
    data = yaml.safe_load((FOLDER / "triggers.yaml").read_text(encoding="utf-8"))
    items = [*data["verbs"], *data["nouns"], *data["phrases"]]
    assert {item["sense"] for item in items} <= set(senses())
    assert {item["needs"] for item in items if "needs" in item} <= set(word_lists())


def test_no_trigger_is_entered_twice() -> None:
    data = yaml.safe_load((FOLDER / "triggers.yaml").read_text(encoding="utf-8"))
    keys = [repr(sorted(item.items())) for kind in ("verbs", "nouns", "phrases") for item in data[kind]]
    assert len(keys) == len(set(keys))


def test_every_word_list_is_used() -> None:
    data = yaml.safe_load((FOLDER / "triggers.yaml").read_text(encoding="utf-8"))
    needed = {item["needs"] for item in [*data["verbs"], *data["nouns"]] if "needs" in item}
    assert set(word_lists()) == needed | {"connectors", "irrealis"}
