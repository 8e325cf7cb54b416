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
    rolling: RollingOptions | None,
) -> tuple[FloatArray, FloatArray]:
    """Bounds of all columns with every integer of the operation fixed, from a dispatch without integers.

    Directions in which one flow alone runs are fixed to it. All others are decided window by window, and where plants
    have a minimum load or a cost of starts, the settled ones with them. Without `rolling`, and where the dispatch lacks
    energy, so that there is none to be decided by, each direction is that of the larger flow.
    """
    vector, switches = Vector(matrix, relaxed.x), matrix.integer & ~matrix.investment
    if rolling is None or lacking(programme, vector, NO_SHORTAGE_KW):
        return with_directions(programme, vector, bounds)
    lower, upper = bounds
    if not has_commitments(programme):
        lower, upper = with_directions(programme, vector, bounds, only_settled=True)
    if (lower < upper)[switches].any():
        values = commit(matrix, lower, upper, relaxed, rolling)
        lower, upper = lower.copy(), upper.copy()
        lower[switches] = upper[switches] = values[switches]
    return lower, upper
