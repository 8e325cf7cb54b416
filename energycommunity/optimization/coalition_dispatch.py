"""What a community costs while only some of its members share: the same programme, with the sizes of its solution.

Who does not share lives on beside the others: his meter, buildings and plants stay in the programme, but what crosses
his meters is bought and sold, not shared. So every plant stays with its owner, heat networks go on delivering, and the
cost of all less the cost with nobody sharing is what the coalition saves.

Only bounds differ between coalitions, so that each dispatch starts from the last one's basis. The binaries that keep a
meter from drawing and giving at once may be fractions here, and there are none for a pool: the range of what a meter
can need tells most directions beforehand. Where a dispatch runs both ways all the same, what crosses the meters is the
best that it can be with what is needed behind them (pool_flows.py), and what that costs is part of the gap.
Plants that run or stand still do so as in the solution; charging a storage excludes discharging it in no step.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from energycommunity.optimization.case import Case
from energycommunity.optimization.coalition_costs import CoalitionCost, Recipe
from energycommunity.optimization.coalition_exclusions import CoalitionExclusions
from energycommunity.optimization.coalition_matrix import at_sizes, reduced, rows_of_block, with_rows
from energycommunity.optimization.experience import Experience
from energycommunity.optimization.matrix import Vector
from energycommunity.optimization.operation import Dispatch, Operation
from energycommunity.optimization.pool_flows import PoolFlows
from energycommunity.optimization.programme import Programme, state
from energycommunity.optimization.proof import dual_bound, keeps_all_bounds
from energycommunity.optimization.sharing_key import KEY, outside_of
from energycommunity.optimization.split import Split
from energycommunity.quantities import BoolArray, FloatArray, IntArray
from energycommunity.technologies.grid_connection import GridConnection

#: Length of a window: longer than in a search, for a coalition changes every window a little, and what stands around
#: them is solved twice (measured: a tenth of the time).
WINDOW_H = 480.0
#: How often coalitions are tried for the exclusions that have to be stated: closing one way opens others.
TRIES = 2
#: Part of what a coalition saves that it may cost to net what crosses the meters, before all is dispatched again.
LOST = 0.03
#: Sizes where all are settled.
NO_SIZES = np.zeros(0)


@dataclass(frozen=True, eq=False)
class Dispatched:
    """The dispatch of all members while one coalition shares: its cost, and what it is proven to cost at least [EUR/a].

    The bound is that of the same sizes; `values` are those of all variables; `row_dual` are the prices of the rows left
    to decide that prove the bound.
    """

    values: Vector
    eur_per_year: float
    lower_bound_eur_per_year: float
    row_dual: FloatArray


@dataclass(frozen=True, eq=False)
class _Meter:
    """A meter that may share: who has it, its columns, and the least and the most that is needed behind it [kW].

    `drawn` and `given`: columns of what is traded and of what is shared; shape (2, steps). `outside`: those of what
    lies outside the key while the member does not share.
    """

    member: str
    drawn: IntArray
    given: IntArray
    outside: IntArray
    least_kw: FloatArray
    most_kw: FloatArray


class CoalitionDispatch:
    """The dispatch of a community as a function of who shares.

    Parameters
    ----------
    case : Case
        With a pool.
    kept : mapping of str to FloatArray
        The sizes and the switches of plants that its solution has (`kept_of`).
    stated : BoolArray, optional
        The rows of `matrix` to state: all but those of exclusions that nobody is tempted to break. Tried if not given.
    """

    def __init__(self, case: Case, kept: Mapping[str, FloatArray], stated: BoolArray | None = None) -> None:
        case = replace(case, reserve=None)
        self.programme = programme = state(case, members_may_leave=True)
        self.matrix = at_sizes(programme, kept)
        self.step_h = case.time.step_h
        self.meters = tuple(self._meters(programme))
        self.members = tuple(dict.fromkeys(meter.member for meter in self.meters))
        self.lower, self.upper = self.matrix.lower, self._most_of_needs()
        self.flows = _flows(self.meters, by_use=any(len(meter.outside) for meter in self.meters))
        self.experience = Experience()
        exclusions = CoalitionExclusions.of(programme, self.matrix)
        if stated is None:
            stated = self._tried(exclusions)
        self._state(stated)
        decided = exclusions.all_rows | rows_of_block(self.matrix, KEY)
        self.undecided = with_rows(self.left.matrix, ~decided[self.left.rows])
        self.recipe: Recipe = CoalitionDispatch, (case, dict(kept), stated)

    @property
    def ends(self) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Lower bounds of the columns left to decide, the upper ones where all share, and where nobody does."""
        together = self.upper.copy()
        for meter in self.meters:
            together[meter.outside] = 0.0
        return self.lower[self.left.columns], together[self.left.columns], self._upper_of(())[self.left.columns]

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
        return self._dispatch(self._meters_of(sharing))

    def _dispatch(self, inside: tuple[_Meter, ...]) -> Dispatched:
        upper = self._upper_of(inside)
        dispatch = self._under(upper)
        bound = self._bound(dispatch, upper)
        x = self._meeting(dispatch, upper)
        if self.flows.by_use or self.flows.both_ways(x, upper).any():
            x = self._one_way(x, upper, LOST * (self.apart.eur_per_year - bound) if inside else 0.0)
        values = Vector(self.matrix, x)
        cost = values.eur_per_year
        return Dispatched(values, cost, min(bound, cost), dispatch.row_dual)

    def _one_way(self, x: FloatArray, upper: FloatArray, allowed_eur: float) -> FloatArray:
        """The dispatch with every meter drawing or giving, and the pool buying or selling, as on balance they do.

        Where that costs more than is allowed, or more than a balance holds what crosses a meter (as the blocks of a
        tariff do), all is dispatched again with these directions.
        """
        netted, searched = self._netted(x, upper), self.matrix.search_cost
        if netted is not None and searched @ (netted - x) <= allowed_eur:
            return netted
        decided = self.flows.one_way(x, upper)
        again = self._meeting(self._under(decided), decided)
        split = self._netted(again, decided) if self.flows.by_use else None
        again = again if split is None else split
        return again if netted is None or searched @ again < searched @ netted else netted

    def _netted(self, x: FloatArray, upper: FloatArray) -> FloatArray | None:
        """What crosses the meters in the best way of one direction, with the same behind them; None if it can't be."""
        netted = self.flows.netted(x, self.matrix.search_cost, upper)
        return netted if keeps_all_bounds(self.undecided, netted[self.left.columns]) else None

    def _state(self, rows: BoolArray) -> None:
        """Dispatch with these rows from now on, beginning where coalitions were tried without the others."""
        self.left = reduced(self.matrix, self.lower, self.upper, rows)
        matrix = self.left.matrix
        self.operation = Operation(Split(matrix), matrix.search_cost, self.step_h, WINDOW_H)
        self.experience.warm(self.operation)

    def _tried(self, exclusions: CoalitionExclusions) -> BoolArray:
        """The rows without those of exclusions that no coalition tried breaks where they are not stated."""
        stated = ~exclusions.all_rows
        if not exclusions.all_rows.any():
            return stated
        for _ in range(TRIES):
            self._state(stated)
            for sharing in self._few_and_many():
                y = self._under(self._upper_of(self._meters_of(sharing))).y
                stated |= exclusions.rows_broken(Vector(self.matrix, self.left.completed(y)))
            self.experience.keep(self.operation, None)
        return stated

    def _few_and_many(self) -> Iterator[frozenset[str]]:
        """Coalitions to try, of any number of members: the first so many and the last."""
        for count in range(len(self.members), 1, -2):
            yield frozenset(self.members[:count])
            yield frozenset(self.members[-count:])

    def _meters_of(self, sharing: frozenset[str]) -> tuple[_Meter, ...]:
        return tuple(meter for meter in self.meters if meter.member in sharing)

    def _of_left(self, upper: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Bounds of the columns left to decide."""
        return self.lower[self.left.columns], upper[self.left.columns]

    def _under(self, upper: FloatArray) -> Dispatch:
        return self.operation.under(NO_SIZES, self._of_left(upper))

    def _meeting(self, dispatch: Dispatch, upper: FloatArray) -> FloatArray:
        return self.left.completed(self.operation.meeting(dispatch, NO_SIZES, self._of_left(upper)).y)

    def _bound(self, dispatch: Dispatch, upper: FloatArray) -> float:
        matrix = self.left.matrix
        return dual_bound(matrix, matrix.search_cost, dispatch.row_dual, *self._of_left(upper)) + matrix.constant

    def _meters(self, programme: Programme) -> Iterator[_Meter]:
        for asset in programme.case.assets:
            variables = programme.blocks[asset.name].variables
            if isinstance(asset.technology, GridConnection) and "shared_in_kw" in variables:
                drawn, given = (
                    np.array([self.matrix.columns[variables[flow]] for flow in flows])
                    for flows in (("bought_kw", "shared_in_kw"), ("sold_kw", "shared_out_kw"))
                )
                least, most = self._needs(programme, asset.name)
                most_given = self.matrix.upper[given[1]]
                outside = self._outside(programme, asset.name)
                yield _Meter(asset.technology.owner, drawn, given, outside, np.maximum(least, -most_given), most)

    def _outside(self, programme: Programme, meter: str) -> IntArray:
        key = programme.blocks[KEY].variables if KEY in programme.blocks else {}
        names = (outside_of(way, meter) for way in ("drawn", "given"))
        columns = [self.matrix.columns[key[name]] for name in names if name in key]
        return np.concatenate([np.zeros(0, dtype=np.int32), *columns])

    def _needs(self, programme: Programme, meter: str) -> tuple[FloatArray, FloatArray]:
        """The least and the most that the assets behind a meter may take from it on balance, shape (steps,) [kW]."""
        lower, upper = self.matrix.lower, self.matrix.upper
        least, most = np.zeros(programme.case.time.steps), np.zeros(programme.case.time.steps)
        bus, own = programme.case.surroundings.meters[meter].bus, set(programme.blocks[meter].variables.values())
        for flow in programme.contributions.flows:
            for term in flow.terms:
                if flow.bus != bus or term.variable in own:
                    continue
                needed = -flow.sign * term.factors()
                columns = None if term.variable is None else self.matrix.columns[term.variable]
                ends = (needed, needed) if columns is None else (needed * lower[columns], needed * upper[columns])
                least, most = least + np.minimum(*ends), most + np.maximum(*ends)
        return least, most

    def _most_of_needs(self) -> FloatArray:
        """Upper bounds of all columns: no meter draws more than is needed, or gives more than is left."""
        upper = self.matrix.upper.copy()
        for meter in self.meters:
            upper[meter.drawn] = np.minimum(upper[meter.drawn], np.maximum(meter.most_kw, 0.0))
            upper[meter.given] = np.minimum(upper[meter.given], np.maximum(-meter.least_kw, 0.0))
        return upper

    def _upper_of(self, inside: tuple[_Meter, ...]) -> FloatArray:
        """Nobody else shares; those inside sell nothing where they surely need all, and buy nothing where none."""
        upper = self.upper.copy()
        for meter in self.meters:
            if meter not in inside:
                upper[meter.drawn[1]] = upper[meter.given[1]] = 0.0
        needs_surely = sum((meter.least_kw for meter in inside), np.zeros(1)) >= 0.0
        gives_surely = sum((meter.most_kw for meter in inside), np.zeros(1)) <= 0.0
        for meter in inside:
            upper[meter.outside] = 0.0
            upper[meter.given[0][needs_surely]] = 0.0
            upper[meter.drawn[0][gives_surely]] = 0.0
        return upper


def _flows(meters: tuple[_Meter, ...], by_use: bool) -> PoolFlows:
    drawn, given = ([getattr(meter, way) for meter in meters] for way in ("drawn", "given"))
    return PoolFlows(np.stack(drawn, axis=1), np.stack(given, axis=1), by_use)
