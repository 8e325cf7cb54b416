"""The operation under given sizes, kept in one HiGHS instance so that the next sizes start from the last basis."""

from __future__ import annotations

from dataclasses import dataclass

import highspy
import numpy as np
from scipy import sparse

from energycommunity.optimization.highs import hand_over, solve_to_optimum
from energycommunity.optimization.split import Split
from energycommunity.quantities import FloatArray


@dataclass(frozen=True, eq=False)
class Operated:
    """Total cost under some sizes, and the cut that the operation's prices prove."""

    cost: float
    constant: float
    slope: FloatArray


class Operation:
    """The year's dispatch as a function of the sizes (relaxed where it has integers)."""

    def __init__(self, split: Split, cost: FloatArray) -> None:
        self.split, self.cost = split, cost
        matrix, operation, kept = split.matrix, split.operation, split.kept
        self._rows = sparse.csr_array(split.by_sizes[kept])
        self._reached = np.flatnonzero(np.diff(self._rows.indptr) > 0).astype(np.int32)
        self._reach = self._rows[self._reached]
        self._columns = split.single.column.astype(np.int32)
        self._highs = hand_over(
            sparse.csr_array(split.by_operation)[kept],
            cost[operation],
            (matrix.lower[operation], matrix.upper[operation]),
            (matrix.row_lower[kept], matrix.row_upper[kept]),
        )
        self._highs.setOptionValue("solver", "simplex")

    def under(self, x: FloatArray) -> Operated:
        """Dispatch under the sizes x.

        Raises
        ------
        SolverError
            If there is no optimal dispatch; shortages make one for any sizes.
        """
        split, highs = self.split, self._highs
        matrix, kept = split.matrix, split.kept[self._reached]
        shift = self._reach @ x
        below, above = matrix.row_lower[kept] - shift, matrix.row_upper[kept] - shift
        highs.changeRowsBounds(len(kept), self._reached, below, above)  # type: ignore[attr-defined]
        lower = matrix.lower[split.operation][self._columns]
        highs.changeColsBounds(len(self._columns), self._columns, lower, split.upper_bounds(x))
        solve_to_optimum(highs)
        solution = highs.getSolution()
        cost = float(self.cost[split.operation] @ np.array(solution.col_value) + self.cost[split.sizes] @ x)
        return Operated(cost, *split.cut(self._prices(solution, x), self.cost))

    def _prices(self, solution: highspy.HighsSolution, x: FloatArray) -> FloatArray:
        """Prices of all rows: those kept as they are, those taken as bounds from the reduced cost of their column.

        Where the column's own bound is the tighter one, more of the size is worth nothing and the row has no price.
        """
        split = self.split
        prices = np.zeros(len(split.matrix.row_lower))
        prices[split.kept] = np.array(solution.row_dual)
        of_bounds = np.minimum(np.array(solution.col_dual)[self._columns], 0.0)
        prices[split.single.row] = np.where(split.bound_by_size(x), of_bounds, 0.0) / split.single.factor
        return prices
