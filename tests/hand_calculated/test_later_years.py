"""Prices that grow, income tax and ageing modules in the objective, checked by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from energycommunity.finance import net_present_value, present_worth_factor
from tests.hand_calculated.small_scenario import cost, run_small, series

LOAD = "assets: {load: {type: load, owner: owner, meter: main, power_kw: 5}}"
TWO_YEARS = "economics: {horizon_years: 2, escalation: {energy: 0.10}}"


def test_growing_prices_are_an_equal_yearly_amount(tmp_path):
    """Proves: the objective counts the years of the horizon, the ledger keeps the prices of the first year.

    Sensitivity: 2 EUR without growth; 2.2 with that of the first year alone; 2.1 if growth began in the second.
    Hand calculation: 20 kWh x 0.10 = 2 EUR today; 2.20 and 2.42 after one and two years, at 0 % 2.31 a year, of which
    0.31 is growth.
    """
    result = run_small(tmp_path, [LOAD, TWO_YEARS])
    assert result.annual_cost_eur == pytest.approx(2.31)
    assert cost(result, kind="energy") == pytest.approx(2.0)
    assert cost(result, kind="escalation") == pytest.approx(0.31)
    assert result.assessment.cash_flow.net_eur == pytest.approx([0.0, -2.2, -2.42])
    assert result.assessment.indicators["life_cycle_cost_eur"] == pytest.approx(4.62)


def test_vat_grows_with_the_price_it_is_laid_on(tmp_path):
    """Proves: a household's VAT stays 21 % of what it pays, in the objective and in the payments.

    Sensitivity: 2.73 if VAT stayed that of the first year, 2.31 without it.
    Hand calculation: 2.31 x 1.21 = 2.7951 EUR a year; 2.20 x 1.21 = 2.662 and 2.42 x 1.21 = 2.9282. Society sees 2.31.
    """
    household = "members: {owner: {kind: household, deducts_vat: false}}"
    result = run_small(tmp_path, [LOAD, TWO_YEARS, household])
    assert result.annual_cost_eur == pytest.approx(2.7951)
    assert result.assessment.cash_flow.net_eur == pytest.approx([0.0, -2.662, -2.9282])
    assert result.assessment.society_eur_per_year == pytest.approx(2.31)


def test_running_costs_save_income_tax_and_investment_does_not(tmp_path):
    """Proves: tax on what is paid every year, in the objective and in the payments.

    Sensitivity: 1.90 and 37.9 if the investment were deducted too.
    Hand calculation: 10 kW of photovoltaics for 2 EUR over 20 years cost 0.10 a year and 0.05 of upkeep; 2 EUR of
    energy. Of 2.05 a tax of 25 % saves 0.5125: 1.6375 a year, and 2 + 20 x 1.5375 = 32.75 over the life.
    """
    pv = "pv: {type: photovoltaics, owner: owner, meter: main, production_kw_per_kwp: 0, capacity_kwp: 10"
    costs = "investment_eur_per_kwp: 0.2, fixed_om_eur_per_kwp_year: 0.005}"
    sections = [
        LOAD.replace("}}", "}, " + pv + ", " + costs + "}"),
        "members: {owner: {kind: company, deducts_vat: true, income_tax_rate: 0.25}}",
    ]
    result = run_small(tmp_path, sections)
    assert result.annual_cost_eur == pytest.approx(1.6375)
    assert cost(result, kind="income_tax") == pytest.approx(-0.5125)
    assert result.assessment.indicators["life_cycle_cost_eur"] == pytest.approx(32.75)
    assert result.assessment.society_eur_per_year == pytest.approx(2.15)


@pytest.mark.parametrize(("tax", "lcoh_eur_per_kwh"), [(0.0, 0.0385), (0.25, 0.028875)])
def test_heat_of_a_pump_costs_what_its_electricity_does_in_later_years(tmp_path, tax, lcoh_eur_per_kwh):
    """Proves: the levelised cost of heat counts growth and income tax of electricity, as it does those of a fuel.

    Sensitivity: 0.0333 EUR/kWh at the price of the first year, while a boiler's fuel would count with its growth.
    Hand calculation: a kWh at 0.10 EUR is worth 0.1155 a year over two years (0.11 and 0.121); a COP of 3 makes it
    0.0385 EUR per kWh of heat; less 25 % of tax 0.028875.
    """
    sections = [
        "buildings: {house: {meter: main, sector: residential, space_heat: {power_kw: 6}}}",
        "assets: {pump: {type: heat_pump, owner: owner, meter: main, at: house, capacity_heat_kw: 10, cop: 3}}",
        f"members: {{owner: {{kind: company, deducts_vat: true, income_tax_rate: {tax}}}}}",
        TWO_YEARS,
    ]
    indicators = run_small(tmp_path, sections).assessment.indicators
    assert indicators["levelised_cost_of_heat_eur_per_kwh"] == pytest.approx(lcoh_eur_per_kwh)


def test_ageing_modules_have_the_production_of_their_mean_year(tmp_path):
    """Proves: production falls from the second year on, and years count by the worth of energy.

    Sensitivity: 2 kW without ageing, 1.8 if it began in the first year or only the last one counted, 1.9 without growth
    of prices.
    Hand calculation: 10 % less in the second of two years; energy is worth 1.1 in the first and 1.21 in the second:
    (1.1 + 0.9 x 1.21) / 2.31 = 0.947619; 4 kWp x 0.5 of it are 1.895238 kW.
    """
    pv = "type: photovoltaics, owner: owner, meter: main, production_kw_per_kwp: 0.5, capacity_kwp: 4"
    assets = LOAD.replace("}}", "}, pv: {" + pv + ", degradation_rate: 0.1, lifetime_years: 2}}")
    result = run_small(tmp_path, [assets, TWO_YEARS])
    assert series(result, "pv.used_kw") == pytest.approx(np.full(4, 1.895238), abs=1e-6)


def test_buying_and_selling_at_once_stays_excluded_when_prices_of_sale_grow(tmp_path):
    """Proves: what is excluded follows from the prices of all years.

    Sensitivity: minus some EUR and 100 kW both ways if the prices of the first year decided what is excluded.
    Hand calculation: bought for 0.10, sold for 0.08, which grows by half every year: 0.12 and 0.18, in the mean 0.15.
    Nothing is there to be sold: 20 kWh x 0.10 = 2 EUR.
    """
    sections = [
        LOAD,
        "tariffs: {sale: {type: export_fixed, price_eur_per_kwh: 0.08}}",
        "meters: {main: {member: owner, import: purchase, export: sale, import_limit_kw: 100, export_limit_kw: 100}}",
        "economics: {horizon_years: 2, escalation: {revenue: 0.5}}",
    ]
    result = run_small(tmp_path, sections)
    assert result.annual_cost_eur == pytest.approx(2.0)
    assert series(result, "main.sold_kw") == pytest.approx(np.zeros(4))


@settings(max_examples=8)
@given(
    st.fixed_dictionaries({"energy": st.floats(-0.05, 0.1), "fixed_om": st.floats(-0.05, 0.1)}),
    st.floats(0.0, 0.12),
    st.floats(0.0, 0.6),
    st.integers(2, 30),
    st.booleans(),
)
def test_payments_are_worth_what_the_objective_says(tmp_path_factory, growth, discount, tax, years, deducts_vat):
    """Proves: objective times the present worth of a yearly euro = present value of all payments, for any terms."""
    pv = "type: photovoltaics, owner: owner, meter: main, production_kw_per_kwp: 0.5, capacity_kwp: 4"
    assets = LOAD.replace(
        "}}", "}, pv: {" + pv + ", lifetime_years: 12, investment_eur_per_kwp: 3, fixed_om_eur_per_kwp_year: 0.1}}"
    )
    economics = f"economics: {{horizon_years: {years}, real_discount_rate: {discount}, escalation: {growth}}}"
    written = str(deducts_vat).lower()
    members = f"members: {{owner: {{kind: company, deducts_vat: {written}, income_tax_rate: {tax}}}}}"
    result = run_small(tmp_path_factory.mktemp("terms"), [assets, economics, members])
    worth = -net_present_value(result.assessment.cash_flow.net_eur, discount)
    assert worth == pytest.approx(result.annual_cost_eur * present_worth_factor(discount, years), rel=1e-6)
