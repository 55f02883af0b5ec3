"""A reading that holds every kind of value, for the tests of the page."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from musnad.schema import (
    ActorRef,
    Casualty,
    DateValue,
    Event,
    Mention,
    PlaceRef,
    Problem,
    Reading,
    SourceRef,
    Span,
    Speaker,
    Statement,
    WeaponRef,
)

TEXT = (
    "شنّت طائرة مسيّرة مجهولة صباح أمس الأحد غارة على حاجز عسكري قرب سراقب، ما أدى إلى مقتل ما لا يقل عن ثلاثة جنود "
    "وإصابة نحو ٢٠ آخرين بحسب المرصد.\n\nوقال الناطق باسم المرصد إن الحاجز دُمّر كليًا، مضيفًا أن قصفًا سبقه."
)


def at(quote: str, text: str = TEXT) -> dict[str, Any]:
    """What a value holds that was read from `quote`."""
    start = text.index(quote)
    return {"quote": quote, "span": Span(start, start + len(quote)), "confidence": 0.8, "method": "test"}


def mention(clause: str, trigger: str) -> Mention:
    return Mention(**at(clause), trigger=trigger, trigger_span=at(trigger)["span"])


def strike() -> Event:
    day = dt.date(2024, 2, 4)
    place = {"name": "Saraqib", "country": "SY", "admin1": "Idlib", "lat": 35.86, "lon": 36.8}
    return Event(
        id="e1",
        event_type="Explosions/Remote violence",
        sub_event_type="Air/drone strike",
        mentions=[mention(TEXT.partition("،")[0], "غارة")],
        denied=True,
        responsibility="stated",
        date=DateValue(**at("صباح أمس الأحد"), start=day, end=day, precision="day"),
        places=[PlaceRef(**at("قرب سراقب"), **place, precision="district")],
        actors=[ActorRef(**at("طائرة مسيّرة مجهولة"), name="Unidentified drone")],
        targets=[ActorRef(**at("حاجز عسكري"), name="حاجز عسكري")],
        weapons=[WeaponRef(**at("طائرة مسيّرة"), kind="drone")],
        casualties=[
            Casualty(**at("ما لا يقل عن ثلاثة جنود"), status="killed", min=3, max=None, said_by="المرصد"),
            Casualty(**at("نحو ٢٠ آخرين"), status="injured", min=18, max=22),
        ],
        sources=[SourceRef(**at("المرصد"), name="SOHR", kind="monitor")],
        response_to="e2",
        confidence=0.9,
    )


@pytest.fixture
def reading() -> Reading:
    shelling = Event(
        id="e2",
        event_type="Explosions/Remote violence",
        sub_event_type="Shelling/artillery/missile attack",
        mentions=[mention("قصفًا سبقه", "قصفًا")],
    )
    said = Statement(
        **at("الحاجز دُمّر كليًا"),
        speaker=Speaker(**at("الناطق باسم المرصد"), name="SOHR"),
        kind="claim",
        role="الناطق",
        role_span=at("الناطق")["span"],
    )
    return Reading(
        id="a-1",
        text=TEXT,
        title="غارة قرب سراقب",
        outlet="نص مختلق للاختبار",
        url="https://example.org/story",
        published="2024-02-05T08:30:00+03:00",
        events=[strike(), shelling],
        statements=[said],
        problems=[Problem(code="future date", message="published in the future")],
    )


@pytest.fixture
def hostile() -> Callable[[str], Reading]:
    """A reading whose every string is the same text."""

    def of(text: str) -> Reading:
        value = {"quote": text, "span": Span(0, len(text)), "confidence": 0.5, "method": text}
        event = Event(
            id=text,
            event_type=text,
            sub_event_type=text,
            mentions=[Mention(**value, trigger=text, trigger_span=Span(0, len(text)))],
            targets=[ActorRef(**value, name=f"{text}.", actor_type=text)],
            sources=[SourceRef(**value, name=f"{text}.", kind=text)],
            casualties=[Casualty(**value, status=text, min=1, max=2, said_by=text)],
            response_to=f"{text}.",
        )
        said = Statement(**value, speaker=Speaker(**value, name=text), kind=text, role=text, via=text)
        problem = Problem(code=text, message=text)
        heads = {"title": text, "outlet": text, "url": text, "published": text, "language": text}
        return Reading(id=text, text=text, events=[event], statements=[said], problems=[problem], **heads)

    return of
