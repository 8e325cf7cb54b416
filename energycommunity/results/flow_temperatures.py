"""How warm the water of each building has to be, what its network offers, and what is short by that."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from energycommunity.demand.design_heat import design_heat_kw
from energycommunity.demand.heat_emission import Radiators, shortfall
from energycommunity.quantities import FloatArray
from energycommunity.results.run_results import VariantResult
from energycommunity.scenario.flow_temperatures import radiators_of
from energycommunity.scenario.heat_levels import network_levels


@dataclass(frozen=True)
class FlowTemperature:
    """A building, its radiators, and the network it is on.

    Parameters
    ----------
    building : str
        Its name.
    design_flow_c, design_return_c : float
        For which its radiators were designed [degC].
    stated : bool
        Whether these stand in the file; else they are the catalogue's, unverified.
    design_heat_kw : float
        Heat of the rooms at the design outdoor temperature, as the building is in this variant [kW].
    needed_flow_c, needed_return_c : float
        Water that this heat needs [degC].
    supply_c : float or None
        Of the network; None of a building on no network, where nothing is short [degC].
    short_kwh, short_h : float or None
        Heat that the rooms lack in a year, and in how many hours.
    extra_radiators_kw : float or None
        Radiators at 75/65/20 degC to add so that the design heat is met; None where no size suffices [kW].
    extra_radiators_eur : float or None
        Their cost by the catalogue, without VAT.
    """

    building: str
    design_flow_c: float
    design_return_c: float
    stated: bool
    design_heat_kw: float
    needed_flow_c: float
    needed_return_c: float
    supply_c: float | None
    short_kwh: float | None = None
    short_h: float | None = None
    extra_radiators_kw: float | None = None
    extra_radiators_eur: float | None = None


def flow_temperatures(result: VariantResult) -> tuple[FlowTemperature, ...]:
    """Those of every building with heat for its rooms that is on a network or states its radiators."""
    levels, scenario = network_levels(result.scenario), result.scenario
    found = []
    for name, building in scenario.buildings.items():
        series = f"{name}.space_heat.power_kw"
        if series in result.profiles and (name in levels or building.radiators is not None):
            rooms_kw = np.asarray(result.profiles[series].to_numpy(), dtype=np.float64)
            supply_c = levels[name].supply_c if name in levels else None
            found.append(_of_building(name, result, rooms_kw, supply_c))
    return tuple(found)


def _of_building(name: str, result: VariantResult, rooms_kw: FloatArray, supply_c: float | None) -> FlowTemperature:
    scenario = result.scenario
    radiators, grid = radiators_of(scenario, name), scenario.grid()
    outdoor_c = None if result.weather is None else np.asarray(result.weather["temp_air"].to_numpy(), dtype=np.float64)
    nominal = radiators.nominal
    design_kw = design_heat_kw(rooms_kw, outdoor_c, grid.step_h, nominal.room_c, radiators.design_outdoor_c)
    installed_kw = radiators.installed_kw or design_kw
    need = radiators.needed([design_kw], installed_kw)
    own = FlowTemperature(
        name,
        nominal.flow_c,
        nominal.return_c,
        scenario.buildings[name].radiators is not None,
        design_kw,
        float(need.flow_c[0]),
        float(need.return_c[0]),
        supply_c,
    )
    if supply_c is None or installed_kw == 0.0:
        return own
    return _beside_network(own, radiators, installed_kw, rooms_kw, grid.step_h * grid.weight)


def _beside_network(
    own: FlowTemperature, radiators: Radiators, installed_kw: float, rooms_kw: FloatArray, step_h: float
) -> FlowTemperature:
    supply_c = own.supply_c or 0.0
    short = shortfall(radiators.short_kw(rooms_kw, installed_kw, None, supply_c), step_h)
    more = radiators.enlargement_kw(own.design_heat_kw, installed_kw, supply_c)
    known = math.isfinite(more.nominal_kw)
    return replace(
        own,
        short_kwh=short.kwh,
        short_h=short.duration_h,
        extra_radiators_kw=more.nominal_kw if known else None,
        extra_radiators_eur=more.investment_eur if known else None,
    )
