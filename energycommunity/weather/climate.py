"""What is known of the climate of a place, month by month: the targets of the generator."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from energycommunity.parameters.reader import Row, catalogue, row_of
from energycommunity.quantities import FloatArray

CATALOGUE = "climate_vidzeme"


@dataclass(frozen=True)
class WeatherProcess:
    """How days and hours follow each other; meaning and source of each stand in `climate_vidzeme.yaml`."""

    day_clearness_persistence: float
    hour_clearness_persistence: float
    darkest_clear_sky_index: float
    temperature_persistence: float
    clear_sky_link: float
    winter_skew: float
    clear_day_range: float
    wind_persistence: float
    wind_shape: float


@dataclass(frozen=True, eq=False)
class ClimateParameters:
    """Climate of a place; arrays have shape (12,), January first.

    Parameters
    ----------
    key, name_en, name_lv, time_zone : str
        Name of the place in files, in the two languages, and its civil time.
    latitude_deg, longitude_deg : float
        North and east positive [deg].
    altitude_m : float
        Above sea level [m].
    seed : int
        That of the shipped year.
    temperature_c : FloatArray
        Mean air temperature [degC].
    daily_mean_spread_k : FloatArray
        Standard deviation of the daily means within the month [K].
    daily_range_k : FloatArray
        Mean daily maximum less mean daily minimum [K].
    ghi_kwh_per_m2 : FloatArray
        Global horizontal irradiation of the month [kWh/m2].
    sunshine_h : FloatArray
        Sunshine of the month [h].
    linke_turbidity : FloatArray
        Turbidity of the clear sky.
    wind_speed_m_per_s : float
        Mean wind speed of the year [m/s].
    process : WeatherProcess
        How days and hours follow each other.
    """

    key: str
    name_en: str
    name_lv: str
    time_zone: str
    latitude_deg: float
    longitude_deg: float
    altitude_m: float
    seed: int
    temperature_c: FloatArray
    daily_mean_spread_k: FloatArray
    daily_range_k: FloatArray
    ghi_kwh_per_m2: FloatArray
    sunshine_h: FloatArray
    linke_turbidity: FloatArray
    wind_speed_m_per_s: float
    process: WeatherProcess


def place_names() -> tuple[str, ...]:
    """Keys of the places whose climate is known."""
    return tuple(catalogue(CATALOGUE)["places"])


def read_climate(place: str) -> ClimateParameters:
    """The climate of a place.

    Raises
    ------
    ParameterError
        If the place is not in the table; names the nearest.

    Examples
    --------
    >>> climate = read_climate("gulbene")
    >>> float(climate.temperature_c[0]), climate.time_zone
    (-4.2, 'Europe/Riga')
    """
    table = catalogue(CATALOGUE)
    row, measured = row_of(table["places"], place, "place"), table["measured"]

    def monthly(entry: Row) -> FloatArray:
        return np.array(entry["values"], dtype=np.float64)

    return ClimateParameters(
        key=place,
        name_en=row["name"]["en"],
        name_lv=row["name"]["lv"],
        time_zone=row["time_zone"],
        seed=row["seed"],
        process=WeatherProcess(**{name: float(entry["value"]) for name, entry in table["process"].items()}),
        latitude_deg=float(row["latitude_deg"]["value"]),
        longitude_deg=float(row["longitude_deg"]["value"]),
        altitude_m=float(row["altitude_m"]["value"]),
        wind_speed_m_per_s=float(row["wind_speed_m_per_s"]["value"]),
        temperature_c=monthly(row["temperature_c"]),
        linke_turbidity=monthly(row["linke_turbidity"]),
        daily_mean_spread_k=monthly(measured["daily_mean_spread_k"]),
        daily_range_k=monthly(measured["daily_range_k"]),
        ghi_kwh_per_m2=monthly(measured["ghi_kwh_per_m2"]),
        sunshine_h=monthly(measured["sunshine_h"]),
    )
