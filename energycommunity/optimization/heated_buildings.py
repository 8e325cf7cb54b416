"""What renovation packages make of the buildings whose heating is chosen."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from energycommunity.demand.heated_building import HeatedBuilding, PackageHeat
from energycommunity.profiles import ProfileContext
from energycommunity.scenario.heat_levels import heat_levels
from energycommunity.scenario.schema import Scenario
from energycommunity.technologies.heating_choice import HeatingChoice


def chosen_buildings(scenario: Scenario) -> dict[str, HeatingChoice]:
    """The choice of heating at each building that has one."""
    choices = (asset for asset in scenario.assets.values() if isinstance(asset, HeatingChoice))
    return {choice.at: choice for choice in choices}


def heated_buildings(scenario: Scenario, context: ProfileContext) -> dict[str, HeatedBuilding]:
    """The buildings whose heating is chosen, as they stand."""
    levels, nothing = heat_levels(scenario), np.zeros(context.grid.steps)
    found: dict[str, HeatedBuilding] = {}
    for name in chosen_buildings(scenario):
        building = scenario.buildings[name]
        own = replace(context, seed=building.seed or 0)
        rooms, water = building.room_heat, building.water_heat
        rooms_kw = nothing if rooms is None else rooms.series_kw(own, building.heated_area_m2, building.renovation)
        water_kw = nothing if water is None else water.series_kw(own, building.dwellings)
        level = levels[name]
        flow_c, return_c = np.full(len(nothing), level.supply_c), np.full(len(nothing), level.return_c)
        peak_kw = float((rooms_kw + water_kw).max(initial=0.0))
        found[name] = HeatedBuilding(name, {"none": PackageHeat("none", rooms_kw, water_kw, flow_c, return_c, peak_kw)})
    return found
