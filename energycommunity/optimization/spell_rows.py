"""Design spells beside the year in one matrix: the same sizes, rows and columns of operation of their own, no cost.

For the decomposition a spell is a further part of the operation (parts.py), with cuts of its own: its only cost is that
of the shortages which the search may use. All its steps stand at one step of the year, so that it lies in the window
around that step and never across an edge.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy import sparse

from energycommunity.optimization.matrix import Matrix, SpellRows, Vector, assemble
from energycommunity.optimization.programme import Programme, Spell
from energycommunity.quantities import FloatArray, IntArray
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
    return [(rows.spell, Vector(rows.matrix, values.x[rows.columns])) for rows in values.matrix.spells]


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
    found = [matrix.columns[variable] for variable in spell.programme.shortages.values()]
    return np.concatenate([np.zeros(0, dtype=np.int32), *found])


def _beside(whole: Matrix, year: Matrix, spell: Spell, step: int, shortage_price_eur_per_kwh: float) -> Matrix:
    """The whole with one more spell, whose sizes are those of the year by their names."""
    own = spell_matrix(spell)
    sizes = {variable.name: index for variable, index in year.columns.items() if variable.investment}
    count, operation = len(whole.cost), np.flatnonzero(~own.investment)
    columns = np.empty(len(own.cost), dtype=np.int32)
    columns[operation] = count + np.arange(len(operation))
    for variable, index in own.columns.items():
        if variable.investment:
            columns[index] = sizes[variable.name]
    rows, first = _rows_of_operation(own), len(whole.row_lower)
    entries = sparse.csr_array(own.a)[rows].tocoo()
    shape = (len(rows), count + len(operation))
    beside = sparse.csc_array((entries.data, (entries.row, columns[entries.col])), shape=shape)
    a = sparse.vstack([_widened(whole.a, shape[1]), beside], format="csc")
    search_cost = own.search_cost.copy()
    search_cost[shortage_columns(spell, own)] = shortage_price_eur_per_kwh * hours(spell.programme.case.time)

    def joined(name: str, chosen: IntArray, values: FloatArray | None = None) -> FloatArray:
        return np.concatenate([getattr(whole, name), (getattr(own, name) if values is None else values)[chosen]])

    return replace(
        whole,
        a=sparse.csc_array(a),
        **{name: joined(name, rows) for name in ("row_lower", "row_upper")},
        **{name: joined(name, operation) for name in ("lower", "upper", "cost", "integer", "investment")},
        search_cost=joined("search_cost", operation, search_cost),
        columns=whole.columns | _named_columns(own, columns, spell.name),
        row_step=np.concatenate([whole.row_step, np.full(len(rows), step, dtype=np.int32)]),
        column_step=np.concatenate([whole.column_step, np.full(len(operation), step, dtype=np.int32)]),
        row_names=whole.row_names | _named_rows(own, rows, first, spell.name),
        spells=(*whole.spells, SpellRows(spell, own, columns, first + np.arange(len(rows)))),
    )


def _rows_of_operation(matrix: Matrix) -> IntArray:
    """The rows that hold a column of operation; those between sizes stand in the year already."""
    entries = sparse.csr_array(matrix.a)[:, np.flatnonzero(~matrix.investment)]
    return np.flatnonzero(np.diff(sparse.csr_array(entries).indptr) > 0)


def _widened(a: sparse.csc_array, columns: int) -> sparse.csc_array:
    """The same with empty columns behind."""
    indptr = np.concatenate([a.indptr, np.full(columns - a.shape[1], a.indptr[-1], dtype=a.indptr.dtype)])
    return sparse.csc_array((a.data, a.indices, indptr), shape=(a.shape[0], columns))


def _named_columns(own: Matrix, columns: IntArray, name: str) -> dict[Variable, IntArray]:
    """The columns of operation by variables whose names tell the spell."""
    return {
        replace(variable, name=f"{name}: {variable.name}"): columns[index]
        for variable, index in own.columns.items()
        if not variable.investment
    }


def _named_rows(own: Matrix, rows: IntArray, first: int, name: str) -> dict[str, IntArray]:
    """The rows by names that tell the spell."""
    place = np.full(len(own.row_lower), -1, dtype=np.int32)
    place[rows] = first + np.arange(len(rows), dtype=np.int32)
    found = {f"{name}: {rule}": place[index] for rule, index in own.row_names.items()}
    return {rule: index[index >= 0] for rule, index in found.items() if (index >= 0).any()}
