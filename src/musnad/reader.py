"""The reader: an article in, what it says out, every value with the words it came from."""

import datetime as dt
from collections.abc import Callable
from typing import TypeVar

import msgspec

from musnad.codebook import codebook
from musnad.extract.candidates import Argument
from musnad.extract.events import EventDraft, find_events, mention_span
from musnad.extract.linear import Models
from musnad.extract.statements import find_statements
from musnad.resolve.arguments import resolved_arguments
from musnad.resolve.entities import entities_of
from musnad.schema import (
    ActorRef,
    Article,
    Casualty,
    DateValue,
    Event,
    Mention,
    PlaceRef,
    Problem,
    Reading,
    SourceRef,
    WeaponRef,
)
from musnad.text.document import Document
from musnad.version import READER_VERSION, SCHEMA_VERSION

MAX_LENGTH = 200_000
NEARLY_SURE = 0.6
FINENESS = {"site": 0, "town": 1, "district": 2, "province": 3, "country": 4}
Part = TypeVar("Part")
Value = TypeVar("Value", DateValue, PlaceRef, ActorRef, WeaponRef, Casualty, SourceRef)


def read(article: Article, weights: Models | None = None) -> Reading:
    """What an article says. Never raises: a part that cannot be read is left out and named in `problems`.

    `weights` stand in for the packaged ones in cross-validation.
    """
    problems: list[Problem] = []
    problems += _attempt(problems, "date", [], lambda: _doubts(article))
    document = _attempt(problems, "text", Document(""), lambda: Document(article.text[:MAX_LENGTH]))
    arguments: list[Argument] = _attempt(problems, "values", [], lambda: resolved_arguments(document, article, weights))
    return Reading(
        id=article.id,
        text=article.text,
        title=article.title,
        outlet=article.outlet,
        url=article.url,
        language=article.language,
        published=article.published,
        sha256=article.sha256,
        schema=SCHEMA_VERSION,
        reader=READER_VERSION,
        events=_attempt(problems, "events", [], lambda: _events(document, article.title or "", arguments, weights)),
        statements=_attempt(problems, "statements", [], lambda: find_statements(document)),
        entities=_attempt(problems, "entities", [], lambda: entities_of(arguments)),
        problems=problems,
    )


def _doubts(article: Article) -> list[Problem]:
    """What stands in the way of reading the article well."""
    problems = []
    day = article.published_on
    if day is None:
        message = "no publication date: relative days are not resolved"
        problems.append(Problem(code="no publication date", message=message))
    elif day > dt.datetime.now(dt.UTC).date() + dt.timedelta(days=1):
        problems.append(Problem(code="future date", message=f"published on {day}, which lies in the future"))
    if len(article.text) > MAX_LENGTH:
        message = f"only the first {MAX_LENGTH:,} of {len(article.text):,} characters were read"
        problems.append(Problem(code="too long", message=message))
    return problems


def _attempt(problems: list[Problem], part: str, default: Part, function: Callable[[], Part]) -> Part:
    try:
        return function()
    except Exception as error:
        problems.append(Problem(code=f"{part} not read", message=f"{type(error).__name__}: {error}"))
        return default


def _events(document: Document, title: str, arguments: list[Argument], weights: Models | None) -> list[Event]:
    drafts = find_events(document, title, arguments, weights)
    return [_event(document, number, draft) for number, draft in enumerate(drafts, 1)]


def _event(document: Document, number: int, draft: EventDraft) -> Event:
    entry = codebook().sub_event_types[draft.sub_event_type]
    answered = None if draft.response_to is None else f"e{draft.response_to + 1}"
    return Event(
        id=f"e{number}",
        event_type=entry.event_type.label("en"),
        sub_event_type=draft.sub_event_type,
        mentions=[_mention(document, draft, at) for at in range(len(draft.candidates))],
        denied=draft.denied,
        responsibility=draft.responsibility,
        date=next(iter(_linked(draft, "date", DateValue)), None),
        places=_ordered(_linked(draft, "place", PlaceRef)),
        actors=_linked(draft, "actor", ActorRef),
        targets=_linked(draft, "target", ActorRef),
        weapons=_linked(draft, "weapon", WeaponRef),
        casualties=_linked(draft, "casualty", Casualty),
        sources=_linked(draft, "source", SourceRef),
        response_to=answered,
        confidence=round(draft.probability * draft.type_probability, 3),
        method="trigger lexicon",
    )


def _mention(document: Document, draft: EventDraft, at: int) -> Mention:
    candidate = draft.candidates[at]
    span = mention_span(candidate)
    return Mention(
        quote=span.of(document.text),
        span=span,
        trigger=candidate.trigger.span.of(document.text),
        trigger_span=candidate.trigger.span,
        confidence=round(candidate.probability, 3),
        method=f"trigger lexicon: {candidate.trigger.sense}",
    )


def _linked(draft: EventDraft, role: str, kind: type[Value]) -> list[Value]:
    """The values that play a role in an event; their confidence takes in how sure the link is."""
    found = []
    for link in draft.links:
        value = link.argument.mention
        if link.role == role and isinstance(value, kind):
            found.append(msgspec.structs.replace(value, confidence=round(value.confidence * link.probability, 3)))
    return found


def _ordered(places: list[PlaceRef]) -> list[PlaceRef]:
    """The most exact place first, of those nearly as sure as the surest; then the rest."""
    surest = max((place.confidence for place in places), default=0.0)
    return sorted(places, key=lambda p: (p.confidence < NEARLY_SURE * surest, FINENESS[p.precision], -p.confidence))
