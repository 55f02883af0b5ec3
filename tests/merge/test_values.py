"""The values of an event, chosen from what its claims say."""

import datetime as dt
import random
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from musnad.codebook import codebook
from musnad.merge import Claim
from musnad.merge.values import FIELDS, EventValues, PinError, rules, sides, values_of
from musnad.merge.values.sides import side_of
from musnad.schema.reading import ActorRef, Casualty, DateValue, Event, Mention, PlaceRef, SourceRef, WeaponRef
from musnad.schema.span import Span

STRIKE, SHELLING = "Air/drone strike", "Shelling/artillery/missile attack"


def read(**held: Any) -> dict[str, Any]:
    return {"quote": "كذا", "span": Span(0, 3), "confidence": 0.9, "method": "test"} | held


def toll(
    low: int, high: int | None = -1, *, who: str | None = None, by: str | None = None, status: str = "killed"
) -> Casualty:
    top = low if high == -1 else high
    return Casualty(**read(status=status, min=low, max=top, who=who, said_by=by, quote=f"{low} قتيلا"))


def day(start: str, end: str | None = None, precision: str = "day") -> DateValue:
    dates = dt.date.fromisoformat(start), dt.date.fromisoformat(end or start)
    return DateValue(**read(start=dates[0], end=dates[1], precision=precision, quote="أمسِ"))


def place(
    name: str,
    precision: str = "town",
    *,
    id: str | None = None,
    at: tuple[float, float] | None = None,
    admin1: str | None = "Aleppo",
) -> PlaceRef:
    lat, lon = at or (None, None)
    return PlaceRef(
        **read(name=name, country="SY", admin1=admin1, lat=lat, lon=lon, precision=precision, registry_id=id)
    )


def actor(name: str, id: str | None = None, type: str | None = None, quote: str = "كذا") -> ActorRef:
    return ActorRef(**read(name=name, registry_id=id, actor_type=type, quote=quote))


def source(quote: str, kind: str = "official", id: str | None = None) -> SourceRef:
    return SourceRef(**read(name=quote, kind=kind, registry_id=id, quote=quote))


def claim(
    article: str, *, outlet: str | None = None, on: str = "2024-03-05", original: str | None = None, **event: Any
) -> Claim:
    mention = Mention(**read(quote="قُتل ثلاثةٌ في غارة", trigger="غارة", trigger_span=Span(0, 4)))
    told = {"id": "e1", "event_type": "x", "sub_event_type": STRIKE, "mentions": [mention], "confidence": 0.8} | event
    return Claim(
        id=f"{article}#e1",
        article=article,
        event=Event(**told),
        outlet=f"صحيفة {article}" if outlet is None else outlet,
        published=dt.date.fromisoformat(on),
        original=original,
    )


def killed(*claims: Claim) -> tuple[int, int, int | None, str]:
    figure = values_of(claims).figure("killed")
    assert figure is not None
    return figure.low, figure.best, figure.high, figure.rule


def test_an_event_needs_a_claim() -> None:
    with pytest.raises(ValueError, match="at least one"):
        values_of([])


def test_one_claim_shows_what_it_says() -> None:
    values = values_of([claim("a", date=day("2024-03-04"), places=[place("Azaz")], casualties=[toll(3)])])
    assert values.event_type == "Explosions/Remote violence"
    assert (values.sub_event_type.shown, values.sub_event_type.rule) == (STRIKE, "single")
    assert values.date.shown is not None
    assert values.place.shown is not None
    assert values.place.shown.name == "Azaz"
    assert values.date.said[0].quote == "أمسِ"


def test_what_nobody_tells_is_not_known() -> None:
    values = values_of([claim("a")])
    assert (values.date.shown, values.date.rule, values.casualties) == (None, "none", ())


class TestTolls:
    def test_low_best_and_high_stand_apart(self) -> None:
        assert killed(claim("a", casualties=[toll(3)]), claim("b", casualties=[toll(5)])) == (3, 3, 5, "lower")

    def test_best_is_what_most_independent_reports_tell_on_the_latest_day(self) -> None:
        told = [
            claim(name, on="2024-03-06", casualties=[toll(number)]) for name, number in (("b", 7), ("c", 7), ("d", 5))
        ]
        assert killed(claim("a", casualties=[toll(2)]), *told) == (2, 7, 7, "most")

    def test_a_later_day_goes_before_more_reports(self) -> None:
        assert killed(
            claim("a", casualties=[toll(2)]),
            claim("b", casualties=[toll(2)]),
            claim("c", on="2024-03-06", casualties=[toll(4)]),
        ) == (2, 4, 4, "latest")

    def test_a_later_figure_of_a_source_takes_the_place_of_its_earlier_one(self) -> None:
        first = claim("a", casualties=[toll(12, by="وزارة الصحّة")])
        later = claim("b", on="2024-03-07", casualties=[toll(9, by="وزارة الصحة")])
        assert killed(first, later) == (9, 9, 9, "single")
        figure = values_of([first, later]).figure("killed")
        assert figure is not None
        assert [said.superseded for said in figure.said] == [True, False]

    def test_an_outlet_s_own_figure_is_superseded_by_its_later_one_only(self) -> None:
        first, later = (
            claim("a", outlet="الفرات", casualties=[toll(1)]),
            claim("b", outlet="الفرات", on="2024-03-06", casualties=[toll(4)]),
        )
        assert killed(first, later) == (4, 4, 4, "single")
        assert killed(first, claim("c", on="2024-03-06", casualties=[toll(4)]))[0] == 1

    def test_nameless_sources_of_two_outlets_are_not_one(self) -> None:
        told = [
            claim("a", casualties=[toll(3, by="مصدر طبي")]),
            claim("b", on="2024-03-06", casualties=[toll(8, by="مصدر طبي")]),
        ]
        assert killed(*told)[0] == 3

    def test_at_least_leaves_high_open_only_above_every_bounded_figure(self) -> None:
        assert killed(claim("a", casualties=[toll(40)]), claim("b", casualties=[toll(30, None)]))[2] == 40
        assert killed(claim("a", casualties=[toll(40)]), claim("b", casualties=[toll(41, None)]))[2] is None
        assert killed(claim("a", casualties=[toll(40, None)]))[2] is None

    def test_sides_that_count_more_than_any_total_raise_its_high_alone(self) -> None:
        total, more = claim("a", casualties=[toll(6)]), claim("b", casualties=[toll(9, who="مسلحين")])
        assert killed(total, more) == (6, 6, 9, "single")
        later = claim("b2", outlet="صحيفة b", on="2024-03-06", casualties=[toll(7)])
        assert killed(total, more, later) == (6, 7, 7, "latest")

    def test_sides_are_not_summed_into_a_total_that_is_told(self) -> None:
        told = claim("a", casualties=[toll(2, who="جنود أمريكيين"), toll(1, who="مدنيَّين")])
        assert killed(told, claim("b", casualties=[toll(7, who="أشخاص")])) == (7, 7, 7, "single")

    def test_without_a_total_what_one_source_counts_is_summed(self) -> None:
        told = claim("a", casualties=[toll(2, who="جنود"), toll(1, who="مدنيين")])
        assert killed(told) == (3, 3, 3, "summed")

    def test_sides_of_two_sources_are_never_summed(self) -> None:
        assert killed(
            claim("a", casualties=[toll(3, who="مدنيين")]), claim("b", casualties=[toll(3, who="متظاهرين")])
        ) == (3, 3, 3, "agreed")

    def test_soldiers_of_two_countries_stand_apart(self) -> None:
        values = values_of([claim("a", casualties=[toll(2, who="جنود أمريكيين"), toll(1, who="جنود أتراك")])])
        assert [(figure.side, figure.of, figure.best) for figure in values.casualties] == [
            ("all", None, 3),
            ("soldiers", "TR", 1),
            ("soldiers", "US", 2),
        ]

    @pytest.mark.parametrize(
        ("who", "side"),
        [
            (None, "all"),
            ("أشخاص", "all"),
            ("شخصًا", "all"),
            ("الشهداء", "all"),
            ("مدنيًّا", "civilians"),
            ("أطفال", "children"),
            ("طفلة", "children"),
            ("نساء", "civilians"),
            ("جنديين", "soldiers"),
            ("عناصر الشرطة", "police"),
            ("عناصرها", "fighters"),
            ("مسلحين", "fighters"),
            ("متظاهراً", "protesters"),
            ("ضـابط ومجندين", "soldiers"),
            ("فلسطينيين", "all"),
        ],
    )
    def test_words_for_whom_tell_the_side(self, who: str | None, side: str) -> None:
        assert side_of(who).code == side


class TestDates:
    def test_a_day_inside_what_others_say_is_shown(self) -> None:
        told = [claim("a", date=day("2024-03-01", "2024-03-31", "month")), claim("b", date=day("2024-03-04"))]
        date = values_of(told).date
        assert date.shown is not None
        assert (date.shown.start, date.rule, date.contradicted) == (dt.date(2024, 3, 4), "finest", False)

    def test_most_reports_go_before_one(self) -> None:
        told = [
            claim("a", date=day("2024-03-03")),
            claim("b", date=day("2024-03-04")),
            claim("c", date=day("2024-03-04")),
        ]
        date = values_of(told).date
        assert date.shown is not None
        assert (date.shown.start, date.rule, date.contradicted) == (dt.date(2024, 3, 4), "most", True)

    def test_equals_that_exclude_one_another_give_way_to_what_holds_both(self) -> None:
        told = [
            claim("a", date=day("2024-03-03")),
            claim("b", date=day("2024-03-04")),
            claim("c", date=day("2024-03-01", "2024-03-31", "month")),
        ]
        date = values_of(told).date
        assert date.shown is not None
        assert (date.shown.precision, date.rule) == ("month", "common")

    def test_an_hour_is_finer_than_its_day(self) -> None:
        date = values_of(
            [claim("a", date=day("2024-03-03")), claim("b", date=day("2024-03-03", precision="hour"))]
        ).date
        assert date.shown is not None
        assert date.shown.precision == "hour"


class TestPlaces:
    def test_the_finest_place_that_others_hold_is_shown(self) -> None:
        told = [claim("a", places=[place("Aleppo", "province")]), claim("b", places=[place("Azaz")])]
        shown = values_of(told).place
        assert shown.shown is not None
        assert (shown.shown.name, shown.rule, shown.contradicted) == ("Azaz", "finest", False)

    def test_of_two_towns_the_one_that_most_reports_name_is_shown(self) -> None:
        told = [
            claim("a", places=[place("Azaz")]),
            claim("b", places=[place("Manbij")]),
            claim("c", places=[place("Manbij")]),
        ]
        shown = values_of(told).place
        assert shown.shown is not None
        assert (shown.shown.name, shown.rule, shown.contradicted) == ("Manbij", "most", True)

    def test_two_towns_named_as_often_give_way_to_their_province(self) -> None:
        province = place("Aleppo", "province")
        told = [claim("a", places=[place("Azaz"), province]), claim("b", places=[place("Manbij"), province])]
        shown = values_of(told).place
        assert shown.shown is not None
        assert (shown.shown.name, shown.rule) == ("Aleppo", "common")

    def test_the_point_of_the_registry_goes_before_a_read_one(self) -> None:
        told = [
            claim("a", places=[place("Azaz", at=(1.0, 1.0))]),
            claim("b", places=[place("Azaz", id="rc:sy-azaz", at=(36.59, 37.04))]),
        ]
        shown = values_of(told).place.shown
        assert shown is not None
        assert (shown.lat, shown.registry_id) == (36.59, "rc:sy-azaz")


class TestTypeAndParties:
    def test_the_type_of_most_reports_is_shown(self) -> None:
        told = [claim("a"), claim("b", sub_event_type=SHELLING), claim("c", sub_event_type=SHELLING)]
        type_ = values_of(told).sub_event_type
        assert (type_.shown, type_.rule, type_.contradicted) == (SHELLING, "most", True)

    def test_of_types_given_as_often_the_surest_is_shown_then_the_codebook_s_first(self) -> None:
        assert (
            values_of([claim("a", confidence=0.5), claim("b", sub_event_type=SHELLING)]).sub_event_type.shown
            == SHELLING
        )
        assert values_of([claim("a", sub_event_type=SHELLING), claim("b")]).sub_event_type.shown == STRIKE

    def test_claimed_and_blamed_actors_stand_apart_with_who_says_so(self) -> None:
        own = claim(
            "a",
            responsibility="claimed",
            actors=[actor("RSF", "rsf")],
            sources=[source("الدعم السريع", "armed group", "rsf")],
        )
        other = claim(
            "b",
            responsibility="blamed",
            actors=[actor("SAF", "sudanese-army")],
            sources=[source("لجان المقاومة", "monitor")],
        )
        values = values_of([own, other])
        assert [item.value.name for item in values.actors.claimed.shown] == ["RSF"]
        assert [item.value.name for item in values.actors.blamed.shown] == ["SAF"]
        assert values.actors.blamed.said[0].source == "لجان المقاومة"
        assert (values.responsibility.shown, values.responsibility.rule) == ("claimed", "strongest")

    def test_weapons_are_listed_by_how_many_reports_name_them(self) -> None:
        drone, rocket = WeaponRef(**read(kind="drone")), WeaponRef(**read(kind="rocket"))
        values = values_of([claim("a", weapons=[drone]), claim("b", weapons=[rocket]), claim("c", weapons=[rocket])])
        assert [(item.value, item.reports) for item in values.weapons.shown] == [("rocket", 2), ("drone", 1)]

    def test_denials_are_kept_beside_what_is_told(self) -> None:
        values = values_of([claim("a"), claim("b", denied=True), claim("c")])
        assert (values.denied.shown, [said.claim for said in values.denied.said]) == (False, ["b#e1"])
        assert values_of([claim("b", denied=True)]).denied.shown is True


class TestIndependence:
    def test_reports_of_one_outlet_or_one_named_source_are_one(self) -> None:
        ministry = [source("وزارة الداخليّة")]
        assert values_of([claim("a", outlet="الفرات"), claim("b", outlet="الفرات")]).sources_count == 1
        assert (
            values_of([claim("a", sources=ministry), claim("b", sources=[source("وزارة الداخلية")])]).sources_count == 1
        )
        assert (
            values_of(
                [claim("a", sources=[source("شهود", "witness")]), claim("b", sources=[source("شهود", "witness")])]
            ).sources_count
            == 2
        )

    def test_a_report_between_two_others_does_not_make_them_one(self) -> None:
        one, other = source("وزارة الداخلية"), source("المرصد السوري", "monitor")
        values = values_of([claim("a", sources=[one]), claim("b", sources=[one, other]), claim("c", sources=[other])])
        assert (values.sources_count, values.independent) == (2, ("a#e1", "c#e1"))

    def test_an_outlet_that_another_cites_is_one_with_it(self) -> None:
        assert (
            values_of([claim("a", outlet="رويترز"), claim("b", sources=[source("رويترز", "agency")])]).sources_count
            == 1
        )


class TestPins:
    @pytest.mark.parametrize(
        ("field", "value", "shown"),
        [
            ("sub_event_type", SHELLING, lambda values: values.sub_event_type),
            ("date", {"start": "2024-03-01", "end": "2024-03-02", "precision": "days"}, lambda values: values.date),
            (
                "place",
                {"name": "Azaz", "country": "SY", "lat": 36.6, "lon": 37.0, "precision": "town"},
                lambda values: values.place,
            ),
            ("place", None, lambda values: values.place),
            ("responsibility", "blamed", lambda values: values.responsibility),
            ("denied", True, lambda values: values.denied),
            ("grade", "discounted", lambda values: values.grade),
            ("targets", [{"name": "Hospital"}], lambda values: values.targets),
            ("actors.claimed", [{"name": "RSF", "registry_id": "rsf"}], lambda values: values.actors.claimed),
            ("weapons", ["drone"], lambda values: values.weapons),
            ("casualties.killed", {"low": 1, "best": 2, "high": None}, lambda values: values.figure("killed")),
            (
                "casualties.injured.soldiers",
                {"low": 0, "best": 0, "high": 0},
                lambda values: values.figure("injured", "soldiers"),
            ),
        ],
    )
    def test_an_editor_s_value_is_shown_by_the_editor_s_rule(self, field: str, value: Any, shown: Any) -> None:
        values = values_of([claim("a", casualties=[toll(9)])], {field: value})
        assert shown(values).rule == "editor"
        assert msgspec.json.decode(msgspec.json.encode(values), type=EventValues) == values

    def test_what_claims_say_stays_beside_it(self) -> None:
        figure = values_of(
            [claim("a", casualties=[toll(9)])], {"casualties.killed": {"low": 1, "best": 2, "high": 3}}
        ).figure("killed")
        assert figure is not None
        assert (figure.best, [said.value.min for said in figure.said]) == (2, [9])

    def test_a_pinned_type_brings_its_event_type(self) -> None:
        assert values_of([claim("a")], {"sub_event_type": "Mob violence"}).event_type == "Riots"

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("colour", "red"),
            ("sub_event_type", "Earthquake"),
            ("sub_event_type", 3),
            ("date", {"start": "2024-03-02", "end": "2024-03-01", "precision": "day"}),
            ("date", "yesterday"),
            ("place", {"name": "X", "lat": 91.0, "lon": 0.0}),
            ("place", {"name": "X", "lat": 9.0}),
            ("place", {"name": "X", "zoom": 3}),
            ("casualties.killed", {"low": 3, "best": 2, "high": 4}),
            ("casualties.eaten", {"low": 1, "best": 1}),
            ("casualties.killed.robots", {"low": 1, "best": 1}),
            ("casualties.killed", {"low": -1, "best": 0}),
            ("grade", "certain"),
            ("weapons", ["trebuchet"]),
            ("targets", "x"),
            ("denied", "no"),
            ("actors.sued", []),
        ],
    )
    def test_what_cannot_be_set_is_named(self, field: str, value: Any) -> None:
        with pytest.raises(PinError) as raised:
            values_of([claim("a")], {field: value})
        assert raised.value.field == field
        assert field in str(raised.value)


def test_every_rule_has_labels_and_a_place_in_the_documentation() -> None:
    page = (Path(__file__).parents[2] / "docs" / "record" / "values.md").read_text(encoding="utf-8")
    for code, entry in rules().items():
        assert entry.label("ar")
        assert f"`{code}`" in page
    assert all(f"`{field}`" in page for field in FIELDS)
    assert all(f"`{side}`" in page for side in sides())


DAYS = st.dates(dt.date(2024, 3, 1), dt.date(2024, 3, 6))
TOLLS = st.builds(
    lambda low, more, who, by, status: toll(low, None if more is None else low + more, who=who, by=by, status=status),
    st.integers(0, 60),
    st.one_of(st.none(), st.just(0), st.integers(0, 9)),
    st.sampled_from([None, "جنود", "مدنيًّا", "أطفالٌ", "أشخاص"]),
    st.sampled_from([None, "وزارة الصحّة", "وزارة الصحة", "مصدر طبي"]),
    st.sampled_from(["killed", "injured"]),
)
PLACES = st.sampled_from(
    [
        place("Aleppo", "province"),
        place("Azaz"),
        place("Azaz", id="rc:sy-azaz", at=(36.59, 37.04)),
        place("Manbij", at=(36.5, 37.9)),
        place("Syria", "country", admin1=None),
    ]
)
ACTORS = st.lists(st.sampled_from([actor("RSF", "rsf"), actor("IDF", "idf"), actor("gunmen")]), max_size=2)


@st.composite
def claims(draw: st.DrawFn, least: int = 1, most: int = 7) -> list[Claim]:
    found = []
    for number in range(draw(st.integers(least, most))):
        start = draw(DAYS)
        end = start + dt.timedelta(days=draw(st.sampled_from([0, 0, 1, 9])))
        precision = "day" if start == end else "days"
        found.append(
            claim(
                f"ar-{number}",
                outlet=draw(st.sampled_from(["الفرات", "دجلة", "النيل", ""])),
                on=draw(DAYS).isoformat(),
                original=draw(st.sampled_from([None, None, "ar-0", "ar-x"])),
                sub_event_type=draw(st.sampled_from([STRIKE, SHELLING, "Attack"])),
                confidence=draw(st.sampled_from([0.3, 0.5, 0.7])),
                denied=draw(st.sampled_from([False, False, False, True])),
                responsibility=draw(st.sampled_from(["claimed", "blamed", "stated", "unknown"])),
                date=draw(st.none() | st.just(day(start.isoformat(), end.isoformat(), precision))),
                places=draw(st.lists(PLACES, max_size=3)),
                casualties=draw(st.lists(TOLLS, max_size=3)),
                actors=draw(ACTORS),
                targets=draw(ACTORS),
                sources=draw(
                    st.lists(
                        st.sampled_from([source("الشرطة"), source("شهود", "witness"), source("المرصد", "monitor")]),
                        max_size=2,
                    )
                ),
            )
        )
    return found


@given(claims(), st.randoms())
@settings(max_examples=60, deadline=None)
def test_the_order_of_claims_changes_nothing(told: list[Claim], chance: random.Random) -> None:
    values = values_of(told)
    chance.shuffle(told)
    assert values_of(told) == values


@given(claims())
@settings(max_examples=60, deadline=None)
def test_best_lies_between_low_and_high_and_some_source_says_it(told: list[Claim]) -> None:
    for figure in values_of(told).casualties:
        assert figure.low <= figure.best <= (figure.best if figure.high is None else figure.high)
        standing = [said for said in figure.said if not (said.superseded or said.copy)]
        assert figure.best in {said.value.min for said in standing}
        assert figure.claim in {said.claim for said in standing if said.value.min == figure.best}


@given(claims(), st.integers(0, 6), claims(1, 1))
@settings(max_examples=60, deadline=None)
def test_a_copy_changes_nothing_that_is_shown(told: list[Claim], number: int, other: list[Claim]) -> None:
    report = told[number % len(told)].report
    copy = msgspec.structs.replace(other[0], id="zz#e1", article="zz", original=report, published=dt.date(2024, 4, 1))
    assert _shown(values_of([*told, copy])) == _shown(values_of(told))


def _shown(values: EventValues) -> Any:
    """What of values is shown, without who says it."""

    def bare(node: Any) -> Any:
        if isinstance(node, dict):
            return {
                key: bare(value)
                for key, value in node.items()
                if key not in {"said", "claims", "copies", "last_published"}
            }
        return [bare(one) for one in node] if isinstance(node, list | tuple) else node

    return bare(msgspec.to_builtins(values))


@given(claims())
@settings(max_examples=60, deadline=None)
def test_values_survive_json(told: list[Claim]) -> None:
    values = values_of(told)
    assert msgspec.json.decode(msgspec.json.encode(values), type=EventValues) == values


@given(claims())
@settings(max_examples=40, deadline=None)
def test_what_is_shown_is_what_some_claim_says(told: list[Claim]) -> None:
    values = values_of(told)
    for field in (values.date, values.place, values.sub_event_type):
        assert field.shown is None or field.shown in [said.value for said in field.said if not said.copy]


def test_every_type_of_the_codebook_can_be_shown() -> None:
    for code, entry in codebook().sub_event_types.items():
        assert values_of([claim("a", sub_event_type=code)]).event_type == entry.event_type.code
