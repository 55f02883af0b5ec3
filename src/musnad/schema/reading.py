"""What the reader found in an article.

The JSON of a `Reading` is a superset of the form in `gold/GUIDE.md`: the same keys, and on every value the
`span` it was read from, a `confidence` in [0, 1] and the `method` (rule or head) that read it.
"""

import datetime as dt
from typing import Literal

import msgspec

from musnad.schema.span import Span

DatePrecision = Literal["hour", "day", "days", "week", "month", "year", "range"]
PlacePrecision = Literal["site", "town", "district", "province", "country"]
Responsibility = Literal["claimed", "blamed", "stated", "unknown"]
ReaderName = Literal["both", "model", "lexicon"]
EntityKind = Literal["place", "actor", "person"]


class _Value(msgspec.Struct, kw_only=True):
    """What every value carries: the exact words, where they stand, how they were read, how sure that is."""

    quote: str
    span: Span
    confidence: float
    method: str


class Mention(_Value, kw_only=True):
    """A clause that tells of an event, and in it the one to four words that name it."""

    trigger: str
    trigger_span: Span


class DateValue(_Value, kw_only=True):
    """When, as an interval of whole days (both inclusive, the outlet's calendar days)."""

    start: dt.date
    end: dt.date
    precision: DatePrecision


class PlaceRef(_Value, kw_only=True):
    """Where, WGS 84 degrees; `lat` and `lon` are None where the place could not be placed."""

    name: str
    country: str | None
    admin1: str | None
    lat: float | None
    lon: float | None
    precision: PlacePrecision
    registry_id: str | None = None


class ActorRef(_Value, kw_only=True):
    """Who did it, or who or what was hit."""

    name: str
    registry_id: str | None = None
    actor_type: str | None = None


class WeaponRef(_Value, kw_only=True):
    """With what; `kind` is a code of the codebook's weapons."""

    kind: str


class Casualty(_Value, kw_only=True):
    """How many persons; `max` is None where the text sets no upper bound."""

    status: str
    min: int
    max: int | None
    who: str | None = None
    who_span: Span | None = None
    said_by: str | None = None
    said_by_span: Span | None = None


class SourceRef(_Value, kw_only=True):
    """Who reports the event; `kind` is a code of the codebook's source kinds."""

    name: str
    kind: str
    registry_id: str | None = None


class Event(msgspec.Struct, kw_only=True):
    """One real-world event, however often the article tells of it."""

    id: str
    event_type: str
    sub_event_type: str
    mentions: list[Mention]
    denied: bool = False
    responsibility: Responsibility = "unknown"
    date: DateValue | None = None
    places: list[PlaceRef] = []
    actors: list[ActorRef] = []
    targets: list[ActorRef] = []
    weapons: list[WeaponRef] = []
    casualties: list[Casualty] = []
    sources: list[SourceRef] = []
    response_to: str | None = None
    confidence: float = 0.0
    method: str = ""


class Speaker(_Value, kw_only=True):
    """Who said it."""

    name: str


class Statement(_Value, kw_only=True):
    """One speech act worth reporting."""

    speaker: Speaker
    kind: str
    role: str | None = None
    role_span: Span | None = None
    via: str | None = None
    via_span: Span | None = None
    date: DateValue | None = None


class Entity(msgspec.Struct, kw_only=True):
    """A place, group or person that the article names, with every place in the text where it does."""

    id: str
    kind: EntityKind
    name: str
    spans: list[Span]
    registry_id: str | None = None


class Problem(msgspec.Struct, kw_only=True):
    """A part that could not be read: a code, a sentence for people, and where."""

    code: str
    message: str
    span: Span | None = None


class RunnerUp(msgspec.Struct, kw_only=True):
    """What was weighed for a value and not taken; `quote` and `span` only where it was read from words."""

    value: str
    quote: str = ""
    span: Span | None = None
    confidence: float


class Explanation(msgspec.Struct, kw_only=True):
    """How a value of an event was chosen: `field` of `event`, the words, the rule or head, and the runners-up.

    `confidence` is the probability of the choice itself, before that of the value read from the words is taken in.
    """

    event: str
    field: str
    value: str
    quote: str
    span: Span
    method: str
    confidence: float
    runners_up: list[RunnerUp] = []


class Reading(msgspec.Struct, kw_only=True):
    """Everything the reader found in one article, with the article's own words; `explanations` only where asked for."""

    id: str
    text: str
    title: str = ""
    outlet: str = ""
    url: str | None = None
    language: str = "ar"
    published: str | None = None
    sha256: str = ""
    schema: str = ""
    reader: str = ""
    events: list[Event] = []
    statements: list[Statement] = []
    entities: list[Entity] = []
    problems: list[Problem] = []
    explanations: list[Explanation] = []
