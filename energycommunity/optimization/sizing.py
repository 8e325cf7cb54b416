"""Sizes first, then the dispatch of the whole grid with those sizes fixed, and a proven bound for both.

The search may use shortages at a price that no solution wants to pay; the final dispatch may not use any.
"""

from __future__ import annotations

import time as clock
from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np

from energycommunity.errors import Fault, SolverError
from energycommunity.optimization.decomposition import decompose
from energycommunity.optimization.directions import opposites_cost, with_directions
from energycommunity.optimization.highs import Answer, HighsOptions, Method, run
from energycommunity.optimization.infeasibility import lacking, refuse_lack, refuse_limits
from energycommunity.optimization.matrix import Matrix, Vector, assemble
from energycommunity.optimization.programme import Programme
from energycommunity.optimization.proof import dual_bound, keeps_all_bounds, largest_violation, relative_gap
from energycommunity.optimization.rolling_horizon import RollingOptions, commit
from energycommunity.optimization.split import Split
from energycommunity.quantities import FloatArray

#: Rows above which sizes are found by decomposition, and exclusions by fixing directions instead of branching.
ROWS_FOR_DECOMPOSITION = 5_000
#: Rows above which, for a whole matrix, the interior point (HiPO) is faster than the dual simplex.
ROWS_FOR_INTERIOR_POINT = 20_000
#: By how much sizes are enlarged, one after the other, until rounding leaves no demand unserved.
ENLARGEMENTS = (0.0, 1e-7, 1e-5)
#: A shortage below this is rounding [kW].
NO_SHORTAGE_KW = 1e-6


@dataclass(frozen=True)
class SolverOptions:
    """How to solve: method, the gap that is asked for, and where progress is told.

    `time_limit_s` ends the search for better sizes or switches; the dispatch with the best found is always computed.
    """

    method: str = "auto"
    gap: float = 1e-4
    time_limit_s: float | None = None
    progress: Callable[[str, dict[str, object]], None] = field(default=lambda key, values: None)


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
    """

    values: Vector
    objective_eur_per_year: float
    lower_bound_eur_per_year: float
    violation: float
    timings_s: dict[str, float]
    rows: int
    columns: int

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
    """
    timings: dict[str, float] = {}
    begin = clock.perf_counter()
    refuse_limits(programme)
    matrix = assemble(programme)
    timings["assemble"] = clock.perf_counter() - begin
    for dearer in (1.0, 100.0, 10_000.0):  # the price of shortages leaves out what building costs at all
        priced = replace(matrix, search_cost=matrix.cost + dearer * (matrix.search_cost - matrix.cost))
        final, bound = _size_and_dispatch(programme, priced, options, timings)
        if not lacking(programme, Vector(matrix, final.x), NO_SHORTAGE_KW):
            break
        _refuse_if_largest_sizes_lack(programme, priced, options)
    values = Vector(matrix, final.x)
    refuse_lack(programme, values, NO_SHORTAGE_KW)
    cost = float(matrix.cost @ final.x) + matrix.constant
    violation = largest_violation(matrix, final.x)
    if not keeps_all_bounds(matrix, final.x, 2.0 * max(ENLARGEMENTS)):
        raise SolverError(Fault("solver_not_trusted", {"gap": "-", "violation": f"{violation:.2e}"}))
    return Solution(values, cost, bound + matrix.constant, violation, timings, len(matrix.row_lower), len(final.x))


def _refuse_if_largest_sizes_lack(programme: Programme, matrix: Matrix, options: SolverOptions) -> None:
    """What even the largest sizes cannot serve needs no further search; with minimum loads smaller ones may."""
    if any(block.commitments or block.missing for block in programme.blocks.values()):
        return
    utmost, _ = _dispatch(programme, matrix, np.where(matrix.investment, matrix.upper, 0.0), options)
    refuse_lack(programme, Vector(matrix, utmost.x), NO_SHORTAGE_KW)


def _size_and_dispatch(
    programme: Programme, matrix: Matrix, options: SolverOptions, timings: dict[str, float]
) -> tuple[Answer, float]:
    """Sizes, then the dispatch with them, and the bound for both."""
    free = matrix.investment & (matrix.lower < matrix.upper)
    begin = clock.perf_counter()
    bound = -np.inf
    fixed = np.where(matrix.investment, matrix.lower, 0.0)
    if free.any():
        options.progress("progress_sizing", {"sizes": int(free.sum()), "rows": len(matrix.row_lower)})
        sizes, bound = _sizes(matrix, options)
        fixed = _cleaned(matrix, sizes)
        timings["sizes"] = clock.perf_counter() - begin
    begin = clock.perf_counter()
    options.progress("progress_dispatch", {"steps": programme.case.time.steps})
    final, dispatch_bound = _dispatch(programme, matrix, fixed, options)
    timings["dispatch"] = clock.perf_counter() - begin
    return final, bound if free.any() else dispatch_bound


def _sizes(matrix: Matrix, options: SolverOptions) -> tuple[FloatArray, float]:
    """A vector with the best sizes in place, and the bound that proves them."""
    large = len(matrix.row_lower) > ROWS_FOR_DECOMPOSITION
    if options.method == "decomposition" or (options.method == "auto" and large):
        return decompose(matrix, matrix.search_cost, options.gap, options.progress, options.time_limit_s)
    answer, bound = _search(matrix, matrix.lower, matrix.upper, options)
    return answer.x, bound


def _dispatch(programme: Programme, matrix: Matrix, sizes: FloatArray, options: SolverOptions) -> tuple[Answer, float]:
    """Dispatch with the sizes fixed; where rounding left a size a hair too small, with a hair more.

    Exclusions are decided first and the dispatch is solved with them fixed, so that no fraction of a binary lets power
    through. In large programmes they are not branched on: directions are taken from the dispatch without them, and the
    bound is that dispatch's, so that their distance is part of the gap. Where plants have a minimum load or a cost of
    starts, all are decided window by window, with the same bound. Rows between sizes alone say nothing about the
    dispatch: with the sizes fixed, rounding would make it infeasible.
    """
    matrix = _without_rows_between_sizes(matrix)
    branch = len(matrix.row_lower) <= ROWS_FOR_DECOMPOSITION
    switches = matrix.integer & ~matrix.investment
    commitments = any(block.commitments for block in programme.blocks.values())
    for more in ENLARGEMENTS:
        enlarged = np.where(matrix.integer, sizes, np.minimum(sizes * (1.0 + more), matrix.upper))
        lower = np.where(matrix.investment, enlarged, matrix.lower)
        upper = np.where(matrix.investment, enlarged, matrix.upper)
        answer, bound = _search(matrix, lower, upper, options, relaxed=not branch)
        if switches.any():
            if branch:
                lower, upper = (np.where(switches, np.round(answer.x), side) for side in (lower, upper))
            elif commitments:
                if lacking(programme, Vector(matrix, answer.x), NO_SHORTAGE_KW):
                    continue  # integers would not serve what the linear dispatch cannot
                values = commit(matrix, lower, upper, answer, _windows(programme, options))
                lower, upper = (np.where(switches, values, side) for side in (lower, upper))
            else:
                lower, upper = with_directions(programme, Vector(matrix, answer.x), lower, upper)
            answer, _ = _search(matrix, lower, upper, options, relaxed=True)
        if (commitments and not branch) or not lacking(programme, Vector(matrix, answer.x), NO_SHORTAGE_KW):
            break
    tie_cost = opposites_cost(programme, Vector(matrix, answer.x))
    if tie_cost.any():
        tidy = replace(matrix, search_cost=matrix.search_cost + tie_cost)
        answer, _ = _search(tidy, lower, upper, options, relaxed=True)
    return answer, bound


def _windows(programme: Programme, options: SolverOptions) -> RollingOptions:
    """Windows of two days, of which one is decided; in haste once the time is over."""
    begin, day = clock.monotonic(), round(24.0 / programme.case.time.step_h)

    def wanted() -> bool:
        return options.time_limit_s is None or clock.monotonic() - begin <= options.time_limit_s

    def told(decided_steps: int, steps: int) -> None:
        options.progress("progress_commitment", {"decided": decided_steps // day, "days": steps // day})

    return RollingOptions(2 * day, day, wanted, told)


def _without_rows_between_sizes(matrix: Matrix) -> Matrix:
    between = Split(matrix).master_rows
    row_lower, row_upper = matrix.row_lower.copy(), matrix.row_upper.copy()
    row_lower[between], row_upper[between] = -np.inf, np.inf
    return replace(matrix, row_lower=row_lower, row_upper=row_upper)


def _search(
    matrix: Matrix, lower: FloatArray, upper: FloatArray, options: SolverOptions, *, relaxed: bool = False
) -> tuple[Answer, float]:
    """Solve, recompute residual and bound, and if they contradict the solver solve again without presolve.

    The bound of an integer programme is the solver's own, that of a linear one is recomputed.
    """
    undecided = matrix.integer & (lower < upper)
    chosen = _method(matrix, lower, upper) if relaxed or not undecided.any() else "integer"
    time_limit_s = options.time_limit_s if chosen == "integer" else None
    for presolve in (True, False):
        answer = run(
            matrix, matrix.search_cost, lower, upper, HighsOptions(chosen, options.gap, time_limit_s, presolve)
        )
        bound = answer.claimed_bound
        if chosen != "integer" or not np.isfinite(bound):
            bound = dual_bound(matrix, matrix.search_cost, answer.row_dual, lower, upper)
        value = float(matrix.search_cost @ answer.x)
        scale = max(1.0, abs(value))
        close = value - bound <= max(options.gap, 1e-6) * scale
        if (close or answer.out_of_time) and keeps_all_bounds(matrix, answer.x):
            return answer, min(bound, value)
    raise SolverError(
        Fault(
            "solver_not_trusted",
            {"gap": f"{(value - bound) / scale:.2e}", "violation": f"{largest_violation(matrix, answer.x):.2e}"},
        )
    )


def _method(matrix: Matrix, lower: FloatArray, upper: FloatArray) -> Method:
    """With the sizes fixed a year falls to the dual simplex in seconds; with sizes free, large ones need HiPO."""
    free = bool((matrix.investment & (lower < upper)).any())
    return "interior_point" if free and len(matrix.row_lower) > ROWS_FOR_INTERIOR_POINT else "simplex"


def _cleaned(matrix: Matrix, x: FloatArray) -> FloatArray:
    """Sizes without the dust of the solver: integers whole, and nothing below 1e-7 of the largest size."""
    sizes = np.where(matrix.investment, x, 0.0)
    sizes = np.where(matrix.integer, np.round(sizes), sizes)
    dust = sizes < 1e-7 * np.maximum(matrix.upper, 1.0)
    return np.clip(np.where(dust, matrix.lower, sizes), matrix.lower, matrix.upper)
