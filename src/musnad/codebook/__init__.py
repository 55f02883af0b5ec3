"""What the record means: reviewed vocabularies with labels, definitions and equivalents, as YAML.

>>> from musnad.codebook import codebook
>>> codebook().sub_event_types["Air/drone strike"].event_type.label("ar")
'التفجيرات والعنف عن بُعد'
>>> codebook().weapons["mine"].definition("en")
'A factory-made mine, on land or at sea, that its victim sets off.'
"""

from musnad.codebook.entries import (
    AcledType,
    ActorType,
    DatePrecision,
    Entry,
    EventType,
    Grade,
    Language,
    PlacePrecision,
    PloverType,
    PublicationState,
    SubEventType,
    Text,
)
from musnad.codebook.loader import Codebook, CodebookError, codebook, read_codebook

__all__ = [
    "AcledType",
    "ActorType",
    "Codebook",
    "CodebookError",
    "DatePrecision",
    "Entry",
    "EventType",
    "Grade",
    "Language",
    "PlacePrecision",
    "PloverType",
    "PublicationState",
    "SubEventType",
    "Text",
    "codebook",
    "read_codebook",
]
