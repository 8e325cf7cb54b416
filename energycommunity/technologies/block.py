"""The only door from a technology to Pyomo: its variables, known series and constraints.

Investment variables come from `invest` alone; operation reaches them only as *series × decision* on a right-hand side.
Rules index nothing but these objects by step, so that Pyomo can keep one template for all steps.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
import pyomo.environ as pyo

from energycommunity.quantities import BoolArray, FloatArray
from energycommunity.technologies.base import Capacity
from energycommunity.technologies.ledger import Exclusion
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


@dataclass(frozen=True, eq=False)
class Variable:
    """A decision per step, per month or once; `investment` marks sizes and what decides them. Bounds are finite."""

    name: str
    span: Span
    lower: FloatArray
    upper: FloatArray
    integer: bool
    investment: bool
    pyomo: Any

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


@dataclass
class Block:
    """What one asset declares; filled once by the asset's `add_to`, then only read."""

    asset: str
    owner: str
    time: TimeGrid
    surroundings: Surroundings
    pyomo: Any
    sets: Mapping[str, Any]
    pool: Pool | None = None
    variables: dict[str, Variable] = field(default_factory=dict)
    known: dict[str, FloatArray] = field(default_factory=dict)
    derived_bounds: list[str] = field(default_factory=list)
    exclusions: list[Exclusion] = field(default_factory=list)
    opposites: list[tuple[Variable, Variable]] = field(default_factory=list)
    commitments: list[Variable] = field(default_factory=list)
    missing: list[Variable] = field(default_factory=list)

    def invest(self, name: str, capacity: Capacity | float | None) -> Investment:
        """Declare the size of the asset; `name` ends with the unit of its basis.

        A number is a fixed size. Without an upper bound one is derived from the demands of the scenario.
        """
        limits = Capacity.of(capacity)
        upper = limits.max
        if upper is None:
            upper = max(self.surroundings.default_upper(name), limits.min or 0.0)
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

    def operate(self, name: str, upper: FloatArray | float, lower: FloatArray | float = 0.0) -> Variable:
        """Declare a flow or content per step, between finite bounds."""
        steps = self.time.steps
        return self._declare(name, "step", (_filled(lower, steps), _filled(upper, steps)))

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
        index = pyo.Set(initialize=chosen.tolist(), ordered=True)
        self.pyomo.add_component(f"{name}_steps", index)
        return self._declare(name, "step", (np.zeros(len(chosen)), np.ones(len(chosen))), "switch", index)

    def commit(self, name: str) -> Variable:
        """Declare whether a plant runs in each step: a yes or no that is no choice between two directions."""
        on = self.binary(name, np.ones(self.time.steps, dtype=bool))
        self.commitments.append(on)
        return on

    def series(self, name: str, values: FloatArray) -> Series:
        """A known number per step that rules and terms may use."""
        parameter = pyo.Param(
            self.sets["step"], initialize=dict(enumerate(np.asarray(values, dtype=float).tolist())), within=pyo.Reals
        )
        self.pyomo.add_component(f"{name}_series", parameter)
        self.known[name] = np.asarray(values, dtype=np.float64)
        return Series(self.known[name], parameter)

    def constrain(self, name: str, rule: Callable[[Any], Any], steps: Variable | None = None) -> None:
        """A constraint in every step, or in the steps that `steps` is declared for."""
        index = self.sets["step"] if steps is None else steps.pyomo.index_set()
        self.pyomo.add_component(f"{name}_rule", pyo.Constraint(index, rule=lambda _, step: rule(step)))

    def constrain_once(self, name: str, expression: Any) -> None:
        """A constraint between investments alone."""
        self.pyomo.add_component(f"{name}_rule", pyo.Constraint(expr=expression))

    def next_step(self, step: Any) -> Any:
        """The following step; the first follows the last (cyclic year)."""
        return self.pyomo.model().next_step[step]

    def month_of(self, step: Any) -> Any:
        """The position of the step's civil month."""
        return self.pyomo.model().month_of[step]

    def _declare(
        self, name: str, span: Span, bounds: tuple[FloatArray, FloatArray], role: Role = "operation", index: Any = None
    ) -> Variable:
        variable = pyo.Var(self.sets[span] if index is None else index)
        self.pyomo.add_component(name, variable)
        integer, investment = role in ("switch", "choice"), role in ("size", "choice")
        declared = Variable(f"{self.asset}.{name}", span, *bounds, integer, investment, variable)
        self.variables[name] = declared
        return declared


def _filled(bound: FloatArray | float, length: int) -> FloatArray:
    return np.array(np.broadcast_to(bound, length), dtype=np.float64)
