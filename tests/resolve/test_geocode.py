"""Places of any text: what is found, where it is, and what cannot be placed."""

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from musnad.resolve.geocode import Geocoded, geocode


def only(text: str, country: str | None = None) -> Geocoded:
    (found,) = geocode(text, country)
    return found


def test_a_village_beside_its_province_is_found_with_its_head() -> None:
    village, province = geocode("قصف على قرية كفر عويد بريف إدلب الجنوبي")
    assert (village.text, village.name, village.country, village.precision) == (
        "قرية كفر عويد",
        "Kafr Uwayd",
        "SY",
        "town",
    )
    assert (province.text, province.admin1, province.precision) == ("بريف إدلب الجنوبي", "Idlib", "province")


def test_offsets_are_those_of_the_text_with_its_diacritics() -> None:
    text = "قُصِفَتْ مدينةُ حَلَب أمسِ"
    found = only(text)
    assert text[found.start : found.end] == found.text == "مدينةُ حَلَب"


def test_attached_prepositions_belong_to_the_words_of_a_mention() -> None:
    assert only("انفجار بالرصيفة").text == "بالرصيفة"


def test_a_hashtag_that_is_a_place_counts_and_a_longer_one_does_not() -> None:
    assert [m.text for m in geocode("#سيول_الأردن قصف على #دير_الزور https://t.co/x")] == ["دير_الزور"]


def test_a_hashtag_after_a_word_counts_where_a_post_names_no_other_place() -> None:
    assert [m.text for m in geocode("قصف #إدلب")] == ["إدلب"]


def test_a_namesake_is_told_by_the_country_named_beside_it() -> None:
    assert only("غارة على صيدا", "LB").country == "LB"
    assert geocode("غارة على طرابلس في ليبيا")[0].country == "LY"
    assert geocode("غارة على طرابلس شمال لبنان")[0].country == "LB"


def test_a_quarter_that_is_known_in_another_city_only_lies_in_the_city_named() -> None:
    quarter = geocode("غارة على حي الزهور في بنغازي")[0]
    assert (quarter.country, quarter.method) == ("LY", "parent place")
    assert quarter.registry_id is None


def test_a_distance_and_a_side_move_the_point() -> None:
    found = only("انفجرت عبوة على بعد 40 كيلومترا غرب الرمادي")
    town = only("انفجرت عبوة في الرمادي")
    assert found.lon is not None
    assert town.lon is not None
    assert town.lon - found.lon == pytest.approx(0.43, abs=0.01)
    assert found.precision == "district"


def test_an_unknown_village_beside_nothing_cannot_be_placed() -> None:
    found = only("هاجم مسلحون قرية زنبقلوط")
    assert (found.lat, found.lon, found.country, found.precision) == (None, None, None, None)


def test_runners_up_are_other_places_of_the_name_with_their_reasons() -> None:
    found = only("غارة على طرابلس")
    assert {other.country for other in found.runners_up} | {found.country} >= {"LB", "LY"}
    assert set(found.reasons) == {"country", "people", "kind", "places beside"}


@pytest.mark.parametrize("text", ["", " ", "ا" * 10_000, "abc Дамаск 123", "#", "# # _ _", "في", "\n\n\u200f"])
def test_texts_without_places_give_none(text: str) -> None:
    assert geocode(text) == []


@settings(max_examples=60, deadline=None)
@given(
    st.text(st.sampled_from("في حلب قرية #_ شمال 40 كم دمشق، \n\u064e")),
    st.sampled_from(["auto", "lexicon", "trained"]),
)
def test_any_text_is_read_with_offsets_that_hold_and_no_point_without_a_country(text: str, tagger: str) -> None:
    for found in geocode(text, tagger=tagger):  # type: ignore[arg-type]
        assert text[found.start : found.end] == found.text
        assert (found.lat is None) == (found.lon is None)
        assert found.lat is None or found.country is not None
        assert msgspec.json.decode(msgspec.json.encode(found), type=Geocoded) == found
