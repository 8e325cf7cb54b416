"""Hot water of buildings between network and booster, and the temperatures at which their heat is wanted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

import numpy as np

from energycommunity.demand.design_heat import design_heat_kw
from energycommunity.demand.heat_emission import FlowNeed, Radiators
from energycommunity.demand.heat_flows import HeatFlow, heat_flows
from energycommunity.demand.heated_building import HeatedBuilding, PackageHeat
from energycommunity.demand.hot_water_supply import HotWaterSupply
from energycommunity.optimization.case import PlacedAsset, placed_load
from energycommunity.parameters.heat_emission import hot_water_rule
from energycommunity.profiles import ProfileContext
from energycommunity.quantities import FloatArray
from energycommunity.scenario.heat_levels import network_levels
from energycommunity.scenario.schema import Scenario
from energycommunity.technologies.renovation import Renovation


def hot_water_loads(scenario: Scenario, name: str, context: ProfileContext) -> Iterator[PlacedAsset]:
    """Heat for the hot water of a building and, where its network is too cool, the electricity of its booster.

    A booster is a known load at the meter of the building, which costs what the booster does.

    Parameters
    ----------
    scenario : Scenario
        With the networks.
    name : str
        Of the building.
    context : ProfileContext
        Steps, and the weather if it is known.
    """
    building, level = scenario.buildings[name], network_levels(scenario).get(name)
    if building.water_heat is None:
        return
    owner, context = scenario.meters[building.meter].owner, replace(context, seed=building.seed or 0)
    heat_kw = building.water_heat.series_kw(context, building.dwellings)
    supply = building.hot_water_supply or HotWaterSupply()
    if level is None or supply.booster == "none":
        yield placed_load(f"{name}.hot_water", heat_kw, owner=owner, at=name)
        return
    outdoor_c, circulation_kw = context.outdoor_c, building.water_heat.circulation_kw(context)
    supply_c = level.supply_c if outdoor_c is None else level.supply_series_c(outdoor_c)
    parts = supply.split(heat_kw, supply_c, network_return_c=level.return_c, circulation_kw=circulation_kw)
    yield placed_load(f"{name}.hot_water", parts.network_kw, owner=owner, at=name)
    if parts.electricity_kw.any():
        life = hot_water_rule("booster_lifetime_years").value
        costs = {"investment_eur": supply.booster_eur(parts), "lifetime_years": life}
        yield placed_load(f"{name}.hot_water_booster", parts.electricity_kw, owner=owner, meter=building.meter, **costs)


def flows_of_buildings(
    scenario: Scenario, loads: Iterable[PlacedAsset], heated: Mapping[str, HeatedBuilding], context: ProfileContext
) -> dict[str, tuple[HeatFlow, ...]]:
    """At which temperatures each building whose radiators are known wants its heat.

    Rooms follow the heating curve of their radiators; without weather, the load itself. A renovation that is decided
    lowers the curve; one that is to be chosen does not, for the COP is known before the choice.

    Parameters
    ----------
    scenario : Scenario
        With the radiators.
    loads : iterable of PlacedAsset
        The demands of the buildings.
    heated : mapping of str to HeatedBuilding
        What packages make of buildings.
    context : ProfileContext
        Steps, and the weather if it is known.
    """
    known = {load.name: load.profiles["power_kw"] for load in loads if "power_kw" in load.profiles.series}
    renovations = (asset for asset in scenario.assets.values() if isinstance(asset, Renovation))
    decided = {asset.at: heated[asset.at].packages[asset.package] for asset in renovations if asset.package is not None}
    grid, outdoor_c, nothing = context.grid, context.outdoor_c, np.zeros(context.grid.steps)
    found: dict[str, tuple[HeatFlow, ...]] = {}
    for name, building in scenario.buildings.items():
        if building.radiators is not None:
            package, as_it_stands_kw = decided.get(name), known.get(f"{name}.space_heat", nothing)
            rooms_kw = as_it_stands_kw if package is None else package.rooms_kw
            need = _need(building.radiators, rooms_kw, package, outdoor_c, grid.step_h)
            water_c = (building.hot_water_supply or HotWaterSupply()).made_c(grid)
            found[name] = heat_flows(rooms_kw, need.flow_c, known.get(f"{name}.hot_water", nothing), water_c)
    return found


def _need(
    radiators: Radiators,
    rooms_kw: FloatArray,
    package: PackageHeat | None,
    outdoor_c: FloatArray | None,
    step_h: float,
) -> FlowNeed:
    """The water that rooms get, as they stand or under a package."""
    if package is not None:
        return FlowNeed(package.flow_c, package.return_c)
    room_c, design_c = radiators.nominal.room_c, radiators.design_outdoor_c
    design_kw = design_heat_kw(rooms_kw, outdoor_c, step_h, room_c, design_c)
    return radiators.supplied(rooms_kw, design_kw, radiators.installed_kw or design_kw or 1.0, outdoor_c)
