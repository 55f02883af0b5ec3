"""Scoring of links to the registry."""

import csv
from typing import Any

import pytest

from musnad.evaluate.linking import TABLE, identities, link_figures, longest_name, text_table
from musnad.registry.actor_facts import all_actors
from musnad.text.normalise import fold


@pytest.fixture
def article() -> dict[str, Any]:
    text = "قتل مسلحون مجهولون عنصرا من حركة حماس في غزة، وقصف الجيش الإسرائيلي موقعا لكتيبة «الوفاء»."
    event = {
        "mentions": [{"quote": text, "trigger": "قتل"}],
        "actors": [{"quote": "مسلحون مجهولون", "name": "Gunmen"}, {"quote": "الجيش الإسرائيلي", "name": "IDF"}],
        "targets": [{"quote": "حركة حماس", "name": "Hamas"}, {"quote": "كتيبة «الوفاء»", "name": "Al-Wafa"}],
    }
    return {"id": "a-1", "text": text, "events": [event], "statements": []}


def test_right_and_wrong_links_are_counted(article: dict[str, Any]) -> None:
    figures = link_figures([article], {"gunmen": "", "idf": "idf", "hamas": "fatah"})
    assert (figures.right.share, figures.right.n) == (0.5, 2)
    assert (figures.wrong.share, figures.wrong.n) == (1 / 3, 3)
    assert figures.unscored == 1


def test_a_provisional_identity_is_no_link(article: dict[str, Any]) -> None:
    assert link_figures([article], {"al-wafa": ""}).wrong.share == 0.0


def test_figures_are_shown_with_their_n(article: dict[str, Any]) -> None:
    assert "right           1.000 [1.000, 1.000], n 1" in text_table(link_figures([article], {"idf": "idf"}))


def test_the_baseline_takes_the_longest_name() -> None:
    assert longest_name("عناصر تنظيم الدولة الإسلامية في غرب أفريقيا") == "iswap"
    assert longest_name("مسلحون") == ""


def test_the_table_of_names_holds_known_ids_and_each_name_once() -> None:
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    folded = [fold(row["name"]) for row in rows]
    assert len(folded) == len(set(folded)) == len(identities())
    assert {row["id"] for row in rows} - {""} <= set(all_actors())
