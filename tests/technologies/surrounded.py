"""A small village into which any technology can be placed: two meters, a heat network, a house, loads that it can meet.

A technology of the registry takes the place of its namesake or stands beside the others; nothing else knows it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd

from energycommunity.demand.heated_building import HeatedBuilding, PackageHeat, PackageInvestment
from energycommunity.optimization.case import Case, PlacedAsset
from energycommunity.optimization.known_demands import known_demands
from energycommunity.optimization.programme import Programme, state
from energycommunity.optimization.sizing import Solution, SolverOptions, solve
from energycommunity.profiles import ProfileContext
from energycommunity.quantities import Bus, FloatArray
from energycommunity.tariffs.charges import Charge, EnergyCharge, FixedCharge
from energycommunity.technologies.air_conditioner import AirConditioner
from energycommunity.technologies.base import AssetContext, Technology
from energycommunity.technologies.electrolyser import Electrolyser
from energycommunity.technologies.energy_sharing import EnergySharing, pool_profiles
from energycommunity.technologies.fuel_boiler import FuelBoiler
from energycommunity.technologies.fuel_cell import FuelCell
from energycommunity.technologies.grid_connection import GridConnection
from energycommunity.technologies.heat_network import HeatNetwork
from energycommunity.technologies.heating_choice import HeatingChoice
from energycommunity.technologies.hydrogen_store import HydrogenStore
from energycommunity.technologies.load import Load
from energycommunity.technologies.renovation import Renovation
from energycommunity.technologies.surroundings import Economics, Meter, Place, Surroundings
from energycommunity.time_grid import TimeGrid

HOURS = 24
HYDROGEN = (Electrolyser, HydrogenStore, FuelCell)
#: What chooses among packages.
CHOOSING = (HeatingChoice, Renovation)
TESTED = "tested"


@dataclass(frozen=True, eq=False)
class Run:
    """A solved village."""

    programme: Programme
    solution: Solution

    def read(self, name: str) -> dict[str, FloatArray]:
        """The arrays that an asset shows of itself."""
        technologies = {asset.name: asset.technology for asset in self.programme.case.assets}
        return technologies[name].read(self.programme.blocks[name], self.solution.values)


def day(step_h: float = 1.0, annual: bool = False, date: str = "2025-01-15") -> TimeGrid:
    """A winter's day of civil hours."""
    start = pd.Timestamp(date, tz="Europe/Riga").tz_convert("UTC")
    return TimeGrid(start, round(HOURS / step_h), step_h, "Europe/Riga", annual)


def village(tested: Technology | None, time: TimeGrid) -> Case:
    """The village with the tested technology in it."""
    hour = (np.arange(time.steps) * time.step_h).astype(int)  # everything is constant within the hour
    price = np.where((hour % 6) < 3, 0.05, 0.25)
    charges: dict[str, tuple[Charge, ...]] = {
        "purchase": (EnergyCharge("energy", price), FixedCharge("network", 20.0)),
        "sale": (EnergyCharge("revenue", np.full(time.steps, -0.02)),),
        "city_heat": (EnergyCharge("energy", np.full(time.steps, 0.05)),),
        "pellets": (EnergyCharge("fuel", np.full(time.steps, 0.06)),),
    }
    meters = {
        "common": Meter(Bus("common", "electricity"), "association", "residential", False),
        "plant": Meter(Bus("plant", "electricity"), "municipality", "municipal", False),
    }
    network = TESTED if isinstance(tested, HeatNetwork) else "network"
    of_network = Place(Bus(network, "heat", "65/40 °C"), "municipal", True, 65.0, 40.0)
    places = {
        "network": of_network,
        network: of_network,
        "house": Place(Bus("house", "heat"), "residential", False, 65.0, 40.0, network),
    }
    context = AssetContext(
        ProfileContext(time, Path(), 57.2, 26.7),
        places,
        meters,
        lambda tariff, phases, fuse_a, count: charges[tariff],
        {"pellets": "pellets"},
        heated_buildings={"house": house_under_packages(time)} if isinstance(tested, CHOOSING) else {},
    )
    technologies: dict[str, Technology] = {
        "common": GridConnection(owner="association", purchase="purchase", sale="sale"),
        "plant": GridConnection(owner="municipality", purchase="purchase"),
        network: HeatNetwork.example(),
        "backup": FuelBoiler(
            owner="municipality", at="network", fuel="pellets", efficiency=0.8, capacity_heat_kw=500.0
        ),
        "heat": Load(owner="association", at="house", power_kw=30.0),
        "electricity": Load(owner="association", meter="common", power_kw=8.0),
        "cooling": Load(owner="association", at="house", carrier="cooling", power_kw=10.0),
        "other_cooler": AirConditioner(
            owner="association", at="house", meter="common", eer=2.0, capacity_cooling_kw=10.0
        ),
        "pumps": Load(owner="municipality", meter="plant", power_kw=1.0),
    }
    if isinstance(tested, HeatingChoice):  # the heat is part of the choice
        del technologies["heat"]
        technologies[network] = HeatNetwork.example().model_copy(update={"connections": {"house": "optional"}})
    if isinstance(tested, HYDROGEN):
        technologies |= _hydrogen_chain(tested)
    if isinstance(tested, GridConnection):
        technologies["common"] = tested
    elif tested is not None and not isinstance(tested, EnergySharing):
        technologies[network if isinstance(tested, HeatNetwork) else TESTED] = tested
    choosing = context.heated_buildings if isinstance(tested, HeatingChoice) else {}
    of_network = replace(context, heated_buildings=choosing)
    assets = tuple(
        PlacedAsset(name, asset, asset.profiles(of_network if isinstance(asset, HeatNetwork) else context))
        for name, asset in technologies.items()
    )
    sharing = None
    if isinstance(tested, EnergySharing):
        sharing = PlacedAsset(
            TESTED, tested, pool_profiles([price, price], [0.0, 0.0], [np.full(time.steps, 0.02)], 0.08)
        )
    networks = {name: each for name, each in technologies.items() if isinstance(each, HeatNetwork)}
    deliveries = {name: each.delivery() for name, each in networks.items()}
    surroundings = Surroundings(
        places, meters, Economics(2025, 0.04, 20.0), 30.0, 9.0, deliveries=deliveries, peak_cooling_kw=10.0
    )
    demands = known_demands(assets, surroundings)
    surroundings = replace(surroundings, demands=demands, heated_buildings=choosing)
    return Case(time, surroundings, assets, sharing)


def house_under_packages(time: TimeGrid) -> HeatedBuilding:
    """The house as a choice of its heating or renovation sees it: 30 kW as it stands, less under each package."""
    nothing = np.zeros(time.steps)
    warm, cool = np.full(time.steps, 55.0), np.full(time.steps, 45.0)
    needs_kw = {"none": 30.0, "shallow": 24.0, "deep": 12.0}
    costs_eur = {"shallow": 20.0, "deep": 30.0}  # so cheap that a single day is worth it
    packages = {
        name: PackageHeat(
            name,
            nothing + kw,
            nothing,
            warm,
            cool,
            kw,
            (PackageInvestment("walls", costs_eur[name], 30.0),) if name in costs_eur else (),
        )
        for name, kw in needs_kw.items()
    }
    return HeatedBuilding("house", packages)


def _hydrogen_chain(tested: Technology) -> dict[str, Technology]:
    """What the tested part of a hydrogen chain needs beside it; a store that is tested lends its name to the others."""
    store = TESTED if isinstance(tested, HydrogenStore) else "hydrogen"
    chain: dict[str, Technology] = {
        "hydrogen": HydrogenStore(owner="association", meter="common", capacity_kwh=100.0),
        "electrolyser": Electrolyser(
            owner="association", meter="common", store=store, efficiency=0.6, capacity_electric_kw=20.0
        ),
        "fuel_cell": FuelCell(
            owner="association", meter="common", store=store, electric_efficiency=0.6, capacity_electric_kw=5.0
        ),
    }
    return {name: asset for name, asset in chain.items() if not isinstance(asset, type(tested))}


def place_of(tested: Technology) -> str:
    """The name under which the tested technology stands in the village."""
    return "common" if isinstance(tested, GridConnection) else TESTED


def run(tested: Technology | None, time: TimeGrid) -> Run:
    """State and solve the village."""
    programme = state(village(tested, time))
    return Run(programme, solve(programme, SolverOptions(gap=1e-8)))
