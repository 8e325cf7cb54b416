"""One window in a HiGHS instance, which keeps its basis from one dispatch to the next."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import itemgetter
from typing import Any

import highspy
import numpy as np
import numpy.typing as npt

from energycommunity.optimization.highs import hand_over, solve_to_optimum
from energycommunity.optimization.split import Bounds, Split
from energycommunity.optimization.windows import Held, Window
from energycommunity.quantities import FloatArray, IntArray

Places = npt.NDArray[np.int32]

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
    cost : FloatArray
        Costs of the operation's columns [EUR/a].

    `stays`: whether HiGHS stays in memory between two dispatches; otherwise only the basis does, which costs some time.
    """

    def __init__(self, window: Window, cost: FloatArray) -> None:
        self.window, self.stays = window, True
        self.x, self.price = np.zeros(0), np.zeros(0)
        self._cost = cost
        self._highs: highspy.Highs | None = None
        self._basis: highspy.HighsBasis | None = None
        self._bounds: Bounds | None = None
        self._answered = False

    @property
    def started(self) -> bool:
        """Whether there is a basis to start from."""
        return self._highs is not None or self._basis is not None

    @property
    def size(self) -> int:
        """Number of rows and columns, which the memory goes by."""
        return len(self.window.rows) + len(self.window.columns)

    def start_from(self, basis: highspy.HighsBasis) -> None:
        """Begin the next solution at a basis."""
        self._basis = basis
        if self._highs is not None:
            self._highs.setBasis(basis)

    @property
    def basis(self) -> highspy.HighsBasis:
        """Where the last solution ended; without one, a basis that is not valid."""
        if self._highs is not None:
            return self._highs.getBasis()
        return self._basis or highspy.HighsBasis()

    def take_costs(self, cost: FloatArray) -> None:
        """Other costs of the operation's columns from now on."""
        self._cost, self._answered = cost, False
        if self._highs is not None:
            count = len(self.window.columns)
            self._highs.changeColsCost(count, np.arange(count, dtype=np.int32), cost[self.window.columns])

    def solve(self, bounds: Bounds) -> None:
        """Dispatch within other bounds, from the last basis; the same bounds have the same answer.

        Raises
        ------
        SolverError
            If there is no optimum.
        """
        moved = self._moved(bounds)
        self._bounds = bounds
        if self._answered and moved is not None and not any(map(len, moved)):
            return
        highs = self._within(bounds, moved)
        solve_to_optimum(highs)
        solution = highs.getSolution()
        self.x, self.price = np.array(solution.col_value), np.array(solution.row_dual)
        self._answered = True
        if self.stays:
            self._highs = highs
        else:
            self._basis = highs.getBasis()

    def _moved(self, bounds: Bounds) -> tuple[Places, Places] | None:
        """Columns and rows whose bounds are others than the last time; None the first time."""
        before, columns, rows = self._bounds, self.window.columns, self.window.rows
        if before is None:
            return None
        of_columns = (before.lower[columns] != bounds.lower[columns]) | (before.upper[columns] != bounds.upper[columns])
        of_rows = (before.row_lower[rows] != bounds.row_lower[rows]) | (
            before.row_upper[rows] != bounds.row_upper[rows]
        )
        return np.flatnonzero(of_columns).astype(np.int32), np.flatnonzero(of_rows).astype(np.int32)

    def _within(self, bounds: Bounds, moved: tuple[Places, Places] | None) -> highspy.Highs:
        """HiGHS with the window within the bounds: the one that stands, with what has moved, or another."""
        columns, rows = self.window.columns, self.window.rows
        highs = self._highs
        if highs is None or moved is None:
            column_bounds = bounds.lower[columns], bounds.upper[columns]
            row_bounds = bounds.row_lower[rows], bounds.row_upper[rows]
            highs = hand_over(self.window.a, self._cost[columns], column_bounds, row_bounds)
            highs.setOptionValue("solver", "simplex")
            highs.setOptionValue("threads", 1)
            for option, value in OPTIONS.items():
                highs.setOptionValue(option, value)
            if self._basis is not None:
                highs.setBasis(self._basis)
            return highs
        at, count = columns[moved[0]], len(moved[0])
        highs.changeColsBounds(count, moved[0], bounds.lower[at], bounds.upper[at])
        at, count = rows[moved[1]], len(moved[1])
        highs.changeRowsBounds(count, moved[1], bounds.row_lower[at], bounds.row_upper[at])  # type: ignore[attr-defined]
        return highs


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
