"""Integers of the operation decided window by window: each a mixed-integer programme with what comes before fixed.

A window sees further ahead than it decides, and allows fractions in the latter half of what it only sees. Around it
stands the dispatch of the linear programme, or what earlier windows decided. What links it to later steps (the content
of a storage, a start) may deviate from that dispatch at the linear programme's own price, with a cost for deviating at
all: so every window has a solution, and what a storage holds at its end is worth what it is worth over the year. The
last window reaches beyond the end of the year into its first steps, which it decides anew, and has to meet what the
first windows left: the year is a cycle. Where something lacks then, the steps before and after are decided once more.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from scipy import sparse

from energycommunity.errors import Fault, SolverError
from energycommunity.optimization.highs import hand_over, make_integer
from energycommunity.optimization.matrix import Matrix
from energycommunity.optimization.proof import TOLERANCE
from energycommunity.quantities import BoolArray, FloatArray, IntArray

#: Cost of deviating from the linear dispatch at the end of a window, over what the deviation is worth there, and that
#: where it is worth nothing [EUR per unit].
DISTRUST, LEAST_COST = 0.05, 1e-6
#: Accepted distance of a window to its best solution over its cost: of most, of those that have to be quick, and of
#: those that are to end a lack, whose cost may be small beside the rest.
WINDOW_GAP, QUICK_GAP, LACK_GAP = 1e-3, 2e-2, 1e-7
#: What only the search may use counts as a lack above this [kW].
NO_LACK_KW = 1e-6
#: How many windows are decided anew to end lacks; where more would be needed, plants of these sizes cannot do it.
MOST_MENDED = 10
#: Branches after which a window takes its best solution: a count and no time, so that every run decides alike.
MOST_NODES = 2_000
#: Heuristics of HiGHS that took a third of the time of a window and found nothing better.
IDLE_HEURISTICS = ("root_reduced_cost", "rens")


@dataclass(frozen=True, eq=False)
class Relaxed:
    """A dispatch without integers: values of all columns, and the prices of all rows in it."""

    x: FloatArray
    row_dual: FloatArray


def _always() -> bool:
    return True


def _silent(decided_steps: int, steps: int) -> None:
    """Nobody listens."""


@dataclass(frozen=True)
class RollingOptions:
    """How far a window sees, how much less of it is decided [steps], whether to go on, and whom to tell.

    `wanted` is asked before each window; once it says no, the rest is decided in haste: more steps by each window, each
    content with a worse solution. `progress` is told how many steps of how many are decided.
    """

    seen_steps: int = 48
    decided_steps: int = 24
    wanted: Callable[[], bool] = field(default=_always)
    progress: Callable[[int, int], None] = field(default=_silent)


def commit(
    matrix: Matrix, lower: FloatArray, upper: FloatArray, relaxed: Relaxed, options: RollingOptions
) -> FloatArray:
    """Decide all integers of the operation.

    Parameters
    ----------
    matrix : Matrix
        The programme.
    lower, upper : FloatArray
        Bounds of the columns with the sizes fixed, shape (columns,).
    relaxed : Relaxed
        The dispatch under these bounds without integers, and the prices of the rows in it.
    options : RollingOptions
        Length of the windows, whether to go on, and whom to tell.

    Returns
    -------
    FloatArray
        A dispatch of all steps in which the integers of the operation are whole, shape (columns,). With these fixed the
        programme is linear; its best dispatch costs no more than this one.

    Raises
    ------
    SolverError
        If a window has no solution, which shortages rule out.
    """
    horizon = _Horizon.of(matrix, lower, upper, relaxed)
    x = np.clip(relaxed.x, lower, upper)
    _roll(horizon, x, options)
    _end_lacks(horizon, x, options)
    return x


def _roll(horizon: _Horizon, x: FloatArray, options: RollingOptions) -> None:
    """Decide window after window, in place."""
    steps, begin = horizon.steps, 0
    seen_steps = min(options.seen_steps, steps)
    while begin < steps:
        at_ease = options.wanted()
        whole_steps = (options.decided_steps + options.seen_steps) // 2
        end = steps if seen_steps == steps else begin + (options.decided_steps if at_ease else whole_steps)
        window = horizon.window(x, (begin + np.arange(seen_steps)) % steps, whole_steps, closing=end >= steps)
        x[window.columns] = window.solved(WINDOW_GAP if at_ease else QUICK_GAP)
        begin = end
        options.progress(min(end, steps), steps)


def _end_lacks(horizon: _Horizon, x: FloatArray, options: RollingOptions) -> None:
    """Decide the steps around each lack anew, in place, with all others as they are."""
    steps = horizon.steps
    seen_steps = min(options.seen_steps, steps)
    tried: set[int] = set()
    for _ in range(MOST_MENDED):
        left = [step for step in horizon.lacking_steps(x) if step not in tried]
        if not left:
            break
        inside = (left[0] + 1 - options.decided_steps + np.arange(seen_steps)) % steps
        tried |= {left[0], *inside.tolist()}
        window = horizon.window(x, inside, seen_steps, closing=True)
        x[window.columns] = window.solved(LACK_GAP)


@dataclass(frozen=True, eq=False)
class _Window:
    """The programme of some steps: `columns` of the whole, and two more for each row that may be broken at a cost."""

    columns: IntArray
    a: sparse.csc_array
    cost: FloatArray
    lower: FloatArray
    upper: FloatArray
    row_lower: FloatArray
    row_upper: FloatArray
    integer: BoolArray

    def solved(self, gap: float) -> FloatArray:
        """Values of the columns of the whole, integers rounded.

        Raises
        ------
        SolverError
            If there is no solution.
        """
        highs = hand_over(self.a, self.cost, (self.lower, self.upper), (self.row_lower, self.row_upper))
        make_integer(highs, self.integer)
        highs.setOptionValue("mip_rel_gap", gap)
        highs.setOptionValue("mip_max_nodes", MOST_NODES)
        highs.setOptionValue("mip_feasibility_tolerance", 1e-9)
        for heuristic in IDLE_HEURISTICS:
            highs.setOptionValue(f"mip_heuristic_run_{heuristic}", False)
        highs.run()
        solution = highs.getSolution()
        if not solution.value_valid:
            raise SolverError(Fault("solver_no_answer", {"status": highs.modelStatusToString(highs.getModelStatus())}))
        found = np.array(solution.col_value)
        whole = np.where(self.integer, np.round(found), found)
        return np.asarray(np.clip(whole, self.lower, self.upper)[: len(self.columns)])


@dataclass(frozen=True, eq=False)
class _Horizon:
    """A programme with its sizes fixed: bounds, and the linear dispatch with its prices.

    `timed_entries` counts the entries of each row in columns that belong to a step.
    """

    matrix: Matrix
    by_row: sparse.csr_array
    lower: FloatArray
    upper: FloatArray
    relaxed: Relaxed
    timed_entries: IntArray

    @classmethod
    def of(cls, matrix: Matrix, lower: FloatArray, upper: FloatArray, relaxed: Relaxed) -> _Horizon:
        """What all windows need, made once."""
        by_row = sparse.csr_array(matrix.a)
        return cls(matrix, by_row, lower, upper, relaxed, _entries(by_row, matrix.column_step >= 0))

    @property
    def steps(self) -> int:
        """Number of steps."""
        return int(self.matrix.column_step.max()) + 1

    def lacking_steps(self, x: FloatArray) -> list[int]:
        """Steps in which a dispatch uses what only the search may use and the linear one does not, or breaks a row."""
        matrix = self.matrix
        only_in_search = (matrix.search_cost > matrix.cost) & (self.matrix.column_step >= 0)
        lacking = only_in_search & (x > NO_LACK_KW) & (self.relaxed.x <= NO_LACK_KW)
        sums = self.by_row @ x
        broken = np.maximum(matrix.row_lower - sums, sums - matrix.row_upper) > TOLERANCE
        return sorted(
            {
                *self.matrix.column_step[lacking].tolist(),
                *self.matrix.row_step[broken & (self.matrix.row_step >= 0)].tolist(),
            }
        )

    def window(self, x: FloatArray, inside: IntArray, whole_steps: int, *, closing: bool) -> _Window:
        """The programme of the steps `inside`, with all other steps as they are in `x`.

        Integers are whole in the first of these steps, and in all of them if `closing`.
        """
        matrix = self.matrix
        whole = np.isin(self.matrix.column_step, inside if closing else inside[:whole_steps])
        seen = np.zeros(self.steps + 1, dtype=bool)  # its last element answers for those without a step, -1
        seen[inside] = True
        timed = seen[self.matrix.column_step]
        untimed = (self.matrix.column_step < 0) & ~matrix.investment & (self.lower < self.upper)
        columns = np.flatnonzero(timed | untimed)
        rows = np.unique(matrix.a[:, columns].indices)
        part = sparse.csr_array(self.by_row[rows][:, columns])
        rest = self.by_row[rows] @ x - part @ x[columns]
        entries = _entries(part, timed[columns])
        links = np.flatnonzero((entries > 0) & (entries < self.timed_entries[rows]))
        count = len(links)
        slack = sparse.csr_array((np.ones(count), (links, np.arange(count))), shape=(len(rows), count))
        ahead = seen[self.matrix.row_step[rows[links]]] & (not closing)
        return _Window(
            columns,
            sparse.csc_array(sparse.hstack([part, slack, -slack])),
            np.concatenate([matrix.search_cost[columns], self._cost_of_breaking(rows[links], ahead)]),
            np.concatenate([self.lower[columns], np.zeros(2 * count)]),
            np.concatenate([self.upper[columns], np.full(2 * count, np.inf)]),
            matrix.row_lower[rows] - rest,
            matrix.row_upper[rows] - rest,
            np.concatenate([(matrix.integer & whole)[columns], np.zeros(2 * count, dtype=bool)]),
        )

    def _cost_of_breaking(self, rows: IntArray, ahead: BoolArray) -> FloatArray:
        """Cost of a unit that each row has too little, then of one that it has too much, shape (2 rows,).

        Links to later steps have the price of the row in the linear dispatch, which is also gained where the later
        steps are left more. All others, and all of the last window, cost what nothing else costs.
        """
        price = self.relaxed.row_dual[rows]
        deviation = DISTRUST * np.abs(price) + LEAST_COST
        dearest = 1.0 + float(np.abs(self.matrix.search_cost).max(initial=0.0))
        return np.concatenate([np.where(ahead, sign * price + deviation, dearest) for sign in (1.0, -1.0)])


def _entries(rows: sparse.csr_array, columns: BoolArray) -> IntArray:
    """How many entries of each row lie in the given columns."""
    return np.asarray(np.diff(sparse.csr_array(rows[:, columns]).indptr), dtype=np.int64)
