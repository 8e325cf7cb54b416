"""How warm the heat is that each place wants: the level of its network, or that of radiators."""

from __future__ import annotations

from energycommunity.heat_network.temperature_level import TemperatureLevel
from energycommunity.scenario.schema import Scenario

#: Flow and return of the radiators of a renovated building that is on no network; general knowledge.
BUILDING_LEVEL = TemperatureLevel(supply_c=55.0, return_c=45.0)


def network_levels(scenario: Scenario) -> dict[str, TemperatureLevel]:
    """The level of the network that feeds each building in any case, by the name of the building."""
    return {building: network.level for network in scenario.heat_networks.values() for building in network.surely_fed}


def heat_levels(scenario: Scenario) -> dict[str, TemperatureLevel]:
    """The level of each network, boiler house and building by name."""
    levels = dict.fromkeys(scenario.buildings, BUILDING_LEVEL)
    for name, network in scenario.heat_networks.items():
        levels[name] = network.level
        if network.plant_node is not None:
            levels[network.plant_node] = network.level
    return levels | network_levels(scenario)
