"""A reserve that cannot be had: a spell without a temperature, or a plant that may fail and is the only one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from energycommunity.errors import Fault
from energycommunity.scenario.design_winter import places_that_may_lose_a_plant
from energycommunity.scenario.references import places_heat
from energycommunity.scenario.schema import Scenario
from energycommunity.scenario.schema_tree import nearest

_ASKED = "reserve.loss_of_largest_unit"


def reserve_faults(scenario: Scenario) -> Iterator[Fault]:
    """What is wrong with the reserve that an expanded scenario asks for."""
    reserve = scenario.reserve
    if reserve.design_spell and reserve.outdoor_c is None:
        yield Fault("scenario_reserve_without_temperature", {}, path="reserve")
    yield from _unknown_places(scenario)
    if scenario.mode == "size":
        yield from _single_plants(scenario)


def _unknown_places(scenario: Scenario) -> Iterator[Fault]:
    """Places where a plant may fail that are neither a building nor a network."""
    asked = scenario.reserve.loss_of_largest_unit
    groups = [building.group for building in scenario.buildings.values() if building.group]
    known = list(dict.fromkeys([*scenario.heat_networks, *scenario.buildings, *groups]))
    for position, given in enumerate(() if isinstance(asked, bool) else asked):
        if given not in known:
            near = nearest(given, known)
            key = "scenario_not_one_of_nearest" if near else "scenario_not_one_of"
            values: dict[str, object] = {"given": f"'{given}'", "nearest": near, "allowed": ", ".join(known)}
            yield Fault(key, values, path=f"{_ASKED}.{position}")


def _single_plants(scenario: Scenario) -> Iterator[Fault]:
    """All places whose only plant may fail, in one fault, with those that have more."""
    failing_at = places_that_may_lose_a_plant(scenario)
    heating = [a for a in scenario.assets.values() if places_heat(type(a)) and a.gives_at_place == "heat"]
    plants = Counter(getattr(asset, "at", None) for asset in heating if asset.heats_alone)
    fed_by = {building: name for name, network in scenario.heat_networks.items() for building in network.fed}
    enough: dict[str, bool] = {}
    for name, building in scenario.buildings.items():
        place = fed_by.get(name, name)
        if building.has_heat_demand and failing_at & {name, place}:
            count = plants[name] + (plants[place] if place != name else 0)
            enough[place] = enough.get(place, True) and count > 1
    single, others = ([place for place, found in enough.items() if found is wanted] for wanted in (False, True))
    if single:
        key = "scenario_reserve_single_plant_some" if others else "scenario_reserve_single_plant"
        yield Fault(key, {"places": ", ".join(single), "others": ", ".join(others)}, path=_ASKED)
