"""What renovation packages make of the buildings that have a choice of them: heat, temperatures, cost and grant.

How much heat the rooms need under a package stands in renovated_rooms.py. The flow that it needs is that of the
radiators which were chosen for the building as it stands (demand.heat_emission), larger where the package has it so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from energycommunity.demand.calibrated_heat import CalibratedHeat
from energycommunity.demand.grants import GrantCase, grant_of, programme_of
from energycommunity.demand.heat_emission import Radiators
from energycommunity.demand.heated_building import HeatedBuilding, PackageHeat
from energycommunity.demand.hot_water_supply import HotWaterSupply
from energycommunity.demand.renovation import NONE, Package, package_of
from energycommunity.optimization.renovated_rooms import RenovatedBuildings, RoomsByPackage, yearly_kwh
from energycommunity.parameters import primary_energy_factor
from energycommunity.profiles import ProfileContext
from energycommunity.quantities import FloatArray
from energycommunity.scenario.members_and_buildings import Building
from energycommunity.scenario.renovations import choices_of_packages, envelope_of, packages_at
from energycommunity.scenario.schema import Scenario

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
    on_run = run, renovated.rooms_kw(run)
    of_year = [name for name in names if run.year is not None and not _has_own_series(buildings[name])]
    on_year = on_run if run.year is None else (run.year, renovated.only(of_year).rooms_kw(run.year))
    on_spell = None if spell is None else (spell, renovated.rooms_kw(spell))
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


#: Steps with the heat on them.
_OnSteps = tuple[ProfileContext, RoomsByPackage]


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
        area_m2, radiators = self._building.heated_area_m2 or 0.0, self._building.radiators or Radiators()
        return HeatedBuilding(self.name, found, area_m2, radiators, supply)

    @property
    def _building(self) -> Building:
        return self.scenario.buildings[self.name]

    def _heat(self, package: Package, on: _OnSteps) -> PackageHeat:
        """Heat and cost under a package, without the grant."""
        context, rooms = on
        rooms_kw, water_kw = rooms[self.name, package.name], self._water_kw(context)
        emitters = self._building.radiators or Radiators()
        installed_kw = emitters.installed_kw or self._highest_kw(lambda on: on[1][self.name, NONE])
        installed_kw = max(installed_kw, 1e-9) * (1.0 + package.figure("larger_by_fraction"))
        needed = emitters.needed(rooms_kw, installed_kw)
        year, of_year = self.year
        return PackageHeat(
            package.name,
            rooms_kw,
            water_kw,
            needed.flow_c,
            needed.return_c,
            self._highest_kw(lambda on: on[1][self.name, package.name] + self._water_kw(on[0])),
            package.investments(envelope_of(self._building)) if package.measures else (),
            rooms_kwh_per_year=yearly_kwh(of_year[self.name, package.name], year.grid),
            hot_water_kwh_per_year=yearly_kwh(self._water_kw(year), year.grid),
            rooms_peak_kw=self._highest_kw(lambda on: on[1][self.name, package.name]),
            installed_kw=installed_kw,
        )

    def _highest_kw(self, power: Callable[[_OnSteps], FloatArray]) -> float:
        """The highest of the run and of its design spell."""
        return max(float(power(on).max(initial=0.0)) for on in (self.run, self.spell) if on is not None)

    def _water_kw(self, context: ProfileContext) -> FloatArray:
        building = self._building
        if building.water_heat is None:
            return np.zeros(context.grid.steps)
        return building.water_heat.series_kw(replace(context, seed=building.seed or 0), building.dwellings)

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
