"""A sketch holds all that comparing needs, and little more."""

import datetime as dt

import msgspec
from tests.merge.strikes import BASE, SHADDADI, claim, days, drawn, party

from musnad.data import load_yaml
from musnad.merge import Sketch
from musnad.merge.sketch import LONGEST_NAME, MOST_TERMS


def test_a_sketch_is_packed_and_unpacked() -> None:
    packed = msgspec.msgpack.encode(drawn())
    assert msgspec.msgpack.decode(packed, type=Sketch) == drawn()


def test_a_long_claim_stays_small() -> None:
    words = " ".join(f"كلمة{number}" for number in range(400))
    places = tuple((f"{name} " * 40, f"{quote} " * 40, *rest) for name, quote, *rest in [BASE, SHADDADI] * 8)
    parties = tuple(party("name " * 60, "اسم " * 60) for _ in range(30))
    packed = msgspec.msgpack.encode(drawn(words=words, places=places, actors=parties, targets=parties, title=words))
    assert len(packed) < 5000
    assert len(drawn(words=words).terms) == MOST_TERMS
    assert max(len(spot.name) for spot in drawn(places=places).places) == LONGEST_NAME


def test_a_claim_without_any_value_has_a_sketch() -> None:
    empty = drawn(words="حادث", date=None, places=(), actors=(), targets=(), weapons=(), tolls=(), published=None)
    assert (empty.start, empty.end, empty.published, empty.places) == (None, None, None, ())


def test_days_are_ordinals() -> None:
    told = drawn(date=days(dt.date(2024, 1, 7), dt.date(2024, 1, 8)))
    assert (told.start, told.end) == (dt.date(2024, 1, 7).toordinal(), dt.date(2024, 1, 8).toordinal())


def test_the_part_of_the_day_is_that_of_the_date() -> None:
    dawn, night = (drawn(date=days(dt.date(2024, 1, 8), quote=quote)).hours for quote in ("فجر اليوم", "ليلة الإثنين"))
    assert (dawn, night) == (1, 32)


def test_spelling_does_not_change_the_part_of_the_day() -> None:
    assert drawn(date=days(dt.date(2024, 1, 8), quote="صبـاحًا")).hours == 2


def test_a_second_blow_is_noticed() -> None:
    assert drawn(words="تجدّد القصف على السوق نفسه").again
    assert drawn(words="استهدفت غارةٌ ثانيةٌ البلدة").again
    assert not drawn(words="قصفت المدفعية السوق").again


def test_the_report_is_that_which_was_copied() -> None:
    assert (drawn().report, drawn(original="ar-9").report) == ("ar-1", "ar-9")


def test_a_sketch_depends_on_the_claim_alone() -> None:
    assert drawn() == drawn()
    assert drawn().claim == claim().id


def test_word_lists_hold_nothing_twice() -> None:
    held = load_yaml("musnad.merge", "words.yaml")
    types = load_yaml("musnad.merge", "types.yaml")
    listed = [held["again"], held["generic"], types["common"], types["near"], *types["kin"].values()]
    assert all(words == sorted(words) for words in listed)
    assert all(len(words) == len(set(map(str, words))) for words in listed)
