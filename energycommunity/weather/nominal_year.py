"""Giving the rows of a typical year, whose months come from different years, one year's dates in UTC."""

from __future__ import annotations

import numpy as np
import pandas as pd

from energycommunity.errors import Fault, WeatherError
from energycommunity.quantities import IntArray
from energycommunity.weather.contract import NOMINAL_YEAR
from energycommunity.weather.text_file import Rows


def hour_endings(
    years: IntArray, month_day_hour: tuple[IntArray, IntArray, IntArray], step_h: float, rows: Rows
) -> tuple[pd.DatetimeIndex, bool]:
    """Start of each step in local standard time, and whether the year is typical.

    Parameters
    ----------
    years : IntArray
        The year each row is dated with, shape (rows,).
    month_day_hour : tuple of IntArray
        Month 1-12, day of the month, and the hour 1-24 whose END the row stands for (all rows of one hour, where it
        has several, carry that hour).
    step_h : float
        Length of a step [h].
    rows : Rows
        For faults.

    Raises
    ------
    WeatherError
        If a row carries no date.
    """
    month, day, hour = month_day_hour
    typical = bool(np.unique(years).size > 1)
    dates = pd.DataFrame({"year": NOMINAL_YEAR if typical else years, "month": month, "day": day})
    dated = pd.to_datetime(dates, errors="coerce")
    wrong = dated.isna().to_numpy() | (hour < 1) | (hour > 24)
    if wrong.any():
        row = int(np.flatnonzero(wrong)[0])
        given = f"{years[row]}-{month[row]}-{day[row]} {hour[row]}:00"
        raise WeatherError(Fault("weather_not_a_time", {"given": given}, file=rows.file, line=int(rows.lines[row])))
    per_hour = round(1.0 / step_h)
    within = np.arange(len(hour)) % per_hour * step_h
    return pd.DatetimeIndex(dated + pd.to_timedelta(hour - 1 + within, unit="h")), typical
