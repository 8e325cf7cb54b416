"""What is known of the Latvian day-ahead price: the dated figures of `parameters/spot_price_latvia.yaml`."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from energycommunity.parameters.reader import catalogue
from energycommunity.quantities import FloatArray, IntArray

PARAMETERS = Path(__file__).parents[1] / "parameters"
SEASONS = ("winter", "spring", "summer", "autumn")
DAY_KINDS = ("workday", "weekend")
HOURS_OF_DAY = 24


@dataclass(frozen=True, eq=False)
class Expectation:
    """What the price of each hour of a year is on average.

    Parameters
    ----------
    price_eur_per_kwh : FloatArray
        Mean of the month, level of the kind of day and shape of the hour, shape (hours,).
    cell, month : IntArray
        Which season, kind of day and hour, and which month (0-11) each hour is in, shape (hours,).
    """

    price_eur_per_kwh: FloatArray
    cell: IntArray
    month: IntArray


def figures() -> Mapping[str, Any]:
    """The catalogue `spot_price_latvia` as it stands."""
    return catalogue("spot_price_latvia")


@cache
def hour_shape() -> FloatArray:
    """Deviation of each hour from the mean of its kind of day, shape (season x kind of day x hour,) [EUR/kWh].

    >>> hour_shape().shape, float(hour_shape()[9])  # a winter workday from 9 to 10 o'clock
    ((192,), 0.0566)
    """
    path = PARAMETERS / figures()["hour_shape"]["file"]
    with path.open(encoding="utf-8", newline="") as file:
        rows = sorted(csv.DictReader(file), key=lambda row: int(row["hour"]))
    columns = [f"{season}_{kind}_eur_per_kwh" for season in SEASONS for kind in DAY_KINDS]
    return np.array([float(row[column]) for column in columns for row in rows])


def duration_curve(hours: int) -> FloatArray:
    """The prices of a year of so many hours in rising order, shape (hours,) [EUR/kWh].

    >>> int((duration_curve(8760) < 0).sum()), int((duration_curve(8760) <= 0.005).sum())
    (183, 825)
    """
    curve = figures()["duration_curve"]
    share = (np.arange(hours) + 0.5) / hours
    return np.asarray(np.interp(share, curve["share"], curve["price_eur_per_kwh"]), dtype=np.float64)


def expectation(local: pd.DatetimeIndex, mean_eur_per_kwh: float) -> Expectation:
    """The mean price of each hour before weather and chance; the whole year has the given mean.

    Parameters
    ----------
    local : pandas.DatetimeIndex
        Civil start of each hour of a year.
    mean_eur_per_kwh : float
        Mean over the year [EUR/kWh].
    """
    month = local.month.to_numpy().astype(np.int64) - 1
    off_day = _off_days(local)
    season = (month + 1) % 12 // 3
    cell = (season * len(DAY_KINDS) + off_day) * HOURS_OF_DAY + local.hour.to_numpy()
    of_month = np.asarray(figures()["month_means"]["value_eur_per_kwh"], dtype=np.float64)[month]
    below = np.where(off_day, -float(figures()["weekend_below_workday"]["value_eur_per_kwh"]), 0.0)
    deviation = below + hour_shape()[cell]
    deviation -= mean_by(deviation, month, 12)[month]
    price = of_month * (mean_eur_per_kwh / of_month.mean()) + deviation
    return Expectation(price, cell.astype(np.int64), month)


def mean_by(values: FloatArray, group: IntArray, groups: int) -> FloatArray:
    """The mean of the values of each group, shape (groups,); 0 for a group without values.

    >>> mean_by(np.array([1.0, 3.0, 5.0]), np.array([0, 0, 2]), 3).tolist()
    [2.0, 0.0, 5.0]
    """
    count = np.bincount(group, minlength=groups)
    return np.bincount(group, weights=values, minlength=groups) / np.maximum(count, 1)


def _off_days(local: pd.DatetimeIndex) -> IntArray:
    import holidays

    years = range(int(local.year.min()), int(local.year.max()) + 1)
    public = pd.DatetimeIndex(sorted(holidays.country_holidays("LV", years=years)))
    days = local.tz_localize(None).normalize()
    return np.asarray((local.day_of_week >= 5) | days.isin(public), dtype=np.int64)
