"""Filling the gaps of a series, where the scenario says how; every fill is told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import numpy as np

from energycommunity.errors import Fault, ScenarioError
from energycommunity.quantities import FloatArray, IntArray

Filling = Literal["interpolate", "same_hour_of_week"]

#: A longer gap is no straight line [h].
LONGEST_INTERPOLATED_H = 24.0
#: Fills that a notice lists one by one.
FILLS_TOLD = 20


def runs_of_gaps(values: FloatArray) -> list[tuple[int, int]]:
    """First row and number of rows of each gap.

    >>> runs_of_gaps(np.array([1.0, np.nan, np.nan, 4.0, np.nan]))
    [(1, 2), (4, 1)]
    """
    missing = np.flatnonzero(np.isnan(values))
    if not missing.size:
        return []
    return [(int(run[0]), run.size) for run in np.split(missing, np.flatnonzero(np.diff(missing) > 1) + 1)]


def fill_gaps(
    values: FloatArray, slot_of: IntArray, filling: Filling, interval_h: float, place_of: Callable[[int], str]
) -> FloatArray:
    """The series with its gaps filled, shape (rows,).

    Parameters
    ----------
    values : FloatArray
        Not a number where there is a gap, shape (rows,).
    slot_of : IntArray
        Hour of the week of each row, or the part of it, shape (rows,).
    filling : {"interpolate", "same_hour_of_week"}
        A straight line between the neighbours; or the mean of the nearest weeks before and after, at the same hour.
    interval_h : float
        Length of a row [h].
    place_of : callable
        What a row is called in messages.

    Raises
    ------
    ScenarioError
        If a gap stands at an end or is longer than a day and is to be interpolated, or no week has that hour.

    Examples
    --------
    >>> fill_gaps(np.array([1.0, np.nan, 3.0]), np.arange(3), "interpolate", 1.0, str).tolist()
    [1.0, 2.0, 3.0]
    """
    filled = values.copy()
    if filling == "same_hour_of_week":
        for row in np.flatnonzero(np.isnan(values)):
            filled[row] = _of_other_weeks(values, slot_of, int(row), place_of)
        return filled
    known = np.flatnonzero(~np.isnan(values))
    for first, rows in runs_of_gaps(values):
        at_end = not known.size or first < known[0] or first > known[-1]
        if at_end or rows * interval_h > LONGEST_INTERPOLATED_H:
            told: dict[str, object] = {"place": place_of(first), "hours": rows * interval_h}
            raise ScenarioError(Fault("profile_gap_at_end" if at_end else "profile_gap_too_long", told))
    filled[np.isnan(values)] = np.interp(np.flatnonzero(np.isnan(values)), known, values[known])
    return filled


def _of_other_weeks(values: FloatArray, slot_of: IntArray, row: int, place_of: Callable[[int], str]) -> float:
    same = np.flatnonzero((slot_of == slot_of[row]) & ~np.isnan(values))
    before, after = same[same < row], same[same > row]
    nearest = [int(rows[place]) for rows, place in ((before, -1), (after, 0)) if rows.size]
    if not nearest:
        raise ScenarioError(Fault("profile_gap_no_other_week", {"place": place_of(row)}))
    return float(values[nearest].mean())


def told_fills(values: FloatArray, filling: Filling, place_of: Callable[[int], str], file: str) -> list[Fault]:
    """The notice of what was filled: each gap by its begin and number of rows; none without gaps."""
    gaps = runs_of_gaps(values)
    if not gaps:
        return []
    places = ", ".join(f"{place_of(first)} ({rows})" for first, rows in gaps[:FILLS_TOLD])
    told: dict[str, object] = {
        "rows": sum(rows for _, rows in gaps),
        "gaps": len(gaps),
        "filling": filling,
        "places": places + (" …" if len(gaps) > FILLS_TOLD else ""),
        "file": file,
    }
    return [Fault("profile_gaps_filled", told)]
