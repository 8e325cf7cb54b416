"""What cannot be where a building's heating is chosen: nothing to choose from, other plants beside it, no building."""

from __future__ import annotations

from collections.abc import Iterator

from energycommunity.errors import Fault
from energycommunity.scenario.references import places_heat
from energycommunity.scenario.schema import Scenario
from energycommunity.technologies.heating_choice import HeatingChoice


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


def _beside(scenario: Scenario, name: str, choice: HeatingChoice) -> Iterator[Fault]:
    """What else gives or saves heat at the building: the choice knows nothing of it."""
    for other, asset in scenario.assets.items():
        saves = str(getattr(asset, "reduces", "")) in (f"{choice.at}.space_heat", f"{choice.at}.hot_water")
        stands = places_heat(type(asset)) and getattr(asset, "at", None) == choice.at
        if (saves or stands) and "packages" not in type(asset).model_fields:  # two choices are told by renovations.py
            values: dict[str, object] = {"building": choice.at, "choice": name, "other": other}
            yield Fault("scenario_plant_beside_choice", values, path=f"assets.{other}")
