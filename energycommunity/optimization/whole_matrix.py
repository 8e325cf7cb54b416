"""Solve the whole matrix in one piece: small programmes, and large ones where the file asks for it.

Small programmes branch on their exclusions; in large ones directions are taken from the dispatch without them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy import sparse

from energycommunity.errors import Fault, SolverError
from energycommunity.optimization.directions import opposites_cost, with_directions
from energycommunity.optimization.full_dispatch import ENLARGEMENTS, NO_SHORTAGE_KW, Final, enlarged
from energycommunity.optimization.highs import (
    Answer,
    HighsOptions,
    Method,
    hand_over,
    make_integer,
    run,
    solve_to_optimum,
)
from energycommunity.optimization.infeasibility import lacking
from energycommunity.optimization.matrix import Matrix, Vector
from energycommunity.optimization.programme import Programme
from energycommunity.optimization.proof import dual_bound, keeps_all_bounds, largest_violation
from energycommunity.optimization.split import Split
from energycommunity.quantities import FloatArray
from energycommunity.stopping import Stop

#: Rows up to which a matrix counts as small.
SMALL = 5_000
#: Rows above which the interior point (HiPO) is faster than the dual simplex while sizes are free.
ROWS_FOR_INTERIOR_POINT = 20_000
#: How much worse a size below the wanted one is than one above it: too little leaves demand unserved.
LESS_IS_WORSE = 100.0


@dataclass(frozen=True, eq=False)
class Reached:
    """How far a search came: values of all columns, a proven bound, and whether the values keep every row."""

    x: FloatArray
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
        return allowed_sizes(matrix, matrix.upper[matrix.investment]), reached.bound
    relaxed = search_whole(matrix, matrix.lower, matrix.upper, gap, Stop(), relaxed=True)
    return allowed_sizes(matrix, relaxed.x[matrix.investment]), max(reached.bound, relaxed.bound)


def allowed_sizes(matrix: Matrix, wanted: FloatArray) -> FloatArray:
    """The nearest sizes that keep the rows between them and are whole where they must be, rather larger than smaller.

    Distances are measured in the span of each size. All shapes (sizes,).
    """
    split, count = Split(matrix), len(wanted)
    lower, upper = matrix.lower[split.sizes], matrix.upper[split.sizes]
    own_rows, each = split.by_sizes[split.master_rows], sparse.eye_array(count)
    a = sparse.block_array([[own_rows, None, None], [each, each, -each]])
    span = np.where(upper > lower, upper - lower, 1.0)
    cost = np.concatenate([np.zeros(count), LESS_IS_WORSE / span, 1.0 / span])
    columns = np.concatenate([lower, np.zeros(2 * count)]), np.concatenate([upper, np.full(2 * count, np.inf)])
    rows = tuple(np.concatenate([side[split.master_rows], wanted]) for side in (matrix.row_lower, matrix.row_upper))
    highs = hand_over(sparse.csc_array(a), cost, columns, (rows[0], rows[1]))
    make_integer(highs, np.concatenate([matrix.integer[split.sizes], np.zeros(2 * count, dtype=bool)]))
    solve_to_optimum(highs)
    return np.asarray(np.clip(np.array(highs.getSolution().col_value)[:count], lower, upper))


def dispatch_whole(
    programme: Programme, matrix: Matrix, sizes: FloatArray, gap: float, *, branch: bool, stop: Stop
) -> Final:
    """Dispatch with the sizes fixed; where rounding left a size a hair too small, with a hair more.

    Exclusions are decided first and the dispatch is solved with them fixed, so that no fraction of a binary lets power
    through. `stop` ends only the search for the best decisions. Rows between sizes alone say nothing about the
    dispatch: with the sizes fixed, rounding would make it infeasible.
    """
    matrix = _without_rows_between_sizes(matrix)
    for more in ENLARGEMENTS:
        lower, upper = matrix.lower.copy(), matrix.upper.copy()
        lower[matrix.investment] = upper[matrix.investment] = enlarged(matrix, sizes, more)
        decided, lower, upper = _decided(programme, matrix, (lower, upper), gap, stop if branch else None)
        final = decided
        if (matrix.integer & ~matrix.investment).any():
            final = search_whole(matrix, lower, upper, gap, Stop(), relaxed=True)
        if not lacking(programme, Vector(matrix, final.x), NO_SHORTAGE_KW):
            break
    tie_cost = opposites_cost(programme, Vector(matrix, final.x))
    if tie_cost.any():
        tidy = replace(matrix, search_cost=matrix.search_cost + tie_cost)
        final = search_whole(tidy, lower, upper, gap, Stop(), relaxed=True)
    return Final(final.x, float(matrix.search_cost @ decided.x), decided.bound)


def _decided(
    programme: Programme, matrix: Matrix, bounds: tuple[FloatArray, FloatArray], gap: float, stop: Stop | None
) -> tuple[Reached, FloatArray, FloatArray]:
    """What decides the exclusions, and the column bounds with every one of them decided.

    The best decisions by branching until the stop is wanted; without a stop, or where it comes before any solution, the
    directions of the dispatch without exclusions.
    """
    switches = matrix.integer & ~matrix.investment
    bound = -np.inf
    if stop is not None and switches.any():
        best = search_whole(matrix, *bounds, gap, stop)
        if best.complete:
            lower, upper = (np.where(switches, np.round(best.x), side) for side in bounds)
            return best, lower, upper
        bound = best.bound
    relaxed = search_whole(matrix, *bounds, gap, Stop(), relaxed=True)
    lower, upper = with_directions(programme, Vector(matrix, relaxed.x), *bounds)
    return replace(relaxed, bound=max(bound, relaxed.bound)), lower, upper


def _without_rows_between_sizes(matrix: Matrix) -> Matrix:
    between = Split(matrix).master_rows
    row_lower, row_upper = matrix.row_lower.copy(), matrix.row_upper.copy()
    row_lower[between], row_upper[between] = -np.inf, np.inf
    return replace(matrix, row_lower=row_lower, row_upper=row_upper)


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
            return Reached(answer.x, min(bound, value) if complete else bound, complete)
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
