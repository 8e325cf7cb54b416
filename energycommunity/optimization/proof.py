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
    y = np.where((row_dual > 0) & np.isneginf(matrix.row_lower), 0.0, row_dual)
    y = np.where((y < 0) & np.isposinf(matrix.row_upper), 0.0, y)
    with np.errstate(invalid="ignore"):
        of_rows = np.where(y > 0, y * matrix.row_lower, np.where(y < 0, y * matrix.row_upper, 0.0))
    reduced = cost - matrix.a.T @ y
    return float(of_rows.sum() + np.where(reduced > 0, reduced * lower, reduced * upper).sum())
