"""The matrix that coalitions are dispatched with: the sizes of a solution, without the pool's rows and what is settled.

What is settled is the same whoever shares: columns with one value left, and rows that hold whatever the others are.
Nearly everything that a dispatch of a window takes goes by the number of columns, not by how many of them change
(measured: most of 10 ms for 40,000 columns), so leaving out half of them saves half of the time.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from scipy import sparse

from energycommunity.optimization.matrix import Matrix, Vector, assemble
from energycommunity.optimization.programme import Programme
from energycommunity.optimization.split import Split
from energycommunity.quantities import BoolArray, FloatArray, IntArray

#: What a matrix says of each column.
OF_COLUMNS = ("lower", "upper", "cost", "search_cost", "integer", "investment", "column_step")


@dataclass(frozen=True, eq=False)
class Reduced:
    """What is left to decide of a matrix.

    `matrix`: its remaining rows and columns; `rows` and `columns`: their places in the whole; `settled`: values of the
    other columns, in the order of the whole.
    """

    matrix: Matrix
    rows: IntArray
    columns: IntArray
    settled: FloatArray

    def completed(self, y: FloatArray) -> FloatArray:
        """All columns of the whole, from those left."""
        x = self.settled.copy()
        x[self.columns] = y
        return x


def kept_of(programme: Programme, values: Vector) -> dict[str, FloatArray]:
    """The sizes and the plants' switches of a solution, by the name of the variable."""
    directions = {direction.switch for direction in programme.directions}
    return {
        variable.name: np.round(values.of(variable)) if variable.integer else values.of(variable)
        for variable in programme.variables()
        if variable.investment or (variable.integer and variable not in directions)
    }


def at_sizes(programme: Programme, kept: Mapping[str, FloatArray]) -> Matrix:
    """The matrix with the sizes and the plants' switches of a solution, without integers and rows of the pool.

    What sizes allow is in the bounds of the columns.
    """
    matrix = assemble(programme)
    lower, upper = matrix.lower.copy(), matrix.upper.copy()
    for variable, columns in matrix.columns.items():
        if variable.name in kept:
            lower[columns] = upper[columns] = kept[variable.name]
    split = Split(matrix)
    bounds = split.bounds(upper[split.sizes], lower[split.operation], upper[split.operation])
    upper[split.operation] = bounds.upper
    pool = programme.case.sharing.name if programme.case.sharing is not None else None
    fixed = replace(matrix, lower=lower, upper=upper, integer=np.zeros_like(matrix.integer))
    return with_rows(fixed, ~rows_of_block(matrix, pool))


def rows_of_block(matrix: Matrix, block: str | None) -> BoolArray:
    """Whether a row is stated by a block of the programme, shape (rows,)."""
    belongs = np.zeros(len(matrix.row_lower), dtype=bool)
    for name, rows in matrix.row_names.items():
        belongs[rows] |= name.rpartition(".")[0] == block
    return belongs


def reduced(matrix: Matrix, lower: FloatArray, upper: FloatArray, stays: BoolArray) -> Reduced:
    """What is left of the rows that stay, within these bounds of the columns.

    What carries from one step to the next is left in all steps, as windows need it (windows.py).
    """
    above, below = matrix.a.maximum(0.0), matrix.a.minimum(0.0)
    most, least = above @ upper + below @ lower, above @ lower + below @ upper
    rows = stays & ((most > matrix.row_upper) | (least < matrix.row_lower))
    entries = matrix.a[rows].tocoo()
    used = np.bincount(entries.col, minlength=len(lower)) > 0
    carries = np.zeros(len(lower), dtype=bool)
    at_row, at_column = matrix.row_step[rows][entries.row], matrix.column_step[entries.col]
    carries[entries.col[(at_row >= 0) & (at_column >= 0) & (at_row != at_column)]] = True
    columns = used & (lower < upper)
    for places in matrix.columns.values():
        columns[places] |= carries[places].any()
    settled = np.where(columns, 0.0, np.where(matrix.search_cost < 0.0, upper, lower))
    shift = matrix.a @ settled
    fixed = replace(matrix, row_lower=matrix.row_lower - shift, row_upper=matrix.row_upper - shift)
    constant = matrix.constant + float(matrix.cost @ settled)
    left = _part(replace(fixed, lower=lower, upper=upper, constant=constant), rows, columns)
    return Reduced(left, np.flatnonzero(rows), np.flatnonzero(columns), settled)


def with_rows(matrix: Matrix, rows: BoolArray) -> Matrix:
    """The matrix with some of its rows."""
    return _part(matrix, rows, np.ones(len(matrix.cost), dtype=bool))


def _part(matrix: Matrix, rows: BoolArray, columns: BoolArray) -> Matrix:
    """Some rows and columns of a matrix."""
    row, column = ((np.cumsum(chosen) - 1).astype(np.int32) for chosen in (rows, columns))
    return replace(
        matrix,
        a=sparse.csc_array(matrix.a[rows][:, columns]),
        row_names={name: row[places[rows[places]]] for name, places in matrix.row_names.items()},
        columns={variable: column[places[columns[places]]] for variable, places in matrix.columns.items()},
        **{name: getattr(matrix, name)[rows] for name in ("row_lower", "row_upper", "row_step")},
        **{name: getattr(matrix, name)[columns] for name in OF_COLUMNS},
    )
