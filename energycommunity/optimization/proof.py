"""What an answer is worth, recomputed from its vectors: how far it breaks a row, and how low the optimum can lie.

Weak duality: for any row prices y, with reduced costs d = c - A'y,

    optimum >= sum of y_i · (row_lower if y_i > 0 else row_upper) + sum of min(d_j · lower_j, d_j · upper_j)

so that with finite column bounds every vector y proves a bound, however the solver came by it.
"""

from __future__ import annotations

import numpy as np

from energycommunity.optimization.matrix import Matrix
from energycommunity.quantities import FloatArray

#: Violation that counts as solved [kW, kWh, EUR], and beside it the part of what the row itself adds up to.
TOLERANCE, RELATIVE_TOLERANCE = 1e-5, 1e-7


def relative_gap(cost: float, bound: float) -> float:
    """How far a cost may lie above the optimum, over the size of the cost.

    >>> relative_gap(100.0, 99.0)
    0.01
    """
    return max(cost - bound, 0.0) / max(abs(cost), 1e-9)


def largest_violation(matrix: Matrix, x: FloatArray) -> float:
    """How far `x` is outside a row's or a column's bounds at most, in the unit of the row."""
    of_rows, of_columns = _violations(matrix, x)
    return float(max(of_rows.max(initial=0.0), of_columns.max(initial=0.0)))


def keeps_all_bounds(matrix: Matrix, x: FloatArray, relative: float = RELATIVE_TOLERANCE) -> bool:
    """Whether `x` breaks no row and no column by more than rounding: a little, and a part of its own size.

    Each row is held to its own size, so that a large one (a budget in euros) makes no other one lax.
    """
    of_rows, of_columns = _violations(matrix, x)
    size = abs(matrix.a) @ np.abs(x)
    return bool(
        (of_rows <= TOLERANCE + relative * size).all() and (of_columns <= TOLERANCE + relative * np.abs(x)).all()
    )


def _violations(matrix: Matrix, x: FloatArray) -> tuple[FloatArray, FloatArray]:
    """How far each row and each column is outside its bounds, 0 where it is inside."""
    rows = matrix.a @ x
    of_rows = np.maximum(np.maximum(matrix.row_lower - rows, rows - matrix.row_upper), 0.0)
    return of_rows, np.maximum(np.maximum(matrix.lower - x, x - matrix.upper), 0.0)


def dual_bound(matrix: Matrix, cost: FloatArray, row_dual: FloatArray, lower: FloatArray, upper: FloatArray) -> float:
    """A number below which no solution of the (relaxed) programme can cost, from row prices alone."""
    y, of_rows = usable_prices(row_dual, matrix.row_lower, matrix.row_upper)
    reduced = cost - matrix.a.T @ y
    return float(of_rows.sum()) + float(np.where(reduced > 0, reduced * lower, reduced * upper).sum())


def usable_prices(row_dual: FloatArray, row_lower: FloatArray, row_upper: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Row prices with zero where they lean on a side that the row does not have, and price times side of each row.

    A positive price leans on the lower side, a negative one on the upper.

    >>> prices, of_rows = usable_prices(np.array([2.0, -3.0]), np.array([4.0, 1.0]), np.array([np.inf, np.inf]))
    >>> prices.tolist(), of_rows.tolist()
    ([2.0, 0.0], [8.0, 0.0])
    """
    side = np.where(row_dual > 0, row_lower, row_upper)
    y = np.where(np.isfinite(side), row_dual, 0.0)
    return y, y * np.where(y != 0.0, side, 0.0)
