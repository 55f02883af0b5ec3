"""What the heads tell apart."""

from musnad.extract.candidates import Kind

TAGS = (
    "trigger",
    "actor",
    "target",
    "place",
    "date",
    "weapon",
    "casualty",
    "source",
    "speaker",
    "statement",
)
ROLES = ("date", "place", "actor", "target", "weapon", "casualty", "source")
KIND_OF_ROLE: dict[str, Kind] = {
    "date": "date",
    "place": "place",
    "actor": "participant",
    "target": "participant",
    "weapon": "weapon",
    "casualty": "casualty",
    "source": "source",
}
STATUSES = ("none", "killed", "injured", "missing", "captured", "displaced")
PAIRS = ("none", "same", "earlier answers", "later answers")
RESPONSIBILITIES = ("claimed", "blamed", "stated", "unknown")
