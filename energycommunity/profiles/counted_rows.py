"""Laying the rows of a file without times onto the steps of a run: their number says what they are."""

from __future__ import annotations

from fractions import Fraction
from math import gcd

import numpy as np

from energycommunity.errors import Fault, ScenarioError
from energycommunity.quantities import FloatArray
from energycommunity.time_grid import TimeGrid

#: Rows of an hour that a series of a year or a window may have: hours, half and quarter hours.
ROWS_OF_AN_HOUR = (1, 2, 4)
MONTHS_OF_YEAR = 12
_DAY_H = 24
_COMMON_YEAR_H, _LEAP_YEAR_H = 8760, 8784
#: 29 February begins after so many days.
_DAYS_BEFORE_LEAP_DAY = 59


def align_by_count(values: FloatArray, grid: TimeGrid, file: str) -> tuple[FloatArray, float | FloatArray]:
    """A series without times on the steps of the grid, and how long the row behind each step holds [h].

    The rows are the steps; or one value for all; or the twelve months, or hours, half or quarter hours of a civil year,
    from which a window takes its part; or those of the window itself. A year without 29 February repeats the 28th on
    it where the grid has one, and one that is too many is left out. What is coarser than the steps is held constant,
    what is finer is averaged, so that no energy is lost. One value with a unit of energy is that of a civil year.

    Parameters
    ----------
    values : FloatArray
        One value per row, shape (rows,).
    grid : TimeGrid
        The steps.
    file : str
        Name of the file, for faults.

    Returns
    -------
    series : FloatArray
        Shape (steps,).
    interval_h : float or FloatArray
        One length for all rows, or that of the month or year of each step, shape (steps,).

    Raises
    ------
    ScenarioError
        If the number of rows is none of these.

    Examples
    --------
    >>> grid = TimeGrid.year(2024, "Europe/Riga", 0.25)
    >>> series, interval_h = align_by_count(np.arange(8760.0), grid, "load.csv")
    >>> series.shape, interval_h, series[59 * 96] == series[58 * 96]
    ((35136,), 1.0, np.True_)
    >>> months, hours = align_by_count(np.arange(12.0), grid, "load.csv")
    >>> months[0], months[-1], hours[0], hours[40 * 96]
    (np.float64(0.0), np.float64(11.0), np.float64(744.0), np.float64(696.0))
    """
    rows = len(values)
    if rows == grid.steps:
        return values, grid.step_h
    if rows == 1:
        return np.full(grid.steps, values[0]), _hours_of_year(grid)
    if rows == MONTHS_OF_YEAR:
        return values[grid.local.month.to_numpy() - 1], _hours_of_month(grid)
    for per_hour in ROWS_OF_AN_HOUR:
        if rows == per_hour * grid.hours:
            return _held(values, 1.0 / per_hour, 0.0, grid), 1.0 / per_hour
        if rows in (per_hour * _COMMON_YEAR_H, per_hour * _LEAP_YEAR_H):
            return _of_years(values, per_hour, grid), 1.0 / per_hour
    raise ScenarioError(Fault("profile_row_count", {"given": rows, "expected": lengths_allowed(grid)}, file=file))


def lengths_allowed(grid: TimeGrid) -> str:
    """The numbers of rows that a file without times may have, as they are told.

    >>> lengths_allowed(TimeGrid.year(2025, "Europe/Riga"))
    '1, 12, 8760, 8784, 17520, 17568, 35040, 35136'
    """
    own = {round(grid.hours * per_hour) for per_hour in ROWS_OF_AN_HOUR if grid.hours * per_hour % 1 == 0}
    years = {hours * per_hour for per_hour in ROWS_OF_AN_HOUR for hours in (_COMMON_YEAR_H, _LEAP_YEAR_H)}
    return ", ".join(map(str, sorted({1, MONTHS_OF_YEAR, grid.steps} | own | years)))


def _of_years(values: FloatArray, per_hour: int, grid: TimeGrid) -> FloatArray:
    """Every civil year that the grid touches has the same rows."""
    series = np.zeros(grid.steps)
    years = grid.local.year.to_numpy()
    for year in np.unique(years):
        whole = TimeGrid.year(int(year), grid.time_zone, 1.0)
        inside = np.flatnonzero(years == year)
        of_year = _with_days_of(values, per_hour * _DAY_H, whole.steps * per_hour)
        begin_h = (grid.utc[inside[0]] - whole.start).total_seconds() / 3600.0
        part = TimeGrid(grid.utc[inside[0]], inside.size, grid.step_h, grid.time_zone, grid.annual)
        series[inside] = _held(of_year, 1.0 / per_hour, begin_h, part)
    return series


def _with_days_of(values: FloatArray, rows_of_day: int, wanted: int) -> FloatArray:
    """The rows of a common or leap year for a year of the other kind."""
    begin = _DAYS_BEFORE_LEAP_DAY * rows_of_day
    if len(values) == wanted:
        return values
    if len(values) < wanted:
        return np.concatenate((values[:begin], values[begin - rows_of_day : begin], values[begin:]))
    return np.concatenate((values[:begin], values[begin + rows_of_day :]))


def _held(values: FloatArray, interval_h: float, begin_h: float, grid: TimeGrid) -> FloatArray:
    """Rows of one length on steps of another, which begin so long after the first row: means over each step."""
    row, step, begin = (Fraction(length).limit_denominator(3600) for length in (interval_h, grid.step_h, begin_h))
    fine = _common_part(_common_part(row, step), begin) if begin else _common_part(row, step)
    parts = int(step / fine)
    places = int(begin / fine) + np.arange(grid.steps * parts)
    held = values[np.minimum(places // int(row / fine), len(values) - 1)]
    return held if parts == 1 else np.asarray(held.reshape(grid.steps, parts).mean(axis=1), dtype=np.float64)


def _common_part(one: Fraction, other: Fraction) -> Fraction:
    """The longest time that both are multiples of."""
    return Fraction(
        gcd(one.numerator * other.denominator, other.numerator * one.denominator), one.denominator * other.denominator
    )


def _hours_of_year(grid: TimeGrid) -> FloatArray:
    leap = np.asarray(grid.local.is_leap_year)
    return np.where(leap, float(_LEAP_YEAR_H), float(_COMMON_YEAR_H))


def _hours_of_month(grid: TimeGrid) -> FloatArray:
    """Length of the civil month of each step [h], with the changes of the clock."""
    import pandas as pd

    begins = [pd.Timestamp(f"{month}-01", tz=grid.time_zone) for month in grid.months]
    hours = [(begin + pd.offsets.MonthBegin(1) - begin) / pd.Timedelta(hours=1) for begin in begins]
    return np.asarray(hours, dtype=np.float64)[grid.month_of]
