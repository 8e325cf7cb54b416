"""The heat map of a variant: heat of buildings, streets and squares, in the baseline (today) and in the variant."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from energycommunity.heat_network.coordinates import Point, place_m, to_metres
from energycommunity.heat_network.heat_density import (
    CellNumber,
    Level,
    Segment,
    TemperatureGain,
    cells_of,
    demand_density_mwh_per_ha_year,
    nearest_segments,
    ranked,
    street_segments,
    sums_by,
    temperature_gain,
)
from energycommunity.results.run_results import VariantResult
from energycommunity.scenario.files import streets_of
from energycommunity.scenario.heat_map_rules import HeatMapRules
from energycommunity.scenario.present_heating import PresentHeating
from energycommunity.scenario.schema import Scenario
from energycommunity.technologies.demand_reduction import DemandReduction

HEAT = ("space_heat", "hot_water")


@dataclass(frozen=True)
class Heat:
    """Heat of a year today, and in the variant [MWh/a]."""

    today_mwh: float
    after_mwh: float

    def per(self, divisor: float) -> Heat:
        """Both, divided: a density."""
        return Heat(self.today_mwh / divisor, self.after_mwh / divisor)


@dataclass(frozen=True)
class MappedBuilding:
    """A building on the map.

    `networks` and `plants` of its own give it heat in the variant, `heating` is what the file says of today. `segment`
    is the position of the nearest street.
    """

    name: str
    place_m: Point
    heat: Heat
    peak_kw: float
    networks: tuple[str, ...]
    plants: tuple[str, ...]
    heating: PresentHeating | None
    segment: int | None


@dataclass(frozen=True)
class MappedSegment:
    """A part of a street with the heat of its buildings; `gain` tells what a low temperature saves in the variant."""

    segment: Segment
    buildings: tuple[str, ...]
    heat: Heat
    gain: TemperatureGain | None

    @property
    def density_mwh_per_m_year(self) -> Heat:
        """Linear density [MWh/(m a)]."""
        return self.heat.per(self.segment.length_m)


@dataclass(frozen=True)
class MappedCell:
    """A square of the grid: its number and its heat per hectare [MWh/(ha a)]."""

    number: CellNumber
    density_mwh_per_ha_year: Heat


@dataclass(frozen=True)
class MappedPipe:
    """A pipe of a network with its course: longitude and latitude."""

    network: str
    begin: str
    end: str
    kind: str
    length_m: float
    path_deg: tuple[Point, ...]


@dataclass(frozen=True)
class HeatMap:
    """All that stands on the map of a variant.

    `ranking` are positions of segments, that where a low temperature pays first at the front; `has_after` is false for
    the baseline, whose heat is that of today.
    """

    rules: HeatMapRules
    site_m: Point
    buildings: tuple[MappedBuilding, ...]
    segments: tuple[MappedSegment, ...]
    cells: tuple[MappedCell, ...]
    pipes: tuple[MappedPipe, ...]
    ranking: tuple[int, ...]
    has_after: bool


def heat_maps(folder: Path, variants: Mapping[str, VariantResult], baseline: str) -> dict[str, HeatMap]:
    """The heat map of each variant that asks for one and has heat of a year.

    Parameters
    ----------
    folder : Path
        Folder of the scenario file, in which the map of streets stands.
    variants : mapping of str to VariantResult
        All variants of a run.
    baseline : str
        The variant whose heat is that of today.

    Raises
    ------
    ScenarioError
        If the map of streets cannot be read any more.
    """
    today = heat_of_buildings_mwh(variants[baseline])
    return {
        name: _heat_map(folder, result, today, has_after=name != baseline)
        for name, result in variants.items()
        if result.scenario.heat_map is not None and result.scenario.time.annual
    }


def heat_of_buildings_mwh(result: VariantResult) -> dict[str, float]:
    """Heat for rooms and hot water of each building in a year, less what measures save [MWh]."""
    grid = result.scenario.grid()
    hours = grid.step_h * grid.weight
    return {name: _power_kw(result, name).sum() * hours / 1e3 for name in result.scenario.buildings}


def _power_kw(result: VariantResult, building: str) -> np.ndarray:
    """Heat of a building in each step [kW]."""
    dispatch, power = result.dispatch, np.zeros(result.scenario.grid().steps)
    for demand in HEAT:
        if f"{building}.{demand}.power_kw" in dispatch:
            power = power + dispatch[f"{building}.{demand}.power_kw"].to_numpy()
    demands = [f"{building}.{demand}" for demand in HEAT]
    for name, asset in result.scenario.assets.items():
        if isinstance(asset, DemandReduction) and asset.reduces in demands and f"{name}.saved_heat_kw" in dispatch:
            power = power - dispatch[f"{name}.saved_heat_kw"].to_numpy()
    return np.asarray(power, dtype=np.float64)


def _heat_map(folder: Path, result: VariantResult, today: Mapping[str, float], has_after: bool) -> HeatMap:
    scenario = result.scenario
    rules = scenario.heat_map or HeatMapRules()
    streets = streets_of(scenario, folder)
    segments = street_segments(streets) if streets is not None else ()
    buildings = _buildings(result, today, segments)
    mapped = tuple(_segment(segment, position, buildings, rules) for position, segment in enumerate(segments))
    gains = [(position, each.gain) for position, each in enumerate(mapped) if each.gain is not None]
    site_m = to_metres(scenario.site.longitude_deg, scenario.site.latitude_deg)
    ranking = tuple(ranked(gains))
    return HeatMap(
        rules, site_m, buildings, mapped, _cells(buildings, rules), _pipes(scenario, buildings), ranking, has_after
    )


def _buildings(
    result: VariantResult, today: Mapping[str, float], segments: tuple[Segment, ...]
) -> tuple[MappedBuilding, ...]:
    scenario, after = result.scenario, heat_of_buildings_mwh(result)
    site_m = to_metres(scenario.site.longitude_deg, scenario.site.latitude_deg)
    located = {name: each for name, each in scenario.buildings.items() if each.location is not None}
    places = {name: place_m(each.location, site_m) for name, each in located.items() if each.location is not None}
    segment_of = nearest_segments([segment.path_m for segment in segments], places)
    return tuple(
        MappedBuilding(
            name,
            places[name],
            Heat(today.get(name, after[name]), after[name]),
            float(_power_kw(result, name).max()),
            tuple(network for network in scenario.heat_networks if _gives(result, f"{network}.to_{name}_kw")),
            tuple(
                asset
                for asset, each in scenario.assets.items()
                if getattr(each, "at", None) == name and _gives(result, f"{asset}.heat_kw")
            ),
            building.present_heating,
            segment_of.get(name),
        )
        for name, building in located.items()
    )


def _gives(result: VariantResult, series: str) -> bool:
    """Whether a flow of the dispatch is there, and ever above nothing."""
    return series in result.dispatch and bool((result.dispatch[series].to_numpy() > 1e-6).any())


def _segment(
    segment: Segment, position: int, buildings: tuple[MappedBuilding, ...], rules: HeatMapRules
) -> MappedSegment:
    own = [building for building in buildings if building.segment == position]
    heat = Heat(sum(each.heat.today_mwh for each in own), sum(each.heat.after_mwh for each in own))
    gain = None
    if heat.after_mwh > 0.0:
        levels = (Level(**rules.high.model_dump()), Level(**rules.low.model_dump()))
        peak_kw = sum(each.peak_kw for each in own)
        gain = temperature_gain(segment.length_m, heat.after_mwh, peak_kw, rules.pipe, levels)
    return MappedSegment(segment, tuple(each.name for each in own), heat, gain)


def _cells(buildings: tuple[MappedBuilding, ...], rules: HeatMapRules) -> tuple[MappedCell, ...]:
    cell_of = cells_of({each.name: each.place_m for each in buildings}, rules.cell_m)
    today = sums_by(cell_of, {each.name: each.heat.today_mwh for each in buildings})
    after = sums_by(cell_of, {each.name: each.heat.after_mwh for each in buildings})
    density = partial(demand_density_mwh_per_ha_year, cell_m=rules.cell_m)
    return tuple(MappedCell(number, Heat(density(today[number]), density(after[number]))) for number in sorted(today))


def _pipes(scenario: Scenario, buildings: tuple[MappedBuilding, ...]) -> tuple[MappedPipe, ...]:
    """The pipes with a course on the way to buildings that the network feeds; all, where no building is on the map."""
    found = []
    for name, network in scenario.heat_networks.items():
        fed = [each.name for each in buildings if name in each.networks]
        mapped = {each.name for each in buildings} & network.connections.keys()
        used = _on_the_way({pipe.to: pipe.from_ for pipe in network.pipes}, fed)
        for pipe in network.pipes:
            if pipe.path_deg and (pipe.to in used or not mapped):
                found.append(MappedPipe(name, pipe.from_, pipe.to, pipe.pipe, pipe.length_m, pipe.path_deg))
    return tuple(found)


def _on_the_way(above: Mapping[str, str], ends: Iterable[str]) -> set[str]:
    """The nodes that the way from the plant to some nodes passes, those nodes among them.

    >>> sorted(_on_the_way({"j": "plant", "school": "j", "shop": "j"}, ["school"]))
    ['j', 'plant', 'school']
    """
    passed: set[str] = set()
    for node in ends:
        step: str | None = node
        while step is not None and step not in passed:
            passed.add(step)
            step = above.get(step)
    return passed
