"""What every source of places yields, and the notes on what could not be taken."""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple, Protocol

SETTLEMENT = "settlement"
"""The kind of a town or village, told apart by population."""
PREFIXES = {"geonames": "gn", "iso3166-2": "iso", "ocha-cod": "ocha", "osm": "osm", "wof": "wof"}
MAX_NAMED = 20


class Raw(NamedTuple):
    """A place as its source has it; `lat` and `lon` in WGS 84 degrees, None where the source only names a unit.

    `above` are keys of the first- and second-level units that it lies in, empty where unknown; `keys` are those under
    which other records of the source refer to it. `kind` is one of the gazetteer, or `SETTLEMENT`.
    """

    source: str
    number: str
    country: str
    kind: str
    name_en: str
    names_ar: tuple[str, ...]
    lat: float | None
    lon: float | None
    population: int | None = None
    above: tuple[str, str] = ("", "")
    keys: tuple[str, ...] = ()
    pcode: str = ""
    aliases_en: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The public identifier of the row that this becomes."""
        return f"{PREFIXES[self.source]}:{self.number}"


class Notes:
    """What was not taken: bad records, the first of them named, and records left out on purpose, counted by reason."""

    def __init__(self) -> None:
        self.bad_count = 0
        self.bad: list[str] = []
        self.left_out: Counter[str] = Counter()

    def is_bad(self, path: Path, where: int | str | None, message: str) -> None:
        """Note a record that cannot be read, by file and line (or the record's number)."""
        self.bad_count += 1
        if len(self.bad) < MAX_NAMED:
            self.bad.append(f"{path}:{where}: {message}" if where is not None else f"{path}: {message}")

    def leave_out(self, reason: str) -> None:
        """Count a record that is not wanted."""
        self.left_out[reason] += 1


class Source(Protocol):
    """Reads the files of one format."""

    name: str
    joint: bool
    """Whether its files tell of each other's places, and must be read together."""

    def takes(self, path: Path) -> bool:
        """Whether a file or folder is of this format, by its name and first bytes."""

    def raws(self, paths: Sequence[Path], notes: Notes) -> Iterator[Raw]:
        """The places of all files of this format; what cannot be read is noted."""


class BadRecordError(ValueError):
    """A record that cannot be read."""


def number(text: object, what: str, limit: float) -> float:
    """A coordinate of a record; raises `BadRecordError` for one that is none."""
    try:
        value = float(str(text))
    except ValueError:
        raise BadRecordError(f"{what}: {text!r} is no number") from None
    if not -limit <= value <= limit:
        raise BadRecordError(f"{what}: {text!r} is not on earth")
    return value


def point(lat: object, lon: object) -> tuple[float, float]:
    """A record's point in degrees; raises `BadRecordError` where there is none."""
    found = number(lat, "latitude", 90), number(lon, "longitude", 180)
    if found == (0, 0):
        raise BadRecordError("the point is 0, 0")
    return found


def people(value: object) -> int | None:
    """A count of people, None where unknown (0 and what is no number too)."""
    digits = str(value or "").split(".")[0].replace(",", "").replace(" ", "")
    return int(digits) or None if digits.isascii() and digits.isdigit() else None
