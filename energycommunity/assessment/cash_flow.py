"""Yearly payments of a variant, and what its difference to the baseline is worth."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from energycommunity.assessment.costs import is_grant
from energycommunity.finance import (
    Payback,
    RateOfReturn,
    annual_cost,
    capital_recovery_factor,
    discounted_payback,
    internal_rate_of_return,
    net_present_value,
    present_worth_factor,
    simple_payback,
)
from energycommunity.quantities import OF_BUILDING, CostEntry, CostKind, FloatArray, InvestmentEntry
from energycommunity.texts import text
from energycommunity.texts.spoken import number_in

#: Lines of the ledger that say of a year what the yearly payments say of each year.
OF_LATER_YEARS: tuple[CostKind, ...] = ("escalation", "income_tax")


@dataclass(frozen=True)
class Economics:
    """How years are weighed: real discount rate [-], years looked at [a], real growth of each kind of cost [-].

    `income_tax_rates`: part of its running costs that each payer saves in income tax; nothing where not named [-].
    """

    discount_rate: float
    horizon_years: int
    escalation_rates: Mapping[CostKind, float]
    income_tax_rates: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class CashFlow:
    """Payments at the end of year 0, 1 … horizon [EUR], each of shape (horizon + 1,); what is paid is negative.

    `investment_eur`: building and replacing; `residual_eur`: worth of what still works after the last year;
    `operation_eur`: everything else; `grants_eur`: support received in year 0.
    """

    investment_eur: FloatArray
    residual_eur: FloatArray
    operation_eur: FloatArray
    grants_eur: FloatArray

    @property
    def payments_eur(self) -> FloatArray:
        """What is really paid and received, without the residual value [EUR]."""
        return self.investment_eur + self.operation_eur + self.grants_eur

    @property
    def net_eur(self) -> FloatArray:
        """Payments and the residual value [EUR]."""
        return self.payments_eur + self.residual_eur

    def minus(self, other: CashFlow) -> CashFlow:
        """What this one pays and receives more than another [EUR]."""
        return CashFlow(
            self.investment_eur - other.investment_eur,
            self.residual_eur - other.residual_eur,
            self.operation_eur - other.operation_eur,
            self.grants_eur - other.grants_eur,
        )

    def table(self) -> pd.DataFrame:
        """A row for each year, a column for each kind of payment [EUR]."""
        columns = {name: getattr(self, name) for name in self.__dataclass_fields__} | {"net_eur": self.net_eur}
        return pd.DataFrame(columns, index=pd.RangeIndex(self.net_eur.size, name="year"))


@dataclass(frozen=True)
class Profitability:
    """What a variant is worth beside the baseline; rates and times carry the reason where there is none."""

    difference: CashFlow
    net_present_value_eur: float
    rate_of_return: RateOfReturn
    simple_payback: Payback
    discounted_payback: Payback


def cash_flow(
    investments: Sequence[InvestmentEntry],
    costs: Sequence[CostEntry],
    economics: Economics,
    grants_eur: float = 0.0,
) -> CashFlow:
    """The yearly payments of one variant.

    An asset is built in its first year and again whenever its life ends before the horizon. What still works then is
    credited in the last year with the worth of the annuities left, so that the present value of building, replacing
    and residual value is that of the annuities in the programme's objective. A purchase between two year ends is
    booked at the earlier one with its worth there. Other costs are those of the ledger in every year 1 … horizon,
    grown from year 0 on, less the income tax they save; an annuity without an investment behind it (given as such) is a
    yearly payment too.

    Parameters
    ----------
    investments : sequence of InvestmentEntry
        What is built, replacements of standing assets included [EUR].
    costs : sequence of CostEntry
        The cost ledger of a year [EUR/a].
    economics : Economics
        Discount rate, horizon and growth.
    grants_eur : float
        Support received once, in year 0; a grant that lowers an annuity in `costs` is not counted again [EUR].

    Returns
    -------
    CashFlow
        Payments of year 0 … horizon.

    References
    ----------
    .. [1] VDI 2067 part 1: replacements and residual values within an observation period.

    Examples
    --------
    >>> economics = Economics(0.0, 4, {})
    >>> costs = [CostEntry("meter", "shop", "energy", 50.0)]
    >>> flow = cash_flow([InvestmentEntry("pump", "shop", 300.0, 3.0)], costs, economics)
    >>> flow.investment_eur.tolist(), flow.residual_eur.tolist()
    ([-300.0, 0.0, 0.0, -300.0, 0.0], [0.0, 0.0, 0.0, 0.0, 200.0])
    >>> flow.net_eur.tolist()
    [-300.0, -50.0, -50.0, -350.0, 150.0]
    """
    investment, residual = np.zeros((2, economics.horizon_years + 1))
    for entry in investments:
        _build(entry, economics, investment, residual)
    grants = np.zeros(economics.horizon_years + 1)
    grants[0] = grants_eur
    return CashFlow(investment, residual, -_operation(investments, costs, economics), grants)


def _build(entry: InvestmentEntry, economics: Economics, investment: FloatArray, residual: FloatArray) -> None:
    rate, horizon = economics.discount_rate, economics.horizon_years
    built = entry.first_year
    for year, eur in purchases_of(entry, economics):
        investment[year] -= eur
        built += entry.lifetime_years
    if built > horizon and entry.first_year < horizon - 1e-9:
        annuity = entry.eur * capital_recovery_factor(rate, entry.lifetime_years)
        residual[horizon] += annuity * present_worth_factor(rate, built - horizon)


def purchases_of(entry: InvestmentEntry, economics: Economics) -> Iterator[tuple[int, float]]:
    """Year and real price of every purchase of an asset before the horizon [EUR].

    One between two year ends is booked at the earlier one with its worth there.

    >>> list(purchases_of(InvestmentEntry("pump", "shop", 300.0, 2.5), Economics(0.0, 5, {})))
    [(0, 300.0), (2, 300.0)]
    """
    built = entry.first_year
    # A life of 12.5 years four times over is 50: rounding must not build once more at the horizon.
    while built < economics.horizon_years - 1e-9:
        year = math.floor(built + 1e-9)
        yield year, entry.eur * (1.0 + economics.discount_rate) ** (year - built)
        built += entry.lifetime_years


def _operation(investments: Sequence[InvestmentEntry], costs: Sequence[CostEntry], economics: Economics) -> FloatArray:
    """What is paid in every year beside building [EUR], shape (horizon + 1,)."""
    years = np.arange(economics.horizon_years + 1, dtype=np.float64)
    operation = np.full(years.size, _annuities_given(investments, costs, economics))
    for entry in costs:
        if entry.kind not in (*OF_BUILDING, *OF_LATER_YEARS):
            after_tax = entry.eur_per_year * (1.0 - economics.income_tax_rates.get(entry.payer, 0.0))
            operation += after_tax * (1.0 + economics.escalation_rates.get(entry.grows_as or entry.kind, 0.0)) ** years
    operation[0] = 0.0
    return operation


def _annuities_given(investments: Sequence[InvestmentEntry], costs: Sequence[CostEntry], economics: Economics) -> float:
    """Annuities of the ledger without an investment behind them [EUR/a]: given as such, alone or beside one."""
    left: dict[tuple[str, str], float] = {}
    for cost in costs:
        if cost.kind in OF_BUILDING and not is_grant(cost):
            place = (cost.asset, cost.payer)
            left[place] = left.get(place, 0.0) + cost.eur_per_year
    for built in investments:
        place = (built.asset, built.payer)
        left[place] = left.get(place, 0.0) - annual_cost(
            built.eur, built.lifetime_years, economics.discount_rate, economics.horizon_years, built.first_year
        )
    return float(sum(max(eur, 0.0) for eur in left.values()))


def profitability(variant: CashFlow, baseline: CashFlow, discount_rate: float) -> Profitability:
    """What a variant is worth beside the baseline.

    Net present value and rate of return count the residual values; the payback times count only what is paid and
    received.

    Parameters
    ----------
    variant, baseline : CashFlow
        Payments over the same years [EUR].
    discount_rate : float
        Real discount rate as a fraction, above -1 [-].

    Returns
    -------
    Profitability
        Of the difference of the payments, year by year.

    Raises
    ------
    ValueError
        If the two look at different numbers of years.

    References
    ----------
    .. [1] W. Short, D. Packey, T. Holt, "A Manual for the Economic Evaluation of Energy Efficiency and Renewable
       Energy Technologies", NREL/TP-462-5173, 1995.

    Examples
    --------
    >>> economics = Economics(0.0, 4, {})
    >>> old = cash_flow([], [CostEntry("m", "shop", "energy", 150.0)], economics)
    >>> new = cash_flow([InvestmentEntry("pump", "shop", 400.0, 8.0)], [], economics)
    >>> result = profitability(new, old, 0.0)
    >>> result.net_present_value_eur, round(result.simple_payback.years, 2)
    (400.0, 2.67)
    """
    if variant.net_eur.size != baseline.net_eur.size:
        raise ValueError(f"{variant.net_eur.size} years of the variant beside {baseline.net_eur.size} of the baseline")
    difference = variant.minus(baseline)
    return Profitability(
        difference,
        net_present_value(difference.net_eur, discount_rate),
        internal_rate_of_return(difference.net_eur),
        simple_payback(difference.payments_eur),
        discounted_payback(difference.payments_eur, discount_rate),
    )


def reason_of(outcome: RateOfReturn | Payback, language: str = "en") -> str:
    """Why there is no rate of return or payback time, in words; empty where there is one.

    Examples
    --------
    >>> reason_of(simple_payback([-10.0, 1.0]))
    'not paid back within the years looked at'
    >>> reason_of(internal_rate_of_return([-100.0, 230.0, -132.0]))
    'no single internal rate of return: several rates fit (10.0 %, 20.0 %), as savings and payments alternate'
    """
    if outcome.reason is None:
        return ""
    rates = outcome.rates if isinstance(outcome, RateOfReturn) else ()
    values: dict[str, object] = {}
    if rates:
        values["rates"] = ", ".join(f"{number_in(100.0 * rate, 1, language)} %" for rate in rates)
    return text(f"assessment_{outcome.reason}", language, **values)
