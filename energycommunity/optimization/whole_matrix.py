"""Solve the whole matrix in one piece: small programmes, and large ones where the file asks for it.

Small programmes branch on their exclusions; in large ones directions are taken from the dispatch without them.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from energycommunity.errors import Fault, SolverError
from energycommunity.optimization.directions import netted, opposites_cost
from energycommunity.optimization.full_dispatch import (
    ENLARGEMENTS,
    Final,
    enlarged,
    without_rows_between_sizes,
)
from energycommunity.optimization.highs import Answer, HighsOptions, Method, run
from energycommunity.optimization.infeasibility import lacking
from energycommunity.optimization.matrix import Matrix, Vector
from energycommunity.optimization.programme import Programme
from energycommunity.optimization.proof import dual_bound, keeps_all_bounds, largest_violation
from energycommunity.optimization.rolling_horizon import RollingOptions
from energycommunity.optimization.split import Split
from energycommunity.optimization.switches import NO_SHORTAGE_KW, decided, has_commitments
from energycommunity.quantities import FloatArray

#: Rows up to which a matrix counts as small.
SMALL = 5_000
#: Rows above which the interior point (HiPO) is faster than the dual simplex while sizes are free.
ROWS_FOR_INTERIOR_POINT = 20_000


def sizes_of_whole(matrix: Matrix, gap: float, time_limit_s: float | None) -> tuple[FloatArray, float]:
    """The best sizes, shape (sizes,), and the bound that proves them."""
    answer, bound = search_whole(matrix, matrix.lower, matrix.upper, gap, time_limit_s=time_limit_s)
    return answer.x[matrix.investment], bound


def dispatch_whole(
    programme: Programme,
    matrix: Matrix,
    sizes: FloatArray,
    gap: float,
    rolling: RollingOptions,
    *,
    branch: bool,
    time_limit_s: float | None,
) -> Final:
    """Dispatch with the sizes fixed; where rounding left a size a hair too small, with a hair more.

    Exclusions are decided first and the dispatch is solved with them fixed, so that no fraction of a binary lets power
    through. Rows between sizes alone say nothing about the dispatch: with the sizes fixed, rounding would make it
    infeasible.
    """
    split = Split(matrix)
    matrix = without_rows_between_sizes(split)
    switches = matrix.integer & ~matrix.investment
    for more in ENLARGEMENTS:
        lower, upper = matrix.lower.copy(), matrix.upper.copy()
        lower[matrix.investment] = upper[matrix.investment] = enlarged(split, sizes, more)
        relaxed, bound = search_whole(matrix, lower, upper, gap, time_limit_s=time_limit_s, relaxed=not branch)
        answer = relaxed
        if switches.any():
            if branch:
                lower, upper = (np.where(switches, np.round(answer.x), side) for side in (lower, upper))
            else:
                lower, upper = decided(programme, matrix, (lower, upper), relaxed, rolling)
            answer, _ = search_whole(matrix, lower, upper, gap, relaxed=True)
        rolled = has_commitments(programme) and not branch
        if rolled or not lacking(programme, Vector(matrix, answer.x), NO_SHORTAGE_KW):
            break
    final = netted(programme, Vector(matrix, answer.x))
    tie_cost = opposites_cost(programme, final)
    if tie_cost.any():
        tidy = replace(matrix, search_cost=matrix.search_cost + tie_cost)
        final = Vector(matrix, search_whole(tidy, lower, upper, gap, relaxed=True)[0].x)
    return Final(final.x, float(matrix.search_cost @ relaxed.x), bound)


def search_whole(
    matrix: Matrix,
    lower: FloatArray,
    upper: FloatArray,
    gap: float,
    *,
    time_limit_s: float | None = None,
    relaxed: bool = False,
) -> tuple[Answer, float]:
    """Solve, recompute residual and bound, and if they contradict the solver solve again without presolve.

    The bound of an integer programme is the solver's own, that of a linear one is recomputed.

    Raises
    ------
    SolverError
        If the recomputed residual or bound contradicts the solver both times.
    """
    undecided = matrix.integer & (lower < upper)
    chosen = _method(matrix, lower, upper) if relaxed or not undecided.any() else "integer"
    limit = time_limit_s if chosen == "integer" else None
    for presolve in (True, False):
        answer = run(matrix, matrix.search_cost, lower, upper, HighsOptions(chosen, gap, limit, presolve))
        bound = answer.claimed_bound
        if chosen != "integer" or not np.isfinite(bound):
            bound = dual_bound(matrix, matrix.search_cost, answer.row_dual, lower, upper)
        value = float(matrix.search_cost @ answer.x)
        scale = max(1.0, abs(value))
        close = value - bound <= max(gap, 1e-6) * scale
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
