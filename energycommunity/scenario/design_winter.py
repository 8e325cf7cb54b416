"""Whether a scenario has a design spell, and how cold it is, where the file leaves that open."""

from __future__ import annotations

from energycommunity.parameters.design_temperature import DesignTemperature, design_temperature
from energycommunity.scenario.reserve import Reserve
from energycommunity.scenario.schema import Scenario
from energycommunity.technologies.load import Load


def decided_reserve(scenario: Scenario) -> tuple[Reserve, DesignTemperature | None]:
    """The reserve with every choice made, and the row of the climate table that gave its temperature, if one did.

    By default there is a design spell where heat is needed, weather is given and the temperature of the site is known.
    """
    reserve = scenario.reserve
    asked = reserve.design_spell or reserve.loss_of_largest_unit or reserve.outdoor_c is not None
    by_default = reserve.design_spell is None and scenario.weather is not None and needs_heat(scenario)
    if reserve.design_spell is False or not (asked or by_default):
        return reserve.model_copy(update={"design_spell": False}), None
    if reserve.outdoor_c is not None:
        return reserve.model_copy(update={"design_spell": True}), None
    found = design_temperature(scenario.site.latitude_deg, scenario.site.longitude_deg)
    if found is None:
        return reserve.model_copy(update={"design_spell": True}) if asked else reserve, None  # refused, or noticed
    return reserve.model_copy(update={"design_spell": True, "outdoor_c": found.outdoor.value}), found


def needs_heat(scenario: Scenario) -> bool:
    """Whether any building or load needs heat."""
    loads = (asset for asset in scenario.assets.values() if isinstance(asset, Load) and asset.carrier == "heat")
    return any(b.has_heat_demand for b in scenario.buildings.values()) or any(load.at is not None for load in loads)


def places_that_may_lose_a_plant(scenario: Scenario) -> frozenset[str]:
    """The buildings and networks whose plants may fail in the design spell.

    A network stands for the buildings that it feeds too, a building on a network for the plants of the network, and
    the name of several equal buildings for each of them.
    """
    asked, networks = scenario.reserve.loss_of_largest_unit, scenario.heat_networks
    if isinstance(asked, bool):
        return frozenset([*scenario.buildings, *networks] if asked else ())
    found = set(asked) | {name for name, building in scenario.buildings.items() if building.group in asked}
    for name, network in networks.items():
        if name in asked:
            found |= set(network.fed)
        elif found & set(network.fed):
            found.add(name)
    return frozenset(found)
