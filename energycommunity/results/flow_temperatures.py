"""How warm the water of each building has to be, what its network or heat pump offers, and what is short by that."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from energycommunity.demand.heat_emission import Radiators, shortfall
from energycommunity.demand.heated_building import HeatedBuilding
from energycommunity.demand.renovation import NONE
from energycommunity.errors import Fault
from energycommunity.optimization.radiators_on_network import (
    NetworkWater,
    RoomsWithRadiators,
    SuppliedWater,
    choice_of_heating,
)
from energycommunity.quantities import FloatArray
from energycommunity.results.renovations import RenovatedBuilding
from energycommunity.scenario.flow_temperatures import radiators_of
from energycommunity.scenario.references import places_heat
from energycommunity.scenario.schema import Scenario
from energycommunity.technologies.heat_pump import HeatPump
from energycommunity.technologies.heating_choice import HeatingChoice

if TYPE_CHECKING:
    import xarray as xr

    from energycommunity.optimization.case import Reserve

#: Rooms that lack a larger part of the year's heat are warned of: they stay cold.
MOST_SHORT_FRACTION = 0.05
#: Radiators that return water so much warmer than the level states are warned of: pipes lose more than is reckoned [K].
MOST_WARMER_K = 2.0
#: A network feeds a building that takes more than this [kW].
NOTHING_KW = 1e-6


@dataclass(frozen=True)
class FlowTemperature:
    """A building, its radiators, and the network or heat pump that heats it.

    Parameters
    ----------
    building : str
        Its name.
    package : str
        The renovation package, `none` for the building as it stands.
    design_flow_c, design_return_c : float
        For which its radiators were designed [degC].
    stated : bool
        Whether these stand in the file; else they are the catalogue's, unverified.
    design_heat_kw : float
        Heat of the rooms at the design outdoor temperature [kW].
    needed_flow_c, needed_return_c : float
        Water that this heat needs [degC].
    supply_c : float or None
        Of the network in the design cold, or of a heat pump whose flow is stated; None where neither is known, and
        nothing is taken to be short [degC].
    short_kwh, short_h : float or None
        Heat that the rooms lack in a year, and in how many hours.
    extra_radiators_kw : float or None
        Radiators at 75/65/20 degC to add so that the design heat is met; None where no size suffices [kW].
    extra_radiators_eur : float or None
        Their cost by the catalogue, without VAT.
    enlarged : bool
        Whether a choice of heating has paid for these radiators; what is short is then what is so with them.
    network : str or None
        That feeds it, if one does.
    heat_pump : str or None
        Its own, if the flow of that is stated and nothing else keeps the building warm.
    rooms_kwh : float
        Heat that the rooms want in a year.
    returned_c : float or None
        Water that goes back to the network, in the mean of the heat that the rooms get; None without any [degC].
    reckoned_return_c : float or None
        Return by which the network was reckoned [degC].
    """

    building: str
    package: str
    design_flow_c: float
    design_return_c: float
    stated: bool
    design_heat_kw: float
    needed_flow_c: float
    needed_return_c: float
    supply_c: float | None = None
    short_kwh: float | None = None
    short_h: float | None = None
    extra_radiators_kw: float | None = None
    extra_radiators_eur: float | None = None
    enlarged: bool = False
    network: str | None = None
    heat_pump: str | None = None
    rooms_kwh: float = 0.0
    returned_c: float | None = None
    reckoned_return_c: float | None = None

    @property
    def short_fraction(self) -> float:
        """Part of the heat of the rooms that is short."""
        return (self.short_kwh or 0.0) / self.rooms_kwh if self.rooms_kwh else 0.0

    @property
    def warmer_k(self) -> float | None:
        """How much warmer the water goes back than the network was reckoned; below zero where it is cooler [K]."""
        if self.returned_c is None or self.reckoned_return_c is None:
            return None
        return self.returned_c - self.reckoned_return_c


def flow_temperatures(
    scenario: Scenario,
    series: tuple[xr.Dataset, xr.Dataset],
    weather: xr.Dataset | None,
    heated: Mapping[str, HeatedBuilding],
    renovated: tuple[RenovatedBuilding, ...],
    reserve: Reserve | None = None,
) -> tuple[FlowTemperature, ...]:
    """Those of every building with heat for its rooms that is on a network, states its radiators or a heat pump's flow.

    A building that is renovated has a row as it stands and one with its package.

    Parameters
    ----------
    scenario : Scenario
        As it was computed.
    series : tuple of two xarray.Dataset
        Profiles and dispatch of the run.
    weather : xarray.Dataset or None
        On the steps of the run.
    heated : mapping of str to HeatedBuilding
        What packages make of buildings.
    renovated : tuple of RenovatedBuilding
        The packages that were chosen.
    reserve : Reserve or None
        The design spell, if there is one: its heat counts for the design heat of every building.
    """
    profiles, dispatch = series
    outdoor_c = None if weather is None else np.asarray(weather["temp_air"].to_numpy(), dtype=np.float64)
    chosen = {building.building: building.package for building in renovated}
    step_h = scenario.grid().step_h * scenario.grid().weight
    found: list[FlowTemperature] = []
    for name, building in scenario.buildings.items():
        network = _network(scenario, name, dispatch)
        pump = _heat_pump(scenario, name, dispatch) if network is None else None
        if network is None and pump is None and building.radiators is None:
            continue
        radiators = radiators_of(scenario, name)
        if name in heated:
            kinds = _of_packages(heated[name], chosen.get(name, NONE))
        else:
            known = tuple(_known(f"{name}.space_heat", profiles, outdoor_c, reserve))
            kinds = _as_they_stand(known, radiators, scenario.grid().step_h)
        for rooms in kinds:
            own = _needed(scenario, name, radiators, rooms)
            own = replace(own, network=network, rooms_kwh=float(rooms.rooms_kw.sum()) * step_h)
            if network is not None:
                level = scenario.heat_networks[network].level
                choice = choice_of_heating(scenario, name)
                water = NetworkWater.of(level, outdoor_c, 0.0 if choice is None else choice.approach_k)
                paid = choice is not None and rooms.package == chosen.get(name, NONE)
                own = _beside(replace(own, reckoned_return_c=level.return_c), radiators, rooms, water, step_h, paid)
            elif pump is not None:
                own = _beside(replace(own, heat_pump=pump[0]), radiators, rooms, SuppliedWater(pump[1]), step_h, False)
            found.append(own)
    return tuple(found)


def cold_room_warnings(found: tuple[FlowTemperature, ...]) -> Iterator[Fault]:
    """One for each network, and one for all heat pumps, that leave rooms far too cold, with the worst building."""
    as_built = {each.building: each for each in found if each.supply_c is not None}  # the package follows as it stands
    for network in dict.fromkeys(each.network for each in as_built.values()):
        cold = [each for each in as_built.values() if each.network == network]
        cold = [each for each in cold if each.short_fraction > MOST_SHORT_FRACTION]
        if cold:
            worst = max(cold, key=lambda each: each.short_fraction)
            values: dict[str, object] = {
                "network": network,
                "building": worst.building,
                "percent": 100.0 * worst.short_fraction,
                "supply_c": worst.supply_c,
                "needed_c": worst.needed_flow_c,
                "count": len(cold),
            }
            if network is not None:
                yield Fault("network_leaves_rooms_cold", values, path=f"heat_networks.{network}")
            else:
                yield Fault("heat_pump_leaves_rooms_cold", values, path=f"assets.{worst.heat_pump}.flow_c")


def warm_return_warnings(found: tuple[FlowTemperature, ...]) -> Iterator[Fault]:
    """One for each network whose radiators return warmer water than it was reckoned with, with the worst building."""
    as_built = {each.building: each for each in found if each.warmer_k is not None}
    for network in dict.fromkeys(each.network for each in as_built.values()):
        fed = [each for each in as_built.values() if each.network == network]
        given_kwh = [each.rooms_kwh - (each.short_kwh or 0.0) for each in fed]
        warmer_k = float(np.average([each.warmer_k or 0.0 for each in fed], weights=given_kwh))
        if warmer_k > MOST_WARMER_K:
            worst = max(fed, key=lambda each: each.warmer_k or 0.0)
            reckoned_c = worst.reckoned_return_c or 0.0
            values: dict[str, object] = {
                "network": network,
                "returned_c": reckoned_c + warmer_k,
                "reckoned_c": reckoned_c,
                "building": worst.building,
                "worst_c": worst.returned_c,
            }
            yield Fault("network_returns_warmer", values, path=f"heat_networks.{network}")


def _network(scenario: Scenario, name: str, dispatch: xr.Dataset) -> str | None:
    """The network that feeds a building; None where none does."""
    for network, described in scenario.heat_networks.items():
        if name in described.fed and _takes(scenario, network, name, dispatch):
            return network
    return None


def _heat_pump(scenario: Scenario, name: str, dispatch: xr.Dataset) -> tuple[str, float] | None:
    """The heat pump of a building and its flow [degC], if that is one number and nothing of unknown flow is beside it.

    Of several the hottest counts. A boiler beside it may make hotter water, collectors and tanks do not.
    """
    heaters = {
        key: asset
        for key, asset in scenario.assets.items()
        if places_heat(type(asset)) and getattr(asset, "at", None) == name and asset.gives_at_place == "heat"
    }
    alone = {key: asset for key, asset in heaters.items() if asset.heats_alone and _runs(f"{key}.heat_kw", dispatch)}
    flows = {key: pump.flow_c for key, pump in alone.items() if isinstance(pump, HeatPump)}
    known = [(flow_c, key) for key, flow_c in flows.items() if isinstance(flow_c, float)]
    if not known or len(known) < len(alone):
        return None
    flow_c, key = max(known)
    return key, flow_c


def _takes(scenario: Scenario, network: str, name: str, dispatch: xr.Dataset) -> bool:
    """Whether a building takes heat from a network."""
    choices = [key for key, asset in scenario.assets.items() if isinstance(asset, HeatingChoice) and asset.at == name]
    if choices:
        own = f"{choices[0]}.heat_kw"
        return own not in dispatch or float(dispatch[own].max()) <= NOTHING_KW
    if name in scenario.heat_networks[network].surely_fed:
        return True
    delivered = f"{network}.to_{name}_kw"
    return delivered in dispatch and _runs(delivered, dispatch)


def _runs(power: str, dispatch: xr.Dataset) -> bool:
    """Whether a power is ever above nothing; one that is not known is taken to be."""
    return power not in dispatch or float(dispatch[power].max()) > NOTHING_KW


def _of_packages(building: HeatedBuilding, package: str) -> Iterator[RoomsWithRadiators]:
    """The building as it stands, and with the package that was chosen."""
    for name in dict.fromkeys((NONE, package)):
        yield RoomsWithRadiators.of_package(building.packages[name])


def _known(
    load: str, profiles: xr.Dataset, outdoor_c: FloatArray | None, reserve: Reserve | None
) -> Iterator[tuple[FloatArray, FloatArray | None]]:
    """Heat of a demand [kW] and outdoor temperature [degC] in the steps of the run and in those of its design spell."""
    if f"{load}.power_kw" not in profiles:
        return
    yield np.asarray(profiles[f"{load}.power_kw"].to_numpy(), dtype=np.float64), outdoor_c
    for asset in () if reserve is None else reserve.spell.assets:
        if reserve is not None and asset.name == load:
            heat_kw = np.asarray(asset.profiles.series["power_kw"], dtype=np.float64)
            yield heat_kw, None if outdoor_c is None else np.full(len(heat_kw), reserve.outdoor_c)


def _as_they_stand(
    known: tuple[tuple[FloatArray, FloatArray | None], ...], radiators: Radiators, step_h: float
) -> Iterator[RoomsWithRadiators]:
    """A building that nobody renovates, if its rooms want heat."""
    if known:
        yield RoomsWithRadiators.as_they_stand(known, radiators, step_h)


def _needed(scenario: Scenario, name: str, radiators: Radiators, rooms: RoomsWithRadiators) -> FlowTemperature:
    """What the rooms need in the design cold."""
    nominal, need = radiators.nominal, radiators.needed([rooms.design_kw], rooms.installed_kw)
    return FlowTemperature(
        name,
        rooms.package,
        nominal.flow_c,
        nominal.return_c,
        scenario.buildings[name].radiators is not None,
        rooms.design_kw,
        float(need.flow_c[0]),
        float(need.return_c[0]),
    )


def _beside(
    own: FlowTemperature,
    radiators: Radiators,
    rooms: RoomsWithRadiators,
    water: SuppliedWater,
    step_h: float,
    paid: bool,
) -> FlowTemperature:
    """The same beside what network or heat pump offers, with the radiators that were added if they are paid for."""
    own = replace(own, supply_c=water.supply_c)
    if rooms.installed_kw == 0.0:
        return own
    more = water.enlargement(radiators, rooms)
    known = math.isfinite(more.nominal_kw)
    enlarged = paid and known and more.nominal_kw > 0.0
    there = radiators.enlarged(rooms.installed_kw, more) if enlarged else radiators
    short = shortfall(there.short_kw(rooms.rooms_kw, rooms.installed_kw, None, water.series_c), step_h)
    return replace(
        own,
        short_kwh=short.kwh,
        short_h=short.duration_h,
        extra_radiators_kw=more.nominal_kw if known else None,
        extra_radiators_eur=more.investment_eur if known else None,
        enlarged=enlarged,
        returned_c=None if own.network is None else water.mean_return_c(there, rooms),
    )
