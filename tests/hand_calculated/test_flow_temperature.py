"""From the radiators and hot water of a building to its heat pump, its network and its booster, checked by hand."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from tests.hand_calculated.small_scenario import cost, run_small, series

# With the exponent 1 the excess of the flow over the room is in proportion to the load: 35 K at full load.
RADIATORS = "{design_flow_c: 55, design_return_c: 45, exponent: 1, oversized_fraction: 0, installed_kw: 10}"
PUMP = "{type: heat_pump, owner: owner, meter: main, at: house, quality_grade: 0.5, capacity_heat_kw: 50, %s}"
WEATHER = f"weather: {{series: {(Path(__file__).parents[2] / 'data' / 'weather' / 'gulbene.csv').as_posix()}}}"


def house(demands: str, more: str) -> str:
    """A house with radiators."""
    return f"buildings: {{house: {{meter: main, sector: residential, {demands}, radiators: {RADIATORS}, {more}}}}}"


def test_half_the_load_lets_the_heat_pump_run_cooler(tmp_path):
    """Proves: without weather the load gives the flow, and the flow the COP.

    Sensitivity: 5 / 2.983 = 1.68 kW if the flow stayed at 55 degC.
    Hand calculation: 10 kW at 55 degC, COP 0.5 * 328.15 / 55 = 2.9832: 3.3521 kW; 5 kW at 20 + 17.5 = 37.5 degC, COP
    0.5 * 310.65 / 37.5 = 4.1420: 1.2071 kW.
    """
    sections = [house("space_heat: {power_kw: $rooms}", "assumed: true"), f"assets: {{pump: {PUMP % 'source_c: 0'}}}"]
    result = run_small(tmp_path, sections, {"rooms": [10, 5]}, time__steps=2)
    assert series(result, "pump.electricity_kw") == pytest.approx([3.3521, 1.2071], abs=1e-4)


def test_hot_water_is_made_at_its_own_temperature(tmp_path):
    """Proves: the COP of an hour is that of its parts, each at its own flow.

    Sensitivity: 2.4143 kW if all were made at the 37.5 degC of the rooms, 3.6019 at the 60 degC of the store.
    Hand calculation: 5 kW at 37.5 degC, COP 4.1420, and 5 kW at 60 degC, COP 0.5 * 333.15 / 60 = 2.7763:
    1.2071 + 1.8010 = 3.0081 kW. Water alone: 2 / 2.7763 = 0.7204 kW.
    """
    demands = "space_heat: {power_kw: $rooms}, hot_water: {power_kw: $water}"
    sections = [house(demands, "assumed: true"), f"assets: {{pump: {PUMP % 'source_c: 0'}}}"]
    result = run_small(tmp_path, sections, {"rooms": [5, 0], "water": [5, 2]}, time__steps=2)
    assert series(result, "pump.electricity_kw") == pytest.approx([3.0081, 0.7204], abs=1e-4)


def test_the_flow_follows_the_weather(tmp_path):
    """Proves: with weather the controller follows the heating curve of the radiators.

    Sensitivity: a curve that ends at the outdoor temperature of the catalogue's place, -24, would be 4 K cooler.
    Hand calculation: at t degC outdoors (20 - t) / 40 of the design heat, for which the radiators were chosen: flow
    20 + 35 * (20 - t) / 40, COP 0.5 * flow in kelvin over the lift from 0 degC.
    """
    radiators = RADIATORS.replace("installed_kw: 10", "design_outdoor_c: -20")
    own = house("space_heat: {power_kw: 10}", "assumed: true").replace(RADIATORS, radiators)
    result = run_small(tmp_path, [own, WEATHER, f"assets: {{pump: {PUMP % 'source_c: 0'}}}"], time__steps=24)
    outdoor_c = np.asarray(result.weather["temp_air"].values)
    flow_c = 20.0 + 35.0 * (20.0 - outdoor_c) / 40.0
    assert series(result, "pump.cop") == pytest.approx(0.5 * (flow_c + 273.15) / np.maximum(flow_c, 15.0))


def test_a_heat_pump_that_is_chosen_follows_the_same_curve(tmp_path):
    """Proves: in a choice of heating the controller sees the same cold as that of a plant; so both compare.

    Sensitivity: 3.352 kW all day if the load gave the flow, as without weather: 55 degC.
    Hand calculation: as above; 10 kW over that COP.
    """
    radiators = RADIATORS.replace("installed_kw: 10", "design_outdoor_c: -20")
    own = house("space_heat: {power_kw: 10}", "assumed: true").replace(RADIATORS, radiators)
    pump = "{type: heat_pump, source_c: 0, quality_grade: 0.5, investment_eur_per_kw: 0, lifetime_years: 20}"
    choice = f"{{type: heating_choice, owner: owner, at: house, meter: main, sources: {{pump: {pump}}}}}"
    result = run_small(tmp_path, [own, WEATHER, f"assets: {{heating: {choice}}}"], time__steps=24)
    flow_c = 20.0 + 35.0 * (20.0 - np.asarray(result.weather["temp_air"].values)) / 40.0
    cop = 0.5 * (flow_c + 273.15) / np.maximum(flow_c, 15.0)
    assert series(result, "heating.electricity_kw") == pytest.approx(10.0 / cop)


def test_a_stated_flow_is_kept(tmp_path):
    """Proves: `flow_c` of the heat pump goes before radiators. Hand calculation: 10 / (0.5 * 323.15 / 50) = 3.0945."""
    pump = PUMP % "source_c: 0, flow_c: 50"
    result = run_small(tmp_path, [house("space_heat: {power_kw: 10}", "assumed: true"), f"assets: {{pump: {pump}}}"])
    assert series(result, "pump.electricity_kw") == pytest.approx([3.0945] * 4, abs=1e-4)


NETWORK = """
time: {steps: 2}
tariffs:
  purchase: {type: fixed, price_eur_per_kwh: 0.10}
  chips: {type: fuel, carrier: wood_chips, price_eur_per_kwh: 0.03}
heat_networks:
  net:
    {owner: owner, level: {supply_c: $SUPPLY, return_c: 30}, plant_node: plant, heat_loss_kw: 0,
     connections: {house: required}, investment_eur_per_m: 0, lifetime_years: 30, variable_om_eur_per_kwh: 0,
     pumping_electricity_fraction: 0}
assets:
  boiler: {type: fuel_boiler, owner: owner, at: plant, fuel: chips, efficiency: 0.8, capacity_heat_kw: 200}
"""


def network(supply_c: float) -> str:
    """A network of a supply temperature."""
    return NETWORK.replace("$SUPPLY", str(supply_c))


def test_a_booster_lifts_what_the_network_cannot(tmp_path):
    """Proves: the network gives its part, the booster's electricity comes through the meter, and the booster costs.

    Sensitivity: 0.75 EUR of chips and no electricity if the network gave all.
    Hand calculation: a supply of 50 degC reaches 45 of 10 to 60: 0.7 of 10 kW. Chips 2 * 7 / 0.8 * 0.03 = 0.525 EUR;
    electricity 2 * 3 * 0.10 = 0.60 EUR; 1,500 EUR over 15 years at 0 %: 100 EUR a year.
    """
    supply = "hot_water_supply: {booster: electric, booster_investment_eur: 1500, cold_water_c: 10, approach_k: 5}"
    result = run_small(tmp_path, [house("hot_water: {power_kw: 10}", supply), network(50)])
    assert series(result, "net.to_house_kw") == pytest.approx([7.0, 7.0])
    assert cost(result, kind="energy") == pytest.approx(0.60)
    assert cost(result, asset="house.hot_water_booster", kind="annuity") == pytest.approx(100.0)
    assert result.annual_cost_eur == pytest.approx(0.525 + 0.60 + 100.0)


def test_a_booster_stands_still_where_the_network_is_hot(tmp_path):
    """Proves: a supply of 65 degC makes water of 60 through a heat exchanger of 5 K; nothing is built or drawn."""
    result = run_small(
        tmp_path, [house("hot_water: {power_kw: 10}", "hot_water_supply: {booster: electric}"), network(65)]
    )
    assert series(result, "net.to_house_kw") == pytest.approx([10.0, 10.0])
    assert cost(result, asset="house.hot_water_booster") == 0.0


def test_radiators_on_a_cooler_network(tmp_path):
    """Proves: needed flow, shortfall and larger radiators as the report tells them.

    Hand calculation: radiators with exponent 1 for 55/45 and 10 kW, a network of 37.5 degC: they give 5 kW. Of 10, 6
    and 4 kW lack 5 and 1: 6 kWh in 2 h. The peak of 10 kW at their mass flow comes back with 27.5: mean 10 / ln(17.5 /
    7.5) = 11.802 K over 29.720 is 0.39712: 10 / 0.39712 - 10 = 15.181 kW at 55/45, times 49.833 / 29.720 = 25.455 kW at
    75/65; 200 EUR each.
    """
    sections = [house("space_heat: {power_kw: $rooms}", "assumed: true"), network(37.5)]
    result = run_small(tmp_path, sections, {"rooms": [10, 6, 4]}, time__steps=3)
    (found,) = result.flow_temperatures
    assert (found.building, found.stated, found.supply_c) == ("house", True, 37.5)
    assert (found.design_heat_kw, found.needed_flow_c, found.needed_return_c) == pytest.approx((10.0, 55.0, 45.0))
    assert (found.short_kwh, found.short_h) == pytest.approx((6.0, 2.0))
    assert found.extra_radiators_kw == pytest.approx(25.455, abs=2e-3)
    assert found.extra_radiators_eur == pytest.approx(25.455 * 200.0, abs=0.5)


def test_a_heat_pump_of_a_cool_flow_leaves_the_rooms_as_cold_as_a_network(tmp_path):
    """Proves: a stated flow is held against the radiators as the supply of a network is, and warned of.

    Sensitivity: nothing would be short if the flow followed the radiators: then there is no supply to hold against.
    Hand calculation: as above with 37.5 degC: of 20 kWh 6 lack in 2 h, 30 %; 25.455 kW at 75/65 to add.
    """
    rooms = {"rooms": [10, 6, 4]}
    own = house("space_heat: {power_kw: $rooms}", "assumed: true")
    pumps = [f"assets: {{pump: {PUMP % more}}}" for more in ("source_c: 0, flow_c: 37.5", "source_c: 0")]
    stated, following = (run_small(tmp_path, [own, pump], rooms, time__steps=3) for pump in pumps)
    (found,) = stated.flow_temperatures
    assert (found.network, found.heat_pump, found.supply_c) == (None, "pump", 37.5)
    assert (found.short_kwh, found.short_h) == pytest.approx((6.0, 2.0))
    assert found.extra_radiators_kw == pytest.approx(25.455, abs=2e-3)
    (told,) = (warning for warning in stated.warnings if warning.key == "heat_pump_leaves_rooms_cold")
    assert (told.values["building"], told.values["percent"]) == ("house", pytest.approx(30.0))
    assert told.path == "assets.pump.flow_c"
    assert following.flow_temperatures[0].supply_c is None
    assert not [warning for warning in following.warnings if warning.key == "heat_pump_leaves_rooms_cold"]


def test_a_boiler_beside_a_heat_pump_may_make_the_water_hotter(tmp_path):
    """Proves: nothing is told of a heat pump with a boiler beside it that gives heat too. By hand: 1 of 10 kW."""
    pump = PUMP.replace("capacity_heat_kw: 50", "capacity_heat_kw: 9") % "source_c: 0, flow_c: 37.5"
    boiler = "{type: electric_boiler, owner: owner, meter: main, at: house, efficiency: 1, capacity_heat_kw: 50}"
    sections = [house("space_heat: {power_kw: 10}", "assumed: true"), f"assets: {{pump: {pump}, boiler: {boiler}}}"]
    result = run_small(tmp_path, sections)
    assert series(result, "boiler.heat_kw") == pytest.approx([1.0] * 4)
    assert result.flow_temperatures[0].supply_c is None


def test_a_choice_of_heating_pays_for_the_radiators_that_the_table_tells(tmp_path):
    """Proves: choice and table deduct the same heat exchanger before the radiators; so they enlarge them alike.

    Sensitivity: a table that takes the 42.5 degC of the network as the flow tells smaller radiators than are paid for;
    with the radiators that stand there 6 kWh would be short in 2 h.
    Hand calculation: a network of 42.5 degC less 5 K is that of the test above: 25.455 kW at 200 EUR.
    """
    choice = "  heating: {type: heating_choice, owner: owner, at: house, approach_k: 5}"
    sections = [house("space_heat: {power_kw: $rooms}", "assumed: true"), network(42.5) + choice]
    result = run_small(tmp_path, sections, {"rooms": [10, 6, 4]}, time__steps=3)
    (found,) = result.flow_temperatures
    assert (found.supply_c, found.enlarged) == (42.5, True)
    assert (found.short_kwh, found.short_h) == (0.0, 0.0)
    paid_eur = sum(entry.eur for entry in result.assessment.accounts.investments if entry.asset == "heating")
    assert found.extra_radiators_eur == pytest.approx(paid_eur) == pytest.approx(25.455 * 200.0, abs=0.5)


def test_a_choice_enlarges_radiators_for_the_mildest_hour_of_a_network_that_follows_the_weather(tmp_path):
    """Proves: the same heat all day lacks most where the supply is coolest; larger radiators are sized and paid for it.

    Sensitivity: 15,000 EUR less or none at all if the 70 degC of the design supply were taken for all hours.
    Hand calculation: the supply is 42.5 + 27.5 * (10 - t) / 50 degC, at the radiators 5 K less; 10 kW cool it by 10 K.
    With the exponent 1, 10 kW over the part of the over-temperature of 29.720 K, less the 10 kW that stand there, are
    added at 55/45, times 49.833 / 29.720 at 75/65, for 200 EUR each.
    """
    radiators = RADIATORS.replace("installed_kw: 10", "installed_kw: 10, design_outdoor_c: -20")
    own = house("space_heat: {power_kw: 10}", "assumed: true").replace(RADIATORS, radiators)
    town = network(70).replace("return_c: 30}", "return_c: 30, minimum_supply_c: 42.5, design_outdoor_c: -40}")
    choice = "  heating: {type: heating_choice, owner: owner, at: house, approach_k: 5}"
    result = run_small(tmp_path, [own, WEATHER, town + choice], time__steps=24)
    warmest_c = float(result.weather["temp_air"].max())
    flow_c = 42.5 + 27.5 * (10.0 - warmest_c) / 50.0 - 5.0
    mean_k = 10.0 / math.log((flow_c - 20.0) / (flow_c - 30.0))
    expected_kw = (10.0 * 29.7201 / mean_k - 10.0) * 49.8329 / 29.7201
    (found,) = result.flow_temperatures
    assert found.extra_radiators_kw == pytest.approx(expected_kw, rel=1e-4)
    paid_eur = sum(entry.eur for entry in result.assessment.accounts.investments if entry.asset == "heating")
    assert paid_eur == pytest.approx(200.0 * expected_kw, rel=1e-4)
    assert (found.enlarged, found.short_kwh, found.short_h) == (True, 0.0, 0.0)


HALF = """
renovation_packages:
  half: {balancing_and_thermostats: {saved_fraction: 0.5, investment_eur: 20, lifetime_years: 20}}
"""


@pytest.mark.parametrize(("chosen", "electricity_kw"), [("package: half", 1.2071), ("packages: [half]", 1.6760)])
def test_a_decided_renovation_lets_the_heat_pump_run_cooler(tmp_path, chosen, electricity_kw):
    """Proves the chain from renovation to COP: half the heat, and water of 37.5 in place of 55 degC.

    Sensitivity: the second case. Where the package is a choice, the COP stays that of the building as it stands.
    Hand calculation: 10 kW of heat become 5; COP 4.1420 at 37.5 degC: 1.2071 kW; COP 2.9832 at 55 degC: 1.6760 kW.
    """
    own = house("space_heat: {power_kw: 10}", "type: private_house, heated_area_m2: 100")
    renovation = f"renovation: {{type: renovation, at: house, owner: owner, {chosen}}}"
    result = run_small(tmp_path, [own, HALF, f"assets: {{pump: {PUMP % 'source_c: 0'}, {renovation}}}"])
    assert series(result, "pump.electricity_kw") == pytest.approx([electricity_kw] * 4, abs=1e-4)
    before, after = result.flow_temperatures
    assert (before.package, before.needed_flow_c) == ("none", pytest.approx(55.0))
    assert (after.package, after.needed_flow_c) == ("half", pytest.approx(37.5))


def test_design_heat_is_the_same_with_and_without_a_choice(tmp_path):
    """Proves: the design spell counts for the building as it stands, whether or not something may renovate it.

    Sensitivity: without a spell of -30 degC two mild days carried on to -20 degC give less.
    """
    own = house("space_heat: {annual_kwh: 40000}", "type: private_house, heated_area_m2: 200")
    own = own.replace("installed_kw: 10", "design_outdoor_c: -20")
    choice = ", renovation: {type: renovation, at: house, owner: owner, package: none}"
    spell, none = "reserve: {design_spell: true, outdoor_c: -30}", "reserve: {design_spell: false}"

    def design_kw(folder, reserve, more):
        (tmp_path / folder).mkdir()
        sections = [own, WEATHER, reserve, f"assets: {{pump: {PUMP % 'source_c: 0'}{more}}}"]
        return run_small(tmp_path / folder, sections, time__steps=48).flow_temperatures[0].design_heat_kw

    free_kw, chosen_kw = design_kw("free", spell, ""), design_kw("chosen", spell, choice)
    assert free_kw == pytest.approx(chosen_kw, rel=1e-12)
    assert free_kw > 1.05 * design_kw("none", none, "")


def test_rooms_far_too_cold_are_told_once_for_a_network(tmp_path):
    """Proves: a supply far too cool for the radiators is told with the share that is short; one that suffices is not.

    Hand calculation: the network of 37.5 degC gives 5 kW; of 10 + 6 + 4 kWh 6 are short, 30 %. At 54 degC the flow
    gives 34 / 35 of 10 kW: 0.29 of 20 kWh, 1.4 %, is not told.
    """

    def cold(folder, supply_c):
        (tmp_path / folder).mkdir()
        sections = [house("space_heat: {power_kw: $rooms}", "assumed: true"), network(supply_c)]
        result = run_small(tmp_path / folder, sections, {"rooms": [10, 6, 4]}, time__steps=3)
        return [fault for fault in result.warnings if fault.key == "network_leaves_rooms_cold"]

    (fault,) = cold("cool", 37.5)
    assert (fault.path, fault.values["building"], fault.values["count"]) == ("heat_networks.net", "house", 1)
    assert fault.values["percent"] == pytest.approx(30.0)
    assert cold("nearly", 54.0) == []


def told_of_returns(result):
    return [fault for fault in result.warnings if fault.key == "network_returns_warmer"]


def test_water_that_radiators_return_warmer_than_stated_is_told(tmp_path):
    """Proves: the return of the radiators, in the mean of the heat that they give, stands beside that of the level.

    Sensitivity: 36.7 degC in the mean of the hours; 45.0 degC if the design heat counted alone.
    Hand calculation: 10, 6 and 4 kW of 10 kW at 55/45, exponent 1: flow 20 + 35 * load, 10 * load cooler: 45, 35 and 30
    degC, (450 + 210 + 120) / 20 = 39 degC, 9 K above the 30 of the level. With 37.5 degC they give 5, 5 and 4 kW: 32.5
    twice and 30, (325 + 120) / 14 = 31.79 degC: less than 2 K.
    """
    own, rooms = house("space_heat: {power_kw: $rooms}", "assumed: true"), {"rooms": [10, 6, 4]}
    result = run_small(tmp_path, [own, network(55)], rooms, time__steps=3)
    (found,) = result.flow_temperatures
    assert (found.returned_c, found.warmer_k) == pytest.approx((39.0, 9.0))
    (fault,) = told_of_returns(result)
    assert (fault.path, fault.values["building"]) == ("heat_networks.net", "house")
    assert (fault.values["returned_c"], fault.values["reckoned_c"]) == pytest.approx((39.0, 30.0))
    cool = run_small(tmp_path, [own, network(37.5)], rooms, time__steps=3)
    assert cool.flow_temperatures[0].returned_c == pytest.approx(445.0 / 14.0)
    assert told_of_returns(cool) == []


def test_a_heat_exchanger_returns_warmer_water(tmp_path):
    """Proves: what a choice of heating lays between network and radiators counts at both ends.

    Hand calculation: a network of 60 degC less 5 K is that of the test above: 39 + 5 degC.
    """
    choice = "  heating: {type: heating_choice, owner: owner, at: house, approach_k: 5}"
    sections = [house("space_heat: {power_kw: $rooms}", "assumed: true"), network(60) + choice]
    (found,) = run_small(tmp_path, sections, {"rooms": [10, 6, 4]}, time__steps=3).flow_temperatures
    assert found.returned_c == pytest.approx(44.0)


@pytest.mark.parametrize(
    ("renovation", "return_c"), [("", 39.0), ("package: half", 29.5), ("packages: [none, half]", 39.0)]
)
def test_the_return_of_the_radiators_decides_the_loss(tmp_path, renovation, return_c):
    """Proves: asked for, loss is reckoned with the return of the radiators, under the package that is decided; of
    packages to choose from the one with the warmest return counts.

    Sensitivity: 1.437 kW with the 30 degC of the level.
    Hand calculation: 39 degC as above. With half of the heat 32.5, 27.5 and 25 degC: (5 * 32.5 + 3 * 27.5 + 2 * 25) /
    10 = 29.5 degC. 100 m of DN50 with 0.2013 W/(m K), ground at 6.8 degC: 20.13 * (48.2 + 39 - 6.8) W = 1.618 kW.
    """
    town = network(55).replace("heat_loss_kw: 0", "return_by_radiators: true, pipes: [$PIPE]")
    town = town.replace("$PIPE", "{from: plant, to: house, length_m: 100, pipe: pre_insulated_series_1_dn50}")
    own = house("space_heat: {power_kw: $rooms}", "type: private_house, heated_area_m2: 100")
    chosen = f"  renovation: {{type: renovation, at: house, owner: owner, {renovation}}}" if renovation else ""
    sections = [own, WEATHER, HALF, town + chosen]
    result = run_small(tmp_path, sections, {"rooms": [10, 6, 4]}, time__steps=3)
    expected_kw = 20.13 * (55.0 + return_c - 2 * 6.8) / 1e3
    assert series(result, "net.heat_loss_kw") == pytest.approx([expected_kw] * 3, rel=1e-4)
    assert result.flow_temperatures[0].reckoned_return_c == pytest.approx(return_c)
    assert told_of_returns(result) == []
