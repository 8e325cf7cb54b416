"""The design temperature of a site: that of the nearest place of the dated climate table."""

from __future__ import annotations

import math
from dataclasses import dataclass

from energycommunity.parameters.reader import Parameter, catalogue

CATALOGUE, FIELD = "climate_vidzeme", "design_temperature_c"
#: Farther away than this a place says nothing of a site's winter [km]; covers Vidzeme and not Rīga.
FARTHEST_KM = 75.0
KM_PER_DEGREE = 111.2


@dataclass(frozen=True)
class DesignTemperature:
    """Mean outdoor temperature of the coldest five days [degC] at a place of the climate table."""

    place_en: str
    place_lv: str
    outdoor: Parameter

    def place(self, language: str) -> str:
        """Name of the place in a language."""
        return self.place_lv if language == "lv" else self.place_en


def design_temperature(latitude_deg: float, longitude_deg: float) -> DesignTemperature | None:
    """The design temperature of the nearest place of the climate table; None where all are too far away.

    Parameters
    ----------
    latitude_deg, longitude_deg : float
        The site, north and east positive [deg].

    Examples
    --------
    Beļava lies 10 km from Gulbene; Liepāja in none of the table's places' reach.

    >>> found = design_temperature(57.26, 26.67)
    >>> found.place("en"), found.outdoor.value, found.outdoor.verified
    ('Gulbene', -24.0, False)
    >>> design_temperature(56.51, 21.01) is None
    True
    """
    rows = catalogue(CATALOGUE)["places"]

    def distance_km(name: str) -> float:
        north, east = (float(rows[name][key]["value"]) for key in ("latitude_deg", "longitude_deg"))
        shrunk = math.cos(math.radians(latitude_deg))
        return KM_PER_DEGREE * math.hypot(north - latitude_deg, (east - longitude_deg) * shrunk)

    nearest = min(rows, key=distance_km)
    if distance_km(nearest) > FARTHEST_KM:
        return None
    entry = rows[nearest][FIELD]
    outdoor = Parameter(
        key=f"{CATALOGUE}.{nearest}.{FIELD}",
        value=float(entry["value"]),
        unit="degC",
        date=str(entry["date"]),
        source=entry["source"],
        verified=entry["status"] != "general_knowledge",
        status=entry["status"],
    )
    return DesignTemperature(rows[nearest]["name"]["en"], rows[nearest]["name"]["lv"], outdoor)
