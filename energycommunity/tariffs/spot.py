"""Electricity at the price of the exchange, with the trader's margin."""

from __future__ import annotations

from typing import ClassVar, Literal

import numpy as np
from pydantic import Field

from energycommunity.prices import Price
from energycommunity.tariffs.base import Purchase, TariffContext
from energycommunity.tariffs.charges import Charge, EnergyCharge
from energycommunity.tariffs.market_interval import interval_means


class Spot(Purchase):
    """The exchange price of each interval plus a margin, without VAT and network.

    The margin is an amount per kWh, a part of the price, or both; of a price below zero no part is taken.
    """

    label_en: ClassVar[str] = "Exchange price"
    label_lv: ClassVar[str] = "Biržas cena"

    type: Literal["spot"] = "spot"
    price_eur_per_kwh: Price = Field(
        default="latvia_typical",
        description="Exchange price: latvia_typical (synthetic), a column of a file, or an exchange's export file",
    )
    margin_fraction: float = Field(
        default=0.0, ge=0, le=1, description="Trader's margin as a part of the exchange price, beside the fixed one"
    )
    market_interval_minutes: Literal[15, 60] | None = Field(
        default=None, description="60: the hour's mean price holds on shorter steps; 15 or none: that of each step"
    )

    def charges(self, context: TariffContext) -> tuple[Charge, ...]:
        """Exchange price and margin, and the charges of the connection."""
        price = interval_means(context.price(self.price_eur_per_kwh), context.time, self.market_interval_minutes)
        rate = price + self.margin_fraction * np.maximum(price, 0.0) + self.margin_eur_per_kwh
        return (EnergyCharge("energy", rate), *self.connection_charges(context))
