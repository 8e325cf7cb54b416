"""The operation under given sizes: windows of the horizon, each in a HiGHS instance that starts from its last basis.

The first time, each window starts from the basis of the one before it: days resemble each other, and most of what a
dispatch has to find out is the same in all of them. Windows run in parallel on the available cores. Where the joined
prices prove too little, the windows that cause it become one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from threading import Event

import highspy
import numpy as np

from energycommunity.errors import Fault, SolverError
from energycommunity.optimization.cuts import Stretches
from energycommunity.optimization.highs import hand_over
from energycommunity.optimization.joining import Join, answered, join, joined
from energycommunity.optimization.processes import MEMORY, threads
from energycommunity.optimization.split import Bounds, Split
from energycommunity.optimization.window_solver import WindowSolver, joined_basis, solve_in_turn
from energycommunity.optimization.windows import AROUND_H, CORE_H, Horizon
from energycommunity.quantities import BoolArray, FloatArray, IntArray

#: Part of what a trial may lose that is left after windows were joined, so that not every trial joins some.
LEFT = 0.5
#: Chains in which windows without a basis are solved; not one for each core, so that every computer answers alike.
CHAINS = 2
#: Bytes, about, for each row and column of the matrix, and of a window whose solver stays in memory as far as that
#: suffices. The other windows keep their basis alone.
OF_MATRIX, OF_SOLVER = 480, 600
#: Violation of a row that counts as windows that do not meet [kW, kWh], and beside it the part of the row's own size.
APART, RELATIVE_APART = 1e-6, 1e-8


@dataclass(frozen=True, eq=False)
class Dispatch:
    """What the windows joined say of some sizes.

    Parameters
    ----------
    y : FloatArray
        Operation columns. Windows may hold different contents at an edge (`Operation.whole` mends that).
    row_dual : FloatArray
        Prices of all rows of the matrix.
    loss : FloatArray
        What the prices of neighbouring windows prove too little of each independent part, for not agreeing [EUR/a].
    split_edges : BoolArray
        Edges at which contents and prices are joined at different steps, so that one may say less than the other.
    """

    y: FloatArray
    row_dual: FloatArray
    loss: FloatArray
    split_edges: BoolArray


class Operation:
    """The dispatch of the whole horizon as a function of the sizes (relaxed where it has integers).

    Parameters
    ----------
    split : Split
        The matrix in two stages.
    cost : FloatArray
        Cost of each column of the matrix, shape (columns,) [EUR/a].
    step_h : float
        Length of a step [h].
    core_h : float or None
        Length of a window without what stands around it [h]; None: CORE_H.
    """

    def __init__(self, split: Split, cost: FloatArray, step_h: float = 1.0, core_h: float | None = None) -> None:
        self.split, self.cost = split, cost
        self.horizon = Horizon(split)
        self.own = split.matrix.lower[split.operation], split.matrix.upper[split.operation]
        self.around = round(AROUND_H / step_h)
        self.edges = self.horizon.edges(max(round((CORE_H if core_h is None else core_h) / step_h), 1))
        self.undivided = Stretches(split, self.horizon, self.edges[:1])
        self.solvers: dict[tuple[int, int], WindowSolver] = {}
        self._prepare()

    def _prepare(self) -> None:
        """A solver for each window between two edges; those that stand already are kept."""
        lengths = np.diff(np.append(self.edges, self.edges[0] + max(self.horizon.steps, 1)))
        places = [(int(first), int(length)) for first, length in zip(self.edges, lengths, strict=True)]
        cost, matrix = self.cost[self.split.operation], self.split.matrix
        room = (MEMORY - OF_MATRIX * sum(matrix.a.shape)) / OF_SOLVER
        standing, gone = {}, []
        for place, solver in self.solvers.items():
            if place in places:
                standing[place] = solver
            elif solver.started:
                gone.append(solver)
        for place in places:
            if place not in standing:
                window = self.horizon.window(*place, self.around)
                standing[place] = solver = WindowSolver(window, cost)
                solver.stays = sum(each.size for each in standing.values() if each.stays) <= room
                inside = [s for s in gone if self.horizon.reaches(s.window, window.begin, window.extent)]
                if inside:
                    solver.start_from(joined_basis(self.split, inside, window))
        self.solvers = {place: standing[place] for place in places}

    def take_costs(self, cost: FloatArray) -> None:
        """Other costs of the matrix' columns from now on [EUR/a]."""
        self.cost = cost
        of_operation = cost[self.split.operation]
        for solver in self.solvers.values():
            solver.take_costs(of_operation)

    def under(
        self, x: FloatArray, own: tuple[FloatArray, FloatArray] | None = None, allowed_loss: float = np.inf
    ) -> Dispatch:
        """Dispatch under the sizes x; windows are joined until their prices lose no more than is allowed [EUR/a].

        `own`: other bounds of the operation's columns than those of the matrix.

        Raises
        ------
        SolverError
            If a window has no optimal dispatch; shortages make one for any sizes.
        """
        bounds = self.split.bounds(x, *(own or self.own))
        waiting = list(self.solvers.values())
        while True:
            _solve(waiting, bounds)
            joins = self._joins(bounds)
            losses = np.array([each.loss.sum() for each in joins])
            if losses.sum() <= allowed_loss or len(self.edges) == 1:
                return self._joined(joins, bounds, x)
            order = np.argsort(losses)
            lost = np.cumsum(losses[order]) > LEFT * allowed_loss
            before = set(self.solvers)
            self._merge(np.isin(np.arange(len(losses)), order[lost]))
            waiting = [solver for place, solver in self.solvers.items() if place not in before]

    def whole(self, x: FloatArray, own: tuple[FloatArray, FloatArray], allowed_loss: float) -> Dispatch:
        """One feasible dispatch of the whole horizon under the sizes x and the given bounds of the operation's columns.

        Contents that do not meet at an edge are dispatched again between the edges around, with the ends held; if that
        costs more than is allowed above what the prices prove, the windows there become one. Where contents meet and
        cost too much all the same, they meet at another step than the prices do, and those windows become one.

        Raises
        ------
        SolverError
            If a window, or in the end the whole horizon, has no optimal dispatch.
        """
        return self.mended(self.under(x, own, allowed_loss), x, allowed_loss, own)

    def mended(
        self,
        dispatch: Dispatch,
        x: FloatArray,
        allowed_loss: float,
        own: tuple[FloatArray, FloatArray] | None = None,
    ) -> Dispatch:
        """The dispatch of the sizes x made feasible, as `whole` does it."""
        while True:
            bounds = self.split.bounds(x, *(own or self.own))
            y, touched = self._mended(dispatch.y, bounds)
            y = np.clip(y, bounds.lower, bounds.upper)
            excess = float(self.cost[self.split.operation] @ y) - self.proven(dispatch, x)
            blamed = touched if touched.any() else dispatch.split_edges
            if not blamed.any() or excess <= allowed_loss or len(self.edges) == 1:
                return replace(dispatch, y=y)
            self._merge(blamed)
            dispatch = self.under(x, own, allowed_loss)

    def meeting(self, dispatch: Dispatch, x: FloatArray, own: tuple[FloatArray, FloatArray]) -> Dispatch:
        """The dispatch with contents that meet at every edge, whatever that costs."""
        bounds = self.split.bounds(x, *own)
        y, _ = self._mended(dispatch.y, bounds, near=True)
        return replace(dispatch, y=np.clip(y, bounds.lower, bounds.upper))

    def proven(self, dispatch: Dispatch, x: FloatArray) -> float:
        """What the prices of a dispatch prove of the cost of the operation under the sizes x [EUR/a]."""
        return self.undivided.of_parts(self.undivided.read(dispatch.row_dual, self.cost)).at(x)

    def cost_of(self, dispatch: Dispatch, x: FloatArray) -> float:
        """What a dispatch and the sizes x cost, as if its contents met everywhere [EUR/a]."""
        return float(self.cost[self.split.operation] @ dispatch.y) + float(self.cost[self.split.sizes] @ x)

    def least_cost(self, dispatch: Dispatch, x: FloatArray) -> float:
        """What a dispatch proves that the sizes x cost at least, with what they themselves cost [EUR/a]."""
        return self.proven(dispatch, x) + float(self.cost[self.split.sizes] @ x)

    def _merge(self, edges: BoolArray) -> None:
        """Take edges away; the windows on both sides of each become one."""
        kept = self.edges[~edges]
        self.edges = kept if len(kept) else self.edges[:1]
        self._prepare()

    def _joins(self, bounds: Bounds) -> list[Join]:
        """The join before each window."""
        split, steps = self.split, self.horizon.steps
        solvers = list(self.solvers.values())
        if len(solvers) == 1:
            edge = np.full(split.parts.count, self.edges[0])
            return [Join(edge, edge, np.zeros(split.parts.count))]
        cost = self.cost[split.operation]
        said = [answered(s.window, s.x, s.price, bounds, cost) for s in solvers]
        part = split.parts.of_column[solvers[0].window.columns[solvers[0].window.links[:, 0]]]
        near = [self.horizon.near(int(edge), self.around) for edge in self.edges]
        return [
            join(said[number - 1], said[number], candidates, steps, (part, split.parts.count))
            for number, candidates in enumerate(near)
        ]

    def _joined(self, joins: list[Join], bounds: Bounds, x: FloatArray) -> Dispatch:
        split, horizon = self.split, self.horizon
        solvers = list(self.solvers.values())
        y = joined(
            [(s.window.columns, s.x) for s in solvers],
            [each.contents_at for each in joins],
            (horizon.column_span[0], split.parts.of_column),
            horizon.steps,
        )
        price = joined(
            [(s.window.rows, s.price) for s in solvers],
            [each.prices_at for each in joins],
            (horizon.row_span[0], split.parts.of_row),
            horizon.steps,
        )
        row_dual = split.prices_of_all_rows(price, self.cost, bounds, x)
        split_edges = np.array([(each.contents_at != each.prices_at).any() for each in joins])
        return Dispatch(y, row_dual, np.sum([each.loss for each in joins], axis=0), split_edges)

    def _mended(self, y: FloatArray, bounds: Bounds, *, near: bool = False) -> tuple[FloatArray, BoolArray]:
        """The dispatch with contents that meet everywhere, and the edges at which that took some mending.

        `near`: if it can be, within half a day of where they do not: that may cost more, and takes far less time.
        """
        touched = np.zeros(len(self.edges), dtype=bool)
        broken = np.flatnonzero(_broken(self.split, y, bounds))
        if not len(broken):
            return y, touched
        at = self.horizon.row_span[0][broken]
        touched[self._nearest_edges(at)] = True
        parts = np.unique(self.split.parts.of_row[broken])
        if near:
            reach = max(self.around // 4, 1)
            stretches = [self.horizon.around(int(step), reach) for step in np.unique(at)]
            mended = self._between_held_ends(y, bounds, stretches, parts)
            if mended is not None:
                return mended, touched
        while True:
            mended = self._between_held_ends(y, bounds, self._stretches(touched), parts)
            if mended is not None:
                return mended, touched
            if touched.all():
                raise SolverError(Fault("solver_no_answer", {"status": "no dispatch of the whole horizon"}))
            touched = touched | np.roll(touched, 1) | np.roll(touched, -1)

    def _nearest_edges(self, at: IntArray) -> IntArray:
        away = np.mod(at[:, None] - self.edges[None, :], self.horizon.steps)
        return np.unique(np.minimum(away, self.horizon.steps - away).argmin(axis=1))

    def _between_held_ends(
        self, y: FloatArray, bounds: Bounds, stretches: Iterable[tuple[int, int]], parts: IntArray
    ) -> FloatArray | None:
        """Dispatch each stretch again, from its first step on and so many; None if one cannot be."""
        y = y.copy()
        for first, length in stretches:
            held = self.horizon.held(first, length, y, parts)
            lower, upper = bounds.lower[held.columns].copy(), bounds.upper[held.columns].copy()
            lower[held.ends] = upper[held.ends] = y[held.columns[held.ends]]
            rows = bounds.row_lower[held.rows] - held.outside, bounds.row_upper[held.rows] - held.outside
            highs = hand_over(held.a, self.cost[self.split.operation][held.columns], (lower, upper), rows)
            if length > 2 * self.around:  # a shorter one is sooner solved anew than its basis is put together
                inside = [s for s in self.solvers.values() if self.horizon.reaches(s.window, first, length)]
                highs.setBasis(joined_basis(self.split, inside, held))
            highs.run()
            if highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
                return None
            y[held.columns] = np.array(highs.getSolution().col_value)
        return y

    def _stretches(self, touched: BoolArray) -> Iterator[tuple[int, int]]:
        """First step and length of each run of windows that touched edges connect."""
        steps, count = self.horizon.steps, len(self.edges)
        loose = np.flatnonzero(~touched)
        if len(loose) < 2:
            yield int(self.edges[loose[0]]) if len(loose) else 0, steps
            return
        for number, edge in enumerate(loose):
            following = loose[(number + 1) % len(loose)]
            if (following - edge) % count > 1:
                yield int(self.edges[edge]), int(self.edges[following] - self.edges[edge]) % steps


def _solve(solvers: list[WindowSolver], bounds: Bounds) -> None:
    """Solve windows in parallel; those that never ran one behind the other, each from the basis of the last."""
    workers = threads()
    share = 1 if all(solver.started for solver in solvers) else -(-len(solvers) // CHAINS)
    chunks = [solvers[begin : begin + share] for begin in range(0, len(solvers), share)]
    given_up = Event()
    with ThreadPoolExecutor(workers) as pool:
        try:
            list(pool.map(lambda chunk: solve_in_turn(chunk, bounds, given_up.is_set), chunks))
        except BaseException:
            given_up.set()
            raise


def _broken(split: Split, y: FloatArray, bounds: Bounds) -> BoolArray:
    """Rows that windows which do not meet leave broken."""
    held = split.a @ y
    allowed = APART + RELATIVE_APART * (abs(split.a) @ np.abs(y))
    return np.asarray((held < bounds.row_lower - allowed) | (held > bounds.row_upper + allowed))
