"""Which place of known climate is nearest."""

from __future__ import annotations

import math

from energycommunity.parameters.reader import catalogue
from energycommunity.weather.climate import CATALOGUE

EARTH_RADIUS_KM = 6371.0


def nearest_place(latitude_deg: float, longitude_deg: float) -> tuple[str, float]:
    """The place of known climate that is nearest, and its distance [km].

    Parameters
    ----------
    latitude_deg, longitude_deg : float
        North and east positive [deg].

    Examples
    --------
    Beļava lies north of Gulbene:

    >>> place, distance_km = nearest_place(57.26, 26.67)
    >>> place, round(distance_km)
    ('gulbene', 10)
    """
    here = (latitude_deg, longitude_deg)
    distances = {
        name: distance_km(here, (float(row["latitude_deg"]["value"]), float(row["longitude_deg"]["value"])))
        for name, row in catalogue(CATALOGUE)["places"].items()
    }
    nearest = min(distances, key=lambda name: distances[name])
    return nearest, distances[nearest]


def distance_km(here: tuple[float, float], there: tuple[float, float]) -> float:
    """Distance on the sphere [km] between two places given by latitude and longitude [deg].

    The straight line through the sphere is a chord of the great circle; the angle follows from its length.

    Examples
    --------
    A degree of latitude is a 360th of the circumference:

    >>> round(distance_km((57.0, 26.0), (58.0, 26.0)), 3) == round(2.0 * math.pi * EARTH_RADIUS_KM / 360.0, 3)
    True
    """
    chord = math.dist(_direction(*here), _direction(*there))
    return 2.0 * EARTH_RADIUS_KM * math.asin(min(chord / 2.0, 1.0))


def _direction(latitude_deg: float, longitude_deg: float) -> tuple[float, float, float]:
    north, east = math.radians(latitude_deg), math.radians(longitude_deg)
    return math.cos(north) * math.cos(east), math.cos(north) * math.sin(east), math.sin(north)
