"""One asset for each building: `at: each_building`, `owner: building_member`, `meter: building_meter` filled in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from energycommunity.errors import Fault
from energycommunity.scenario.cooling_checks import needs
from energycommunity.scenario.present_source import with_present
from energycommunity.scenario.references import BUILDING_MEMBER, BUILDING_METER, EACH_BUILDING, places_heat
from energycommunity.scenario.schema import Scenario
from energycommunity.technologies.base import Technology
from energycommunity.technologies.heating_choice import HeatingChoice

_FIELDS = ("at", "roof", "meter", "owner")
_PLACEHOLDERS = (EACH_BUILDING, BUILDING_METER, BUILDING_MEMBER)


def expand(scenario: Scenario) -> tuple[Scenario, dict[str, str], list[Fault]]:
    """The scenario with an asset `<asset>.<building>` for each building that fits, and the origin of each by name.

    An asset that gives heat or cold goes to the buildings that need some, one on a roof to those that have one, and one
    with a `building_type` to those of that type. An asset at one building may use `building_member` and
    `building_meter` too; its name stays. An asset at the boiler house of a network stands at the network.
    """
    scenario = _at_networks(scenario)
    assets: dict[str, Technology] = {}
    origins: dict[str, str] = {}
    faults: list[Fault] = []
    for name, asset in scenario.assets.items():
        buildings = _buildings_of(asset, scenario)
        if buildings is None:
            assets[name] = asset
        elif not buildings:
            faults.append(Fault("scenario_no_building_fits", path=f"assets.{name}"))
        for building in buildings or ():
            single = EACH_BUILDING not in _values(asset) and building in _values(asset)
            new = name if single else f"{name}.{building}"
            assets[new] = _placed(asset, building, scenario)
            origins[new] = name
    kept = {n: with_present(a, scenario) if isinstance(a, HeatingChoice) else a for n, a in assets.items()}
    return scenario.model_copy(update={"assets": kept}), origins, faults


def heated_twice(scenario: Scenario) -> Iterator[Fault]:
    """Plants at `each_building` in buildings which a heat network feeds as well: that may be an oversight."""
    fed_by = {building: name for name, network in scenario.heat_networks.items() for building in network.surely_fed}
    for name, asset in scenario.assets.items():
        heats = places_heat(type(asset)) and asset.heats_alone and asset.gives_at_place == "heat"
        if getattr(asset, "at", None) != EACH_BUILDING or not heats:
            continue
        if isinstance(asset, HeatingChoice):  # the network is one of its ways
            continue
        both = [building for building in _buildings_of(asset, scenario) or () if building in fed_by]
        if both:
            networks = dict.fromkeys(fed_by[building] for building in both)
            values: dict[str, object] = {"buildings": ", ".join(both), "networks": ", ".join(networks)}
            yield Fault("scenario_notice_heated_twice", values, path=f"assets.{name}.at")


def _at_networks(scenario: Scenario) -> Scenario:
    nodes = {network.plant_node: name for name, network in scenario.heat_networks.items() if network.plant_node}
    moved: dict[str, Technology] = {}
    for name, asset in scenario.assets.items():
        at = getattr(asset, "at", None)
        if at in nodes and at not in scenario.buildings and at not in scenario.heat_networks:
            moved[name] = asset.model_copy(update={"at": nodes[str(at)]})
        else:
            moved[name] = asset
    return scenario.model_copy(update={"assets": moved})


def _values(asset: Technology) -> list[Any]:
    return [getattr(asset, field, None) for field in _FIELDS]


def _buildings_of(asset: Technology, scenario: Scenario) -> list[str] | None:
    """The buildings an asset is meant for, or None if it names no placeholder."""
    values = _values(asset)
    if not set(_PLACEHOLDERS) & set(values):
        return None
    named = [getattr(asset, field, None) for field in ("at", "roof")]
    if EACH_BUILDING not in values:
        single = [name for name in named if name in scenario.buildings]
        if single:
            return single[:1]
    gives = places_heat(type(asset))
    on_roof = getattr(asset, "roof", None) == EACH_BUILDING
    return [
        name
        for name, building in scenario.buildings.items()
        if (not gives or needs(building, asset.gives_at_place))
        and (building.roof is not None or not on_roof)
        and asset.building_type in (None, building.type)
    ]


def _placed(asset: Technology, building: str, scenario: Scenario) -> Technology:
    meter = scenario.buildings[building].meter
    values = {EACH_BUILDING: building, BUILDING_METER: meter, BUILDING_MEMBER: scenario.meters[meter].owner}
    update = {
        field: values[given]
        for field in _FIELDS
        if (given := getattr(asset, field, None)) in values and field in type(asset).model_fields
    }
    if update.get("meter") == building and building not in scenario.meters:
        update["meter"] = meter
    return asset.model_copy(update=update)
