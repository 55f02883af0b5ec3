"""How far two points lie from each other."""

import math

EARTH_KM = 6371.0
"""The mean radius of the earth."""
Point = tuple[float | None, float | None]
"""Latitude and longitude in degrees (WGS 84), None where they are not known."""


def kilometres(a: Point, b: Point) -> float | None:
    """The great-circle distance of two points (haversine), None where one is not known."""
    (up, left), (down, right) = a, b
    if up is None or left is None or down is None or right is None:
        return None
    up, down = math.radians(up), math.radians(down)
    wide = math.radians(left - right) / 2
    height = math.sin((up - down) / 2) ** 2 + math.cos(up) * math.cos(down) * math.sin(wide) ** 2
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(height)))
