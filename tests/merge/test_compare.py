"""What the parts of two claims say for or against one event."""

import datetime as dt

import pytest
from tests.merge.strikes import BASE, DAY, HASAKAH, MAYADIN, SHADDADI, days, drawn, party, toll

from musnad.data import load_yaml
from musnad.merge import Sketch
from musnad.merge.compare import findings, kilometres
from musnad.merge.score import packaged_weights


def found(a: Sketch, b: Sketch, part: str) -> str:
    (code,) = [one.code for one in findings(a, b) if one.code.startswith(f"{part}.")]
    return code.partition(".")[2]


def later(number: int) -> dt.date:
    return DAY + dt.timedelta(days=number)


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (days(DAY), days(DAY), "same"),
        (days(DAY), days(later(1)), "next"),
        (days(DAY), days(later(3)), "days"),
        (days(DAY), days(later(30)), "far"),
        (days(DAY, later(1)), days(later(1)), "overlap"),
        (days(DAY), days(dt.date(2024, 1, 1), dt.date(2024, 1, 31)), "within"),
        (days(DAY), None, "likely"),
        (days(later(-30)), None, "unlikely"),
        (None, None, "likely"),
    ],
)
def test_dates(first: object, second: object, expected: str) -> None:
    assert found(drawn(date=first), drawn("ar-2#e1", date=second), "date") == expected


def test_without_any_date_nothing_is_said() -> None:
    assert found(drawn(date=None, published=None), drawn("ar-2#e1"), "date") == "unknown"


OLD_NAME = ("Ash Shaddadah", "الشدادة", "town", 36.06, 40.73)
OTHER_BASE = ("Kharab al-Jir base", "قاعدة خراب الجير", "site", 36.15, 40.75)


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ((SHADDADI,), (SHADDADI,), "same_town"),
        ((BASE, SHADDADI), (BASE, HASAKAH), "same_site"),
        ((BASE, SHADDADI), (SHADDADI, HASAKAH), "same_town"),
        ((BASE, SHADDADI), (OTHER_BASE, SHADDADI), "rival"),
        ((SHADDADI,), (OLD_NAME,), "at"),
        ((SHADDADI,), (HASAKAH,), "province"),
        ((MAYADIN,), (HASAKAH,), "elsewhere"),
        ((SHADDADI,), (MAYADIN,), "elsewhere"),
        ((SHADDADI,), (), "unknown"),
    ],
)
def test_places(first: tuple[object, ...], second: tuple[object, ...], expected: str) -> None:
    assert found(drawn(places=first), drawn("ar-2#e1", places=second), "place") == expected


def test_a_common_word_alone_is_no_name() -> None:
    base = ("a base", "القاعدة", "site", 35.0, 40.2)
    assert found(drawn(places=(BASE,)), drawn("ar-2#e1", places=(base,)), "place") == "elsewhere"


def test_a_degree_of_latitude_is_111_km() -> None:
    one, other = (drawn(places=(("x", "س", "town", lat, 40.0),)).places[0] for lat in (35.0, 36.0))
    assert kilometres(one, other) == pytest.approx(111.2, abs=0.1)


def test_one_state_in_two_bodies_is_related() -> None:
    army, air = (party(name, quote, name) for name, quote in (("idf", "جيش"), ("israeli-air-force", "سلاح الجو")))
    assert found(drawn(actors=(army,)), drawn("ar-2#e1", actors=(air,)), "actor") == "partly"


def test_a_person_is_known_by_name_without_the_registry() -> None:
    one, other = party("المدعو ليث العتّابي", "الناشط ليث العتابي"), party("Laith al-Attabi", "ليث العتّابي")
    assert found(drawn(targets=(one,)), drawn("ar-2#e1", targets=(other,)), "target") == "same"


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ((toll("killed", 12),), (toll("killed", 12),), "exact"),
        ((toll("killed", 1),), (toll("killed", 1),), "same"),
        ((toll("killed", 12),), (toll("killed", 10, 15),), "fits"),
        ((toll("killed", 12),), (toll("killed", 17),), "near"),
        ((toll("killed", 3),), (toll("killed", 31),), "other"),
        ((toll("killed", 3),), (toll("injured", 3),), "unknown"),
    ],
)
def test_tolls(first: tuple[object, ...], second: tuple[object, ...], expected: str) -> None:
    assert found(drawn(tolls=first), drawn("ar-2#e1", tolls=second), "toll") == expected


def test_of_other_days_no_words_are_compared() -> None:
    codes = {one.code for one in findings(drawn(), drawn("ar-2#e1", date=days(later(1))))}
    assert not [code for code in codes if code.split(".")[0] in ("words", "topic", "toll", "hour")]


def test_copies_of_one_report_are_known() -> None:
    codes = {one.code for one in findings(drawn(), drawn("ar-2#e1", original="ar-1"))}
    assert "report.same" in codes


def test_every_code_that_is_weighed_has_words() -> None:
    assert packaged_weights().findings.keys() <= load_yaml("musnad.merge", "reasons.yaml").keys()
