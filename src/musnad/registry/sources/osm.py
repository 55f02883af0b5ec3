"""OpenStreetMap: extracts as `.osm.pbf`, `.osm` or `.osm.bz2`, and GeoJSON of places (all ODbL 1.0).

https://wiki.openstreetmap.org/wiki/Key:place gives the tags. Only nodes are taken. A place's country is its own tag,
else that of the file's name (`syria-latest.osm.pbf`), else the one that is given.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from musnad.errors import MusnadError
from musnad.registry.sources.raw import SETTLEMENT, BadRecordError, Notes, Raw, people, point

EXTRACTS = (".osm.pbf", ".osm", ".osm.xml", ".osm.bz2", ".osm.gz")
GEOJSON = (".geojson",)
KINDS: dict[str, dict[str, str]] = {
    "place": {
        **dict.fromkeys(("city", "town", "village", "hamlet", "isolated_dwelling"), SETTLEMENT),
        **dict.fromkeys(("suburb", "quarter", "neighbourhood"), "neighbourhood"),
        **dict.fromkeys(("state", "province"), "province"),
        **dict.fromkeys(("district", "county", "municipality"), "district"),
        **dict.fromkeys(("island", "islet"), "island"),
        "square": "square",
    },
    "aeroway": {"aerodrome": "airport"},
    "military": {"airfield": "airbase", "base": "base", "barracks": "base"},
}
ARABIC = ("name:ar", "official_name:ar", "alt_name:ar", "old_name:ar", "name")
ENGLISH = ("name:en", "int_name", "alt_name:en", "name:ar-Latn", "name:fr")
COUNTRY = ("ISO3166-1", "is_in:country_code", "addr:country", "country_code")
_NUMBER = re.compile(r"(?:node)?/?n?(\d+)")


class OpenStreetMap:
    """Reads extracts (with the package osmium) and GeoJSON with OpenStreetMap's tags as properties."""

    name = "OpenStreetMap"
    joint = False

    def __init__(self, countries: Mapping[str, str], country: str = "") -> None:
        self._codes = {_plain(name): code for code, name in countries.items()}
        self._given = country

    def takes(self, path: Path) -> bool:
        """Whether a file's name is that of an extract or of GeoJSON."""
        return path.is_file() and path.name.endswith((*EXTRACTS, *GEOJSON))

    def raws(self, paths: Sequence[Path], notes: Notes) -> Iterator[Raw]:
        """The named places of all files."""
        for path in paths:
            country = self._country_of(path)
            for number, tags, lat, lon in _geojson(path) if path.name.endswith(GEOJSON) else _extract(path):
                try:
                    if raw := _place(number, tags, lat, lon, country, notes):
                        yield raw
                except BadRecordError as error:
                    notes.is_bad(path, f"node {number}", str(error))

    def _country_of(self, path: Path) -> str:
        stem = _plain(path.name.split(".")[0].removesuffix("-latest"))
        return self._given or self._codes.get(re.sub(r" \d+$", "", stem), "")


def _plain(name: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", name.lower()))


Node = tuple[str, Mapping[str, str], object, object]


def _extract(path: Path) -> Iterator[Node]:
    try:
        import osmium
    except ImportError:
        raise MusnadError("OpenStreetMap's extracts need the package osmium: pip install 'musnad[gazetteer]'") from None
    nodes = osmium.FileProcessor(str(path), osmium.osm.NODE)
    for node in nodes.with_filter(osmium.filter.KeyFilter(*KINDS)):
        assert isinstance(node, osmium.osm.Node)
        tags = {tag.k: tag.v for tag in node.tags}
        where = (node.location.lat, node.location.lon) if node.location.valid() else (None, None)
        yield str(node.id), tags, *where


class _Feature(msgspec.Struct):
    properties: dict[str, Any] | None = None
    geometry: dict[str, Any] | None = None
    id: str | int | None = None


class _Collection(msgspec.Struct):
    features: list[_Feature]


def _geojson(path: Path) -> Iterator[Node]:
    """The points of a collection; the node's number stands in `id`, `@id` or `osm_id`."""
    for at, feature in enumerate(msgspec.json.decode(path.read_bytes(), type=_Collection).features, start=1):
        tags = {key: str(value) for key, value in (feature.properties or {}).items() if value is not None}
        if (feature.geometry or {}).get("type") != "Point":
            continue
        lon, lat = ((feature.geometry or {}).get("coordinates") or (None, None))[:2]
        named = str(feature.id or tags.get("@id") or tags.get("osm_id") or "")
        number = _NUMBER.fullmatch(named)
        yield number[1] if number else f"feature {at}", tags, lat, lon


def _place(number: str, tags: Mapping[str, str], lat: object, lon: object, country: str, notes: Notes) -> Raw | None:
    kind = next((kinds[tags[key]] for key, kinds in KINDS.items() if tags.get(key) in kinds), None)
    if kind is None:
        notes.leave_out("kinds that are not taken")
        return None
    own = next((tags[key].upper() for key in COUNTRY if len(tags.get(key, "")) == 2), country)
    if not own:
        raise BadRecordError("no country: neither its tags nor the file's name tell it")
    if not number.isdigit():
        raise BadRecordError("no number of a node")
    arabic = [name for key in ARABIC for name in tags.get(key, "").split(";")]
    english = [name.strip() for key in ENGLISH for name in tags.get(key, "").split(";") if name.strip()]
    kind = "capital" if tags.get("capital") == "yes" and kind == SETTLEMENT else kind
    return Raw(
        "osm", f"n{number}", own, kind, next(iter(english), ""), tuple(arabic), *point(lat, lon),
        people(tags.get("population")), keys=(f"n{number}",), aliases_en=tuple(english[1:]),
    )  # fmt: skip
