"""What measures may save of, by the names under which a file speaks of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from energycommunity.optimization.case import PlacedAsset
from energycommunity.technologies.heat_network import HeatNetwork
from energycommunity.technologies.load import Load, place_bus
from energycommunity.technologies.surroundings import KnownDemand, Surroundings


def known_demands(assets: Iterable[PlacedAsset], surroundings: Surroundings) -> dict[str, KnownDemand]:
    """Loads and demands of buildings by name, the loss of each heat network, and all demands behind each meter."""
    demands: dict[str, KnownDemand] = {}
    for name, demand in _single(assets, surroundings):
        demands[name] = demand
        if demand.final_in is not None:
            meter, sector = demand.bus.place, surroundings.meters[demand.bus.place].sector
            before = demands.get(meter)
            together = demand.power_kw if before is None else before.power_kw + demand.power_kw
            demands[meter] = replace(demand, place=meter, power_kw=together, final_in=sector)
    return demands


def _single(assets: Iterable[PlacedAsset], surroundings: Surroundings) -> Iterator[tuple[str, KnownDemand]]:
    for asset in assets:
        technology = asset.technology
        if isinstance(technology, Load) and technology.meter is not None:
            meter = surroundings.meters[technology.meter]
            place, sector = technology.at or technology.meter, technology.sector or meter.sector
            yield asset.name, KnownDemand(meter.bus, place, asset.profiles["power_kw"], sector)
        elif isinstance(technology, Load):
            bus = place_bus(technology, surroundings.places)
            yield asset.name, KnownDemand(bus, bus.place, asset.profiles["power_kw"])
        elif isinstance(technology, HeatNetwork) and "heat_loss_kw" in asset.profiles.series:
            bus = surroundings.places[asset.name].bus
            yield asset.name, KnownDemand(bus, asset.name, asset.profiles["heat_loss_kw"], is_loss=True)
