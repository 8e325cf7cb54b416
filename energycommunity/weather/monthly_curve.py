"""Values of months as a smooth curve over the days of a year."""

from __future__ import annotations

import numpy as np

from energycommunity.quantities import FloatArray, IntArray


def curve_through_months(knots: FloatArray, month_of_day: IntArray) -> FloatArray:
    """Straight lines between the middles of the months, closed from December to January, shape (days,).

    Examples
    --------
    >>> month_of_day = np.repeat(np.arange(12), 30)
    >>> curve_through_months(np.full(12, 4.0), month_of_day)[[0, 200]].tolist()
    [4.0, 4.0]
    """
    days = len(month_of_day)
    lengths = np.bincount(month_of_day, minlength=12)
    middles = np.cumsum(lengths) - lengths / 2.0
    return np.asarray(np.interp(np.arange(days) + 0.5, middles, knots, period=days))


def monthly_mean(values: FloatArray, month_of: IntArray) -> FloatArray:
    """Mean of the values of each month, shape (12,)."""
    return monthly_sum(values, month_of) / np.bincount(month_of, minlength=12)


def monthly_sum(values: FloatArray, month_of: IntArray) -> FloatArray:
    """Sum of the values of each month, shape (12,)."""
    return np.bincount(month_of, weights=values, minlength=12).astype(np.float64)


def monthly_spread(values: FloatArray, month_of: IntArray) -> FloatArray:
    """Standard deviation of the values within each month about its own mean (n - 1), shape (12,)."""
    count = np.bincount(month_of, minlength=12)
    deviation = values - monthly_mean(values, month_of)[month_of]
    return np.sqrt(monthly_sum(deviation**2, month_of) / (count - 1))


def rank_within_months(values: FloatArray, month_of: IntArray) -> FloatArray:
    """Fraction of the days of the same month that are lower, in the middle of its step, 0-1, shape (days,).

    Examples
    --------
    >>> rank_within_months(np.array([5.0, 1.0, 3.0, 9.0]), np.array([0, 0, 0, 1])).round(3).tolist()
    [0.833, 0.167, 0.5, 0.5]
    """
    order = np.lexsort((values, month_of))
    count = np.bincount(month_of, minlength=12)
    first = np.concatenate([[0], np.cumsum(count)[:-1]])
    ranks = np.empty(len(values))
    ranks[order] = np.arange(len(values)) - first[month_of[order]]
    return np.asarray((ranks + 0.5) / count[month_of])
