"""Combined heat and power, checked by hand."""

from __future__ import annotations

import pytest

from energycommunity.errors import InfeasibleError
from tests.hand_calculated.small_scenario import cost, run_small, series

VILLAGE = """
time: {steps: 2}
tariffs:
  gas: {type: fuel, carrier: natural_gas, price_eur_per_kwh: 0.05}
  wood: {type: fuel, carrier: pellets, price_eur_per_kwh: 0.06}
  purchase: {type: fixed, price_eur_per_kwh: 0.20}
  sale: {type: export_fixed, price_eur_per_kwh: 0.10}
meters: {main: {member: owner, import: purchase, export: sale, import_limit_kw: 100, export_limit_kw: 100}}
buildings: {house: {meter: main, sector: residential, space_heat: {power_kw: $heat_kw}}}
"""
ENGINE = """type: combined_heat_and_power, owner: owner, at: house, meter: main, fuel: gas, electric_efficiency: 0.4,
  heat_efficiency: 0.5"""
BOILER = "boiler: {type: fuel_boiler, owner: owner, at: house, fuel: wood, efficiency: 1, capacity_heat_kw: 50}"
DEMAND = "demand: {type: load, owner: owner, meter: main, power_kw: 4}"


def test_one_fuel_gives_heat_and_electricity_in_a_fixed_ratio(tmp_path):
    """Proves: heat and electricity come from the same fuel; electricity is used at its meter and the rest is sold.

    Sensitivity: 2.50 EUR without the plant (0.90 for wood, 1.60 for electricity); 1.016 if they were exchanged.
    Hand calculation: capacity 8 kW electric: at most 20 kW of gas and 10 kW of heat; demand 10 and 5 kW of heat, 4 kW
    of electricity in both hours. Each kWh of gas costs 0.05 and saves 0.5 x 0.06 of wood: 0.02 is left for 0.4 kWh of
    electricity, which is worth 0.10 at least: the heat decides. First hour: 20 kWh of gas, 8 kWh of electricity, 4 of
    them sold. Second hour: 10 kWh of gas, 4 kWh of electricity. Gas 30 x 0.05 = 1.50, sold 4 x 0.10 = 0.40; 1.10 EUR.
    """
    assets = f"assets: {{engine: {{{ENGINE}, capacity_electric_kw: 8}}, {BOILER}, {DEMAND}}}"
    result = run_small(tmp_path, [VILLAGE, assets], {"heat_kw": [10, 5]})
    assert result.annual_cost_eur == pytest.approx(1.10)
    assert cost(result, asset="engine", kind="fuel") == pytest.approx(1.50)
    assert series(result, "engine.generated_kw") == pytest.approx([8, 4])
    assert series(result, "engine.heat_kw") == pytest.approx([10, 5])


def test_capacity_and_costs_count_electricity(tmp_path):
    """Proves: the size that is chosen, its yearly cost and the upkeep per kWh are electric.

    Sensitivity: 10 kW if the capacity counted heat, 20 if fuel; upkeep 0.15 if it went by heat, 0.30 by fuel.
    Hand calculation: demand 10 and 5 kW of heat. The last kW electric gives 1.25 kW of heat in the first hour alone:
    gas 2.5 x 0.05 = 0.125, upkeep 0.01 and 0.01 EUR/a against 1.25 x 0.06 of wood and 1 x 0.10 of sale = 0.175: 8 kW
    are built. Cost 8 x 0.01 = 0.08; upkeep 12 x 0.01 = 0.12 EUR.
    """
    engine = f"engine: {{{ENGINE}, capacity_electric_kw: {{max: 50}}, annuity_eur_per_kw_year: 0.01"
    assets = f"assets: {{{engine}, variable_om_eur_per_kwh: 0.01}}, {BOILER}, {DEMAND}}}"
    result = run_small(tmp_path, [VILLAGE, assets], {"heat_kw": [10, 5]})
    assert result.capacities["engine.capacity_electric_kw"] == pytest.approx(8.0)
    assert cost(result, asset="engine", kind="annuity") == pytest.approx(0.08)
    assert cost(result, asset="engine", kind="variable_om") == pytest.approx(0.12)


@pytest.mark.parametrize(("may_dump_heat", "expected_eur", "dumped_kw"), [("false", 0.62, 0.0), ("true", 0.50, 2.0)])
def test_heat_is_dumped_only_where_the_file_allows(tmp_path, may_dump_heat, expected_eur, dumped_kw):
    """Proves: without leave, the heat that is wanted limits the electricity; with it, the rest is cooled away.

    Sensitivity: 0.50 in both cases if heat could vanish, 0.62 in both if it could not.
    Hand calculation: demand 3 kW of heat and 4 kW of electricity, no sale. For 3 kW of heat 6 kWh of gas and 2.4 kWh of
    electricity: 6 x 0.05 + 1.6 x 0.20 = 0.62. For 4 kW of electricity 10 kWh of gas: 0.50 EUR and 5 kW of heat.
    """
    sections = f"""
    time: {{steps: 1}}
    meters: {{main: {{member: owner, import: purchase, import_limit_kw: 100}}}}
    assets: {{engine: {{{ENGINE}, capacity_electric_kw: 8, may_dump_heat: {may_dump_heat}}}, {DEMAND}}}
    """
    result = run_small(tmp_path, [VILLAGE, sections], {"heat_kw": [3]})
    assert result.annual_cost_eur == pytest.approx(expected_eur)
    assert series(result, "engine.heat_kw") == pytest.approx([3.0 + dumped_kw])


def test_below_its_minimum_load_it_stands_still(tmp_path):
    """Proves: the minimum load is a part of the electric capacity, and a start is paid.

    Sensitivity: 1.10 EUR without the minimum load, or if 5 kW of heat were enough; 1.70 without the cost of the start.
    Hand calculation: 8 kW electric, minimum 5 kW, which is 6.25 kW of heat. Demand 10 and 5 kW of heat: in the second
    hour wood, 5 x 0.06 = 0.30, and 4 x 0.20 = 0.80 of electricity; in the first 20 x 0.05 = 1.00, 4 kWh sold for 0.40,
    and the start 0.10: 1.80 EUR.
    """
    engine = f"engine: {{{ENGINE}, capacity_electric_kw: 8, minimum_load_fraction: 0.625, start_cost_eur: 0.10}}"
    result = run_small(tmp_path, [VILLAGE, f"assets: {{{engine}, {BOILER}, {DEMAND}}}"], {"heat_kw": [10, 5]})
    assert result.annual_cost_eur == pytest.approx(1.80)
    assert series(result, "engine.on") == pytest.approx([1, 0], abs=1e-9)


def test_cost_and_fuel_are_shared_between_heat_and_electricity(tmp_path):
    """Proves: neither product bears the whole plant: not its cost, nor its fuel, nor its emissions.

    Sensitivity: heat would cost 0.10 EUR/kWh if it bore the plant alone, and 30 kWh of gas would be final energy.
    Hand calculation: 30 kWh of gas for 1.50 EUR give 15 kWh of heat and 12 kWh of electricity, 4 of them sold. Separate
    plants would need 15 / 0.9 = 16.667 and 12 / 0.4 = 30: heat bears 16.667 / 46.667 = 5/14. Heat: 1.5 x 5/14 / 15 =
    0.0357143 EUR/kWh; electricity: 1.5 x 9/14 / 12 = 0.0803571 EUR/kWh. Gas of the building: 30 x 5/14 = 10.7143 kWh.
    """
    assets = f"assets: {{engine: {{{ENGINE}, capacity_electric_kw: 8}}, {BOILER}, {DEMAND}}}"
    result = run_small(tmp_path, [VILLAGE, assets], {"heat_kw": [10, 5]})
    indicators, secap = result.assessment.indicators, result.assessment.secap
    assert indicators["levelised_cost_of_heat_eur_per_kwh"] == pytest.approx(0.0357143, abs=1e-7)
    assert indicators["levelised_cost_of_electricity_eur_per_kwh"] == pytest.approx(0.0803571, abs=1e-7)
    assert indicators["self_consumption"] == pytest.approx(8 / 12)
    assert indicators["renewable_share"] == pytest.approx(0.0)
    assert secap.final_energy_mwh.loc["residential", "natural_gas"] == pytest.approx(0.0107143, abs=1e-7)
    supply = secap.supply.set_index(["table", "direction"])
    assert supply.loc[("B3", "input"), "energy_mwh"] == pytest.approx(0.0192857, abs=1e-7)
    assert supply.loc[("B3", "input"), "emissions_t"] == pytest.approx(0.0192857 * 0.202, abs=1e-7)
    assert supply.loc[("B3", "output"), "energy_mwh"] == pytest.approx(0.012)
    assert result.emissions_kg_per_year == pytest.approx(30 * 0.202)


@pytest.mark.parametrize(("fuel", "row"), [("wood", "cogeneration_wood_chips"), ("gas", "cogeneration_gas_engine")])
def test_the_catalogue_follows_the_fuel(tmp_path, fuel, row):
    engine = f"engine: {{type: combined_heat_and_power, owner: owner, at: house, meter: main, fuel: {fuel}"
    result = run_small(tmp_path, [VILLAGE, f"assets: {{{engine}, capacity_electric_kw: 50}}}}"], {"heat_kw": [10, 5]})
    assert result.scenario.assets["engine"].catalogue == row


def test_a_minimum_load_above_what_is_wanted_is_named(tmp_path):
    engine = f"engine: {{{ENGINE}, capacity_electric_kw: 8, minimum_load_fraction: 1, may_switch_off: false}}"
    with pytest.raises(InfeasibleError) as raised:
        run_small(tmp_path, [VILLAGE, f"assets: {{{engine}, {BOILER}}}"], {"heat_kw": [10, 5]})
    assert "infeasible_always_on" in {fault.key for fault in raised.value.faults}
