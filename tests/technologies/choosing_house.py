"""A house whose heating is chosen, with packages as a test states them, without anything else around it but a meter.

Money is spread over 20 years without interest; a window of hours is not scaled to a year.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pandas as pd

from energycommunity.assessment.accounts import Accounts, accounts_of
from energycommunity.demand.heat_emission import Radiators
from energycommunity.demand.heated_building import HeatedBuilding, PackageHeat, PackageInvestment
from energycommunity.demand.hot_water_supply import HotWaterSupply
from energycommunity.optimization.case import Case, PlacedAsset
from energycommunity.optimization.programme import Programme, state
from energycommunity.optimization.sizing import Solution, SolverOptions, solve
from energycommunity.profiles import ProfileContext
from energycommunity.quantities import Bus
from energycommunity.tariffs.charges import Charge, EnergyCharge
from energycommunity.technologies.base import AssetContext, Technology
from energycommunity.technologies.grid_connection import GridConnection
from energycommunity.technologies.heat_network import HeatNetwork
from energycommunity.technologies.heating_choice import HeatingChoice
from energycommunity.technologies.ledger import Goods
from energycommunity.technologies.surroundings import Economics, Meter, Place, Surroundings
from energycommunity.time_grid import TimeGrid

HOUSE, HEATING = "house", "heating"
STATION = HotWaterSupply(system="fresh_water_station", temperature_c=55.0)


def package(
    name: str,
    rooms_kw: Sequence[float],
    hot_water_kw: Sequence[float] | None = None,
    flow_c: float = 55.0,
    investments: Mapping[str, tuple[float, float]] | None = None,
    grant_eur: float = 0.0,
) -> PackageHeat:
    """A package by its heat in each hour [kW]; `investments` by measure: EUR and years."""
    rooms = np.array(rooms_kw, dtype=float)
    water = np.zeros(len(rooms)) if hot_water_kw is None else np.array(hot_water_kw, dtype=float)
    flow = np.full(len(rooms), flow_c)
    measures = tuple(PackageInvestment(key, eur, years) for key, (eur, years) in (investments or {}).items())
    peak_kw = float((rooms + water).max())
    return PackageHeat(
        name,
        rooms,
        water,
        flow,
        flow - 10.0,
        peak_kw,
        measures,
        grant_eur,
        design_kw=float(rooms.max()),
        installed_kw=float(rooms.max()),
    )


@dataclass(frozen=True, eq=False)
class ChoosingHouse:
    """What stands around the choice; prices in each hour [EUR/kWh]."""

    choice: HeatingChoice
    packages: tuple[PackageHeat, ...]
    prices: Mapping[str, float] = field(default_factory=lambda: {"purchase": 0.10, "pellets": 0.05})
    vat: Mapping[tuple[str, Goods], float] = field(default_factory=dict)
    others: Mapping[str, Technology] = field(default_factory=dict)
    network: Place | None = None
    radiators: Radiators | None = None
    co2_price_eur_per_kg: float = 0.0
    water: HotWaterSupply = STATION
    circulation_kw: float = 0.0
    owner_kind: str = "household"

    def only(self, package: str, source: str) -> ChoosingHouse:
        """The same house with one way of heating: all others are left out of the choice."""
        network = self.others["net"].model_copy(
            update={"connections": {HOUSE: "required" if source == "network" else "forbidden"}}
        )
        sources = {name: each for name, each in self.choice.sources.items() if name == source}
        return replace(
            self,
            choice=self.choice.model_copy(update={"packages": (package,), "sources": sources}),
            others={**self.others, "net": network},
        )

    def case(self) -> Case:
        """The case, ready to be stated."""
        hours = len(self.packages[0].rooms_kw)
        start = pd.Timestamp("2025-01-15", tz="Europe/Riga").tz_convert("UTC")
        time = TimeGrid(start, hours, 1.0, "Europe/Riga", False)
        charges: dict[str, tuple[Charge, ...]] = {
            name: (EnergyCharge("fuel" if name == "pellets" else "energy", np.full(hours, price)),)
            for name, price in self.prices.items()
        }
        meters = {"main": Meter(Bus("main", "electricity"), "owner", "residential", False)}
        reached = None if self.network is None else self.network.bus.place
        places = {HOUSE: Place(Bus(HOUSE, "heat"), "residential", False, 55.0, 45.0, reached)}
        if self.network is not None:
            places[self.network.bus.place] = self.network
        packages = {each.package: each for each in self.packages}
        heated = {HOUSE: HeatedBuilding(HOUSE, packages, 0.0, self.radiators, self.water, self.circulation_kw)}
        context = AssetContext(
            ProfileContext(time, Path(), 57.2, 26.7),
            places,
            meters,
            lambda tariff, phases, fuse_a, count: charges[tariff],
            {"pellets": "pellets"},
            heated_buildings=heated,
            member_kinds={"owner": self.owner_kind},
            price_year=2025,
        )
        meter = GridConnection(owner="owner", purchase="purchase", import_limit_kw=1000.0)
        named: dict[str, Technology] = {"main": meter, **self.others, HEATING: self.choice}
        peak_kw = max(each.peak_kw for each in self.packages)
        economics = Economics(2025, 0.0, 20.0, self.co2_price_eur_per_kg)
        surroundings = Surroundings(
            places,
            meters,
            economics,
            peak_kw,
            0.0,
            heat_by_place_kw={HOUSE: peak_kw},
            heated_buildings=heated,
            deliveries={n: each.delivery() for n, each in self.others.items() if isinstance(each, HeatNetwork)},
        )
        assets = tuple(PlacedAsset(name, asset, asset.profiles(context)) for name, asset in named.items())
        factors = {"electricity": 0.1, "pellets": 0.0, "heat": 0.2}
        return Case(time, surroundings, assets, None, self.vat, factors)

    def solved(self, gap: float = 1e-9) -> Answer:
        """The answer."""
        programme = state(self.case())
        return Answer(programme, solve(programme, SolverOptions(gap=gap)))


@dataclass(frozen=True, eq=False)
class Answer:
    """A solved house."""

    programme: Programme
    solution: Solution

    @property
    def cost_eur(self) -> float:
        """Yearly cost [EUR/a]."""
        return self.solution.objective_eur_per_year

    @property
    def accounts(self) -> Accounts:
        """The lines of the year."""
        return accounts_of(self.programme, self.solution.values)

    @property
    def chosen(self) -> str:
        """The way that is taken, `package_source`."""
        variables = self.programme.blocks[HEATING].variables
        (name,) = (name for name, variable in variables.items() if self.solution.values.of(variable)[0] > 0.5)
        return name

    def cost(self, kind: str) -> float:
        """Sum of the lines of a kind of the choice [EUR/a]."""
        return sum(c.eur_per_year for c in self.accounts.costs if c.asset == HEATING and c.kind == kind)

    def energy_kwh(self, carrier: str, role: str) -> float:
        """Energy of a carrier that the choice moves in a role [kWh/a]."""
        energy = self.accounts.energy
        return sum(e.kwh_per_year for e in energy if (e.asset, e.carrier, e.role) == (HEATING, carrier, role))
