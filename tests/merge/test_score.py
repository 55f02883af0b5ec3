"""The score of two claims, and why it is what it is."""

import datetime as dt
import math
import subprocess
import sys
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.merge.strikes import BASE, DAY, HASAKAH, MAYADIN, SHADDADI, days, drawn, party, toll

from musnad.merge import EDGE, Reason, Sketch, keys, score, waterfall
from musnad.merge.score import may_be_edge

OTHER = "طالت مسيّرات قاعدة «الشدادي» صباح الاثنين وأُصيب ثلاثة عسكريين أميركيين"
PLACES = st.lists(st.sampled_from([SHADDADI, BASE, MAYADIN, HASAKAH]), max_size=3).map(tuple)
DATES = st.none() | st.integers(0, 40).map(lambda gap: days(later(gap)))
PARTIES = st.lists(
    st.sampled_from([party("SDF", "قسد", "sdf"), party("Gunmen", "مسلحون"), party("Army", "الجيش", "syrian-army")]),
    max_size=2,
).map(tuple)
TOLLS = st.lists(st.builds(toll, st.sampled_from(["killed", "injured"]), st.integers(1, 50)), max_size=3).map(tuple)


def later(number: int) -> dt.date:
    return DAY + dt.timedelta(days=number)


@st.composite
def sketches(draw: st.DrawFn) -> Sketch:
    return drawn(
        f"ar-{draw(st.integers(1, 5))}#e{draw(st.integers(1, 3))}",
        words=draw(st.sampled_from([OTHER, "حادث", "تجدّد القصف ليلًا على السوق", "قصفت مسيّرة قاعدة الشدّادي"])),
        kind=draw(st.sampled_from(["Air/drone strike", "Shelling/artillery/missile attack", "Agreement"])),
        date=draw(DATES),
        published=draw(st.none() | st.just(DAY)),
        places=draw(PLACES),
        actors=draw(PARTIES),
        targets=draw(PARTIES),
        tolls=draw(TOLLS),
        denied=draw(st.booleans()),
    )


@given(sketches(), sketches())
@settings(deadline=None)
def test_the_score_is_the_same_either_way_round(a: Sketch, b: Sketch) -> None:
    assert score(a, b) == score(b, a)


@given(sketches(), sketches())
@settings(deadline=None)
def test_what_kinds_and_days_rule_out_never_scores_an_edge(a: Sketch, b: Sketch) -> None:
    assert may_be_edge(a, b) or score(a, b) < EDGE


def test_kinds_and_days_rule_out_a_strike_of_last_week_but_none_of_today() -> None:
    assert not may_be_edge(drawn(), drawn("ar-2#e1", date=days(later(7))))
    assert may_be_edge(drawn(), drawn("ar-2#e1"))


@given(sketches(), sketches())
@settings(deadline=None)
def test_the_reasons_sum_to_the_score(a: Sketch, b: Sketch) -> None:
    assert math.fsum(reason.weight for reason in waterfall(a, b)) == pytest.approx(score(a, b), abs=1e-9)


@given(sketches())
@settings(deadline=None)
def test_keys_are_few_sorted_and_fit_a_signed_64_bit_column(a: Sketch) -> None:
    found = keys(a)
    assert 1 <= len(found) <= 60
    assert list(found) == sorted(set(found))
    assert all(-(2**63) <= key < 2**63 for key in found)


def test_keys_do_not_depend_on_the_process() -> None:
    code = "import sys, msgspec; from musnad.merge import Sketch, keys; "
    code += "print(keys(msgspec.msgpack.decode(bytes.fromhex(sys.argv[1]), type=Sketch)))"
    packed = msgspec.msgpack.encode(drawn()).hex()
    run = subprocess.run(
        [sys.executable, "-c", code, packed], capture_output=True, text=True, check=True, env={"PYTHONHASHSEED": "77"}
    )
    assert run.stdout.strip() == str(keys(drawn()))


def test_two_tellings_of_one_strike_are_one_event() -> None:
    assert score(drawn(), drawn("ar-2#e1", words=OTHER, tolls=(toll("injured", 5),))) > 0


ELSEWHERE = {
    "places": (MAYADIN,),
    "words": "قصفت طائرات مسيّرة محيط الميادين فجر الإثنين ممّا أسفر عن إصابة ثلاثة",
    "title": "هجوم على مقر قرب الميادين",
}
PROTEST = {
    "kind": "Peaceful protest",
    "words": "تظاهر الأهالي في الشدّادي احتجاجًا على الغلاء",
    "title": "احتجاج على الغلاء في الحسكة",
    **dict.fromkeys(("actors", "targets", "weapons", "tolls"), ()),
}


@pytest.mark.parametrize("told", [ELSEWHERE, PROTEST, {"date": days(later(1))}, {"date": days(later(7))}])
def test_what_is_told_of_another_place_day_or_kind_is_another_event(told: dict[str, Any]) -> None:
    assert score(drawn(), drawn("ar-2#e1", **told)) < 0


def test_a_toll_that_rises_over_days_is_no_other_event() -> None:
    rising = [drawn(f"ar-{at}#e1", tolls=(toll("killed", killed),)) for at, killed in enumerate((12, 17, 21), 1)]
    assert min(score(one, other) for one in rising for other in rising if one is not other) > 0


def test_what_two_empty_claims_have_in_common_is_too_little() -> None:
    empty = {"date": days(DAY), "places": (), "actors": (), "targets": (), "weapons": (), "tolls": (), "title": ""}
    one, other = drawn(words="الحادث", **empty), drawn("ar-2#e1", words="واقعة أخرى", **empty)
    assert score(one, other) < 0


def test_claims_that_may_be_one_event_share_a_key() -> None:
    told = [
        drawn("ar-2#e1", places=(BASE,)),
        drawn("ar-3#e1", places=(HASAKAH,)),
        drawn("ar-4#e1", places=()),
        drawn("ar-5#e1", date=None),
        drawn("ar-6#e1", date=days(DAY + dt.timedelta(days=1))),
        drawn("ar-7#e1", date=days(dt.date(2024, 1, 1), dt.date(2024, 1, 31))),
    ]
    assert all(set(keys(drawn())) & set(keys(one)) for one in told)


def test_claims_of_other_weeks_share_no_key() -> None:
    assert not set(keys(drawn())) & set(keys(drawn("ar-2#e1", date=days(DAY + dt.timedelta(days=60)))))


def test_a_claim_of_many_years_has_few_keys() -> None:
    assert len(keys(drawn(date=days(dt.date(2011, 1, 1), dt.date(2024, 12, 31))))) <= 60


def test_the_reasons_begin_with_the_base_rate_and_fall() -> None:
    first, *others = waterfall(drawn(), drawn("ar-2#e1", words=OTHER))
    assert first.code == "base"
    assert [one.weight for one in others] == sorted((one.weight for one in others), reverse=True)


def words_of(reasons: list[Reason], code: str) -> tuple[str, str]:
    (reason,) = [one for one in reasons if one.code == code]
    return reason.words.en, reason.words.ar


def test_the_reasons_name_the_values() -> None:
    told = waterfall(drawn(), drawn("ar-2#e1", date=days(DAY + dt.timedelta(days=3))))
    assert words_of(told, "date.days")[0] == "the dates are 3 days apart"
    assert words_of(told, "place.same_town") == ("both say Al-Shaddadi", "كلاهما يسمي الشدّادي")


@given(sketches(), sketches())
@settings(deadline=None)
def test_no_reason_has_an_unfilled_place(a: Sketch, b: Sketch) -> None:
    told = waterfall(a, b)
    assert not [one for one in told if "{" in one.words.en + one.words.ar]


def test_an_edge_lies_under_what_joins() -> None:
    assert EDGE < 0


def test_braces_in_a_name_do_no_harm() -> None:
    named = (("{x}", "{س}", "town", 36.06, 40.73),)
    assert waterfall(drawn(places=named), drawn("ar-2#e1", places=named))


def test_the_reasons_name_the_actor_that_both_name() -> None:
    sdf, army = party("SDF", "قسد", "sdf"), party("Syrian army", "الجيش السوري", "syrian-army")
    told = waterfall(drawn(actors=(army, sdf)), drawn("ar-2#e1", actors=(sdf,)))
    assert words_of(told, "actor.same") == ("both name SDF as the actor", "كلاهما يسمي قسد فاعلًا")
