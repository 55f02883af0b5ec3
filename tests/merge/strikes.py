"""Claims for the tests of merging: a strike on Al-Shaddadi, as one article tells it, and whatever differs."""

import datetime as dt
from typing import Any

from musnad.merge import Claim, Sketch, sketch
from musnad.schema import Event, Span
from musnad.schema.reading import ActorRef, Casualty, DateValue, Mention, PlaceRef, WeaponRef

READ: dict[str, Any] = {"span": Span(0, 1), "confidence": 0.9, "method": "test"}
WORDS = "قصفت طائرات مسيّرة انتحارية قاعدة الشدّادي فجر الإثنين ممّا أسفر عن إصابة ثلاثة جنود"
SHADDADI = ("Al-Shaddadi", "الشدّادي", "town", 36.06, 40.73)
MAYADIN = ("Al-Mayadin", "الميادين", "town", 35.02, 40.45)
BASE = ("US base at Al-Shaddadi", "قاعدة الشدادي", "site", 36.06, 40.73)
HASAKAH = ("Al-Hasakah Governorate", "محافظة الحسكة", "province", 36.5, 40.9)
DAY = dt.date(2024, 1, 8)


def place(name: str, quote: str, precision: Any, lat: float | None, lon: float | None) -> PlaceRef:
    admin1 = "Al-Hasakah" if quote != MAYADIN[1] else "Deir ez-Zor"
    return PlaceRef(name=name, quote=quote, precision=precision, lat=lat, lon=lon, country="SY", admin1=admin1, **READ)


def party(name: str, quote: str, registry_id: str | None = None) -> ActorRef:
    return ActorRef(name=name, quote=quote, registry_id=registry_id, **READ)


def toll(status: str, least: int, most: int | None = None) -> Casualty:
    return Casualty(status=status, min=least, max=most or least, quote=str(least), **READ)


def days(start: dt.date, end: dt.date | None = None, quote: str = "اليوم") -> DateValue:
    return DateValue(start=start, end=end or start, precision="range" if end else "day", quote=quote, **READ)


TODAY = days(DAY)


def claim(
    name: str = "ar-1#e1",
    *,
    words: str = WORDS,
    date: DateValue | None = TODAY,
    places: tuple[Any, ...] = (SHADDADI,),
    kind: str = "Air/drone strike",
    weapons: tuple[str, ...] = ("drone",),
    actors: tuple[ActorRef, ...] = (
        party("Islamic Resistance in Iraq", "المقاومة الإسلامية", "islamic-resistance-iraq"),
    ),
    targets: tuple[ActorRef, ...] = (party("US soldiers", "جنود أمريكيون", "us-military"),),
    tolls: tuple[Casualty, ...] = (toll("injured", 3),),
    published: dt.date | None = DAY,
    title: str = "هجوم بالمسيّرات على قاعدة الشدادي",
    original: str | None = None,
    denied: bool = False,
) -> Claim:
    """A claim; each part may be told otherwise."""
    event = Event(
        id=name.rpartition("#")[2],
        event_type="Explosions/Remote violence",
        sub_event_type=kind,
        mentions=[Mention(quote=words, trigger=words.split()[0], trigger_span=Span(0, 1), **READ)],
        date=date,
        places=[place(*one) for one in places],
        actors=list(actors),
        targets=list(targets),
        weapons=[WeaponRef(kind=one, quote=one, **READ) for one in weapons],
        casualties=list(tolls),
        denied=denied,
    )
    article = name.rpartition("#")[0]
    return Claim(id=name, article=article, event=event, published=published, title=title, original=original)


def drawn(name: str = "ar-1#e1", **told: Any) -> Sketch:
    """The sketch of such a claim."""
    return sketch(claim(name, **told))
