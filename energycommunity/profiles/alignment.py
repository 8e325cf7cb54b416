"""Laying the rows of a file onto the steps of a run by their times."""

from __future__ import annotations

import numpy as np

from energycommunity.errors import Fault, ScenarioError
from energycommunity.profiles.row_times import RowTimes
from energycommunity.quantities import BoolArray, FloatArray
from energycommunity.time_grid import TimeGrid

#: Places that a message about gaps names.
PLACES_TOLD = 3


def align_by_time(values: FloatArray, rows: RowTimes, grid: TimeGrid, file: str) -> FloatArray:
    """A series with times on the steps of the grid: held constant where it is coarser, averaged where it is finer.

    Parameters
    ----------
    values : FloatArray
        One value per row, shape (rows,).
    rows : RowTimes
        Start and place of each row; the usual distance is the length of every row.
    grid : TimeGrid
        The steps to fill.
    file : str
        Name of the file, for faults.

    Raises
    ------
    ScenarioError
        If a step is not covered: nothing is filled in.
    """
    interval_h = rows.interval_h
    offset_h = np.asarray((rows.begins - grid.start).total_seconds() / 3600.0, dtype=np.float64)
    step_begin_h = np.arange(grid.steps) * grid.step_h
    if interval_h >= grid.step_h:
        row = np.searchsorted(offset_h, step_begin_h + 1e-9, side="right") - 1
        covered = (row >= 0) & (step_begin_h + grid.step_h <= offset_h[row] + interval_h + 1e-9)
        _require_cover(covered, rows, grid, file)
        return values[row]
    step = np.floor(offset_h / grid.step_h + 1e-9).astype(np.int64)
    inside = (step >= 0) & (step < grid.steps)
    count = np.bincount(step[inside], minlength=grid.steps)
    _require_cover(count == round(grid.step_h / interval_h), rows, grid, file)
    return np.bincount(step[inside], weights=values[inside], minlength=grid.steps) / count


def _require_cover(covered: BoolArray, rows: RowTimes, grid: TimeGrid, file: str) -> None:
    missing = np.flatnonzero(~covered)
    if not missing.size:
        return
    if missing.size == grid.steps:
        span = {
            "begin": str(rows.begins[0].date()),
            "end": str(rows.begins[-1].date()),
            "first": str(grid.local[0].date()),
        }
        year = rows.begins[len(rows.begins) // 2].year
        raise ScenarioError(Fault("profile_other_year", {**span, "year": year}, file=file))
    gaps = np.split(missing, np.flatnonzero(np.diff(missing) > 1) + 1)
    places = [f"{grid.local[gap[0]].isoformat()} ({gap.size})" for gap in gaps[:PLACES_TOLD]]
    before = int(rows.begins.searchsorted(grid.utc[missing[0]], side="right")) - 1
    values = {
        "missing": missing.size,
        "gaps": len(gaps),
        "places": ", ".join(places) + (" …" if len(gaps) > PLACES_TOLD else ""),
        "begin": rows.begins[0].tz_convert(grid.time_zone).isoformat(),
        "end": rows.begins[-1].tz_convert(grid.time_zone).isoformat(),
    }
    raise ScenarioError(Fault("profile_gap", values, file=file, line=int(rows.lines[max(before, 0)])))
