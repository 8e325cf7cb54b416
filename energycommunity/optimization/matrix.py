"""From the stated programme to one sparse matrix, and back from a vector to named arrays; nothing per row in Python.

The rows of a constraint come from its expression, for all steps at once (compilation.py). The objective and the limits
over the year come from the ledgers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse

from energycommunity.optimization.compilation import Compiler, Rows
from energycommunity.optimization.programme import Programme, Spell
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
    `investment` marks the columns of sizes and of what decides them. `row_step` and `column_step` hold the step that a
    row or column belongs to, -1 where it belongs to none (sizes, months, limits over the year). `row_names` gives the
    rows of each constraint by "asset.rule", and of each limit by "limit.name", of each agreement
    by "agreement.name". `spells` are the design spells that
    stand beside the year (spell_rows.py).
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
    row_step: IntArray
    column_step: IntArray
    row_names: dict[str, IntArray]
    spells: tuple[SpellRows, ...] = ()


@dataclass(frozen=True, eq=False)
class SpellRows:
    """A design spell in a matrix: its own matrix, the place of each of its columns in the whole, and its rows there.

    The place is -1 for columns that are left out.
    """

    spell: Spell
    matrix: Matrix
    columns: IntArray
    rows: IntArray

    @property
    def operation(self) -> IntArray:
        """The places of its columns of operation."""
        return self.columns[~self.matrix.investment & (self.columns >= 0)]


@dataclass(frozen=True, eq=False)
class Vector:
    """Values of all columns, readable by variable."""

    matrix: Matrix
    x: FloatArray

    def of(self, variable: Variable) -> FloatArray:
        """Values of a variable: shape (steps,), (months,) or (1,)."""
        return self.x[self.matrix.columns[variable]]

    @property
    def eur_per_year(self) -> float:
        """What they cost [EUR/a]."""
        return float(self.matrix.cost @ self.x) + self.matrix.constant


def assemble(programme: Programme) -> Matrix:
    """The matrix of a programme, without its spells."""
    variables = list(programme.variables())
    columns = _columns(variables)
    count = sum(len(index) for index in columns.values())
    groups = _constraints(programme, columns) | _limits(programme, columns) | _agreements(programme, columns)
    firsts = np.cumsum([0, *(rows.count for rows in groups.values())])
    numbers = np.split(np.arange(firsts[-1], dtype=np.int32), firsts[1:-1])
    cost, constant = _objective(programme, columns, count)
    search_cost = cost.copy()
    for slack in programme.slacks():
        search_cost[columns[slack]] += programme.shortage_price_eur_per_kwh * hours(programme.case.time)
    if programme.co2_excess is not None:
        search_cost[columns[programme.co2_excess]] += CO2_EXCESS_PRICE_EUR_PER_KG
    together = {name: np.concatenate([getattr(v, name) for v in variables]) for name in ("lower", "upper")}
    return Matrix(
        _coefficients(list(groups.values()), firsts, count),
        _row_by_row([rows.lower for rows in groups.values()], firsts, np.float64),
        _row_by_row([rows.upper for rows in groups.values()], firsts, np.float64),
        together["lower"],
        together["upper"],
        cost,
        search_cost,
        constant,
        np.concatenate([np.full(v.shape, v.integer) for v in variables]),
        np.concatenate([np.full(v.shape, v.investment) for v in variables]),
        columns,
        _row_by_row([rows.step for rows in groups.values()], firsts, np.int32),
        np.concatenate([_steps(v, programme.frame.steps) for v in variables]),
        dict(zip(groups, numbers, strict=True)),
    )


def _columns(variables: list[Variable]) -> dict[Variable, IntArray]:
    columns: dict[Variable, IntArray] = {}
    begin = 0
    for variable in variables:
        length = variable.shape[0]
        columns[variable] = np.arange(begin, begin + length, dtype=np.int32)
        begin += length
    return columns


def _constraints(programme: Programme, columns: dict[Variable, IntArray]) -> dict[str, Rows]:
    """The rows of each constraint, by "asset.rule"."""
    compiler = Compiler({variable.pyomo: variable for variable in columns}, columns, programme.frame)
    return {
        f"{block.asset}.{name}": compiler.rows(constraint)
        for block in programme.blocks.values()
        for name, constraint in block.constraints.items()
    }


def _limits(programme: Programme, columns: dict[Variable, IntArray]) -> dict[str, Rows]:
    """The row of each limit over all steps and assets, by "limit.name"."""
    limits = {}
    for name, terms, constant, upper in programme.limit_rows():
        known = constant + sum(float(term.factors().sum()) for term in terms if term.variable is None)
        limits[f"limit.{name}"] = Rows(1, -1, tuple(_entries(terms, columns)), -np.inf, upper - known)
    return limits


def _agreements(programme: Programme, columns: dict[Variable, IntArray]) -> dict[str, Rows]:
    """The row of what assets agree on, by "agreement.name"."""
    agreements = {}
    for name, terms in programme.agreement_rows():
        known = sum(float(term.factors().sum()) for term in terms if term.variable is None)
        agreements[f"agreement.{name}"] = Rows(1, -1, tuple(_entries(terms, columns)), -known, -known)
    return agreements


def _entries(terms: tuple[Term, ...], columns: dict[Variable, IntArray]) -> Iterator[tuple[IntArray, Any]]:
    """Columns and coefficients of the terms in a row over all steps; a series times a decision counts as its sum."""
    for term in terms:
        if term.variable is not None:
            once = term.variable.shape == (1,)
            yield columns[term.variable], float(term.factors().sum()) if once else term.coefficient


def _coefficients(groups: list[Rows], firsts: IntArray, count: int) -> sparse.csc_array:
    """The coefficients of all rows: written into three arrays, without a copy of each group beside them."""
    size = sum(rows.entries for rows in groups)
    entries = (np.empty(size, dtype=np.int32), np.empty(size, dtype=np.int32), np.empty(size))
    begin = 0
    for rows, first in zip(groups, firsts[:-1], strict=True):
        begin = rows.fill(entries, begin, int(first))
    row, column, value = entries
    a = sparse.csc_array((value, (row, column)), shape=(int(firsts[-1]), count))
    a.eliminate_zeros()
    return a


def _row_by_row(of_groups: list[Any], firsts: IntArray, kind: type) -> npt.NDArray[Any]:
    """One array over all rows from a number, or one for each row, of every group."""
    together = np.empty(firsts[-1], dtype=kind)
    for of_group, begin, end in zip(of_groups, firsts[:-1], firsts[1:], strict=True):
        together[begin:end] = of_group
    return together


def _steps(variable: Variable, all_steps: IntArray) -> IntArray:
    """The step of each element of a variable, -1 for what is no step."""
    if variable.span != "step":
        return np.full(variable.shape, -1, dtype=np.int32)
    return (all_steps if variable.steps is None else variable.steps).astype(np.int32)


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
    for place, coefficient in _entries((term,), columns):
        cost[place] += coefficient
    return 0.0
