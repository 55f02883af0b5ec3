"""What of an event leaves the record, and what does not."""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from musnad.merge import Claim
from musnad.merge.values import EventValues, values_of
from musnad.merge.withholding import PublicEvent, Rule, When, WithholdingError, default_rules, public, rules_of
from musnad.merge.withholding.redact import Redactor
from musnad.schema.reading import ActorRef, Casualty, Event, Mention, PlaceRef, SourceRef
from musnad.schema.span import Span
from musnad.text.normalise import fold

READ: dict[str, Any] = {"quote": "كذا", "span": Span(0, 3), "confidence": 0.9, "method": "test"}
SITE = {"name": "Manbij", "country": "SY", "admin1": "Aleppo", "lat": 36.5281, "lon": 37.9549, "precision": "town"}
TEXT = "اعتقلت قوة أمنية العقيد محمد بن سليم الدحلان في مدينة منبج"


def actor(name: str, quote: str, id: str | None = None) -> ActorRef:
    return ActorRef(**READ | {"name": name, "quote": quote, "registry_id": id})


def claim(article: str = "a", text: str = TEXT, title: str = "اعتقالات في ريف حلب", **event: Any) -> Claim:
    mention = Mention(**READ | {"quote": text}, trigger="اعتقلت", trigger_span=Span(0, 6))
    place = PlaceRef(**READ | SITE | {"quote": "مدينة منبج", "registry_id": "rc:sy-manbij"})
    told = {
        "id": "e1",
        "event_type": "x",
        "sub_event_type": "Arrests",
        "mentions": [mention],
        "places": [place],
    } | event
    return Claim(
        id=f"{article}#e1",
        article=article,
        title=title,
        event=Event(**told),
        outlet="صحيفة الفرات",
        published=dt.date(2024, 3, 5),
    )


def seen(*claims: Claim, machine: bool = False, **rule: Any) -> PublicEvent:
    rules = [Rule(code="rule", **rule)] if rule else None
    return public(values_of(claims), claims, rules, machine=machine)


def strings(node: Any) -> Iterator[str]:
    """Every string of plain values."""
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict | list):
        for one in node.values() if isinstance(node, dict) else node:
            yield from strings(one)


def told(event: PublicEvent) -> list[str]:
    return list(strings(msgspec.json.decode(msgspec.json.encode(event))))


def letters(text: str) -> str:
    return re.sub(r"[\W_]", "", fold(text).replace("ء", ""))


def leaks(event: PublicEvent, name: str) -> list[str]:
    return [one for one in told(event) if letters(name) in letters(one)]


class TestPlaces:
    def test_without_rules_an_event_is_shown_as_it_is(self) -> None:
        values = values_of([claim()])
        assert public(values, [claim()], []).values == values

    @pytest.mark.parametrize(
        ("level", "lat", "lon", "precision", "name"),
        [
            ("0.1", 36.55, 37.95, "district", "Aleppo"),
            ("0.5", 36.75, 37.75, "province", "Aleppo"),
            ("country", None, None, "country", "Syria"),
        ],
    )
    def test_a_point_becomes_that_of_its_cell(
        self, level: Any, lat: float | None, lon: float | None, precision: str, name: str
    ) -> None:
        shown = seen(claim(), place=level).values.place.shown
        assert shown is not None
        assert (shown.lat, shown.lon, shown.precision, shown.name) == (lat, lon, precision, name)
        assert shown.registry_id is None

    def test_a_point_becomes_that_of_its_province(self) -> None:
        shown = seen(claim(), place="admin1").values.place.shown
        assert shown is not None
        assert (shown.name, shown.precision) == ("Aleppo", "province")
        assert (shown.lat, shown.lon) != (SITE["lat"], SITE["lon"])

    def test_a_place_may_be_left_out(self) -> None:
        event = seen(claim(), place="none")
        assert event.values.place.shown is None
        assert event.values.place.said == ()

    @pytest.mark.parametrize("level", ["0.1", "0.5", "admin1", "country", "none"])
    def test_no_text_names_a_coarsened_place(self, level: Any) -> None:
        held = claim(
            title="اعتقالات بمنبجَ",
            targets=[actor("Manbij Military Council", "مجلس منبج العسكري", "manbij-military-council")],
            sources=[SourceRef(**READ | {"name": "Manbij Hospital", "kind": "medical", "quote": "مستشفى منـبج"})],
            casualties=[Casualty(**READ, status="captured", min=1, max=1, who="ضابطا من منبج", said_by="أهالي مَنْبِج")],
        )
        event = seen(held, place=level)
        assert leaks(event, "منبج") == leaks(event, "manbij") == []
        assert str(SITE["lat"]) not in msgspec.json.encode(event).decode()

    def test_other_places_of_the_gazetteer_are_struck_out_of_passages(self) -> None:
        event = seen(claim(text="اعتقالات على بعد ١٠ كيلومترات من مدينة جرابلس"), place="0.1")
        assert leaks(event, "جرابلس") == []

    def test_the_same_place_is_the_same_cell_wherever_it_is_told(self) -> None:
        first, second = seen(claim("a"), place="0.1"), seen(claim("b"), claim("c"), place="0.1")
        assert first.values.place.shown == second.values.place.shown

    def test_of_two_rules_the_coarser_holds(self) -> None:
        rules = [Rule(code="one", place="0.1"), Rule(code="two", place="country")]
        shown = public(values_of([claim()]), [claim()], rules).values.place.shown
        assert shown is not None
        assert shown.precision == "country"

    def test_a_pinned_place_is_coarsened_too(self) -> None:
        pin = {"place": SITE | {"name": "Secret Yard", "precision": "site"}}
        event = public(values_of([claim()], pin), [claim()], [Rule(code="rule", place="0.1")])
        assert leaks(event, "secret yard") == []
        assert event.values.place.rule == "editor"


class TestNames:
    @pytest.mark.parametrize(
        "spelt",
        [
            "محمد بن سليم الدحلان",
            "مُحَمَّد سليم الدحلان",
            "محـمـد سليم دحلان",
            "ومحمد بن سليم الدحلان",
            "لمحمد سليم الدحلان",
            "محمد  سليم\nالدحلان",
            "محمد-سليم الدحلان",
            "للدحلان",
            "والدحلان",
            "بالدحلان",
            "فالدحلان",
            "ﻣﺤﻤﺪ ﺳﻠﻴﻢ ﺍﻟﺪﺣﻼﻥ",
            "«الدحلان»",
            "محمد\u200cسليم الدحلان",
        ],
    )
    def test_a_person_s_name_goes_in_whatever_spelling(self, spelt: str) -> None:
        event = seen(claim(text=f"اعتقلت القوة {spelt}، مساء أمس"), persons=("محمد سليم الدحلان",))
        assert leaks(event, "دحلان") == leaks(event, "محمد") == []
        assert "مساء أمس" in event.passages[0].quote

    @pytest.mark.parametrize(
        ("name", "spelt"),
        [
            ("أسامة أبو العلاء", "أسامه أبي العلا"),
            ("إسماعيل عبد الرحمن", "اسماعيل عبدالرحمن"),
            ("مؤيد رؤوف", "موءيد رووف"),
            ("José al-Khatib", "Jose Alkhatib"),
            ("هدى الناجي", "وهدي الناجى"),
        ],
    )
    def test_hamzas_articles_and_accents_hide_no_name(self, name: str, spelt: str) -> None:
        assert letters(Redactor([name])(f"قال {spelt} أمس")) == letters("قال أمس")

    def test_a_short_name_is_struck_out_as_a_word_of_its_own_only(self) -> None:
        redact = Redactor(["رضا"])
        assert redact("قال رضا لرضا إن الأرضا رضاب") == "قال […] إن الأرضا رضاب"

    def test_a_name_brings_what_else_its_bearer_is_called(self) -> None:
        held = claim(actors=[actor("Mohammed al-Dahlan", "محمد سليم الدحلان", "new:محمد-سليم-دحلان")])
        event = seen(held, persons=("محمد سليم الدحلان",))
        assert leaks(event, "dahlan") == leaks(event, "دحلان") == []

    def test_an_accused_person_is_not_named_before_a_person_has_read_it(self) -> None:
        held = claim(actors=[actor("Mohammed al-Dahlan", "محمد سليم الدحلان")], responsibility="blamed")
        assert leaks(seen(held, machine=True), "دحلان") == []
        assert leaks(seen(held), "دحلان") != []

    def test_nor_is_one_whom_only_the_words_accuse(self) -> None:
        event = seen(claim(text="أوقفت القوة المشتبه به رامي الصفدي في المدينة"), machine=True)
        assert leaks(event, "رامي") == leaks(event, "صفدي") == []
        assert "في المدينة" in event.passages[0].quote

    def test_a_group_that_is_blamed_is_named(self) -> None:
        held = claim(
            text="اتُّهمت قوات الدعم السريع", actors=[actor("RSF", "قوات الدعم السريع", "rsf")], responsibility="blamed"
        )
        event = seen(held, machine=True)
        assert event.values.actors.blamed.shown[0].value.name == "RSF"

    def test_victims_are_not_named(self) -> None:
        event = seen(claim(text="قُتلت الطفلة سلمى العطار (٩ أعوام) والشاب خالد الحمصي برصاص قناص"))
        assert leaks(event, "سلمى") == leaks(event, "العطار") == leaks(event, "خالد") == []
        assert "برصاص قناص" in event.passages[0].quote

    def test_a_public_person_whom_a_rule_names_stays(self) -> None:
        held = claim(text="اغتيال صالح السماوي", targets=[actor("Saleh al-Samawi", "صالح السماوي")])
        assert leaks(seen(held), "سماوي") == []
        stays = public(values_of([held]), [held], [*default_rules(), Rule(code="r", public_persons=("صالح السمّاوي",))])
        assert leaks(stays, "السماوي") != []

    @pytest.mark.parametrize(
        "quote", ["الأمين العام", "الرياض", "مختار بلدة ذيبان", "لجان المقاومة", "لواء النصر", "فرنًا آليًا"]
    )
    def test_what_only_looks_like_a_name_is_none(self, quote: str) -> None:
        event = seen(claim(targets=[actor(quote, quote)]))
        assert event.values.targets.shown[0].value.name == quote

    def test_fields_may_be_left_out(self) -> None:
        event = seen(claim(targets=[actor("IDF", "الجيش", "idf")]), fields=("targets", "actors", "casualties"))
        assert event.values.targets.shown == event.values.targets.said == event.values.casualties == ()


class TestRules:
    def test_a_rule_speaks_of_what_its_condition_says(self) -> None:
        assert (
            public(values_of([claim()]), [claim()], [Rule(code="r", when=When(sub_event_types=("Attack",)))]).withheld
            == ()
        )
        assert public(
            values_of([claim()]), [claim()], [Rule(code="r", when=When(event_types=("Strategic developments",)))]
        ).withheld == ("r",)
        assert public(values_of([claim()]), [claim()], [Rule(code="r", when=When(place_kinds=("town",)))]).withheld == (
            "r",
        )
        assert (
            public(values_of([claim()]), [claim()], [Rule(code="r", when=When(place_kinds=("camp",)))]).withheld == ()
        )

    def test_sexual_violence_is_told_of_a_province_by_default(self) -> None:
        event = seen(claim(sub_event_type="Sexual violence"))
        assert event.values.place.shown is not None
        assert event.values.place.shown.name == "Aleppo"
        assert "sexual violence" in event.withheld

    @pytest.mark.parametrize(
        "row",
        [
            {"code": "r", "place": "village"},
            {"code": "r", "colour": 1},
            {"code": "r", "names": ["؟"]},
            {"place": "0.1"},
            {"code": "r", "when": {"event_types": ["Wars"]}},
            {"code": "r", "fields": ["date"]},
        ],
    )
    def test_a_rule_that_cannot_be_used_is_named(self, row: dict[str, Any]) -> None:
        with pytest.raises(WithholdingError) as raised:
            rules_of([row])
        assert raised.value.code == row.get("code", "?")

    def test_the_page_tells_of_every_default_rule(self) -> None:
        page = (Path(__file__).parents[2] / "docs" / "record" / "withholding.md").read_text(encoding="utf-8")
        assert all(f"`{rule.code}`" in page for rule in default_rules())


def test_a_passage_has_at_most_fifty_words() -> None:
    (passage,) = seen(claim(text="كلمة " * 80)).passages
    assert len(passage.quote.split()) == 50
    assert passage.quote.endswith("…")


NAME = st.lists(
    st.sampled_from("سلمى خالد الدحلان محمد رزان القاسمي إسماعيل الخطيب وليد شعبان".split()),
    min_size=1,
    max_size=3,
    unique=True,
)
MARKS = "ًٌٍَُِّْـ"
CLITICS = ("", "و", "ب", "ل", "ف", "ول", "وب")


@st.composite
def spelling(draw: st.DrawFn, words: Sequence[str]) -> str:
    """A name as somebody may write it: with diacritics and tatweel, other hamzas, a clitic before it."""
    found = []
    for word in words:
        word = word.replace("إ", draw(st.sampled_from("إاأ"))).replace("ى", draw(st.sampled_from("ىي")))
        found.append("".join(char + draw(st.sampled_from(["", "", "", *MARKS])) for char in word))
    clitic = draw(st.sampled_from(CLITICS))
    first = found[0]
    if clitic.endswith("ل") and words[0].startswith("ال"):
        first = "ل" + words[0][2:]
    return clitic + first + "".join(draw(st.sampled_from([" ", "  ", "\u00a0", "ـ "])) + word for word in found[1:])


@st.composite
def named(draw: st.DrawFn) -> tuple[str, list[Claim]]:
    words = draw(NAME)
    spelt = spelling(words)
    texts = [f"قال الناطق إن {draw(spelt)}، وهو معتقل، نُقل أمس" for _ in range(3)]
    held = claim(
        text=texts[0],
        title=texts[1],
        targets=[actor(draw(spelt), draw(spelt), f"new:{'-'.join(words)}")],
        sources=[SourceRef(**READ | {"name": draw(spelt), "kind": "witness", "quote": draw(spelt)})],
        casualties=[Casualty(**READ, status="captured", min=1, max=1, who=draw(spelt), said_by=f"أسرة {draw(spelt)}")],
    )
    return " ".join(words), [held, claim("b", text=texts[2])]


@given(named())
@settings(max_examples=80, deadline=None)
def test_no_withheld_name_is_left_anywhere(held: tuple[str, list[Claim]]) -> None:
    name, claims = held
    for event in (seen(*claims, persons=(name,)), seen(*claims, names=(name,))):
        assert leaks(event, name) == []
        assert leaks(event, name.removeprefix("ال")) == []


@given(named(), st.sampled_from(["0.1", "0.5", "admin1", "country", "none", None]), st.booleans())
@settings(max_examples=60, deadline=None)
def test_what_is_public_is_public_once_more(held: tuple[str, list[Claim]], level: Any, machine: bool) -> None:
    name, claims = held
    rules = [*default_rules(), Rule(code="r", persons=(name,), place=level)]
    once = public(values_of(claims), claims, rules, machine=machine)
    assert public(once.values, claims, rules, machine=machine) == once
    assert msgspec.json.decode(msgspec.json.encode(once), type=PublicEvent) == once


@given(st.floats(-89, 89), st.floats(-179, 179), st.sampled_from(["0.1", "0.5"]))
@settings(max_examples=60, deadline=None)
def test_a_cell_holds_the_point_and_its_centre_is_its_own(lat: float, lon: float, level: Any) -> None:
    place = PlaceRef(**READ | SITE | {"lat": lat, "lon": lon, "registry_id": None})
    once = seen(claim(places=[place]), place=level)
    shown = once.values.place.shown
    assert shown is not None
    assert shown.lat is not None
    assert abs(shown.lat - lat) <= float(level) / 2 + 1e-4
    again = public(once.values, [claim(places=[place])], [Rule(code="rule", place=level)])
    assert again.values.place.shown == shown


def test_values_are_left_as_they_are() -> None:
    values = values_of([claim()])
    before = msgspec.json.encode(values)
    public(values, [claim()], [Rule(code="r", place="none", persons=("محمد",))])
    assert msgspec.json.encode(values) == before
    assert isinstance(values, EventValues)
