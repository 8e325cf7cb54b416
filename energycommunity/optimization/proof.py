"""What an answer is worth, recomputed from its vectors: how far it breaks a row, and how low the optimum can lie.

Weak duality: for any row prices y, with reduced costs d = c - A'y,

    optimum >= sum of y_i · (row_lower if y_i > 0 else row_upper) + sum of min(d_j · lower_j, d_j · upper_j)

so that with finite column bounds every vector y proves a bound, however the solver came by it.
"""

from __future__ import annotations

import numpy as np

from energycommunity.optimization.matrix import Matrix
from energycommunity.quantities import FloatArray


def largest_violation(matrix: Matrix, x: FloatArray) -> float:
    """How far `x` is outside a row's or a column's bounds at most, in the unit of the row."""
    rows = matrix.a @ x
    below = np.maximum(matrix.row_lower - rows, 0.0)
    above = np.maximum(rows - matrix.row_upper, 0.0)
    outside = np.maximum(np.maximum(matrix.lower - x, x - matrix.upper), 0.0)
    return float(max(below.max(initial=0.0), above.max(initial=0.0), outside.max(initial=0.0)))


def dual_bound(matrix: Matrix, cost: FloatArray, row_dual: FloatArray, lower: FloatArray, upper: FloatArray) -> float:
    """A number below which no solution of the (relaxed) programme can cost, from row prices alone."""
    y, of_rows = usable_prices(row_dual, matrix.row_lower, matrix.row_upper)
    reduced = cost - matrix.a.T @ y
    return of_rows + float(np.where(reduced > 0, reduced * lower, reduced * upper).sum())


def usable_prices(row_dual: FloatArray, row_lower: FloatArray, row_upper: FloatArray) -> tuple[FloatArray, float]:
    """Row prices with zero where they lean on a side that the row does not have, and the sum of price times side.

    A positive price leans on the lower side, a negative one on the upper.

    >>> prices, of_rows = usable_prices(np.array([2.0, -3.0]), np.array([4.0, 1.0]), np.array([np.inf, np.inf]))
    >>> prices.tolist(), of_rows
    ([2.0, 0.0], 8.0)
    """
    side = np.where(row_dual > 0, row_lower, row_upper)
    y = np.where(np.isfinite(side), row_dual, 0.0)
    return y, float(y @ np.where(y != 0.0, side, 0.0))
