"""Laying the rows of a file onto the steps of a run: by count, or by their times."""

from __future__ import annotations

import numpy as np
import pandas as pd

from energycommunity.errors import Fault, ScenarioError
from energycommunity.quantities import FloatArray, IntArray
from energycommunity.time_grid import TimeGrid

HOURS_OF_DAY = 24


def align_by_count(values: FloatArray, grid: TimeGrid, file: str) -> tuple[FloatArray, float]:
    """A series without times on the steps of the grid, and how long one of its rows holds [h].

    The rows are the steps; or the hours of a grid of shorter steps, each held constant; or either of them without
    29 February, which then repeats the 28th.

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
    """
    rows = len(values)
    steps_per_hour = max(round(1.0 / grid.step_h), 1)
    for held in dict.fromkeys((1, steps_per_hour)):
        if rows * held == grid.steps:
            return np.repeat(values, held), grid.step_h * held
        source = _without_leap_day(grid)
        if rows * held == int(source.max()) + 1 < grid.steps:
            return np.repeat(values, held)[source], grid.step_h * held
    expected = _expected_counts(grid, steps_per_hour)
    raise ScenarioError(Fault("profile_row_count", {"given": rows, "expected": expected}, file=file))


def align_by_time(
    values: FloatArray, begins: pd.DatetimeIndex, lines: pd.Index, grid: TimeGrid, file: str
) -> FloatArray:
    """A series with times on the steps of the grid: held constant where it is coarser, averaged where it is finer.

    Parameters
    ----------
    values : FloatArray
        One value per row, shape (rows,).
    begins : pandas.DatetimeIndex
        Start of each row's interval in UTC, rising; the usual distance is the length of every interval.
    lines : pandas.Index
        Where each row stands in the file, for faults.
    grid : TimeGrid
        The steps to fill.
    file : str
        Name of the file, for faults.

    Raises
    ------
    ScenarioError
        If a step is not covered: nothing is filled in.
    """
    interval_h = interval_of(begins)
    offset_h = np.asarray((begins - grid.start) / pd.Timedelta(hours=1), dtype=np.float64)
    step_begin_h = np.arange(grid.steps) * grid.step_h
    if interval_h >= grid.step_h:
        row = np.searchsorted(offset_h, step_begin_h + 1e-9, side="right") - 1
        covered = (row >= 0) & (step_begin_h + grid.step_h <= offset_h[row] + interval_h + 1e-9)
        _require_cover(covered, begins, lines, grid, file)
        return values[row]
    step = np.floor(offset_h / grid.step_h + 1e-9).astype(np.int64)
    inside = (step >= 0) & (step < grid.steps)
    count = np.bincount(step[inside], minlength=grid.steps)
    _require_cover(count == round(grid.step_h / interval_h), begins, lines, grid, file)
    return np.bincount(step[inside], weights=values[inside], minlength=grid.steps) / count


def interval_of(begins: pd.DatetimeIndex) -> float:
    """The usual distance of rows [h]: the median, which a gap does not move."""
    if len(begins) < 2:
        return 1.0
    return float(np.median(np.diff(begins.asi8)) * (pd.Timedelta(1, begins.unit) / pd.Timedelta(hours=1)))


def utc_times(cells: pd.Series, time_zone: str, file: str) -> pd.DatetimeIndex:
    """The times of a column in UTC: ISO 8601 or `31.12.2025 23:00`; without an offset they are times of `time_zone`.

    Raises
    ------
    ScenarioError
        If a cell is no time, a time does not exist or is ambiguous at a change of the clock, or the times do not rise.
    """
    times = _parse_times(cells, file)
    if times.tz is None:
        times = _localised(times, cells.index, time_zone, file)
    times = times.tz_convert("UTC")
    falling = np.flatnonzero(np.diff(times.asi8) <= 0)
    if falling.size:
        line, given = int(cells.index[falling[0] + 1]), cells.iloc[falling[0] + 1]
        raise ScenarioError(Fault("profile_times_not_rising", {"given": given}, file=file, line=line))
    return times


def _parse_times(cells: pd.Series, file: str) -> pd.DatetimeIndex:
    if pd.api.types.is_datetime64_any_dtype(cells):
        return pd.DatetimeIndex(cells)
    texts = cells.astype(str).str.strip()
    dotted = texts.str.match(r"\d{1,2}\.\d{1,2}\.\d{4}")
    year_first = texts
    if dotted.any():
        year_first = texts.str.replace(r"^(\d{1,2})\.(\d{1,2})\.(\d{4})\.?", r"\3-\2-\1", regex=True)
        year_first = year_first.str.replace(r"-(\d)(?=\D|$)", r"-0\1", regex=True).where(dotted, texts)
    with_offset = year_first.str.contains(r"(?:Z|[+-]\d\d:?\d\d)$", regex=True) & year_first.str.contains(":")
    parsed = pd.to_datetime(year_first, format="ISO8601", errors="coerce", utc=bool(with_offset.all()))
    bad = np.flatnonzero(parsed.isna())
    if bad.size:
        line, given = int(cells.index[bad[0]]), texts.iloc[bad[0]]
        raise ScenarioError(Fault("profile_not_a_time", {"given": given}, file=file, line=line))
    return pd.DatetimeIndex(parsed)


def _localised(times: pd.DatetimeIndex, lines: pd.Index, time_zone: str, file: str) -> pd.DatetimeIndex:
    missing = times.tz_localize(time_zone, nonexistent="NaT", ambiguous=np.zeros(len(times), dtype=np.bool_)).isna()
    if missing.any():
        row = int(np.flatnonzero(missing)[0])
        values = {"given": times[row], "time_zone": time_zone}
        raise ScenarioError(Fault("profile_time_does_not_exist", values, file=file, line=int(lines[row])))
    try:
        return times.tz_localize(time_zone, ambiguous="infer")
    except ValueError as error:
        first = times.tz_localize(time_zone, ambiguous="NaT").isna()
        row = int(np.flatnonzero(first)[0])
        values = {"given": times[row], "time_zone": time_zone}
        raise ScenarioError(Fault("profile_time_ambiguous", values, file=file, line=int(lines[row]))) from error


def _require_cover(covered: np.ndarray, begins: pd.DatetimeIndex, lines: pd.Index, grid: TimeGrid, file: str) -> None:
    missing = np.flatnonzero(~covered)
    if not missing.size:
        return
    first = grid.utc[missing[0]]
    before = int(begins.searchsorted(first, side="right")) - 1
    values = {
        "missing": missing.size,
        "first": grid.local[missing[0]].isoformat(),
        "last": grid.local[missing[-1]].isoformat(),
        "begin": begins[0].tz_convert(grid.time_zone).isoformat(),
        "end": begins[-1].tz_convert(grid.time_zone).isoformat(),
    }
    raise ScenarioError(Fault("profile_gap", values, file=file, line=int(lines[max(before, 0)])))


def _without_leap_day(grid: TimeGrid) -> IntArray:
    leap = np.asarray((grid.local.month == 2) & (grid.local.day == 29))
    row = np.cumsum(~leap) - 1
    day = round(HOURS_OF_DAY / grid.step_h)
    steps = np.flatnonzero(leap & (np.arange(grid.steps) >= day))
    row[steps] = row[steps - day]
    return np.asarray(row, dtype=np.int64)


def _expected_counts(grid: TimeGrid, steps_per_hour: int) -> str:
    counts = [grid.steps]
    if steps_per_hour > 1 and grid.steps % steps_per_hour == 0:
        counts.append(grid.steps // steps_per_hour)
    without = int(_without_leap_day(grid).max()) + 1
    if without < grid.steps:
        counts += [count * without // grid.steps for count in counts]
    return ", ".join(str(count) for count in counts)
