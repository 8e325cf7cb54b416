"""Electricity at one price, all year."""

from __future__ import annotations

from typing import ClassVar, Literal

import numpy as np
from pydantic import Field

from energycommunity.tariffs.base import Purchase, TariffContext
from energycommunity.tariffs.charges import Charge, EnergyCharge


class Fixed(Purchase):
    """A fixed price per kWh without VAT and network."""

    label_en: ClassVar[str] = "Fixed price"
    label_lv: ClassVar[str] = "Fiksēta cena"

    type: Literal["fixed"] = "fixed"
    price_eur_per_kwh: float = Field(description="Price of every kWh")

    def charges(self, context: TariffContext) -> tuple[Charge, ...]:
        """Price and margin, and the charges of the connection."""
        rate = np.full(context.time.steps, self.price_eur_per_kwh + self.margin_eur_per_kwh)
        return (EnergyCharge("energy", rate), *self.connection_charges(context))
