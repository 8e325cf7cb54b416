"""Laying a series of prices onto the steps of a run, also those of another year."""

from __future__ import annotations

import numpy as np
import pandas as pd

from energycommunity.errors import Fault, ScenarioError
from energycommunity.quantities import FloatArray
from energycommunity.time_grid import TimeGrid

DAYS_OF_WEEK = 7
#: How far the ends of a year may lie outside after a shift by whole weeks: half a week, and the leap day.
LOOSE_END_DAYS = 4


def on_grid(series: pd.Series[float], grid: TimeGrid, file: str = "") -> tuple[FloatArray, list[Fault]]:
    """Prices on the steps of the grid, shape (steps,) [EUR/kWh], and notices of what was done to them.

    Prices that cover the grid are taken as they are. Otherwise those of the nearest other year are, shifted by whole
    weeks: weekday and civil hour agree, and clock changes are those of the grid's year (the hour that the source year
    skipped repeats the one before). The few days that then fall outside at the ends repeat the week beside them.

    Parameters
    ----------
    series : pandas.Series
        Prices labelled at the start in UTC, rising and in equal steps [EUR/kWh].
    grid : TimeGrid
        The steps; shorter ones hold the price constant, longer ones average it.
    file : str
        Name of the file, for faults.

    Raises
    ------
    ScenarioError
        If the series covers neither the grid nor the same weeks of another year, or its steps do not fit.

    Examples
    --------
    >>> hours = pd.date_range("2025-01-01", periods=4, freq="h", tz="UTC")
    >>> grid = TimeGrid(hours[1], 4, 0.5, "Europe/Riga")
    >>> on_grid(pd.Series([0.1, 0.2, 0.3, 0.4], index=hours), grid)[0].tolist()
    [0.2, 0.2, 0.3, 0.3]
    """
    fitted, notices = _in_steps(series, grid, file)
    if fitted.index[0] <= grid.utc[0] and grid.utc[-1] <= fitted.index[-1]:
        values = np.asarray(fitted.reindex(grid.utc), dtype=np.float64)
        if np.isnan(values).any():  # the rows begin between the steps
            raise ScenarioError(Fault("prices_steps_do_not_fit", dict(_minutes(series, grid)), file=file))
        return values, notices
    wall = _wall(fitted.index, grid.time_zone)
    by_wall = pd.Series(np.asarray(fitted, dtype=np.float64), index=wall)[~wall.duplicated()]
    target = int(grid.local[grid.steps // 2].year)
    for source in sorted(set(wall.year), key=lambda year: (abs(year - target), year)):
        days = _whole_weeks(source, target)
        shifted = _shifted(by_wall, _wall(grid.utc, grid.time_zone) - pd.Timedelta(days=days))
        if source != target and shifted is not None:
            told: dict[str, object] = {"source": source, "target": target, "days": days}
            return shifted, [*notices, Fault("prices_other_year", told, file=file)]
    ends = {"begin": fitted.index[0], "end": fitted.index[-1], "first": grid.utc[0], "last": grid.utc[-1]}
    raise ScenarioError(Fault("prices_not_covering", dict(ends), file=file))


def _in_steps(series: pd.Series[float], grid: TimeGrid, file: str) -> tuple[pd.Series[float], list[Fault]]:
    """The series in steps of the grid's length that begin where the grid's do."""
    told = _minutes(series, grid)
    minutes, wanted = told["given"], told["wanted"]
    step = pd.Timedelta(hours=grid.step_h)
    if minutes >= wanted:
        parts = round(minutes / wanted)
        if abs(parts * wanted - minutes) > 1e-9:
            raise ScenarioError(Fault("prices_steps_do_not_fit", dict(told), file=file))
        index = pd.date_range(series.index[0], periods=len(series) * parts, freq=step)
        return pd.Series(np.repeat(series.to_numpy(), parts), index=index), []
    parts = round(wanted / minutes)
    if abs(parts * minutes - wanted) > 1e-9:
        raise ScenarioError(Fault("prices_steps_do_not_fit", dict(told), file=file))
    late = (series.index[0] - grid.start) % step
    skipped = round(((step - late) % step) / pd.Timedelta(minutes=minutes))
    whole = (len(series) - skipped) // parts * parts
    averaged = series.to_numpy()[skipped : skipped + whole].reshape(-1, parts).mean(axis=1)
    index = pd.date_range(series.index[skipped], periods=len(averaged), freq=step)
    return pd.Series(averaged, index=index), [Fault("prices_averaged", dict(told), file=file)]


def _minutes(series: pd.Series[float], grid: TimeGrid) -> dict[str, float]:
    return {"given": (series.index[1] - series.index[0]) / pd.Timedelta(minutes=1), "wanted": grid.step_h * 60.0}


def _wall(utc: pd.Index, time_zone: str) -> pd.DatetimeIndex:
    return pd.DatetimeIndex(utc).tz_convert(time_zone).tz_localize(None)


def _whole_weeks(source: int, target: int) -> int:
    apart = (pd.Timestamp(target, 1, 1) - pd.Timestamp(source, 1, 1)).days
    return DAYS_OF_WEEK * round(apart / DAYS_OF_WEEK)


def _shifted(by_wall: pd.Series[float], wanted: pd.DatetimeIndex) -> FloatArray | None:
    """The prices at civil times, or None where too many lie outside the series."""
    begin, end = by_wall.index[0], by_wall.index[-1]
    outside = (wanted < begin) | (wanted > end)
    span = wanted[1] - wanted[0] if len(wanted) > 1 else pd.Timedelta(0)
    if outside.sum() * abs(span) > pd.Timedelta(days=LOOSE_END_DAYS) or outside.all():
        return None
    week = pd.Timedelta(days=DAYS_OF_WEEK)
    wanted = wanted.where(wanted >= begin, wanted + week)
    wanted = wanted.where(wanted <= end, wanted - week)
    values = by_wall.reindex(wanted).to_numpy(dtype=np.float64)
    hour_before = by_wall.reindex(wanted - pd.Timedelta(hours=1)).to_numpy(dtype=np.float64)
    found = np.where(np.isnan(values), hour_before, values)
    return None if np.isnan(found).any() else np.asarray(found, dtype=np.float64)
