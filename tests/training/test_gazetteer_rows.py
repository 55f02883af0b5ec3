"""The typed tables of `training/gazetteer/rows/` are well formed, and their points lie in their countries."""

import csv
from pathlib import Path

import pytest
from training.gazetteer import check

TYPED = ("districts", "villages")
REQUIRED = ("id", "name_en", "names_ar", "kind", "country", "admin1", "precision", "basis")
KINDS = {"district", "town", "village", "neighbourhood", "camp"}
# South, north, west and east ends in degrees, with some margin; Syria with the Golan.
BOXES = {
    "EG": (21.9, 31.8, 24.6, 37.0),
    "IQ": (29.0, 37.5, 38.7, 48.7),
    "JO": (29.1, 33.5, 34.8, 39.4),
    "LB": (33.0, 34.8, 35.0, 36.7),
    "LY": (19.4, 33.3, 9.3, 25.3),
    "PS": (31.2, 32.7, 34.1, 35.7),
    "SD": (8.6, 22.4, 21.7, 38.7),
    "SY": (32.2, 37.4, 35.6, 42.5),
    "YE": (12.0, 19.1, 41.6, 54.6),
}


def rows(table: str) -> list[dict[str, str]]:
    with (check.ROWS / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_no_id_stands_twice_over_all_tables() -> None:
    ids = [row["id"] for _, row in check.gazetteer()]
    assert sorted(ids) == sorted(set(ids))


@pytest.mark.parametrize("table", TYPED)
def test_the_rows_are_sorted_by_id(table: str) -> None:
    ids = [row["id"] for row in rows(table)]
    assert ids == sorted(ids)


@pytest.mark.parametrize("table", TYPED)
def test_no_required_value_is_missing(table: str) -> None:
    assert [row["id"] for row in rows(table) if not all(row[field] for field in REQUIRED)] == []


@pytest.mark.parametrize("table", TYPED)
def test_kinds_are_those_of_settlements_and_districts(table: str) -> None:
    assert {row["kind"] for row in rows(table)} <= KINDS


@pytest.mark.parametrize("table", TYPED)
def test_first_level_units_are_those_of_the_units_table(table: str) -> None:
    known = {(row["country"], row["admin1"]) for row in rows("units")}
    assert {(row["country"], row["admin1"]) for row in rows(table)} <= known


@pytest.mark.parametrize("table", TYPED)
def test_points_lie_in_their_countries(table: str) -> None:
    assert [row["id"] for row in rows(table) if row["lat"] and not inside(row)] == []


def inside(row: dict[str, str]) -> bool:
    south, north, west, east = BOXES[row["country"]]
    return south <= float(row["lat"]) <= north and west <= float(row["lon"]) <= east


@pytest.mark.parametrize("table", TYPED)
def test_unconfirmed_points_do_not_claim_to_be_exact(table: str) -> None:
    recalled = [row for row in rows(table) if row["basis"] == "recalled"]
    assert [row["id"] for row in recalled if int(row["radius_m"] or 5000) < 5000 or row["precision"] == "site"] == []


@pytest.mark.parametrize("table", TYPED)
def test_everyday_words_have_cues(table: str) -> None:
    assert [row["id"] for row in rows(table) if row["needs_cue"] == "2" and not row["cues"]] == []


def test_corrections_and_decisions_are_of_rows_that_exist() -> None:
    ids = {row["id"] for _, row in check.gazetteer()}
    named = {row["id"] for name in ("corrections", "decisions") for row in check.records(beside(name))}
    assert named <= ids


def test_each_decision_has_a_reason() -> None:
    decisions = check.records(beside("decisions"))
    assert [row["id"] for row in decisions if row["decision"] not in check.DECISIONS or not row["reason"]] == []


def test_names_are_compared_without_articles_and_spaces() -> None:
    assert check.key("تلّ الضمان") == check.key("تل ضمان")


def beside(name: str) -> Path:
    return check.HERE / f"{name}.csv"
