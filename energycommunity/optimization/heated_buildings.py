"""What renovation packages make of the buildings that have a choice of them: heat, temperatures, cost and grant.

How much heat the rooms need under a package stands in renovated_rooms.py. The flow that they get is that of the
radiators which were chosen for the building as it stands (demand.heat_emission), larger where the package has it so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from energycommunity.demand.calibrated_heat import CalibratedHeat
from energycommunity.demand.design_heat import design_heat_kw
from energycommunity.demand.grants import GrantCase, grant_of, programme_of
from energycommunity.demand.heat_emission import Radiators
from energycommunity.demand.heated_building import HeatedBuilding, PackageHeat
from energycommunity.demand.hot_water_supply import HotWaterSupply
from energycommunity.demand.renovation import NONE, Package, package_of
from energycommunity.optimization.renovated_rooms import RenovatedBuildings, RoomsByPackage, yearly_kwh
from energycommunity.parameters import primary_energy_factor
from energycommunity.profiles import ProfileContext
from energycommunity.quantities import FloatArray
from energycommunity.scenario.flow_temperatures import radiators_of
from energycommunity.scenario.members_and_buildings import Building
from energycommunity.scenario.renovations import choices_of_packages, envelope_of, packages_at
from energycommunity.scenario.schema import Scenario
from energycommunity.time_grid import TimeGrid

Heated = dict[str, HeatedBuilding]


def heated_buildings(
    scenario: Scenario,
    run: ProfileContext,
    spell: ProfileContext | None,
    modelled: Callable[[], CalibratedHeat],
) -> tuple[Heated, Heated]:
    """Every building at which something may choose a package, under each of its packages.

    Parameters
    ----------
    scenario : Scenario
        Complete, with an asset for each building.
    run : ProfileContext
        Weather and steps of the run.
    spell : ProfileContext or None
        Those of its design spell.
    modelled : callable
        Gives the heat of the buildings with an envelope, by which they were calibrated; called if there are any.

    Returns
    -------
    tuple of two mappings of str to HeatedBuilding
        On the steps of the run, and on those of the spell (empty without one), with the same peaks, costs and grants.
    """
    own, year = scenario.renovation_packages, scenario.economics.price_year
    names = tuple(dict.fromkeys(choice.at for choice in choices_of_packages(scenario).values()))
    packages = {name: [package_of(key, own, year) for key in packages_at(scenario, name)] for name in names}
    buildings = {name: scenario.buildings[name] for name in names}
    renovated = RenovatedBuildings(buildings, packages, _loss_factors(buildings, modelled))
    of_year = [name for name in names if run.year is not None and not _has_own_series(buildings[name])]
    on_run = _OnSteps.of(renovated, run)
    on_year = on_run if run.year is None else _OnSteps.of(renovated.only(of_year), run.year)
    on_spell = None if spell is None else _OnSteps.of(renovated, spell)
    makings = [
        _Making(scenario, name, packages[name], on_run, on_year if name in of_year else on_run, on_spell)
        for name in names
    ]
    in_spell = {} if on_spell is None else {making.name: making.building(on_spell) for making in makings}
    return {making.name: making.building(on_run) for making in makings}, in_spell


def _has_own_series(building: Building) -> bool:
    """Whether its heat is known for the steps of the run only; else a whole year of it can be had."""
    demands = (building.room_heat if building.envelope is None else None, building.water_heat)
    return any(demand is not None and demand.power_kw is not None for demand in demands)


def _loss_factors(buildings: Mapping[str, Building], modelled: Callable[[], CalibratedHeat]) -> dict[str, float]:
    """What U-values and air changes of the buildings with an envelope are multiplied by."""
    names = [name for name, building in buildings.items() if building.envelope is not None]
    if not names:
        return {}
    found = modelled()
    factors = dict(zip(found.names, found.loss_factor.tolist(), strict=True))
    return {name: factors[name] for name in names}


@dataclass(frozen=True, eq=False)
class _OnSteps:
    """The heat of buildings on the steps of a context [kW], and its outdoor temperature, shape (steps,) [degC]."""

    grid: TimeGrid
    outdoor_c: FloatArray | None
    rooms_kw: RoomsByPackage
    water_kw: Mapping[str, FloatArray]
    circulation_kw: Mapping[str, float]

    @classmethod
    def of(cls, renovated: RenovatedBuildings, context: ProfileContext) -> _OnSteps:
        water = {name: _water_kw(renovated.buildings[name], context) for name in renovated.packages}
        heats = {name: renovated.buildings[name].water_heat for name in renovated.packages}
        circulated = {name: 0.0 if heat is None else heat.circulation_kw(context) for name, heat in heats.items()}
        return cls(context.grid, context.outdoor_c, renovated.rooms_kw(context), water, circulated)

    def highest_kw(self, name: str, package: str) -> float:
        """The highest heat of a building under a package."""
        return float((self.rooms_kw[name, package] + self.water_kw[name]).max(initial=0.0))

    def design_kw(self, name: str, package: str, radiators: Radiators) -> float:
        """Design heat of the rooms of a building under a package."""
        room_c, design_c = radiators.nominal.room_c, radiators.design_outdoor_c
        return design_heat_kw(self.rooms_kw[name, package], self.outdoor_c, self.grid.step_h, room_c, design_c)


def _water_kw(building: Building, context: ProfileContext) -> FloatArray:
    if building.water_heat is None:
        return np.zeros(context.grid.steps)
    return building.water_heat.series_kw(replace(context, seed=building.seed or 0), building.dwellings)


@dataclass(frozen=True, eq=False)
class _Making:
    """The making of one building."""

    scenario: Scenario
    name: str
    packages: list[Package]
    run: _OnSteps
    year: _OnSteps
    spell: _OnSteps | None

    def building(self, on: _OnSteps) -> HeatedBuilding:
        """The building under each package, on the steps of the run or of the spell."""
        before = self._heat(self.packages[0], on)
        found = {NONE: before}
        for package in self.packages[1:]:
            found[package.name] = self._granted(self._heat(package, on), before)
        supply = self._building.hot_water_supply or HotWaterSupply()
        area_m2 = self._building.heated_area_m2 or 0.0
        return HeatedBuilding(self.name, found, area_m2, self._radiators, supply, on.circulation_kw[self.name])

    @property
    def _building(self) -> Building:
        return self.scenario.buildings[self.name]

    @cached_property
    def _radiators(self) -> Radiators:
        return radiators_of(self.scenario, self.name)

    @property
    def _both(self) -> tuple[_OnSteps, ...]:
        """The run and its design spell."""
        return tuple(on for on in (self.run, self.spell) if on is not None)

    @cached_property
    def _outdoor_c(self) -> FloatArray | None:
        """Outdoor temperature of the steps of the run and its design spell; None without weather."""
        known = [each.outdoor_c for each in self._both if each.outdoor_c is not None]
        return np.concatenate(known) if len(known) == len(self._both) else None

    def _heat(self, package: Package, on: _OnSteps) -> PackageHeat:
        """Heat and cost under a package, without the grant."""
        rooms_kw, water_kw = on.rooms_kw[self.name, package.name], on.water_kw[self.name]
        radiators, design_kw = self._radiators, self._design_kw(package.name)
        installed_kw = radiators.installed_kw or self._design_kw(NONE)
        installed_kw = max(installed_kw, 1e-9) * (1.0 + package.figure("larger_by_fraction"))
        water = radiators.supplied(rooms_kw, design_kw, installed_kw, on.outdoor_c)
        return PackageHeat(
            package.name,
            rooms_kw,
            water_kw,
            water.flow_c,
            water.return_c,
            max(each.highest_kw(self.name, package.name) for each in self._both),
            package.investments(envelope_of(self._building)) if package.measures else (),
            rooms_kwh_per_year=yearly_kwh(self.year.rooms_kw[self.name, package.name], self.year.grid),
            hot_water_kwh_per_year=yearly_kwh(self.year.water_kw[self.name], self.year.grid),
            design_kw=design_kw,
            installed_kw=installed_kw,
            loads_kw=np.concatenate([each.rooms_kw[self.name, package.name] for each in self._both]),
            loads_outdoor_c=self._outdoor_c,
        )

    def _design_kw(self, package: str) -> float:
        """Design heat of the rooms by the run and by its design spell."""
        return max(on.design_kw(self.name, package, self._radiators) for on in self._both)

    def _granted(self, package: PackageHeat, before: PackageHeat) -> PackageHeat:
        """The package with what the programme pays that is asked for at this building."""
        choice = next(each for each in choices_of_packages(self.scenario).values() if each.at == self.name)
        if choice.grant is None:
            return package
        factor = self._primary_energy_factor()
        case = GrantCase(
            "renovation",
            self.scenario.members[choice.owner].kind,
            self.scenario.economics.price_year,
            package.investment_eur,
            package.rooms_kwh_per_year,
            self._building.heated_area_m2 or 0.0,
            factor * (before.rooms_kwh_per_year + before.hot_water_kwh_per_year),
            factor * (package.rooms_kwh_per_year + package.hot_water_kwh_per_year),
        )
        decision = grant_of(programme_of(choice.grant), case)
        return replace(package, grant_eur=decision.eur, missed_conditions=decision.missed_conditions)

    def _primary_energy_factor(self) -> float:
        """Primary energy of a kWh of heat bought, before and after: what heats the building is not decided here."""
        weights = self.scenario.primary_energy.carriers.get("heat")
        if weights is None or weights.renewable_factor is None or weights.non_renewable_factor is None:
            return primary_energy_factor("heat").value
        return weights.renewable_factor + weights.non_renewable_factor
