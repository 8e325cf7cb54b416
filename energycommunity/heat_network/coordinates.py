"""Degrees and metres: lengths are measured in the Latvian coordinate system LKS-92 (EPSG:3059)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from energycommunity.heat_network.location import Location

if TYPE_CHECKING:
    from pyproj import Transformer

#: WGS 84, in which GeoJSON is written, and LKS-92, whose unit is the metre.
WGS84, LKS92 = "EPSG:4326", "EPSG:3059"
#: East and north [m], or longitude and latitude [deg].
Point = tuple[float, float]


def to_metres(longitude_deg: float, latitude_deg: float) -> Point:
    """East and north in LKS-92 [m].

    Examples
    --------
    The projection's origin, 24 degrees east on the equator, lies at 500 km east and -6000 km north by definition:

    >>> to_metres(24.0, 0.0)
    (500000.0, -6000000.0)
    """
    east_m, north_m = transformer(WGS84, LKS92).transform(longitude_deg, latitude_deg)
    return float(east_m), float(north_m)


def to_degrees(points_m: Sequence[Point], decimals: int = 7) -> tuple[Point, ...]:
    """Longitude and latitude of points in LKS-92, to a centimetre.

    >>> to_degrees([(500000.0, -6000000.0)])
    ((24.0, 0.0),)
    """
    to = transformer(LKS92, WGS84)
    turned = (to.transform(*point) for point in points_m)
    return tuple((round(float(east), decimals), round(float(north), decimals)) for east, north in turned)


def place_m(location: Location, site_m: Point) -> Point:
    """East and north of a place in LKS-92 [m]; metres of a plan of one's own are counted from the site.

    >>> place_m(Location(x_m=40.0, y_m=-5.0), (660000.0, 350000.0))
    (660040.0, 349995.0)
    """
    if location.latitude_deg is not None and location.longitude_deg is not None:
        return to_metres(location.longitude_deg, location.latitude_deg)
    return site_m[0] + (location.x_m or 0.0), site_m[1] + (location.y_m or 0.0)


@cache
def transformer(of: Any, to: str) -> Transformer:
    """From one coordinate system to another, east before north whatever the systems say."""
    from pyproj import Transformer

    return Transformer.from_crs(of, to, always_xy=True)
