"""What a building needs, as loads: electricity at its meters, heat and cold at the building."""

from __future__ import annotations

from collections.abc import Iterator

from energycommunity.optimization.case import PlacedAsset
from energycommunity.profiles import ProfileContext
from energycommunity.quantities import FloatArray
from energycommunity.scenario.members_and_buildings import Building
from energycommunity.technologies.base import Profiles
from energycommunity.technologies.load import Load


def building_loads(name: str, building: Building, owner: str, context: ProfileContext) -> Iterator[PlacedAsset]:
    """The demands of the building `name`, called `<name>.<kind>`; `owner` pays for them."""
    for kind, meter, power in _at_meters(building, context):
        yield _load(f"{name}.{kind}", Load(owner=owner, meter=meter, power_kw=_peak_kw(power)), power)
    for kind, power in _at_building(building, context):
        cooling = kind == "cooling"
        load = Load(owner=owner, at=name, carrier="cooling" if cooling else "heat", power_kw=_peak_kw(power))
        yield _load(f"{name}.{kind}", load, power)


def _load(name: str, load: Load, power: FloatArray) -> PlacedAsset:
    return PlacedAsset(name, load, Profiles({"power_kw": power}))


def _peak_kw(power: FloatArray) -> float:
    return float(power.max(initial=0.0))


def _at_meters(building: Building, context: ProfileContext) -> Iterator[tuple[str, str, FloatArray]]:
    """Kind, meter and power [kW] of each electric demand."""
    if building.electricity is not None:
        yield "electricity", building.flats_meter or building.meter, building.electricity.series_kw(context)
    if building.common_electricity is not None:
        yield "common_electricity", building.meter, building.common_electricity.series_kw(context)


def _at_building(building: Building, context: ProfileContext) -> Iterator[tuple[str, FloatArray]]:
    """Kind and power [kW] of each demand for heat or cold."""
    rooms, water = building.room_heat, building.water_heat
    if rooms is not None:
        yield "space_heat", rooms.series_kw(context, building.heated_area_m2, building.renovation)
    if water is not None:
        yield "hot_water", water.series_kw(context, building.dwellings)
    if building.cooling is not None:
        yield "cooling", building.cooling.series_kw(context)
