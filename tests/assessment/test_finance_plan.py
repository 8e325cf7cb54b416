"""Finance plans put together from ledgers, against hand calculations."""

import numpy as np
import pytest

from energycommunity.assessment.cash_flow import Economics
from energycommunity.assessment.finance_plan import Side, consolidated, finance_plan
from energycommunity.quantities import CostEntry, InvestmentEntry
from energycommunity.scenario.financing import Financing, Guarantee, Loan

YEARS = 4


def side(investments=(), costs=(), transfers_eur=0.0):
    """A member's money of one variant, with the same transfer in every year."""
    yearly = np.full(YEARS + 1, transfers_eur)
    yearly[0] = 0.0
    return Side(tuple(investments), tuple(costs), yearly)


def plan_of(own, base, *plans, inflation=0.0, granted=None):
    """The plan of the member `m` over four years at a rate of zero."""
    return finance_plan("m", (own, base), plans, granted or [0.0] * len(plans), (Economics(0.0, YEARS, {}), inflation))


PUMP = InvestmentEntry("pump", "m", 1000.0, 4.0)
OLD = side(costs=[CostEntry("meter", "m", "energy", 500.0)])
NEW = side([PUMP], [CostEntry("meter", "m", "energy", 200.0)])


def test_grant_own_funds_and_two_loans_pay_in_turn():
    """Proves: what is left after grant and own funds is lent, the first loan up to its amount, the last all the rest.

    Sensitivity: if own funds were taken off after the loans, the second loan would be 450.
    Hand calculation: 1000 - 250 (grant) - 150 (own) = 600; the first loan 300, the second 300 over two years, so
    150 + 150 a year from both, and the first over three years 100: 250, 250, 100. Saved are 300 a year: the lowest
    cover ratio is 300 / 250 = 1.20.
    """
    loans = (Loan(amount_eur=300.0, rate=0.0, years=3), Loan(rate=0.0, years=2))
    plan = plan_of(NEW, OLD, Financing(member="m", own_funds_eur=150.0, loans=loans), granted=[250.0])
    assert plan.flows.drawn_eur[0] == pytest.approx(600.0)
    assert plan.flows.principal_eur == pytest.approx([0.0, 250.0, 250.0, 100.0, 0.0])
    assert plan.books.paid_in_eur == pytest.approx([150.0, 0.0, 0.0, 0.0, 0.0])
    assert plan.minimum_cover_ratio == pytest.approx(1.2)
    assert plan.monthly_loan_eur == pytest.approx(300.0 / 36 + 300.0 / 24)


def test_loans_stay_nominal_beside_savings_that_grow():
    """Proves: real savings become nominal by inflation, the loan does not.

    Sensitivity: were the loan inflated too, the second year's repayment would be 275.
    Hand calculation: 300 x 1.1 = 330, 300 x 1.21 = 363; 1000 lent over four years: 250 a year.
    """
    plan = plan_of(NEW, OLD, Financing(member="m", loans=(Loan(rate=0.0, years=4),)), inflation=0.1)
    assert plan.flows.savings_eur[1:3] == pytest.approx([330.0, 363.0])
    assert plan.flows.principal_eur[1:] == pytest.approx([250.0] * 4)


def test_a_replacement_that_the_baseline_needed_is_avoided():
    """Proves: what both buy alike is no part of the project, what the baseline alone buys is avoided in its year.

    Sensitivity: 440 EUR of cash at the end, and a profit of 190 in the first year, if it counted as received.
    Hand calculation: both replace the tank after 2 years; the old boiler, 400 EUR after 1 year, is bought in the
    baseline alone, and with 10 % inflation would cost 440 EUR. The owners pay 1000 for the pump; it loses 250 a year.
    """
    tank, boiler = InvestmentEntry("tank", "m", 50.0, 20.0, 2.0), InvestmentEntry("boiler", "m", 400.0, 20.0, 1.0)
    plan = plan_of(side([PUMP, tank]), side([tank, boiler]), inflation=0.1)
    assert plan.books.investment_eur == pytest.approx([1000.0, 0.0, 0.0, 0.0, 0.0])
    assert plan.avoided_eur == pytest.approx([0.0, 440.0, 0.0, 0.0, 0.0])
    assert plan.books.cash_eur == pytest.approx([0.0] * 5)
    assert plan.books.profit_eur == pytest.approx([0.0, -250.0, -250.0, -250.0, -250.0])
    assert plan.own_flow_eur[1] == pytest.approx(440.0)


def test_a_plan_for_one_asset_leaves_the_rest_to_another():
    """Proves: a plan without assets takes what no other pays for, and the fees of bank and guarantor are its own.

    Hand calculation: 1000 EUR lent for the pump with a fee of 1 %; 200 EUR for the panels, half of it own money, 100
    lent with 80 % guaranteed at 2 %: 1.60 EUR in the first year.
    """
    panels = InvestmentEntry("panels", "m", 200.0, 4.0)
    first = Financing(member="m", assets=("pump",), loans=(Loan(rate=0.0, years=4, arrangement_fee_share=0.01),))
    guarantee = Guarantee(share=0.8, rate=0.02)
    rest = Financing(member="m", own_funds_share=0.5, loans=(Loan(rate=0.0, years=1, guarantee=guarantee),))
    plan = plan_of(side([PUMP, panels]), side(), first, rest)
    assert plan.flows.drawn_eur[0] == pytest.approx(1100.0)
    assert plan.flows.fees_eur == pytest.approx([10.0, 1.6, 0.0, 0.0, 0.0])


def test_a_loan_adds_nothing_at_its_own_rate():
    """Proves: the worth of the owners' money is that of the project where the loan bears the discount rate.

    Hand calculation: without inflation and at a rate of zero, a loan without interest changes nothing: 4 x 300 - 1000.
    """
    with_loan = plan_of(NEW, OLD, Financing(member="m", loans=(Loan(rate=0.0, years=4),)))
    without = plan_of(NEW, OLD)
    assert with_loan.own_net_present_value_eur == pytest.approx(200.0)
    assert without.own_net_present_value_eur == pytest.approx(200.0)
    assert with_loan.net_present_value_eur == pytest.approx(200.0)


def test_rent_of_a_company_cancels_out_for_all():
    """Proves: what one member pays another stays within the community's plan, and the owner's return is the rent.

    Hand calculation: the company builds for 1000 and gets 260 a year from the user, who saves 300: 40 a year are left
    to him, 1040 - 1000 = 40 to the company, together 4 x 300 - 1000 = 200.
    """
    terms = (Economics(0.0, YEARS, {}), 0.0)
    company = finance_plan("company", (side([PUMP], (), -260.0), side()), (), (), terms)
    user = finance_plan("user", (side((), [CostEntry("meter", "m", "energy", 200.0)], 260.0), OLD), (), (), terms)
    together = consolidated([company, user])
    assert company.net_present_value_eur == pytest.approx(40.0)
    assert user.net_present_value_eur == pytest.approx(160.0)
    assert together.net_present_value_eur == pytest.approx(200.0)
    assert np.abs(together.books.imbalance_eur).max() < 1e-9


def test_the_first_full_payment_is_told():
    """Proves: a month of grace is not what the loan takes, nor is a later and smaller one.

    Hand calculation: 1200 EUR at 12 %, 1 % a month, half a year of grace, then six repayments of 200 a month: the first
    takes 200 + 12 = 212, the last 200 + 2.
    """
    loan = Loan(rate=0.12, years=1, grace_years=0.5, repayment="equal_principal")
    boiler = InvestmentEntry("boiler", "m", 1200.0, 4.0)
    plan = plan_of(side([boiler]), side(), Financing(member="m", loans=(loan,)))
    assert plan.monthly_loan_eur == pytest.approx(212.0)
