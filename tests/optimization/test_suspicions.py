"""Legal input that looks like a slip is told with its key and its number."""

from __future__ import annotations

import pytest

from tests.hand_calculated.small_scenario import run_small

SUN = """
time: {steps: 2}
buildings: {house: {meter: main, sector: residential}}
assets:
  pv: {type: photovoltaics, owner: owner, meter: main, production_kw_per_kwp: 0.5, capacity_kwp: 2}
"""
LOAD = """
  demand: {type: load, owner: owner, meter: main, power_kw: 1}
"""
BATTERY = """
  battery: {type: battery, owner: owner, meter: main, capacity_kwh: 4, charge_efficiency: 0.9,
            discharge_efficiency: 0.9, loss_per_h: 0}
"""
HEATER = """
  heater: {type: electric_boiler, owner: owner, at: house, meter: main, capacity_heat_kw: 5, efficiency: 1}
"""


def told(result):
    return [warning.tell() for warning in result.warnings]


def test_sun_that_nobody_can_use(tmp_path):
    """Proves: neither a demand nor a sale at the meter; a battery there is no use either."""
    words = "assets.pv: Nobody can use what pv gives: at main nothing needs electricity"
    assert any(words in warning for warning in told(run_small(tmp_path, SUN)))
    assert any(words in warning for warning in told(run_small(tmp_path, SUN + BATTERY)))


SALE = """
tariffs: {sale: {type: export_fixed, price_eur_per_kwh: 0.05}}
meters: {main: {member: owner, import: purchase, export: sale}}
"""


@pytest.mark.parametrize("use", [[SUN + LOAD], [SUN, SALE]])
def test_a_demand_or_a_sale_is_a_use(tmp_path, use):
    assert not any("Nobody can use" in warning for warning in told(run_small(tmp_path, use)))


def test_a_heater_without_a_demand_is_of_no_use_and_makes_none(tmp_path):
    """Proves: a plant that turns power into heat nobody needs is named, and so is the sun that only it could use."""
    warnings = told(run_small(tmp_path, SUN + HEATER))
    assert any("assets.heater: Nobody can use what heater gives: nothing at house needs heat" in w for w in warnings)
    assert any("assets.pv: Nobody can use what pv gives" in w for w in warnings)


COOLER = """
  cooler: {type: air_conditioner, owner: owner, at: house, meter: main, capacity_cooling_kw: 5, eer: 3}
"""


def test_a_cooler_without_a_demand_is_of_no_use(tmp_path):
    words = "assets.cooler: Nobody can use what cooler gives: nothing at house is to be cooled"
    assert any(words in warning for warning in told(run_small(tmp_path, SUN + COOLER)))


HYDROGEN = """
  electrolyser: {type: electrolyser, owner: owner, meter: main, store: tanks, capacity_electric_kw: 1}
  tanks: {type: hydrogen_store, owner: owner, meter: main, capacity_kwh: 4}
  cell: {type: fuel_cell, owner: owner, meter: main, store: tanks, capacity_electric_kw: 1}
"""


def test_hydrogen_is_of_no_use_where_nothing_needs_its_electricity(tmp_path):
    """Proves: a chain that leads back to the meter it takes from is no use; a demand there makes it one."""
    words = "assets.electrolyser: Nobody can use the hydrogen of electrolyser"
    assert any(words in warning for warning in told(run_small(tmp_path, SUN + HYDROGEN)))
    assert not any("Nobody can use" in warning for warning in told(run_small(tmp_path, SUN + LOAD + HYDROGEN)))


def test_hours_in_which_selling_earns_more_than_buying_costs(tmp_path):
    """Proves: the price of the second hour is told with its number, VAT on what is bought counted.

    Hand calculation: sold at 0.30, bought at 0.10 and 0.25: 0.20 and 0.05 EUR in two hours.
    """
    prices = """
    tariffs:
      dear: {type: export_fixed, price_eur_per_kwh: 0.30}
      bought: {type: spot, price_eur_per_kwh: $price_eur_per_kwh}
    meters: {main: {member: owner, import: bought, export: dear, import_limit_kw: 5, export_limit_kw: 5}}
    """
    result = run_small(tmp_path, [SUN + LOAD, prices], {"price_eur_per_kwh": [0.10, 0.25]})
    assert any(
        "meters.main.export: At main, a kWh sold earns more than a kWh bought costs in 2 h, by up to 0.2 EUR" in warning
        for warning in told(result)
    )
