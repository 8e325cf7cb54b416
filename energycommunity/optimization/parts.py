"""Parts of the operation that share no row once the sizes are fixed, such as houses without a common meter.

Their costs add up and each depends on its own sizes, so that each has cuts of its own. Parts behind a common balance
must share a cut, or the bound would be wrong.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.sparse import csgraph

from energycommunity.quantities import FloatArray, IntArray


@dataclass(frozen=True, eq=False)
class Parts:
    """How many parts there are, and to which each operation column and each kept row belongs."""

    count: int
    of_column: IntArray
    of_row: IntArray


def independent_parts(a: sparse.csr_array, sizes_by_row: sparse.csr_array, sizes_by_column: sparse.csr_array) -> Parts:
    """The parts of an operation.

    Columns that no row connects are told apart only where different sizes reach them.

    Parameters
    ----------
    a : sparse array
        Rows and columns of the operation.
    sizes_by_row, sizes_by_column : sparse array
        Which sizes reach each row, and each column without a row, shape (rows, sizes) and (columns, sizes).
    """
    rows, columns = a.shape
    graph = sparse.csr_array((np.ones(a.nnz, dtype=np.int8), a.indices, a.indptr), shape=(rows, columns))
    both = sparse.block_array([[None, graph], [graph.T, None]], format="csr")
    label = csgraph.connected_components(both, directed=False)[1]
    mark = _mark(label, sparse.vstack([sizes_by_row, sizes_by_column]).tocoo())
    of_column = np.unique(mark, return_inverse=True)[1][label[rows:]]
    known, of_column = np.unique(of_column, return_inverse=True)
    first = np.minimum(a.indptr[:-1], max(a.nnz - 1, 0))
    of_column = of_column.astype(np.int32)
    return Parts(max(len(known), 1), of_column, np.asarray(of_column[a.indices[first]]))


def _mark(label: IntArray, reached: sparse.coo_array) -> FloatArray:
    """For each connected component a number that is the same for the same set of sizes that reach it.

    Should two sets ever share a number, their parts share a cut, which is right as well.
    """
    shape = int(label.max(initial=0)) + 1, reached.shape[1]
    sizes = sparse.csr_array((np.ones(reached.nnz), (label[reached.row], reached.col)), shape=shape)
    sizes.sum_duplicates()
    sizes.data[:] = 1.0
    return np.asarray(sizes @ np.random.default_rng(0).random(shape[1]))
