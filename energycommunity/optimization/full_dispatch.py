"""The dispatch of the whole horizon with the sizes fixed: what is reported, and what it is proven by.

Exclusions (draw or give, charge or discharge) are first left aside: the dispatch without them gives the bound. Then
each direction is fixed to what that dispatch does on balance, and the horizon is dispatched again, so that no fraction
of a binary lets power through.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from energycommunity.optimization.directions import opposites_cost, with_directions
from energycommunity.optimization.infeasibility import lacking
from energycommunity.optimization.matrix import Matrix, Vector
from energycommunity.optimization.operation import Dispatch, Operation
from energycommunity.optimization.programme import Programme
from energycommunity.quantities import FloatArray

#: By how much sizes are enlarged, one after the other, until rounding leaves no demand unserved.
ENLARGEMENTS = (0.0, 1e-7, 1e-5)
#: A shortage below this is rounding [kW].
NO_SHORTAGE_KW = 1e-6
#: Part of the accepted distance that windows may lose in the final dispatch.
LOST_AT_LAST = 0.1


@dataclass(frozen=True, eq=False)
class Final:
    """All columns of the matrix, what they would cost without exclusions, and the bound for these sizes [EUR/a]."""

    x: FloatArray
    relaxed_cost: float
    bound: float


def dispatch_with(programme: Programme, operation: Operation, sizes: FloatArray, gap: float) -> Final:
    """Dispatch with the sizes fixed; where rounding left a size a hair too small, with a hair more.

    `sizes`: shape (sizes,), integers whole. `gap`: the distance that is accepted for the whole, over its cost.
    """
    split, matrix = operation.split, operation.split.matrix
    chosen = split.sizes
    for more in ENLARGEMENTS:
        x = enlarged(matrix, sizes, more)
        relaxed = _feasible(operation, x, operation.own, gap)
        own = _own_directions(programme, operation, x, relaxed)
        final = relaxed if own is operation.own else _feasible(operation, x, own, gap)
        if not lacking(programme, _vector(matrix, operation, x, final), NO_SHORTAGE_KW):
            break
    final = _tidy(programme, operation, x, own, final, gap)
    invested = float(operation.cost[chosen] @ x)
    relaxed_cost = float(operation.cost[split.operation] @ relaxed.y) + invested
    return Final(_vector(matrix, operation, x, final).x, relaxed_cost, operation.proven(relaxed, x) + invested)


def enlarged(matrix: Matrix, sizes: FloatArray, more: float) -> FloatArray:
    """Sizes a hair larger, as far as they may be and are no whole numbers."""
    upper, integer = matrix.upper[matrix.investment], matrix.integer[matrix.investment]
    return np.where(integer, sizes, np.minimum(sizes * (1.0 + more), upper))


def _feasible(operation: Operation, x: FloatArray, own: tuple[FloatArray, FloatArray], gap: float) -> Dispatch:
    """A dispatch that is feasible throughout; how much it may lose follows from what a first look says it costs."""
    first = operation.under(x, own)
    cost = float(operation.cost[operation.split.operation] @ first.y + operation.cost[operation.split.sizes] @ x)
    return operation.whole(x, own, LOST_AT_LAST * gap * max(abs(cost), 1.0))


def _vector(matrix: Matrix, operation: Operation, x: FloatArray, dispatch: Dispatch) -> Vector:
    together = np.zeros(len(matrix.cost))
    together[operation.split.operation], together[operation.split.sizes] = dispatch.y, x
    return Vector(matrix, together)


def _own_directions(
    programme: Programme, operation: Operation, x: FloatArray, relaxed: Dispatch
) -> tuple[FloatArray, FloatArray]:
    """Bounds of the operation's columns with every exclusion decided; those it has already if there is none."""
    matrix, split = operation.split.matrix, operation.split
    if not (matrix.integer & ~matrix.investment).any():
        return operation.own
    bounds = with_directions(programme, _vector(matrix, operation, x, relaxed), matrix.lower, matrix.upper)
    return bounds[0][split.operation], bounds[1][split.operation]


def _tidy(
    programme: Programme,
    operation: Operation,
    x: FloatArray,
    own: tuple[FloatArray, FloatArray],
    final: Dispatch,
    gap: float,
) -> Dispatch:
    """Where charging and discharging at once costs nothing, the dispatch that does not do it."""
    tie_cost = opposites_cost(programme, _vector(operation.split.matrix, operation, x, final))
    if not tie_cost.any():
        return final
    cost = operation.cost
    operation.take_costs(cost + tie_cost)
    try:
        return _feasible(operation, x, own, gap)
    finally:
        operation.take_costs(cost)
