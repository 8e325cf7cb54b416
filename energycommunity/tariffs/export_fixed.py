"""Surplus sold at one price, all year."""

from __future__ import annotations

from typing import ClassVar, Literal

import numpy as np
from pydantic import Field

from energycommunity.tariffs.base import Sale, TariffContext
from energycommunity.tariffs.charges import Charge, EnergyCharge


class ExportFixed(Sale):
    """A fixed price for every kWh given to the grid."""

    label_en: ClassVar[str] = "Sale at a fixed price"
    label_lv: ClassVar[str] = "Pārdošana par fiksētu cenu"

    type: Literal["export_fixed"] = "export_fixed"
    price_eur_per_kwh: float = Field(description="Price paid for every kWh sold")

    def charges(self, context: TariffContext) -> tuple[Charge, ...]:
        """The revenue, as a charge below zero."""
        return (EnergyCharge("revenue", np.full(context.time.steps, -self.price_eur_per_kwh)),)
