"""All kinds of contract: the one place that lists them."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from energycommunity.tariffs.base import Tariff
from energycommunity.tariffs.export_fixed import ExportFixed
from energycommunity.tariffs.export_spot import ExportSpot
from energycommunity.tariffs.fixed import Fixed
from energycommunity.tariffs.fuel import Fuel
from energycommunity.tariffs.spot import Spot
from energycommunity.tariffs.time_of_use import TimeOfUse

TARIFF_TYPES: tuple[type[Tariff], ...] = (Fixed, Spot, TimeOfUse, ExportSpot, ExportFixed, Fuel)

#: Any contract as it stands in a scenario file, told apart by `type`.
AnyTariff = Annotated[Fixed | Spot | TimeOfUse | ExportSpot | ExportFixed | Fuel, Field(discriminator="type")]
