"""What a technology contributes to the programme: ledgers of linear terms, which the optimiser only sums.

A term is *coefficient × variable*. From the same terms come the balance of a bus, the objective, the limits, and, once
the variables have values, every figure of the result: a formula is written once.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

import numpy as np

from energycommunity.quantities import BoolArray, Bus, Carrier, CostKind, EnergyRole, FloatArray, Sector

if TYPE_CHECKING:
    from energycommunity.technologies.block import Variable

#: Goods differ by their rate of VAT.
Goods = Literal["electricity", "heat", "wood_fuel", "other"]


#: Fuels that are taxed as wood.
WOOD: tuple[Carrier, ...] = ("firewood", "wood_chips", "pellets")


def goods_of(carrier: Carrier) -> Goods:
    """How a carrier is taxed: electricity, heat and wood each have a rate of VAT of their own.

    >>> goods_of("pellets"), goods_of("natural_gas")
    ('wood_fuel', 'other')
    """
    if carrier in ("electricity", "heat"):
        return carrier
    return "wood_fuel" if carrier in WOOD else "other"


class Values(Protocol):
    """The values that the solver found."""

    def of(self, variable: Variable) -> FloatArray:
        """Values of a variable: shape (steps,), (months,) or (1,)."""
        ...


@dataclass(frozen=True)
class Term:
    """*coefficient × variable*, element by element; `variable` None means the coefficient alone (a known demand).

    A series times an investment, which has one element, is a number per step: *series × decision*.
    """

    variable: Variable | None
    coefficient: FloatArray | float = 1.0

    def factors(self) -> FloatArray:
        """The coefficients, shape of the variable, or of the series where that has more elements."""
        shape = np.shape(self.coefficient)
        if self.variable is not None:
            shape = np.broadcast_shapes(shape, self.variable.shape)
        return np.array(np.broadcast_to(self.coefficient, shape), dtype=np.float64)

    def times(self, factor: FloatArray | float) -> Term:
        """The same term times a number, or a number per element."""
        return Term(self.variable, self.coefficient * factor)

    def values(self, solution: Values) -> FloatArray:
        """The term's value in each element under a solution."""
        factors = self.factors()
        return factors if self.variable is None else factors * solution.of(self.variable)


@dataclass(frozen=True)
class Flow:
    """Power into (`sign` +1) or out of (−1) a bus in each step [kW]."""

    bus: Bus
    sign: Literal[1, -1]
    terms: tuple[Term, ...]


@dataclass(frozen=True)
class Cost:
    """What an asset costs its payer [EUR/a]: the sum of its terms.

    `goods` decides the rate of VAT; `grows_as` is the kind of cost that it follows, where it has no growth of its own:
    that which VAT is laid on, or which grows in later years. `is_grant`: received, below zero, and without VAT.
    """

    asset: str
    payer: str
    kind: CostKind
    terms: tuple[Term, ...] = ()
    constant_eur_per_year: float = 0.0
    goods: Goods = "other"
    grows_as: CostKind | None = None
    is_grant: bool = False


@dataclass(frozen=True)
class EnergyUse:
    """Energy of a carrier that an asset moves, in a role [kWh/a]: the sum of its terms.

    `tariff`: by which it is bought, where the asset may buy by several.
    """

    asset: str
    place: str
    carrier: Carrier
    sector: Sector
    role: EnergyRole
    terms: tuple[Term, ...]
    tariff: str | None = None


@dataclass(frozen=True)
class LimitUse:
    """Use of something that several assets share, such as the area of a roof [in the unit of the limit]."""

    limit: str
    terms: tuple[Term, ...]


@dataclass(frozen=True)
class Agreement:
    """What decisions of several assets must agree on: the terms of all agreements of one name add up to nothing.

    The terms are those of investments, and known numbers. Each side declares its own decisions; neither knows those of
    the other.
    """

    name: str
    terms: tuple[Term, ...]

    @classmethod
    def on_connection(cls, building: str, terms: tuple[Term, ...]) -> Agreement:
        """Whether a building takes heat from a network: what the network says, less what the building chooses."""
        return cls(f"connection of {building}", terms)

    @classmethod
    def on_peak(cls, building: str, terms: tuple[Term, ...]) -> Agreement:
        """The highest heat of a connected building [kW]: what the network lays out for, less what is chosen."""
        return cls(f"peak of {building}", terms)


@dataclass(frozen=True)
class InvestmentUse:
    """Money for building [EUR]: the sum of its terms; needed for budgets and cash flows, not for the objective."""

    asset: str
    payer: str
    lifetime_years: float
    first_year: float
    terms: tuple[Term, ...]
    constant_eur: float = 0.0


@dataclass(frozen=True)
class Exclusion:
    """In the given steps either the flows `one` into a bus or the flows `other` out of it are nothing.

    The flows of each side together are no more than the largest of their bounds. `switch`: asset and name of what
    decides; exclusions with the same one are decided together, as those of the meters of a pool.
    """

    switch: tuple[str, str]
    steps: BoolArray
    one: tuple[Term, ...]
    other: tuple[Term, ...]


@dataclass(frozen=True, eq=False)
class Sharing:
    """Two flows of a meter one way, into (`sign` +1) or out of (-1) its bus: what is traded, and what is shared.

    `worth_eur_per_kwh`: what a kWh saves, or earns, that is shared and not traded, shape (steps,); `by_amount`: whether
    that also depends on how much is traded. `inside`: the steps in which its member belongs to the community.
    """

    bus: Bus
    sign: Literal[1, -1]
    traded: Variable
    shared: Variable
    worth_eur_per_kwh: FloatArray
    by_amount: bool
    inside: BoolArray


@dataclass(frozen=True)
class Contributions:
    """All that one technology adds to the programme."""

    flows: tuple[Flow, ...] = ()
    costs: tuple[Cost, ...] = ()
    energy: tuple[EnergyUse, ...] = ()
    limits: tuple[LimitUse, ...] = ()
    investments: tuple[InvestmentUse, ...] = ()
    agreements: tuple[Agreement, ...] = ()

    def __add__(self, other: Contributions) -> Contributions:
        """Both together."""
        return Contributions(
            self.flows + other.flows,
            self.costs + other.costs,
            self.energy + other.energy,
            self.limits + other.limits,
            self.investments + other.investments,
            self.agreements + other.agreements,
        )


def total(terms: Iterable[Term], solution: Values) -> float:
    """The sum of terms over all their elements under a solution."""
    return float(sum(term.values(solution).sum() for term in terms))
