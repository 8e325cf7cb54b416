"""Costs of building, budgets and lives, checked by hand."""

from __future__ import annotations

import pytest

from energycommunity.errors import ScenarioError
from tests.hand_calculated.small_scenario import cost, run_small

PLANT = "type: photovoltaics, owner: owner, meter: main, production_kw_per_kwp: 0.5"
DEMAND = "demand: {type: load, owner: owner, meter: main, power_kw: 5}"


def test_annuity_of_an_investment(tmp_path):
    """Proves: an investment costs its annuity over its life at the real discount rate; upkeep is added.

    Sensitivity: 50 if the rate were forgotten, 70.95 with the horizon of 25 years in place of the life.
    Hand calculation: 1000 EUR x 0.05 x 1.05^20 / (1.05^20 - 1) = 80.2426 EUR/a; upkeep 10 kWp x 2 = 20 EUR/a.
    """
    result = run_small(
        tmp_path,
        f"""
        economics: {{real_discount_rate: 0.05, horizon_years: 25}}
        assets:
          {DEMAND}
          pv: {{{PLANT}, capacity_kwp: 10, investment_eur_per_kwp: 100, fixed_om_eur_per_kwp_year: 2}}
        """,
    )
    assert cost(result, kind="annuity") == pytest.approx(80.24258719)
    assert cost(result, kind="fixed_om") == pytest.approx(20.0)


def test_household_bears_vat_on_building_and_upkeep(tmp_path):
    """Proves: 21 % falls on annuity and upkeep of who cannot deduct it, told apart by kind.

    Sensitivity: 0 for a company; 10.5 on the investment alone in one line.
    Hand calculation: annuity at 0 % 1000 / 20 = 50 -> 10.50; upkeep 20 -> 4.20; electricity bought: none.
    """
    result = run_small(
        tmp_path,
        f"""
        members: {{owner: {{kind: household}}}}
        assets:
          {DEMAND}
          pv: {{{PLANT}, capacity_kwp: 10, investment_eur_per_kwp: 100, fixed_om_eur_per_kwp_year: 2}}
        """,
    )
    assert cost(result, kind="investment_tax") == pytest.approx(10.50)
    assert cost(result, kind="tax") == pytest.approx(4.20)


def test_an_asset_that_stands_is_replaced_when_its_life_ends(tmp_path):
    """Proves: past investment counts nothing; from the end of its life on the replacement's annuity does, in the
    baseline too, spread over the horizon.

    Sensitivity: 50 if it were paid anew, 0 if it never ended.
    Hand calculation at 0 %: 1000 EUR / 20 years = 50 EUR/a in 15 of 20 years: 37.50 EUR/a.
    """
    result = run_small(
        tmp_path,
        f"""
        assets:
          {DEMAND}
          pv: {{{PLANT}, capacity_kwp: 10, investment_eur_per_kwp: 100, existing: {{remaining_years: 5}}}}
        """,
    )
    assert cost(result, kind="annuity") == pytest.approx(37.50)


def test_an_annuity_that_is_given_counts_as_it_is(tmp_path):
    """Proves: a cost given as an annuity is not spread again, and the catalogue adds no investment to it.

    Sensitivity: 1.5 if it were divided by the life, above 30 if the catalogue's investment came on top.
    Hand calculation: 10 kWp x 3 EUR/kWp a = 30 EUR/a.
    """
    result = run_small(
        tmp_path,
        f"assets: {{{DEMAND}, pv: {{{PLANT}, capacity_kwp: 10, annuity_eur_per_kwp_year: 3}}}}",
    )
    assert cost(result, asset="pv") == pytest.approx(30.0)


def test_budget_limits_what_is_built(tmp_path):
    """Proves: the money for all new assets together stays within the budget; what pays best is built first.

    Sensitivity: 10 kWp (1.10 EUR) without the budget, 5 kWp if each asset had a budget of its own.
    Hand calculation: 20 EUR less 4 EUR for a given battery leave 16 EUR / 4 EUR/kWp = 4 kWp = 2 kW of the 5 kW demand.
    Bought 4 h x 3 kW x 0.10 = 1.20; annuities over 40 years 16 / 40 + 4 / 40 = 0.50: 1.70 EUR.
    """
    result = run_small(
        tmp_path,
        f"""
        limits: {{investment_eur: 20}}
        assets:
          {DEMAND}
          battery: {{type: battery, owner: owner, meter: main, capacity_kwh: 1, investment_eur: 4, lifetime_years: 40}}
          pv: {{{PLANT}, capacity_kwp: {{max: 50}}, investment_eur_per_kwp: 4, lifetime_years: 40}}
        """,
    )
    assert result.capacities["pv.capacity_kwp"] == pytest.approx(4.0)
    assert result.annual_cost_eur == pytest.approx(1.70)


@pytest.mark.parametrize("size", ["{min: 10, max: 12, step: 7}", "{max: 6, min: 1, step: 7}"])
def test_a_step_that_fits_no_size_is_refused(tmp_path, size):
    """Hand calculation: 7 and 14 lie outside 10 to 12; 0 and 7 outside 1 to 6."""
    with pytest.raises(ScenarioError, match="no whole multiple of the step 7"):
        run_small(tmp_path, f"assets: {{{DEMAND}, pv: {{{PLANT}, capacity_kwp: {size}}}}}")


def test_nothing_built_is_written_without_a_sign(tmp_path):
    """A size of -0.0, as solvers return it, reads like a defect."""
    expensive = f"assets: {{{DEMAND}, pv: {{{PLANT}, capacity_kwp: {{max: 10}}, investment_eur_per_kwp: 1e6}}}}"
    assert str(run_small(tmp_path, expensive).capacities["pv.capacity_kwp"]) == "0.0"


@pytest.mark.parametrize("size", ["capacity_kwp: {max: 40}, ", "capacity_kwp: {min: 5, max: 6}, ", ""])
def test_what_stands_has_a_size(tmp_path, size):
    """Proves: a standing asset is not enlarged for nothing.

    Sensitivity: 40 kWp at no cost, since nothing is paid for it before its end after the horizon.
    """
    standing = f"{PLANT}, {size}investment_eur_per_kwp: 1000, existing: {{remaining_years: 30}}"
    with pytest.raises(ScenarioError, match="capacity_kwp as a number"):
        run_small(tmp_path, f"assets: {{{DEMAND}, pv: {{{standing}}}}}")
