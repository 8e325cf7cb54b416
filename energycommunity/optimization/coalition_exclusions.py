"""The rows of exclusions that coalitions need: where somebody would else run both ways at once.

Exclusions are most of the rows of a community with contracts of many kinds and storages, and hardly any of them holds
back anybody (measured on ten members: in one of ten steps). A row that nobody is tempted to break changes no dispatch;
where one is left out wrongly, the bound of a coalition is lower, never wrong.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from energycommunity.optimization.directions import steps_of_both
from energycommunity.optimization.exclusions import Direction
from energycommunity.optimization.matrix import Matrix, Vector
from energycommunity.optimization.programme import Programme
from energycommunity.quantities import BoolArray, IntArray


@dataclass(frozen=True, eq=False)
class CoalitionExclusions:
    """The rows of each exclusion among those of a matrix."""

    matrix: Matrix
    rows: tuple[tuple[Direction, IntArray], ...]

    @classmethod
    def of(cls, programme: Programme, matrix: Matrix) -> CoalitionExclusions:
        """Those of the programme that the matrix has."""
        rows = []
        for direction in programme.directions:
            variables = (direction.switch, *(part for part, _ in direction.parts))
            columns = np.concatenate([matrix.columns[variable] for variable in variables])
            rows.append((direction, np.unique(matrix.a[:, columns].indices)))
        return cls(matrix, tuple(rows))

    @cached_property
    def all_rows(self) -> BoolArray:
        """Whether a row belongs to an exclusion, shape (rows,)."""
        belongs = np.zeros(len(self.matrix.row_lower), dtype=bool)
        belongs[np.concatenate([np.zeros(0, dtype=np.int32), *(rows for _, rows in self.rows)])] = True
        return belongs

    def rows_broken(self, dispatch: Vector) -> BoolArray:
        """Whether a row belongs to an exclusion in a step in which the dispatch runs both ways, shape (rows,)."""
        broken = np.zeros(len(self.matrix.row_lower), dtype=bool)
        for direction, rows in self.rows:
            broken[rows] |= np.isin(self.matrix.row_step[rows], steps_of_both(direction, dispatch))
        return broken
