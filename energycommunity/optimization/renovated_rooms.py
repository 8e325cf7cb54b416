"""Heat for the rooms of buildings under each of their renovation packages, all together.

A building with an envelope is computed by the hourly room model with the envelope as the package leaves it, all
U-values and air changes multiplied by the factor that was found for the building as it stands; measured months keep
what the model missed of them. A building without one has the loss per kelvin that its heat tells, times the ratio of
the losses of its archetype after and before; the gains of sun and people stay, so the heat falls by more, and the
season is shorter. Balancing and thermostats take their fraction off either.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from energycommunity.demand.envelope import Envelope
from energycommunity.demand.renovation import NONE, Package, loss_w_per_k
from energycommunity.demand.room_heat import room_heat
from energycommunity.demand.space_heat import SpaceHeatDemand, window_of_year
from energycommunity.profiles import ProfileContext
from energycommunity.quantities import FloatArray
from energycommunity.scenario.members_and_buildings import Building
from energycommunity.scenario.renovations import envelope_of
from energycommunity.time_grid import TimeGrid

#: Heat for the rooms by building and package [kW], each of shape (steps,).
RoomsByPackage = dict[tuple[str, str], FloatArray]


@dataclass(frozen=True, eq=False)
class RenovatedBuildings:
    """Buildings with their packages, `none` first.

    `loss_factors`: of the buildings with an envelope, what U-values and air changes are multiplied by.
    """

    buildings: Mapping[str, Building]
    packages: Mapping[str, Sequence[Package]]
    loss_factors: Mapping[str, float]

    def only(self, names: Collection[str]) -> RenovatedBuildings:
        """Some of the buildings."""
        factors = {name: factor for name, factor in self.loss_factors.items() if name in names}
        return replace(self, packages={name: self.packages[name] for name in names}, loss_factors=factors)

    def rooms_kw(self, context: ProfileContext) -> RoomsByPackage:
        """Heat on the steps of a run, of its whole year, or of its design spell."""
        found: RoomsByPackage = {}
        for name, packages in self.packages.items():
            if self.buildings[name].envelope is None:
                found |= {(name, package.name): self._by_signature(name, package, context) for package in packages}
        found |= self._by_rooms(context)
        for name, packages in self.packages.items():
            for package in packages:
                found[name, package.name] = found[name, package.name] * (1.0 - package.figure("saved_fraction"))
        return found

    def _by_signature(self, name: str, package: Package, context: ProfileContext) -> FloatArray:
        building = self.buildings[name]
        rooms = building.room_heat
        if rooms is None:
            return np.zeros(context.grid.steps)
        factor = 1.0
        if package.measures:
            envelope = envelope_of(building)
            factor = loss_w_per_k(package.applied_to(envelope)) / loss_w_per_k(envelope)
        own = replace(context, seed=building.seed or 0)
        return rooms.series_kw(own, building.heated_area_m2, building.renovation, factor)

    def _by_rooms(self, context: ProfileContext) -> RoomsByPackage:
        """The room model of all buildings with an envelope under all their packages, in one batch."""
        pairs = [(name, package) for name in self.loss_factors for package in self.packages[name]]
        if not pairs:
            return {}
        run = context.spell_of or context
        whole = context if context.spell_of is not None else run.year or run
        envelopes: list[Envelope] = [package.applied_to(envelope_of(self.buildings[name])) for name, package in pairs]
        factors = np.array([self.loss_factors[name] for name, _ in pairs])
        rows = room_heat(envelopes, whole, factors).heating_kw
        found = {(name, package.name): row for (name, package), row in zip(pairs, rows, strict=True)}
        if context.spell_of is None:
            found = self._as_measured(found, whole)
        if whole is not context:
            found = {pair: window_of_year(row, whole.grid, context.grid) for pair, row in found.items()}
        return found

    def _as_measured(self, modelled: RoomsByPackage, whole: ProfileContext) -> RoomsByPackage:
        """What was measured of each month, and none of it where nothing was used."""
        found = dict(modelled)
        for name in self.loss_factors:
            measured = self.buildings[name].room_heat
            if measured is None:
                continue
            factor = _of_months(measured, modelled[name, NONE], whole)
            found |= {pair: row * factor for pair, row in modelled.items() if pair[0] == name}
        return found


def _of_months(measured: SpaceHeatDemand, as_it_stands_kw: FloatArray, whole: ProfileContext) -> FloatArray:
    """Measured over modelled heat of the month of each step, shape (steps,); 1 where no months were measured."""
    if measured.monthly_kwh is None or whole.weather is None:
        return np.full(whole.grid.steps, 0.0 if measured.yearly_kwh()[0] == 0.0 else 1.0)
    wanted_kwh = measured.months_kwh(whole.weather, whole.grid)
    month = whole.grid.local.month.to_numpy() - 1
    modelled_kwh = np.bincount(month, weights=as_it_stands_kw, minlength=12) * whole.grid.step_h
    factor = np.divide(wanted_kwh, modelled_kwh, out=np.zeros(12), where=modelled_kwh > 0.0)
    return np.asarray(factor[month], dtype=np.float64)


def yearly_kwh(power_kw: FloatArray, grid: TimeGrid) -> float:
    """Heat of a year; of a window that is not scaled to one, that of the window."""
    return float(power_kw.sum()) * grid.step_h * grid.weight
