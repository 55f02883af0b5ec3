"""Makes rows of the gazetteer from what the sources yield: names cleaned, units named, duplicates merged."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files

from musnad.registry.common_words import cue_words
from musnad.registry.further import Held, Identity, SamePlaces
from musnad.registry.places import provinces
from musnad.registry.sources.names import MAX_NAMES, arabic_names, has_head, is_latin, latin_name
from musnad.registry.sources.raw import SETTLEMENT, Notes, Raw
from musnad.registry.spellings import JOINED, all_spellings
from musnad.registry.tables import COLUMNS, LICENCES, Row, packed_lines
from musnad.text.normalise import fold

TOWN = 5000
"""From so many people on a settlement is a town, and its name stands alone."""
# The source that tells most about its units first: the later ones add names to its rows.
ORDER = ("ocha-cod", "geonames", "wof", "iso3166-2", "osm")
PRECISIONS = {
    **dict.fromkeys(("capital", "town", "village", "camp"), "town"),
    **dict.fromkeys(("district", "island", "mountain"), "district"),
    "province": "province",
}
SMALL = frozenset({"district", "neighbourhood", "other", "village"})
Unit = tuple[str, str]
"""A unit's English and Arabic name."""


class Draft:
    """A row in the making: a record with its names cleaned."""

    __slots__ = ("admin1", "admin2", "basis", "english", "headed", "kind", "names", "pcode", "people", "raw")

    def __init__(self, raw: Raw, names: list[str], above: tuple[Unit, Unit]) -> None:
        self.raw, self.names, self.people, self.pcode = raw, names, raw.population, raw.pcode
        self.admin1, self.admin2 = above
        self.basis = [f"{raw.source}:{raw.number}"]
        self.english = [latin_name(name) for name in (raw.name_en, *raw.aliases_en) if is_latin(name)]
        self.kind = raw.kind
        self.headed = has_head(raw.names_ar, raw.kind)

    @property
    def precision(self) -> str:
        """The precision that follows from the kind."""
        return PRECISIONS.get("town" if self.kind == SETTLEMENT else self.kind, "site")

    def take(self, other: "Draft") -> None:
        """Add what another record of the same place tells."""
        known = set(map(fold, self.names))
        self.names = [*self.names, *(name for name in other.names if fold(name) not in known)][:MAX_NAMES]
        self.english = [*self.english, *other.english]
        self.people = self.people or other.people
        self.pcode = self.pcode or other.pcode
        self.admin1 = self.admin1 if self.admin1[0] else other.admin1
        self.admin2 = self.admin2 if self.admin2[0] else other.admin2
        self.basis += other.basis

    def row(self) -> Row:
        """The row of the gazetteer."""
        kind = ("town" if (self.people or 0) >= TOWN else "village") if self.kind == SETTLEMENT else self.kind
        names = self._names_that_stand(kind)
        cue = needed_cue(names, kind, self.people or 0, headed=self.headed)
        above = dict.fromkeys(arabic for _, arabic in (self.admin1, self.admin2) if arabic and arabic not in names)
        name_en, aliases = self._english(names[0], unit=kind in ("province", "district"))
        lat, lon = self.raw.lat, self.raw.lon
        return dict.fromkeys(COLUMNS, "") | {
            "id": self.raw.id,
            "name_en": name_en,
            "names_ar": "|".join(names),
            "aliases_en": "|".join(aliases),
            "kind": kind,
            "country": self.raw.country,
            "admin1": self.admin1[0],
            "admin2": self.admin2[0],
            "lat": f"{lat:.4f}",
            "lon": f"{lon:.4f}",
            "precision": self.precision,
            "population": str(self.people or ""),
            "needs_cue": str(cue or ""),
            "cues": "|".join(above) if cue == 2 else "",
            "pcode": self.pcode,
            "basis": "|".join(dict.fromkeys(self.basis)),
            "licence": LICENCES[self.raw.source],
            "spellings": "|".join(all_spellings(names, self.raw.country)),
        }

    def _names_that_stand(self, kind: str) -> list[str]:
        """The names; of a small place known by two words none of one word, which would be met everywhere."""
        if " " not in self.names[0] or (kind not in SMALL and (self.people or 0) >= TOWN):
            return self.names
        return [name for name in self.names if " " in name or fold(name).startswith(tuple(JOINED))]

    def _english(self, arabic: str, *, unit: bool) -> tuple[str, list[str]]:
        """The English name (the Arabic one where there is none) and the others."""
        found = list(dict.fromkeys(latin_name(name, unit=unit) for name in self.english))
        return (found[0], found[1:]) if found else (arabic, [])


def needed_cue(names: Iterable[str], kind: str, population: int, *, headed: bool = False) -> int:
    """The cue that names of a place need, else what the common words say.

    2 for a quarter, and for a small place with a name of one word, one that another place has without a head noun
    («قرية ذي قار»), or one of a place in the packaged gazetteer.
    """
    folded = [fold(name) for name in names]
    if kind in SMALL and population < TOWN:
        of_one_word = any(" " not in name for name in folded)
        headed = kind == "neighbourhood" or (headed and kind != "district")
        if of_one_word or headed or not packaged_spellings().isdisjoint(folded):
            return 2
    return max((cue_words().get(name, 0) for name in folded), default=0)


@cache
def packaged_spellings() -> frozenset[str]:
    """The folded spellings of all names in the packaged gazetteer."""
    held = files("musnad.registry").joinpath("gazetteer.tsv.gz").read_bytes()
    return frozenset(spelling for spelling, _ in Held(packed_lines(held)).named())


class Units:
    """English and Arabic names of administrative units by the keys that records refer to them with."""

    def __init__(self) -> None:
        self._named: dict[tuple[str, str], Unit] = {}
        self._packaged: dict[str, dict[str, str]] = {}

    def add(self, raw: Raw) -> None:
        """Hold a unit's names, those already held where a later record gives none."""
        arabic = next(iter(arabic_names(raw.names_ar, raw.kind)), "")
        english = latin_name(raw.name_en, unit=True) if is_latin(raw.name_en) else ""
        if raw.kind == "province":
            english = self._as_packaged(raw.country, arabic) or english
        for key in raw.keys:
            held = self._named.get((raw.source, key), ("", ""))
            self._named[raw.source, key] = held[0] or english, held[1] or arabic

    def _as_packaged(self, country: str, arabic: str) -> str:
        """The English name that the packaged gazetteer gives a first-level unit, so that rows of both agree."""
        if country not in self._packaged:
            held = [p for p in provinces(country) if p.admin1]
            self._packaged[country] = {fold(name): p.admin1 or "" for p in held for name in p.names_ar}
        return self._packaged[country].get(fold(arabic), "")

    def of(self, raw: Raw) -> tuple[Unit, Unit]:
        """The first- and second-level units of a record."""
        first, second = (self._named.get((raw.source, key), ("", "")) if key else ("", "") for key in raw.above)
        return first, second


def compiled(raws: Iterable[Raw], notes: Notes) -> dict[str, list[Row]]:
    """The rows by licence, sorted by id. Records of one licence that are the same place become one row."""
    held, units = [], Units()
    for raw in raws:
        held.append(raw)
        if raw.kind in ("province", "district"):
            units.add(raw)
    by_licence: dict[str, list[Draft]] = defaultdict(list)
    for raw in sorted(held, key=lambda raw: (ORDER.index(raw.source), raw.number)):
        if raw.lat is None:
            notes.leave_out("units without a point, which only name what lies in them")
        elif names := arabic_names(raw.names_ar, raw.kind):
            by_licence[LICENCES[raw.source]].append(Draft(raw, names, units.of(raw)))
        else:
            notes.leave_out("places without a name in Arabic letters")
    return {licence: sorted(_rows(drafts, notes), key=lambda row: row["id"]) for licence, drafts in by_licence.items()}


def _rows(drafts: Iterable[Draft], notes: Notes) -> Iterator[Row]:
    """A row a place; the earliest record gives its id and point."""
    same, kept = SamePlaces(), list[Draft]()
    for draft in drafts:
        where = (draft.raw.lat, draft.raw.lon) if draft.raw.lat is not None and draft.raw.lon is not None else None
        names, admin1 = [fold(name) for name in draft.names], draft.admin1[0]
        found = Identity(draft.raw.id, draft.raw.country, draft.precision, where, names, admin1)
        number = same.find(found)
        if number is None:
            same.add(len(kept), found)
            kept.append(draft)
        else:
            kept[number].take(draft)
            notes.leave_out("records of a place that another record tells of")
    return (draft.row() for draft in kept)
