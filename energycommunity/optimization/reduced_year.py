"""A shorter year that tells where the search for sizes should start: segments of some hours instead of single hours.

tsam cuts each stretch of days into segments of like hours; the days with the peaks stay as they are. Segments follow
each other as their hours do, so that storages carry over. Power is constant within a segment: the columns of a variable
become one, the rows of a constraint their mean. What comes out is only a start; the answer is always that of all hours.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy import sparse

from energycommunity.optimization.case import Case
from energycommunity.optimization.matrix import Matrix
from energycommunity.quantities import FloatArray, IntArray

#: Length of the stretches that are cut on their own, and segments in each: an eighth of the steps is left.
STRETCH_H, SEGMENTS = 120.0, 15
#: Horizons with fewer steps are not worth shortening.
FEWEST_STEPS = 1_000
#: Series that tell hours apart: all of a name are added up, with that of its highest sum on a day kept hour by hour.
DEMAND = "power_kw"
OTHERS = (
    "cop",
    "purchase_price_eur_per_kwh",
    "sale_price_eur_per_kwh",
)
#: So begins whatever sun and wind offer per size: by peak power, rated power or area.
PRODUCTION = "production_"


@dataclass(frozen=True, eq=False)
class ReducedYear:
    """The matrix of the shorter year, and where the rows of the whole one went.

    `row_of`: the reduced row of each row, shape (rows,); `share`: one over the number of rows that became each reduced
    one.
    """

    matrix: Matrix
    row_of: IntArray
    share: FloatArray

    def prices_of_all_steps(self, row_dual: FloatArray) -> FloatArray:
        """Prices of the reduced rows as prices of all rows."""
        return (row_dual * self.share)[self.row_of]


def reduced_year(matrix: Matrix, segment_of: IntArray) -> ReducedYear:
    """The matrix with the steps of each segment taken together.

    Parameters
    ----------
    matrix : Matrix
        The matrix of all steps.
    segment_of : IntArray
        Segment of each step, ascending from 0, shape (steps,).
    """
    apart = np.concatenate([np.zeros(0, dtype=np.int64), *(spell.operation for spell in matrix.spells)])
    column_of, column_step = _together(matrix.column_step, list(matrix.columns.values()), apart, segment_of)
    apart = np.concatenate([np.zeros(0, dtype=np.int64), *(spell.rows for spell in matrix.spells)])
    row_of, row_step = _together(matrix.row_step, list(matrix.row_names.values()), apart, segment_of)
    rows, columns = np.bincount(row_of).astype(np.float64), np.bincount(column_of).astype(np.float64)
    entries = matrix.a.tocoo()
    values = entries.data / rows[row_of[entries.row]]
    a = sparse.csc_array((values, (row_of[entries.row], column_of[entries.col])), shape=(len(rows), len(columns)))
    any_of = np.zeros(len(columns), dtype=np.int64)
    any_of[column_of] = np.arange(len(column_of))
    smaller = replace(
        matrix,
        a=a,
        row_lower=np.bincount(row_of, weights=matrix.row_lower) / rows,
        row_upper=np.bincount(row_of, weights=matrix.row_upper) / rows,
        lower=np.bincount(column_of, weights=matrix.lower) / columns,
        upper=np.bincount(column_of, weights=matrix.upper) / columns,
        cost=np.bincount(column_of, weights=matrix.cost).astype(np.float64),
        search_cost=np.bincount(column_of, weights=matrix.search_cost).astype(np.float64),
        integer=matrix.integer[any_of],
        investment=matrix.investment[any_of],
        columns={variable: np.unique(column_of[index]) for variable, index in matrix.columns.items()},
        row_step=row_step,
        column_step=column_step,
        row_names={name: np.unique(row_of[index]) for name, index in matrix.row_names.items()},
        spells=(),
    )
    return ReducedYear(smaller, row_of.astype(np.int32), 1.0 / rows)


def _together(
    step: IntArray, groups: list[IntArray], apart: IntArray, segment_of: IntArray
) -> tuple[IntArray, IntArray]:
    """New number of each row or column, and the segment of each new one.

    Those of no step stay as they are, and so do those of design spells (`apart`), which all stand at one step.
    """
    group = np.zeros(len(step), dtype=np.int64)
    for number, index in enumerate(groups):
        group[index] = number
    count = int(segment_of.max()) + 1
    timed, merged = step >= 0, step >= 0
    merged[apart] = False
    key = np.arange(len(step), dtype=np.int64) + len(groups) * count
    key[merged] = group[merged] * count + segment_of[step[merged]]
    known, place = np.unique(key, return_inverse=True)
    new_step = np.full(len(known), -1, dtype=np.int64)
    new_step[place[timed]] = segment_of[step[timed]]
    return place, new_step


def segments(case: Case) -> IntArray:
    """The segment of each step of a case, shape (steps,), by its demands, sunshine, efficiencies and prices."""
    steps = case.time.steps
    length = max(round(STRETCH_H / case.time.step_h), 1)
    series = _series(case)
    whole = steps // length * length
    begins = np.zeros(steps, dtype=bool)
    begins[0] = True
    begins[whole:] = True
    if whole and series:
        begins[:whole] = _segment_begins({name: values[:whole] for name, values in series.items()}, length)
    day = max(round(24.0 / case.time.step_h), 1)
    for values in (values for name, values in series.items() if name.startswith(DEMAND)):
        first = int(values.argmax()) // day * day
        begins[first : first + day + 1] = True
    return np.cumsum(begins) - 1


def _series(case: Case) -> dict[str, FloatArray]:
    """What tells hours apart, each added up over all assets; demands of heat and of electricity apart."""
    sums: dict[str, FloatArray] = {}
    for asset in case.assets:
        for name, values in asset.profiles.series.items():
            kind = f"{name}_of_heat" if name == DEMAND and getattr(asset.technology, "at", None) else name
            if name == DEMAND or name in OTHERS or name.startswith(PRODUCTION):
                sums[kind] = sums.get(kind, np.zeros(case.time.steps)) + values
    return {name: values for name, values in sums.items() if values.max() > values.min()}


def _segment_begins(series: dict[str, FloatArray], length: int) -> FloatArray:
    """Whether a segment begins at each step, by tsam, stretch by stretch."""
    import pandas as pd
    import tsam

    steps = len(next(iter(series.values())))
    index = pd.date_range("2025-01-01", periods=steps, freq="h")
    stretches = steps // length
    result = tsam.aggregate(
        pd.DataFrame(series, index=index),
        stretches,
        period_duration=length,
        temporal_resolution=1.0,
        segments=tsam.SegmentConfig(n_segments=min(SEGMENTS, length)),
        preserve_column_means=False,
    )
    of_cluster = result.segment_durations or ()
    durations = [of_cluster[cluster] for cluster in result.cluster_assignments]
    begins = np.zeros(steps, dtype=bool)
    begins[np.cumsum([0, *(part for stretch in durations for part in stretch)])[:-1]] = True
    return begins
