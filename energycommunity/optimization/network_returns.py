"""The return of a network as the radiators of its buildings give it, reckoned before anything is decided.

A network that asks for it (`return_by_radiators`) has it in place of the return of its level, so that loss, pipes and
plants count with it. What a building will choose is not known then: of the packages it may choose from, that with the
warmest return counts, so that no pipe is taken to lose too little.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from energycommunity.demand.heated_building import HeatedBuilding
from energycommunity.optimization.case import PlacedAsset
from energycommunity.optimization.radiators_on_network import NetworkWater, RoomsWithRadiators, choice_of_heating
from energycommunity.quantities import FloatArray
from energycommunity.scenario.flow_temperatures import radiators_of
from energycommunity.scenario.renovations import choices_of_packages
from energycommunity.scenario.schema import Scenario

#: Water is cooled by this at least, however warm radiators return it: else no flow would carry the heat [K].
LEAST_COOLING_K = 5.0

#: Loads and outdoor temperature, shape (steps,) [degC], of the run or of its design spell.
OnSteps = tuple[tuple[PlacedAsset, ...], FloatArray | None]


@dataclass(frozen=True, eq=False)
class NetworkReturns:
    """The making of returns.

    Parameters
    ----------
    scenario : Scenario
        One variant, complete.
    heated : mapping of str to HeatedBuilding
        What packages make of buildings, on the steps of the run.
    known : sequence of OnSteps
        Demands of the run, and of its design spell if there is one.
    """

    scenario: Scenario
    heated: Mapping[str, HeatedBuilding]
    known: Sequence[OnSteps]

    def scenario_with_them(self) -> Scenario:
        """The scenario with the returns of all networks that ask for them."""
        networks = dict(self.scenario.heat_networks)
        if not any(network.return_by_radiators for network in networks.values()):
            return self.scenario
        for name, network in networks.items():
            back_c = self._mean_c(name) if network.return_by_radiators else None
            if back_c is not None:
                coolest_c = network.level.minimum_supply_c or network.level.supply_c
                level = network.level.model_copy(update={"return_c": min(back_c, coolest_c - LEAST_COOLING_K)})
                networks[name] = network.model_copy(update={"level": level})
        return self.scenario.model_copy(update={"heat_networks": networks})

    def _mean_c(self, network: str) -> float | None:
        """Mean of the buildings that are or may be connected, by the heat of their rooms [degC]."""
        fed = self.scenario.heat_networks[network].fed
        found = [max(kinds) for name in fed if (kinds := list(self._of_building(name, network)))]
        if not found:
            return None
        returns_c, heat_kw = zip(*found, strict=True)
        return float(np.average(returns_c, weights=heat_kw))

    def _of_building(self, name: str, network: str) -> Iterator[tuple[float, float]]:
        """Mean return [degC] and mean heat [kW] of a building under each package that it may have."""
        radiators, choice = radiators_of(self.scenario, name), choice_of_heating(self.scenario, name)
        level, outdoor_c = self.scenario.heat_networks[network].level, self.known[0][1]
        water = NetworkWater.of(level, outdoor_c, 0.0 if choice is None else choice.approach_k)
        for rooms in self._kinds(name):
            there = radiators
            if choice is not None:
                more = water.enlargement(radiators, rooms)
                if not math.isfinite(more.nominal_kw):
                    continue  # no way of heating: the network is too cool for any size
                there = radiators.enlarged(rooms.installed_kw, more)
            back_c = water.mean_return_c(there, rooms) if rooms.installed_kw > 0.0 else None
            if back_c is not None:
                yield back_c, float(rooms.rooms_kw.mean())

    def _kinds(self, name: str) -> Iterator[RoomsWithRadiators]:
        if name in self.heated:
            choices = choices_of_packages(self.scenario).values()
            for package in next(each.packages for each in choices if each.at == name):
                yield RoomsWithRadiators.of_package(self.heated[name].packages[package])
            return
        load = f"{name}.space_heat"
        known = [(asset.profiles["power_kw"], on[1]) for on in self.known for asset in on[0] if asset.name == load]
        if known:
            step_h = self.scenario.grid().step_h
            yield RoomsWithRadiators.as_they_stand(known, radiators_of(self.scenario, name), step_h)
