"""The matrix of a case as Pyomo makes it: every rule is called for each step, and Pyomo's own compiler does the rest.

Nothing of it passes through our compilation, so that both can be compared.
"""

from __future__ import annotations

import numpy as np
import pyomo.environ as pyo
import pytest
from pyomo.repn.plugins.standard_form import LinearStandardFormCompiler
from scipy import sparse

from energycommunity.optimization.case import Case
from energycommunity.optimization.matrix import Matrix
from energycommunity.optimization.programme import Programme, state
from energycommunity.quantities import FloatArray
from energycommunity.technologies.block import Block
from energycommunity.technologies.ledger import Term


def stated_row_by_row(case: Case) -> Programme:
    """The programme with a constraint of Pyomo for each step, and none of ours."""

    def constrain(block, name, rule, steps=None):
        chosen = block.frame.steps if steps is None else getattr(steps, "steps", steps)
        block.pyomo.add_component(name, pyo.Constraint(chosen.tolist(), rule=lambda _, step: rule(step)))

    def constrain_once(block, name, expression):
        block.pyomo.add_component(name, pyo.Constraint(expr=expression))

    def limit_sum(block, name, terms, upper):
        parts = (float(factors[i]) * variable[int(i)] for variable, factors in terms for i in np.flatnonzero(factors))
        block.pyomo.add_component(name, pyo.Constraint(expr=sum(parts) <= upper))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Block, "limit_sum", limit_sum)
        patch.setattr(Block, "constrain", constrain)
        patch.setattr(Block, "constrain_once", constrain_once)
        programme = state(case)
    agreed: dict[str, list[Term]] = {}
    for agreement in programme.contributions.agreements:
        agreed.setdefault(agreement.name, []).extend(agreement.terms)
    for name, terms in agreed.items():
        rule = pyo.Constraint(expr=sum(_expression(term) for term in terms) == 0)
        programme.frame.model.add_component(name, rule)
    return programme


def _expression(term: Term):
    """The sum of a term over its elements, as Pyomo writes it."""
    factors = term.factors()
    if term.variable is None:
        return float(factors.sum())
    return sum(float(factor) * term.variable[0] for factor in factors)


def compiled_by_pyomo(programme: Programme, matrix: Matrix) -> tuple[sparse.csr_array, FloatArray, FloatArray]:
    """Coefficients and bounds of the rows of a programme stated row by row, each at its place in our matrix.

    Pyomo knows nothing of the limits over the year: their rows stay empty.
    """
    form = LinearStandardFormCompiler().write(programme.frame.model, mixed_form=True)
    owners = {id(block.pyomo): block.asset for block in programme.blocks.values()}
    owners[id(programme.frame.model)] = "agreement"
    names = {id(variable.pyomo): variable.name for variable in programme.variables()}
    column_of = {
        (variable.name, int(index)): int(column)
        for variable, columns in matrix.columns.items()
        for column, index in zip(columns, _indices(matrix, columns), strict=True)
    }
    row_of = {(name, int(matrix.row_step[row])): int(row) for name, rows in matrix.row_names.items() for row in rows}
    columns = [column_of[names[id(data.parent_component())], data.index()] for data in form.columns]
    rows = []
    for data in (entry.constraint for entry in form.rows):
        name = f"{owners[id(data.parent_block())]}.{data.parent_component().local_name}"
        rows.append(row_of[name, -1 if data.index() is None else data.index()])
    assert len(set(rows)) == len(rows)
    entries, sense = form.A.tocoo(), np.array([entry.bound_type for entry in form.rows])
    places = np.array(rows)[entries.row], np.array(columns)[entries.col]
    row_lower, row_upper = np.full(len(matrix.row_lower), -np.inf), np.full(len(matrix.row_lower), np.inf)
    row_lower[rows] = np.where(sense <= 0, form.rhs, -np.inf)
    row_upper[rows] = np.where(sense >= 0, form.rhs, np.inf)
    return sparse.csr_array((entries.data, places), shape=matrix.a.shape), row_lower, row_upper


def _indices(matrix: Matrix, columns: np.ndarray) -> np.ndarray:
    """By what Pyomo indexes the elements of a variable: steps, or months and once from zero."""
    steps = matrix.column_step[columns]
    return steps if (steps >= 0).all() else np.arange(len(columns))
