"""House station: what a building needs to take heat from a network, and to make its hot water where that is too cool.

    from the network[t] = (rooms[t] + lifted fraction · hot water[t]) / efficiency
    booster[t] = (1 - lifted fraction) · hot water[t] / booster efficiency
    lifted fraction = (network - approach - cold water) / (hot water - cold water), 0 to 1
"""

from __future__ import annotations

import numpy as np
from pydantic import Field

from energycommunity.demand.heated_building import PackageHeat
from energycommunity.quantities import Carrier, FloatArray
from energycommunity.technologies.own_heat_source import HeatingEquipment

#: Temperature of cold water [degC]; as in demand.hot_water.
COLD_WATER_C = 10.0


class HouseStation(HeatingEquipment):
    """A station between network and building."""

    efficiency: float | None = Field(default=None, gt=0, le=1, description="Heat given per heat taken")
    approach_k: float = Field(default=5.0, ge=0, le=30, description="How much cooler the building's side is")
    booster_electricity: str | None = Field(
        default=None,
        description="Electricity tariff of the booster for hot water, where the network is too cool; else it draws from "
        "the meter",
    )

    def usual_row(self, carrier: Carrier | None) -> str | None:
        """One row for all."""
        return "substation_house"

    def lifted_fraction(self, supply_c: float, hot_water_c: float) -> float:
        """Part of the heat for hot water that a network of a supply temperature can give [-].

        >>> HouseStation().lifted_fraction(50.0, 55.0), HouseStation().lifted_fraction(65.0, 55.0)
        (0.7777777777777778, 1.0)
        """
        span_k = hot_water_c - COLD_WATER_C
        return float(np.clip((supply_c - self.approach_k - COLD_WATER_C) / span_k, 0.0, 1.0)) if span_k > 0.0 else 1.0

    def network_kw(self, package: PackageHeat, lifted_fraction: float) -> FloatArray:
        """Heat taken from the network in each step, shape (steps,) [kW]."""
        return (package.rooms_kw + lifted_fraction * package.hot_water_kw) / (self.efficiency or 1.0)

    def peak_kw(self, package: PackageHeat) -> float:
        """Highest heat taken from the network [kW]; a booster runs when water is drawn and takes nothing off it."""
        return package.peak_kw / (self.efficiency or 1.0)
