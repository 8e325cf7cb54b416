"""Solve the whole matrix in one piece: small programmes, and large ones where the file asks for it.

Small programmes branch on their exclusions; in large ones directions are taken from the dispatch without them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from energycommunity.errors import Fault, SolverError
from energycommunity.optimization.directions import netted, opposites_cost
from energycommunity.optimization.full_dispatch import ENLARGEMENTS, Final, enlarged, without_rows_between_sizes
from energycommunity.optimization.highs import (
    Answer,
    HighsOptions,
    Method,
    run,
)
from energycommunity.optimization.infeasibility import lacking
from energycommunity.optimization.matrix import Matrix, Vector
from energycommunity.optimization.nearest_sizes import allowed_sizes
from energycommunity.optimization.programme import Programme
from energycommunity.optimization.proof import dual_bound, keeps_all_bounds, largest_violation
from energycommunity.optimization.rolling_horizon import Relaxed, RollingOptions
from energycommunity.optimization.split import Split
from energycommunity.optimization.switches import NO_SHORTAGE_KW, decided, has_commitments
from energycommunity.quantities import FloatArray
from energycommunity.stopping import Stop

#: Rows up to which a matrix counts as small.
SMALL = 5_000
#: Rows above which the interior point (HiPO) is faster than the dual simplex while sizes are free.
ROWS_FOR_INTERIOR_POINT = 20_000


@dataclass(frozen=True, eq=False)
class Reached:
    """How far a search came: columns, prices of the rows, a proven bound, and whether the columns keep every row."""

    x: FloatArray
    row_dual: FloatArray
    bound: float
    complete: bool


def sizes_of_whole(matrix: Matrix, gap: float, stop: Stop) -> tuple[FloatArray, float]:
    """The best sizes, shape (sizes,), and the bound that proves them.

    Where the search is stopped before it has a solution, sizes near those without whole numbers if they are known in
    seconds, the largest otherwise, and the bound that is known by then.
    """
    reached = search_whole(matrix, matrix.lower, matrix.upper, gap, stop)
    if reached.complete:
        stop.found = True
        return reached.x[matrix.investment], reached.bound
    if len(matrix.row_lower) > ROWS_FOR_INTERIOR_POINT:
        return allowed_sizes(Split(matrix), matrix.upper[matrix.investment]), reached.bound
    relaxed = search_whole(matrix, matrix.lower, matrix.upper, gap, Stop(), relaxed=True)
    return allowed_sizes(Split(matrix), relaxed.x[matrix.investment]), max(reached.bound, relaxed.bound)


def dispatch_whole(
    programme: Programme,
    matrix: Matrix,
    sizes: FloatArray,
    gap: float,
    rolling: RollingOptions,
    branching: Stop | None,
) -> Final:
    """Dispatch with the sizes fixed; where rounding left a size a hair too small, with a hair more.

    Exclusions are decided first and the dispatch is solved with them fixed, so that no fraction of a binary lets power
    through. `branching` ends only the search for the best decisions; without it there is none. Rows between sizes alone
    say nothing about the dispatch: with the sizes fixed, rounding would make it infeasible.
    """
    split = Split(matrix)
    matrix = without_rows_between_sizes(split)
    for more in ENLARGEMENTS:
        bounds = matrix.lower.copy(), matrix.upper.copy()
        for side in bounds:
            side[matrix.investment] = enlarged(split, sizes, more)
        decisive, lower, upper = _decisions(programme, matrix, bounds, (gap, branching), rolling)
        answer = decisive
        if (matrix.integer & ~matrix.investment).any():
            answer = search_whole(matrix, lower, upper, gap, Stop(), relaxed=True)
        rolled = has_commitments(programme) and branching is None
        if rolled or not lacking(programme, Vector(matrix, answer.x), NO_SHORTAGE_KW):
            break
    final = netted(programme, Vector(matrix, answer.x))
    tie_cost = opposites_cost(programme, final)
    if tie_cost.any():
        tidy = replace(matrix, search_cost=matrix.search_cost + tie_cost)
        final = Vector(matrix, search_whole(tidy, lower, upper, gap, Stop(), relaxed=True).x)
    return Final(final.x, float(matrix.search_cost @ decisive.x), decisive.bound)


def _decisions(
    programme: Programme,
    matrix: Matrix,
    bounds: tuple[FloatArray, FloatArray],
    asked: tuple[float, Stop | None],
    rolling: RollingOptions,
) -> tuple[Reached, FloatArray, FloatArray]:
    """What decides the integers of the operation, and the column bounds with every one of them decided.

    `asked`: the gap, and what ends the branching; without the latter, or where it comes before any solution, they are
    decided from the dispatch without integers.
    """
    gap, branching = asked
    switches = matrix.integer & ~matrix.investment
    bound = -np.inf
    if branching is not None and switches.any():
        best = search_whole(matrix, *bounds, gap, branching)
        if best.complete:
            lower, upper = (np.where(switches, np.round(best.x), side) for side in bounds)
            return best, lower, upper
        bound = best.bound
    relaxed = search_whole(matrix, *bounds, gap, Stop(), relaxed=True)
    lower, upper = decided(programme, matrix, bounds, Relaxed(relaxed.x, relaxed.row_dual), rolling)
    return replace(relaxed, bound=max(bound, relaxed.bound)), lower, upper


def search_whole(
    matrix: Matrix, lower: FloatArray, upper: FloatArray, gap: float, stop: Stop, *, relaxed: bool = False
) -> Reached:
    """Solve, recompute residual and bound, and if they contradict the solver solve again without presolve.

    Once the stop is wanted, what was reached until then is returned as it is.

    Raises
    ------
    SolverError
        If the recomputed residual or bound contradicts the solver both times.
    """
    undecided = matrix.integer & (lower < upper)
    chosen = _method(matrix, lower, upper) if relaxed or not undecided.any() else "integer"
    for presolve in (True, False):
        answer = run(matrix, matrix.search_cost, lower, upper, HighsOptions(chosen, gap, presolve, stop))
        bound = _bound(matrix, answer, lower, upper)
        complete = keeps_all_bounds(matrix, answer.x)
        value = float(matrix.search_cost @ answer.x)
        scale = max(1.0, abs(value))
        if answer.cut_off or (complete and value - bound <= max(gap, 1e-6) * scale):
            return Reached(answer.x, answer.row_dual, min(bound, value) if complete else bound, complete)
    raise SolverError(
        Fault(
            "solver_not_trusted",
            {"gap": f"{(value - bound) / scale:.2e}", "violation": f"{largest_violation(matrix, answer.x):.2e}"},
        )
    )


def _bound(matrix: Matrix, answer: Answer, lower: FloatArray, upper: FloatArray) -> float:
    """The solver's own bound of an integer programme; where it has none, that of its prices or of no prices at all."""
    if np.isfinite(answer.integer_bound):
        return answer.integer_bound
    prices = (answer.row_dual, np.zeros(len(answer.row_dual)))
    return max(dual_bound(matrix, matrix.search_cost, each, lower, upper) for each in prices)


def _method(matrix: Matrix, lower: FloatArray, upper: FloatArray) -> Method:
    """With the sizes fixed a year falls to the dual simplex in seconds; with sizes free, large ones need HiPO."""
    free = bool((matrix.investment & (lower < upper)).any())
    return "interior_point" if free and len(matrix.row_lower) > ROWS_FOR_INTERIOR_POINT else "simplex"
