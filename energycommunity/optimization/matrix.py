"""From the stated programme to one sparse matrix, and back from a vector to named arrays; nothing per row in Python.

Pyomo's compiler gives the rows of the constraints. The objective and the limits over the year come from the ledgers.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from pyomo.repn.plugins.standard_form import LinearStandardFormCompiler
from scipy import sparse

from energycommunity.optimization.programme import Programme, templates
from energycommunity.quantities import BoolArray, FloatArray, IntArray
from energycommunity.technologies.base import hours
from energycommunity.technologies.block import Variable
from energycommunity.technologies.ledger import Term

#: Price of emissions above a cap in the search: dearer than any way of avoiding a kilogram.
CO2_EXCESS_PRICE_EUR_PER_KG = 100.0


@dataclass(frozen=True, eq=False)
class Matrix:
    """min cost·x + constant  with  row_lower <= A x <= row_upper,  lower <= x <= upper,  some x integer.

    `search_cost` is the objective with the price of shortages; `columns` gives the place of each variable's elements;
    `investment` marks the columns of sizes and of what decides them.
    """

    a: sparse.csc_array
    row_lower: FloatArray
    row_upper: FloatArray
    lower: FloatArray
    upper: FloatArray
    cost: FloatArray
    search_cost: FloatArray
    constant: float
    integer: BoolArray
    investment: BoolArray
    columns: dict[Variable, IntArray]


@dataclass(frozen=True, eq=False)
class Vector:
    """Values of all columns, readable by variable."""

    matrix: Matrix
    x: FloatArray

    def of(self, variable: Variable) -> FloatArray:
        """Values of a variable: shape (steps,), (months,) or (1,)."""
        return self.x[self.matrix.columns[variable]]


def assemble(programme: Programme) -> Matrix:
    """The matrix of a programme."""
    variables = list(programme.variables())
    columns = _columns(variables)
    count = sum(len(index) for index in columns.values())
    a, row_lower, row_upper = _rows(programme, variables, columns, count)
    cost, constant = _objective(programme, columns, count)
    search_cost = cost.copy()
    for slack in programme.slacks():
        search_cost[columns[slack]] += programme.shortage_price_eur_per_kwh * hours(programme.case.time)
    if programme.co2_excess is not None:
        search_cost[columns[programme.co2_excess]] += CO2_EXCESS_PRICE_EUR_PER_KG
    together = {name: np.concatenate([getattr(v, name) for v in variables]) for name in ("lower", "upper")}
    return Matrix(
        a,
        row_lower,
        row_upper,
        together["lower"],
        together["upper"],
        cost,
        search_cost,
        constant,
        np.concatenate([np.full(v.shape, v.integer) for v in variables]),
        np.concatenate([np.full(v.shape, v.investment) for v in variables]),
        columns,
    )


def _columns(variables: list[Variable]) -> dict[Variable, IntArray]:
    columns: dict[Variable, IntArray] = {}
    begin = 0
    for variable in variables:
        length = variable.shape[0]
        columns[variable] = np.arange(begin, begin + length)
        begin += length
    return columns


def _rows(
    programme: Programme, variables: list[Variable], columns: dict[Variable, IntArray], count: int
) -> tuple[sparse.csc_array, FloatArray, FloatArray]:
    """Rows of the constraints from Pyomo's compiler, and below them the limits from the ledgers."""
    with templates():
        form = LinearStandardFormCompiler().write(
            programme.model, mixed_form=True, column_order=[variable.pyomo for variable in variables]
        )
    place = {id(data): i for i, data in enumerate(d for v in variables for d in v.pyomo.values())}
    position = np.fromiter((place[id(data)] for data in form.columns), dtype=np.int64, count=len(form.columns))
    sense = np.fromiter((row.bound_type for row in form.rows), dtype=np.int8, count=len(form.rows))
    rhs = np.asarray(form.rhs, dtype=np.float64)
    entries = form.A.tocoo()
    limits = list(programme.limit_rows())
    shape = (len(rhs) + len(limits), count)
    row, column, value = [entries.row.astype(np.int64)], [position[entries.col]], [entries.data]
    upper_limits = []
    for number, (_, terms, constant, upper) in enumerate(limits):
        upper_limits.append(upper - constant)
        for term in terms:
            if term.variable is not None:
                index = columns[term.variable]
                row.append(np.full(len(index), len(rhs) + number))
                column.append(index)
                value.append(term.factors())
    a = sparse.csc_array((np.concatenate(value), (np.concatenate(row), np.concatenate(column))), shape=shape)
    row_lower = np.concatenate([np.where(sense <= 0, rhs, -np.inf), np.full(len(limits), -np.inf)])
    row_upper = np.concatenate([np.where(sense >= 0, rhs, np.inf), np.array(upper_limits, dtype=np.float64)])
    return a, row_lower, row_upper


def _objective(programme: Programme, columns: dict[Variable, IntArray], count: int) -> tuple[FloatArray, float]:
    """Coefficient of each column in the yearly cost [EUR/a], and the part that no decision changes."""
    cost, constant = np.zeros(count), 0.0
    for entry in programme.contributions.costs:
        constant += entry.constant_eur_per_year
        for term in entry.terms:
            constant += _add(cost, columns, term)
    return cost, constant


def _add(cost: npt.NDArray[np.float64], columns: dict[Variable, IntArray], term: Term) -> float:
    """Add a term to the coefficients; what it costs without any variable is returned."""
    if term.variable is None:
        return float(term.factors().sum())
    cost[columns[term.variable]] += term.factors()
    return 0.0
