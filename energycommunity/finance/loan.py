"""Loans paid back month by month, added up by year."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from energycommunity.finance.annuity import capital_recovery_factor
from energycommunity.quantities import FloatArray

#: Equal payments, or equal repayments with interest on what is left.
Repayment = Literal["annuity", "equal_principal"]
MONTHS = 12


@dataclass(frozen=True)
class LoanSchedule:
    """What a loan brings and costs at the end of year 0, 1 … [EUR], each of shape (years + 1,) and not below zero.

    `drawn_eur` is received in year 0; `outstanding_eur` is what is owed at the end of the year; `fees_eur` are those
    of the bank and of a guarantor; `monthly_eur` is what is paid in each month, fees left out, of shape (months,).
    """

    drawn_eur: FloatArray
    interest_eur: FloatArray
    principal_eur: FloatArray
    fees_eur: FloatArray
    outstanding_eur: FloatArray
    monthly_eur: FloatArray

    @property
    def service_eur(self) -> FloatArray:
        """Interest, repayment and fees of each year [EUR]."""
        return self.interest_eur + self.principal_eur + self.fees_eur


def loan_schedule(
    amount_eur: float, rate: float, years: int, grace_years: float = 0.0, repayment: Repayment = "annuity"
) -> LoanSchedule:
    """Interest and repayment of a loan that is drawn now and paid back at the end of every month [EUR].

    In the months of grace interest alone is paid; the rest n of the months repays it all. An annuity pays
    A = L i / (1 - (1 + i)^-n) a month with i = rate / 12, so that what is repaid grows by i each month; equal
    repayments pay L / n and the interest on what is left.

    Parameters
    ----------
    amount_eur : float
        Loan L, not below 0 [EUR].
    rate : float
        Nominal yearly rate of interest as a fraction, not below 0 [-].
    years : int
        From drawing to the last repayment, grace included, at least 1 [a].
    grace_years : float
        Years without repayment, shorter than `years`; rounded to whole months [a].
    repayment : {"annuity", "equal_principal"}
        How it is paid back.

    Returns
    -------
    LoanSchedule
        Years 0 … `years`; without fees.

    Raises
    ------
    ValueError
        If an amount, rate or time is out of its range.

    References
    ----------
    .. [1] R. Brealey, S. Myers, F. Allen, "Principles of Corporate Finance": amortising loans.

    Examples
    --------
    1000 EUR at 12 % over a year, 1 % a month, are paid back by twelve times 88.85 EUR:

    >>> loan = loan_schedule(1000.0, 0.12, 1)
    >>> round(float(loan.monthly_eur[0]), 2), round(float(loan.interest_eur[1]), 2)
    (88.85, 66.19)
    >>> loan_schedule(1200.0, 0.12, 1, repayment="equal_principal").monthly_eur[[0, 11]].round(2).tolist()
    [112.0, 101.0]
    """
    grace = round(MONTHS * grace_years)
    if amount_eur < 0.0 or rate < 0.0 or years < 1 or not 0 <= grace < MONTHS * years:
        raise ValueError(f"no loan: {amount_eur} EUR at {rate} over {years} years, grace {grace_years}")
    months = MONTHS * years - grace
    repaid = np.concatenate([np.zeros(grace), _repayments(amount_eur, rate / MONTHS, months, repayment)])
    owed = np.concatenate([[amount_eur], np.maximum(amount_eur - np.cumsum(repaid), 0.0)])
    owed[-1] = 0.0  # but for the rounding of sums
    interest = owed[:-1] * rate / MONTHS
    drawn = np.zeros(years + 1)
    drawn[0] = amount_eur
    return LoanSchedule(
        drawn, _by_year(interest), _by_year(repaid), np.zeros(years + 1), owed[::MONTHS].copy(), interest + repaid
    )


def _repayments(amount_eur: float, monthly_rate: float, months: int, repayment: Repayment) -> FloatArray:
    if repayment == "equal_principal":
        return np.full(months, amount_eur / months)
    first_eur = amount_eur * (capital_recovery_factor(monthly_rate, months) - monthly_rate)
    return np.asarray(first_eur * (1.0 + monthly_rate) ** np.arange(months), dtype=np.float64)


def _by_year(monthly: FloatArray) -> FloatArray:
    """Sums of twelve months, after a year 0 without any."""
    return np.concatenate([[0.0], monthly.reshape(-1, MONTHS).sum(axis=1)])


def loan_fees(
    schedule: LoanSchedule, arrangement_fraction: float, guaranteed_fraction: float, guarantee_rate: float
) -> FloatArray:
    """What the bank takes for arranging a loan, and a guarantor for his guarantee [EUR], shape (years + 1,).

    The first is paid in year 0 as a part of the loan, the second in each year on the guaranteed part of what was owed
    when the year began.

    Parameters
    ----------
    schedule : LoanSchedule
        The loan [EUR].
    arrangement_fraction : float
        Fee of the bank per euro lent [-].
    guaranteed_fraction : float
        Part of what is owed that is guaranteed [-].
    guarantee_rate : float
        Yearly fee per guaranteed euro [-].

    Examples
    --------
    >>> loan = loan_schedule(1200.0, 0.0, 2)
    >>> loan_fees(loan, 0.01, 0.8, 0.02).tolist()
    [12.0, 19.2, 9.6]
    """
    began = np.concatenate([[0.0], schedule.outstanding_eur[:-1]])
    fees = guaranteed_fraction * guarantee_rate * began
    fees[0] = arrangement_fraction * float(schedule.drawn_eur[0])
    return np.asarray(fees, dtype=np.float64)
