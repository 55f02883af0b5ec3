"""Claims are grouped: whatever the order, each component by itself, and as editors say."""

import datetime as dt
import random
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.merge.strikes import BASE, DAY, SHADDADI, claim, days, party, toll

from musnad.merge import LARGEST, Pair, components, group, groups

NAMES = [f"ar-{article}#e{event}" for article in range(1, 6) for event in (1, 2)]
PAIRS = [(low, high) for low, high in combinations(sorted(NAMES), 2)]
SCORES = st.dictionaries(st.sampled_from(PAIRS), st.floats(-6, 8))
LINKS = st.sets(st.sampled_from(PAIRS), max_size=3)


def of_one_article(pair: Pair) -> bool:
    return pair[0].partition("#")[0] == pair[1].partition("#")[0]


def contradict(must: set[Pair], cannot: set[Pair]) -> bool:
    joined = {claim: at for at, part in enumerate(components(NAMES, must)) for claim in part}
    return any(joined[low] == joined[high] for low, high in cannot)


@given(SCORES, LINKS, LINKS, st.randoms())
@settings(max_examples=200, deadline=None)
def test_order_does_not_matter(
    scores: dict[Pair, float], must: set[Pair], cannot: set[Pair], draw: random.Random
) -> None:
    if contradict(must, cannot):
        return
    names, rows = draw.sample(NAMES, len(NAMES)), draw.sample(sorted(scores.items()), len(scores))
    assert groups(names, dict(rows), must, cannot) == groups(NAMES, scores, must, cannot)


@given(SCORES, LINKS, LINKS)
@settings(max_examples=200, deadline=None)
def test_editors_are_obeyed(scores: dict[Pair, float], must: set[Pair], cannot: set[Pair]) -> None:
    if contradict(must, cannot):
        with pytest.raises(ValueError, match="must and cannot"):
            groups(NAMES, scores, must, cannot)
        return
    found = {claim: at for at, members in enumerate(groups(NAMES, scores, must, cannot)) for claim in members}
    assert all(found[low] == found[high] for low, high in must)
    assert all(found[low] != found[high] for low, high in cannot)


@given(SCORES)
@settings(max_examples=200, deadline=None)
def test_claims_of_one_article_stay_apart(scores: dict[Pair, float]) -> None:
    found = groups(NAMES, scores)
    assert sorted(claim for members in found for claim in members) == sorted(NAMES)
    assert not [pair for members in found for pair in combinations(members, 2) if of_one_article(pair)]


@given(SCORES, SCORES, LINKS)
@settings(max_examples=200, deadline=None)
def test_a_component_is_grouped_by_itself(one: dict[Pair, float], two: dict[Pair, float], must: set[Pair]) -> None:
    other = {(f"x{low}", f"x{high}"): value for (low, high), value in two.items()}
    names = [f"x{name}" for name in NAMES]
    whole = groups([*NAMES, *names], one | other, must)
    assert whole == sorted([*groups(NAMES, one, must), *groups(names, other)])


@given(SCORES)
@settings(max_examples=100, deadline=None)
def test_grouping_its_components_one_by_one_gives_the_same(scores: dict[Pair, float]) -> None:
    edges = {pair: value for pair, value in scores.items() if value >= -2.0}
    parts = components(NAMES, edges)
    assert sorted(one for part in parts for one in groups(part, scores)) == groups(NAMES, scores)


def test_an_editor_may_join_two_claims_of_one_article() -> None:
    assert groups(NAMES[:2], {}, must={("ar-1#e1", "ar-1#e2")}) == [NAMES[:2]]


def test_a_contradiction_names_the_pair() -> None:
    must = {("a#1", "b#1"), ("b#1", "c#1")}
    with pytest.raises(ValueError, match="a#1 and c#1"):
        groups(["a#1", "b#1", "c#1"], {}, must, {("a#1", "c#1")})


def test_of_two_events_of_an_article_the_better_fitting_is_taken() -> None:
    scores = {("a#e1", "b#e1"): 2.0, ("a#e2", "b#e1"): 3.0}
    assert groups(["a#e1", "a#e2", "b#e1"], scores) == [["a#e1"], ["a#e2", "b#e1"]]


def test_a_rival_that_an_editor_ruled_out_takes_nothing() -> None:
    scores = {("a#e1", "b#e1"): 2.0, ("a#e2", "b#e1"): 5.0}
    found = groups(["a#e1", "a#e2", "b#e1"], scores, cannot={("a#e2", "b#e1")})
    assert found == [["a#e1", "b#e1"], ["a#e2"]]


def test_a_chain_of_neighbours_is_not_one_event() -> None:
    names = [f"ar-{number:02d}#e1" for number in range(30)]
    scores = dict.fromkeys(pairwise(names), 2.0)
    assert max(map(len, groups(names, scores))) <= 2


def test_a_large_component_is_split_the_same_whatever_the_order() -> None:
    names = [f"ar-{number:04d}#e1" for number in range(LARGEST + 60)]
    draw = random.Random(1)
    strong = {(names[at], names[at + 1]): 9.0 for at in range(0, len(names) - 1, 2)}
    weak = dict.fromkeys(pairwise(names), -1.0)
    scores = weak | strong
    shuffled = dict(draw.sample(sorted(scores.items()), len(scores)))
    found = groups(names, scores)
    assert found == groups(names[::-1], shuffled)
    assert {len(one) for one in found} == {2}


def test_what_is_too_large_on_the_last_rung_is_cut_and_links_hold() -> None:
    names = [f"ar-{number:04d}#e1" for number in range(LARGEST + 5)]
    scores = {(names[0], other): 9.5 for other in names[1:]}
    must = {(names[0], names[-1])}
    found = groups(names, scores, must)
    assert any({names[0], names[-1]} <= set(one) for one in found)
    assert sum(map(len, found)) == len(names)


def test_a_strike_every_day_for_a_month_is_thirty_events() -> None:
    words = "استهدفت المدفعية بلدة الشدّادي بعشر قذائف ولم تقع إصابات"
    told = []
    for number in range(30):
        day = DAY + dt.timedelta(days=number)
        told += [claim(f"ar-{number}{outlet}#e1", words=words, date=days(day), published=day) for outlet in "ab"]
    found = group(told)
    assert [len(one) for one in found] == [2] * 30
    assert all(len({name.split("#")[0][:-1] for name in one}) == 1 for one in found)


def test_a_second_strike_of_the_day_stays_apart_where_articles_tell_two() -> None:
    first = {"words": "قصفت مسيّرة قاعدة الشدادي فجرًا وأصيب ثلاثة", "tolls": (toll("injured", 3),)}
    second = {"words": "غارة ثانية على القاعدة مساءً قتلت جنديين", "tolls": (toll("killed", 2),)}
    told = []
    for outlet in ("ar-1", "ar-2", "ar-3"):
        told.append(claim(f"{outlet}#e1", places=(BASE, SHADDADI), date=days(DAY, quote="فجر اليوم"), **first))
        told.append(claim(f"{outlet}#e2", places=(BASE, SHADDADI), date=days(DAY, quote="مساء اليوم"), **second))
    assert group(told) == [[f"ar-{at}#e{event}" for at in (1, 2, 3)] for event in (1, 2)]


def test_an_exchange_of_blows_is_two_events() -> None:
    sdf, army = party("SDF", "قسد", "sdf"), party("Syrian army", "الجيش السوري", "syrian-army")
    shelling = {"kind": "Shelling/artillery/missile attack", "weapons": ("artillery",)}
    told = []
    for outlet in ("ar-1", "ar-2"):
        blow = {"actors": (sdf,), "targets": (army,), "words": "قصفت قسد مواقع الجيش", "tolls": (toll("killed", 2),)}
        answer = {
            "actors": (army,),
            "targets": (sdf,),
            "words": "ردّ الجيش بقصف مواقع قسد",
            "tolls": (toll("killed", 9),),
        }
        told += [claim(f"{outlet}#e1", **shelling, **blow), claim(f"{outlet}#e2", **shelling, **answer)]
    assert group(told) == [["ar-1#e1", "ar-2#e1"], ["ar-1#e2", "ar-2#e2"]]


def test_links_hold_in_memory_too() -> None:
    told = [claim("ar-1#e1"), claim("ar-2#e1")]
    assert group(told) == [["ar-1#e1", "ar-2#e1"]]
    assert group(told, cannot={("ar-1#e1", "ar-2#e1")}) == [["ar-1#e1"], ["ar-2#e1"]]


def test_claims_are_grouped_alike_in_any_order() -> None:
    told = [claim(f"ar-{number}#e1", date=days(DAY + dt.timedelta(days=number % 3))) for number in range(12)]
    assert group(told) == group(random.Random(3).sample(told, len(told)))
