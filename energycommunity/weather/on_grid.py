"""Laying a weather dataset onto the steps of a run."""

from __future__ import annotations

import numpy as np
import pandas as pd
import xarray as xr

from energycommunity.errors import Fault, WeatherError
from energycommunity.quantities import IntArray
from energycommunity.time_grid import TimeGrid


def on_grid(weather: xr.Dataset, grid: TimeGrid) -> xr.Dataset:
    """The weather of each step of a grid, shape (grid.steps,).

    Where the dataset covers the very times of the grid, these are taken. Else it is re-dated by rolling: each step gets
    the weather of the same month, day and hour in UTC, so that the end of December UTC may begin a civil year. Where a
    leap year asks for a 29 February that is not there, the 28th repeats; one too many is left out. Coarser weather is
    held constant over the steps, finer is averaged. Weekdays play no part.

    Parameters
    ----------
    weather : xarray.Dataset
        By the contract of this package.
    grid : TimeGrid
        The steps.

    Returns
    -------
    xarray.Dataset
        The variables of `weather`; `time` are the starts of the grid's steps, `step_h` is that of the grid; `sun_time`
        stays the moment that belongs to the irradiance, in the grid's year.

    Raises
    ------
    WeatherError
        If steps are not covered, or the lengths of steps do not fit each other.

    Examples
    --------
    >>> from energycommunity.weather.contract import Origin, weather_dataset
    >>> hours = pd.date_range("1990-01-01", periods=8760, freq="h")
    >>> year = weather_dataset(hours, {"ghi": np.arange(8760.0)}, Origin(57.2, 26.8, 140.0, "counted", typical=True))
    >>> laid = on_grid(year, TimeGrid.year(2025, "Europe/Riga"))
    >>> laid.ghi.values[[0, 1, 2]].tolist(), str(laid.sun_time.values[0])[:16]
    ([8758.0, 8759.0, 0.0], '2024-12-31T22:30')
    """
    coarse = _averaged(weather, grid.step_h)
    step_h = float(coarse.attrs["step_h"])
    wanted = pd.DatetimeIndex(grid.utc.tz_localize(None)).floor(pd.Timedelta(hours=step_h))
    known = pd.DatetimeIndex(coarse["time"].to_numpy())
    rows: IntArray = known.get_indexer(wanted)
    if (rows < 0).any():
        rows = _rows_by_date(known, wanted, step_h)
    uncovered = np.flatnonzero(rows < 0)
    if uncovered.size:
        values: dict[str, object] = {
            "time": str(grid.utc[uncovered[0]])[:16],
            "count": uncovered.size,
            "first": str(known[0])[:16],
            "last": str(known[-1])[:16],
        }
        raise WeatherError(Fault("weather_not_covered", values))
    laid = coarse.drop_vars("line", errors="ignore").isel(time=rows)
    offset = coarse["sun_time"].to_numpy() - coarse["time"].to_numpy()
    laid["sun_time"] = ("time", wanted.to_numpy() + offset[rows], coarse["sun_time"].attrs)
    time = grid.utc.tz_localize(None).to_numpy().astype("datetime64[ns]")
    laid = laid.assign_coords(time=("time", time, coarse["time"].attrs))
    return laid.assign_attrs(step_h=grid.step_h)


def _averaged(weather: xr.Dataset, step_h: float) -> xr.Dataset:
    """Weather of finer steps as means over `step_h`; other weather as it is."""
    own_h = float(weather.attrs["step_h"])
    larger, smaller = max(step_h, own_h), min(step_h, own_h)
    if abs(larger / smaller - round(larger / smaller)) > 1e-9:
        raise WeatherError(Fault("weather_step_misfit", {"given": own_h, "step_h": step_h}))
    if own_h >= step_h:
        return weather
    per_step = round(step_h / own_h)
    begins = pd.DatetimeIndex(weather["time"].to_numpy())
    lead = int(np.argmax(begins == begins.floor(pd.Timedelta(hours=step_h))))
    whole = (len(begins) - lead) // per_step * per_step
    part = weather.drop_vars("line", errors="ignore").isel(time=slice(lead, lead + whole))
    mean = part.drop_vars("sun_time").coarsen(time=per_step).mean(keep_attrs=True)
    time = begins[lead : lead + whole : per_step].to_numpy().astype("datetime64[ns]")
    middle = time + pd.Timedelta(hours=step_h / 2).to_timedelta64()
    mean = mean.assign_coords(time=("time", time, weather["time"].attrs))
    mean = mean.assign_coords(sun_time=("time", middle, weather["sun_time"].attrs))
    return mean.assign_attrs({**weather.attrs, "step_h": step_h})


def _rows_by_date(known: pd.DatetimeIndex, wanted: pd.DatetimeIndex, step_h: float) -> IntArray:
    """Row of the same month, day and time of day, -1 where there is none; the first where there are several."""
    per_day = round(24.0 / step_h)
    row_at = np.full(366 * per_day, -1, dtype=np.int64)
    row_at[_position_in_leap_year(known, step_h)[::-1]] = np.arange(len(known), dtype=np.int64)[::-1]
    leap_day = slice(59 * per_day, 60 * per_day)
    before = row_at[58 * per_day : 59 * per_day]
    row_at[leap_day] = np.where(row_at[leap_day] < 0, before, row_at[leap_day])
    return row_at[_position_in_leap_year(wanted, step_h)]


def _position_in_leap_year(times: pd.DatetimeIndex, step_h: float) -> IntArray:
    first_of_month = np.cumsum([0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30])
    day = first_of_month[times.month.to_numpy() - 1] + times.day.to_numpy() - 1
    hour = times.hour.to_numpy() + times.minute.to_numpy() / 60.0
    return np.asarray(day * round(24.0 / step_h) + np.floor(hour / step_h + 1e-9), dtype=np.int64)
