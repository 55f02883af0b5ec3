"""The reviewed tables of places, actors and roles."""

from collections import Counter

import pytest

from musnad.codebook import codebook
from musnad.registry.actors import actors
from musnad.registry.matcher import words_of
from musnad.registry.places import Place, places, spellings
from musnad.registry.roles import nationality_forms, role_forms
from musnad.text.names import given_names


def test_every_place_has_an_id_of_its_own() -> None:
    counts = Counter(place.id for place in places())
    assert [number for number, count in counts.items() if count > 1] == []


def test_every_place_lies_on_earth() -> None:
    for place in places():
        assert place.lat is None or -90 <= place.lat <= 90
        assert place.lon is None or -180 <= place.lon <= 180


@pytest.mark.parametrize("field", ["name_en", "kind", "country", "precision"])
def test_every_place_says_what_it_is(field: str) -> None:
    assert [place.id for place in places() if not getattr(place, field)] == []


def test_every_precision_is_one_of_the_codebook() -> None:
    assert {place.precision for place in places()} <= set(codebook().place_precisions)


def test_no_place_gives_a_name_twice() -> None:
    assert [p.id for p in places() if len(set(p.names_ar)) < len(p.names_ar)] == []


def test_every_actor_has_an_id_of_its_own_and_the_table_is_sorted() -> None:
    ids = [actor.id for actor in actors()]
    assert ids == sorted(set(ids))


def test_no_two_actors_share_a_name() -> None:
    counts = Counter(words_of(name) for actor in actors() for name in {*actor.names, *actor.guarded})
    assert [name for name, count in counts.items() if count > 1] == []


def test_every_actor_type_is_one_of_the_codebook() -> None:
    assert {actor.type for actor in actors()} <= set(codebook().actor_types)


def test_capitals_and_conflict_towns_are_held() -> None:
    names = {words_of(name) for place in places() for name in place.names_ar}
    assert {words_of(n) for n in ("بغداد", "الخرطوم", "الفاشر", "تمبكتو", "رفح", "مأرب")} <= names


def test_a_declined_first_word_is_another_spelling() -> None:
    assert words_of("أبي غريب") in spellings(words_of("أبو غريب"))


def test_joined_spellings_are_made_of_known_first_words() -> None:
    assert words_of("خانيونس") in spellings(words_of("خان يونس"))


@pytest.mark.parametrize(
    ("form", "number"),
    [("جنديان", "dual"), ("جنود", "plural"), ("مقاتلو", "plural"), ("متظاهرين", "plural"), ("طفلتين", "dual")],
)
def test_role_nouns_are_inflected(form: str, number: str) -> None:
    assert role_forms()[words_of(form)].number == number


@pytest.mark.parametrize("form", ["أميركية", "أمريكيين", "أتراك", "إسرائيليتان", "روس"])
def test_adjectives_of_countries_are_inflected(form: str) -> None:
    assert words_of(form) in nationality_forms()


def test_given_names_are_folded() -> None:
    assert words_of("أحمد") in given_names()


def test_a_place_is_a_plain_tuple_of_its_row() -> None:
    assert all(isinstance(place, Place) for place in places()[:5])
