"""Loads, checked by hand."""

from __future__ import annotations

import pytest

from energycommunity.errors import InfeasibleError
from tests.hand_calculated.small_scenario import cost, run_small, series


@pytest.mark.parametrize(("steps", "step_h", "expected_eur"), [(2, 1.0, 0.30), (2, 0.25, 0.075)])
def test_power_times_length_of_step_is_energy(tmp_path, steps, step_h, expected_eur):
    """Proves: a series in kW is power; its energy follows from the length of the step.

    Sensitivity: 0.30 at 15 minutes too if kW were taken for kWh per step.
    Hand calculation: 1 and 2 kW for an hour each: 3 kWh x 0.10 = 0.30 EUR; for a quarter of an hour each 0.75 kWh.
    """
    result = run_small(
        tmp_path,
        "assets: {demand: {type: load, owner: owner, meter: main, power_kw: $demand_kw}}",
        {"demand_kw": [1, 2]},
        time__steps=steps,
        time__step_h=step_h,
    )
    assert result.annual_cost_eur == pytest.approx(expected_eur)
    assert series(result, "demand.power_kw") == pytest.approx([1.0, 2.0])


def test_loads_behind_a_meter_add_up(tmp_path):
    """Proves: a building's electricity, a heat pump and a load of the assets are drawn through the one meter.

    Sensitivity: 0.30 if the load of the assets or that of the building were left out, 1.0 if it counted twice.
    Hand calculation: building 1 kW, load 2 kW, heat load 6 kW at COP 3 = 2 kW: 5 kW in one hour x 0.10 = 0.50 EUR.
    """
    result = run_small(
        tmp_path,
        """
        time: {steps: 1}
        buildings:
          house: {meter: main, sector: residential, electricity: {power_kw: 1}, space_heat: {power_kw: 4}}
        assets:
          machine: {type: load, owner: owner, meter: main, power_kw: 2}
          bath: {type: load, owner: owner, at: house, power_kw: 2}
          pump: {type: heat_pump, owner: owner, meter: main, at: house, capacity_heat_kw: 10, cop: 3}
        """,
    )
    assert series(result, "main.bought_kw") == pytest.approx([5.0])
    assert result.annual_cost_eur == pytest.approx(0.50)


def test_what_a_load_and_its_connection_cost_is_paid(tmp_path):
    """Proves: money and upkeep that a file states for a load, and for a meter, are costs.

    Sensitivity: 0.10 EUR if these keys were read and forgotten; 0 EUR of upkeep likewise.
    Hand calculation: no interest: 3,000 / 10 + 4,000 / 40 = 400 EUR/a; upkeep 20 + 7 EUR/a; 1 kWh x 0.10: 427.10 EUR.
    """
    result = run_small(
        tmp_path,
        """
        time: {steps: 1}
        meters:
          main:
            member: owner
            import: purchase
            investment_eur: 4000
            lifetime_years: 40
            fixed_om_eur_per_year: 7
        assets:
          lamps:
            type: load
            owner: owner
            meter: main
            power_kw: 1
            investment_eur: 3000
            lifetime_years: 10
            fixed_om_eur_per_year: 20
        """,
    )
    assert cost(result, kind="annuity") == pytest.approx(400.0)
    assert cost(result, kind="fixed_om") == pytest.approx(27.0)
    assert result.annual_cost_eur == pytest.approx(427.10)


def test_window_that_stands_for_a_year_is_scaled(tmp_path):
    """Proves: energy of an annual window counts 8760 / hours times, a monthly charge twelve months.

    Sensitivity: 0.40 unscaled; 117.7 in place of 120 if the part of January (4 / 744) were scaled like energy.
    Hand calculation: 1 kW over 4 of 8760 hours: 8760 kWh x 0.10 = 876 EUR; 12 x 10 = 120 EUR of standing charge.
    """
    result = run_small(
        tmp_path,
        """
        time: {annual: true}
        tariffs: {purchase: {type: fixed, price_eur_per_kwh: 0.10, standing_charge_eur_per_month: 10}}
        assets: {demand: {type: load, owner: owner, meter: main, power_kw: 1}}
        """,
    )
    assert result.annual_cost_eur == pytest.approx(996.0)
    assert float(result.bills["eur"].sum()) == pytest.approx(996.0)


def test_demand_that_nothing_can_meet_is_refused(tmp_path):
    """Proves: a shortage is never a result.

    Sensitivity: a cost of 0.40 EUR for the 4 kWh that the connection lets through.
    Hand calculation: 10 kW of demand behind a connection of 1 kW lack 9 kW in each of 4 hours.
    """
    with pytest.raises(InfeasibleError, match="9"):
        run_small(
            tmp_path,
            """
            meters: {main: {member: owner, import: purchase, import_limit_kw: 1}}
            assets: {demand: {type: load, owner: owner, meter: main, power_kw: 10}}
            """,
        )
