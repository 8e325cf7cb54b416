"""The search may not find it cheaper to leave a demand unmet than to serve it in a dear way."""

from __future__ import annotations

import pytest

from tests.hand_calculated.small_scenario import run_small

HEAT = """
time: {steps: 4, step_h: 0.25}
tariffs: {gas: {type: fuel, carrier: natural_gas, price_eur_per_kwh: 0.05}}
buildings: {house: {meter: main, sector: residential, space_heat: {power_kw: $heat_kw}}}
"""


def test_a_plant_dear_to_build_is_built_for_a_single_quarter_of_an_hour(tmp_path):
    """Proves: a demand of 0.25 kWh that only a boiler can meet builds it, whatever building costs.

    Sensitivity: refused as infeasible if the shortage were priced below the cost of building.
    Hand calculation: 200,000 EUR / 20 years at 0 % = 10,000 EUR/a; fuel 0.25 x 0.05 = 0.0125 EUR.
    """
    boiler = """
    assets:
      boiler:
        type: fuel_boiler
        owner: owner
        at: house
        fuel: gas
        efficiency: 1
        capacity_heat_kw: {max: 50, cost_if_built_eur: 200000}
    """
    result = run_small(tmp_path, [HEAT, boiler], {"heat_kw": [0, 0, 1, 0]})
    assert result.annual_cost_eur == pytest.approx(10_000.0125)


def test_a_slow_battery_is_built_for_a_single_quarter_of_an_hour(tmp_path):
    """Proves: power that needs fifty times its size in content is still served.

    Sensitivity: refused as infeasible if the shortage were priced by the annuity of a kWh alone.
    Hand calculation: the connection lets 1 kW through, the demand is 2 kW in one quarter of an hour. 1 kW needs 50 kWh
    at 0.02 kW/kWh: 50 x 40 = 2000 EUR/a; bought in all 2 kW x 0.25 h = 0.5 kWh x 0.10 = 0.05 EUR.
    """
    sections = """
    time: {steps: 4, step_h: 0.25}
    meters: {main: {member: owner, import: purchase, import_limit_kw: 1}}
    assets:
      demand: {type: load, owner: owner, meter: main, power_kw: $demand_kw}
      battery:
        type: battery
        owner: owner
        meter: main
        capacity_kwh: {max: 500}
        power_kw_per_kwh: 0.02
        annuity_eur_per_kwh_year: 40
    """
    result = run_small(tmp_path, sections, {"demand_kw": [0, 0, 2, 0]})
    assert result.capacities["battery.capacity_kwh"] == pytest.approx(50.0)
    assert result.annual_cost_eur == pytest.approx(2000.05)


def test_panels_are_built_for_a_dim_hour(tmp_path):
    """Proves: with nothing but panels that give 0.2 % of their peak power in the hour of need, they are built.

    Sensitivity: refused as infeasible if the shortage were priced at less than 500 times the annuity per kWp.
    Hand calculation: 1 kW / 0.002 = 500 kWp x 55 EUR/kWp a = 27,500 EUR/a.
    """
    sections = """
    time: {steps: 2}
    tariffs: {sale: {type: export_fixed, price_eur_per_kwh: 0.0}}
    meters: {main: {member: owner, import: purchase, export: sale, import_limit_kw: 0, export_limit_kw: 0}}
    assets:
      demand: {type: load, owner: owner, meter: main, power_kw: 1}
      pv:
        type: photovoltaics
        owner: owner
        meter: main
        capacity_kwp: {max: 1000}
        production_kw_per_kwp: $sun
        annuity_eur_per_kwp_year: 55
    """
    result = run_small(tmp_path, sections, {"sun": [1.0, 0.002]})
    assert result.annual_cost_eur == pytest.approx(27_500.0)
