"""The words that every other folder speaks: Article, Span, Reading and what a reading holds."""

from musnad.schema.article import Article, CorrectionNote, Dropped, Hyperlink, Medium, RelatedLine
from musnad.schema.reading import (
    ActorRef,
    Casualty,
    DateValue,
    Entity,
    Event,
    Mention,
    PlaceRef,
    Problem,
    Reading,
    SourceRef,
    Speaker,
    Statement,
    WeaponRef,
)
from musnad.schema.span import Span

__all__ = [
    "ActorRef",
    "Article",
    "Casualty",
    "CorrectionNote",
    "DateValue",
    "Dropped",
    "Entity",
    "Event",
    "Hyperlink",
    "Medium",
    "Mention",
    "PlaceRef",
    "Problem",
    "Reading",
    "RelatedLine",
    "SourceRef",
    "Span",
    "Speaker",
    "Statement",
    "WeaponRef",
]
