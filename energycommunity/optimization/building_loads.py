"""The known demands of buildings: electricity at their meters, heat and cold at the buildings."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from energycommunity.demand.calibrated_heat import CalibratedHeat
from energycommunity.optimization.building_heat import hot_water_loads
from energycommunity.optimization.case import PlacedAsset, placed_load
from energycommunity.optimization.cooling_loads import cooling_loads
from energycommunity.profiles import ProfileContext
from energycommunity.quantities import FloatArray
from energycommunity.scenario.members_and_buildings import Building
from energycommunity.scenario.schema import Scenario
from energycommunity.technologies.heating_choice import HeatingChoice


def building_loads(
    scenario: Scenario, context: ProfileContext, modelled: Callable[[], CalibratedHeat]
) -> Iterator[PlacedAsset]:
    """The demands of all buildings as loads; a building whose heating is chosen has none for heat beside that choice.

    Parameters
    ----------
    scenario : Scenario
        One variant, complete.
    context : ProfileContext
        Steps and weather of the run or of its design spell.
    modelled : callable
        Gives heat and cold of the buildings with an envelope on the same steps; called if there are any.
    """
    choosing = {asset.at for asset in scenario.assets.values() if isinstance(asset, HeatingChoice)}
    for name, building in scenario.buildings.items():
        owner, own = scenario.meters[building.meter].owner, replace(context, seed=building.seed or 0)
        for what, meter, power_kw in _electricity(building, own):
            yield placed_load(f"{name}.{what}", power_kw, owner=owner, meter=meter)
        if name not in choosing:
            rooms_kw = _rooms_kw(name, building, own, modelled)
            if rooms_kw is not None:
                yield placed_load(f"{name}.space_heat", rooms_kw, owner=owner, at=name)
            yield from hot_water_loads(scenario, name, context)
    yield from cooling_loads(scenario, context, lambda name: modelled().cooling_kw(name))


def _electricity(building: Building, context: ProfileContext) -> Iterator[tuple[str, str, FloatArray]]:
    """Kind, meter and power [kW] of each electric demand."""
    if building.electricity is not None:
        yield "electricity", building.flats_meter or building.meter, building.electricity.series_kw(context)
    if building.common_electricity is not None:
        yield "common_electricity", building.meter, building.common_electricity.series_kw(context)


def _rooms_kw(
    name: str, building: Building, context: ProfileContext, modelled: Callable[[], CalibratedHeat]
) -> FloatArray | None:
    """Heat for the rooms [kW]: by the room model where there is an envelope."""
    if building.envelope is not None:
        return modelled().heating_kw(name)
    rooms = building.room_heat
    return None if rooms is None else rooms.series_kw(context, building.heated_area_m2, building.renovation)
