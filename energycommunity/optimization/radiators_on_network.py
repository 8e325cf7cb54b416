"""The radiators of a building with the water that it gets: what is to be added to them, how warm it returns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from energycommunity.demand.design_heat import design_heat_kw
from energycommunity.demand.heat_emission import Enlargement, Radiators
from energycommunity.demand.heated_building import PackageHeat
from energycommunity.demand.renovation import NONE
from energycommunity.heat_network.temperature_level import TemperatureLevel
from energycommunity.quantities import FloatArray
from energycommunity.scenario.schema import Scenario
from energycommunity.technologies.heating_choice import HeatingChoice


@dataclass(frozen=True, eq=False)
class RoomsWithRadiators:
    """Heat of the rooms of a building, `rooms_kw` of shape (steps,), by design, and of its radiators [kW].

    `loads_kw`, `loads_outdoor_c`: the heat by which radiators are enlarged, and the outdoor temperature then [degC].
    """

    package: str
    rooms_kw: FloatArray
    design_kw: float
    installed_kw: float
    loads_kw: FloatArray
    loads_outdoor_c: FloatArray | None

    @classmethod
    def of_package(cls, heat: PackageHeat) -> RoomsWithRadiators:
        """Those of a building under a package."""
        loads = (heat.loads_kw, heat.loads_outdoor_c)
        return cls(heat.package, heat.rooms_kw, heat.design_kw, heat.installed_kw, *loads)

    @classmethod
    def as_they_stand(
        cls, known: Sequence[tuple[FloatArray, FloatArray | None]], radiators: Radiators, step_h: float
    ) -> RoomsWithRadiators:
        """Those of a building that nobody renovates: by the same steps as one that has a choice.

        `known`: heat [kW] and outdoor temperature [degC] in the steps of the run and, if there is one, of its design
        spell.
        """
        room_c, design_c = radiators.nominal.room_c, radiators.design_outdoor_c
        design_kw = max(design_heat_kw(heat_kw, outdoor_c, step_h, room_c, design_c) for heat_kw, outdoor_c in known)
        loads_kw = np.concatenate([heat_kw for heat_kw, _ in known])
        outdoors_c = [outdoor_c for _, outdoor_c in known if outdoor_c is not None]
        loads_outdoor_c = np.concatenate(outdoors_c) if outdoors_c else None
        return cls(NONE, known[0][0], design_kw, radiators.installed_kw or design_kw, loads_kw, loads_outdoor_c)


@dataclass(frozen=True, eq=False)
class SuppliedWater:
    """What reaches the radiators of a building: the supply that there is, less what a heat exchanger takes [K].

    `supply_c`: in the design cold, and in every step unless it follows the weather [degC]; `outdoor_c`: outdoor
    temperature in each step, shape (steps,) [degC].
    """

    supply_c: float
    outdoor_c: FloatArray | None = None
    cooler_k: float = 0.0

    @property
    def series_c(self) -> FloatArray | float:
        """In each step [degC]."""
        return self._at(self.outdoor_c) - self.cooler_k

    def enlargement(self, radiators: Radiators, rooms: RoomsWithRadiators) -> Enlargement:
        """Radiators to add so that no step lacks heat, nor the design cold."""
        supply_c = np.broadcast_to(self._at(rooms.loads_outdoor_c), rooms.loads_kw.shape)
        available_c = np.append(supply_c, self.supply_c) - self.cooler_k
        return radiators.enlargement_kw(np.append(rooms.loads_kw, rooms.design_kw), rooms.installed_kw, available_c)

    def mean_return_c(self, radiators: Radiators, rooms: RoomsWithRadiators) -> float | None:
        """Water that goes back to the network, in the mean of the heat that is given; None without heat [degC].

        A heat exchanger is as much warmer on the side of the network at its cold end as at its hot one.
        """
        back_c = radiators.mean_return_c(rooms.rooms_kw, rooms.installed_kw, self.series_c)
        return None if back_c is None else back_c + self.cooler_k

    def _at(self, outdoor_c: FloatArray | None) -> FloatArray | float:
        return self.supply_c


@dataclass(frozen=True, eq=False, kw_only=True)
class NetworkWater(SuppliedWater):
    """That of a network, whose supply may follow the weather."""

    level: TemperatureLevel

    @classmethod
    def of(cls, level: TemperatureLevel, outdoor_c: FloatArray | None, cooler_k: float) -> NetworkWater:
        """That of a level."""
        return cls(level.supply_c, outdoor_c, cooler_k, level=level)

    def _at(self, outdoor_c: FloatArray | None) -> FloatArray | float:
        return self.level.supply_c if outdoor_c is None else self.level.supply_series_c(outdoor_c)


def choice_of_heating(scenario: Scenario, building: str) -> HeatingChoice | None:
    """The choice of heating of a building, if it has one."""
    assets = scenario.assets.values()
    return next((asset for asset in assets if isinstance(asset, HeatingChoice) and asset.at == building), None)
