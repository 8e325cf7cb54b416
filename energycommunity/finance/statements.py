"""Profit and loss and balance sheet of a project: pure functions of its yearly payments.

    profit[t]   = savings[t] + released grant[t] - depreciation[t] - interest[t] - fees[t]
    cash[t]     = cash[t-1] + savings + grants + drawn + paid in - investment - interest - fees - principal
    fixed assets + cash = debt + grants not yet released + paid in + retained profit

Depreciation is linear over the life of what was bought, at the price that was paid; a grant is released to profit as
what it paid for is depreciated. Nothing is paid out: what is earned stays. Where cash would fall below zero the owners
pay in what is missing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from energycommunity.quantities import FloatArray


@dataclass(frozen=True)
class Purchase:
    """Something bought at the end of a year, nominal euros [EUR], and its life [a]."""

    year: int
    eur: float
    lifetime_years: float


@dataclass(frozen=True)
class ProjectYears:
    """Nominal payments at the end of year 0, 1 … [EUR], each of shape (years + 1,).

    `savings_eur`: running costs saved, may be below zero; `grants_eur`, `drawn_eur`: received; `interest_eur`,
    `fees_eur`, `principal_eur`: paid.
    """

    savings_eur: FloatArray
    grants_eur: FloatArray
    drawn_eur: FloatArray
    interest_eur: FloatArray
    fees_eur: FloatArray
    principal_eur: FloatArray

    @property
    def service_eur(self) -> FloatArray:
        """Interest, repayment and fees [EUR]."""
        return self.interest_eur + self.principal_eur + self.fees_eur


@dataclass(frozen=True)
class Statements:
    """The books of a project at the end of year 0, 1 … [EUR], each of shape (years + 1,)."""

    investment_eur: FloatArray
    depreciation_eur: FloatArray
    released_grant_eur: FloatArray
    profit_eur: FloatArray
    paid_in_eur: FloatArray
    fixed_assets_eur: FloatArray
    cash_eur: FloatArray
    debt_eur: FloatArray
    deferred_grant_eur: FloatArray
    capital_eur: FloatArray
    retained_profit_eur: FloatArray

    @property
    def imbalance_eur(self) -> FloatArray:
        """Assets less liabilities and equity; zero but for the rounding of sums [EUR]."""
        liabilities = self.debt_eur + self.deferred_grant_eur + self.capital_eur + self.retained_profit_eur
        return self.fixed_assets_eur + self.cash_eur - liabilities


def book_values(purchases: Sequence[Purchase], years: int) -> FloatArray:
    """What everything bought is still worth by linear depreciation at the end of year 0 … `years` [EUR].

    >>> book_values([Purchase(0, 300.0, 3.0), Purchase(2, 100.0, 2.0)], 3).round(6).tolist()
    [300.0, 200.0, 200.0, 50.0]
    """
    year = np.arange(years + 1, dtype=np.float64)
    worth = np.zeros(years + 1)
    for bought in purchases:
        left = np.clip(1.0 - (year - bought.year) / bought.lifetime_years, 0.0, 1.0)
        worth += np.where(year >= bought.year, bought.eur * left, 0.0)
    return worth


def statements(purchases: Sequence[Purchase], flows: ProjectYears) -> Statements:
    """Profit and loss and balance sheet of all years.

    Parameters
    ----------
    purchases : sequence of Purchase
        What is bought, replacements included.
    flows : ProjectYears
        All other payments.

    Returns
    -------
    Statements
        Of years 0 … as the payments have them.

    References
    ----------
    .. [1] IAS 20, Government grants: a grant for an asset as deferred income, released over the asset's life.

    Examples
    --------
    300 EUR for 3 years, half of it lent and repaid evenly, saving 120 EUR a year:

    >>> from energycommunity.finance.loan import loan_schedule
    >>> loan, nothing = loan_schedule(150.0, 0.0, 3), np.zeros(4)
    >>> flows = ProjectYears(
    ...     np.array([0.0, 120.0, 120.0, 120.0]), nothing, loan.drawn_eur, nothing, nothing, loan.principal_eur
    ... )
    >>> books = statements([Purchase(0, 300.0, 3.0)], flows)
    >>> books.profit_eur.round(6).tolist(), books.cash_eur.round(6).tolist(), books.paid_in_eur.tolist()
    ([0.0, 20.0, 20.0, 20.0], [0.0, 70.0, 140.0, 210.0], [150.0, 0.0, 0.0, 0.0])
    """
    size = flows.savings_eur.size
    investment = np.zeros(size)
    for bought in purchases:
        investment[bought.year] += bought.eur
    fixed = book_values(purchases, size - 1)
    depreciation = investment + np.concatenate([[0.0], fixed[:-1]]) - fixed
    deferred = _deferred_grants(purchases, flows.grants_eur)
    released = flows.grants_eur + np.concatenate([[0.0], deferred[:-1]]) - deferred
    profit = flows.savings_eur + released - depreciation - flows.interest_eur - flows.fees_eur
    before = flows.savings_eur + flows.grants_eur + flows.drawn_eur - flows.service_eur - investment
    cash, paid_in = _cash(before)
    debt = np.cumsum(flows.drawn_eur - flows.principal_eur)
    return Statements(
        investment, depreciation, released, profit, paid_in, fixed, cash, debt, deferred,
        np.cumsum(paid_in), np.cumsum(profit),
    )  # fmt: skip


def _deferred_grants(purchases: Sequence[Purchase], grants_eur: FloatArray) -> FloatArray:
    """Grants of year 0 that are not released yet, as the purchases of year 0 are not yet depreciated [EUR]."""
    first = [bought for bought in purchases if bought.year == 0]
    paid_eur = sum(bought.eur for bought in first)
    if paid_eur <= 0.0:  # nothing that it could be spread over
        return np.zeros(grants_eur.size)
    return np.asarray(float(grants_eur[0]) * book_values(first, grants_eur.size - 1) / paid_eur, dtype=np.float64)


def _cash(before_eur: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Cash at the end of each year, and what the owners pay in so that it is never below zero [EUR]."""
    cash, paid_in = np.zeros((2, before_eur.size))
    held = 0.0
    for year, eur in enumerate(before_eur):
        paid_in[year] = max(-(held + eur), 0.0)
        held = max(held + eur, 0.0)
        cash[year] = held
    return cash, paid_in
