"""The page's own words in both languages."""

import datetime as dt
from importlib.resources import files

import pytest
import yaml

from musnad.cli.page.words import MONTHS, Words, plural_category
from musnad.codebook import Language
from musnad.schema import PlaceRef, Span

CATEGORIES = {"ar": {"zero", "one", "two", "few", "many", "other"}, "en": {"one", "other"}}


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0, "لا أحداث"),
        (1, "حدث واحد"),
        (2, "حدثان"),
        (3, "3 أحداث"),
        (10, "10 أحداث"),
        (11, "11 حدثًا"),
        (99, "99 حدثًا"),
        (100, "100 حدث"),
        (102, "102 حدث"),
        (103, "103 أحداث"),
        (1_111, "1,111 حدثًا"),
    ],
)
def test_events_are_counted_in_all_six_arabic_plural_forms(number: int, said: str) -> None:
    assert Words("ar").count("events", number).striptags() == said


@pytest.mark.parametrize(("number", "category"), [(0, "other"), (1, "one"), (2, "other")])
def test_english_has_two_plural_forms(number: int, category: str) -> None:
    assert plural_category(number, "en") == category


def test_counted_nouns_are_sorted_and_have_every_form_of_both_languages() -> None:
    counts = yaml.safe_load((files("musnad.cli") / "counts.yaml").read_text("utf-8"))
    assert list(counts) == sorted(counts)
    for forms in counts.values():
        assert {language: set(given) for language, given in forms.items()} == CATEGORIES


@pytest.mark.parametrize(("language", "said"), [("ar", "4 شباط/فبراير 2024"), ("en", "4 February 2024")])
def test_a_day_is_written_in_full_isolated_and_machine_readable(language: Language, said: str) -> None:
    assert Words(language).date(dt.date(2024, 2, 4)) == f'<time datetime="2024-02-04"><bdi>{said}</bdi></time>'


def test_both_languages_name_twelve_months() -> None:
    assert [len(names) for names in MONTHS.values()] == [12, 12]


def test_a_span_of_days_gives_its_first_and_last() -> None:
    days = Words("en").days(dt.date(2024, 2, 4), dt.date(2024, 2, 6))
    assert days.striptags() == "4 February 2024 – 6 February 2024"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("2024-02-05", "5 February 2024"),
        ("2024-02-05T08:30:00+03:00", "5 February 2024, 08:30 UTC+03:00"),
        ("2024-02-05T08:30:00", "5 February 2024, 08:30"),
        ("أمس", "أمس"),
    ],
)
def test_the_time_of_publication_is_shown_as_far_as_it_is_known(written: str, said: str) -> None:
    assert Words("en").moment(written).striptags() == said


@pytest.mark.parametrize(
    ("language", "lat", "lon", "said"),
    [
        ("ar", 35.86, 36.8, "35.86° شمالًا، 36.80° شرقًا"),
        ("ar", -1.5, -3.25, "1.50° جنوبًا، 3.25° غربًا"),
        ("en", 35.86, -36.8, "35.86° N, 36.80° W"),
    ],
)
def test_coordinates_name_their_hemispheres(language: Language, lat: float, lon: float, said: str) -> None:
    assert Words(language).point(lat, lon).striptags() == said


@pytest.mark.parametrize(("language", "said"), [("ar", "سراقب، إدلب، سوريا"), ("en", "Saraqib, Idlib, Syria")])
def test_a_place_is_named_in_the_language_of_the_page(language: Language, said: str) -> None:
    place = PlaceRef(
        name="Saraqib", country="SY", admin1="Idlib", lat=None, lon=None, precision="town",
        quote="سراقب", span=Span(0, 5), confidence=1.0, method="test",
    )  # fmt: skip
    assert Words(language).place(place).striptags() == said


def test_a_code_that_the_codebook_does_not_know_is_shown_as_it_is() -> None:
    assert Words("ar").code("weapons", "trebuchet") == "trebuchet"
