"""What every coalition is worth at most, read from the prices at which one of them shares.

In the pool, members meet in one row for each step: what is given is what is taken. With a price p on that row instead,
every member decides for himself, and nothing he does concerns another one. By weak duality (proof.py), for any prices,

    cost of S  >=  sum over S of what each costs trading at p  +  sum over the others of what each costs alone

so that a coalition is worth at most the sum of what its members gain by trading at p, each for himself:

    v(S)  <=  sum over S of (cost of i alone - cost of i trading at p).

The prices are those of the pool in the dispatch of one coalition; for that one the ceiling is its cost's own bound, and
for all others it holds too. So one dispatch, and one of all members trading at its prices, tell something of every
coalition. In a market where p clears, these gains lie in the core.

Rows in which several owners meet elsewhere, such as those of the key, of a heat network or of a cap on the CO2 of all,
are given the prices of the dispatch in the same way; those who stay alone then trade at them too.

References
----------
L. S. Shapley, M. Shubik, On Market Games, 1969; G. Owen, On the Core of Linear Production Games, 1975: prices of what
is held in common divide what a coalition is worth so that no other one can do better.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

import numpy as np
from scipy import sparse
from scipy.sparse import csgraph

from energycommunity.optimization.coalition_dispatch import NO_SIZES, WINDOW_H, CoalitionDispatch, Dispatched
from energycommunity.optimization.coalition_matrix import with_rows
from energycommunity.optimization.operation import Operation
from energycommunity.optimization.programme import BALANCES, Programme
from energycommunity.optimization.proof import dual_bound, usable_prices
from energycommunity.optimization.sharing_key import KEY, outside_of
from energycommunity.optimization.split import Split
from energycommunity.optimization.tempted_coalition import Ceiling
from energycommunity.quantities import BoolArray, FloatArray, IntArray
from energycommunity.technologies.block import Variable

#: Owner of what belongs to nobody, such as the shortage of a bus.
NOBODY = -1


class CoalitionCeilings:
    """Ceilings of what coalitions are worth, each from the dispatch of one of them.

    Parameters
    ----------
    dispatches : CoalitionDispatch
        What coalitions are dispatched with.
    """

    def __init__(self, dispatches: CoalitionDispatch) -> None:
        self.members, self.alone_eur = dispatches.members, dispatches.apart.eur_per_year
        self.matrix, self.step_h = dispatches.left.matrix, dispatches.step_h
        self.lower, self.trading, self.alone = dispatches.ends
        self.free = self.lower < np.maximum(self.trading, self.alone)
        owner = _owners(dispatches.programme, self.matrix.columns, self.members)
        self.priced, self.of_row, self.of_column = self._belongings(owner)

    def under(self, dispatched: Dispatched) -> Ceiling:
        """The ceiling that the prices of a dispatch make, its amounts in the order of `members`.

        Raises
        ------
        SolverError
            If members who trade at these prices have no optimal dispatch.
        """
        prices = usable_prices(dispatched.row_dual, self.matrix.row_lower, self.matrix.row_upper)[0][self.priced]
        alone = self._alone if self._alone_whatever_the_prices else self._answer(self._apart, self.alone, prices)
        trading = self._answer(self._trade, self.trading, prices)
        least = dual_bound(self.matrix, self.matrix.search_cost, alone, self.lower, self.alone) + self.matrix.constant
        gains = self._by_member(alone, self.alone) - self._by_member(trading, self.trading)
        return Ceiling(self.alone_eur - least, gains)

    @cached_property
    def _alone_whatever_the_prices(self) -> bool:
        """Whether nothing that is decided alone stands in a row with a price."""
        entries = self.matrix.a[self.priced].tocoo()
        return not (self.lower < self.alone)[entries.col].any()

    @cached_property
    def _alone(self) -> FloatArray:
        return self._answer(self._apart, self.alone, np.zeros(int(self.priced.sum())))

    @cached_property
    def _apart(self) -> Operation:
        return self._without_priced_rows()

    @cached_property
    def _trade(self) -> Operation:
        return self._without_priced_rows()

    def _without_priced_rows(self) -> Operation:
        matrix = with_rows(self.matrix, ~self.priced)
        return Operation(Split(matrix), matrix.search_cost, self.step_h, WINDOW_H)

    def _answer(self, operation: Operation, upper: FloatArray, prices: FloatArray) -> FloatArray:
        """Prices of all rows where these have the given prices and everybody else decides by them."""
        operation.take_costs(self.matrix.search_cost - self.matrix.a[self.priced].T @ prices)
        dispatch = operation.under(NO_SIZES, (self.lower, upper))
        row_dual = np.empty(len(self.priced))
        row_dual[self.priced], row_dual[~self.priced] = prices, dispatch.row_dual
        return row_dual

    def _by_member(self, row_dual: FloatArray, upper: FloatArray) -> FloatArray:
        """What the rows and columns of each member prove of the cost, shape (members,) [EUR/a]."""
        matrix, free = self.matrix, self.free
        y, _ = usable_prices(row_dual, matrix.row_lower, matrix.row_upper)
        settled = matrix.a @ np.where(free, 0.0, self.lower)
        side = np.where(y > 0.0, matrix.row_lower, matrix.row_upper)
        of_rows = y * (np.where(y != 0.0, side, 0.0) - settled)
        reduced = matrix.search_cost - matrix.a.T @ y
        of_columns = np.where(free, np.where(reduced > 0.0, reduced * self.lower, reduced * upper), 0.0)
        owners = np.concatenate([np.where(self.priced, NOBODY, self.of_row), self.of_column])
        proven = np.bincount(owners - NOBODY, np.concatenate([of_rows, of_columns]), len(self.members) - NOBODY)
        return np.asarray(proven[-NOBODY : len(self.members) - NOBODY])

    def _belongings(self, owner: IntArray) -> tuple[BoolArray, IntArray, IntArray]:
        """Rows that need a price, since several owners meet there, and the owner of each row and of each column.

        What belongs to nobody goes with whom it shares a row without a price. Should that join several owners, all of
        these rows have a price.
        """
        rows, columns = self.matrix.a.shape
        entries = sparse.coo_array(self.matrix.a[:, self.free])
        row, column = entries.row, np.flatnonzero(self.free)[entries.col]
        priced, _ = _owner_of_each(row, owner[column], rows)
        apart = ~priced[row]
        graph = sparse.csr_array(
            (np.ones(apart.sum(), dtype=np.int8), (row[apart], column[apart])), shape=(rows, columns)
        )
        both = sparse.block_array([[None, graph], [graph.T, None]], format="csr")
        label = csgraph.connected_components(both, directed=False)[1]
        several, of_label = _owner_of_each(label[rows:], owner, int(label.max()) + 1)
        of_column = np.where(owner != NOBODY, owner, of_label[label[rows:]])
        return priced | several[label[:rows]], of_label[label[:rows]], of_column


def _owners(programme: Programme, columns: Mapping[Variable, IntArray], members: Sequence[str]) -> IntArray:
    """The number of the owner of each column, members first, in their order."""
    owners = {name: number for number, name in enumerate(members)}
    owner = np.full(sum(map(len, columns.values())), NOBODY)
    for block in programme.blocks.values():
        if block.asset != BALANCES:
            number = owners.setdefault(block.owner, len(owners))
            for variable in block.variables.values():
                owner[columns[variable]] = number
    of_key = programme.blocks[KEY].variables if KEY in programme.blocks else {}
    for name, meter in programme.case.surroundings.meters.items():
        for way in ("drawn", "given"):
            if outside_of(way, name) in of_key:
                owner[columns[of_key[outside_of(way, name)]]] = owners[meter.member]
    return owner


def _owner_of_each(place: IntArray, owner: IntArray, count: int) -> tuple[BoolArray, IntArray]:
    """Whether several owners meet at each of so many places, and the only owner there, if there is one."""
    last, first = np.full(count, NOBODY), np.full(count, np.iinfo(np.int64).max)
    owned = owner != NOBODY
    np.maximum.at(last, place[owned], owner[owned])
    np.minimum.at(first, place[owned], owner[owned])
    several: BoolArray = last > first
    return several, np.where(several, NOBODY, last)
