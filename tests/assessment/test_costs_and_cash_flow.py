"""Sums of the cost ledger and yearly payments, against hand calculations."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from energycommunity.assessment.cash_flow import Economics, cash_flow, profitability, reason_of
from energycommunity.assessment.costs import cost_table, costs_by, costs_of_society, total_annual_cost
from energycommunity.finance import annual_cost, net_present_value, present_worth_factor
from energycommunity.quantities import CostEntry, InvestmentEntry

LEDGER = [
    CostEntry("pv", "shop", "annuity", 700.0),
    CostEntry("pv", "shop", "annuity", -200.0),
    CostEntry("pv", "shop", "fixed_om", 50.0),
    CostEntry("meter", "shop", "energy", 900.0),
    CostEntry("meter", "shop", "energy", 100.0),
    CostEntry("meter", "shop", "network", 300.0),
    CostEntry("meter", "house", "tax", 273.0),
    CostEntry("meter", "house", "revenue", -80.0),
]


def test_sums_by_asset_payer_and_kind():
    """Hand calculation: pv 700 - 200 + 50 = 550; house 273 - 80 = 193; energy 900 + 100; all 2043."""
    assert costs_by(LEDGER, "asset") == {"pv": 550.0, "meter": 1493.0}
    assert costs_by(LEDGER, "payer") == {"shop": 1850.0, "house": 193.0}
    assert costs_by(LEDGER, "kind")["energy"] == 1000.0
    assert total_annual_cost(LEDGER) == 2043.0
    table = cost_table(LEDGER)
    assert len(table) == 6
    assert float(table["eur_per_year"].sum()) == 2043.0


def test_society_sees_neither_taxes_nor_grants():
    """Hand calculation: 2043 - 273 tax + 200 grant = 1970.

    Sensitivity: 1770 if only the tax were left out, 2243 if only the grant.
    """
    assert total_annual_cost(costs_of_society(LEDGER)) == 1970.0


def test_an_empty_ledger_is_an_empty_table():
    assert cost_table([]).empty
    assert costs_by([], "kind") == {}
    assert total_annual_cost([]) == 0.0


def test_an_unknown_column_is_refused():
    with pytest.raises(ValueError, match="payer"):
        costs_by(LEDGER, "colour")


def test_residual_value_is_that_of_the_annuities_left():
    """Proves: an asset of 20 years bought twice within 25 leaves 15 annuities behind.

    Sensitivity: written off in a straight line it would leave 15/20 x 1000 = 750.
    Hand calculation at 4 %: annuity 1000 / 13.5903263 = 73.5818; 15 more years are worth 11.1183874 each: 818.11.
    """
    flow = cash_flow([InvestmentEntry("pump", "shop", 1000.0, 20.0)], [], Economics(0.04, 25, {}))
    assert flow.investment_eur[[0, 20]].tolist() == [-1000.0, -1000.0]
    assert flow.investment_eur.sum() == -2000.0
    assert flow.residual_eur[25] == pytest.approx(818.11, abs=0.01)


def test_a_standing_asset_is_replaced_at_its_end():
    flow = cash_flow([InvestmentEntry("boiler", "town", 500.0, 20.0, first_year=2.0)], [], Economics(0.0, 10, {}))
    assert flow.investment_eur[2] == -500.0
    assert flow.residual_eur[10] == pytest.approx(500.0 * 12 / 20)


def test_an_asset_that_outlives_the_horizon_costs_nothing():
    flow = cash_flow([InvestmentEntry("pipe", "town", 500.0, 40.0, first_year=30.0)], [], Economics(0.03, 25, {}))
    assert flow.net_eur.tolist() == [0.0] * 26


@given(
    st.floats(-0.02, 0.12),
    st.integers(1, 40),
    st.floats(1.0, 60.0),
    st.one_of(st.just(0.0), st.floats(0.0, 50.0)),
)
def test_the_present_value_of_building_is_that_of_the_annuities(rate, horizon, life, first_year):
    """The objective's annual cost times the present worth of all years is what the cash flow is worth."""
    flow = cash_flow([InvestmentEntry("x", "y", 1000.0, life, first_year)], [], Economics(rate, horizon, {}))
    annuity = annual_cost(1000.0, life, rate, horizon, first_year)
    expected = -annuity * present_worth_factor(rate, horizon)
    assert net_present_value(flow.net_eur, rate) == pytest.approx(expected, rel=1e-6, abs=1e-5)


def test_operation_grows_by_kind_from_the_first_year_on():
    """Hand calculation: energy 100 x 1.02, 100 x 1.02^2; upkeep stays 10."""
    costs = [CostEntry("m", "shop", "energy", 100.0), CostEntry("m", "shop", "fixed_om", 10.0)]
    flow = cash_flow([], costs, Economics(0.05, 2, {"energy": 0.02}))
    assert flow.operation_eur.tolist() == pytest.approx([0.0, -112.0, -114.04])


def test_an_annuity_counts_once():
    """Proves: the annuity of what is bought is in the investment; one given as such, alone or beside, is paid yearly.

    Sensitivity: 0 if everything of an asset that is bought were taken for its investment, 87 if it counted twice.
    Hand calculation: 1000 EUR over 20 years at 0 % are 50 EUR/a, with 21 % VAT 1210 and 60.5; 80 are given as such.
    """
    pump = InvestmentEntry("pump", "shop", 1210.0, 20.0)
    bought = [CostEntry("pump", "shop", "annuity", 50.0), CostEntry("pump", "shop", "investment_tax", 10.5)]
    leased = [CostEntry("pump", "shop", "annuity", 80.0)]
    economics = Economics(0.0, 3, {})
    assert cash_flow([pump], bought, economics).operation_eur == pytest.approx([0.0] * 4, abs=1e-9)
    assert cash_flow([], leased, economics).operation_eur == pytest.approx([0.0, -80.0, -80.0, -80.0])
    assert cash_flow([pump], bought + leased, economics).operation_eur == pytest.approx([0.0, -80.0, -80.0, -80.0])


def test_a_grant_on_the_annuity_is_no_yearly_payment():
    """It is received in year 0: with 1000 EUR bought, 200 given and 40 left of 50 a year, nothing is paid yearly."""
    costs = [CostEntry("pump", "shop", "annuity", 50.0), CostEntry("pump", "shop", "annuity", -10.0)]
    flow = cash_flow([InvestmentEntry("pump", "shop", 1000.0, 20.0)], costs, Economics(0.0, 3, {}), grants_eur=200.0)
    assert flow.net_eur == pytest.approx([-800.0, 0.0, 0.0, 850.0])


def test_profitability_beside_the_baseline():
    """Proves: what the variant saves beside the baseline pays for it; the baseline's replacement counts as saved.

    Hand calculation, 4 years, no interest: baseline pays 400 a year and replaces a boiler of 200 with life 4 after one
    year, of which 3/4 are used up; variant 1000 now with life 8, 100 a year, a grant of 100. Difference: year 0 -900,
    year 1 300 + 200, then 300; residual 500 - 50 = 450. NPV = -900 + 500 + 900 + 450 = 950;
    payback 1 + 400 / 300 = 2.3333 years.
    Sensitivity: without the baseline's boiler it would be 3 years, with the residual values left out NPV 500.
    """
    economics = Economics(0.0, 4, {})
    old = cash_flow(
        [InvestmentEntry("boiler", "town", 200.0, 4.0, 1.0)], [CostEntry("m", "town", "energy", 400.0)], economics
    )
    new = cash_flow(
        [InvestmentEntry("pump", "town", 1000.0, 8.0)], [CostEntry("m", "town", "energy", 100.0)], economics, 100.0
    )
    result = profitability(new, old, 0.0)
    assert result.difference.net_eur.tolist() == pytest.approx([-900.0, 500.0, 300.0, 300.0, 750.0])
    assert result.net_present_value_eur == pytest.approx(950.0)
    assert result.simple_payback.years == pytest.approx(1 + 400 / 300)
    assert result.rate_of_return.rate is not None
    assert net_present_value(result.difference.net_eur, result.rate_of_return.rate) == pytest.approx(0.0, abs=1e-6)
    assert new.table().loc[0, "grants_eur"] == 100.0


def test_a_residual_value_pays_nothing_back():
    """Hand calculation: 1000 now with life 8 saves 200 in each of 4 years: 800 come back, 500 of value are left.

    Sensitivity: with the residual value in the payments it would be paid back in the fourth year.
    """
    economics = Economics(0.0, 4, {})
    old = cash_flow([], [CostEntry("m", "town", "energy", 200.0)], economics)
    result = profitability(cash_flow([InvestmentEntry("pump", "town", 1000.0, 8.0)], [], economics), old, 0.0)
    assert result.simple_payback.reason == result.discounted_payback.reason == "not_paid_back"
    assert result.net_present_value_eur == pytest.approx(300.0)


def test_a_variant_equal_to_the_baseline_has_neither_rate_nor_payback():
    flow = cash_flow([InvestmentEntry("pump", "town", 1000.0, 8.0)], [], Economics(0.04, 4, {}))
    result = profitability(flow, flow, 0.04)
    assert result.rate_of_return.reason == "no_sign_change"
    assert result.simple_payback.reason == "nothing_to_pay_back"
    assert reason_of(result.rate_of_return, "lv").startswith("iekšējās peļņas normas nav")
    assert reason_of(result.discounted_payback) != ""
    with pytest.raises(ValueError, match="years"):
        profitability(flow, cash_flow([], [], Economics(0.04, 5, {})), 0.04)
