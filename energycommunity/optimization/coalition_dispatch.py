"""What a community costs while only some of its members share: the same programme, with the sizes of its solution.

Who does not share lives on beside the others: his meters, buildings and plants stay in the programme, but what crosses
his meters is bought and sold, not shared. So every plant stays with its owner, heat networks go on delivering, and the
cost of all less the cost with nobody sharing is what the coalition saves.

Only bounds differ between coalitions, so that each dispatch starts from the last one's basis. The binaries that keep a
meter from drawing and giving at once may be fractions here, and there are none for a pool: the range of what a meter
can need tells most directions beforehand, the dispatch the rest, and what the rest costs is part of the gap.
Plants that run or stand still do so as in the solution; charging a storage excludes discharging it in no step.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from energycommunity.optimization.case import Case
from energycommunity.optimization.coalition_costs import CoalitionCost, Recipe
from energycommunity.optimization.matrix import Matrix, Vector, assemble
from energycommunity.optimization.operation import Dispatch, Operation
from energycommunity.optimization.programme import Programme, state
from energycommunity.optimization.proof import dual_bound
from energycommunity.optimization.split import Split
from energycommunity.quantities import BoolArray, FloatArray, IntArray
from energycommunity.technologies.grid_connection import GridConnection

#: Length of a window: longer than in a search, for a coalition changes every window a little, and what stands around
#: them is solved twice (measured: a tenth of the time).
WINDOW_H = 480.0
#: Power above which two directions at once are more than rounding [kW].
BOTH_WAYS_KW = 1e-6
#: Dispatches that deciding directions may take.
MOST_DECISIONS = 4


@dataclass(frozen=True, eq=False)
class Dispatched:
    """The dispatch of all members while one coalition shares: its cost, and what it is proven to cost at least [EUR/a].

    The bound is that of the same sizes; `values` are those of all variables; `row_dual` are the prices of the rows that
    prove the bound.
    """

    values: Vector
    eur_per_year: float
    lower_bound_eur_per_year: float
    row_dual: FloatArray


@dataclass(frozen=True, eq=False)
class _Meter:
    """A meter that may share: who has it, its columns, and the least and the most that is needed behind it [kW].

    `drawn` and `given`: columns of what is traded and of what is shared; shape (2, steps).
    """

    member: str
    drawn: IntArray
    given: IntArray
    least_kw: FloatArray
    most_kw: FloatArray


class CoalitionDispatch:
    """The dispatch of a community as a function of who shares.

    Parameters
    ----------
    programme : Programme
        With a pool.
    kept : mapping of str to FloatArray
        The sizes and the switches of plants that its solution has (`kept_of`).
    """

    def __init__(self, programme: Programme, kept: Mapping[str, FloatArray]) -> None:
        self.recipe: Recipe = CoalitionDispatch.of_case, (replace(programme.case, reserve=None), dict(kept))
        matrix = _settled(programme, kept)
        self.split = Split(matrix)
        self.x = matrix.upper[self.split.sizes]
        self.place = np.full(len(matrix.cost), -1)
        self.place[self.split.operation] = np.arange(len(self.split.operation))
        self.meters = tuple(self._meters(programme))
        self.members = tuple(dict.fromkeys(meter.member for meter in self.meters))
        self.lower, self.upper = self._bounds_of_needs()
        self.matrix = _without_rows_that_hold(matrix, *self._of_all_columns(self.lower, self.upper))
        step_h = programme.case.time.step_h
        self.operation = Operation(Split(self.matrix), self.matrix.search_cost, step_h, WINDOW_H)

    @classmethod
    def of_case(cls, case: Case, kept: Mapping[str, FloatArray]) -> CoalitionDispatch:
        """The same of a case that is not yet stated."""
        return cls(state(case), kept)

    @property
    def stated(self) -> tuple[Matrix, FloatArray, FloatArray]:
        """The matrix that is dispatched, and the bounds of its columns where all share."""
        return self.matrix, *self._of_all_columns(self.lower, self.upper)

    def can_give(self, member: str) -> bool:
        """Whether a member has anything to share."""
        return any(self.upper[meter.given[1]].any() for meter in self.meters if meter.member == member)

    @cached_property
    def apart(self) -> Dispatched:
        """The dispatch while nobody shares."""
        return self._dispatch(())

    def cost(self, coalition: frozenset[str]) -> CoalitionCost:
        """What all pay while these members share, as `dispatch` finds it."""
        found = self.dispatch(coalition) if any(map(self.can_give, coalition)) else self.apart
        return CoalitionCost(coalition, found.eur_per_year, found.lower_bound_eur_per_year)

    def dispatch(self, sharing: frozenset[str]) -> Dispatched:
        """The dispatch of all while these members share.

        Raises
        ------
        SolverError
            If a window has no optimal dispatch.
        """
        return self._dispatch(tuple(meter for meter in self.meters if meter.member in sharing))

    def _dispatch(self, inside: tuple[_Meter, ...]) -> Dispatched:
        own = self.lower, self._upper_of(inside)
        dispatch = self.operation.under(self.x, own)
        bound, row_dual = self._bound(dispatch, own), dispatch.row_dual
        for _ in range(MOST_DECISIONS):
            if not self._decide(dispatch, inside, own[1]):
                break
            dispatch = self.operation.under(self.x, own)
        dispatch = self.operation.meeting(dispatch, self.x, own)
        together = self.matrix.upper.copy()
        together[self.operation.split.operation] = dispatch.y
        cost = float(self.matrix.cost @ together) + self.matrix.constant
        return Dispatched(Vector(self.matrix, together), cost, min(bound + self.matrix.constant, cost), row_dual)

    @property
    def _own(self) -> tuple[FloatArray, FloatArray]:
        """Bounds of the operation's columns whoever shares."""
        matrix, columns = self.split.matrix, self.split.operation
        return matrix.lower[columns], matrix.upper[columns]

    def _of_all_columns(self, lower: FloatArray, upper: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Bounds of all columns from those of the operation's."""
        matrix = self.split.matrix
        all_lower, all_upper = matrix.lower.copy(), matrix.upper.copy()
        all_lower[self.split.operation], all_upper[self.split.operation] = lower, upper
        return all_lower, all_upper

    def _meters(self, programme: Programme) -> Iterator[_Meter]:
        for asset in programme.case.assets:
            variables = programme.blocks[asset.name].variables
            if isinstance(asset.technology, GridConnection) and "shared_in_kw" in variables:
                drawn, given = (
                    np.array([self.place[self.split.matrix.columns[variables[flow]]] for flow in flows])
                    for flows in (("bought_kw", "shared_in_kw"), ("sold_kw", "shared_out_kw"))
                )
                least, most = self._needs(programme, asset.name)
                upper = self.split.matrix.upper[self.split.operation]
                most_given = upper[given[1]]
                yield _Meter(asset.technology.owner, drawn, given, np.maximum(least, -most_given), most)

    def _needs(self, programme: Programme, meter: str) -> tuple[FloatArray, FloatArray]:
        """The least and the most that the assets behind a meter may take from it on balance, shape (steps,) [kW]."""
        bounds = self.split.bounds(self.x, *self._own)
        lower, upper = self._of_all_columns(bounds.lower, bounds.upper)
        least, most = np.zeros(programme.case.time.steps), np.zeros(programme.case.time.steps)
        bus, own = programme.case.surroundings.meters[meter].bus, set(programme.blocks[meter].variables.values())
        for flow in programme.contributions.flows:
            for term in flow.terms:
                if flow.bus != bus or term.variable in own:
                    continue
                needed = -flow.sign * term.factors()
                columns = None if term.variable is None else self.split.matrix.columns[term.variable]
                ends = (needed, needed) if columns is None else (needed * lower[columns], needed * upper[columns])
                least, most = least + np.minimum(*ends), most + np.maximum(*ends)
        return least, most

    def _bounds_of_needs(self) -> tuple[FloatArray, FloatArray]:
        """Bounds of the operation's columns: no meter draws more than is needed, or gives more than is left."""
        lower, upper = (bound.copy() for bound in self._own)
        for meter in self.meters:
            upper[meter.drawn] = np.minimum(upper[meter.drawn], np.maximum(meter.most_kw, 0.0))
            upper[meter.given] = np.minimum(upper[meter.given], np.maximum(-meter.least_kw, 0.0))
        return lower, upper

    def _upper_of(self, inside: tuple[_Meter, ...]) -> FloatArray:
        """Nobody else shares; those inside sell nothing where they surely need all, and buy nothing where none."""
        upper = self.upper.copy()
        for meter in self.meters:
            if meter not in inside:
                upper[meter.drawn[1]] = upper[meter.given[1]] = 0.0
        needs_surely = sum((meter.least_kw for meter in inside), np.zeros(1)) >= 0.0
        gives_surely = sum((meter.most_kw for meter in inside), np.zeros(1)) <= 0.0
        for meter in inside:
            upper[meter.given[0][needs_surely]] = 0.0
            upper[meter.drawn[0][gives_surely]] = 0.0
        return upper

    def _bound(self, dispatch: Dispatch, own: tuple[FloatArray, FloatArray]) -> float:
        return dual_bound(self.matrix, self.matrix.search_cost, dispatch.row_dual, *self._of_all_columns(*own))

    def _decide(self, dispatch: Dispatch, inside: tuple[_Meter, ...], upper: FloatArray) -> bool:
        """Close the smaller of two directions where a meter, or the pool, has both; whether there was any such step."""
        y, found = dispatch.y, False
        for meter in self.meters:
            ways = y[meter.drawn].sum(axis=0), y[meter.given].sum(axis=0)
            found |= _close(upper, ways, meter.drawn, meter.given)
        if inside:
            bought, sold = (np.array([getattr(meter, way)[0] for meter in inside]) for way in ("drawn", "given"))
            found |= _close(upper, (y[bought].sum(axis=0), y[sold].sum(axis=0)), bought, sold)
        return found


def _close(upper: FloatArray, ways: tuple[FloatArray, FloatArray], one: IntArray, other: IntArray) -> bool:
    """Set the bounds of the smaller of two flows to nothing, in the steps that have both."""
    both = np.minimum(*ways) > BOTH_WAYS_KW
    if not both.any():
        return False
    larger: BoolArray = ways[0] >= ways[1]
    upper[one[:, both & ~larger]] = 0.0
    upper[other[:, both & larger]] = 0.0
    return True


def kept_of(programme: Programme, values: Vector) -> dict[str, FloatArray]:
    """The sizes and the plants' switches of a solution, by the name of the variable."""
    directions = {direction.switch for direction in programme.directions}
    return {
        variable.name: np.round(values.of(variable)) if variable.integer else values.of(variable)
        for variable in programme.variables()
        if variable.investment or (variable.integer and variable not in directions)
    }


def _settled(programme: Programme, kept: Mapping[str, FloatArray]) -> Matrix:
    """The matrix with the sizes and the plants' switches of a solution, without integers and rows of the pool."""
    matrix = assemble(programme)
    lower, upper = matrix.lower.copy(), matrix.upper.copy()
    for variable, columns in matrix.columns.items():
        if variable.name in kept:
            lower[columns] = upper[columns] = kept[variable.name]
    pool = programme.case.sharing.name if programme.case.sharing is not None else None
    gone = [rows for name, rows in matrix.row_names.items() if name.rpartition(".")[0] == pool]
    stays = np.ones(len(matrix.row_lower), dtype=bool)
    stays[np.concatenate([np.zeros(0, dtype=np.int32), *gone])] = False
    fixed = replace(matrix, lower=lower, upper=upper, integer=np.zeros_like(matrix.integer))
    return with_rows(fixed, stays)


def _without_rows_that_hold(matrix: Matrix, lower: FloatArray, upper: FloatArray) -> Matrix:
    """The matrix without the rows that hold whatever the columns are within these bounds."""
    above, below = matrix.a.maximum(0.0), matrix.a.minimum(0.0)
    most, least = above @ upper + below @ lower, above @ lower + below @ upper
    return with_rows(matrix, (most > matrix.row_upper) | (least < matrix.row_lower))


def with_rows(matrix: Matrix, stays: BoolArray) -> Matrix:
    """The matrix with some of its rows, shape (rows,)."""
    number = (np.cumsum(stays) - 1).astype(np.int32)
    return replace(
        matrix,
        a=matrix.a[stays],
        row_lower=matrix.row_lower[stays],
        row_upper=matrix.row_upper[stays],
        row_step=matrix.row_step[stays],
        row_names={name: number[rows[stays[rows]]] for name, rows in matrix.row_names.items()},
    )
