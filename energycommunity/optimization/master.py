"""The master of the decomposition: sizes with their integers under the cuts so far, and the next trial."""

from __future__ import annotations

import highspy
import numpy as np
from scipy import sparse

from energycommunity.optimization.highs import hand_over, make_integer, solve_to_optimum
from energycommunity.optimization.proof import usable_prices
from energycommunity.optimization.split import Split
from energycommunity.quantities import FloatArray

INFINITY = highspy.kHighsInf


class Master:
    """min theta  with  theta >= constant + slope · x  for every cut, and the rows between investments.

    Inside, sizes are counted in units of their range (integers in whole units) and every cut in units of its largest
    slope, so that no scale has to be tuned by hand.
    """

    def __init__(self, split: Split) -> None:
        matrix, sizes = split.matrix, split.sizes
        self.lower, self.upper = matrix.lower[sizes], matrix.upper[sizes]
        self.integer = matrix.integer[sizes]
        span = self.upper - self.lower
        self.scale = np.where(self.integer, 1.0, np.where(span > 0.0, span, np.maximum(self.upper, 1.0)))
        self.rows = sparse.csr_array(split.by_sizes[split.master_rows] * self.scale)
        self.row_lower = matrix.row_lower[split.master_rows]
        self.row_upper = matrix.row_upper[split.master_rows]
        self.constants: list[float] = []
        self.slopes: list[FloatArray] = []

    def add(self, constant: float, slope: FloatArray) -> None:
        """Add a cut."""
        self.constants.append(constant)
        self.slopes.append(slope * self.scale)

    def solve(self) -> tuple[FloatArray, float]:
        """The best sizes under the cuts, and the lower bound that they prove.

        Raises
        ------
        SolverError
            If no optimum is found; then there is no bound.
        """
        slopes, constants = np.array(self.slopes), np.array(self.constants)
        size = np.maximum(np.abs(slopes).max(axis=1), 1.0)
        theta = float(np.median(size))
        cuts = sparse.csr_array(np.column_stack([-slopes / size[:, None], theta / size]))
        count = len(self.lower)
        highs = hand_over(
            sparse.vstack([sparse.hstack([self.rows, sparse.csr_array((self.rows.shape[0], 1))]), cuts]),
            np.append(np.zeros(count), 1.0),
            (np.append(self.lower / self.scale, -INFINITY), np.append(self.upper / self.scale, INFINITY)),
            (
                np.concatenate([self.row_lower, constants / size]),
                np.concatenate([self.row_upper, np.full(len(size), INFINITY)]),
            ),
        )
        if self.integer.any():
            make_integer(highs, np.append(self.integer, False))
            highs.setOptionValue("mip_rel_gap", 1e-9)
        solve_to_optimum(highs)
        solution = highs.getSolution()
        x = np.clip(np.array(solution.col_value)[:-1], self.lower / self.scale, self.upper / self.scale)
        if self.integer.any():
            bound = float(highs.getInfo().mip_dual_bound) * theta
        else:
            bound = self._proven(np.array(solution.row_dual) * theta, size)
        return x * self.scale, min(bound, float((constants + slopes @ x).max()))

    def _proven(self, row_dual: FloatArray, size: FloatArray) -> float:
        """The bound of the prices, recomputed: cuts weighed together are a cut (weak duality, proof.py)."""
        count = self.rows.shape[0]
        weight = np.maximum(row_dual[count:], 0.0) / size
        weight = weight / weight.sum()
        y, of_rows = usable_prices(row_dual[:count], self.row_lower, self.row_upper)
        slope = weight @ np.array(self.slopes) - self.rows.T @ y
        least = np.where(slope > 0, self.lower, self.upper) / self.scale
        return float(weight @ np.array(self.constants) + of_rows + slope @ least)

    def nearest(self, centre: FloatArray, level: float, integers_of: FloatArray) -> FloatArray | None:
        """The sizes nearest to the centre at which all cuts stay below the level, integers as given; None if none.

        The level method of Lemaréchal, Nemirovskii and Nesterov (1995): a step that is neither greedy nor timid.
        """
        slopes, constants = np.array(self.slopes), np.array(self.constants)
        size = np.maximum(np.abs(slopes).max(axis=1), 1.0)
        lower, upper = self.lower / self.scale, self.upper / self.scale
        lower[self.integer] = upper[self.integer] = np.round(integers_of[self.integer])
        count = len(lower)
        highs = hand_over(
            sparse.vstack([self.rows, sparse.csr_array(slopes / size[:, None])]),
            -centre / self.scale,
            (lower, upper),
            (
                np.concatenate([self.row_lower, np.full(len(size), -INFINITY)]),
                np.concatenate([self.row_upper, (level - constants) / size]),
            ),
        )
        hessian = highspy.HighsHessian()
        hessian.dim_, hessian.format_ = count, highspy.HessianFormat.kTriangular
        hessian.start_ = np.arange(count + 1, dtype=np.int32)
        hessian.index_ = np.arange(count, dtype=np.int32)
        hessian.value_ = np.ones(count)
        highs.passHessian(hessian)
        highs.setOptionValue("time_limit", 10.0)
        highs.run()
        if highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        found = np.array(highs.getSolution().col_value) * self.scale
        return np.asarray(np.clip(found, self.lower, self.upper))
