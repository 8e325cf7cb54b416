"""The dispatch of the whole horizon with the sizes fixed: what is reported, and what it is proven by.

Exclusions (draw or give, charge or discharge) are first left aside: the dispatch without them gives the bound. Then
each direction is fixed to what that dispatch does on balance, and the horizon is dispatched again, so that no fraction
of a binary lets power through.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from energycommunity.optimization.directions import netted, opposites_cost
from energycommunity.optimization.infeasibility import lacking
from energycommunity.optimization.matrix import Matrix, Vector
from energycommunity.optimization.operation import Dispatch, Operation
from energycommunity.optimization.programme import Programme
from energycommunity.optimization.rolling_horizon import Relaxed, RollingOptions
from energycommunity.optimization.split import Split
from energycommunity.optimization.switches import NO_SHORTAGE_KW, decided, has_commitments
from energycommunity.quantities import FloatArray

#: By how much sizes are enlarged, one after the other, until rounding leaves no demand unserved.
ENLARGEMENTS = (0.0, 1e-7, 1e-5)
#: By how much a row between sizes may be broken, over its own size.
ROUNDING = 1e-9
#: Part of the accepted distance that windows may lose in the final dispatch.
LOST_AT_LAST = 0.1


@dataclass(frozen=True, eq=False)
class Final:
    """All columns of the matrix, what they would cost at least without exclusions, and the bound for these sizes.

    `row_dual`: the prices of all rows that prove it; none where a search over the switches did.
    """

    x: FloatArray
    relaxed_cost: float
    bound: float
    row_dual: FloatArray | None = None


def dispatch_with(
    programme: Programme, operation: Operation, sizes: FloatArray, open_eur: float, rolling: RollingOptions
) -> Final:
    """Dispatch with the sizes fixed; where rounding left a size a hair too small, with a hair more.

    `sizes`: shape (sizes,), integers whole. `open_eur`: the distance that is accepted for the whole [EUR/a]. `rolling`:
    how to decide when plants run.
    """
    allowed = LOST_AT_LAST * open_eur
    for more in ENLARGEMENTS[1:]:  # sizes at a peak always lack a hair, and looking for it takes a dispatch
        x = enlarged(operation.split, sizes, more)
        relaxed = operation.under(x, allowed_loss=allowed)
        if has_commitments(programme):
            relaxed = operation.mended(relaxed, x, allowed)
        own, whole = _with_integers(programme, operation, x, relaxed, (open_eur, rolling))
        proving = whole if own is operation.own else relaxed
        bound = operation.least_cost(proving, x)
        final = netted(programme, _vector(operation, x, whole))
        if has_commitments(programme) or not lacking(programme, final, NO_SHORTAGE_KW):
            break
    tie_cost = opposites_cost(programme, final)
    if tie_cost.any():
        final = _vector(operation, x, _tidy(operation, x, own, allowed, tie_cost))
    relaxed_cost = float(operation.cost @ final.x) if own is operation.own else bound
    return Final(final.x, relaxed_cost, bound, proving.row_dual)


def enlarged(split: Split, sizes: FloatArray, more: float) -> FloatArray:
    """Sizes a hair larger, as far as they may be and are no whole numbers.

    At the smaller of two hairs, sizes that would break a row between sizes, such as a budget, stay as they are; at the
    larger those of equations alone, as of a size that comes in steps.
    """
    matrix, rows = split.matrix, split.master_rows
    upper, integer = matrix.upper[split.sizes], matrix.integer[split.sizes]
    x = np.where(integer, sizes, np.minimum(sizes * (1.0 + more), upper))
    between = split.by_sizes[rows]
    room = ROUNDING * (1.0 + abs(between) @ np.abs(sizes))
    held = between @ x
    broken = (held > matrix.row_upper[rows] + room) | (held < matrix.row_lower[rows] - room)
    if more == max(ENLARGEMENTS):
        broken &= matrix.row_lower[rows] == matrix.row_upper[rows]
    stays = np.isin(np.arange(len(x)), between[broken].indices)
    return np.where(stays, sizes, x)


def _vector(operation: Operation, x: FloatArray, dispatch: Dispatch) -> Vector:
    together = np.zeros(len(operation.cost))
    together[operation.split.operation], together[operation.split.sizes] = dispatch.y, x
    return Vector(operation.split.matrix, together)


def _with_integers(
    programme: Programme,
    operation: Operation,
    x: FloatArray,
    relaxed: Dispatch,
    asked: tuple[float, RollingOptions],
) -> tuple[tuple[FloatArray, FloatArray], Dispatch]:
    """Bounds of the operation's columns with every integer decided, its own if there is none, and the dispatch in them.

    Directions are those of the larger flows; where that costs more than is accepted, the better of these and those
    that are decided window by window. `asked`: the accepted distance [EUR/a], and how to decide in windows.
    """
    open_eur, rolling = asked
    allowed = LOST_AT_LAST * open_eur
    if not (operation.split.matrix.integer & ~operation.split.matrix.investment).any():
        return operation.own, operation.mended(relaxed, x, allowed)
    found = []
    for way in (rolling,) if has_commitments(programme) else (None, rolling):
        start = relaxed if way is None else operation.mended(relaxed, x, allowed)
        own = _decided(programme, operation, x, start, way)
        found.append((own, operation.whole(x, own, allowed)))
        if operation.cost_of(found[-1][1], x) - operation.least_cost(relaxed, x) <= open_eur:
            break
    return min(found, key=lambda each: operation.cost_of(each[1], x))


def _decided(
    programme: Programme, operation: Operation, x: FloatArray, relaxed: Dispatch, rolling: RollingOptions | None
) -> tuple[FloatArray, FloatArray]:
    """Bounds of the operation's columns with every integer decided."""
    split, matrix, chosen = operation.split, operation.split.matrix, operation.split.operation
    bounds = matrix.lower.copy(), matrix.upper.copy()
    for side in bounds:
        side[matrix.investment] = x
    vector = _vector(operation, x, relaxed)
    without_integers = Relaxed(vector.x, relaxed.row_dual)
    lower, upper = decided(programme, without_rows_between_sizes(split), bounds, without_integers, rolling)
    return lower[chosen], upper[chosen]


def without_rows_between_sizes(split: Split) -> Matrix:
    """The matrix without the rows between sizes alone: with these fixed, rounding would make it infeasible."""
    matrix = split.matrix
    row_lower, row_upper = matrix.row_lower.copy(), matrix.row_upper.copy()
    row_lower[split.master_rows], row_upper[split.master_rows] = -np.inf, np.inf
    return replace(matrix, row_lower=row_lower, row_upper=row_upper)


def _tidy(
    operation: Operation, x: FloatArray, own: tuple[FloatArray, FloatArray], allowed: float, tie_cost: FloatArray
) -> Dispatch:
    """The dispatch that does not charge and discharge at once, where both at once costs nothing."""
    cost = operation.cost
    operation.take_costs(cost + tie_cost)
    try:
        return operation.whole(x, own, allowed)
    finally:
        operation.take_costs(cost)
