"""What only shows in the whole: heat without a source, missing weather, sizes left open, unknown catalogue rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from energycommunity.errors import EnergyCommunityError, Fault
from energycommunity.heat_network.tree import nodes_from_plant
from energycommunity.parameters import electricity_factor, emission_factor, gas_of, heat_factor
from energycommunity.parameters.pipe_types import family_of, pipe_sizes
from energycommunity.scenario.economics import EmissionRules
from energycommunity.scenario.measures import measure_faults
from energycommunity.scenario.notices import has_open_size
from energycommunity.scenario.references import places_heat
from energycommunity.scenario.schema import Scenario
from energycommunity.tariffs.base import Purchase
from energycommunity.tariffs.export_spot import ExportSpot
from energycommunity.tariffs.network import network_rates
from energycommunity.tariffs.spot import Spot
from energycommunity.technologies.hot_water_tank import HotWaterTank


def whole_faults(scenario: Scenario) -> list[Fault]:
    """Faults of an expanded scenario; paths are those of its assets, places are not known yet."""
    return [
        *_heat_sources(scenario),
        *_pipes(scenario),
        *_weather(scenario),
        *_roofs(scenario),
        *_open_sizes(scenario),
        *_catalogue_names(scenario),
        *measure_faults(scenario),
    ]


def _heat_sources(scenario: Scenario) -> Iterator[Fault]:
    """Buildings and networks that need heat and have nothing that gives it."""
    plants = [asset for asset in scenario.assets.values() if places_heat(type(asset))]
    heated = {getattr(asset, "at", None) for asset in plants if not isinstance(asset, HotWaterTank)}
    fed = {building for network in scenario.heat_networks.values() for building in network.connections}
    for name, building in scenario.buildings.items():
        if building.has_heat_demand and name not in heated | fed:
            yield Fault("scenario_no_heat_source", {"building": name}, path=f"buildings.{name}")
    for name, network in scenario.heat_networks.items():
        if network.connections and name not in heated:
            yield Fault("scenario_network_without_plant", {"network": name}, path=f"heat_networks.{name}")


def _pipes(scenario: Scenario) -> Iterator[Fault]:
    """Pipes from which the loss follows, but that form no tree from the plant or do not reach a building."""
    for name, network in scenario.heat_networks.items():
        if network.heat_loss_kw is not None:
            continue
        edges = [(pipe.from_, pipe.to) for pipe in network.pipes]
        path = f"heat_networks.{name}.pipes"
        try:
            nodes = nodes_from_plant(edges)
        except EnergyCommunityError as error:
            yield from (Fault(fault.key, fault.values, path=path) for fault in error.faults)
            continue
        plant = network.plant_node if network.plant_node in nodes else next(iter(nodes), "")
        reached = {plant}
        for begin, end in sorted(edges, key=lambda edge: nodes.index(edge[0])):
            if begin in reached:
                reached.add(end)
        for building in network.connections:
            if edges and building not in reached:
                yield Fault("scenario_pipe_does_not_reach", {"building": building, "plant": plant}, path=path)


def _weather(scenario: Scenario) -> Iterator[Fault]:
    """What is made from the weather, where the file names none."""
    if scenario.weather is not None:
        return
    for name, asset in scenario.assets.items():
        if asset.needs_weather:
            yield Fault("scenario_weather_missing", {"name": name}, path=f"assets.{name}")
    for name, building in scenario.buildings.items():
        if building.space_heat is not None and building.space_heat.power_kw is None:
            yield Fault("scenario_weather_missing", {"name": name}, path=f"buildings.{name}.space_heat")
    for name, tariff in scenario.tariffs.items():
        if isinstance(tariff, Spot | ExportSpot) and isinstance(tariff.price_eur_per_kwh, str):
            yield Fault("scenario_weather_missing", {"name": name}, path=f"tariffs.{name}")


def _roofs(scenario: Scenario) -> Iterator[Fault]:
    for name, asset in scenario.assets.items():
        roof = getattr(asset, "roof", None)
        if roof in scenario.buildings and scenario.buildings[roof].roof is None:
            yield Fault("scenario_no_roof", {"building": roof}, path=f"assets.{name}.roof")


def _open_sizes(scenario: Scenario) -> Iterator[Fault]:
    """Sizes that nothing decides: in the mode `dispatch` each must be given."""
    for name, asset in scenario.assets.items():
        if scenario.mode == "dispatch" and has_open_size(asset):
            yield Fault("scenario_dispatch_needs_size", {"name": name}, path=f"assets.{name}")


def _catalogue_names(scenario: Scenario) -> Iterator[Fault]:
    """Names of rows in the catalogues of network tariffs, buildings, pipes and emission factors."""
    year = scenario.time.year or int(str(scenario.time.start)[:4])
    for name, tariff in scenario.tariffs.items():
        plan = tariff.network if isinstance(tariff, Purchase) else None
        if isinstance(plan, str):
            yield from _refusals(f"tariffs.{name}.network", partial(network_rates, plan, year, 3))
    for name, building in scenario.buildings.items():
        if building.space_heat is not None and building.space_heat.building_type is not None:
            heat = partial(building.space_heat.yearly_kwh, building.heated_area_m2, building.renovation)
            yield from _refusals(f"buildings.{name}.space_heat", heat)
    for name, network in scenario.heat_networks.items():
        for position, pipe in enumerate(network.pipes):
            path = f"heat_networks.{name}.pipes.{position}.pipe"
            yield from _refusals(path, partial(pipe_sizes, family_of(pipe.pipe)))
    yield from _emission_factor_names(scenario.emissions, year)


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
