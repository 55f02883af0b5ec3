"""The certainty grade: which rule gives it, and what it follows from."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musnad.codebook import codebook
from musnad.merge import Claim
from musnad.merge.grade import OUTWEIGHS, Grade, Inputs, grade_of, reasons
from musnad.merge.values import values_of
from musnad.schema.reading import ActorRef, Event, SourceRef
from musnad.schema.span import Span

READ: dict[str, Any] = {"quote": "كذا", "span": Span(0, 3), "confidence": 0.9, "method": "test"}
MONITOR, MINISTRY = ("المرصد السوري", "monitor"), ("وزارة الداخليّة", "official")
UNNAMED, WITNESS = ("مصدر أمني", "unnamed"), ("شهود عيان", "witness")


def actor(id: str, type: str | None = None) -> ActorRef:
    return ActorRef(**READ | {"name": id, "registry_id": id, "actor_type": type, "quote": id})


def source(quote: str, kind: str, id: str | None = None) -> SourceRef:
    return SourceRef(**READ | {"name": quote, "kind": kind, "registry_id": id, "quote": quote})


def claim(article: str, *sources: tuple[str, ...], type: str = "Attack", outlet: str = "", **event: Any) -> Claim:
    told = {"id": "e1", "event_type": "x", "sub_event_type": type, "mentions": [], "confidence": 0.8} | event
    return Claim(
        id=f"{article}#e1",
        article=article,
        event=Event(**told, sources=[source(*one) for one in sources]),
        outlet=outlet or f"صحيفة {article}",
        published=dt.date(2024, 3, 5),
    )


def grade(*claims: Claim) -> Grade:
    return values_of(claims).grade


@pytest.mark.parametrize(
    ("inputs", "shown", "reason"),
    [
        (Inputs(telling=0, denying=1), "discounted", "only denied"),
        (Inputs(telling=2, firm=2, denying=1), "contested", "denied"),
        (Inputs(telling=OUTWEIGHS, firm=2, denying=1), "confirmed", "several firm"),
        (Inputs(telling=1, denying=1, actor_admits=True, target_admits=True), "confirmed", "both admit"),
        (Inputs(telling=1, denying=1, actor_admits=True), "contested", "denied"),
        (Inputs(telling=2, firm=2, actors=2, named=2, leading=1), "contested", "rival actors"),
        (Inputs(telling=2, firm=2, actors=2, named=2, leading=1, claimants=2), "contested", "rival actors"),
        (Inputs(telling=2, firm=2, actors=2, named=2, leading=1, claimants=1), "confirmed", "several firm"),
        (Inputs(telling=3, firm=3, actors=2, named=3, leading=2), "confirmed", "several firm"),
        (Inputs(telling=5, firm=5, actors=2, named=5, leading=3), "contested", "rival actors"),
        (Inputs(telling=1, actor_admits=True, target_admits=True), "confirmed", "both admit"),
        (Inputs(telling=2, firm=2), "confirmed", "several firm"),
        (Inputs(telling=2, firm=1), "fair", "one firm"),
        (Inputs(telling=1, firm=1), "fair", "one firm"),
        (Inputs(telling=2), "fair", "several not firm"),
        (Inputs(telling=1), "weak", "one not firm"),
        (Inputs(telling=1, actor_admits=True), "weak", "one not firm"),
    ],
)
def test_each_path_of_the_rule(inputs: Inputs, shown: str, reason: str) -> None:
    assert (grade_of(inputs).shown, grade_of(inputs).reason) == (shown, reason)


NUMBERS = st.integers(0, 9)


@given(
    st.builds(Inputs, telling=NUMBERS, firm=NUMBERS, denying=NUMBERS, actors=NUMBERS, named=NUMBERS, leading=NUMBERS)
)
def test_every_grade_is_the_codebook_s_and_has_its_reason_in_both_languages(inputs: Inputs) -> None:
    found = grade_of(inputs)
    assert found.shown in codebook().certainty_grades
    assert "{" not in found.words.ar + found.words.en
    assert found.reason in reasons()


def test_an_outlet_s_own_words_are_firm_and_two_outlets_confirm() -> None:
    assert grade(claim("a")).shown == "fair"
    assert grade(claim("a"), claim("b")).shown == "confirmed"


def test_two_articles_of_one_source_are_not_several() -> None:
    assert grade(claim("a", MONITOR), claim("b", MONITOR)).reason == "one firm"


def test_one_nameless_source_is_weak_and_a_witness_is_not() -> None:
    assert grade(claim("a", UNNAMED)).shown == "weak"
    assert grade(claim("a", WITNESS)).shown == "fair"


def test_nameless_sources_of_two_outlets_are_fair() -> None:
    assert grade(claim("a", UNNAMED), claim("b", UNNAMED)).reason == "several not firm"


def test_an_armed_group_s_own_word_is_weak_however_many_carry_it() -> None:
    told = [
        claim(name, ("كتائب القسّام", "armed group", "qassam-brigades"), actors=[actor("qassam-brigades")])
        for name in "abc"
    ]
    assert grade(*told).shown == "weak"


def test_an_official_who_speaks_for_forces_that_act_has_an_interest() -> None:
    assert grade(claim("a", MINISTRY, targets=[actor("x", "police")])).shown == "weak"
    assert grade(claim("a", MINISTRY, targets=[actor("x", "civilians")])).shown == "fair"


def test_what_actor_and_target_both_tell_is_confirmed() -> None:
    own = claim("a", ("الحوثيون", "armed group", "houthis"), actors=[actor("houthis")], responsibility="claimed")
    hit = claim("b", ("الجيش الإسرائيلي", "official", "idf"), targets=[actor("idf", "military")])
    assert grade(own, hit).reason == "both admit"


def test_a_denial_that_few_contradict_contests_it() -> None:
    assert grade(claim("a"), claim("b", denied=True)).reason == "denied"
    assert grade(claim("a", denied=True)).shown == "discounted"
    assert grade(claim("a"), claim("b"), claim("c"), claim("d", denied=True)).shown == "confirmed"


def test_rival_actors_contest_it_until_one_claims_it() -> None:
    rsf, army = [actor("rsf")], [actor("sudanese-army")]
    blamed = {"responsibility": "blamed"}
    told = claim("a", actors=rsf, **blamed), claim("b", actors=army, **blamed)
    assert grade(*told).reason == "rival actors"
    assert grade(*told, claim("c", actors=rsf, responsibility="claimed")).shown == "confirmed"


def test_forces_of_one_state_are_no_rivals() -> None:
    told = claim("a", actors=[actor("idf", "military")]), claim("b", actors=[actor("shin-bet", "intelligence")])
    assert grade(*told).shown == "confirmed"


def test_the_two_sides_of_a_clash_are_no_rivals() -> None:
    rsf, army = [actor("rsf")], [actor("sudanese-army")]
    clash = {"type": "Armed clash"}
    assert grade(claim("a", actors=rsf, targets=army, **clash), claim("b", actors=army, **clash)).shown == "confirmed"


def test_copies_count_for_nothing() -> None:
    copy = claim("b")
    copied = Claim(**{name: getattr(copy, name) for name in copy.__struct_fields__} | {"original": "a"})
    assert grade(claim("a"), copied).shown == "fair"


def test_the_page_tells_every_reason() -> None:
    page = (Path(__file__).parents[2] / "docs" / "record" / "grades.md").read_text(encoding="utf-8")
    assert all(f"`{code}`" in page for code in (*reasons(), *codebook().certainty_grades))
