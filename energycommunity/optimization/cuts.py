"""What row prices prove of the cost of the operation for all sizes: cuts, one for each part of the operation.

Weak duality (proof.py) with the sizes left open: for prices y of all rows, whatever they are,

    cost of operation under sizes x  >=  constant + slope · x,     slope = -B' y

Three kinds of parts have cuts of their own, and no others, or the sum of cuts made by different prices would be wrong:

* parts of the operation that share no row once the sizes are fixed, such as houses without a common meter;
* stretches of time, if the value of what storages hand over from one to the next is agreed on once for all cuts: with
  these values l the contents at an edge count as sold by the stretch before and bought by the one behind,
  (l - price before) · content + (cost - l - price behind) · content, each at its own least. That is a relaxation for
  any l and loses nothing where l is what the contents are worth.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy import sparse

from energycommunity.optimization.proof import usable_prices
from energycommunity.optimization.split import Split
from energycommunity.optimization.windows import Horizon
from energycommunity.quantities import FloatArray, IntArray


@dataclass(frozen=True, eq=False)
class Cuts:
    """Cost of part p >= constants[p] + slopes[p] · x for all sizes x."""

    constants: FloatArray
    slopes: FloatArray

    def at(self, x: FloatArray) -> float:
        """The least cost of the operation under the sizes x, as far as these cuts know."""
        return float((self.constants + self.slopes @ x).sum())


@dataclass(frozen=True, eq=False)
class Reading:
    """Prices read once: cuts without what is handed over at edges, and what that is worth [EUR/kWh · a].

    `before`: by the rows of the step before; `behind`: its cost less what the rows of its own step pay for it.
    """

    inside: Cuts
    before: FloatArray
    behind: FloatArray


@dataclass(frozen=True, eq=False)
class Stretches:
    """The parts of an operation: its independent parts, each in stretches of time between edges.

    Parameters
    ----------
    split : Split
        The matrix in two stages.
    horizon : Horizon
        Its steps.
    edges : IntArray
        First steps of the stretches; with one edge the parts are the independent parts alone.
    """

    split: Split
    horizon: Horizon
    edges: IntArray

    @cached_property
    def _parts(self) -> tuple[IntArray, IntArray, IntArray]:
        """The number of each part, and the place among them of each operation column and of each kept row.

        The number tells the independent part and the stretch.
        """
        spans = self.horizon.column_span[0], self.horizon.row_span[0]
        parts = self.split.parts.of_column, self.split.parts.of_row
        count = len(self.edges)
        stretches = [np.mod(np.searchsorted(self.edges, step, side="right") - 1, count) for step in spans]
        keys = [part * count + stretch for part, stretch in zip(parts, stretches, strict=True)]
        known = np.unique(np.concatenate([np.unique(key) for key in keys]))
        of_column, of_row = (np.searchsorted(known, key).astype(np.int32) for key in keys)
        return known, of_column, of_row

    @property
    def _known(self) -> IntArray:
        return self._parts[0]

    @property
    def count(self) -> int:
        """Number of parts."""
        return len(self._known)

    @property
    def handed(self) -> int:
        """Number of contents that are handed over at edges."""
        return len(self._handed)

    @property
    def whole(self) -> IntArray:
        """The independent part that each part belongs to."""
        return np.asarray(self._known // len(self.edges))

    @property
    def _part_of_column(self) -> IntArray:
        return self._parts[1]

    @cached_property
    def _part_of_row(self) -> IntArray:
        """Part of every row of the matrix; a row between sizes alone counts in none, and stands under 0."""
        part = np.zeros(len(self.split.matrix.row_lower), dtype=np.int32)
        part[self.split.kept] = self._parts[2]
        part[self.split.single.row] = self._part_of_column[self.split.single.column]
        return part

    @cached_property
    def _handed(self) -> IntArray:
        """Columns of what storages hand over at an edge."""
        at_edge = np.isin(self.split.column_step, self.edges) & self.horizon.links
        return np.flatnonzero(at_edge) if len(self.edges) > 1 else np.zeros(0, dtype=np.int64)

    @cached_property
    def _before(self) -> sparse.csr_array:
        """Coefficients of what is handed over in the rows of the step before, on all rows of the matrix."""
        split = self.split
        rows = sparse.csr_array(split.by_operation[:, self._handed].T).tocoo()
        step = np.full(len(split.matrix.row_lower), -1, dtype=np.int32)
        step[split.kept] = self.horizon.row_span[0]
        at = split.column_step[self._handed][rows.row]
        before = (step[rows.col] >= 0) & (step[rows.col] != at)
        return sparse.csr_array((rows.data[before], (rows.row[before], rows.col[before])), shape=rows.shape)

    @cached_property
    def _giver(self) -> IntArray:
        """Part that hands over each of the contents at an edge."""
        row = self._before.indices[self._before.indptr[:-1]]
        return np.asarray(self._part_of_row[row])

    @cached_property
    def _single_of(self) -> IntArray:
        """The single row that is the bound of each content at an edge, by place among them; -1 for none."""
        place = np.full(len(self.split.operation), -1)
        place[self.split.single.column] = np.arange(len(self.split.single.column))
        return np.asarray(place[self._handed])

    def read(self, row_dual: FloatArray, cost: FloatArray) -> Reading:
        """What some prices of all rows say, before values are agreed on; `cost` of the matrix' columns."""
        split, matrix = self.split, self.split.matrix
        prices = np.where(split.operation_entries > 0, row_dual, 0.0)
        prices[split.single.row[self._single_of[self._single_of >= 0]]] = 0.0
        y, of_rows = usable_prices(prices, matrix.row_lower, matrix.row_upper)
        reduced = cost[split.operation] - split.transposed @ y
        before = np.asarray(self._before @ y)
        behind = reduced[self._handed] + before
        reduced[self._handed] = 0.0
        least = np.where(reduced > 0, matrix.lower[split.operation], matrix.upper[split.operation])
        constants = np.bincount(self._part_of_row, weights=of_rows, minlength=self.count).astype(np.float64)
        constants += np.bincount(self._part_of_column, weights=reduced * least, minlength=self.count)
        entries, place = self._slope_places
        slopes = np.bincount(place, weights=-entries.data * y[entries.row], minlength=self.count * len(split.sizes))
        cuts = Cuts(constants, slopes.reshape(self.count, len(split.sizes)).astype(np.float64))
        return Reading(cuts, before, behind)

    @cached_property
    def _slope_places(self) -> tuple[sparse.coo_array, IntArray]:
        """Coefficients of the sizes, and the place of each among the slopes of all parts."""
        entries = self.split.by_sizes.tocoo()
        return entries, self._part_of_row[entries.row] * len(self.split.sizes) + entries.col

    def cut(self, reading: Reading, values: FloatArray) -> Cuts:
        """The cuts of a reading with the agreed values of what is handed over, shape (handed,)."""
        cuts = Cuts(reading.inside.constants.copy(), reading.inside.slopes.copy())
        self._hand_over(cuts, values - reading.before, self._giver)
        self._hand_over(cuts, reading.behind - values, self._part_of_column[self._handed])
        return cuts

    def of_parts(self, reading: Reading) -> Cuts:
        """The cuts of the independent parts: the values are the reading's own, so that nothing is lost at an edge."""
        cuts, count = self.cut(reading, reading.before), self.split.parts.count
        constants = np.bincount(self.whole, weights=cuts.constants, minlength=count).astype(np.float64)
        slopes = np.zeros((count, cuts.slopes.shape[1]))
        np.add.at(slopes, self.whole, cuts.slopes)
        return Cuts(constants, slopes)

    def _hand_over(self, cuts: Cuts, reduced: FloatArray, part: IntArray) -> None:
        """Add what the contents at the edges cost at least: at their own lower bound, or at what the size allows."""
        split, matrix = self.split, self.split.matrix
        columns = split.operation[self._handed]
        sized = (self._single_of >= 0) & (reduced < 0)
        row = split.single.row[self._single_of[sized]]
        y = reduced[sized] / split.single.factor[self._single_of[sized]]
        np.add.at(cuts.constants, part[sized], y * matrix.row_upper[row])
        np.add.at(cuts.slopes, part[sized], -(sparse.diags_array(y) @ split.by_sizes[row]).toarray())
        at_bound = np.where(reduced > 0, matrix.lower[columns], matrix.upper[columns])
        np.add.at(cuts.constants, part[~sized], (reduced * at_bound)[~sized])
