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
from energycommunity.optimization.parts import Parts, independent_parts
from energycommunity.quantities import FloatArray, IntArray


@dataclass(frozen=True, eq=False)
class SingleRows:
    """Rows that are an upper bound of one operation column: `factor · y[column] + B x <= limit` (factor > 0)."""

    row: IntArray
    column: IntArray
    factor: FloatArray


@dataclass(frozen=True, eq=False)
class Bounds:
    """Bounds of the operation's columns and of the rows it keeps, under given sizes."""

    lower: FloatArray
    upper: FloatArray
    row_lower: FloatArray
    row_upper: FloatArray


@dataclass(frozen=True, eq=False)
class Split:
    """Views of a matrix by stage; column numbers of the operation count within it, row numbers within those kept."""

    matrix: Matrix

    @cached_property
    def sizes(self) -> IntArray:
        """Columns of the investment."""
        return np.flatnonzero(self.matrix.investment)

    @cached_property
    def operation(self) -> IntArray:
        """Columns of the operation."""
        return np.flatnonzero(~self.matrix.investment).astype(np.int32)

    @cached_property
    def by_sizes(self) -> sparse.csr_array:
        """B: all rows, investment columns."""
        return sparse.csr_array(self.matrix.a[:, self.sizes])

    @cached_property
    def by_operation(self) -> sparse.csr_array:
        """A: all rows, operation columns."""
        return sparse.csr_array(self.transposed.T)

    @cached_property
    def transposed(self) -> sparse.csr_array:
        """A with operation columns as rows, for products with prices."""
        return sparse.csr_array(sparse.csc_array(self.matrix.a)[:, self.operation].T)

    @cached_property
    def operation_entries(self) -> IntArray:
        """How many operation columns stand in each row."""
        return np.asarray(np.diff(self.by_operation.indptr))

    @cached_property
    def master_rows(self) -> IntArray:
        """Rows between investments alone."""
        return np.flatnonzero(self.operation_entries == 0)

    @cached_property
    def single(self) -> SingleRows:
        """Rows that are taken as upper bounds of a column, at most one for a column: of two that which sizes reach."""
        matrix, rows = self.matrix, self.by_operation
        row = np.flatnonzero(self.operation_entries == 1)
        reached = np.diff(self.by_sizes.indptr)[row] > 0
        row, reached = (values[np.argsort(~reached, kind="stable")] for values in (row, reached))
        entry = rows.indptr[row]
        column, factor = rows.indices[entry].astype(np.int64), rows.data[entry]
        upper = (factor > 0) & np.isfinite(matrix.row_upper[row]) & np.isneginf(matrix.row_lower[row])
        upper &= reached | (matrix.row_upper[row] >= factor * matrix.lower[self.operation][column])
        row, column, factor = row[upper], column[upper], factor[upper]
        first = np.unique(column, return_index=True)[1]
        return SingleRows(row[first], column[first], factor[first])

    @cached_property
    def kept(self) -> IntArray:
        """Rows that stay rows of the operation."""
        stays = self.operation_entries > 0
        stays[self.single.row] = False
        return np.flatnonzero(stays).astype(np.int32)

    @cached_property
    def a(self) -> sparse.csr_array:
        """The kept rows on the operation's columns."""
        return sparse.csr_array(self.by_operation[self.kept])

    @cached_property
    def row_step(self) -> IntArray:
        """Step of each kept row, -1 where it has none."""
        return self.matrix.row_step[self.kept]

    @cached_property
    def column_step(self) -> IntArray:
        """Step of each operation column, -1 where it has none."""
        return self.matrix.column_step[self.operation]

    @cached_property
    def parts(self) -> Parts:
        """Parts of the operation that share no row once the sizes are fixed."""
        reached = sparse.csr_array(self.by_sizes[self.single.row]).tocoo()
        by_column = sparse.csr_array(
            (reached.data, (self.single.column[reached.row], reached.col)),
            shape=(len(self.operation), len(self.sizes)),
        )
        return independent_parts(self.a, sparse.csr_array(self.by_sizes[self.kept]), by_column)

    def bounds(self, x: FloatArray, lower: FloatArray, upper: FloatArray) -> Bounds:
        """Bounds under the sizes x, with the given own bounds of the operation's columns."""
        matrix, single = self.matrix, self.single
        shift = (self.by_sizes @ x)[self.kept]
        by_size = upper.copy()
        by_size[single.column] = np.clip(self._limits(x), lower[single.column], upper[single.column])
        return Bounds(lower, by_size, matrix.row_lower[self.kept] - shift, matrix.row_upper[self.kept] - shift)

    def _limits(self, x: FloatArray) -> FloatArray:
        """What each single row lets its column do under the sizes x."""
        single = self.single
        return np.asarray((self.matrix.row_upper[single.row] - self.by_sizes[single.row] @ x) / single.factor)

    @cached_property
    def _single_columns(self) -> sparse.csr_array:
        """The kept rows' coefficients of the columns that a single row bounds, those columns as rows."""
        return sparse.csr_array(sparse.csr_array(self.a.T)[self.single.column])

    def prices_of_all_rows(self, kept: FloatArray, cost: FloatArray, bounds: Bounds, x: FloatArray) -> FloatArray:
        """Prices of the kept rows, and of those that became bounds from the reduced cost of their column.

        Where the column's own bound is the tighter one, more of the size is worth nothing and the row has no price.
        """
        single = self.single
        prices = np.zeros(len(self.matrix.row_lower))
        prices[self.kept] = kept
        reduced = cost[self.operation][single.column] - self._single_columns @ kept
        own = self.matrix.upper[self.operation][single.column]
        tight = self._limits(x) <= own + 1e-9 * np.maximum(np.abs(own), 1.0)
        prices[single.row] = np.where(tight, np.minimum(reduced, 0.0), 0.0) / single.factor
        return prices
