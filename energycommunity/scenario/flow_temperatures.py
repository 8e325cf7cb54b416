"""Radiators and hot water in the whole: design temperature of the site, figures of the catalogue, networks too cool."""

from __future__ import annotations

from collections.abc import Iterator

from energycommunity.demand.heat_emission import Radiators
from energycommunity.demand.hot_water_supply import HotWaterSupply
from energycommunity.errors import Fault
from energycommunity.parameters import Parameter
from energycommunity.parameters.design_temperature import design_temperature
from energycommunity.scenario.members_and_buildings import Building
from energycommunity.scenario.schema import Scenario
from energycommunity.technologies.heat_pump import HeatPump
from energycommunity.technologies.heating_choice import HeatingChoice


def with_design_outdoor(scenario: Scenario) -> tuple[dict[str, Building], dict[str, Parameter]]:
    """The buildings, radiators without a design outdoor temperature with that of the site; and those figures by path.

    A site far from every place of the climate table leaves them without; `radiator_faults` tells where that matters.
    """
    site = design_temperature(scenario.site.latitude_deg, scenario.site.longitude_deg)
    buildings, found = dict(scenario.buildings), dict[str, Parameter]()
    for name, building in scenario.buildings.items():
        radiators = building.radiators
        if site is not None and radiators is not None and radiators.design_outdoor_c is None:
            filled = radiators.model_copy(update={"design_outdoor_c": site.outdoor.value})
            buildings[name] = building.model_copy(update={"radiators": filled})
            found[f"buildings.{name}.radiators.design_outdoor_c"] = site.outdoor
    return buildings, found


def radiators_of(scenario: Scenario, name: str) -> Radiators:
    """The radiators of a building; where none are stated those of the catalogue (unverified), at the site's cold."""
    stated = scenario.buildings[name].radiators
    if stated is not None:
        return stated
    site = design_temperature(scenario.site.latitude_deg, scenario.site.longitude_deg)
    return Radiators(design_outdoor_c=None if site is None else site.outdoor.value)


def supply_figures(scenario: Scenario) -> Iterator[tuple[str, Parameter]]:
    """Figures of the catalogue for radiators and the making of hot water, by path."""
    networks = scenario.heat_networks.values()
    returning = {name for network in networks if network.return_by_radiators for name in network.fed}
    for name, building in scenario.buildings.items():
        radiators = building.radiators or (Radiators() if name in returning and building.heats_rooms else None)
        for section, used in (("radiators", radiators), ("hot_water_supply", building.hot_water_supply)):
            if used is not None:
                yield from ((f"buildings.{name}.{section}.{key}", figure) for key, figure in used.figures().items())


def radiator_faults(scenario: Scenario) -> Iterator[Fault]:
    """Heat pumps that follow the heating curve of radiators whose design outdoor temperature nobody knows."""
    if scenario.weather is None:
        return  # then the load itself gives the flow
    buildings, _ = with_design_outdoor(scenario)
    pumps = (asset for asset in scenario.assets.values() if isinstance(asset, HeatPump))
    for name in dict.fromkeys(pump.at for pump in pumps if pump.flow_c is None and pump.at in buildings):
        radiators = buildings[name].radiators
        if radiators is not None and radiators.design_outdoor_c is None:
            yield Fault("radiators_without_outdoor", path=f"buildings.{name}.radiators")


def cool_network_notices(scenario: Scenario) -> Iterator[Fault]:
    """Networks too cool for the hot water of buildings that have no booster; a choice of heating builds its own."""
    choosing = {asset.at for asset in scenario.assets.values() if isinstance(asset, HeatingChoice)}
    for network, described in scenario.heat_networks.items():
        supply_c = min(level.minimum_supply_c or level.supply_c for level in described.levels or (described.level,))
        fed = [
            name for name in described.fed if name not in choosing and scenario.buildings[name].water_heat is not None
        ]
        needed = {name: _needed_supply_c(scenario.buildings[name]) for name in fed}
        listed = ", ".join(f"{name} ({least_c:g} °C)" for name, least_c in needed.items() if supply_c < least_c)
        if listed:
            values: dict[str, object] = {"network": network, "supply": f"{supply_c:g}", "buildings": listed}
            yield Fault("hot_water_network_too_cool", values, path=f"heat_networks.{network}.level")


def _needed_supply_c(building: Building) -> float:
    """Supply of a network that the hot water of a building needs; none where a booster heats it further [degC]."""
    supply = building.hot_water_supply or HotWaterSupply()
    return supply.network_supply_c if supply.booster == "none" else 0.0
