"""Decide the integers of the operation, so that what is left is linear: directions, and when plants run."""

from __future__ import annotations

from energycommunity.optimization.directions import with_directions
from energycommunity.optimization.infeasibility import lacking
from energycommunity.optimization.matrix import Matrix, Vector
from energycommunity.optimization.programme import Programme
from energycommunity.optimization.rolling_horizon import Relaxed, RollingOptions, commit
from energycommunity.quantities import FloatArray

#: A shortage below this is rounding [kW].
NO_SHORTAGE_KW = 1e-6


def has_commitments(programme: Programme) -> bool:
    """Whether some plant has a minimum load or a cost of starts."""
    return any(block.commitments for block in programme.blocks.values())


def decided(
    programme: Programme,
    matrix: Matrix,
    bounds: tuple[FloatArray, FloatArray],
    relaxed: Relaxed,
    rolling: RollingOptions,
) -> tuple[FloatArray, FloatArray]:
    """Bounds of all columns with every integer of the operation fixed, from a dispatch without integers.

    Where plants have a minimum load or a cost of starts, all are decided window by window; a dispatch that lacks energy
    without integers has none to be decided by. Elsewhere each direction is that of the larger flow.
    """
    vector = Vector(matrix, relaxed.x)
    if has_commitments(programme) and not lacking(programme, vector, NO_SHORTAGE_KW):
        values = commit(matrix, *bounds, relaxed, rolling)
        switches = matrix.integer & ~matrix.investment
        lower, upper = bounds[0].copy(), bounds[1].copy()
        lower[switches] = upper[switches] = values[switches]
        return lower, upper
    return with_directions(programme, vector, *bounds)
