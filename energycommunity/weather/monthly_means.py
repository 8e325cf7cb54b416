"""Mean outdoor temperatures of the months of a year."""

from __future__ import annotations

import numpy as np
import pandas as pd
import xarray as xr

from energycommunity.errors import Fault, WeatherError
from energycommunity.quantities import FloatArray

MONTHS_OF_YEAR = 12


def monthly_means_c(weather: xr.Dataset, year: int | None, time_zone: str, file: str = "") -> FloatArray:
    """Mean temperature of January to December of a year [degC], shape (12,), by civil time.

    Parameters
    ----------
    weather : xarray.Dataset
        By the contract of this package, measured.
    year : int or None
        The year wanted; None for the only one that the file has.
    time_zone : str
        Civil time of the months.
    file : str
        Name of the file, for faults.

    Raises
    ------
    WeatherError
        If the weather is that of a typical year, or a month of the year has less than nine tenths of its hours.

    Examples
    --------
    >>> from energycommunity.weather.contract import Origin, weather_dataset
    >>> hours = pd.date_range("2022-12-31", periods=8784, freq="h")
    >>> measured = weather_dataset(hours, {"temp_air": hours.month * 1.0}, Origin(57.2, 26.8, 140.0, "counted"))
    >>> monthly_means_c(measured, 2023, "UTC").round(2).tolist()[:3]
    [1.0, 2.0, 3.0]
    """
    if weather.attrs.get("typical"):
        raise WeatherError(Fault("weather_typical_for_bill", {"year": year or "–"}, file=file))
    local = pd.DatetimeIndex(weather["time"].to_numpy()).tz_localize("UTC").tz_convert(time_zone)
    years = local.year.to_numpy()
    wanted = year if year is not None else int(np.bincount(years).argmax())
    chosen, step_h = years == wanted, float(weather.attrs["step_h"])
    month = local.month.to_numpy()[chosen] - 1
    steps = np.bincount(month, minlength=MONTHS_OF_YEAR)
    begins = pd.date_range(f"{wanted}-01-01", periods=MONTHS_OF_YEAR, freq="MS")
    short = np.flatnonzero(steps * step_h < 0.9 * 24.0 * begins.days_in_month.to_numpy())
    if short.size:
        raise WeatherError(Fault("weather_month_missing", {"year": wanted, "month": int(short[0]) + 1}, file=file))
    sums = np.bincount(month, weights=weather["temp_air"].to_numpy()[chosen], minlength=MONTHS_OF_YEAR)
    return np.asarray(sums / steps, dtype=np.float64)
