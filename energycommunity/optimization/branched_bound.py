"""What the operation costs at least with whole switches: a search over those of each stretch of time, joined by prices.

For any prices y of the rows, a stretch f of time with its own rows R and columns C costs by itself at least

    whole[f]  =  min (cost - prices of other rows)·v + (prices of R on the sizes)·x     over rows R, switches whole
    priced[f] =  the same where the prices of R stand in place of the rows, fractions allowed

so that the bound of the prices (proof.py) rises by the sum of whole[f] - priced[f]. Each stretch has sizes of its own,
and others of what belongs to no step: the bound holds for all of them. What fractions gain within a stretch is gone
from it; what they gain between stretches is left.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse

from energycommunity.optimization.highs import hand_over, make_integer, solve_to_optimum
from energycommunity.optimization.matrix import Matrix
from energycommunity.optimization.processes import threads
from energycommunity.optimization.proof import dual_bound, usable_prices
from energycommunity.quantities import FloatArray, IntArray

#: Branches after which a stretch takes the bound that it has: a count and no time, so that every run proves alike.
MOST_NODES = 1_000
#: Part of what may stay open that the searches of all stretches together may leave.
LEFT_TO_BRANCHING = 0.1


def branched_bound(
    matrix: Matrix, prices: FloatArray, stretch_steps: int, open_eur: float, wanted: Callable[[], bool]
) -> float:
    """The bound of some prices, with whole switches within each stretch of time [EUR/a].

    Parameters
    ----------
    matrix : Matrix
        The programme.
    prices : FloatArray
        Prices of its rows, shape (rows,).
    stretch_steps : int
        Length of a stretch.
    open_eur : float
        Distance to the best dispatch that is of no interest any more [EUR/a].
    wanted : callable
        Asked before each stretch; once it says no, the others keep the bound of the prices.
    """
    stretches = _Stretches.of(matrix, prices, stretch_steps)
    left_eur = LEFT_TO_BRANCHING * open_eur / max(len(stretches.branching), 1)
    with ThreadPoolExecutor(threads()) as pool:
        risen = pool.map(lambda f: stretches.risen(f, left_eur) if wanted() else 0.0, stretches.branching)
        return dual_bound(matrix, matrix.search_cost, prices, matrix.lower, matrix.upper) + sum(risen)


@dataclass(frozen=True, eq=False)
class _Stretches:
    """A programme under prices, cut into stretches; `of_row` and `of_column` are -1 for what no stretch has alone.

    `reduced` is the cost of each column less what all prices make of it, `sides` what each row is worth at its price.
    """

    matrix: Matrix
    by_row: sparse.csr_array
    prices: FloatArray
    sides: FloatArray
    reduced: FloatArray
    of_row: IntArray
    of_column: IntArray

    @classmethod
    def of(cls, matrix: Matrix, prices: FloatArray, stretch_steps: int) -> _Stretches:
        """The programme in stretches of so many steps; a row that reaches into two stretches belongs to none."""
        y, sides = usable_prices(prices, matrix.row_lower, matrix.row_upper)
        by_row = sparse.csr_array(matrix.a)
        of_column = np.where(matrix.column_step >= 0, matrix.column_step // stretch_steps, -1)
        row = np.repeat(np.arange(by_row.shape[0]), np.diff(by_row.indptr))
        stretch = of_column[by_row.indices]
        timed = stretch >= 0
        first, last = np.full(by_row.shape[0], by_row.shape[1]), np.full(by_row.shape[0], -1)
        np.minimum.at(first, row[timed], stretch[timed])
        np.maximum.at(last, row[timed], stretch[timed])
        of_row = np.where(first == last, last, -1)
        return cls(matrix, by_row, y, sides, matrix.search_cost - matrix.a.T @ y, of_row, of_column)

    @property
    def branching(self) -> IntArray:
        """The stretches in which there is something to decide."""
        matrix = self.matrix
        open_switch = matrix.integer & ~matrix.investment & (matrix.lower < matrix.upper)
        return np.unique(self.of_column[open_switch & (self.of_column >= 0)])

    def risen(self, stretch: int, left_eur: float) -> float:
        """By how much whole switches in a stretch raise the bound [EUR/a]."""
        matrix, rows = self.matrix, np.flatnonzero(self.of_row == stretch)
        own = np.flatnonzero(self.of_column == stretch)
        part = self.by_row[rows]
        loose = np.unique(part.indices[self.of_column[part.indices] < 0])
        columns = np.concatenate([own, loose])
        part = sparse.csc_array(part[:, columns])
        priced = part.T @ self.prices[rows]
        cost = priced + np.where(self.of_column[columns] == stretch, self.reduced[columns], 0.0)
        bounds = matrix.lower[columns], matrix.upper[columns]
        row_bounds = matrix.row_lower[rows], matrix.row_upper[rows]
        highs = hand_over(part, cost, bounds, row_bounds)
        make_integer(highs, matrix.integer[columns])
        highs.setOptionValue("threads", 1)
        highs.setOptionValue("mip_rel_gap", 0.0)
        highs.setOptionValue("mip_abs_gap", left_eur)
        highs.setOptionValue("mip_max_nodes", MOST_NODES)
        highs.setOptionValue("mip_heuristic_effort", 0.0)
        highs.setOptionValue("mip_feasibility_tolerance", 1e-9)
        highs.run()
        reduced = self.reduced[own]
        least = float(np.where(reduced > 0, reduced * matrix.lower[own], reduced * matrix.upper[own]).sum())
        whole = float(highs.getInfo().mip_dual_bound)
        return max(whole - least - float(self.sides[rows].sum()), 0.0) if np.isfinite(whole) else 0.0


def best_prices(matrix: Matrix, trials: Sequence[npt.NDArray[np.floating[Any]]]) -> FloatArray:
    """The mean of the prices of several trials that proves most of all sizes, with prices of rows between sizes.

    Parameters
    ----------
    matrix : Matrix
        The programme.
    trials : sequence of arrays
        Prices of all rows under several sizes, shape (rows,) each, in single precision to save memory or in double:
        each proves cost >= constant + slope · sizes.
    """
    sizes, count = matrix.investment, len(trials)
    constants, slopes = np.zeros(count), np.zeros((count, int(sizes.sum())))
    for number, prices in enumerate(trials):
        y, sides = usable_prices(prices.astype(np.float64), matrix.row_lower, matrix.row_upper)
        reduced = matrix.search_cost - matrix.a.T @ y
        least = np.where(reduced > 0, reduced * matrix.lower, reduced * matrix.upper)
        constants[number], slopes[number] = float(sides.sum()) + float(least[~sizes].sum()), reduced[sizes]
    between = np.flatnonzero(abs(matrix.a) @ (~sizes).astype(np.float64) == 0.0)
    cuts = sparse.hstack([sparse.csr_array(-slopes), np.ones((count, 1))])
    rows = sparse.hstack([sparse.csr_array(matrix.a)[between][:, np.flatnonzero(sizes)], np.zeros((len(between), 1))])
    highs = hand_over(
        sparse.vstack([cuts, rows]),
        np.append(np.zeros(slopes.shape[1]), 1.0),
        (np.append(matrix.lower[sizes], -np.inf), np.append(matrix.upper[sizes], np.inf)),
        (
            np.concatenate([constants, matrix.row_lower[between]]),
            np.concatenate([np.full(count, np.inf), matrix.row_upper[between]]),
        ),
    )
    solve_to_optimum(highs)
    found = np.array(highs.getSolution().row_dual)
    weights = np.maximum(found[:count], 0.0)
    mean = np.zeros(len(matrix.row_lower))
    for weight, prices in zip(weights, trials, strict=True):
        mean += weight * prices
    mean[between] += found[count:]
    mean /= weights.sum()
    return mean
