"""From a constraint as Pyomo states it to its rows in all steps at once, as arrays.

A rule is called once, with a placeholder for the step (Pyomo's `IndexTemplate`). Its expression is walked once too:
what stands at a step, `v[t]` or `v[next_step[t]]`, becomes an array of columns, a series an array of numbers, and every
operation on them one of numpy. Whatever this does not know is refused; nothing is left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import singledispatchmethod
from numbers import Real
from typing import Any

import numpy as np
import numpy.typing as npt
from pyomo.core.base.var import VarData
from pyomo.core.expr.numeric_expr import DivisionExpression, NegationExpression, ProductExpression, SumExpression
from pyomo.core.expr.relational_expr import EqualityExpression, InequalityExpression
from pyomo.core.expr.template_expr import GetItemExpression, IndexTemplate

from energycommunity.quantities import FloatArray, IntArray
from energycommunity.technologies.block import Constraint, Frame, SumLimit, Variable

#: A number for all rows, or one for each.
Number = float | FloatArray
#: A column for all rows, or one for each.
Place = int | IntArray


@dataclass(frozen=True)
class Linear:
    """Sum of coefficient · column, and a constant, in each row."""

    terms: tuple[tuple[Place, Number], ...] = ()
    constant: Number = 0.0

    def plus(self, other: Linear) -> Linear:
        """The sum of both."""
        return Linear(self.terms + other.terms, self.constant + other.constant)

    def times(self, factor: Number) -> Linear:
        """All of it times a number."""
        return Linear(tuple((place, number * factor) for place, number in self.terms), self.constant * factor)


@dataclass(frozen=True)
class Rows:
    """Rows with the same terms: lower <= sum of coefficient · column <= upper; `step` is -1 where there is none."""

    count: int
    step: Place
    terms: tuple[tuple[Place, Number], ...]
    lower: Number
    upper: Number

    def fill(self, entries: tuple[npt.NDArray[Any], ...], begin: int, first_row: int) -> int:
        """Write rows, columns and coefficients into three arrays from place `begin` on; where they end is returned."""
        for place, number in self.terms:
            row, column, value = np.broadcast_arrays(np.arange(first_row, first_row + self.count), place, number)
            end = begin + row.size
            entries[0][begin:end], entries[1][begin:end], entries[2][begin:end] = row, column, value
            begin = end
        return begin

    @property
    def entries(self) -> int:
        """How many places `fill` needs."""
        shapes = [((self.count,), np.shape(place), np.shape(number)) for place, number in self.terms]
        return sum(np.broadcast_shapes(*of_term)[0] for of_term in shapes)


@dataclass(frozen=True)
class Compiler:
    """What is needed to read Pyomo's expressions.

    Parameters
    ----------
    variables : mapping
        The variable behind each variable of Pyomo.
    columns : mapping
        The columns of each variable's elements.
    frame : Frame
        The values behind each parameter of Pyomo.
    """

    variables: Mapping[Any, Variable]
    columns: Mapping[Variable, IntArray]
    frame: Frame

    def rows(self, constraint: Constraint | SumLimit) -> Rows:
        """The rows of a constraint, one for each of its steps.

        Sides are swapped as Pyomo does it: variables stand left, numbers right.

        Raises
        ------
        TypeError
            If it is no linear equality or inequality of what the block declares.
        """
        if isinstance(constraint, SumLimit):
            return self._sum(constraint)
        relation, steps = constraint.expression, constraint.steps
        equal = isinstance(relation, EqualityExpression)
        if not equal and (not isinstance(relation, InequalityExpression) or relation.strict):
            raise TypeError(f"neither an equality nor <= or >=: {relation}")
        left, right = (self._linear(side, steps) for side in relation.args)
        swapped = not left.terms
        body = right.plus(left.times(-1.0)) if swapped else left.plus(right.times(-1.0))
        bound = 0.0 - body.constant
        return Rows(
            1 if steps is None else len(steps),
            -1 if steps is None else steps,
            body.terms,
            bound if equal or swapped else -np.inf,
            bound if equal or not swapped else np.inf,
        )

    def _sum(self, limit: SumLimit) -> Rows:
        """The one row of a sum, without what is counted nothing."""
        counted = [(variable, factors, np.flatnonzero(factors)) for variable, factors in limit.terms]
        terms = tuple((self.columns[variable][at], factors[at]) for variable, factors, at in counted)
        return Rows(1, -1, terms, -np.inf, limit.upper)

    @singledispatchmethod
    def _linear(self, node: Any, steps: IntArray | None) -> Linear:
        raise TypeError(f"not linear in variables of the block, or not known here: {node} ({type(node).__name__})")

    @_linear.register
    def _(self, node: Real, steps: IntArray | None) -> Linear:
        return Linear(constant=float(node))

    @_linear.register
    def _(self, node: SumExpression, steps: IntArray | None) -> Linear:
        parts = [self._linear(part, steps) for part in node.args]
        return Linear(tuple(term for part in parts for term in part.terms), sum(part.constant for part in parts))

    @_linear.register
    def _(self, node: NegationExpression, steps: IntArray | None) -> Linear:
        return self._linear(node.args[0], steps).times(-1.0)

    @_linear.register
    def _(self, node: ProductExpression, steps: IntArray | None) -> Linear:
        one, other = (self._linear(factor, steps) for factor in node.args)
        if one.terms and other.terms:
            raise TypeError(f"not linear: {node}")
        return one.times(other.constant) if one.terms else other.times(one.constant)

    @_linear.register
    def _(self, node: DivisionExpression, steps: IntArray | None) -> Linear:
        above, below = (self._linear(part, steps) for part in node.args)
        if below.terms:
            raise TypeError(f"not linear: {node}")
        return above.times(1.0 / below.constant)

    @_linear.register
    def _(self, node: VarData, steps: IntArray | None) -> Linear:
        return Linear(((self._place(node.parent_component(), node.index()), 1.0),))

    @_linear.register
    def _(self, node: GetItemExpression, steps: IntArray | None) -> Linear:
        component, index = node.args
        at = self._index(index, steps)
        if component in self.variables:
            return Linear(((self._place(component, at), 1.0),))
        return Linear(constant=self._value(component, at))

    def _index(self, index: Any, steps: IntArray | None) -> Place:
        """The step, or a month, that an index is in each row."""
        if isinstance(index, IndexTemplate) and steps is not None:
            return steps
        if isinstance(index, GetItemExpression):
            component, inner = index.args
            found: Place = self._value(component, self._index(inner, steps))
            return found
        if isinstance(index, int):
            return index
        raise TypeError(f"no index: {index} ({type(index).__name__})")

    def _value(self, component: Any, at: Place) -> Any:
        if component not in self.frame.known:
            raise TypeError(f"not declared by a block: {component}")
        return self._picked(self.frame.known[component], at)

    def _picked(self, elements: npt.NDArray[Any], at: Place) -> Any:
        """Some of the elements; all of them are not copied."""
        return elements if at is self.frame.steps and len(elements) == len(at) else elements[at]

    def _place(self, component: Any, at: Place) -> Place:
        """The columns of the elements of a variable."""
        variable = self.variables[component]
        if variable.steps is not None:
            if not np.isin(at, variable.steps).all():
                raise TypeError(f"{variable.name} is not declared for all steps of the constraint")
            at = np.searchsorted(variable.steps, at)
        place: Place = self._picked(self.columns[variable], at)
        return place
