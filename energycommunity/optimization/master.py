"""The master of the decomposition: sizes with their integers under the cuts so far, and the next trial.

    min  cost · x + sum of theta[p]
    theta[p]  >=  constant + slope · x                for every cut of an independent part p
    theta[p]  >=  sum of phi[f] over its stretches f of time
    phi[f]    >=  constant + slope · x                for every cut of a stretch

and the rows between sizes. Inside, sizes are counted in units of their range (integers in whole units) and every cut in
units of its largest slope, so that no scale has to be tuned by hand.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import product

import highspy
import numpy as np
from scipy import sparse
from scipy.sparse import csgraph

from energycommunity.errors import Fault, SolverError
from energycommunity.optimization.cuts import Cuts
from energycommunity.optimization.highs import hand_over, make_integer, solve_to_optimum
from energycommunity.optimization.pile import Pile
from energycommunity.optimization.proof import usable_prices
from energycommunity.optimization.split import Split
from energycommunity.quantities import FloatArray, IntArray

INFINITY = highspy.kHighsInf
#: Up to so many choices of the integers are solved one by one, which is faster than branching and proven.
FEW_CHOICES = 8
#: How far a whole number may be off while branching. HiGHS's usual 1e-6 of a package of 500,000 EUR is 0.50 EUR: near
#: the end no bound rises any more. At 1e-9 a search took many times longer.
WHOLE_WITHIN = 1e-7


@dataclass(frozen=True, eq=False)
class Lowest:
    """The sizes that cost least under the cuts, what each group of them costs there, and the proven bound of all."""

    x: FloatArray
    by_group: FloatArray
    bound: float


@dataclass(frozen=True, eq=False)
class Programme:
    """The rows of the master, its columns sizes, thetas, phis; costs of parts in units of `money`."""

    a: sparse.csr_array
    row_lower: FloatArray
    row_upper: FloatArray
    lower: FloatArray
    upper: FloatArray
    cost: FloatArray
    money: float


class Master:
    """Sizes under cuts.

    Parameters
    ----------
    split : Split
        The matrix in two stages.
    cost : FloatArray
        Cost of each column of the matrix [EUR/a].
    whole : IntArray
        The independent part that each stretch belongs to, shape (stretches,); empty where time is not divided.
    """

    def __init__(self, split: Split, cost: FloatArray, whole: IntArray) -> None:
        matrix, sizes = split.matrix, split.sizes
        self.lower, self.upper = matrix.lower[sizes], matrix.upper[sizes]
        self.integer = matrix.integer[sizes]
        span = self.upper - self.lower
        self.scale = np.where(self.integer, 1.0, np.where(span > 0.0, span, np.maximum(self.upper, 1.0)))
        self.cost = cost[sizes] * self.scale
        self.rows = sparse.csr_array(split.by_sizes[split.master_rows] * self.scale)
        self.row_lower = matrix.row_lower[split.master_rows]
        self.row_upper = matrix.row_upper[split.master_rows]
        self.whole = whole
        self.group_of_size, self.group_of_part = _groups(split, self.rows)
        self.of_parts, self.of_stretches = Pile(split.parts.count, self.scale), Pile(len(whole), self.scale)

    @property
    def groups(self) -> int:
        """Number of groups of sizes and parts that share nothing."""
        return int(max(self.group_of_size.max(initial=0), self.group_of_part.max(initial=0))) + 1

    def add(self, of_parts: Cuts, of_stretches: Cuts | None) -> None:
        """Add a cut for each independent part and one for each stretch, if there are any."""
        self.of_parts.add(of_parts)
        if of_stretches is not None:
            self.of_stretches.add(of_stretches)

    def renew_stretches(self, all_cuts: list[Cuts]) -> None:
        """Other cuts of the stretches in place of those so far, whose agreed values no longer hold."""
        self.of_stretches = Pile(len(self.whole), self.scale)
        for cuts in all_cuts:
            self.of_stretches.add(cuts)

    def costs_by_group(self, x: FloatArray, of_parts: FloatArray) -> FloatArray:
        """Cost of sizes x and of the operation's parts [EUR/a], summed by group."""
        by_size = np.bincount(self.group_of_size, weights=self.cost * x / self.scale, minlength=self.groups)
        return np.asarray(by_size + np.bincount(self.group_of_part, weights=of_parts, minlength=self.groups))

    def solve(self, open_eur: float = 0.0) -> Lowest:
        """The best sizes under the cuts, and the lower bound that they prove.

        Parameters
        ----------
        open_eur : float
            How far the sizes may lie above the bound where they are found by branching [EUR/a]. The bound is proven
            whatever this is.

        Raises
        ------
        SolverError
            If no optimum is found; then there is no bound.
        """
        it = self._programme()
        choices = self._choices()
        if choices is None:
            return self._by_branching(it, open_eur)
        found = [lowest for chosen in choices if (lowest := self._with_integers(it, chosen)) is not None]
        if not found:
            raise SolverError(Fault("solver_no_answer", {"status": "Infeasible"}))
        best = min(found, key=lambda lowest: float(lowest.by_group.sum()))
        return replace(best, bound=min(lowest.bound for lowest in found))

    def _choices(self) -> list[FloatArray] | None:
        """Every choice of the integers, if there are few: each is a linear programme, whose bound is recomputed."""
        lower, upper = self.lower[self.integer], self.upper[self.integer]
        if np.prod(upper - lower + 1.0) > FEW_CHOICES:
            return None
        ranges = [np.arange(low, high + 1.0) for low, high in zip(lower, upper, strict=True)]
        return [np.array(chosen) for chosen in product(*ranges)]

    def _with_integers(self, it: Programme, chosen: FloatArray) -> Lowest | None:
        """The best sizes with the integers as chosen; None if no sizes keep to the rows between them."""
        lower, upper = it.lower.copy(), it.upper.copy()
        fixed = np.flatnonzero(self.integer)
        lower[fixed] = upper[fixed] = chosen
        highs = hand_over(it.a, it.cost, (lower, upper), (it.row_lower, it.row_upper))
        highs.run()
        if len(chosen) and highs.getModelStatus() == highspy.HighsModelStatus.kInfeasible:
            return None
        solve_to_optimum(highs)
        solution, count = highs.getSolution(), len(self.lower)
        bound = self._proven(np.array(solution.row_dual), it.money, lower[:count], upper[:count])
        return self._lowest(np.array(solution.col_value), bound)

    def _by_branching(self, it: Programme, open_eur: float) -> Lowest:
        """Good sizes by HiGHS's own search over the integers, from the last ones on; the bound is its own too."""
        highs = hand_over(it.a, it.cost, (it.lower, it.upper), (it.row_lower, it.row_upper))
        make_integer(highs, np.concatenate([self.integer, np.zeros(len(it.cost) - len(self.integer), dtype=bool)]))
        highs.setOptionValue("mip_rel_gap", 1e-9)
        highs.setOptionValue("mip_feasibility_tolerance", WHOLE_WITHIN)
        highs.setOptionValue("mip_abs_gap", max(open_eur / it.money, 1e-9))
        solve_to_optimum(highs)
        return self._lowest(np.array(highs.getSolution().col_value), float(highs.getInfo().mip_dual_bound) * it.money)

    def _lowest(self, columns: FloatArray, bound: float) -> Lowest:
        """Sizes and costs from the columns of the master; no bound lies above what the cuts say of its own sizes."""
        x = np.clip(columns[: len(self.lower)], self.lower / self.scale, self.upper / self.scale)
        of_parts = self.of_parts.highest(x)
        if len(self.whole):
            in_stretches = np.bincount(self.whole, weights=self.of_stretches.highest(x), minlength=len(of_parts))
            of_parts = np.maximum(of_parts, in_stretches)
        by_group = self.costs_by_group(x * self.scale, of_parts)
        return Lowest(x * self.scale, by_group, min(bound, float(by_group.sum())))

    def nearest(self, centre: FloatArray, levels: FloatArray, integers_of: FloatArray) -> FloatArray | None:
        """The sizes nearest to the centre at which each group costs no more than its level; None if there are none.

        Integers are taken as given, and are no columns of the search: they are most of the sizes where a network is
        decided. The level method of Lemaréchal, Nemirovskii and Nesterov (1995): a step that is neither greedy nor
        timid.
        """
        it, count = self._programme(), len(self.lower)
        x, columns, bounded = np.round(integers_of), len(it.cost), np.flatnonzero(np.isfinite(levels))
        free, fixed = np.flatnonzero(~self.integer), np.flatnonzero(self.integer)
        searched = np.concatenate([free, np.arange(count, columns)])
        group = np.zeros(columns, dtype=np.int64)
        group[: count + len(self.group_of_part)] = np.concatenate([self.group_of_size, self.group_of_part])
        sums = sparse.csr_array((it.cost, (group, np.arange(columns))), shape=(self.groups, columns))[bounded]
        a = sparse.csc_array(sparse.vstack([it.a, sums]))
        by_integers = a[:, fixed] @ x[fixed]
        row_lower = np.concatenate([it.row_lower, np.full(len(bounded), -INFINITY)]) - by_integers
        row_upper = np.concatenate([it.row_upper, levels[bounded] / it.money]) - by_integers
        found = nearest_point(
            (centre / self.scale)[free],
            sparse.csr_array(sparse.vstack([a[:, searched], sparse.eye_array(len(searched))])),
            np.concatenate([row_lower, it.lower[searched]]),
            np.concatenate([row_upper, it.upper[searched]]),
        )
        if found is None:
            return None
        x[free] = found * self.scale[free]
        return np.asarray(np.clip(x, self.lower, self.upper))

    def _programme(self) -> Programme:
        money = float(np.median(self.of_parts.units()))
        parts, stretches = self.of_parts.parts, len(self.whole)
        by_sizes, by_parts, constants = self.of_parts.rows(money)
        fine_by_sizes, by_stretches, fine_constants = self.of_stretches.rows(money)
        inside = sparse.csr_array((-np.ones(stretches), (self.whole, np.arange(stretches))), shape=(parts, stretches))
        nothing = sparse.csr_array((self.rows.shape[0], parts + stretches))
        a = sparse.vstack(
            [
                sparse.hstack([self.rows, nothing]),
                sparse.hstack([by_sizes, by_parts, sparse.csr_array((len(constants), stretches))]),
                sparse.hstack([sparse.csr_array((parts, len(self.lower))), sparse.eye_array(parts), inside]),
                sparse.hstack([fine_by_sizes, sparse.csr_array((len(fine_constants), parts)), by_stretches]),
            ]
        )
        over_stretches = np.full(parts, 0.0 if stretches else -INFINITY)
        row_lower = np.concatenate([self.row_lower, constants, over_stretches, fine_constants])
        row_upper = np.full(len(row_lower), INFINITY)
        row_upper[: len(self.row_upper)] = self.row_upper
        free = np.full(parts + stretches, INFINITY)
        lower = np.concatenate([self.lower / self.scale, -free])
        upper = np.concatenate([self.upper / self.scale, free])
        cost = np.concatenate([self.cost / money, np.ones(parts), np.zeros(stretches)])
        return Programme(sparse.csr_array(a), row_lower, row_upper, lower, upper, cost, money)

    def _proven(self, row_dual: FloatArray, money: float, lower: FloatArray, upper: FloatArray) -> float:
        """The bound of the prices, recomputed: cuts of a part weighed together are a cut (weak duality, proof.py).

        `lower`, `upper`: bounds of the sizes in their units.
        """
        between, parts = self.rows.shape[0], self.of_parts.parts
        ends = np.cumsum([between, len(self.of_parts.constants), parts])
        of_rows, of_cuts, of_sums, of_fine = np.split(row_dual, ends)
        sums = np.maximum(of_sums, 0.0)
        alone = np.bincount(
            self.of_parts.part, weights=np.maximum(of_cuts, 0.0) * money / self.of_parts.units(), minlength=parts
        )
        in_stretches = np.where(alone + sums > 0.0, sums / np.maximum(alone + sums, 1e-300), 0.0)
        constant, slope = self.of_parts.weighed(of_cuts, money, 1.0 - in_stretches)
        fine_constant, fine_slope = self.of_stretches.weighed(of_fine, money, in_stretches[self.whole])
        y, sides = usable_prices(of_rows * money, self.row_lower, self.row_upper)
        slope = self.cost + slope + fine_slope - self.rows.T @ y
        least = np.where(slope > 0, lower, upper)
        return constant + fine_constant + float(sides.sum()) + float(slope @ least)


def nearest_point(
    centre: FloatArray, a: sparse.csr_array, row_lower: FloatArray, row_upper: FloatArray
) -> FloatArray | None:
    """The leading coordinates nearest to the centre in  row_lower <= a x <= row_upper; None if there is no such point.

    Clarabel, an interior-point method: it needs milliseconds and no start, however many cuts there are.
    """
    import clarabel

    equal = row_lower == row_upper
    above, below = np.isfinite(row_upper) & ~equal, np.isfinite(row_lower) & ~equal
    stacked = sparse.csc_matrix(sparse.vstack([a[equal], a[above], -a[below]]))
    right = np.concatenate([row_upper[equal], row_upper[above], -row_lower[below]])
    cones = [clarabel.ZeroConeT(int(equal.sum())), clarabel.NonnegativeConeT(int(above.sum() + below.sum()))]
    weight = np.zeros(a.shape[1])
    weight[: len(centre)] = 1.0
    target = np.zeros(a.shape[1])
    target[: len(centre)] = -centre
    settings = clarabel.DefaultSettings()
    settings.verbose = False
    squares = sparse.csc_matrix(sparse.diags_array(weight))
    solution = clarabel.DefaultSolver(squares, target, stacked, right, cones, settings).solve()
    solved = solution.status in (clarabel.SolverStatus.Solved, clarabel.SolverStatus.AlmostSolved)
    return np.array(solution.x)[: len(centre)] if solved else None


def _groups(split: Split, rows: sparse.csr_array) -> tuple[IntArray, IntArray]:
    """Groups of sizes and of parts that no cut and no row connects, as one number for each size and each part."""
    sizes, parts = len(split.sizes), split.parts.count
    part_of_row = np.full(len(split.matrix.row_lower), -1)
    part_of_row[split.kept] = split.parts.of_row
    part_of_row[split.single.row] = split.parts.of_column[split.single.column]
    entries, between = split.by_sizes.tocoo(), rows.tocoo()
    reached = part_of_row[entries.row] >= 0
    one = np.concatenate([entries.col[reached], between.col])
    other = np.concatenate([part_of_row[entries.row[reached]] + sizes, between.row + sizes + parts])
    count = sizes + parts + rows.shape[0]
    graph = sparse.csr_array((np.ones(len(one), dtype=np.int8), (one, other)), shape=(count, count))
    label = csgraph.connected_components(graph, directed=False)[1]
    label = np.unique(label[: sizes + parts], return_inverse=True)[1]
    return label[:sizes], label[sizes:]
