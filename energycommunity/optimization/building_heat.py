"""Hot water of buildings between network and booster, and the temperatures at which their heat is wanted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np

from energycommunity.demand.design_heat import design_heat_kw
from energycommunity.demand.heat_flows import HeatFlow, heat_flows
from energycommunity.demand.hot_water_supply import HotWaterSupply
from energycommunity.optimization.case import PlacedAsset
from energycommunity.parameters.heat_emission import hot_water_rule
from energycommunity.profiles import ProfileContext
from energycommunity.quantities import FloatArray
from energycommunity.scenario.heat_levels import network_levels
from energycommunity.scenario.schema import Scenario
from energycommunity.technologies.base import Profiles
from energycommunity.technologies.load import Load
from energycommunity.time_grid import TimeGrid


def hot_water_loads(scenario: Scenario, name: str, owner: str, context: ProfileContext) -> Iterator[PlacedAsset]:
    """Heat for the hot water of a building and, where its network is too cool, the electricity of its booster.

    A booster is a known load at the meter of the building, which costs what the booster does.

    Parameters
    ----------
    scenario : Scenario
        With the networks.
    name, owner : str
        Of the building, and of who pays its meter.
    context : ProfileContext
        Steps, and the seed of the building.
    """
    building, level = scenario.buildings[name], network_levels(scenario).get(name)
    if building.water_heat is None:
        return
    heat_kw = building.water_heat.series_kw(context, building.dwellings)
    supply = building.hot_water_supply or HotWaterSupply()
    if level is None or supply.booster == "none":
        yield _load(f"{name}.hot_water", heat_kw, owner=owner, at=name)
        return
    circulation_kw = building.water_heat.circulation_kw(context)
    parts = supply.split(heat_kw, level.supply_c, network_return_c=level.return_c, circulation_kw=circulation_kw)
    yield _load(f"{name}.hot_water", parts.network_kw, owner=owner, at=name)
    cost_eur = supply.booster_eur(float(parts.boosted_kw.max(initial=0.0)))
    life = hot_water_rule("booster_lifetime_years").value
    further = {"meter": building.meter, "investment_eur": cost_eur, "lifetime_years": life}
    if parts.electricity_kw.any():
        yield _load(f"{name}.hot_water_booster", parts.electricity_kw, owner=owner, **further)


def _load(name: str, power_kw: FloatArray, **fields: Any) -> PlacedAsset:
    load = Load(power_kw=float(power_kw.max(initial=0.0)), **fields)
    return PlacedAsset(name, load, Profiles({"power_kw": power_kw}))


def flows_of_buildings(
    scenario: Scenario,
    loads: Iterable[PlacedAsset],
    outdoor_c: FloatArray | None,
    grid: TimeGrid,
) -> dict[str, tuple[HeatFlow, ...]]:
    """At which temperatures each building whose radiators are known wants its heat.

    Rooms follow the heating curve of their radiators; without weather, the load itself.

    Parameters
    ----------
    scenario : Scenario
        With the radiators.
    loads : iterable of PlacedAsset
        The demands of the buildings.
    outdoor_c : FloatArray or None
        Outdoor temperature, shape (steps,) [degC].
    grid : TimeGrid
        The steps.
    """
    known = {load.name: load.profiles["power_kw"] for load in loads if "power_kw" in load.profiles.series}
    nothing = np.zeros(grid.steps)
    found: dict[str, tuple[HeatFlow, ...]] = {}
    for name, building in scenario.buildings.items():
        radiators = building.radiators
        if radiators is None:
            continue
        rooms_kw = known.get(f"{name}.space_heat", nothing)
        room_c, design_c = radiators.nominal.room_c, radiators.design_outdoor_c
        design_kw = design_heat_kw(rooms_kw, outdoor_c, grid.step_h, room_c, design_c)
        installed_kw = radiators.installed_kw or design_kw or 1.0
        if outdoor_c is None:
            need = radiators.needed(rooms_kw, installed_kw)
        else:
            need = radiators.weather_compensated(outdoor_c, design_kw / installed_kw)
        water_c = (building.hot_water_supply or HotWaterSupply()).made_c(grid)
        found[name] = heat_flows(rooms_kw, need.flow_c, known.get(f"{name}.hot_water", nothing), water_c)
    return found
