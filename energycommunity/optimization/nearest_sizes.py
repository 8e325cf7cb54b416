"""Sizes that keep the rows between them, as near as possible to those that are wanted."""

from __future__ import annotations

import numpy as np
from scipy import sparse

from energycommunity.optimization.highs import hand_over, make_integer, solve_to_optimum
from energycommunity.optimization.split import Split
from energycommunity.quantities import FloatArray

#: How much worse a size below the wanted one is than one above it: too little leaves demand unserved.
LESS_IS_WORSE = 100.0


def allowed_sizes(split: Split, wanted: FloatArray) -> FloatArray:
    """The nearest sizes that keep the rows between them and are whole where they must be, rather larger than smaller.

    Distances are measured in the span of each size. All shapes (sizes,).
    """
    matrix, count = split.matrix, len(wanted)
    lower, upper = matrix.lower[split.sizes], matrix.upper[split.sizes]
    own_rows, each = split.by_sizes[split.master_rows], sparse.eye_array(count)
    a = sparse.block_array([[own_rows, None, None], [each, each, -each]])
    span = np.where(upper > lower, upper - lower, 1.0)
    cost = np.concatenate([np.zeros(count), LESS_IS_WORSE / span, 1.0 / span])
    columns = np.concatenate([lower, np.zeros(2 * count)]), np.concatenate([upper, np.full(2 * count, np.inf)])
    rows = tuple(np.concatenate([side[split.master_rows], wanted]) for side in (matrix.row_lower, matrix.row_upper))
    highs = hand_over(sparse.csc_array(a), cost, columns, (rows[0], rows[1]))
    make_integer(highs, np.concatenate([matrix.integer[split.sizes], np.zeros(2 * count, dtype=bool)]))
    solve_to_optimum(highs)
    return np.asarray(np.clip(np.array(highs.getSolution().col_value)[:count], lower, upper))
