"""All technologies: the one place that lists them. Schema, documentation, CLI and contract tests follow from it."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from energycommunity.technologies.base import Technology
from energycommunity.technologies.battery import Battery
from energycommunity.technologies.energy_sharing import EnergySharing
from energycommunity.technologies.fuel_boiler import FuelBoiler
from energycommunity.technologies.grid_connection import GridConnection
from energycommunity.technologies.heat_network import HeatNetwork
from energycommunity.technologies.heat_pump import HeatPump
from energycommunity.technologies.hot_water_tank import HotWaterTank
from energycommunity.technologies.load import Load
from energycommunity.technologies.photovoltaics import Photovoltaics

#: What may stand under `assets:`.
ASSET_TYPES: tuple[type[Technology], ...] = (Battery, FuelBoiler, HeatPump, HotWaterTank, Load, Photovoltaics)

#: What stands under keys of its own: `meters:`, `heat_networks:`, `community:`.
FRAME_TYPES: tuple[type[Technology], ...] = (GridConnection, HeatNetwork, EnergySharing)

#: Any asset as it stands in a scenario file, told apart by `type`.
AnyAsset = Annotated[Battery | FuelBoiler | HeatPump | HotWaterTank | Load | Photovoltaics, Field(discriminator="type")]
