"""Loans, cover ratios and books against hand calculations, and what has to hold of any of them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from energycommunity.finance import (
    ProjectYears,
    Purchase,
    debt_service_cover_ratio,
    loan_fees,
    loan_schedule,
    minimum_cover_ratio,
    statements,
)

MONEY = st.floats(0.0, 1e6)
YEARS = 12


def test_annuity_of_a_thousand_euros():
    """Proves: 1000 EUR at 12 % over two years are paid back by 24 equal payments.

    Sensitivity: with a yearly annuity, 1000 x 0.591698 = 591.70 a year, it would be 49.31 a month.
    Hand calculation: 1.01^-24 = 0.787566; 1000 x 0.01 / (1 - 0.787566) = 47.0735 a month, 564.88 a year. The interest
    of both years is 24 x 47.0735 - 1000 = 129.76. After 12 payments there is left 47.0735 x (1 - 1.01^-12) / 0.01
    = 47.0735 x 11.255077 = 529.82.
    """
    loan = loan_schedule(1000.0, 0.12, 2)
    assert loan.monthly_eur == pytest.approx([47.0735] * 24, abs=1e-4)
    assert loan.outstanding_eur == pytest.approx([1000.0, 529.82, 0.0], abs=0.01)
    assert loan.interest_eur.sum() == pytest.approx(129.76, abs=0.01)
    assert loan.service_eur == pytest.approx([0.0, 564.88, 564.88], abs=0.01)


def test_equal_repayments_after_a_year_of_grace():
    """Proves: in the grace only interest is paid, then a twelfth of the loan and interest on the rest each month.

    Sensitivity: with interest on the whole loan throughout, the second year would bear 72.00 too.
    Hand calculation: 1200 EUR at 6 %, 0.5 % a month: the first year 12 x 6.00 = 72.00. The second: 12 x 100.00, and
    interest on 1200, 1100 ... 100, together 7800 x 0.005 = 39.00.
    """
    loan = loan_schedule(1200.0, 0.06, 2, grace_years=1, repayment="equal_principal")
    assert loan.interest_eur == pytest.approx([0.0, 72.0, 39.0])
    assert loan.principal_eur == pytest.approx([0.0, 0.0, 1200.0])


def test_a_guarantee_costs_on_what_is_owed():
    """Proves: the fee of the guarantor falls with the loan, that of the bank is paid once.

    Hand calculation: 2400 EUR without interest over two years: 1 % of 2400 = 24.00; 80 % x 1.5 % of 2400 = 28.80, of
    the 1200 left after a year 14.40.
    """
    assert loan_fees(loan_schedule(2400.0, 0.0, 2), 0.01, 0.8, 0.015) == pytest.approx([24.0, 28.8, 14.4])


def test_cover_ratio():
    """Proves: earnings over debt service, the lowest of the years with a debt; year 0, which pays a fee, has none.

    Sensitivity: a lowest ratio of 0.00 if the fee of year 0, before anything is earned, counted as debt service.
    Hand calculation: 130 / 100 = 1.30, 90 / 75 = 1.20; the third year owes nothing.
    """
    earned, owed = [0.0, 130.0, 90.0, -5.0], [8.0, 100.0, 75.0, 0.0]
    assert debt_service_cover_ratio(earned, owed)[1:3] == pytest.approx([1.3, 1.2])
    assert np.isnan(debt_service_cover_ratio(earned, owed)[[0, 3]]).all()
    assert minimum_cover_ratio(earned, owed) == pytest.approx(1.2)


def test_books_of_three_years():
    """Proves: profit, cash and both sides of the balance sheet of a case small enough for paper.

    Sensitivity: with the grant taken as income at once, the first year's profit would be 270, not 60.
    Hand calculation: 900 EUR for 3 years, grant 300, loan 400 repaid 100, 150, 150 with interest 40, 30, 15; owners
    pay in 200. Savings 320 a year. Depreciation 300, released grant 100 a year.
    Profit 320 + 100 - 300 - interest = 80, 90, 105. Cash 320 - 140 = 180; + 320 - 180 = 320; + 320 - 165 = 475.
    Assets at the ends 900; 600 + 180; 300 + 320; 0 + 475. Debt 400, 300, 150, 0; grant 300, 200, 100, 0; capital 200;
    profit kept 0, 80, 170, 275: sums 900, 780, 620, 475.
    """
    flows = ProjectYears(
        savings_eur=np.array([0.0, 320.0, 320.0, 320.0]),
        grants_eur=np.array([300.0, 0.0, 0.0, 0.0]),
        drawn_eur=np.array([400.0, 0.0, 0.0, 0.0]),
        interest_eur=np.array([0.0, 40.0, 30.0, 15.0]),
        fees_eur=np.zeros(4),
        principal_eur=np.array([0.0, 100.0, 150.0, 150.0]),
    )
    books = statements([Purchase(0, 900.0, 3.0)], flows)
    assert books.profit_eur == pytest.approx([0.0, 80.0, 90.0, 105.0])
    assert books.paid_in_eur == pytest.approx([200.0, 0.0, 0.0, 0.0])
    assert books.fixed_assets_eur + books.cash_eur == pytest.approx([900.0, 780.0, 620.0, 475.0])
    assert books.debt_eur == pytest.approx([400.0, 300.0, 150.0, 0.0])
    assert books.deferred_grant_eur == pytest.approx([300.0, 200.0, 100.0, 0.0])
    assert books.imbalance_eur == pytest.approx(np.zeros(4), abs=1e-9)


@given(
    MONEY,
    st.floats(0.0, 0.25),
    st.integers(1, 40),
    st.floats(0.0, 0.99),
    st.sampled_from(["annuity", "equal_principal"]),
)
def test_any_loan_is_repaid(amount_eur, rate, years, grace_part, repayment):
    """Nothing is owed in the end, what is repaid is what was lent, and interest is that of what was owed."""
    grace_years = int(12 * years * grace_part) / 12
    loan = loan_schedule(amount_eur, rate, years, grace_years, repayment)
    assert loan.outstanding_eur[-1] == 0.0
    assert loan.principal_eur.sum() == pytest.approx(amount_eur, rel=1e-9, abs=1e-9)
    owed = amount_eur
    for paid in loan.monthly_eur:
        owed += owed * rate / 12 - paid
    assert owed == pytest.approx(0.0, abs=1e-5 + 1e-7 * amount_eur)


@given(
    st.lists(st.tuples(st.integers(0, YEARS - 1), MONEY, st.floats(0.5, 40.0)), max_size=6),
    st.lists(st.floats(-1e5, 1e5), min_size=YEARS + 1, max_size=YEARS + 1),
    MONEY,
    MONEY,
    st.integers(1, YEARS),
)
def test_any_balance_sheet_balances(bought, savings, grant_eur, loan_eur, loan_years):
    """Assets are liabilities and equity to the cent in every year, whatever is bought, lent and saved."""
    loan = loan_schedule(loan_eur, 0.05, loan_years)
    fill = np.zeros(YEARS - loan_years)
    grants = np.zeros(YEARS + 1)
    grants[0] = grant_eur
    parts = (loan.drawn_eur, loan.interest_eur, loan.fees_eur, loan.principal_eur)
    of_loan = (np.concatenate([part, fill]) for part in parts)
    flows = ProjectYears(np.array(savings), grants, *of_loan)
    books = statements([Purchase(*each) for each in bought], flows)
    assert np.abs(books.imbalance_eur).max() < 0.01
    assert books.cash_eur.min() >= 0.0
    assert books.debt_eur[-1] == pytest.approx(0.0, abs=1e-6)
