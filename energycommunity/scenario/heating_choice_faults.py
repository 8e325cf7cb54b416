"""What cannot be where a building's heating is chosen: nothing to choose from, other plants beside it, wrong grants."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from energycommunity.demand.grants import programme_of
from energycommunity.errors import EnergyCommunityError, Fault
from energycommunity.parameters import Parameter
from energycommunity.parameters.grants import grant_figures
from energycommunity.scenario.references import places_heat
from energycommunity.scenario.schema import Scenario
from energycommunity.technologies.base import Technology
from energycommunity.technologies.heating_choice import HeatingChoice
from energycommunity.technologies.own_heat_source import HeatingEquipment

#: So many buildings are named; the rest are counted.
NAMES_TOLD = 5


def heating_choice_faults(scenario: Scenario) -> Iterator[Fault]:
    """Choices at what is no building or has no way of being heated, and plants at a building that chooses."""
    fed = {building for network in scenario.heat_networks.values() for building in network.fed}
    choices = {name: asset for name, asset in scenario.assets.items() if isinstance(asset, HeatingChoice)}
    for name, choice in choices.items():
        if choice.at not in scenario.buildings:
            yield Fault("scenario_choice_at_no_building", {"given": choice.at}, path=f"assets.{name}.at")
            continue
        if not choice.sources and choice.at not in fed:
            yield Fault("technologies_no_way_of_heating", {"building": choice.at}, path=f"assets.{name}")
        yield from _beside(scenario, name, choice)
        yield from _grants(name, choice)


def optional_without_own_source(scenario: Scenario) -> Iterator[Fault]:
    """Buildings with an optional connection and nothing else that could heat them: they are connected in any case."""
    fed_by = Counter(building for network in scenario.heat_networks.values() for building in network.fed)
    heated = {getattr(asset, "at", None) for asset in scenario.assets.values() if _heats_without_network(asset)}
    for name, network in scenario.heat_networks.items():
        optional = [building for building in network.fed if building not in network.surely_fed]
        bound = [each for each in optional if each not in heated and fed_by[each] == 1 and _needs_heat(scenario, each)]
        if bound:
            names = ", ".join(bound[:NAMES_TOLD]) + (" …" if len(bound) > NAMES_TOLD else "")
            values: dict[str, object] = {"network": name, "count": len(bound), "names": names}
            yield Fault("scenario_notice_optional_without_source", values, path=f"heat_networks.{name}.connections")


def _needs_heat(scenario: Scenario, building: str) -> bool:
    return building in scenario.buildings and scenario.buildings[building].has_heat_demand


def _heats_without_network(asset: Technology) -> bool:
    if isinstance(asset, HeatingChoice):
        return bool(asset.sources)
    return places_heat(type(asset)) and asset.heats_alone and asset.gives_at_place == "heat"


def _beside(scenario: Scenario, name: str, choice: HeatingChoice) -> Iterator[Fault]:
    """What else gives or saves heat at the building: the choice knows nothing of it."""
    for other, asset in scenario.assets.items():
        saves = str(getattr(asset, "reduces", "")) in (f"{choice.at}.space_heat", f"{choice.at}.hot_water")
        stands = places_heat(type(asset)) and getattr(asset, "at", None) == choice.at
        if (saves or stands) and "packages" not in type(asset).model_fields:  # two choices are told by renovations.py
            values: dict[str, object] = {"building": choice.at, "choice": name, "other": other}
            yield Fault("scenario_plant_beside_choice", values, path=f"assets.{other}")


def _grants(name: str, choice: HeatingChoice) -> Iterator[Fault]:
    """Programmes that the catalogue does not have, and conditions that only a renovation can keep."""
    for path, equipment in _granted(name, choice):
        try:
            if equipment.grant is not None and programme_of(equipment.grant).asks_for_savings:
                yield Fault("financing_grant_of_renovation", {}, path=path)
        except EnergyCommunityError as error:
            for fault in error.faults:
                yield Fault(fault.key, fault.values, path=path)


def _granted(name: str, choice: HeatingChoice) -> Iterator[tuple[str, HeatingEquipment]]:
    """Equipment of a choice that asks for a grant, by the place where it stands."""
    for source, equipment in choice.sources.items():
        if equipment.grant is not None:
            yield f"assets.{name}.sources.{source}.grant", equipment
    if choice.station is not None and choice.station.grant is not None:
        yield f"assets.{name}.station.grant", choice.station


def figures_of_source_grants(scenario: Scenario) -> Iterator[tuple[str, Parameter]]:
    """Figures of the catalogue in use with their paths: of grants for heating equipment.

    Raises
    ------
    ParameterError
        What `heating_choice_faults` tells.
    """
    for name, asset in scenario.assets.items():
        for path, equipment in _granted(name, asset) if isinstance(asset, HeatingChoice) else ():
            if isinstance(equipment.grant, str):
                for field, figure in grant_figures(equipment.grant).items():
                    yield f"{path}.{field}", figure
