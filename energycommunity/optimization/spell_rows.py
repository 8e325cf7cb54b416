"""Design spells beside the year in one matrix: the same sizes, rows and columns of operation of their own, no cost.

For the decomposition a spell is a further part of the operation (parts.py), with cuts of its own: its only cost is that
of the shortages which the search may use. All its steps stand at one step of the year, so that it lies in the window
around that step and never across an edge.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy import sparse
from scipy.sparse import csgraph

from energycommunity.optimization.matrix import Matrix, SpellRows, Vector, assemble
from energycommunity.optimization.programme import Programme, Spell
from energycommunity.quantities import IntArray
from energycommunity.technologies.base import hours
from energycommunity.technologies.block import Variable


def with_spells(programme: Programme) -> Matrix:
    """The matrix of a programme with the spells that bind its sizes."""
    year = whole = assemble(programme)
    spells = [spell for spell in programme.spells if spell.binds]
    steps = max(programme.case.time.steps, 1)
    for number, spell in enumerate(spells):
        step = steps * (2 * number + 1) // (2 * len(spells))
        whole = _beside(whole, year, spell, step, programme.shortage_price_eur_per_kwh)
    return whole


def spell_vectors(values: Vector) -> list[tuple[Spell, Vector]]:
    """Each spell of a matrix with the values of its own columns."""
    return [
        (rows.spell, Vector(rows.matrix, np.where(rows.columns >= 0, values.x[rows.columns], 0.0)))
        for rows in values.matrix.spells
    ]


def spell_matrix(spell: Spell) -> Matrix:
    """The matrix of a spell alone: nothing costs, nothing is whole, and a plant that is lost gives nothing."""
    matrix = assemble(spell.programme)
    upper = matrix.upper.copy()
    for variable in () if spell.lost is None else spell.lost.variables:
        upper[matrix.columns[variable]] = 0.0
    return replace(
        matrix,
        upper=upper,
        cost=np.zeros(len(upper)),
        search_cost=np.zeros(len(upper)),
        constant=0.0,
        integer=np.zeros(len(upper), dtype=bool),
    )


def shortage_columns(spell: Spell, matrix: Matrix) -> IntArray:
    """The columns of a spell's shortages in its own matrix."""
    found = [matrix.columns[variable] for variable in spell.slacks()]
    return np.concatenate([np.zeros(0, dtype=np.int32), *found])


def _beside(whole: Matrix, year: Matrix, spell: Spell, step: int, shortage_price_eur_per_kwh: float) -> Matrix:
    """The whole with one more spell, all of whose rows and columns stand at a step of the year."""
    own = spell_matrix(spell)
    first, count = len(whole.row_lower), len(whole.cost)
    rows, operation = _touched(own, spell)
    columns = _places(own, year, operation, count)
    price = np.zeros(len(own.cost))
    price[shortage_columns(spell, own)] = shortage_price_eur_per_kwh * hours(spell.programme.case.time)
    at_step = np.full(len(rows), step, dtype=np.int32), np.full(len(operation), step, dtype=np.int32)
    return replace(
        whole,
        a=_stacked(whole.a, sparse.csr_array(own.a)[rows], columns, count + len(operation)),
        row_lower=np.concatenate([whole.row_lower, own.row_lower[rows]]),
        row_upper=np.concatenate([whole.row_upper, own.row_upper[rows]]),
        lower=np.concatenate([whole.lower, own.lower[operation]]),
        upper=np.concatenate([whole.upper, own.upper[operation]]),
        cost=np.concatenate([whole.cost, own.cost[operation]]),
        search_cost=np.concatenate([whole.search_cost, price[operation]]),
        integer=np.concatenate([whole.integer, own.integer[operation]]),
        investment=np.concatenate([whole.investment, own.investment[operation]]),
        columns=whole.columns | _named_columns(own, columns, spell.name),
        row_step=np.concatenate([whole.row_step, at_step[0]]),
        column_step=np.concatenate([whole.column_step, at_step[1]]),
        row_names=whole.row_names | _named_rows(own, rows, first, spell.name),
        spells=(*whole.spells, SpellRows(spell, own, columns, first + np.arange(len(rows)))),
    )


def _touched(own: Matrix, spell: Spell) -> tuple[IntArray, IntArray]:
    """Rows and columns of operation that stand in the whole; the rows between sizes stand in the year already.

    Where a plant is lost, only what shares a row with it, directly or by others: of all else the spell with all plants
    says more.
    """
    operation = np.flatnonzero(~own.investment)
    entries = sparse.csr_array(sparse.csr_array(own.a)[:, operation])
    used = np.diff(entries.indptr) > 0
    if spell.lost is None:
        return np.flatnonzero(used), operation
    both = sparse.block_array([[None, entries], [entries.T, None]], format="csr")
    label = csgraph.connected_components(both, directed=False)[1]
    of_row, of_column = label[: len(used)], label[len(used) :]
    lost = np.isin(operation, np.concatenate([own.columns[variable] for variable in spell.lost.variables]))
    near = np.unique(of_column[lost])
    return np.flatnonzero(used & np.isin(of_row, near)), operation[np.isin(of_column, near)]


def _places(own: Matrix, year: Matrix, operation: IntArray, first: int) -> IntArray:
    """The place of each column in the whole: sizes are those of the year by their names, operation begins at `first`.

    -1 for what is left out.
    """
    sizes = {variable.name: index for variable, index in year.columns.items() if variable.investment}
    columns = np.full(len(own.cost), -1, dtype=np.int32)
    columns[operation] = first + np.arange(len(operation))
    for variable, index in own.columns.items():
        if variable.investment:
            columns[index] = sizes[variable.name]
    return columns


def _stacked(above: sparse.csc_array, below: sparse.csr_array, columns: IntArray, width: int) -> sparse.csc_array:
    """Rows below others, with their columns at the given places."""
    entries = below.tocoo()
    placed = sparse.csc_array((entries.data, (entries.row, columns[entries.col])), shape=(below.shape[0], width))
    none = sparse.csc_array((above.shape[0], width - above.shape[1]))
    return sparse.csc_array(sparse.vstack([sparse.hstack([above, none], format="csc"), placed], format="csc"))


def _named_columns(own: Matrix, columns: IntArray, name: str) -> dict[Variable, IntArray]:
    """The columns of operation by variables whose names tell the spell."""
    found = {v: columns[index] for v, index in own.columns.items() if not v.investment}
    return {
        replace(variable, name=f"{name}: {variable.name}"): index[index >= 0]
        for variable, index in found.items()
        if (index >= 0).any()
    }


def _named_rows(own: Matrix, rows: IntArray, first: int, name: str) -> dict[str, IntArray]:
    """The rows by names that tell the spell."""
    place = np.full(len(own.row_lower), -1, dtype=np.int32)
    place[rows] = first + np.arange(len(rows), dtype=np.int32)
    found = {f"{name}: {rule}": place[index] for rule, index in own.row_names.items()}
    return {rule: index[index >= 0] for rule, index in found.items() if (index >= 0).any()}
