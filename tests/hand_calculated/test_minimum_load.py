"""Minimum load, cost of starts and plants that always run, checked by hand."""

from __future__ import annotations

import pytest

from energycommunity.errors import InfeasibleError, ScenarioError
from tests.hand_calculated.small_scenario import cost, run_small, series

HOUSE = """
tariffs:
  gas: {type: fuel, carrier: natural_gas, price_eur_per_kwh: 0.05}
  chips: {type: fuel, carrier: wood_chips, price_eur_per_kwh: 0.02}
  purchase: {type: fixed, price_eur_per_kwh: 0.10}
buildings: {house: {meter: main, sector: residential, space_heat: {power_kw: $heat_kw}}}
"""
BOILER = "type: fuel_boiler, owner: owner, at: house, efficiency: 1"
ELECTRIC = "electric: {type: heat_pump, owner: owner, at: house, meter: main, cop: 1, capacity_heat_kw: 50}"


def test_below_its_minimum_load_a_boiler_stands_still(tmp_path):
    """Proves: a boiler gives at least its minimum or nothing, and another source covers the hour it stands still.

    Sensitivity: 0.46 EUR without the minimum, or with three tenths of a binary (23 kWh of chips).
    Hand calculation: 10 kW of chips at 0.02 with a minimum of 4 kW; demands 3, 10 and 10 kW: electricity for the first
    hour 3 x 0.10 = 0.30, chips 20 x 0.02 = 0.40: 0.70 EUR.
    """
    assets = f"""
    time: {{steps: 3}}
    assets:
      chips: {{{BOILER}, fuel: chips, capacity_heat_kw: 10, minimum_load_fraction: 0.4}}
      {ELECTRIC}
    """
    result = run_small(tmp_path, [HOUSE, assets], {"heat_kw": [3, 10, 10]})
    assert result.annual_cost_eur == pytest.approx(0.70)
    assert series(result, "chips.heat_kw") == pytest.approx([0, 10, 10], abs=1e-7)
    assert series(result, "chips.on") == pytest.approx([0, 1, 1], abs=1e-9)


def test_a_tank_takes_what_the_minimum_load_makes_too_much(tmp_path):
    """Proves: a boiler may run at its minimum and store what is not wanted.

    Sensitivity: 0.60 if it had to stand still (6 kWh of electricity), 0.90 at its minimum in every hour.
    Hand calculation: gas boiler of 10 kW with a minimum of 6 kW, demands 2, 2, 2 kW: it runs in one hour at 6 kW and
    the tank gives the rest: 6 x 0.05 = 0.30 EUR.
    """
    assets = f"""
    time: {{steps: 3}}
    assets:
      gas: {{{BOILER}, fuel: gas, capacity_heat_kw: 10, minimum_load_fraction: 0.6}}
      tank: {{type: hot_water_tank, owner: owner, at: house, capacity_kwh: 4}}
      {ELECTRIC}
    """
    result = run_small(tmp_path, [HOUSE, assets], {"heat_kw": [2, 2, 2]})
    assert result.annual_cost_eur == pytest.approx(0.30)
    assert sorted(series(result, "gas.heat_kw")) == pytest.approx([0, 0, 6], abs=1e-7)


STARTS = f"""
time: {{steps: 2}}
tariffs: {{purchase: {{type: spot, price_eur_per_kwh: $price}}}}
assets:
  chips:
    {{{BOILER}, fuel: chips, capacity_heat_kw: 10, minimum_load_fraction: 0.4, start_cost_eur: {{cost}}}}
  {ELECTRIC}
"""
HOURS = {"heat_kw": [10, 10], "price": [0.10, 0.01]}


@pytest.mark.parametrize(("start_cost_eur", "expected_eur", "runs"), [(0.03, 0.33, [1, 0]), (0.05, 0.34, [1, 1])])
def test_a_boiler_runs_through_where_starting_again_costs_more(tmp_path, start_cost_eur, expected_eur, runs):
    """Proves: each start costs what is said, and a boiler runs through an hour it loses on if that is less.

    Sensitivity: 0.30 in both cases if starts cost nothing, 0.36 or 0.40 if the cost came with each hour it runs.
    Hand calculation: 10 kW in both hours; chips 0.02, electricity 0.10 and 0.01. Stopped in the second hour: 0.20 +
    0.10 and one start a cycle: 0.33 or 0.35. Running through at the minimum of 4 kW: 0.20 + 0.08 + 6 x 0.01 = 0.34.
    """
    result = run_small(tmp_path, [HOUSE, STARTS.replace("{cost}", str(start_cost_eur))], HOURS)
    assert result.annual_cost_eur == pytest.approx(expected_eur)
    assert series(result, "chips.on") == pytest.approx(runs, abs=1e-9)


def test_starts_count_as_often_as_the_window_stands_for(tmp_path):
    """Proves: the start of a window that stands for a year is paid as many times as the window fits into it.

    Sensitivity: 0.03 EUR if it were paid once, 262.8 if it came with each hour.
    Hand calculation: one start in 2 h, 8760 / 2 = 4380 times: 4380 x 0.03 = 131.4 EUR.
    """
    result = run_small(tmp_path, [HOUSE, STARTS.replace("{cost}", "0.03")], HOURS, time__annual=True)
    assert cost(result, asset="chips", kind="variable_om") == pytest.approx(131.4)


@pytest.mark.parametrize(("may_switch_off", "expected_eur"), [("false", 0.44), ("true", 0.20)])
def test_what_may_not_switch_off_runs_at_its_minimum(tmp_path, may_switch_off, expected_eur):
    """Proves: a dear boiler that may not switch off runs at its minimum; one that may stands still.

    Sensitivity: 0.20 in both cases if the minimum held only while it runs.
    Hand calculation: demand 5 kW in two hours, gas 0.05 with a minimum of 4 kW, electricity 0.02: 2 x (4 x 0.05 + 1 x
    0.02) = 0.44, or 10 x 0.02 = 0.20 EUR.
    """
    assets = f"""
    time: {{steps: 2}}
    tariffs: {{purchase: {{type: fixed, price_eur_per_kwh: 0.02}}}}
    assets:
      gas:
        {{{BOILER}, fuel: gas, capacity_heat_kw: 10, minimum_load_fraction: 0.4, may_switch_off: {may_switch_off}}}
      {ELECTRIC}
    """
    result = run_small(tmp_path, [HOUSE, assets], {"heat_kw": [5, 5]})
    assert result.annual_cost_eur == pytest.approx(expected_eur)


@pytest.mark.parametrize(
    ("may_switch_off", "expected_eur", "smallest_kw", "largest_kw"), [("false", 0.72, 4, 4), ("true", 0.40, 10, 20)]
)
def test_the_minimum_follows_the_size_that_is_chosen(tmp_path, may_switch_off, expected_eur, smallest_kw, largest_kw):
    """Proves: a size that is free is chosen with the minimum load that comes with it.

    Sensitivity: 0.24 if the minimum were forgotten; 0.40 for both if it held only while on.
    Hand calculation: demands 2 and 10 kW, chips 0.02, electricity 0.10, minimum half of the size. Always running it can
    be 4 kW at most: chips 2 + 4 kWh, electricity 6 kWh: 0.72. Free to stop it gives all of the second hour, and
    electricity the first: 0.20 + 0.20 = 0.40 EUR, with any size whose half is not above 10 kW.
    """
    assets = f"""
    time: {{steps: 2}}
    assets:
      chips:
        {{{BOILER}, fuel: chips, capacity_heat_kw: {{max: 30}}, minimum_load_fraction: 0.5,
          may_switch_off: {may_switch_off}}}
      {ELECTRIC}
    """
    result = run_small(tmp_path, [HOUSE, assets], {"heat_kw": [2, 10]})
    assert result.annual_cost_eur == pytest.approx(expected_eur)
    assert smallest_kw - 1e-6 <= result.capacities["chips.capacity_heat_kw"] <= largest_kw + 1e-6


def test_minimum_of_a_heat_pump_counts_what_its_capacity_counts(tmp_path):
    """Proves: the minimum of a capacity in electric power is electric power.

    Sensitivity: 0.267 EUR without the minimum, or if it were half of 2 kW of heat.
    Hand calculation: COP 3, 2 kW electric, minimum 1 kW, which is 3 kW of heat. Demand 2 kW: gas, 0.10; demand 6 kW:
    2 kWh of electricity, 0.20; together 0.30 EUR.
    """
    assets = f"""
    time: {{steps: 2}}
    assets:
      pump:
        {{type: heat_pump, owner: owner, at: house, meter: main, cop: 3, capacity_electric_kw: 2,
          minimum_load_fraction: 0.5}}
      gas: {{{BOILER}, fuel: gas, capacity_heat_kw: 10}}
    """
    result = run_small(tmp_path, [HOUSE, assets], {"heat_kw": [2, 6]})
    assert result.annual_cost_eur == pytest.approx(0.30)
    assert series(result, "pump.on") == pytest.approx([0, 1], abs=1e-9)


def test_a_tank_does_not_burn_what_the_minimum_load_makes_too_much(tmp_path):
    """Proves: heat that nobody wants is not lost by charging and discharging a tank at once.

    Sensitivity: 0.16 if it ran once, and the tank took 8 kW of that hour and gave 2 back in it and 2 in the other.
    Hand calculation: demand 2 kW in both hours, chips with a minimum of 8 kW, a tank of 2 kWh with 0.5 on the way in:
    it can take 4 kW in one hour, too little for the 6 that are too many. Electricity: 4 x 0.10 = 0.40 EUR.
    """
    assets = f"""
    time: {{steps: 2}}
    assets:
      chips: {{{BOILER}, fuel: chips, capacity_heat_kw: 10, minimum_load_fraction: 0.8}}
      tank:
        {{type: hot_water_tank, owner: owner, at: house, capacity_kwh: 2, charge_efficiency: 0.5, power_kw_per_kwh: 9}}
      {ELECTRIC}
    """
    assert run_small(tmp_path, [HOUSE, assets], {"heat_kw": [2, 2]}).annual_cost_eur == pytest.approx(0.40)


@pytest.mark.parametrize(
    ("may_switch_off", "key"), [("false", "infeasible_always_on"), ("true", "infeasible_minimum_load")]
)
def test_a_minimum_load_above_the_demand_is_named(tmp_path, may_switch_off, key):
    assets = f"""
    time: {{steps: 2}}
    assets:
      gas:
        {{{BOILER}, fuel: gas, capacity_heat_kw: 10, minimum_load_fraction: 0.5, may_switch_off: {may_switch_off}}}
    """
    with pytest.raises(InfeasibleError) as raised:
        run_small(tmp_path, [HOUSE, assets], {"heat_kw": [2, 6]})
    (fault,) = [fault for fault in raised.value.faults if fault.key == key]
    assert fault.path == "assets.gas.minimum_load_fraction"
    assert fault.values.get("excess_kw", 3.0) == pytest.approx(3.0)


@pytest.mark.parametrize("further", ["", "minimum_load_fraction: 0.5, start_cost_eur: 3,"])
def test_what_always_runs_needs_a_minimum_and_no_cost_of_starts(tmp_path, further):
    assets = f"assets: {{gas: {{{BOILER}, fuel: gas, {further} capacity_heat_kw: 10, may_switch_off: false}}}}"
    with pytest.raises(ScenarioError, match="may_switch_off"):
        run_small(tmp_path, [HOUSE, assets], {"heat_kw": [2, 6, 2, 6]})
