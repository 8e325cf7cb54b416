"""Heat network, checked by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.hand_calculated.small_scenario import cost, run_small, series

VILLAGE = """
time: {steps: 2}
tariffs:
  purchase: {type: fixed, price_eur_per_kwh: 0.10}
  chips: {type: fuel, carrier: wood_chips, price_eur_per_kwh: 0.03}
buildings:
  first: {meter: main, sector: residential, space_heat: {power_kw: $first_kw}}
  second: {meter: main, sector: municipal, hot_water: {power_kw: 2}}
"""
NETWORK = """
heat_networks:
  net:
    owner: owner
    level: {{supply_c: 70, return_c: 45}}
    plant_node: boiler_house
    heat_loss_kw: $loss_kw
    connections: {{first: required, second: required}}
    investment_eur_per_m: 0
    lifetime_years: 30
    variable_om_eur_per_kwh: 0
    {more}
assets:
  boiler: {{type: fuel_boiler, owner: owner, at: boiler_house, fuel: chips, efficiency: 0.8, capacity_heat_kw: 50}}
"""
COLUMNS = {"first_kw": [4, 10], "loss_kw": [1, 2]}


def test_plant_feeds_demand_and_loss(tmp_path):
    """Proves: what the plant feeds in is all that is delivered and the loss of the step.

    Sensitivity: 0.675 without the loss, 0.63 without the efficiency.
    Hand calculation: (4 + 2 + 1) + (10 + 2 + 2) = 21 kWh heat / 0.8 x 0.03 = 0.7875 EUR.
    """
    result = run_small(tmp_path, [VILLAGE, NETWORK.format(more="pumping_electricity_fraction: 0")], COLUMNS)
    assert series(result, "boiler.heat_kw") == pytest.approx([7.0, 14.0])
    assert series(result, "net.to_first_kw") == pytest.approx([4.0, 10.0])
    assert series(result, "net.to_second_kw") == pytest.approx([2.0, 2.0])
    assert result.annual_cost_eur == pytest.approx(0.7875)


def test_pumps_take_electricity_of_what_is_delivered(tmp_path):
    """Proves: the pumps' electricity is a fraction of the heat delivered, without the loss, through the pumps' meter.

    Sensitivity: 0.042 if the loss counted as well.
    Hand calculation: delivered 18 kWh x 0.02 = 0.36 kWh x 0.10 = 0.036 EUR; upkeep 18 x 0.005 = 0.09 EUR.
    """
    more = "pumping_electricity_fraction: 0.02\n    meter: main"
    network = NETWORK.format(more=more).replace("variable_om_eur_per_kwh: 0\n", "variable_om_eur_per_kwh: 0.005\n")
    result = run_small(tmp_path, [VILLAGE, network], COLUMNS)
    assert cost(result, kind="energy") == pytest.approx(0.036)
    assert cost(result, asset="net", kind="variable_om") == pytest.approx(0.09)
    assert result.annual_cost_eur == pytest.approx(0.7875 + 0.036 + 0.09)


def test_own_heat_of_a_building_relieves_the_network(tmp_path):
    """Proves: a building on the network may have a heat source of its own; only the rest is delivered.

    Sensitivity: 0.7875 if the own source were not used, 0.5625 if its electricity were free.
    Hand calculation: a heat pump of 1 kW electric (COP 3) in the first building gives heat at 0.10 / 3 EUR/kWh, less
    than chips at 0.03 / 0.8 = 0.0375. It gives 2 x 3 kWh for 0.20 EUR: 15 kWh x 0.0375 + 0.20 = 0.7625 EUR.
    """
    pump = """
  pump:
    {{type: heat_pump, owner: owner, meter: main, at: first, cop: 3, capacity_electric_kw: 1}}
"""
    sections = NETWORK + pump
    result = run_small(tmp_path, [VILLAGE, sections.format(more="pumping_electricity_fraction: 0")], COLUMNS)
    assert series(result, "net.to_first_kw") == pytest.approx([1.0, 7.0])
    assert result.annual_cost_eur == pytest.approx(0.7625)


@pytest.mark.parametrize("annual", [False, True])
def test_a_measured_year_gives_a_window_its_part_of_the_loss(tmp_path, annual):
    """Proves: the loss of a measured year is spread over the year's hours, however few of them are computed.

    Sensitivity: 43,800 kW if the year's loss were put into a window of two hours that is not scaled up.
    Hand calculation: (187,600 - 100,000) kWh / 8760 h = 10 kW.
    """
    measured = """
    calibrate_to: {produced_kwh: 187600, sold_kwh: 100000}
    pipes: [{from: boiler_house, to: first, length_m: 100, pipe: steel_uninsulated_dn50},
            {from: boiler_house, to: second, length_m: 50, pipe: steel_uninsulated_dn50}]
    pumping_electricity_fraction: 0
"""
    network = NETWORK.replace("    heat_loss_kw: $loss_kw\n", "").format(more=measured.strip())
    weather = Path(__file__).parents[2] / "data" / "weather" / "gulbene.csv"
    sections = [VILLAGE, network, f"weather: {{series: {weather.as_posix()}}}"]
    result = run_small(tmp_path, sections, {"first_kw": COLUMNS["first_kw"]}, time__annual=annual)
    assert series(result, "net.heat_loss_kw") == pytest.approx([10.0, 10.0])


@pytest.mark.parametrize(
    ("level", "factor", "loss_kw"), [("80, 60", 1.0, 3.8166), ("80, 60", 1.5, 5.7250), ("55, 30", 1.5, 3.2339)]
)
def test_a_loss_factor_carries_what_was_measured_to_another_temperature(tmp_path, level, factor, loss_kw):
    """Proves: pipes that lost half as much again as the pipe table says do so at every temperature.

    Sensitivity: 2.156 kW at 55/30 without the factor, 5.725 kW if the measured loss stayed that of 80/60.
    Hand calculation: 150 m of DN50 at 0.2013 W/(m K) are 30.195 W/K, in ground of 6.8 °C (the mean, in a window). 80/60
    °C are 73.2 + 53.2 K above it: 3816.6 W. 55/30 °C are 48.2 + 23.2 K: 2155.9 W, half as much again 3233.9 W.
    """
    supply_c, return_c = level.split(", ")
    pipes = f"""
    loss_factor: {factor}
    pipes: [{{from: boiler_house, to: first, length_m: 100, pipe: pre_insulated_series_1_dn50}},
            {{from: boiler_house, to: second, length_m: 50, pipe: pre_insulated_series_1_dn50}}]
"""
    network = NETWORK.replace("    heat_loss_kw: $loss_kw\n", "").format(more=pipes.strip())
    network = network.replace("supply_c: 70, return_c: 45", f"supply_c: {supply_c}, return_c: {return_c}")
    weather = Path(__file__).parents[2] / "data" / "weather" / "gulbene.csv"
    sections = [VILLAGE, network, f"weather: {{series: {weather.as_posix()}}}"]
    result = run_small(tmp_path, sections, {"first_kw": COLUMNS["first_kw"]})
    assert series(result, "net.heat_loss_kw") == pytest.approx([loss_kw, loss_kw], rel=1e-4)
    [water] = result.network_hydraulics
    assert water.assumed_loss_kwh / water.catalogue_loss_kwh == pytest.approx(factor)
