"""What an entry of each vocabulary holds."""

from typing import Literal

import msgspec

Language = Literal["ar", "en"]


class Text(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The same words in both languages of the record."""

    ar: str
    en: str

    def __post_init__(self) -> None:
        if not (self.ar.strip() and self.en.strip()):
            raise ValueError("neither `ar` nor `en` may be empty")

    def __getitem__(self, language: Language) -> str:
        return self.ar if language == "ar" else self.en


class Entry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One entry of a vocabulary.

    `code` is what records and files carry and never changes its meaning; `note` says where an equivalent in
    another codebook is inexact or missing.
    """

    code: str
    labels: Text = msgspec.field(name="label")
    definitions: Text = msgspec.field(name="definition")
    note: str | None = None

    def label(self, language: Language = "en") -> str:
        """What people read for this entry."""
        return self.labels[language]

    def definition(self, language: Language = "en") -> str:
        """What the entry means, and where its border runs."""
        return self.definitions[language]


class AcledType(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """ACLED's columns `event_type` and `sub_event_type` (ACLED codebook)."""

    event_type: str
    sub_event_type: str


class PloverType(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """PLOVER's event type and mode, in POLECAT's spelling; `mode` is None where no mode fits."""

    event: str
    mode: str | None = None


class EventType(Entry, frozen=True, kw_only=True):
    """A kind of event; `family` is the name under which `gold/score.py` pools its sub-event types."""

    family: str


class SubEventType(Entry, frozen=True, kw_only=True):
    """The exact kind of an event; `slug` is its form in addresses."""

    slug: str
    event_type: EventType
    acled: AcledType | None = None
    plover: PloverType | None = None

    @property
    def family(self) -> str:
        """The family of its event type."""
        return self.event_type.family


class PlacePrecision(Entry, frozen=True, kw_only=True):
    """How exactly a place is known: ACLED's `geo_precision` (1-3), UCDP GED's `where_prec` (1-7)."""

    acled: int | None = None
    ucdp: int | None = None


class DatePrecision(Entry, frozen=True, kw_only=True):
    """How exactly a date is known: ACLED's `time_precision` (1-3), UCDP GED's `date_prec` (1-5)."""

    acled: int | None = None
    ucdp: int | None = None


class ActorType(Entry, frozen=True, kw_only=True):
    """What sort of actor: ACLED's `inter` code (1-8), and the CAMEO and PLOVER role code."""

    inter: int | None = None
    role: str | None = None


class Grade(Entry, frozen=True, kw_only=True):
    """How certain an event is; `rank` 1 is the surest."""

    rank: int


class PublicationState(Entry, frozen=True, kw_only=True):
    """Where an event stands on its way to the public; `public` says whether readers may see it by default."""

    public: bool
