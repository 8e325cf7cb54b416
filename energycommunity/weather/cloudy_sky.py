"""A year of irradiance behind passing clouds, calibrated month by month to global irradiation and sunshine."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from energycommunity.physics.sky import Irradiance, clear_sky, split_global, sun_position
from energycommunity.physics.sky_clearness import (
    autoregressive_cycle,
    daily_clearness_quantile,
    hourly_clearness_quantile,
)
from energycommunity.quantities import FloatArray, IntArray
from energycommunity.weather.climate import ClimateParameters
from energycommunity.weather.monthly_curve import curve_through_months, monthly_sum

#: The World Meteorological Organization counts sunshine while the direct irradiance exceeds this [W/m2].
SUNSHINE_DNI_W_PER_M2 = 120.0

#: How evenly the hours may be spread about their day; each month takes the value nearest to its measured sunshine.
CONCENTRATIONS = tuple(np.geomspace(0.25, 40.0, 19).tolist())


@dataclass(frozen=True, eq=False)
class ClearYear:
    """The cloudless year of a place: what the clouds are laid over."""

    sun_time: pd.DatetimeIndex
    zenith_deg: FloatArray
    sky: Irradiance
    month_of_day: IntArray

    @property
    def month_of_hour(self) -> IntArray:
        """Month 0-11 of each hour, shape (hours,)."""
        return np.repeat(self.month_of_day, 24)


def clear_year(place: ClimateParameters, begins: pd.DatetimeIndex, month_of_day: IntArray) -> ClearYear:
    """Sun and clear sky in the middle of each hour."""
    sun_time = begins + pd.Timedelta(minutes=30)
    zenith_deg, _ = sun_position(sun_time, place.latitude_deg, place.longitude_deg, place.altitude_m)
    turbidity = np.repeat(curve_through_months(place.linke_turbidity, month_of_day), 24)
    return ClearYear(sun_time, zenith_deg, clear_sky(sun_time, zenith_deg, turbidity, place.altitude_m), month_of_day)


def daily_clearness(place: ClimateParameters, year: ClearYear, rank_of_day: FloatArray) -> FloatArray:
    """Clear-sky index of each day, so that each month has its irradiation, shape (days,).

    The ranks of the days within their month are fixed; the steepness of the distribution is solved for.
    """
    from scipy.optimize import brentq

    darkest = place.process.darkest_clear_sky_index
    clear_day = year.sky.ghi.reshape(-1, 24).sum(axis=1) / 1000.0
    index = np.empty(len(rank_of_day))
    for month in range(12):
        days = year.month_of_day == month
        rank, clear_kwh, target_kwh = rank_of_day[days], clear_day[days], place.ghi_kwh_per_m2[month]

        def excess(
            steepness: float,
            rank: FloatArray = rank,
            clear_kwh: FloatArray = clear_kwh,
            target_kwh: float = target_kwh,
        ) -> float:
            return float(daily_clearness_quantile(rank, steepness, darkest) @ clear_kwh) - target_kwh

        index[days] = daily_clearness_quantile(rank, float(brentq(excess, -60.0, 60.0)), darkest)
    return index


def cloudy_year(place: ClimateParameters, year: ClearYear, clearness: FloatArray, news: FloatArray) -> Irradiance:
    """Irradiance of each hour [W/m2], given the clearness of the days and random news of the hours.

    Of the concentrations tried, each month takes the one whose hours of sunshine come nearest to the measured.

    Parameters
    ----------
    place : ClimateParameters
        Targets.
    year : ClearYear
        What the clouds are laid over.
    clearness : FloatArray
        Clear-sky index of each day, shape (days,).
    news : FloatArray
        Independent standard normal numbers, shape (hours,).
    """
    from scipy.special import ndtr

    probability = ndtr(autoregressive_cycle(news, place.process.hour_clearness_persistence))
    month_of_hour = year.month_of_hour
    best = np.full(12, CONCENTRATIONS[0])
    least = np.full(12, np.inf)
    for concentration in CONCENTRATIONS:
        trial = _hours_of(place, year, clearness, probability, np.full(len(news), concentration))
        sunny = (trial.dni > SUNSHINE_DNI_W_PER_M2).astype(np.float64)
        miss = np.abs(monthly_sum(sunny, month_of_hour) - place.sunshine_h)
        best = np.where(miss < least, concentration, best)
        least = np.minimum(miss, least)
    return _hours_of(place, year, clearness, probability, best[month_of_hour])


def _hours_of(
    place: ClimateParameters, year: ClearYear, clearness: FloatArray, probability: FloatArray, concentration: FloatArray
) -> Irradiance:
    """Hours whose days keep their sum: each day is scaled to it within the clear sky."""
    darkest = place.process.darkest_clear_sky_index
    daily = np.repeat(clearness, 24)
    index = hourly_clearness_quantile(probability, daily, concentration, darkest)
    ghi = _scaled_to_days(index * year.sky.ghi, daily * year.sky.ghi, year.sky.ghi)
    return split_global(ghi, year.zenith_deg, year.sun_time, year.sky.dni)


def _scaled_to_days(ghi: FloatArray, wanted: FloatArray, limit: FloatArray) -> FloatArray:
    """Irradiance with the daily sums of `wanted`, nowhere above `limit` (scaling and cutting in turn)."""
    target = wanted.reshape(-1, 24).sum(axis=1)
    for _ in range(30):
        got = ghi.reshape(-1, 24).sum(axis=1)
        factor = np.divide(target, got, out=np.ones_like(got), where=got > 0.0)
        ghi = np.minimum(ghi * np.repeat(factor, 24), limit)
    return ghi
