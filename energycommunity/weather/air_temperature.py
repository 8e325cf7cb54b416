"""A year of air temperature, calibrated month by month to mean, spread of the daily means and daily range."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from energycommunity.physics.sky_clearness import autoregressive_cycle
from energycommunity.physics.sky_temperature import diurnal_wave
from energycommunity.quantities import FloatArray, IntArray
from energycommunity.weather.climate import ClimateParameters
from energycommunity.weather.monthly_curve import curve_through_months, monthly_mean, monthly_spread

#: Rounds of correction; each leaves less than a third of the miss of the one before.
ROUNDS = 80


@dataclass(frozen=True, eq=False)
class DayPattern:
    """What distinguishes the days: anomaly in standard deviations, relative daily range, and the hour by the sun."""

    anomaly: FloatArray
    relative_range: FloatArray
    solar_time_h: FloatArray
    month_of_day: IntArray


def season(month_of_day: IntArray) -> FloatArray:
    """1 in the middle of January, -1 in the middle of July, shape (days,)."""
    days = len(month_of_day)
    return np.asarray(np.cos(2.0 * np.pi * (np.arange(days) - 14.5) / days))


def daily_anomaly(
    place: ClimateParameters, clearness_news: FloatArray, own_news: FloatArray, month_of_day: IntArray
) -> FloatArray:
    """Anomaly of each day's mean in standard deviations, shape (days,).

    Persistent; linked with the day's news in clearness (clear days are colder in winter, warmer in summer); with a
    long cold tail in winter. Of the candidates, the one whose months are the most usual is taken, as months are chosen
    for a typical year: an unusual one could not be brought to the wanted statistics without distortion.

    Parameters
    ----------
    place : ClimateParameters
        Persistence, link and skew.
    clearness_news : FloatArray
        Standard normal numbers behind the clearness, shape (days,).
    own_news : FloatArray
        Standard normal numbers, shape (candidates, days).
    month_of_day : IntArray
        Month 0-11 of each day, shape (days,).
    """
    process, winter = place.process, season(month_of_day)
    link = -process.clear_sky_link * winter
    candidates = np.array(
        [
            autoregressive_cycle(link * clearness_news + np.sqrt(1.0 - link**2) * own, process.temperature_persistence)
            for own in own_news
        ]
    )
    candidates -= process.winter_skew * np.clip(winter, 0.0, None) * (candidates**2 - 1.0)
    return np.asarray(candidates[np.argmin(_misses(place, candidates, month_of_day))])


def _misses(place: ClimateParameters, candidates: FloatArray, month_of_day: IntArray) -> FloatArray:
    """How far each candidate's worst month is from the wanted mean and spread, in spreads, shape (candidates,).

    The spread is first scaled so that the average candidate has the wanted one; it includes the course of the season.
    """
    wanted = place.daily_mean_spread_k
    share = (month_of_day == np.arange(12)[:, None]) / np.bincount(month_of_day)[:, None]
    level = curve_through_months(place.temperature_c, month_of_day)
    spread = wanted.copy()
    for _ in range(10):
        daily = level + curve_through_months(spread, month_of_day) * candidates
        means = daily @ share.T
        spreads = np.sqrt(np.maximum(daily**2 @ share.T - means**2, 0.0))
        spread *= wanted / spreads.mean(axis=0)
    return np.asarray((np.abs(means - place.temperature_c) / wanted + np.abs(np.log(spreads / wanted))).max(axis=1))


def yearly_temperature(place: ClimateParameters, pattern: DayPattern) -> FloatArray:
    """Air temperature of each hour [degC], shape (hours,), with the monthly statistics of the place.

    Level, spread and range are curves through twelve knots each; the knots are corrected until the finished hours have
    the wanted means (to 0.001 K), standard deviations of daily means and daily ranges.
    """
    level = place.temperature_c.copy()
    spread, daily_range = place.daily_mean_spread_k.copy(), place.daily_range_k.copy()
    month_of_day = pattern.month_of_day
    hours = _hours_of(level, spread, daily_range, pattern)
    for _ in range(ROUNDS):
        days = hours.reshape(-1, 24)
        daily = days.mean(axis=1)
        level += place.temperature_c - monthly_mean(daily, month_of_day)
        spread *= np.sqrt(place.daily_mean_spread_k / monthly_spread(daily, month_of_day))
        daily_range *= place.daily_range_k / monthly_mean(np.ptp(days, axis=1), month_of_day)
        hours = _hours_of(level, spread, daily_range, pattern)
    return hours


def _hours_of(level: FloatArray, spread: FloatArray, daily_range: FloatArray, pattern: DayPattern) -> FloatArray:
    month_of_day = pattern.month_of_day
    days = len(month_of_day)
    middle = curve_through_months(level, month_of_day)
    daily = middle + curve_through_months(spread, month_of_day) * pattern.anomaly
    swing = curve_through_months(daily_range, month_of_day) * pattern.relative_range
    at_hour = np.arange(days * 24) / 24.0 + 0.5 / 24.0
    drift = np.interp(at_hour, np.arange(days) + 0.5, daily, period=days)
    range_k = np.interp(at_hour, np.arange(days) + 0.5, swing, period=days)
    return np.asarray(drift + range_k * diurnal_wave(pattern.solar_time_h))
