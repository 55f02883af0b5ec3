"""Dates of publication as people and pages write them."""

from importlib.resources import files

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from musnad.ingest.dates import iso_date, local_time


@pytest.mark.parametrize(
    "written", ["2024-02-05", "2024-02-05T10:30:00+03:00", "2024-02-05 10:30", "2024-02-05T10:30:00Z"]
)
def test_iso_dates_and_times_are_kept_as_written(written: str) -> None:
    assert iso_date(written) == written


def test_arabic_indic_digits_are_read() -> None:
    assert iso_date("٢٠٢٤-٠٢-٠٥") == "2024-02-05"


@pytest.mark.parametrize("written", [None, "", "05/02/2024", "أمس", "2024-02-30", "10:30"])
def test_anything_else_is_no_date(written: str | None) -> None:
    assert iso_date(written) is None


def test_a_utc_time_becomes_the_outlets_own() -> None:
    assert local_time("2024-02-05T22:30:00Z", "IQ") == "2024-02-06T01:30:00+03:00"


@pytest.mark.parametrize(
    ("published", "country"),
    [
        ("2024-02-05", "IQ"),
        ("2024-02-05T22:30:00+03:00", "IQ"),
        ("2024-02-05T22:30:00", "IQ"),
        ("2024-02-05T22:30:00Z", None),
        ("2024-02-05T22:30:00Z", "XX"),
        ("9999-12-31T23:30:00Z", "IQ"),
        (None, "IQ"),
    ],
)
def test_every_other_date_stays_as_given(published: str | None, country: str | None) -> None:
    assert local_time(published, country) == published


@given(st.text(max_size=30))
def test_any_words_are_a_date_or_none(written: str) -> None:
    found = iso_date(written)
    assert found is None or local_time(found, "SY")


def test_zones_are_sorted_and_stand_once() -> None:
    text = (files("musnad.ingest") / "zones.yaml").read_text("utf-8")
    countries = [line.split(":")[0] for line in text.splitlines() if not line.startswith("#")]
    assert countries == sorted(set(countries)) == sorted(yaml.safe_load(text))
