"""Places found by how their names are spelt."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from musnad.registry.place_search import place_index, search_places
from musnad.registry.places import places, use_gazetteers
from musnad.registry.romanised import romanised_key

DEIR = "gn:170794"
HEAD = "id,name_en,names_ar,kind,country,lat,lon,precision,pcode,basis\n"


def first(query: str, **limits: str) -> str:
    return search_places(query, limit=1, **limits)[0].id  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "query",
    ["دير الزور", "دَيْر الزّور", "ديرالزور", "دير زور", "مدينة دير الزور", "ديــر الزور"],
)
def test_a_place_is_found_by_its_arabic_spellings(query: str) -> None:
    assert first(query) == DEIR


@pytest.mark.parametrize(
    "query",
    [
        "Deir ez-Zor",
        "Dayr al-Zawr",
        "Deir al Zour",
        "Dayr az Zawr",
        "Dayr az-Zawr",
        "deirezzor",
        "DEIR EZZOR",
        "Deir Ezzour",
    ],
)
def test_a_place_is_found_by_its_romanisations(query: str) -> None:
    assert first(query) == DEIR


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Al-Qamishli", "Kamishly"),
        ("As-Suwayda", "Sweida"),
        ("Manbij", "Membidj"),
        ("Ar-Raqqah", "Raqqa"),
        ("Az Zāwiyah", "Zawia"),
        ("Khān Shaykhūn", "Khan Sheikhoun"),
        ("Abd al-Aziz", "Abdulaziz"),
        ("Al Jizah", "Giza"),
        ("Az-Zabadani", "Alzabadani"),
        ("Ar-Raqqah", "Arraqqa"),
        ("Oujda", "Wejda"),
    ],
)
def test_romanisations_of_one_name_have_one_key(one: str, other: str) -> None:
    assert romanised_key(one) == romanised_key(other)


@pytest.mark.parametrize(("one", "other"), [("Homs", "Hama"), ("Tal Abyad", "Tal Rifaat"), ("Basra", "Bosra al-Sham")])
def test_other_names_have_other_keys(one: str, other: str) -> None:
    assert romanised_key(one) != romanised_key(other)


@pytest.mark.parametrize(
    ("query", "name"), [("الموصول", "Mosul"), ("Moosul", "Mosul"), ("Damacsus", "Damascus"), ("الفلوجه", "Al Fallujah")]
)
def test_a_name_with_a_typing_error_is_found(query: str, name: str) -> None:
    assert search_places(query, limit=1)[0].name_en == name


def test_the_exact_name_comes_before_likely_ones_and_the_populous_before_its_namesakes() -> None:
    hits = search_places("طرابلس")
    assert [hit.country for hit in hits[:2]] == ["LY", "LB"]
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_a_country_and_a_kind_narrow_the_search() -> None:
    assert search_places("طرابلس", country="LB", limit=1)[0].country == "LB"
    assert {hit.kind for hit in search_places("حلب", kind="province")} == {"province"}


def test_a_name_that_nothing_is_like_finds_nothing() -> None:
    assert (
        search_places("qqqqqqqqqqqq") == search_places("ززززززززززز") == search_places("") == search_places("!") == []
    )


def test_a_place_that_two_tables_hold_is_shown_once() -> None:
    hits = [(hit.name_ar, hit.precision, hit.admin1) for hit in search_places("الفاشر", country="SD")]
    assert len(hits) == len(set(hits))


@pytest.fixture
def coded(tmp_path: Path) -> Iterator[None]:
    path = tmp_path / "codes.csv"
    rows = (
        "x:1,Aleppo,حلب,town,SY,36.2,37.16,town,SY02,musnad",
        "x:2,Zunba,زنباع,district,SY,36.5,37.5,district,SY0299,musnad",
        "x:3,Zunba,كفر زنباع,village,SY,36.5,37.5,town,SY029901,musnad",
    )
    path.write_text(HEAD + "\n".join(rows), encoding="utf-8")
    use_gazetteers([path])
    yield
    use_gazetteers(None)


@pytest.mark.usefixtures("coded")
def test_a_p_code_finds_its_place_and_then_what_lies_in_it() -> None:
    assert [hit.id for hit in search_places("sy0299")] == ["x:2", "x:3"]


@pytest.mark.usefixtures("coded")
def test_a_p_code_of_a_further_table_finds_the_place_that_is_held() -> None:
    assert first("SY02").startswith("gn:")


def test_an_id_finds_its_place() -> None:
    assert first(DEIR) == DEIR


def test_a_search_takes_less_than_50_ms() -> None:
    place_index()
    taken = []
    for held in places()[::80]:
        for query in (held.names_ar[0][1:], f"{held.name_en}x"):
            began = time.process_time()
            search_places(query)
            taken.append(time.process_time() - began)
    assert sorted(taken)[int(0.95 * len(taken))] < 0.05
