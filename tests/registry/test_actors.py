"""The registry of actors: its loader, and what is recorded beside the names."""

import pytest

from musnad.codebook import codebook
from musnad.registry.actor_facts import all_actors, as_facts, facts_by_id, facts_of
from musnad.registry.actors import Actor, RegistryError, actors, as_actors, office_names, offices, unique
from musnad.registry.matcher import words_of


def row(identifier: str, *names: str, **more: object) -> dict[str, object]:
    return {"id": identifier, "en": identifier.title(), "type": "rebels", "names": list(names), **more}


def actor(identifier: str, *names: str) -> Actor:
    return as_actors([row(identifier, *names)], "actors.yaml")[0]


def test_the_registry_holds_the_actors_of_many_conflicts() -> None:
    assert len(actors()) > 540
    countries = {actor.country for actor in actors()}
    assert {"SY", "IQ", "LB", "PS", "IL", "YE", "SD", "LY", "EG", "JO", "IR", "TR", "ML", "SO"} <= countries


def test_offices_are_sorted_and_share_no_name_with_each_other() -> None:
    assert office_names()[words_of("الرئيس السوري")].id == "president-syrian"


def test_every_type_of_an_office_is_one_of_the_codebook() -> None:
    assert {office.type for office in offices()} <= set(codebook().actor_types)


def test_no_actor_gives_a_name_twice() -> None:
    for known in all_actors().values():
        folded = [words_of(name) for name in (*known.names, *known.guarded)]
        assert len(folded) == len(set(folded)), known.id


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([row("b", "ب"), row("a", "أ")], "actors.yaml: a: id: must stand before b"),
        ([row("a", "أ"), row("a", "ب")], "actors.yaml: a: id: is given twice"),
        ([row("a", "أ", nmaes=[])], "actors.yaml: a: row: Object contains unknown field `nmaes`"),
        ([row("a", "أ", country=3)], "actors.yaml: a: country: Expected `str | null`, got `int`"),
    ],
)
def test_a_row_that_cannot_be_used_is_named_with_its_field(rows: list[object], message: str) -> None:
    with pytest.raises(RegistryError) as error:
        as_actors(rows, "actors.yaml")
    assert str(error.value) == message


def test_a_name_of_two_actors_is_refused_however_it_is_spelt() -> None:
    one, other = actor("a", "أنصار الحقّ"), actor("b", "انصار الحق")
    named = [(words_of(name), held) for held in (one, other) for name in held.names]
    with pytest.raises(RegistryError, match=r"^actors\.yaml: b: names: 'انصار الحق' is also a name of a$"):
        unique(named, "actors.yaml")


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        ({"id": "z"}, "z: id: is no actor's"),
        ({"id": "a", "relations": [{"kind": "part of", "to": "q"}]}, "a: relations: 'q' is no actor's id"),
        (
            {"id": "a", "relations": [{"kind": "part of", "to": "a"}]},
            "a: relations: an actor has no relation to itself",
        ),
        (
            {"id": "a", "relations": [{"kind": "part of", "to": "b", "since": 2020, "until": 2019}]},
            "a: relations: with b it ends before it begins",
        ),
        ({"id": "a", "slanted": ["عصابة"]}, "a: slanted: 'عصابة' is none of its names"),
        (
            {"id": "a", "holders": [{"ar": "سالم", "en": "Salem", "since": "2020", "until": "2019"}]},
            "a: holders: Salem leaves before the beginning",
        ),
    ],
)
def test_facts_are_checked_against_the_actors(facts: dict[str, object], message: str) -> None:
    known = {"a": actor("a", "جبهة"), "b": actor("b", "حركة")}
    with pytest.raises(RegistryError, match=message.replace("'", ".")):
        as_facts([facts], known)


def test_a_disputed_affiliation_says_whose_word_it_is() -> None:
    told = {(relation.to, relation.said_by) for relation in facts_of("houthis").relations}
    assert ("irgc", "United States") in told
    assert all(to != "irgc" or said_by for to, said_by in told)


@pytest.mark.parametrize(
    ("plain", "slanted", "identifier"),
    [
        ("الجيش الإسرائيلي", "قوات الاحتلال", "idf"),
        ("جماعة الحوثي", "القوات المسلحة اليمنية", "houthis"),
        ("قوات الدعم السريع", "مليشيا الدعم السريع", "rsf"),
        ("الجيش السوري", "قوات النظام", "syrian-army"),
    ],
)
def test_names_that_take_a_side_stand_for_one_identity_and_are_marked(
    plain: str, slanted: str, identifier: str
) -> None:
    names = all_actors()[identifier].names
    assert {plain, slanted} <= set(names)
    assert slanted in facts_of(identifier).slanted
    assert plain not in facts_of(identifier).slanted


def test_terms_of_an_office_follow_each_other() -> None:
    for facts in facts_by_id().values():
        starts = [holder.since for holder in facts.holders if holder.since]
        assert starts == sorted(starts, reverse=True), facts.id
