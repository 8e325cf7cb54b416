"""The matrix in two stages: few investment columns, and a year of operation that they reach only by right-hand sides.

For sizes x the operation is  min c·y  with  row_lower - B x <= A y <= row_upper - B x  and bounds on y. A row with a
single operation column, such as *used <= production · capacity*, is then only a bound of that column and leaves the
programme; that is what makes it fall in fractions of a second.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy import sparse

from energycommunity.optimization.matrix import Matrix
from energycommunity.optimization.proof import usable_prices
from energycommunity.quantities import BoolArray, FloatArray, IntArray


@dataclass(frozen=True, eq=False)
class SingleRows:
    """Rows that are an upper bound of one operation column: `factor · y[column] + B x <= limit` (factor > 0)."""

    row: IntArray
    column: IntArray
    factor: FloatArray


@dataclass(frozen=True, eq=False)
class Split:
    """Views of a matrix by stage; column numbers of the operation count within the operation."""

    matrix: Matrix

    @cached_property
    def sizes(self) -> IntArray:
        """Columns of the investment."""
        return np.flatnonzero(self.matrix.investment)

    @cached_property
    def operation(self) -> IntArray:
        """Columns of the operation."""
        return np.flatnonzero(~self.matrix.investment)

    @cached_property
    def by_sizes(self) -> sparse.csr_array:
        """B: all rows, investment columns."""
        return sparse.csr_array(self.matrix.a[:, self.sizes])

    @cached_property
    def by_operation(self) -> sparse.csc_array:
        """A: all rows, operation columns."""
        return sparse.csc_array(self.matrix.a[:, self.operation])

    @cached_property
    def master_rows(self) -> IntArray:
        """Rows between investments alone."""
        return np.flatnonzero(self._operation_entries == 0)

    @cached_property
    def single(self) -> SingleRows:
        """Rows that are taken as upper bounds of a column, at most one for a column."""
        matrix, rows = self.matrix, sparse.csr_array(self.by_operation)
        reached = np.diff(self.by_sizes.indptr) > 0
        row = np.flatnonzero((self._operation_entries == 1) & reached)
        entry = rows.indptr[row]
        column, factor = rows.indices[entry].astype(np.int64), rows.data[entry]
        upper = (factor > 0) & np.isfinite(matrix.row_upper[row]) & np.isneginf(matrix.row_lower[row])
        row, column, factor = row[upper], column[upper], factor[upper]
        first = np.unique(column, return_index=True)[1]
        return SingleRows(row[first], column[first], factor[first])

    @cached_property
    def kept(self) -> IntArray:
        """Rows that stay rows of the operation."""
        stays = self._operation_entries > 0
        stays[self.single.row] = False
        return np.flatnonzero(stays)

    @cached_property
    def _operation_entries(self) -> IntArray:
        return np.asarray(np.diff(sparse.csr_array(self.by_operation).indptr))

    def upper_bounds(self, x: FloatArray) -> FloatArray:
        """Upper bound of each single row's column under the sizes x."""
        lower, own = (bound[self.operation][self.single.column] for bound in (self.matrix.lower, self.matrix.upper))
        return np.asarray(np.clip(self._limits(x), lower, own))

    def bound_by_size(self, x: FloatArray) -> BoolArray:
        """Whether each single row, and not the own bound of its column, is what limits the column under the sizes x."""
        own = self.matrix.upper[self.operation][self.single.column]
        return np.asarray(self._limits(x) <= own + 1e-9 * np.maximum(np.abs(own), 1.0))

    def _limits(self, x: FloatArray) -> FloatArray:
        single = self.single
        return np.asarray((self.matrix.row_upper[single.row] - self.by_sizes[single.row] @ x) / single.factor)

    def cut(self, row_dual: FloatArray, cost: FloatArray) -> tuple[float, FloatArray]:
        """What row prices prove: total cost >= constant + slope · x for all sizes x.

        Weak duality with the finite bounds of the operation (proof.py), the sizes left open. Any prices are right; good
        ones are those of an optimal operation.
        """
        matrix = self.matrix
        between_operation = np.where(self._operation_entries > 0, row_dual, 0.0)
        y, of_rows = usable_prices(between_operation, matrix.row_lower, matrix.row_upper)
        reduced = cost[self.operation] - self.by_operation.T @ y
        bounds = np.where(reduced > 0, matrix.lower[self.operation], matrix.upper[self.operation])
        constant = of_rows + float(reduced @ bounds)
        return constant, cost[self.sizes] - self.by_sizes.T @ y
