"""An event's values: each shown with the rule that chose it, and what every claim says beside it."""

import datetime as dt
from typing import Generic, TypeVar

import msgspec

from musnad.merge.grade import Grade
from musnad.schema import Span
from musnad.schema.reading import DatePrecision, PlacePrecision

V = TypeVar("V")


class Said(msgspec.Struct, Generic[V], frozen=True, kw_only=True, omit_defaults=True):
    """One claim's value: `claim` its id, `quote`, `span`, `confidence` and `method` those of the reading.

    `source` is who said it: the words that name the source, else the outlet. A `superseded` value was replaced by a
    later one of the same source; that of a `copy` was taken from another article, and counts for nothing.
    """

    claim: str
    value: V
    quote: str = ""
    span: Span | None = None
    confidence: float = 0.0
    method: str = ""
    published: dt.date | None = None
    outlet: str = ""
    source: str = ""
    superseded: bool = False
    copy: bool = False


class Chosen(msgspec.Struct, Generic[V], frozen=True, kw_only=True, omit_defaults=True):
    """A field of one value: what is `shown` (None where nothing is known), by which `rule` (`rules.yaml`).

    `contradicted` says that some claim's value cannot stand together with the one shown.
    """

    shown: V | None = None
    rule: str = "none"
    said: tuple[Said[V], ...] = ()
    contradicted: bool = False


class Item(msgspec.Struct, Generic[V], frozen=True, kw_only=True):
    """One value of several: how many independent reports name it, and the ids of all claims that do."""

    value: V
    reports: int = 0
    claims: tuple[str, ...] = ()


class Listed(msgspec.Struct, Generic[V], frozen=True, kw_only=True, omit_defaults=True):
    """A field of several values, those named by most independent reports first."""

    shown: tuple[Item[V], ...] = ()
    rule: str = "none"
    said: tuple[Said[V], ...] = ()


class DateSpan(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whole days, both ends inclusive; `precision` is a code of the codebook's date precisions."""

    start: dt.date
    end: dt.date
    precision: DatePrecision


class PlaceValue(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where, WGS 84 degrees; `country` is ISO 3166-1 alpha-2, `precision` a code of the codebook's."""

    name: str
    country: str | None = None
    admin1: str | None = None
    lat: float | None = None
    lon: float | None = None
    precision: PlacePrecision = "site"
    registry_id: str | None = None


class Party(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Who did it, or who or what was hit; `actor_type` is a code of the codebook's actor types."""

    name: str
    registry_id: str | None = None
    actor_type: str | None = None


class SourceValue(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Who reports it; `kind` is a code of the codebook's source kinds."""

    name: str
    kind: str
    registry_id: str | None = None


class Toll(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How many persons one source counts; `max` is None where it sets no upper bound, `who` its words for whom."""

    min: int
    max: int | None = None
    who: str | None = None


class Figure(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How many persons met one fate: `status` a code of the codebook's casualty statuses.

    `side` is whom the figure counts (`sides.yaml`; `all` is everybody) and `of` the country of soldiers and police
    (ISO 3166-1 alpha-2). `high` is None where nothing bounds it; `claim` is the one that says `best`.
    """

    status: str
    side: str = "all"
    of: str | None = None
    low: int = 0
    best: int = 0
    high: int | None = None
    rule: str = "none"
    claim: str = ""
    said: tuple[Said[Toll], ...] = ()


class Actors(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Who did it, by who says so: those who claim it, those whom others blame, those whom outlets state."""

    claimed: Listed[Party] = Listed()
    blamed: Listed[Party] = Listed()
    stated: Listed[Party] = Listed()


class EventValues(msgspec.Struct, frozen=True, kw_only=True):
    """The values of an event, chosen from its claims by the open rules of docs/record/values.md.

    `sources_count` is the number of independent reports, those that deny it among them, and `independent` the ids of
    the first claim of each; `claims` are the ids of all, `copies` of those that are copies of another article.
    """

    event_type: str
    sub_event_type: Chosen[str]
    date: Chosen[DateSpan]
    place: Chosen[PlaceValue]
    actors: Actors
    targets: Listed[Party]
    weapons: Listed[str]
    casualties: tuple[Figure, ...]
    sources: Listed[SourceValue]
    responsibility: Chosen[str]
    denied: Chosen[bool]
    grade: Grade
    sources_count: int
    independent: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()
    first_published: dt.date | None = None
    last_published: dt.date | None = None

    def figure(self, status: str, side: str = "all") -> Figure | None:
        """The figure of a casualty status, of everybody where no side is asked for; None where none is told."""
        return next((one for one in self.casualties if one.status == status and one.side == side), None)
