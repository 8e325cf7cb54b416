"""The only door from a technology to Pyomo: its variables, known series and constraints.

Investment variables come from `invest` alone; operation reaches them only as *series × decision* on a right-hand side.
A rule is called once, with a placeholder in place of the step: it indexes nothing but these objects, and its expression
stands for all steps. Pyomo's variables and parameters are therefore never filled element by element; the bounds stand
in `Variable`, the numbers in `Series` and `Frame`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pyomo.environ as pyo
from pyomo.core.expr.template_expr import IndexTemplate

from energycommunity.quantities import BoolArray, FloatArray, IntArray
from energycommunity.technologies.base import Capacity
from energycommunity.technologies.ledger import Exclusion, Sharing, Term
from energycommunity.technologies.surroundings import Pool, Surroundings
from energycommunity.time_grid import TimeGrid

#: What a variable has one element for.
Span = Literal["step", "month", "once"]

#: Operation, a yes or no within it, a size, or a yes, no or number that decides a size.
Role = Literal["operation", "switch", "size", "choice"]


@dataclass(frozen=True)
class Series:
    """A known number per step: `values` of shape (steps,), and the Pyomo parameter that rules index."""

    values: FloatArray
    parameter: Any

    def __getitem__(self, step: Any) -> Any:
        return self.parameter[step]


@dataclass(eq=False)
class Variable:
    """A decision per step, per month or once; `investment` marks sizes and what decides them. Bounds are finite.

    `steps`: the steps it is declared for, in order, if these are not all.
    """

    name: str
    span: Span
    lower: FloatArray
    upper: FloatArray
    integer: bool
    investment: bool
    pyomo: Any
    steps: IntArray | None = None

    @property
    def shape(self) -> tuple[int, ...]:
        """(steps,), (months,), (1,), or the number of the steps it is declared for."""
        return self.lower.shape

    def __getitem__(self, index: Any) -> Any:
        return self.pyomo[index]

    @property
    def decision(self) -> Any:
        """The one Pyomo variable of an investment."""
        return self.pyomo[0]

    def at(self, step: Any) -> Any:
        """The Pyomo variable in a step; of an investment the one that it has for all of them."""
        return self.decision if self.investment else self.pyomo[step]


@dataclass(frozen=True)
class Investment:
    """The size of an asset, with the binary or integer it comes with, as far as there is one."""

    size: Variable
    built: Variable | None
    cost_if_built_eur: float

    @property
    def decision(self) -> Any:
        """The Pyomo variable of the size."""
        return self.size.decision

    @property
    def upper(self) -> float:
        """Largest size that may be chosen."""
        return float(self.size.upper[0])

    @property
    def is_fixed(self) -> bool:
        """Whether the size is given, so that there is nothing to choose."""
        return float(self.size.lower[0]) == self.upper


@dataclass(frozen=True)
class Constraint:
    """Pyomo's expression of a constraint, with the placeholder for each of its `steps`; None if it is only one."""

    expression: Any
    steps: IntArray | None


@dataclass(frozen=True)
class SumLimit:
    """One constraint over many steps: the sum of coefficient · variable over all elements is at most `upper`."""

    terms: tuple[tuple[Variable, FloatArray], ...]
    upper: float


@dataclass(frozen=True)
class Frame:
    """What the blocks of a programme share: Pyomo's model, its index sets, all steps, and the placeholder for one.

    `known` holds the numbers behind every parameter that rules may index.
    """

    model: Any
    sets: Mapping[Span, Any]
    steps: IntArray
    step: Any
    next_step: Any
    previous_step: Any
    month_of: Any
    known: dict[Any, npt.NDArray[Any]]

    @classmethod
    def over(cls, time: TimeGrid) -> Frame:
        """An empty model over a time grid."""
        model = pyo.ConcreteModel()
        for span, length in (("step", time.steps), ("month", len(time.months)), ("once", 1)):
            model.add_component(span, pyo.RangeSet(0, length - 1))
        steps = np.arange(time.steps)
        known = {"next_step": np.roll(steps, -1), "previous_step": np.roll(steps, 1), "month_of": time.month_of}
        parameters = {name: _parameter(model.step, values) for name, values in known.items()}
        for name, parameter in parameters.items():
            model.add_component(name, parameter)
        sets: dict[Span, Any] = {"step": model.step, "month": model.month, "once": model.once}
        behind = {parameters[name]: values for name, values in known.items()}
        return cls(model, sets, steps, IndexTemplate(model.step), **parameters, known=behind)


def _parameter(steps: Any, values: npt.NDArray[Any]) -> Any:
    """A parameter of Pyomo that looks its values up when asked, so that none is stored twice."""
    return pyo.Param(steps, default=lambda _, step: values[step].item(), within=pyo.Reals)


@dataclass
class Block:
    """What one asset declares; filled once by the asset's `add_to`, then only read."""

    asset: str
    owner: str
    time: TimeGrid
    surroundings: Surroundings
    pyomo: Any
    frame: Frame
    pool: Pool | None = None
    variables: dict[str, Variable] = field(default_factory=dict)
    constraints: dict[str, Constraint | SumLimit] = field(default_factory=dict)
    known: dict[str, FloatArray] = field(default_factory=dict)
    derived_bounds: list[str] = field(default_factory=list)
    exclusions: list[Exclusion] = field(default_factory=list)
    sharings: list[Sharing] = field(default_factory=list)
    opposites: list[tuple[Variable, Variable]] = field(default_factory=list)
    lossless_opposites: list[tuple[Variable, Variable]] = field(default_factory=list)
    commitments: list[Variable] = field(default_factory=list)
    missing: list[Variable] = field(default_factory=list)
    unserved: list[Variable] = field(default_factory=list)

    def invest(self, name: str, capacity: Capacity | float | None, default_upper: float | None = None) -> Investment:
        """Declare the size of the asset; `name` ends with the unit of its basis.

        A number is a fixed size. Without an upper bound `default_upper` holds, or one derived from the demands of the
        scenario by the unit.
        """
        limits = Capacity.of(capacity)
        upper = limits.max
        if upper is None:
            derived = self.surroundings.default_upper(name) if default_upper is None else default_upper
            upper = max(derived, limits.min or 0.0)
            self.derived_bounds.append(name)
        optional = limits.cost_if_built_eur is not None
        lower = 0.0 if optional else (limits.min or 0.0)
        size = self._declare(name, "once", (np.array([lower]), np.array([upper])), "size")
        built = None
        if limits.cost_if_built_eur is not None:
            built = self._declare(f"{name}_built", "once", (np.zeros(1), np.ones(1)), "choice")
            self.constrain_once(f"{name}_if_built", size.decision <= upper * built.decision)
            if limits.min:
                self.constrain_once(f"{name}_at_least", size.decision >= limits.min * built.decision)
        if limits.step:
            count = np.array([np.floor(upper / limits.step + 1e-9)])
            units = self._declare(f"{name}_units", "once", (np.zeros(1), count), "choice")
            self.constrain_once(f"{name}_in_steps", size.decision == limits.step * units.decision)
        return Investment(size, built, limits.cost_if_built_eur or 0.0)

    def choose(self, name: str, *, given: bool | None = None) -> Variable:
        """Declare a yes or no of the investment, such as whether a building is connected; `given` fixes it."""
        lower, upper = (0.0, 1.0) if given is None else (float(given), float(given))
        return self._declare(name, "once", (np.array([lower]), np.array([upper])), "choice")

    def operate(
        self, name: str, upper: FloatArray | float, lower: FloatArray | float = 0.0, steps: IntArray | None = None
    ) -> Variable:
        """Declare a flow or content per step, or for some of the steps only, between finite bounds."""
        count = self.time.steps if steps is None else len(steps)
        return self._declare(name, "step", (_filled(lower, count), _filled(upper, count)), steps=steps)

    def monthly(self, name: str, upper: float) -> Variable:
        """Declare one variable per civil month, such as a billed peak."""
        months = len(self.time.months)
        return self._declare(name, "month", (np.zeros(months), _filled(upper, months)))

    def once(self, name: str, upper: float) -> Variable:
        """Declare one variable for the whole of the operation, such as an amount above a yearly limit."""
        return self._declare(name, "once", (np.zeros(1), np.array([upper])))

    def binary(self, name: str, steps: BoolArray) -> Variable:
        """Declare a yes or no for some of the steps only."""
        chosen = np.flatnonzero(steps)
        return self._declare(name, "step", (np.zeros(len(chosen)), np.ones(len(chosen))), "switch", chosen)

    def exclude(self, name: str, steps: BoolArray, one: tuple[Term, ...], other: tuple[Term, ...]) -> None:
        """In some steps either the flows `one` into a bus or the flows `other` out of it are nothing."""
        self.exclusions.append(Exclusion((self.asset, name), steps, one, other))

    def commit(self, name: str) -> Variable:
        """Declare whether a plant runs in each step: a yes or no that is no choice between two directions."""
        on = self.binary(name, np.ones(self.time.steps, dtype=bool))
        self.commitments.append(on)
        return on

    def series(self, name: str, values: FloatArray) -> Series:
        """A known number per step that rules and terms may use."""
        known = np.asarray(values, dtype=np.float64)
        parameter = _parameter(self.frame.sets["step"], known)
        self.pyomo.add_component(f"{name}_series", parameter)
        self.known[name] = self.frame.known[parameter] = known
        return Series(known, parameter)

    def constrain(self, name: str, rule: Callable[[Any], Any], steps: Variable | IntArray | None = None) -> None:
        """A constraint in every step, in the given ones, or in those that a variable is declared for."""
        chosen = steps.steps if isinstance(steps, Variable) else steps
        self._state(name, Constraint(rule(self.frame.step), self.frame.steps if chosen is None else chosen))

    def constrain_once(self, name: str, expression: Any) -> None:
        """A single constraint, such as one between investments."""
        self._state(name, Constraint(expression, None))

    def limit_sum(self, name: str, terms: tuple[tuple[Variable, FloatArray], ...], upper: float) -> None:
        """A single constraint on the sum of coefficient · variable over all elements, such as a month's energy."""
        self._state(name, SumLimit(terms, upper))

    def next_step(self, step: Any) -> Any:
        """The following step; the first follows the last (cyclic year)."""
        return self.frame.next_step[step]

    def steps_before(self, step: Any, count: int) -> Any:
        """The step that lies `count` steps before; the first follows the last (cyclic year)."""
        for _ in range(count):
            step = self.frame.previous_step[step]
        return step

    def month_of(self, step: Any) -> Any:
        """The position of the step's civil month."""
        return self.frame.month_of[step]

    def _declare(
        self,
        name: str,
        span: Span,
        bounds: tuple[FloatArray, FloatArray],
        role: Role = "operation",
        steps: IntArray | None = None,
    ) -> Variable:
        variable = pyo.Var(self.frame.sets[span], dense=False)
        self.pyomo.add_component(name, variable)
        integer, investment = role in ("switch", "choice"), role in ("size", "choice")
        declared = Variable(f"{self.asset}.{name}", span, *bounds, integer, investment, variable, steps)
        self.variables[name] = declared
        return declared

    def _state(self, name: str, constraint: Constraint | SumLimit) -> None:
        if name in self.constraints:
            raise ValueError(f"{self.asset}: two constraints are named {name}")
        self.constraints[name] = constraint


def _filled(bound: FloatArray | float, length: int) -> FloatArray:
    """The bound of each element; a single number is not stored more than once."""
    return np.broadcast_to(np.asarray(bound, dtype=np.float64), length)
