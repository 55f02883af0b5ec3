"""Names of places tied to the gazetteer."""

import pytest

from musnad.extract.toponyms import find_places
from musnad.resolve.places import place_of, resolve_places
from musnad.schema import PlaceRef, Span
from musnad.text.document import Document


def place(text: str, quote: str, country: str | None = None) -> PlaceRef:
    start = text.index(quote)
    found = place_of(Document(text), Span(start, start + len(quote)), country)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("اندلعت اشتباكات في طرابلس بين قوات من مصراتة والزنتان في ليبيا", "LY"),
        ("قطع محتجون الطرق في طرابلس وصيدا وبيروت", "LB"),
    ],
)
def test_other_places_of_the_article_choose_among_places_of_one_name(text: str, country: str) -> None:
    assert place(text, "طرابلس").country == country


def test_the_country_of_the_outlet_helps_where_nothing_else_does() -> None:
    assert place("قطع محتجون الطريق في طرابلس", "طرابلس", "LB").country == "LB"


def test_the_head_asks_for_its_kind() -> None:
    text = "سيطرت القوات على محافظة حلب بعد معارك في سوريا"
    assert place(text, "محافظة حلب").precision == "province"


def test_an_unknown_village_takes_the_point_of_its_clause() -> None:
    text = "قُتل راع في قرية كفر زنباع بريف حماة في سوريا"
    found = place(text, "قرية كفر زنباع")
    assert (found.country, found.method, found.registry_id) == ("SY", "parent place", None)


def test_a_definite_noun_takes_the_place_it_points_back_at() -> None:
    text = "دخلت القوات مدينة الرمادي فجرا. وقال سكان في المدينة إن القصف توقف."
    assert place(text, "المدينة").name == place(text, "الرمادي").name


def test_a_text_without_places_gives_none() -> None:
    assert place_of(Document("لم يحدث شيء"), Span(0, 3)) is None


def test_mentions_resolve_in_their_order() -> None:
    document = Document("من بغداد إلى البصرة")
    names = [value.name for value in resolve_places(document, find_places(document))]
    assert names == ["Baghdad", "Basra"] or names == ["Baghdad", "Basrah"]


@pytest.mark.parametrize(
    ("text", "quote"), [("هجوم على الطريق بين تدمر والسخنة", "الطريق بين تدمر والسخنة"), ("قصف شمالي حلب", "شمالي حلب")]
)
def test_roads_and_compass_points_are_districts(text: str, quote: str) -> None:
    assert place(text, quote).precision == "district"


def test_a_street_named_after_a_far_city_is_placed_by_its_own_town() -> None:
    text = "في مدينة مصراتة الليبية قرب بني وليد وزليتن، سقطت قذيفة في شارع القاهرة"
    assert place(text, "شارع القاهرة").country == "LY"


@pytest.mark.parametrize(("quote", "name"), [("العاصمة", "Tunis"), ("البلاد", "Tunisia")])
def test_the_capital_and_the_country_are_those_of_the_article(quote: str, name: str) -> None:
    assert place(f"بعد هدوء في القصرين وسيدي بوزيد خرجت مسيرة في {quote}", quote).name == name
