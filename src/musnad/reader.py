"""The reader: an article in, what it says out, every value with the words it came from."""

import datetime as dt
from collections.abc import Callable, Sequence
from functools import cache
from typing import NamedTuple, TypeVar, get_args

import msgspec

from musnad.codebook import codebook
from musnad.extract.calibration import Curves, event_calibrated, statement_calibrated
from musnad.extract.calibration import curves as packaged_curves
from musnad.extract.candidates import Argument, Kind, Surroundings
from musnad.extract.casualties import THRESHOLD
from musnad.extract.encoder.events import find_events as read_events
from musnad.extract.encoder.fusion import Fusion, fusion
from musnad.extract.encoder.model import Model, View
from musnad.extract.encoder.packaged import available, packaged
from musnad.extract.encoder.scores import is_listed
from musnad.extract.encoder.statements import judged
from musnad.extract.events import EventDraft, find_events, mention_span
from musnad.extract.explain import explained
from musnad.extract.linear import Models
from musnad.extract.linear import models as linear_models
from musnad.extract.statements import find_statements
from musnad.resolve.arguments import marked_arguments, resolved_arguments
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
    Statement,
    WeaponRef,
)
from musnad.schema.reading import Explanation, ReaderName
from musnad.text.document import Document
from musnad.version import READER_VERSION, SCHEMA_VERSION

READERS: tuple[ReaderName, ...] = get_args(ReaderName)
ENCODER = "encoder"
MARKS: dict[str, Kind] = {"actor": "participant", "target": "participant", "source": "source", "speaker": "source"}
LEAST_MARK = 0.4
MAX_LENGTH = 200_000
MOST_WORDS = 4_000
"""Words and signs of the longest article that the encoder reads; every pair of a trigger and an argument is scored."""
NEARLY_SURE = 0.6
FINENESS = {"site": 0, "town": 1, "district": 2, "province": 3, "country": 4}
Told = tuple[Event, EventDraft]
"""An event as it is written down, and the draft that it was made from."""
Part = TypeVar("Part")
Value = TypeVar("Value", DateValue, PlaceRef, ActorRef, WeaponRef, Casualty, SourceRef)


class ReadingModels(NamedTuple):
    """What an article is read with: the lexicon's linear models, whether they judge beside the encoder, the encoder.

    `linear` None: the packaged ones. Without a `model` the lexicon reads alone.
    """

    name: str = f"lexicon-{READER_VERSION}"
    linear: Models | None = None
    lexicon_judges: bool = True
    model: Model | None = None
    weighing: Fusion | None = None
    calibration: Curves | None = None

    def view(self, document: Document, title: str, found: Sequence[Argument]) -> View | None:
        """The article as the encoder sees it, with the arguments found; None where the lexicon reads alone."""
        if self.model is None or not 0 < len(document.tokens) <= MOST_WORDS:
            return None
        return View(self.model, document, title, Surroundings(document, found).listed())

    def method(self, view: View | None) -> str:
        """What judges an article."""
        return "lexicon" if view is None else "encoder and lexicon" if self.lexicon_judges else ENCODER

    @property
    def heard(self) -> Models | None:
        """The linear models that judge beside the encoder, None where they are not asked."""
        if not self.lexicon_judges:
            return None
        return linear_models() if self.linear is None else self.linear

    @property
    def fusion(self) -> Fusion:
        """How far both are believed."""
        return fusion() if self.weighing is None else self.weighing

    def curves(self, view: View | None) -> Curves:
        """What makes confidences probabilities; where the lexicon reads alone, they stay its own."""
        if view is None:
            return {}
        return packaged_curves() if self.calibration is None else self.calibration


def default_reader() -> ReaderName:
    """The reader that reads best out of fold of those that are installed."""
    return "both" if available() else "lexicon"


@cache
def packaged_models(reader: ReaderName, threads: int = 0) -> ReadingModels:
    """The packaged models of a reader; MusnadError where its files are missing."""
    if reader == "lexicon":
        return ReadingModels()
    model = packaged(threads)
    name = f"{reader}-{READER_VERSION}+{model.weights}"
    return ReadingModels(name, lexicon_judges=reader == "both", model=model)


def read(
    article: Article, reader: ReaderName | None = None, models: ReadingModels | None = None, *, explain: bool = False
) -> Reading:
    """What an article says. Never raises: a part that cannot be read is left out and named in `problems`.

    `reader` is one of READERS, the packaged default where None; `models` stand in for the packaged ones in
    cross-validation; `explain` tells for each value how it was chosen.
    """
    problems: list[Problem] = []
    problems += _attempt(problems, "date", [], lambda: _doubts(article))
    held = _attempt(problems, "reader", ReadingModels(), lambda: models or packaged_models(reader or default_reader()))
    document = _attempt(problems, "text", Document(""), lambda: Document(article.text[:MAX_LENGTH]))
    title = article.title or ""
    found: list[Argument] = _attempt(problems, "values", [], lambda: arguments_of(document, article, held))
    if held.model is not None and len(document.tokens) > MOST_WORDS:
        message = f"over {MOST_WORDS:,} words and signs: the lexicon read it alone"
        problems.append(Problem(code="long", message=message))
    view: View | None = _attempt(problems, "text", None, lambda: held.view(document, title, found))
    arguments = _attempt(problems, "values", found, lambda: with_marked(document, found, view))
    told: list[Told] = _attempt(problems, "events", [], lambda: _told(document, title, arguments, held, view))
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
        reader=held.name,
        events=[event for event, _ in told],
        statements=_attempt(problems, "statements", [], lambda: _statements(document, held, view)),
        entities=_attempt(problems, "entities", [], lambda: entities_of(arguments)),
        problems=problems,
        explanations=_attempt(problems, "explanations", [], lambda: _why(told) if explain else []),
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


def arguments_of(document: Document, article: Article, held: ReadingModels) -> list[Argument]:
    """The values that the code finds; for an encoder every count, that it may say which are tolls."""
    return resolved_arguments(document, article, held.linear, THRESHOLD if held.model is None else 0.0)


def with_marked(document: Document, found: list[Argument], view: View | None) -> list[Argument]:
    """The values found, and the phrases that the encoder marks; without it those that the lexicon reader takes."""
    if view is None:
        return [argument for argument in found if argument.listed]
    marks = [(kind, span) for tag, kind in MARKS.items() for span, _ in view.marked(tag, LEAST_MARK)]
    return [*found, *marked_arguments(document, found, marks, ENCODER)]


def _told(
    document: Document, title: str, arguments: list[Argument], held: ReadingModels, view: View | None
) -> list[Told]:
    if view is None:
        drafts = find_events(document, title, arguments, held.linear)
    else:
        drafts = read_events(view, Surroundings(document, arguments), title, held.heard, held.fusion)
    events = [event_of(document, number, draft, held.method(view)) for number, draft in enumerate(drafts, 1)]
    curves = held.curves(view)
    return [(event_calibrated(event, curves), draft) for event, draft in zip(events, drafts, strict=True)]


def _why(told: Sequence[Told]) -> list[Explanation]:
    return [one for event, draft in told for one in explained(event, draft)]


def _statements(document: Document, held: ReadingModels, view: View | None) -> list[Statement]:
    found = find_statements(document)
    if view is None:
        return found
    curves = held.curves(view)
    return [statement_calibrated(statement, curves) for statement in judged(found, view)]


def event_of(document: Document, number: int, draft: EventDraft, method: str = "encoder and lexicon") -> Event:
    """A draft written down as the event of that number; `method` tells what judged it."""
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
        method=method,
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
        method=f"trigger lexicon: {candidate.trigger.sense}" if is_listed(candidate) else ENCODER,
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
