"""How far weather and chance move the price of an hour away from its mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from energycommunity.prices.calibration import HOURS_OF_DAY, figures
from energycommunity.quantities import FloatArray

if TYPE_CHECKING:
    import xarray as xr


def weather_effect(hourly: dict[str, FloatArray]) -> FloatArray:
    """Deviation of the price by sun, wind and cold, shape (hours,) [EUR/kWh].

    Each driver counts as the anomaly from its own mean of the same hour over the weeks around, so that the effect has
    no season and no hour shape of its own: these are known and come from the figures.

    Parameters
    ----------
    hourly : dict of str to FloatArray
        `ghi` [W/m2], `wind_speed` [m/s], `temp_air` [degC] of whole days, hour by hour, shape (hours,) each.
    """
    drivers = figures()["drivers"]
    days = int(drivers["anomaly_days"])
    sun_w_per_m2 = hourly["ghi"] - usual(hourly["ghi"], days)
    smooth_wind = _smooth(hourly["wind_speed"], int(drivers["wind_smoothing_h"]))
    wind_m_per_s = smooth_wind - usual(smooth_wind, days)
    wind = wind_m_per_s / max(float(wind_m_per_s.std()), 1e-9)
    day_mean_c = np.repeat(hourly["temp_air"].reshape(-1, HOURS_OF_DAY).mean(axis=1), HOURS_OF_DAY)
    usual_c = usual(day_mean_c, days)
    limit_c = float(drivers["heating_limit"]["value"])
    heating = np.clip((limit_c - usual_c) / limit_c, 0.0, None)
    effect = float(drivers["sun"]["value"]) * sun_w_per_m2 + float(drivers["wind"]["value"]) * wind
    return np.asarray(effect + float(drivers["temperature"]["value"]) * heating * (day_mean_c - usual_c))


def chance(hours: int, seed: int) -> FloatArray:
    """Deviation of the price by all that is not weather, shape (hours,) [EUR/kWh]; the same for the same seed.

    Two autoregressive series: one of days (outages, neighbours' weather) and one of hours.
    """
    random = np.random.default_rng(seed)
    drivers = figures()["drivers"]
    daily = _autoregressive(random, hours // HOURS_OF_DAY, drivers["daily_chance"])
    return np.repeat(daily, HOURS_OF_DAY) + _autoregressive(random, hours, drivers["hourly_chance"])


def hourly_drivers(weather: xr.Dataset, step_h: float, hours: int) -> dict[str, FloatArray]:
    """Sun, wind and temperature hour by hour from a dataset on any grid whose steps fit the hours of the year."""
    names = ("ghi", "wind_speed", "temp_air")
    return {name: to_hours(np.asarray(weather[name].values, dtype=np.float64), step_h, hours) for name in names}


def to_hours(values: FloatArray, step_h: float, hours: int) -> FloatArray:
    """Means of the hours from shorter steps; longer steps are held, shape (hours,).

    >>> to_hours(np.array([1.0, 3.0, 5.0, 7.0]), 0.5, 2).tolist(), to_hours(np.array([4.0]), 3.0, 3).tolist()
    ([2.0, 6.0], [4.0, 4.0, 4.0])
    """
    if step_h >= 1.0:
        return np.repeat(values, round(step_h))[:hours]
    return np.asarray(values.reshape(hours, -1).mean(axis=1))


def usual(hourly: FloatArray, days: int) -> FloatArray:
    """The mean of the same hour over `days` days around (an odd number), the year taken as a ring, shape (hours,).

    >>> usual(np.repeat([1.0, 2.0, 6.0], 24), 3)[::24].tolist()
    [3.0, 3.0, 3.0]
    """
    by_day = hourly.reshape(-1, HOURS_OF_DAY)
    around = np.pad(by_day, ((days // 2, days // 2), (0, 0)), mode="wrap")
    total = np.cumsum(np.vstack([np.zeros((1, HOURS_OF_DAY)), around]), axis=0)
    return np.asarray((total[days:] - total[:-days]) / days).ravel()


def _smooth(hourly: FloatArray, width: int) -> FloatArray:
    around = np.pad(hourly, width // 2, mode="wrap")
    return np.convolve(around, np.full(width, 1.0 / width), mode="valid")


def _autoregressive(random: np.random.Generator, count: int, size: dict[str, float]) -> FloatArray:
    correlation = size["correlation"]
    shocks = random.standard_normal(count) * np.sqrt(1.0 - correlation**2)
    shocks[0] /= np.sqrt(1.0 - correlation**2)  # so that the first value has the spread of all others
    series = np.empty(count)
    level = 0.0
    for index, shock in enumerate(shocks.tolist()):
        level = correlation * level + shock
        series[index] = level
    return series * size["standard_deviation_eur_per_kwh"]
