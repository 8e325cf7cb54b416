"""Fix the directions that exclude each other by what a dispatch without the exclusion would do on balance."""

from __future__ import annotations

import numpy as np

from energycommunity.optimization.exclusions import Direction
from energycommunity.optimization.matrix import Vector
from energycommunity.optimization.programme import Programme
from energycommunity.quantities import FloatArray, IntArray
from energycommunity.technologies.ledger import Term

#: Power above which both directions at once are more than rounding [kW], and the cost that decides a tie.
BOTH_WAYS_KW, TIE_EUR_PER_KWH = 1e-6, 1e-6


def with_directions(
    programme: Programme, relaxed: Vector, bounds: tuple[FloatArray, FloatArray], *, only_settled: bool = False
) -> tuple[FloatArray, FloatArray]:
    """Column bounds with every exclusion decided: the direction of the larger flow stays open.

    `only_settled`: where both flows run, both directions stay open.
    """
    lower, upper = (side.copy() for side in bounds)
    for direction in programme.directions:
        columns = relaxed.matrix.columns[direction.switch]
        steps = relaxed.matrix.column_step[columns]
        one, other = _sum(direction.one, relaxed, steps), _sum(direction.other, relaxed, steps)
        decided = (np.minimum(one, other) <= BOTH_WAYS_KW) | (not only_settled)
        lower[columns[decided]] = upper[columns[decided]] = (one > other)[decided]
    return lower, upper


def steps_of_both(direction: Direction, dispatch: Vector) -> IntArray:
    """The steps in which a dispatch runs both flows that exclude each other."""
    steps = dispatch.matrix.column_step[dispatch.matrix.columns[direction.switch]]
    both = np.minimum(_sum(direction.one, dispatch, steps), _sum(direction.other, dispatch, steps))
    return steps[both > BOTH_WAYS_KW]


def netted(programme: Programme, dispatch: Vector) -> Vector:
    """The same dispatch without charging and discharging at once in storages that lose nothing on the way.

    Taking the smaller of both from both changes no content and no balance, and costs nothing. What directions say of
    such flows follows: with whole switches, all of them or nothing.
    """
    x = dispatch.x.copy()
    for block in programme.blocks.values():
        for one, other in block.lossless_opposites:
            both = np.minimum(dispatch.of(one), dispatch.of(other))
            x[dispatch.matrix.columns[one]] -= both
            x[dispatch.matrix.columns[other]] -= both
    once = Vector(dispatch.matrix, x.copy())
    for direction in programme.directions:
        for part, terms in direction.parts:
            columns = dispatch.matrix.columns[part]
            x[columns] = once.of(direction.switch) * _sum(terms, once, dispatch.matrix.column_step[columns])
    return Vector(dispatch.matrix, x)


def opposites_cost(programme: Programme, dispatch: Vector) -> FloatArray:
    """A cost of a millionth of a euro per kWh for storages that charge and discharge at once, shape (columns,).

    Where energy is worth exactly nothing, or nothing is lost on the way, both at once costs nothing either, and a
    solver may do it. The result should not show it. All zeros if no storage does.
    """
    cost = np.zeros(len(dispatch.x))
    for block in programme.blocks.values():
        for one, other in block.opposites:
            if np.minimum(dispatch.of(one), dispatch.of(other)).max(initial=0.0) > BOTH_WAYS_KW:
                cost[dispatch.matrix.columns[one]] = TIE_EUR_PER_KWH
    return cost


def _sum(terms: tuple[Term, ...], relaxed: Vector, steps: IntArray) -> FloatArray:
    return np.asarray(sum((term.values(relaxed)[steps] for term in terms), np.zeros(len(steps))))
