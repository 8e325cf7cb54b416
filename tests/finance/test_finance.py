"""Annuity, present worth, rates of return and payback against hand calculations and textbook cases."""

import numpy as np
import numpy_financial
import pytest
from hypothesis import given
from hypothesis import strategies as st

from energycommunity.finance import (
    annual_cost,
    capital_recovery_factor,
    discount_factor,
    discounted_payback,
    internal_rate_of_return,
    levelised_cost,
    net_present_value,
    present_worth_factor,
    simple_payback,
)

RATES = st.floats(-0.05, 0.3)
LIVES = st.integers(1, 60)


@pytest.mark.parametrize(
    ("rate", "years", "factor"),
    [(0.10, 5, 0.2637975), (0.05, 20, 0.0802426), (0.04, 25, 0.0640120), (0.0, 25, 0.04), (0.06, 1, 1.06)],
)
def test_capital_recovery_factor_is_that_of_interest_tables(rate, years, factor):
    """Interest tables: (A/P, 10 %, 5) = 0.26380, (A/P, 5 %, 20) = 0.08024, (A/P, 4 %, 25) = 0.06401."""
    assert capital_recovery_factor(rate, years) == pytest.approx(factor, abs=1e-7)


def test_present_worth_with_escalation_is_that_of_reopt():
    """Proves: payments grow before they are discounted, also in the first year.

    Sensitivity: without the growth of the first year it would be 14.92855 / 1.026 = 14.55.
    """
    assert present_worth_factor(0.0564, 20, 0.026) == pytest.approx(14.92855, abs=5e-6)


@given(RATES, LIVES, st.floats(-0.05, 0.1))
def test_present_worth_is_the_sum_of_its_terms(rate, years, escalation):
    terms = [((1 + escalation) / (1 + rate)) ** year for year in range(1, years + 1)]
    assert present_worth_factor(rate, years, escalation) == pytest.approx(sum(terms), rel=1e-9)


@given(RATES.filter(lambda rate: abs(rate) > 1e-4), LIVES)
def test_annuity_agrees_with_numpy_financial(rate, years):
    # Nearer to zero the library's formula loses its digits; the next test covers that.
    assert capital_recovery_factor(rate, years) == pytest.approx(-numpy_financial.pmt(rate, years, 1.0), rel=1e-6)


def test_annuity_is_continuous_at_a_rate_of_zero():
    assert capital_recovery_factor(1e-11, 20) == pytest.approx(0.05, rel=1e-9)


def test_a_standing_asset_costs_only_its_replacement():
    """Proves: a boiler of 1000 EUR with 5 years left counts from year 6 on.

    Sensitivity: without discounting the wait it would be 64.01; as a new one 73.58.
    Hand calculation at 4 %, life 20, horizon 25: A = 1 / P(20); 1.04^-5 = 0.8219271; P(25) = 15.6220799;
    1000 / P(20) x 0.8219271 x P(20) / 15.6220799 = 52.6132.
    """
    assert annual_cost(1000.0, 20, 0.04, 25, remaining_years=5) == pytest.approx(52.6132, abs=1e-3)


@given(RATES, LIVES, LIVES, st.floats(0, 60))
def test_a_longer_remaining_life_never_costs_more(rate, life, horizon, remaining):
    costs = [annual_cost(100.0, life, rate, horizon, years) for years in (0.0, remaining, remaining + 1.0)]
    assert costs[0] == pytest.approx(100.0 * capital_recovery_factor(rate, life))
    assert costs[0] >= costs[1] - 1e-9 >= costs[2] - 2e-9 >= -2e-9


def test_net_present_value_of_a_textbook_case():
    """Hand calculation: -1000 + 500/1.1 + 500/1.21 + 500/1.331 = 243.426."""
    assert net_present_value([-1000, 500, 500, 500], 0.1) == pytest.approx(243.426, abs=1e-3)


def test_rate_of_return_of_a_textbook_case():
    """Hand calculation: -4000 + 2000/(1+r) + 4000/(1+r)^2 = 0 gives r = 28.08 % (Brealey and Myers)."""
    assert internal_rate_of_return([-4000, 2000, 4000]).rate == pytest.approx(0.2808, abs=1e-4)


@given(st.floats(-0.5, 3.0), st.integers(1, 60))
def test_the_rate_that_made_the_payments_is_found_again(rate, years):
    payment = 1000.0 * capital_recovery_factor(rate, years)
    found = internal_rate_of_return([-1000.0] + [payment] * years)
    assert found.reason is None
    assert found.rate == pytest.approx(rate, abs=1e-6)


def test_several_rates_and_none_are_said():
    """Hand calculation: (1 - 1.1x)(1 - 1.2x) = 1 - 2.3x + 1.32x2 has 10 % and 20 %; 1 - 2x + 2x2 has no real root.

    Sensitivity: a search from one guess would report 10 % or 20 % alone.
    """
    several = internal_rate_of_return([-100, 230, -132])
    assert (several.rate, several.reason) == (None, "several_rates")
    assert several.rates == pytest.approx((0.1, 0.2), abs=1e-9)
    assert internal_rate_of_return([100, -200, 200]).reason == "no_rate"
    assert internal_rate_of_return([-100, -5, 0]).reason == "no_sign_change"
    assert internal_rate_of_return([0, 0]).reason == "no_sign_change"


def test_one_rate_despite_three_changes_of_sign():
    """Hand calculation: -100 (1 - 1.1x)(1 - x + x2) = -100 + 210x - 210x2 + 110x3; the second part is never zero.

    Sensitivity: who counts changes of sign alone says there are several rates.
    """
    found = internal_rate_of_return([-100, 210, -210, 110])
    assert found.reason is None
    assert found.rate == pytest.approx(0.1, abs=1e-9)


def test_a_root_met_twice_is_one_rate():
    """Hand calculation: -100 (1 - 1.1x)^2 = -100 + 220x - 121x2 touches zero at 10 % only."""
    assert internal_rate_of_return([-100, 220, -121]).rate == pytest.approx(0.1, abs=1e-6)


def test_payback_with_and_without_interest():
    """Hand calculation: 1000 / 400 = 2.5 a; at 10 % 363.64 + 330.58 + 300.53 = 994.74; 5.26 of 273.21: 3.0193 a."""
    flows = [-1000, 400, 400, 400, 400]
    assert simple_payback(flows).years == pytest.approx(2.5)
    assert discounted_payback(flows, 0.1).years == pytest.approx(3.01925, abs=1e-4)
    assert discounted_payback(flows[:4], 0.1).reason == "not_paid_back"


@given(st.floats(0.01, 0.3), st.integers(2, 40))
def test_an_annuity_is_paid_back_at_its_end(rate, years):
    """Rounding must not turn money that comes back with the last payment into money that never does."""
    flows = [-1000.0] + [1000.0 * capital_recovery_factor(rate, years)] * years
    assert discounted_payback(flows, rate).years == pytest.approx(years, abs=1e-6)


def test_a_later_replacement_has_to_come_back_too():
    """Proves: the last crossing counts, and none where the sum is negative at the end.

    Sensitivity: the first crossing would be at 4.86 years in all of them, as an avoided boiler brings 3 000 in year 5.
    Hand calculation: 5 000 laid out, 500 a year saved, 3 000 avoided in year 5, and 4 000 for a compressor in year 10.
    Sums: year 4 -3 000, year 5 500 (crossing 4 + 3000 / 3500 = 4.857), year 9 2 500, year 10 -1 000, year 12 0: paid
    back for good in 12 years, and not at all if one looks at 11 years only.
    """
    flows = [-5000.0, *[500.0] * 4, 3500.0, *[500.0] * 4, -3500.0, 500.0, 500.0, 500.0]
    assert simple_payback(flows[:10]).years == pytest.approx(4 + 3000 / 3500)
    assert simple_payback(flows).years == pytest.approx(12.0)
    assert simple_payback(flows[:12]).reason == "not_paid_back"
    assert simple_payback(flows[:12]).years is None


def test_payback_without_an_outlay_is_said():
    assert simple_payback([0, 5, 5]).reason == "nothing_to_pay_back"
    assert simple_payback([0, -10, 5, 5]).years == pytest.approx(3.0)


def test_levelised_cost_by_annuity_and_by_present_value_agree():
    """Hand calculation: 1000 EUR over 20 a at 5 % is 80.243 EUR/a; over 500 kWh/a 0.160485 EUR/kWh."""
    costs, energy = [1000.0] + [0.0] * 20, [0.0] + [500.0] * 20
    assert levelised_cost(costs, energy, 0.05) == pytest.approx(0.1604852, abs=1e-6)


@given(RATES, st.lists(st.floats(-1e4, 1e4), min_size=1, max_size=30))
def test_present_value_is_linear_and_discounts(rate, flows):
    by_hand = sum(flow * discount_factor(rate, year) for year, flow in enumerate(flows))
    assert net_present_value(flows, rate) == pytest.approx(by_hand, rel=1e-9, abs=1e-5)
    assert net_present_value(np.array(flows) * 2, rate) == pytest.approx(2 * by_hand, rel=1e-9, abs=1e-5)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: discount_factor(-1.0, 1),
        lambda: present_worth_factor(0.05, -1),
        lambda: capital_recovery_factor(0.05, 0),
        lambda: annual_cost(1.0, 20, 0.05, 0),
        lambda: levelised_cost([1.0], [1.0, 2.0], 0.05),
        lambda: levelised_cost([1.0], [0.0], 0.05),
    ],
)
def test_senseless_arguments_are_refused(wrong):
    with pytest.raises(ValueError, match=r"\w"):
        wrong()
