"""One window in a HiGHS instance, which keeps its basis from one dispatch to the next."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import itemgetter
from typing import Any

import highspy
import numpy as np

from energycommunity.optimization.highs import hand_over, solve_to_optimum
from energycommunity.optimization.split import Bounds, Split
from energycommunity.optimization.windows import Held, Window
from energycommunity.quantities import FloatArray, IntArray

LOWER, BASIC = highspy.HighsBasisStatus.kLower, highspy.HighsBasisStatus.kBasic

#: Windows are small and start near their optimum: perturbing costs and scaling take longer than they save (measured: a
#: tenth to a quarter of a dispatch).
OPTIONS = {"dual_simplex_cost_perturbation_multiplier": 0.0, "simplex_scale_strategy": 0}


class WindowSolver:
    """A window, its solver, and the answer to the last bounds: `x` of its columns and `price` of its rows.

    Parameters
    ----------
    window : Window
        The window.
    split : Split
        The matrix it is cut from.
    cost : FloatArray
        Costs of the operation's columns [EUR/a].
    """

    def __init__(self, window: Window, split: Split, cost: FloatArray) -> None:
        self.window = window
        rows, columns = split.kept[window.rows], split.operation[window.columns]
        matrix = split.matrix
        self._columns = matrix.lower[columns], matrix.upper[columns]
        self._rows = matrix.row_lower[rows], matrix.row_upper[rows]
        self._highs = hand_over(window.a, cost[window.columns], self._columns, self._rows)
        self._highs.setOptionValue("solver", "simplex")
        self._highs.setOptionValue("threads", 1)
        for option, value in OPTIONS.items():
            self._highs.setOptionValue(option, value)
        self.x, self.price = np.zeros(0), np.zeros(0)
        self.started = self._answered = False

    def start_from(self, basis: highspy.HighsBasis) -> None:
        """Begin the next solution at a basis."""
        self._highs.setBasis(basis)
        self.started = True

    @property
    def basis(self) -> highspy.HighsBasis:
        """Where the last solution ended."""
        return self._highs.getBasis()

    def take_costs(self, cost: FloatArray) -> None:
        """Other costs of the operation's columns from now on."""
        count = len(self.window.columns)
        self._highs.changeColsCost(count, np.arange(count, dtype=np.int32), cost[self.window.columns])
        self._answered = False

    def solve(self, bounds: Bounds) -> None:
        """Dispatch within other bounds, from the last basis; the same bounds have the same answer.

        Raises
        ------
        SolverError
            If there is no optimum.
        """
        window = self.window
        columns = bounds.lower[window.columns], bounds.upper[window.columns]
        rows = bounds.row_lower[window.rows], bounds.row_upper[window.rows]
        of_columns, of_rows = _moved(self._columns, columns), _moved(self._rows, rows)
        if self._answered and not len(of_columns) and not len(of_rows):
            return
        highs = self._highs
        highs.changeColsBounds(len(of_columns), of_columns, columns[0][of_columns], columns[1][of_columns])
        highs.changeRowsBounds(len(of_rows), of_rows, rows[0][of_rows], rows[1][of_rows])  # type: ignore[attr-defined]
        self._columns, self._rows = columns, rows
        solve_to_optimum(highs)
        self.started = self._answered = True
        solution = highs.getSolution()
        self.x, self.price = np.array(solution.col_value), np.array(solution.row_dual)


def _moved(before: tuple[FloatArray, FloatArray], now: tuple[FloatArray, FloatArray]) -> IntArray:
    return np.flatnonzero((before[0] != now[0]) | (before[1] != now[1])).astype(np.int32)


def solve_in_turn(solvers: Sequence[WindowSolver], bounds: Bounds, given_up: Callable[[], bool]) -> None:
    """Solve windows one behind the other; one that never ran starts from the basis of the one before it.

    Nothing more is solved once it is `given_up`.
    """
    for number, solver in enumerate(solvers):
        if given_up():
            return
        if not solver.started and number:
            before = solvers[number - 1]
            solver.start_from(carried(before.basis, before.window, solver.window))
        solver.solve(bounds)


def carried(basis: highspy.HighsBasis, source: Window, target: Window) -> highspy.HighsBasis:
    """The basis of another window, for each row and column that of the same distance from the first step."""
    return moved_basis(basis, (source.row_keys, source.column_keys), target)


def moved_basis(basis: highspy.HighsBasis, keys: tuple[IntArray, IntArray], target: Window) -> highspy.HighsBasis:
    """A basis whose rows and columns have the given keys, for those of the window.

    What it lacks starts at its lower bound (a column) or without a price (a row); HiGHS completes it.
    """
    if np.array_equal(keys[0], target.row_keys) and np.array_equal(keys[1], target.column_keys):
        return basis
    return _basis(
        _picked(basis.col_status, keys[1], target.column_keys, LOWER),
        _picked(basis.row_status, keys[0], target.row_keys, BASIC),
    )


def joined_basis(split: Split, sources: Sequence[WindowSolver], target: Window | Held) -> highspy.HighsBasis:
    """The basis of a window that covers others, from theirs."""
    columns = np.full(len(split.operation), LOWER, dtype=object)
    rows = np.full(len(split.kept), BASIC, dtype=object)
    for solver in sources:
        basis = solver.basis
        columns[solver.window.columns], rows[solver.window.rows] = basis.col_status, basis.row_status
    return _basis(columns[target.columns].tolist(), rows[target.rows].tolist())


def _basis(of_columns: list[Any], of_rows: list[Any]) -> highspy.HighsBasis:
    basis = highspy.HighsBasis()
    basis.valid, basis.alien = True, True
    basis.col_status, basis.row_status = of_columns, of_rows
    return basis


def _picked(statuses: list[Any], source: IntArray, target: IntArray, otherwise: Any) -> list[Any]:
    """The statuses at the keys of the target, in one go."""
    order = np.argsort(source, kind="stable")
    place = order[np.minimum(np.searchsorted(source, target, sorter=order), len(source) - 1)]
    known = source[place] == target
    return list(itemgetter(*np.where(known, place, len(source)).tolist())([*statuses, otherwise]))
