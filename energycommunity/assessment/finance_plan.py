"""How what a member builds is paid for, and what that means year by year.

    need       = what is bought in year 0 and would not be bought in the baseline, with the VAT that is not deducted
    loans      = need - grants - own funds, in the order of the plan; own funds pay what is left
    nominal[t] = real[t] (1 + inflation)^t                for everything but loans, which are nominal already

Real euros come from the ledgers; loans are contracts in euros of the day. Savings are running costs of the baseline
less those of the variant. A replacement that the baseline would have needed, and the variant does not, is avoided: the
owners need not pay it, which counts in what the project is worth, while no cash comes of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace

import numpy as np

from energycommunity.assessment.cash_flow import CashFlow, Economics, cash_flow, purchases_of
from energycommunity.assessment.costs import grants_received_eur
from energycommunity.finance import (
    LoanSchedule,
    Payback,
    ProjectYears,
    Purchase,
    RateOfReturn,
    Statements,
    debt_service_cover_ratio,
    discounted_payback,
    internal_rate_of_return,
    loan_fees,
    loan_schedule,
    minimum_cover_ratio,
    net_present_value,
    nominal,
    nominal_rate,
    statements,
)
from energycommunity.quantities import CostEntry, FloatArray, InvestmentEntry
from energycommunity.scenario.financing import Financing, Guarantee, Loan

#: What a plan needs to know of money: weights of years, and inflation [-].
Terms = tuple[Economics, float]


@dataclass(frozen=True)
class Side:
    """What one member pays and is paid in one variant: his lines of the ledgers, and what passes between members.

    `transfers_eur_per_year` is paid to other members, or had from them below zero: shared energy, rent of assets, in
    real euros of each year 1 … horizon, shape (horizon + 1,).
    """

    investments: tuple[InvestmentEntry, ...]
    costs: tuple[CostEntry, ...]
    transfers_eur: FloatArray

    def cash_flow(self, economics: Economics) -> CashFlow:
        """All yearly payments, transfers among them [EUR]."""
        grants_eur = grants_received_eur(self.costs, economics.discount_rate, economics.horizon_years)
        flow = cash_flow(self.investments, self.costs, economics, grants_eur)
        operation = flow.operation_eur - self.transfers_eur
        return CashFlow(flow.investment_eur, flow.residual_eur, operation, flow.grants_eur)


@dataclass(frozen=True)
class FinancePlan:
    """A member's project, or that of all: real payments beside the baseline, and the nominal plan of a bank.

    Parameters
    ----------
    member : str
        Who; empty for all together.
    difference : CashFlow
        Real payments less those of the baseline, before loans [EUR].
    flows : ProjectYears
        Nominal payments, loans among them [EUR].
    avoided_eur : FloatArray
        Nominal prices of the purchases that the baseline alone needs, shape (years + 1,) [EUR].
    books : Statements
        Profit and loss, and balance sheet [EUR].
    residual_eur : float
        Nominal worth, after the last year, of what still works [EUR].
    terms : (Economics, float)
        How years are weighed, and inflation.
    loans : tuple of LoanSchedule
        Each as it was agreed, past the horizon too.
    """

    member: str
    difference: CashFlow
    flows: ProjectYears
    avoided_eur: FloatArray
    books: Statements
    residual_eur: float
    terms: Terms
    loans: tuple[LoanSchedule, ...] = ()

    @property
    def own_flow_eur(self) -> FloatArray:
        """What owners pay, save and need not pay, nominal, with loans and with what is left in the end [EUR]."""
        flows = self.flows
        net = flows.savings_eur + self.avoided_eur + flows.grants_eur + flows.drawn_eur - flows.service_eur
        net = net - self.books.investment_eur
        net[-1] += self.residual_eur - float(self.books.debt_eur[-1])
        return np.asarray(net, dtype=np.float64)

    @property
    def net_present_value_eur(self) -> float:
        """Worth today of the project before loans, at the real rate [EUR]."""
        return net_present_value(self.difference.net_eur, self.terms[0].discount_rate)

    @property
    def own_net_present_value_eur(self) -> float:
        """Worth today of the owners' money, loans counted, at the nominal rate [EUR]."""
        return net_present_value(self.own_flow_eur, nominal_rate(self.terms[0].discount_rate, self.terms[1]))

    @property
    def rate_of_return(self) -> RateOfReturn:
        """Real internal rate of return of the project before loans."""
        return internal_rate_of_return(self.difference.net_eur)

    @property
    def payback(self) -> Payback:
        """Discounted payback of the project before loans, residual values left out."""
        return discounted_payback(self.difference.payments_eur, self.terms[0].discount_rate)

    @property
    def cover_ratios(self) -> FloatArray:
        """Debt service cover ratio of each year; not a number in year 0 and without debt service [-]."""
        return debt_service_cover_ratio(self.flows.savings_eur, self.flows.service_eur)

    @property
    def minimum_cover_ratio(self) -> float | None:
        """The lowest debt service cover ratio of all years with a debt [-]."""
        return minimum_cover_ratio(self.flows.savings_eur, self.flows.service_eur)

    @property
    def monthly_loan_eur(self) -> float:
        """What the loans take in the first month after the last grace, fees of the year spread over it [EUR]."""
        return sum(_full_payment(loan) for loan in self.loans)


def _full_payment(loan: LoanSchedule) -> float:
    """What a loan takes in the first month with a repayment, and a twelfth of the fees of that year [EUR]."""
    repays = np.flatnonzero(loan.principal_eur > 0.0)
    if repays.size == 0:
        return 0.0
    year = int(repays[0])
    # Months of grace pay less, and equal repayments fall from the first on: the largest of the year is the first.
    first = float(loan.monthly_eur[12 * (year - 1) : 12 * year].max())
    return first + float(loan.fees_eur[year]) / 12.0


def finance_plan(
    member: str, sides: tuple[Side, Side], plans: Sequence[Financing], given_eur: Sequence[float], terms: Terms
) -> FinancePlan:
    """The plan of one member.

    Parameters
    ----------
    member : str
        Who.
    sides : (Side, Side)
        What he pays in the variant, and in the baseline.
    plans : sequence of Financing
        How he pays for what he builds; guarantees are terms, not names.
    given_eur : sequence of float
        What the grant of each plan gives [EUR].
    terms : (Economics, float)
        How years are weighed, and inflation.

    Returns
    -------
    FinancePlan
        Of the horizon's years.
    """
    economics, inflation = terms
    own, base = sides
    bought, avoided = _apart(own.investments, base.investments)
    difference = own.cash_flow(economics).minus(base.cash_flow(economics))
    grants = difference.grants_eur.copy()
    grants[0] += sum(given_eur)
    difference = CashFlow(difference.investment_eur, difference.residual_eur, difference.operation_eur, grants)
    loans = tuple(_loans(bought, own, plans, given_eur, economics))
    size = economics.horizon_years + 1
    parts = ("drawn_eur", "interest_eur", "fees_eur", "principal_eur")
    of_loans = {part: _summed([getattr(loan, part) for loan in loans], size) for part in parts}
    purchases = list(_purchases(bought, terms))
    avoided_eur = np.zeros(size)
    for bought_else in _purchases(avoided, terms):
        avoided_eur[bought_else.year] += bought_else.eur
    savings = nominal(difference.operation_eur, inflation)
    flows = ProjectYears(savings_eur=savings, grants_eur=grants, **of_loans)
    residual_eur = float(nominal(difference.residual_eur, inflation)[-1])
    books = statements(purchases, flows)
    return FinancePlan(member, difference, flows, avoided_eur, books, residual_eur, terms, loans)


def consolidated(plans: Sequence[FinancePlan]) -> FinancePlan:
    """The plans of several members as one: every line added up; what passes between them cancels out."""
    first = plans[0]
    difference = CashFlow(*(_sum(plans, "difference", part.name) for part in fields(CashFlow)))
    flows = ProjectYears(*(_sum(plans, "flows", part.name) for part in fields(ProjectYears)))
    books = Statements(*(_sum(plans, "books", part.name) for part in fields(Statements)))
    loans = tuple(loan for plan in plans for loan in plan.loans)
    avoided_eur = np.sum([plan.avoided_eur for plan in plans], axis=0)
    residual_eur = sum(plan.residual_eur for plan in plans)
    return FinancePlan("", difference, flows, avoided_eur, books, residual_eur, first.terms, loans)


def _sum(plans: Sequence[FinancePlan], of: str, part: str) -> FloatArray:
    return np.asarray(sum(getattr(getattr(plan, of), part) for plan in plans), dtype=np.float64)


def _apart(
    own: Sequence[InvestmentEntry], base: Sequence[InvestmentEntry]
) -> tuple[list[InvestmentEntry], list[InvestmentEntry]]:
    """What is bought in the variant alone, and in the baseline alone: what both buy alike is no part of the project."""
    only_base, only_own = list(base), []
    for entry in own:
        same = next((other for other in only_base if _alike(entry, other)), None)
        if same is None:
            only_own.append(entry)
        else:
            only_base.remove(same)
    return only_own, only_base


def _alike(one: InvestmentEntry, other: InvestmentEntry) -> bool:
    named = ("asset", "payer", "lifetime_years", "first_year")
    return all(getattr(one, key) == getattr(other, key) for key in named) and bool(np.isclose(one.eur, other.eur))


def _purchases(entries: Sequence[InvestmentEntry], terms: Terms) -> Iterator[Purchase]:
    economics, inflation = terms
    for entry in entries:
        for year, eur in purchases_of(entry, economics):
            yield Purchase(year, eur * (1.0 + inflation) ** year, entry.lifetime_years)


def financed_eur(investments: Sequence[InvestmentEntry], plan: Financing, others: Sequence[Financing]) -> float:
    """What a plan has to pay for in year 0; one without assets takes what no other plan of the member pays for [EUR].

    >>> pump, sun = InvestmentEntry("pump", "m", 100.0, 20.0), InvestmentEntry("pv", "m", 50.0, 20.0)
    >>> first, rest = Financing(member="m", assets=("pump",)), Financing(member="m")
    >>> financed_eur([pump, sun], first, [rest]), financed_eur([pump, sun], rest, [first])
    (100.0, 50.0)
    """
    named = [other for other in others if other.assets is not None] if plan.assets is None else []
    return sum(
        entry.eur
        for entry in investments
        if entry.first_year < 1.0 and plan.pays_for(entry.asset) and not any(o.pays_for(entry.asset) for o in named)
    )


def _loans(
    bought: Sequence[InvestmentEntry],
    own: Side,
    plans: Sequence[Financing],
    given_eur: Sequence[float],
    economics: Economics,
) -> Iterator[LoanSchedule]:
    """The loans of all plans: what is left to pay after grants and own funds, in their order."""
    for place, (plan, grant_eur) in enumerate(zip(plans, given_eur, strict=True)):
        others = [*plans[:place], *plans[place + 1 :]]
        need = financed_eur(bought, plan, others)
        of_ledger = [cost for cost in own.costs if plan.pays_for(cost.asset)]
        granted = grant_eur + grants_received_eur(of_ledger, economics.discount_rate, economics.horizon_years)
        own_funds = plan.own_funds_eur or (plan.own_funds_share or 0.0) * need
        left = max(need - granted - own_funds, 0.0)
        for loan in plan.loans:
            lent = left if loan.amount_eur is None else min(loan.amount_eur, left)
            left -= lent
            if lent > 0.0:
                yield scheduled(loan, lent)


def scheduled(loan: Loan, eur: float) -> LoanSchedule:
    """A loan of that amount with its fees [EUR]."""
    plain = loan_schedule(eur, loan.rate, loan.years, loan.grace_years, loan.repayment)
    guarantee = loan.guarantee if isinstance(loan.guarantee, Guarantee) else None
    share, rate = (guarantee.share, guarantee.rate) if guarantee else (0.0, 0.0)
    fees = loan_fees(plain, loan.arrangement_fee_share, share, rate)
    return replace(plain, fees_eur=fees)


def _summed(rows: Sequence[FloatArray], size: int) -> FloatArray:
    """Yearly amounts added up over the horizon; what comes after it is left out."""
    total = np.zeros(size)
    for row in rows:
        kept = row[:size]
        total[: kept.size] += kept
    return total
