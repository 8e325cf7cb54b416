"""What no size can serve is refused before the search, with what could give and the number that lacks."""

from __future__ import annotations

import pytest

from energycommunity.errors import InfeasibleError
from tests.hand_calculated.small_scenario import run_small

NETWORK = """
time: {steps: 2}
tariffs: {gas: {type: fuel, carrier: natural_gas, price_eur_per_kwh: 0.05}}
buildings:
  school: {meter: main, sector: municipal, space_heat: {power_kw: 40}}
  house: {meter: main, sector: residential, space_heat: {power_kw: $heat_kw}}
heat_networks:
  centre: {owner: owner, level: {supply_c: 65, return_c: 40}, plant_node: plant, heat_loss_kw: 5,
           connections: {school: required, house: required}}
"""
BOILER = """
assets:
  boiler: {type: fuel_boiler, owner: owner, at: plant, fuel: gas, efficiency: 0.9, capacity_heat_kw: {max: 60}}
"""
TANK = """
  tank: {type: hot_water_tank, owner: owner, at: plant, capacity_kwh: 8, charge_efficiency: 1,
         discharge_efficiency: 1, loss_per_h: 0}
"""


def test_a_network_that_no_plant_can_feed_is_named_with_what_could_give(tmp_path):
    """Proves: demands and loss of a network are held against all that its plants give, in the worst step.

    Sensitivity: each building alone could be fed; without the loss 10 kW would lack.
    Hand calculation: 40 + 30 + 5 = 75 kW against 60 kW: 15 kW lack in the second hour, 20 % of the demand.
    """
    with pytest.raises(InfeasibleError) as error:
        run_small(tmp_path, [NETWORK, BOILER], {"heat_kw": [10, 30]})
    told = error.value.tell()
    for words in ("heat_networks.centre", "15 kW in 1 h", "needs 75 kW", "boiler 60 kW", "comes to 60 kW", "20 % less"):
        assert words in told


def test_a_store_that_could_help_is_not_refused(tmp_path):
    """Proves: what a tank holds counts as something that can give, so the hour before may fill it.

    Sensitivity: refused if plants alone were counted.
    Hand calculation: 8 kWh are left over in the first hour (60 - 40 - 2 - 5 = 13), 8 kW lack in the second
    (40 + 23 + 5 - 60); fuel is (47 + 68) / 0.9 kWh in all.
    """
    result = run_small(tmp_path, [NETWORK, BOILER + TANK], {"heat_kw": [2, 23]})
    burnt = result.dispatch["boiler.fuel_kw"].values
    assert float(burnt.sum()) == pytest.approx(115.0 / 0.9)
    assert float(burnt.max()) == pytest.approx(60.0 / 0.9)
