"""Articles, readings and claims made for tests, in the manner of news; nothing in them is a report of fact."""

import datetime as dt
import random
from typing import Any

from musnad import schema
from musnad.merge.grouping import group
from musnad.record.arrivals import add
from musnad.record.drawing import Arrival
from musnad.record.event_rows import told
from musnad.record.models import Claim, EditorLink
from musnad.schema.reading import ActorRef, Casualty, DateValue, Event, Mention, PlaceRef

DAY = dt.date(2024, 1, 8)
SHADDADI = ("Al-Shaddadi", "SY", "Al-Hasakah", 36.06, 40.73)
MARIB = ("Marib", "YE", "Marib", 15.46, 45.32)
NAMES = {"Al-Shaddadi": "بلدة الشدادي", "Marib": "مدينة مأرب"}
CLAUSES = {
    "Al-Shaddadi": "قُتل ثلاثة مدنيين في قصف على بلدة الشدادي",
    "Marib": "استهدفت صواريخ سوقًا في مدينة مأرب فسقط ثلاثة قتلى",
}


def event(key: str = "e1", clause: str = "", **more: Any) -> Event:
    """An event as the reader finds it, read from one clause at the head of the text."""
    day, place = more.pop("day", DAY), more.pop("place", SHADDADI)
    killed = more.pop("killed", 3)
    name, country, admin1, lat, lon = place
    clause = clause or CLAUSES[name]
    found: dict[str, Any] = {
        "sub_event_type": "Shelling/artillery/missile attack",
        "event_type": "Explosions/Remote violence",
        "mentions": [Mention(trigger="قصف", trigger_span=schema.Span(0, 3), **_value(clause))],
        "date": DateValue(start=day, end=day, precision="day", **_value("الاثنين")),
        "places": [
            PlaceRef(
                name=name, country=country, admin1=admin1, lat=lat, lon=lon, precision="town", **_value(NAMES[name])
            )
        ],
        "actors": [ActorRef(name="Islamic Resistance in Iraq", **_value("المقاومة الإسلامية في العراق"))],
        "casualties": [Casualty(status="killed", min=killed, max=killed, who="مدنيين", **_value("ثلاثة مدنيين"))],
    }
    return Event(id=key, confidence=0.9, method="test", **(found | more))


def _value(quote: str) -> dict[str, Any]:
    return {"quote": quote, "span": schema.Span(0, len(quote)), "confidence": 0.9, "method": "test"}


def arrival(number: int, *events: Event, outlet: str = "", **more: Any) -> Arrival:
    """An article that tells of events."""
    key = f"test-{number}"
    clauses = ". ".join(mention.quote for one in events for mention in one.mentions)
    published = more.pop("published", "2024-01-08")
    text = more.pop("text", f"{clauses}. الخبر رقم {number}.")
    outlet = outlet or f"وكالة {number}"
    article = schema.Article(id=key, text=text, title=clauses[:60], outlet=outlet, published=published)
    reading = schema.Reading(
        id=key, text=text, title=article.title, outlet=outlet, published=published, reader="test", events=list(events)
    )
    return Arrival(article, reading, **more)


def added(*arrivals: Arrival) -> None:
    """Bring articles in, one after the other."""
    for one in arrivals:
        add([one])


def story(seed: int, articles: int = 24, first: int = 0) -> list[Arrival]:
    """Articles about a few strikes, one to three of them each, numbered from `first`; the same for the same seed."""
    draw = random.Random(seed)
    strikes = [(DAY + dt.timedelta(days=draw.randrange(30)), draw.choice((SHADDADI, MARIB))) for _ in range(8)]
    made = []
    for number in range(first, first + articles):
        told = draw.sample(strikes, draw.randint(1, 3))
        events = [
            event(f"e{at}", day=day, place=place, killed=draw.randint(2, 4)) for at, (day, place) in enumerate(told)
        ]
        made.append(arrival(number, *events, published=(DAY + dt.timedelta(days=31)).isoformat()))
    return made


def partition() -> set[frozenset[str]]:
    """The claims that stand together in an event, by name."""
    found: dict[str, set[str]] = {}
    for name, key in Claim.objects.filter(standing=True).values_list("name", "event_id"):
        found.setdefault(str(key), set()).add(name)
    return {frozenset(names) for names in found.values()}


def grouped_at_once() -> set[frozenset[str]]:
    """What grouping all claims that stand at once gives, under the editors' links."""
    held = told(Claim.objects.filter(standing=True).values_list("number", flat=True))
    names = {claim.id for claim in held.values()}
    links: dict[bool, set[tuple[str, str]]] = {True: set(), False: set()}
    for low, high, same in EditorLink.objects.values_list("low__name", "high__name", "same"):
        if {low, high} <= names:
            links[same].add((min(low, high), max(low, high)))
    return {frozenset(found) for found in group(list(held.values()), links[True], links[False])}
