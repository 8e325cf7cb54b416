"""What renovation packages make of the buildings that have a choice of them: heat, temperatures, cost and grant.

The envelope under a package loses less per kelvin; the heat that the file tells of the building as it stands says how
much that is in kW/K, and the ratio of both losses on the parts of the building how much is left (demand.renovation). The
gains of sun and people stay, so the heat falls by more than the loss, and the season is shorter.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from energycommunity.demand.envelope import Envelope
from energycommunity.demand.grants import GrantCase, grant_of, programme_of
from energycommunity.demand.heated_building import HeatedBuilding, PackageHeat
from energycommunity.demand.hot_water_supply import HotWaterSupply
from energycommunity.demand.renovation import NONE, Package, loss_w_per_k, package_of
from energycommunity.parameters import primary_energy_factor
from energycommunity.profiles import ProfileContext
from energycommunity.quantities import FloatArray
from energycommunity.scenario.heat_levels import heat_levels
from energycommunity.scenario.members_and_buildings import Building
from energycommunity.scenario.renovations import choices_of_packages, envelope_of, packages_at
from energycommunity.scenario.schema import Scenario


def heated_buildings(scenario: Scenario, context: ProfileContext) -> dict[str, HeatedBuilding]:
    """Every building at which something may choose a package, under each of its packages.

    Parameters
    ----------
    scenario : Scenario
        Complete, with an asset for each building.
    context : ProfileContext
        Weather and steps, of the run or of its design spell.
    """
    return {name: _Making(scenario, name, context).building() for name in dict.fromkeys(_places(scenario))}


def with_peaks(own: Mapping[str, HeatedBuilding], other: Mapping[str, HeatedBuilding]) -> dict[str, HeatedBuilding]:
    """The same buildings with the higher peaks of both."""
    return {
        name: replace(
            building,
            packages={
                key: _with_peaks(package, other[name].packages[key]) for key, package in building.packages.items()
            },
        )
        for name, building in own.items()
    }


def _with_peaks(own: PackageHeat, other: PackageHeat) -> PackageHeat:
    rooms_peak_kw = max(own.rooms_peak_kw, other.rooms_peak_kw)
    return replace(own, peak_kw=max(own.peak_kw, other.peak_kw), rooms_peak_kw=rooms_peak_kw)


def _places(scenario: Scenario) -> Iterator[str]:
    return (choice.at for choice in choices_of_packages(scenario).values())


@dataclass(frozen=True, eq=False)
class _Making:
    """The making of one building."""

    scenario: Scenario
    name: str
    context: ProfileContext

    def building(self) -> HeatedBuilding:
        """The building under each package that anything may choose, `none` first."""
        own, year = self.scenario.renovation_packages, self.scenario.economics.price_year
        packages = {key: package_of(key, own, year) for key in packages_at(self.scenario, self.name)}
        before = self._heat(packages[NONE])
        found = {
            key: before if key == NONE else self._granted(self._heat(package), before)
            for key, package in packages.items()
        }
        building = self._building
        supply = building.hot_water_supply or HotWaterSupply()
        whole = HeatedBuilding(self.name, found, building.heated_area_m2 or 0.0, building.radiators, supply)
        return replace(whole, packages={key: _with_flow(package, whole) for key, package in found.items()})

    @property
    def _building(self) -> Building:
        return self.scenario.buildings[self.name]

    def _heat(self, package: Package) -> PackageHeat:
        """Heat and cost under a package, without the grant."""
        level, building = heat_levels(self.scenario)[self.name], self._building
        context = replace(self.context, seed=building.seed or 0)
        whole = (context.spell_of or context).year or context.spell_of or context
        whole = replace(whole, seed=building.seed or 0)
        envelope = envelope_of(building) if package.measures else None
        rooms_kw, water_kw = self._rooms_kw(package, envelope, context), self._water_kw(context)
        steps = context.grid.steps
        return PackageHeat(
            package.name,
            rooms_kw,
            water_kw,
            np.full(steps, level.supply_c),
            np.full(steps, level.return_c),
            float((rooms_kw + water_kw).max(initial=0.0)),
            () if envelope is None else package.investments(envelope),
            rooms_kwh_per_year=_yearly_kwh(self._rooms_kw(package, envelope, whole), whole),
            hot_water_kwh_per_year=_yearly_kwh(self._water_kw(whole), whole),
            rooms_peak_kw=float(rooms_kw.max(initial=0.0)),
        )

    def _rooms_kw(self, package: Package, envelope: Envelope | None, context: ProfileContext) -> FloatArray:
        building = self._building
        rooms = building.room_heat
        if rooms is None:
            return np.zeros(context.grid.steps)
        factor = 1.0 if envelope is None else loss_w_per_k(package.applied_to(envelope)) / loss_w_per_k(envelope)
        heat_kw = rooms.series_kw(context, building.heated_area_m2, building.renovation, factor)
        return np.asarray(heat_kw * (1.0 - package.figure("saved_fraction")), dtype=np.float64)

    def _water_kw(self, context: ProfileContext) -> FloatArray:
        water = self._building.water_heat
        return np.zeros(context.grid.steps) if water is None else water.series_kw(context, self._building.dwellings)

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


def _with_flow(package: PackageHeat, building: HeatedBuilding) -> PackageHeat:
    """The package with the flow and return that the radiators need for its heat, where they are known."""
    if building.radiators is None or building.installed_kw <= 0.0:
        return package
    need = building.radiators.needed(package.rooms_kw, building.installed_kw)
    return replace(package, flow_c=need.flow_c, return_c=need.return_c)


def _yearly_kwh(power_kw: FloatArray, context: ProfileContext) -> float:
    """Heat of a year; of a window that is not scaled to one, that of the window."""
    grid = context.grid
    return float(power_kw.sum()) * grid.step_h * grid.weight
