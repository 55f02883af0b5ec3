"""Finds places by how their name is spelt, in Arabic or Latin letters, or by p-code.

Folded names that are the same come first, then those that differ in articles, hamzas and spaces or are another
romanisation, then names with typing errors. Among equals, countries, provinces and populous towns come first.
"""

import math
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import islice

import msgspec
from rapidfuzz import fuzz, process

from musnad.registry.further import NEAR_KM, kilometres
from musnad.registry.matcher import words_of
from musnad.registry.places import Place, gazetteer, kept_with_gazetteer, place, places
from musnad.registry.romanised import key_of_plain, plain_latin
from musnad.registry.sources.names import HEADS
from musnad.schema.reading import PlacePrecision

# How well a name matches, in [0, 1]: the steps lie further apart than what population and kind can add.
EXACT, HEADED, LOOSE, CODE_BELOW, ROMANISED = 1.0, 0.89, 0.88, 0.8, 0.7
ROMANISED_LIKENESS, TYPED, KEY_TYPED, IMPORTANCE = 0.18, 0.68, 0.6, 0.1
LEAST_LIKENESS, LEAST_OF_ONE_KEY = 70.0, 40.0
LEAST_KEY_LIKENESS, LEAST_KEY_LENGTH = 85.0, 4
FUZZY_LIMIT = 200
KINDS = {"country": 0.5, "capital": 0.45, "province": 0.4, "town": 0.25, "district": 0.25, "village": 0.1}
MOST_PEOPLE = 1e8
ALL_HEADS = frozenset[str]().union(*HEADS.values())
_ARABIC_LETTER = re.compile("[\u0621-\u064a]")
_CODE = re.compile(r"[A-Z]{2}\d+", re.IGNORECASE)
_ARTICLE = re.compile(r"(?:(?<= )|^)ال(?=\w{3})")


class PlaceHit(msgspec.Struct, omit_defaults=False):
    """A place found: `lat` and `lon` in WGS 84 degrees, `source` as `Place.basis`, `score` from 1.1 down to 0."""

    id: str
    name_ar: str
    name_en: str
    kind: str
    country: str
    admin1: str | None
    admin2: str | None
    lat: float | None
    lon: float | None
    precision: PlacePrecision
    population: int
    pcode: str | None
    source: str
    licence: str
    score: float


def search_places(query: str, *, country: str = "", kind: str = "", limit: int = 10) -> list[PlaceHit]:
    """The places that best match a name, a p-code or an id, best first, none twice.

    `country` is an ISO 3166-1 alpha-2 code, `kind` one of the gazetteer (`town`, `province`, `airport`…).
    """
    index = place_index()
    found: dict[int, float] = {}
    for number, match in index.matches(query):
        held = place(number)
        if (not country or held.country == country) and (not kind or held.kind == kind):
            found[number] = max(found.get(number, 0.0), match + IMPORTANCE * importance(held))
    ranked = sorted(found.items(), key=lambda item: (-item[1], item[0]))
    hits = (_hit(place(number), score) for number, score in ranked)
    return list(islice(_distinct(hits), limit))


def _distinct(hits: Iterable[PlaceHit]) -> Iterator[PlaceHit]:
    """The hits without those that show a place once more, which two of the gazetteer's tables hold."""
    shown: dict[tuple[str, str, str], list[tuple[float, float]]] = {}
    for hit in hits:
        if hit.lat is not None and hit.lon is not None:
            where = hit.lat, hit.lon
            near = shown.setdefault((words_of(hit.name_ar), hit.country, hit.precision), [])
            if any(kilometres(where, other) <= NEAR_KM for other in near):
                continue
            near.append(where)
        yield hit


def importance(held: Place) -> float:
    """How likely a place is the one meant among its namesakes, in [0, 1]."""
    return KINDS.get(held.kind, 0.0) + 0.5 * min(1.0, math.log(held.population + 1, MOST_PEOPLE))


def _hit(held: Place, score: float) -> PlaceHit:
    return PlaceHit(
        id=held.id,
        name_ar=held.names_ar[0],
        name_en=held.name_en,
        kind=held.kind,
        country=held.country,
        admin1=held.admin1,
        admin2=held.admin2,
        lat=held.lat,
        lon=held.lon,
        precision=held.precision,
        population=held.population,
        pcode=held.pcode,
        source=held.basis,
        licence=held.licence,
        score=round(score, 3),
    )


Numbers = list[int]


class _Names:
    """Names with the places they stand for, looked up as they are, by a coarser key, and by likeness."""

    def __init__(self) -> None:
        self.exact: dict[str, Numbers] = {}
        self.coarse: dict[str, dict[str, Numbers]] = {}
        self._listed: list[str] | None = None
        self._keys: list[str] | None = None

    def add(self, name: str, key: str, number: int) -> None:
        """Hold a name and its coarser key."""
        numbers = self.exact.setdefault(name, [])
        numbers.append(number)
        self.coarse.setdefault(key, {})[name] = numbers

    def like(self, name: str) -> list[tuple[str, float]]:
        """The names most like one, with a likeness in [0, 1]."""
        if self._listed is None:
            self._listed = list(self.exact)
        return _likest(name, self._listed, LEAST_LIKENESS)

    def keys_like(self, key: str) -> list[tuple[str, float]]:
        """The coarser keys most like one, with a likeness in [0, 1]; none for a key of few letters."""
        if self._keys is None:
            self._keys = list(self.coarse)
        return _likest(key, self._keys, LEAST_KEY_LIKENESS) if len(key) >= LEAST_KEY_LENGTH else []


def _likest(name: str, names: list[str], least: float) -> list[tuple[str, float]]:
    found = process.extract(name, names, scorer=fuzz.ratio, score_cutoff=least, limit=FUZZY_LIMIT, processor=None)
    return [(other, likeness / 100) for other, likeness, _ in found]


class PlaceIndex:
    """All names of the gazetteer's places."""

    def __init__(self) -> None:
        self._arabic, self._latin = _Names(), _Names()
        held = gazetteer()
        for name, number in held.named():
            self._arabic.add(name, loose(name), number)
        codes: list[tuple[str, int]] = [(code, number) for number, code in held.pcodes.items()]
        for number, one in enumerate(places()):
            names = {plain_latin(name): None for name in (one.name_en, *one.aliases_en, *held.aliases.get(number, ()))}
            for name in filter(None, names):
                self._latin.add(name, key_of_plain(name), number)
            if one.pcode:
                codes.append((one.pcode, number))
        self._codes = sorted(codes)
        self._ids = {one.id: number for number, one in enumerate(places())}

    def matches(self, query: str) -> Iterator[tuple[int, float]]:
        """The numbers of places that match, with how well; a place may come more than once."""
        wanted = query.strip()
        if wanted in self._ids:
            yield self._ids[wanted], EXACT
        elif _CODE.fullmatch(wanted):
            yield from self._coded(wanted.upper())
        elif _ARABIC_LETTER.search(wanted):
            yield from self._spelt(words_of(wanted))
        else:
            yield from self._romanised(plain_latin(wanted))

    def _coded(self, code: str) -> Iterator[tuple[int, float]]:
        """The place of a p-code, and what lies in it."""
        for held, number in self._codes[bisect_left(self._codes, (code, -1)) :]:
            if not held.startswith(code):
                break
            yield number, EXACT if held == code else CODE_BELOW

    def _spelt(self, name: str) -> Iterator[tuple[int, float]]:
        yield from _all(self._arabic.exact.get(name, ()), EXACT)
        head, _, rest = name.partition(" ")
        if rest and head in ALL_HEADS:
            yield from _all(self._arabic.exact.get(rest, ()), HEADED)
        for numbers in self._arabic.coarse.get(loose(name), {}).values():
            yield from _all(numbers, LOOSE)
        for other, likeness in self._arabic.like(name):
            yield from _all(self._arabic.exact[other], TYPED * likeness)

    def _romanised(self, name: str) -> Iterator[tuple[int, float]]:
        if not name:
            return
        yield from _all(self._latin.exact.get(name, ()), EXACT)
        for other, numbers in self._latin.coarse.get(key_of_plain(name), {}).items():
            if (likeness := fuzz.ratio(name, other)) >= LEAST_OF_ONE_KEY:
                yield from _all(numbers, ROMANISED + ROMANISED_LIKENESS * likeness / 100)
        for other, likeness in self._latin.like(name):
            yield from _all(self._latin.exact[other], TYPED * likeness)
        for key, likeness in self._latin.keys_like(key_of_plain(name)):
            for numbers in self._latin.coarse[key].values():
                yield from _all(numbers, KEY_TYPED * likeness)


def _all(numbers: Iterable[int], match: float) -> Iterator[tuple[int, float]]:
    return ((number, match) for number in numbers)


def loose(name: str) -> str:
    """A folded Arabic name without articles, free hamzas and spaces."""
    return _ARTICLE.sub("", name).replace("ء", "").replace(" ", "")


@kept_with_gazetteer
def place_index() -> PlaceIndex:
    """The index over the gazetteer, made once."""
    return PlaceIndex()
