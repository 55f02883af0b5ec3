"""Searching the registry of actors as people type."""

import pytest

from musnad.registry.actor_search import search_actors


def first(query: str) -> str | None:
    hits = search_actors(query, limit=1)
    return hits[0].id if hits else None


@pytest.mark.parametrize(
    ("query", "identifier"),
    [
        ("حركة الشباب", "al-shabaab"),
        ("حركه الشباب", "al-shabaab"),
        ("الحوثيّون", "houthis"),
        ("انصار الله", "houthis"),
        ("دعم سريع", "rsf"),
        ("قوات الدعم السربع", "rsf"),
        ("كتائب القسّـام", "qassam-brigades"),
        ("الجيش الاسرائيلى", "idf"),
        ("IDF", "idf"),
        ("pmf", "pmf"),
        ("YPG", "ypg"),
        ("Daesh", "isis"),
        ("Hizbullah", "hezbollah"),
        ("Asaib Ahl al-Haqq", "asaib-ahl-al-haq"),
        ("qassam-brigades", "qassam-brigades"),
        ("نتنياهو", "prime-minister-israeli"),
        ("Guterres", "un-secretary-general"),
    ],
)
def test_an_actor_is_found_as_it_is_typed(query: str, identifier: str) -> None:
    assert first(query) == identifier


@pytest.mark.parametrize("query", ["", "  ", "؟", "xyzzy", "قزمزنف"])
def test_nothing_is_found_for_what_names_nobody(query: str) -> None:
    assert search_actors(query) == []


def test_an_actor_is_shown_once_with_the_name_that_fits() -> None:
    hits = search_actors("العدو الصهيوني")
    assert [hit.id for hit in hits].count("idf") == 1
    assert hits[0].matched == "العدو الصهيوني"


def test_best_come_first_and_no_more_than_asked_for() -> None:
    hits = search_actors("الجيش", limit=5)
    assert len(hits) == 5
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
