"""The search in the shorter year, which tells where the search in all steps begins."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from energycommunity.optimization.case import Case
from energycommunity.optimization.decomposition import Search, Trial
from energycommunity.optimization.matrix import Matrix
from energycommunity.optimization.operation import Operation
from energycommunity.optimization.reduced_year import ReducedYear, reduced_year, segments
from energycommunity.optimization.split import Split
from energycommunity.quantities import FloatArray
from energycommunity.stopping import Stop

#: The shorter year needs no better answer than this, for its own error is larger.
GAP = 2e-3


@dataclass(frozen=True, eq=False)
class Reduced:
    """What the shorter year says.

    Parameters
    ----------
    steps : int
        Its number of steps.
    x : FloatArray
        The sizes that are best in it, shape (sizes,).
    cost : float
        What they cost in it [EUR/a].
    trials : tuple of Trial
        Sizes that were tried in it, and its prices.
    year : ReducedYear
        The shorter year.
    """

    steps: int
    x: FloatArray
    cost: float
    trials: tuple[Trial, ...]
    year: ReducedYear

    def learnt(self) -> Iterator[tuple[FloatArray, FloatArray]]:
        """The sizes of each trial, and its prices as prices of all rows of the whole year."""
        for trial in self.trials:
            yield trial.x, self.year.prices_of_all_steps(trial.row_dual.astype(np.float64))


def search_reduced(case: Case, matrix: Matrix, gap: float, stop: Stop) -> Reduced:
    """The best sizes in the shorter year; ends with the best so far once a stop is wanted."""
    segment_of = segments(case)
    steps = int(segment_of.max()) + 1
    year = reduced_year(matrix, segment_of)
    mean_h = case.time.step_h * case.time.steps / steps
    search = Search(Operation(Split(year.matrix), year.matrix.search_cost, mean_h))
    found = search.run(max(gap, GAP), None, lambda key, values: None, stop)
    return Reduced(steps, found.x, found.cost, found.trials, year)
