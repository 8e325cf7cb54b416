"""What crosses the meters of a pool, step by step: a meter draws or gives, and the pool buys or sells, never both.

With what is needed behind each meter known, the best a pool can do is known too. While more is needed than given, all
that is given is shared, first with those to whom it is worth most; while less is needed, all of that is shared, first
from those to whom selling is worth least. With a key by use all share in proportion to what they need, or have left.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from energycommunity.allocation.base import in_proportion
from energycommunity.optimization.directions import BOTH_WAYS_KW
from energycommunity.quantities import BoolArray, FloatArray, IntArray


@dataclass(frozen=True, eq=False)
class PoolFlows:
    """Columns of what all meters draw and give: what is traded, and what is shared; shape (2, meters, steps).

    Who shares is told by upper bounds of the columns: what is not shared in a step is held to nothing.
    `by_use`: whether all share in proportion.

    Examples
    --------
    The first meter buys 3 kW and gives 2 of them to the second, which needs 4 and buys 2 at a higher price:

    >>> flows = PoolFlows(np.array([[[0], [1]], [[2], [3]]]), np.array([[[4], [5]], [[6], [7]]]))
    >>> x = np.array([3.0, 2.0, 0.0, 2.0, 0.0, 0.0, 2.0, 0.0])
    >>> cost = np.array([0.1, 0.2, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0])
    >>> flows.netted(x, cost, np.full(8, 9.0)).tolist()
    [1.0, 4.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]
    """

    drawn: IntArray
    given: IntArray
    by_use: bool = False

    def both_ways(self, x: FloatArray, upper: FloatArray) -> BoolArray:
        """The steps in which any meter, or the pool, has both."""
        of_meters = np.minimum(x[self.drawn].sum(axis=0), x[self.given].sum(axis=0)).max(axis=0)
        return np.asarray(np.maximum(of_meters, np.minimum(*self._traded(x, upper))) > BOTH_WAYS_KW)

    def netted(self, x: FloatArray, cost: FloatArray, upper: FloatArray) -> FloatArray:
        """The same dispatch behind the meters, with flows of one way: the cheapest, or those of a key by use."""
        steps = np.ones(self.drawn.shape[2], dtype=bool) if self.by_use else self.both_ways(x, upper)
        x, drawn, given = x.copy(), self.drawn[:, :, steps], self.given[:, :, steps]
        need = x[drawn].sum(axis=0) - x[given].sum(axis=0)
        needed, left = np.maximum(need, 0.0), np.maximum(-need, 0.0)
        most_in, most_out = np.minimum(needed, upper[drawn[1]]), np.minimum(left, upper[given[1]])
        shared = np.minimum(most_in.sum(axis=0), most_out.sum(axis=0))
        if self.by_use:
            shared_in, shared_out = in_proportion(most_in, shared), in_proportion(most_out, shared)
        else:
            shared_in = _cheapest_first(most_in, cost[drawn[1]] - cost[drawn[0]], shared)
            shared_out = _cheapest_first(most_out, cost[given[1]] - cost[given[0]], shared)
        x[drawn] = np.array([needed - shared_in, shared_in])
        x[given] = np.array([left - shared_out, shared_out])
        return x

    def one_way(self, x: FloatArray, upper: FloatArray) -> FloatArray:
        """Upper bounds that leave every meter, and the pool, the larger of its two flows in every step.

        Also where only one runs: what is not to be had in a step any more would else be had an hour later.
        """
        upper, draws = upper.copy(), x[self.drawn].sum(axis=0) >= x[self.given].sum(axis=0)
        bought, sold = self._traded(x, upper)
        buys, shares = bought >= sold, self._shares(upper)
        upper[self.drawn[:, ~draws]] = upper[self.drawn[0][shares & ~buys]] = 0.0
        upper[self.given[:, draws]] = upper[self.given[0][shares & buys]] = 0.0
        return upper

    def _shares(self, upper: FloatArray) -> BoolArray:
        """Whether a meter may share in a step, shape (meters, steps)."""
        return np.asarray((upper[self.drawn[1]] > 0.0) | (upper[self.given[1]] > 0.0))

    def _traded(self, x: FloatArray, upper: FloatArray) -> tuple[FloatArray, FloatArray]:
        """What the pool buys and sells, shape (steps,)."""
        shares = self._shares(upper)
        return (x[self.drawn[0]] * shares).sum(axis=0), (x[self.given[0]] * shares).sum(axis=0)


def _cheapest_first(most: FloatArray, cost: FloatArray, together: FloatArray) -> FloatArray:
    """What each takes of what all take together, none more than its most; shape (meters, steps)."""
    order = np.argsort(cost, axis=0, kind="stable")
    ordered = np.take_along_axis(most, order, axis=0)
    before = np.cumsum(ordered, axis=0) - ordered
    taken = np.empty_like(most)
    np.put_along_axis(taken, order, np.clip(together - before, 0.0, ordered), axis=0)
    return taken
