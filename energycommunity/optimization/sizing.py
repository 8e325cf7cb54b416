"""Sizes first, then the dispatch of the whole grid with those sizes fixed, and a proven bound for both.

The search may use shortages at a price that no solution wants to pay; the final dispatch may not use any.
"""

from __future__ import annotations

import math
import time as clock
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from energycommunity.errors import Fault, SolverError
from energycommunity.optimization.branched_bound import best_prices, branched_bound
from energycommunity.optimization.capacity_check import refuse_too_little
from energycommunity.optimization.decomposition import Search, Trial
from energycommunity.optimization.experience import Experience
from energycommunity.optimization.full_dispatch import ENLARGEMENTS, Final, dispatch_with
from energycommunity.optimization.infeasibility import lacking, refuse_lack, refuse_limits
from energycommunity.optimization.matrix import Matrix, Vector
from energycommunity.optimization.nearest_sizes import allowed_sizes
from energycommunity.optimization.operation import Operation
from energycommunity.optimization.programme import Programme
from energycommunity.optimization.proof import keeps_all_bounds, largest_violation, relative_gap
from energycommunity.optimization.reduced_year import FEWEST_STEPS
from energycommunity.optimization.rolling_horizon import RollingOptions
from energycommunity.optimization.shorter_search import Reduced, search_reduced
from energycommunity.optimization.spell_rows import with_spells
from energycommunity.optimization.split import Split
from energycommunity.optimization.switches import NO_SHORTAGE_KW
from energycommunity.optimization.whole_matrix import SMALL, dispatch_whole, sizes_of_whole
from energycommunity.quantities import FloatArray
from energycommunity.stopping import Stop

#: Rows above which a shorter year tells where to start: below, a dispatch of all steps takes no longer than that year.
ROWS_FOR_REDUCED_YEAR = 150_000
#: Part of the accepted distance that the search may leave; the rest is for the final dispatch.
FOR_THE_SEARCH = 0.9


@dataclass(frozen=True)
class SolverOptions:
    """How to solve: method, the gap that is asked for, and where progress is told.

    `stop` ends the search for better sizes or switches; the dispatch with the best found is always computed.
    `cutoff_eur_per_year` tells a cost that is known elsewhere by now: a programme that provably cannot cost less is
    given up.
    `experience` is asked where to start, and keeps what was learnt for the next programme.
    """

    method: str = "auto"
    gap: float = 1e-4
    progress: Callable[[str, dict[str, object]], None] = field(default=lambda key, values: None)
    stop: Stop = field(default_factory=Stop)
    experience: Experience = field(default_factory=Experience)
    cutoff_eur_per_year: Callable[[], float] = lambda: math.inf


class Dearer(Exception):  # noqa: N818  no error: an answer of a race
    """A programme was given up: it costs at least as much as what is known elsewhere, less the accepted gap."""

    def __init__(self, lower_bound_eur_per_year: float) -> None:
        super().__init__(lower_bound_eur_per_year)
        self.lower_bound_eur_per_year = lower_bound_eur_per_year


@dataclass(frozen=True)
class ShorterYear:
    """What a shorter year alone would have answered: the search begins with its sizes and goes on from there.

    Parameters
    ----------
    steps : int
        Its number of steps.
    claimed_eur_per_year : float
        What its best sizes cost in it.
    true_eur_per_year : float
        What they cost in all steps; with the price of what they cannot serve, if anything.
    lacks : bool
        Whether they leave some demand unserved.
    """

    steps: int
    claimed_eur_per_year: float
    true_eur_per_year: float
    lacks: bool


@dataclass(frozen=True, eq=False)
class Solution:
    """Sizes and dispatch, what they cost, and the proof.

    Parameters
    ----------
    values : Vector
        Values of all variables of the final dispatch.
    objective_eur_per_year : float
        Yearly cost of that dispatch with its sizes.
    lower_bound_eur_per_year : float
        Proven: no sizes and no operation cost less.
    violation : float
        Largest violation of any row by the final dispatch.
    timings_s : dict
        Seconds by step.
    directions_cost_eur_per_year : float
        What deciding the directions that exclude each other costs at these sizes, as far as the gap contains it.
    shorter_year : ShorterYear or None
        What a shorter year alone would have answered, where the search began with one.
    stopped : bool
        Whether the search was stopped before it came to the gap that was asked for.
    """

    values: Vector
    objective_eur_per_year: float
    lower_bound_eur_per_year: float
    violation: float
    timings_s: dict[str, float]
    rows: int
    columns: int
    directions_cost_eur_per_year: float = 0.0
    shorter_year: ShorterYear | None = None
    stopped: bool = False

    @property
    def gap(self) -> float:
        """(cost - bound) over the size of the cost."""
        return relative_gap(self.objective_eur_per_year, self.lower_bound_eur_per_year)


def solve(programme: Programme, options: SolverOptions) -> Solution:
    """Choose sizes, dispatch the grid with them, and prove how good that is.

    Raises
    ------
    InfeasibleError
        If no sizes serve every demand within the limits; says what lacks where and when, or which limit cannot be kept.
    SolverError
        If the recomputed residuals or bounds contradict the solver, also without presolve.
    Dearer
        If it provably costs no less than the cutoff, within the gap.
    """
    timings: dict[str, float] = {}
    begin = clock.perf_counter()
    refuse_limits(programme)
    refuse_too_little(programme)
    matrix = with_spells(programme)
    timings["assemble"] = clock.perf_counter() - begin
    way = _Way(programme, matrix, options, timings)
    for dearer in (1.0, 100.0, 10_000.0):  # what building costs at all, and what the gap leaves, may be dearer still
        way.take_costs(matrix.cost + dearer * (matrix.search_cost - matrix.cost))
        final, bound = way.size_and_dispatch()
        if not lacking(programme, Vector(matrix, final.x), NO_SHORTAGE_KW):
            break
        if any(block.commitments or block.missing for block in programme.blocks.values()):
            continue  # with minimum loads smaller sizes may serve what the largest cannot
        utmost = way.dispatch(matrix.upper[matrix.investment])
        refuse_lack(programme, Vector(matrix, utmost.x), NO_SHORTAGE_KW)  # what no size serves needs no further search
        if options.stop.wanted():
            final = way.dispatch(allowed_sizes(Split(matrix), matrix.upper[matrix.investment]))
            break
    values = Vector(matrix, final.x)
    refuse_lack(programme, values, NO_SHORTAGE_KW)
    cost = values.eur_per_year
    bound = way.with_whole_switches(final, bound)
    violation = largest_violation(matrix, final.x)
    if not keeps_all_bounds(matrix, final.x, 2.0 * max(ENLARGEMENTS)):
        raise SolverError(Fault("solver_not_trusted", {"gap": "-", "violation": f"{violation:.2e}"}))
    bound = min(bound + matrix.constant, cost)
    stopped = options.stop.wanted() and relative_gap(cost, bound) > max(options.gap, 1e-6)
    directions = min(max(float(way.matrix.search_cost @ final.x) - final.relaxed_cost, 0.0), cost - bound)
    counts = len(matrix.row_lower), len(final.x)
    return Solution(values, cost, bound, violation, timings, *counts, directions, way.shorter, stopped)


class _Way:
    """How one programme is solved: by decomposition and in windows, or in one piece."""

    def __init__(self, programme: Programme, matrix: Matrix, options: SolverOptions, timings: dict[str, float]) -> None:
        self.programme, self.matrix, self.options, self.timings = programme, matrix, options, timings
        small = len(matrix.row_lower) <= SMALL
        self.decomposed = options.method == "decomposition" or (options.method == "auto" and not small)
        self.search: Search | None = None
        self.reduced: Reduced | None = None
        self.shorter: ShorterYear | None = None
        self.cost: float | None = None
        self.trials: tuple[Trial, ...] = ()
        self.in_windows = options.method != "whole" and not small

    @cached_property
    def operation(self) -> Operation:
        """The dispatch as a function of the sizes."""
        operation = Operation(Split(self.matrix), self.matrix.search_cost, self.programme.case.time.step_h)
        self.options.experience.warm(operation)
        return operation

    def take_costs(self, search_cost: FloatArray) -> None:
        """Other costs of the search's columns from now on, none of them lower than before."""
        self.matrix = replace(self.matrix, search_cost=search_cost)
        if self.search is not None:
            self.search.take_costs(search_cost)
        elif self.in_windows:
            self.operation.take_costs(search_cost)

    def size_and_dispatch(self) -> tuple[Final, float]:
        """Sizes, then the dispatch with them, and the bound for both."""
        matrix, bound = self.matrix, None
        free = matrix.investment & (matrix.lower < matrix.upper)
        sizes = matrix.lower[matrix.investment]
        begin = clock.perf_counter()
        if free.any():
            self.options.progress("progress_sizing", {"sizes": int(free.sum()), "rows": len(matrix.row_lower)})
            sizes, bound = self.sizes()
            self.timings["sizes"] = clock.perf_counter() - begin
            self._give_up_if_dearer(bound)
        begin = clock.perf_counter()
        self.options.progress("progress_dispatch", {"steps": self.programme.case.time.steps})
        final = self.dispatch(_cleaned(matrix, sizes))
        self.timings["dispatch"] = clock.perf_counter() - begin
        return final, final.bound if bound is None else bound

    def _give_up_if_dearer(self, bound: float) -> None:
        """End here where the sizes cannot cost less than the cutoff, or less by no more than the gap and do not."""
        constant, cutoff = self.matrix.constant, self.options.cutoff_eur_per_year()
        not_less = self.cost is not None and self.cost + constant >= cutoff
        if bound + constant >= cutoff or (not_less and bound >= self._enough()):
            raise Dearer(bound + constant)

    def _enough(self) -> float:
        """The bound, without the part of the cost that no decision changes, from which on sizes are of no interest."""
        cutoff = self.options.cutoff_eur_per_year()
        return math.inf if math.isinf(cutoff) else cutoff - self.options.gap * abs(cutoff) - self.matrix.constant

    def sizes(self) -> tuple[FloatArray, float]:
        """The best sizes and the bound that proves them."""
        options, constant = self.options, self.matrix.constant
        if not self.decomposed:
            return sizes_of_whole(self.matrix, options.gap, options.stop)

        def tell(key: str, values: dict[str, float]) -> None:
            options.stop.found = True
            told = values["best"] + constant, values["bound"] + constant
            options.progress(key, {**values, "best": told[0], "bound": told[1], "gap": relative_gap(*told)})

        search, start = self.search, None if self.search is None else self.search.x
        if search is None:
            search = self.search = Search(self.operation)
            search.enough, start = self._enough, self._start(search)
        found = search.run(FOR_THE_SEARCH * options.gap, start, tell, options.stop)
        options.experience.keep(self.operation, found)
        self.trials = found.trials
        self.shorter, self.cost = self.shorter or self._judged(search), found.cost
        return found.x, found.bound

    def _start(self, search: Search) -> FloatArray | None:
        """Sizes to begin with: those of a programme like this one, or those of a shorter year."""
        experience, operation = self.options.experience, self.operation
        start = experience.start_of(operation, search.middle())
        if start is not None and experience.steps == operation.horizon.steps:
            for x, prices in experience.prices_for(operation, start):
                search.know(x, prices)
            return search.allowed(start)
        if len(self.matrix.row_lower) < ROWS_FOR_REDUCED_YEAR or operation.horizon.steps < FEWEST_STEPS:
            return None if start is None else search.allowed(start)
        self.reduced = search_reduced(self.programme.case, self.matrix, self.options.gap, self.options.stop)
        for x, row_dual in self.reduced.learnt():
            search.know(x, row_dual)
        start = experience.start_of(operation, self.reduced.x)
        return self.reduced.x if start is None else search.allowed(start)

    def _judged(self, search: Search) -> ShorterYear | None:
        """How wrong the shorter year would have been as the answer."""
        if self.reduced is None or search.first is None:
            return None
        constant, split = self.matrix.constant, self.operation.split
        values = np.zeros(len(self.matrix.cost))
        values[split.sizes], first = search.first
        values[split.operation] = first.y
        lacks = lacking(self.programme, Vector(self.matrix, values), NO_SHORTAGE_KW)
        true_cost = float(self.matrix.search_cost @ values)
        return ShorterYear(self.reduced.steps, self.reduced.cost + constant, true_cost + constant, lacks)

    def rolling(self) -> RollingOptions:
        """Windows of two days, of which one is decided; in haste once a stop is wanted."""
        options, day = self.options, max(round(24.0 / self.programme.case.time.step_h), 1)

        def told(decided_steps: int, steps: int) -> None:
            options.progress("progress_commitment", {"decided": decided_steps // day, "days": steps // day})

        return RollingOptions(2 * day, day, lambda: not options.stop.wanted(), told)

    def dispatch(self, sizes: FloatArray) -> Final:
        """The dispatch with the sizes fixed."""
        options = self.options
        rolling = self.rolling()
        if self.in_windows:
            operation, cost = self.operation, self.cost
            if cost is None:
                cost = operation.least_cost(operation.under(sizes), sizes)
            open_eur = options.gap * max(abs(cost), 1.0)
            return dispatch_with(self.programme, operation, sizes, open_eur, rolling)
        stop = options.stop if len(self.matrix.row_lower) <= SMALL else None
        return dispatch_whole(self.programme, self.matrix, sizes, options.gap, rolling, stop)

    def with_whole_switches(self, final: Final, bound: float) -> float:
        """The bound; where it proves too little, raised by a search over the switches of each day."""
        matrix, options = self.matrix, self.options
        cost = float(matrix.search_cost @ final.x)
        open_eur = options.gap * abs(cost + matrix.constant)
        decides = (matrix.integer & ~matrix.investment).any()
        if final.row_dual is None or not decides or cost - bound <= open_eur or options.stop.wanted():
            return bound
        begin = clock.perf_counter()
        options.progress("progress_bound", {})
        prices = best_prices(matrix, (*(trial.row_dual for trial in self.trials), final.row_dual))
        day = max(round(24.0 / self.programme.case.time.step_h), 1)
        raised = branched_bound(matrix, prices, day, open_eur, lambda: not options.stop.wanted())
        self.timings["bound"] = clock.perf_counter() - begin
        return max(bound, raised)


def _cleaned(matrix: Matrix, sizes: FloatArray) -> FloatArray:
    """Sizes without the dust of the solver: integers whole, and nothing below 1e-7 of the largest size."""
    lower, upper = (bound[matrix.investment] for bound in (matrix.lower, matrix.upper))
    sizes = np.where(matrix.integer[matrix.investment], np.round(sizes), sizes)
    return np.clip(np.where(sizes < 1e-7 * np.maximum(upper, 1.0), lower, sizes), lower, upper)
