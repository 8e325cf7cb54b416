"""A pile of cuts: trial after trial one cut for each of the same parts, if it says anything new."""

from __future__ import annotations

import numpy as np
from scipy import sparse

from energycommunity.optimization.cuts import Cuts
from energycommunity.quantities import FloatArray, IntArray

#: Two cuts whose numbers differ by no more than this, over the largest of them, are the same.
ALIKE = 1e-12


class Pile:
    """Cuts with sizes in units of `scale`, shape (cuts,); `part` says whose each is, and each part has at least one.

    Parameters
    ----------
    parts : int
        Number of parts.
    scale : FloatArray
        Unit of each size.
    """

    def __init__(self, parts: int, scale: FloatArray) -> None:
        self.parts, self.scale = parts, scale
        self.constants, self.slopes = np.zeros(0), np.zeros((0, len(scale)))
        self.part: IntArray = np.zeros(0, dtype=np.int64)

    def add(self, cuts: Cuts) -> None:
        """Add a cut for each part, other than those that lie here already: most parts answer many sizes alike."""
        slopes = cuts.slopes * self.scale
        apart = ALIKE * np.maximum(np.abs(cuts.constants), np.abs(slopes).max(axis=1, initial=1.0))
        near = np.flatnonzero(np.abs(self.constants - cuts.constants[self.part]) <= apart[self.part])
        part = self.part[near]
        known = part[(np.abs(self.slopes[near] - slopes[part]) <= apart[part, None]).all(axis=1)]
        new = np.setdiff1d(np.arange(self.parts), known)
        self.constants = np.concatenate([self.constants, cuts.constants[new]])
        self.slopes = np.vstack([self.slopes, slopes[new]])
        self.part = np.concatenate([self.part, new])

    def units(self) -> FloatArray:
        """The unit of each cut: its largest slope, at least 1 EUR/a."""
        return np.asarray(np.maximum(np.abs(self.slopes).max(axis=1, initial=0.0), 1.0))

    def highest(self, x: FloatArray) -> FloatArray:
        """The least cost of each part at sizes x (in their units) as far as the cuts know, shape (parts,)."""
        highest = np.full(self.parts, -np.inf)
        np.maximum.at(highest, self.part, self.constants + self.slopes @ x)
        return highest

    def rows(self, money: float) -> tuple[sparse.csr_array, sparse.csr_array, FloatArray]:
        """Each cut as a row `-slope · x + theta >= constant` in its unit: by sizes, by parts, and the right-hand side.

        Costs of parts are counted in `money`.
        """
        units, count = self.units(), len(self.constants)
        by_parts = sparse.csr_array((money / units, (np.arange(count), self.part)), shape=(count, self.parts))
        return sparse.csr_array(-self.slopes / units[:, None]), by_parts, self.constants / units

    def weighed(self, prices: FloatArray, money: float, together: FloatArray) -> tuple[float, FloatArray]:
        """One cut from all: the cuts of each part weighed by the prices of their rows, the weights made `together`.

        Returns its constant and its slopes. A part without any price takes its first cut.
        """
        weights = np.maximum(prices, 0.0) * money / self.units()
        sums = np.bincount(self.part, weights=weights, minlength=self.parts)
        first = np.zeros(len(weights))
        first[: self.parts] = 1.0
        share = np.where(sums[self.part] > 0.0, weights / np.maximum(sums[self.part], 1e-300), first)
        weights = share * together[self.part]
        return float(weights @ self.constants), weights @ self.slopes
