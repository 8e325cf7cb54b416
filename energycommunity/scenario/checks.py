"""What only shows in the whole: heat without a source, missing weather, sizes left open, unknown catalogue rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from energycommunity.allocation.registry import key_of
from energycommunity.errors import EnergyCommunityError, Fault
from energycommunity.heat_network.laying_costs import pipe_eur_per_m
from energycommunity.parameters import electricity_factor, emission_factor, gas_of, heat_factor
from energycommunity.parameters.pipe_types import family_of, pipe_sizes
from energycommunity.scenario.connection_limits import uncurtailable_faults
from energycommunity.scenario.cooling_checks import cooling_faults
from energycommunity.scenario.economics import EmissionRules
from energycommunity.scenario.financing_faults import financing_faults, flats_faults, impact_faults
from energycommunity.scenario.flow_temperatures import radiator_faults
from energycommunity.scenario.heat_levels import heat_levels
from energycommunity.scenario.heat_map_checks import heat_map_faults
from energycommunity.scenario.heating_choice_faults import heating_choice_faults
from energycommunity.scenario.measures import measure_faults
from energycommunity.scenario.members_and_buildings import Building
from energycommunity.scenario.membership import analysis_faults, membership_faults
from energycommunity.scenario.notices import has_open_size
from energycommunity.scenario.pipe_checks import pipe_faults
from energycommunity.scenario.references import places_heat
from energycommunity.scenario.renovations import renovation_faults
from energycommunity.scenario.reserve_faults import reserve_faults
from energycommunity.scenario.schema import Scenario
from energycommunity.scenario.tariff_checks import tariff_faults
from energycommunity.tariffs.base import Purchase
from energycommunity.tariffs.heat import Heat
from energycommunity.tariffs.network import network_rates
from energycommunity.technologies.electrolyser import Electrolyser
from energycommunity.technologies.fuel_cell import FuelCell
from energycommunity.technologies.heat_pump import HeatPump
from energycommunity.technologies.hydrogen_store import HydrogenStore


def whole_faults(scenario: Scenario) -> list[Fault]:
    """Faults of an expanded scenario; paths are those of its assets, places are not known yet."""
    return [
        *_heat_sources(scenario),
        *cooling_faults(scenario),
        *_flows(scenario),
        *radiator_faults(scenario),
        *pipe_faults(scenario),
        *_weather(scenario),
        *_roofs(scenario),
        *uncurtailable_faults(scenario),
        *_hydrogen(scenario),
        *_open_sizes(scenario),
        *_catalogue_names(scenario),
        *reserve_faults(scenario),
        *tariff_faults(scenario),
        *measure_faults(scenario),
        *heat_map_faults(scenario),
        *heating_choice_faults(scenario),
        *renovation_faults(scenario),
        *financing_faults(scenario),
        *flats_faults(scenario),
        *impact_faults(scenario),
        *membership_faults(scenario),
        *analysis_faults(scenario),
        *_sharing_without_contract(scenario),
    ]


def _sharing_without_contract(scenario: Scenario) -> Iterator[Fault]:
    """Meters that take part in sharing and cannot buy what a key with fixed claims leaves them short of."""
    key = key_of(scenario.community.key)
    if scenario.community.sharing == "none" or not key.leaves_over:
        return
    for name, meter in scenario.meters.items():
        if meter.sharing and meter.purchase is None:
            yield Fault("allocation_meter_without_import", {"name": name}, path=f"meters.{name}")


def _heat_sources(scenario: Scenario) -> Iterator[Fault]:
    """Buildings and networks that need heat and have nothing that gives it whenever it is needed."""
    plants = [a for a in scenario.assets.values() if places_heat(type(a)) and a.gives_at_place == "heat"]
    heated = {getattr(asset, "at", None) for asset in plants if asset.heats_alone}
    helped = {getattr(asset, "at", None) for asset in plants} - heated
    fed = {building for network in scenario.heat_networks.values() for building in network.fed}
    for name, building in scenario.buildings.items():
        if building.has_heat_demand and name not in heated | fed:
            key = "scenario_heat_not_always" if name in helped else "scenario_no_heat_source"
            yield Fault(key, {"building": name, "place": name}, path=f"buildings.{name}")
    for name, network in scenario.heat_networks.items():
        if network.fed and name not in heated:
            key = "scenario_heat_not_always" if name in helped else "scenario_network_without_plant"
            yield Fault(key, {"network": name, "place": name}, path=f"heat_networks.{name}")


def _flows(scenario: Scenario) -> Iterator[Fault]:
    """Heat pumps whose place asks for a hotter flow than they make; a flow that varies is limited step by step."""
    levels = heat_levels(scenario)
    for name, asset in scenario.assets.items():
        if isinstance(asset, HeatPump) and asset.maximum_flow_c is not None and asset.at in levels:
            building = scenario.buildings.get(asset.at)
            if asset.flow_c is None and building is not None and building.radiators is not None:
                continue  # it varies with the weather
            level, flow_c = levels[asset.at], asset.flow_c
            if flow_c is None:
                follows_weather = scenario.weather is not None and building is None and asset.may_switch_off
                flow_c = (follows_weather and level.minimum_supply_c) or level.supply_c  # it may rest on colder days
            if isinstance(flow_c, float) and flow_c > asset.maximum_flow_c:
                values: dict[str, object] = {"place": asset.at, "flow": float(flow_c)}
                values["maximum"] = float(asset.maximum_flow_c)
                yield Fault("scenario_flow_above_maximum", values, path=f"assets.{name}.maximum_flow_c")


def _weather(scenario: Scenario) -> Iterator[Fault]:
    """What is made from the weather, where the file names none."""
    if scenario.weather is not None:
        return
    for name, asset in scenario.assets.items():
        if asset.needs_weather:
            yield Fault("scenario_weather_missing", {"name": name}, path=f"assets.{name}")
    for name, building in scenario.buildings.items():
        for key in _placed_by_weather(building):
            yield Fault("scenario_weather_missing", {"name": name}, path=f"buildings.{name}.{key}")
    for name, tariff in scenario.tariffs.items():
        if isinstance(getattr(tariff, "price_eur_per_kwh", None), str):  # the typical year follows the weather
            yield Fault("scenario_weather_missing", {"name": name}, path=f"tariffs.{name}")


def _placed_by_weather(building: Building) -> Iterator[str]:
    """The keys of a building whose heat and cold follow from the weather."""
    if building.envelope is not None:
        yield "envelope"
    elif building.room_heat is not None and building.room_heat.power_kw is None:
        yield "space_heat" if building.space_heat is not None else "heat_bill"
    if building.cooling is not None and building.cooling.annual_kwh is not None:
        yield "cooling"


def _roofs(scenario: Scenario) -> Iterator[Fault]:
    for name, asset in scenario.assets.items():
        roof = getattr(asset, "roof", None)
        if roof in scenario.buildings and scenario.buildings[roof].roof is None:
            yield Fault("scenario_no_roof", {"building": roof}, path=f"assets.{name}.roof")


def _hydrogen(scenario: Scenario) -> Iterator[Fault]:
    """Hydrogen that is made for no store, and stores that nothing fills or nothing empties."""
    stores = [name for name, asset in scenario.assets.items() if isinstance(asset, HydrogenStore)]
    filled = {name: asset.store for name, asset in scenario.assets.items() if isinstance(asset, Electrolyser)}
    used = {name: asset.store for name, asset in scenario.assets.items() if isinstance(asset, FuelCell)}
    for name, given in (filled | used).items():
        if given not in stores:
            yield Fault("scenario_not_a_hydrogen_store", {"given": given}, path=f"assets.{name}.store")
    for name in stores:
        for named, key in ((filled, "not_filled"), (used, "not_used")):
            if name not in named.values():
                yield Fault(f"scenario_hydrogen_store_{key}", {"name": name}, path=f"assets.{name}")


def _open_sizes(scenario: Scenario) -> Iterator[Fault]:
    """Sizes that nothing decides: in the mode `dispatch` each must be given."""
    for name, asset in scenario.assets.items():
        if scenario.mode == "dispatch" and has_open_size(asset):
            yield Fault("scenario_dispatch_needs_size", {"name": name}, path=f"assets.{name}")


def _catalogue_names(scenario: Scenario) -> Iterator[Fault]:
    """Names of rows in the catalogues of network tariffs, buildings, pipes and emission factors."""
    year = scenario.time.year or int(str(scenario.time.start)[:4])
    for name, tariff in scenario.tariffs.items():
        if isinstance(tariff, Purchase) and isinstance(tariff.network, str):
            rates = partial(network_rates, tariff.network, tariff.days(scenario.months())[0], 3)
            yield from _refusals(f"tariffs.{name}.network", rates)
        if isinstance(tariff, Heat):
            yield from _refusals(f"tariffs.{name}.place", partial(tariff.price_in, year))
    for name, building in scenario.buildings.items():
        yield from _of_building(f"buildings.{name}", building)
    yield from _pipe_names(scenario)
    yield from _emission_factor_names(scenario.emissions, year)


def _pipe_names(scenario: Scenario) -> Iterator[Fault]:
    named = {
        f"heat_networks.{name}.pipes.{position}.pipe": pipe.pipe
        for name, network in scenario.heat_networks.items()
        for position, pipe in enumerate(network.pipes)
    }
    heat_map, price_year = scenario.heat_map, scenario.economics.price_year
    if heat_map is not None:
        named |= {"heat_map.pipe": heat_map.pipe}
        yield from _refusals("heat_map.catalogue", partial(pipe_eur_per_m, heat_map.catalogue, 0.0, price_year))
    for path, pipe in named.items():
        yield from _refusals(path, partial(pipe_sizes, family_of(pipe)))


def _of_building(path: str, building: Building) -> Iterator[Fault]:
    if building.space_heat is not None and building.space_heat.building_type is not None:
        heat = partial(building.space_heat.yearly_kwh, building.heated_area_m2, building.renovation)
        yield from _refusals(f"{path}.space_heat", heat)
    if building.envelope is not None:
        key = "type" if building.series is None else "series"
        unknown = list(_refusals(f"{path}.{key}", building.archetype))
        yield from unknown or _refusals(f"{path}.envelope", building.complete_envelope)


def _emission_factor_names(factors: EmissionRules, year: int) -> Iterator[Fault]:
    yield from _refusals("emissions.purchased_heat", lambda: heat_factor(factors.purchased_heat, year))
    if factors.has_own_factor:
        return
    name = factors.electricity_factor_name
    refused = list(_refusals("emissions.electricity", lambda: electricity_factor(name, year)))
    yield from refused
    of_grid = None if refused else electricity_factor(name, year)
    if of_grid is not None and of_grid.value and gas_of(of_grid) != gas_of(emission_factor("natural_gas", factors.set)):
        yield Fault("scenario_mixed_gases", {"name": name, "set": factors.set}, path="emissions.electricity")


def _refusals(path: str, look_up: Callable[[], object]) -> Iterator[Fault]:
    """The faults of a look-up in a catalogue, at the path of the scenario that asked for it."""
    try:
        look_up()
    except EnergyCommunityError as error:
        for fault in error.faults:
            yield Fault(fault.key, fault.values, path=path)
