"""Cold that nothing gives, and machines and loads that cool where no cold is balanced."""

from __future__ import annotations

from collections.abc import Iterator

from energycommunity.errors import Fault
from energycommunity.scenario.members_and_buildings import Building
from energycommunity.scenario.schema import Scenario
from energycommunity.technologies.base import PlaceCarrier, Technology
from energycommunity.technologies.heat_pump import HeatPump
from energycommunity.technologies.load import Load


def cooling_faults(scenario: Scenario) -> Iterator[Fault]:
    """Buildings that must be cooled and have no machine for it, and cooling at heat networks."""
    cooled = {getattr(asset, "at", None) for asset in scenario.assets.values() if _cools(asset)}
    for name, building in scenario.buildings.items():
        if building.cooling is not None and name not in cooled:
            yield Fault("scenario_no_cooling", {"building": name}, path=f"buildings.{name}.cooling")
    for name, asset in scenario.assets.items():
        of_cold = _cools(asset) or (isinstance(asset, Load) and asset.carrier == "cooling")
        at = getattr(asset, "at", None)
        if of_cold and at in scenario.heat_networks:
            yield Fault("scenario_cooling_at_network", {"network": at}, path=f"assets.{name}.at")
        elif isinstance(asset, Load) and asset.carrier == "cooling" and at not in cooled:
            yield Fault("scenario_no_cooling", {"building": at}, path=f"assets.{name}")


def needs(building: Building, carrier: PlaceCarrier) -> bool:
    """Whether a building needs heat, or cold."""
    return building.cooling is not None if carrier == "cooling" else building.has_heat_demand


def _cools(asset: Technology) -> bool:
    if isinstance(asset, HeatPump):
        return asset.cooling is not None
    return asset.gives_at_place == "cooling" and not asset.is_demand
