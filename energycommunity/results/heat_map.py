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
    Segment,
    SegmentPrices,
    TemperatureGain,
    cells_of,
    demand_density_mwh_per_ha_year,
    nearest_segments,
    ranked,
    street_segments,
    sums_by,
    temperature_gain,
)
from energycommunity.quantities import FloatArray
from energycommunity.results.run_results import VariantResult
from energycommunity.scenario.files import streets_of
from energycommunity.scenario.heat_map_rules import HeatMapRules
from energycommunity.scenario.present_heating import PresentHeating
from energycommunity.technologies.demand_reduction import DemandReduction
from energycommunity.technologies.heating_choice import HeatingChoice
from energycommunity.technologies.renovation import Renovation

HEAT = ("space_heat", "hot_water")
#: A plant whose heat never exceeds this gives none: what solvers leave [kW].
NOTHING_KW = 1e-6


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
    peak_kw: float
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
    prices: SegmentPrices
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
    """Heat for rooms and hot water of each building in a year, less what renovation and measures save [MWh]."""
    grid = result.scenario.grid()
    hours = grid.step_h * grid.weight
    return {name: _power_kw(result, name).sum() * hours / 1e3 for name in result.scenario.buildings}


def _power_kw(result: VariantResult, building: str) -> FloatArray:
    """Heat of a building in each step [kW]."""
    assets = result.scenario.assets.items()
    choices = [name for name, asset in assets if isinstance(asset, HeatingChoice) and asset.at == building]
    demands = [f"{building}.{demand}" for demand in HEAT]
    saved = [
        f"{name}.saved_heat_kw"
        for name, asset in assets
        if (isinstance(asset, DemandReduction) and asset.reduces in demands)
        or (isinstance(asset, Renovation) and asset.at == building)
    ]
    if choices:  # these know the heat under the package that they chose
        return _sum_kw(result, [f"{name}.{demand}_kw" for name in choices for demand in HEAT])
    return _sum_kw(result, [f"{demand}.power_kw" for demand in demands]) - _sum_kw(result, saved)


def _sum_kw(result: VariantResult, series: Iterable[str]) -> FloatArray:
    """Sum of those series that the dispatch has [kW]."""
    known = [result.dispatch[name].to_numpy() for name in series if name in result.dispatch]
    return np.asarray(np.sum(known, axis=0) if known else np.zeros(result.scenario.grid().steps), dtype=np.float64)


def _heat_map(folder: Path, result: VariantResult, today: Mapping[str, float], has_after: bool) -> HeatMap:
    scenario = result.scenario
    rules = scenario.heat_map or HeatMapRules()
    streets = streets_of(scenario, folder)
    segments = street_segments(streets) if streets is not None else ()
    buildings = _buildings(result, today, segments)
    prices = _prices(result, rules)
    mapped = tuple(_segment(segment, position, buildings, (rules, prices)) for position, segment in enumerate(segments))
    gains = [(position, each.gain) for position, each in enumerate(mapped) if each.gain is not None]
    site_m = to_metres(scenario.site.longitude_deg, scenario.site.latitude_deg)
    ranking = tuple(ranked(gains))
    cells = _cells(buildings, rules)
    return HeatMap(rules, prices, site_m, buildings, mapped, cells, _pipes(result), ranking, has_after)


def _prices(result: VariantResult, rules: HeatMapRules) -> SegmentPrices:
    """What pipes and lost heat cost in a variant."""
    economics = result.scenario.economics
    stated = rules.lost_heat_eur_per_kwh
    lost_eur_per_kwh = _made_for_eur_per_kwh(result) if stated is None else stated
    return SegmentPrices(rules.catalogue, economics.price_year, economics.real_discount_rate, 1e3 * lost_eur_per_kwh)


def _made_for_eur_per_kwh(result: VariantResult) -> float:
    """What making a kWh costs in the networks of a variant; without networks what a kWh costs on average [EUR/kWh]."""
    tariffs, grid = result.assessment.tariffs, result.scenario.grid()
    lost_kw = _sum_kw(result, [f"{network}.heat_loss_kw" for network in tariffs])
    fed_kwh = sum(tariff.sold_kwh for tariff in tariffs.values()) + lost_kw.sum() * grid.step_h * grid.weight
    if fed_kwh > 0.0:
        return float(sum(tariff.production_eur for tariff in tariffs.values()) / fed_kwh)
    return result.assessment.indicators.get("levelised_cost_of_heat_eur_per_kwh") or 0.0


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
            tuple(network for network in scenario.heat_networks if name in _connected(result, network)),
            tuple(
                asset
                for asset, each in scenario.assets.items()
                if getattr(each, "at", None) == name and _sum_kw(result, [f"{asset}.heat_kw"]).max() > NOTHING_KW
            ),
            building.present_heating,
            segment_of.get(name),
        )
        for name, building in located.items()
    )


def _connected(result: VariantResult, network: str) -> tuple[str, ...]:
    """The buildings that a network feeds: those that were decided, or all that it is to feed."""
    decided = [laid.connected for laid in result.networks if laid.network == network]
    return decided[0] if decided else tuple(result.scenario.heat_networks[network].fed)


def _segment(
    segment: Segment,
    position: int,
    buildings: tuple[MappedBuilding, ...],
    terms: tuple[HeatMapRules, SegmentPrices],
) -> MappedSegment:
    rules, prices = terms
    own = [building for building in buildings if building.segment == position]
    heat = Heat(sum(each.heat.today_mwh for each in own), sum(each.heat.after_mwh for each in own))
    peak_kw, gain = sum(each.peak_kw for each in own), None
    if heat.after_mwh > 0.0:
        levels = (rules.high, rules.low)
        gain = temperature_gain(segment.length_m, heat.after_mwh, peak_kw, rules.pipe, levels, prices)
    return MappedSegment(segment, tuple(each.name for each in own), heat, peak_kw, gain)


def _cells(buildings: tuple[MappedBuilding, ...], rules: HeatMapRules) -> tuple[MappedCell, ...]:
    cell_of = cells_of({each.name: each.place_m for each in buildings}, rules.cell_m)
    today = sums_by(cell_of, {each.name: each.heat.today_mwh for each in buildings})
    after = sums_by(cell_of, {each.name: each.heat.after_mwh for each in buildings})
    density = partial(demand_density_mwh_per_ha_year, cell_m=rules.cell_m)
    return tuple(MappedCell(number, Heat(density(today[number]), density(after[number]))) for number in sorted(today))


def _pipes(result: VariantResult) -> tuple[MappedPipe, ...]:
    """The pipes that have a course: those that were decided, with their sizes, or all on the way to buildings."""
    found = []
    for name, network in result.scenario.heat_networks.items():
        decided = [laid for laid in result.networks if laid.network == name and laid.pipes]
        kinds = {(pipe.start, pipe.end): pipe.pipe for laid in decided for pipe in laid.pipes}
        used = _on_the_way({pipe.to: pipe.from_ for pipe in network.pipes}, _connected(result, name))
        for pipe in network.pipes:
            ends = (pipe.from_, pipe.to)
            if pipe.path_deg and (ends in kinds if decided else pipe.to in used):
                kind = kinds.get(ends, pipe.pipe)
                found.append(MappedPipe(name, *ends, kind, pipe.length_m, pipe.path_deg))
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
