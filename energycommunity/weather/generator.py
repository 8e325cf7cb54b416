"""A synthetic weather year of a place whose climate is known month by month.

Days: the clear-sky index follows a truncated exponential distribution (Bendt et al. 1981) by the rank of a first-order
autoregressive series (the idea of Graham, Hollands and Unny 1988), its steepness solved for the month's irradiation.
Hours: beta-distributed about their day (Graham and Hollands 1990), its concentration chosen for the month's sunshine.
Beam and diffuse: Erbs et al. (1982). Temperature: autoregressive daily means linked with the clearness, a diurnal wave
(Campbell and Norman 1998) that is larger on clear days. Wind: autoregressive, Weibull-distributed, without seasons.

A year made this way has the monthly statistics of many years; it has no extreme months and no design spell.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import xarray as xr

from energycommunity.physics.sky import cos_sun
from energycommunity.physics.sky_clearness import autoregressive_cycle
from energycommunity.quantities import FloatArray
from energycommunity.time_grid import TimeGrid
from energycommunity.weather.air_temperature import DayPattern, daily_anomaly, yearly_temperature
from energycommunity.weather.climate import ClimateParameters
from energycommunity.weather.cloudy_sky import ClearYear, clear_year, cloudy_year, daily_clearness
from energycommunity.weather.contract import Origin, weather_dataset
from energycommunity.weather.monthly_curve import rank_within_months

DECIMALS = 1

#: Series of daily temperatures to choose the most usual year from.
CANDIDATES = 500


def generate_year(place: ClimateParameters, seed: int, year: int) -> xr.Dataset:
    """A synthetic weather year: the hours of the civil year of the place, in UTC; same seed, same year.

    Parameters
    ----------
    place : ClimateParameters
        What it is calibrated to.
    seed : int
        Another seed gives another sequence of days with the same monthly statistics.
    year : int
        Civil year; 366 days if it is a leap year.

    Returns
    -------
    xarray.Dataset
        By the contract of `energycommunity.weather`, rounded to 0.1 of each unit, closed after rounding.

    Examples
    --------
    >>> from energycommunity.weather.climate import read_climate
    >>> weather = generate_year(read_climate("gulbene"), seed=1, year=2025)
    >>> weather.sizes["time"], round(float(weather.temp_air.mean()), 1)
    (8760, 6.1)
    """
    begins = TimeGrid.year(year, place.time_zone).utc
    # Days of standard time: the civil year begins and ends in it, and weather does not follow the change of the clock.
    days = pd.date_range(f"{year}-01-01", periods=len(begins) // 24, freq="D")
    month_of_day = days.month.to_numpy().astype(np.int64) - 1
    day_news, own_news, hour_news, wind_news = _news(seed, len(month_of_day))

    sky_year = clear_year(place, begins, month_of_day)
    rank = rank_within_months(autoregressive_cycle(day_news, place.process.day_clearness_persistence), month_of_day)
    sky = cloudy_year(place, sky_year, daily_clearness(place, sky_year, rank), hour_news)
    largest = place.process.clear_day_range
    pattern = DayPattern(
        anomaly=daily_anomaly(place, day_news, own_news, month_of_day),
        relative_range=(2.0 - largest) + 2.0 * (largest - 1.0) * rank,
        solar_time_h=(begins.hour.to_numpy() + 0.5 + place.longitude_deg / 15.0) % 24.0,
        month_of_day=month_of_day,
    )
    series = _rounded(
        sky_year,
        {
            "dni": sky.dni,
            "dhi": sky.dhi,
            "temp_air": yearly_temperature(place, pattern),
            "wind_speed": _wind(place, wind_news),
        },
    )
    return weather_dataset(begins, series, _origin(place, seed))


def _news(seed: int, days: int) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
    """Independent standard normal numbers of days, candidates x days, hours and hours, each from its own stream."""
    streams = np.random.default_rng(seed).spawn(4)
    shapes: tuple[tuple[int, ...], ...] = ((days,), (CANDIDATES, days), (days * 24,), (days * 24,))
    first, second, third, fourth = (
        stream.standard_normal(shape) for stream, shape in zip(streams, shapes, strict=True)
    )
    return first, second, third, fourth


def _wind(place: ClimateParameters, news: FloatArray) -> FloatArray:
    """Wind speed of each hour [m/s]: every hour takes the Weibull quantile of its rank, so that the mean is exact."""
    series = autoregressive_cycle(news, place.process.wind_persistence)
    rank = (np.argsort(np.argsort(series)) + 0.5) / len(series)
    speed = (-np.log1p(-rank)) ** (1.0 / place.process.wind_shape)
    return np.asarray(speed * (place.wind_speed_m_per_s / speed.mean()))


def _rounded(year: ClearYear, series: dict[str, FloatArray]) -> dict[str, FloatArray]:
    """The series to one decimal, and the global irradiance as the sum of the rounded parts."""
    short = {name: np.round(values, DECIMALS) + 0.0 for name, values in series.items()}
    ghi = short["dhi"] + short["dni"] * cos_sun(year.zenith_deg)
    return {"ghi": np.round(ghi, DECIMALS), **short}


def _origin(place: ClimateParameters, seed: int) -> Origin:
    return Origin(
        latitude_deg=place.latitude_deg,
        longitude_deg=place.longitude_deg,
        altitude_m=place.altitude_m,
        source=f"synthetic year of {place.name_en}, seed {seed}",
        time_zone=place.time_zone,
        typical=True,
        synthetic=True,
    )
