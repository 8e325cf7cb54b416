"""Electricity at the price of the exchange, with the trader's margin."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from energycommunity.prices import Price
from energycommunity.tariffs.base import Purchase, TariffContext
from energycommunity.tariffs.charges import Charge, EnergyCharge


class Spot(Purchase):
    """The exchange price of each interval plus a margin, without VAT and network."""

    label_en: ClassVar[str] = "Exchange price"
    label_lv: ClassVar[str] = "Biržas cena"

    type: Literal["spot"] = "spot"
    price_eur_per_kwh: Price = Field(
        default="latvia_typical",
        description="Exchange price: latvia_typical (synthetic), a column of a file, or an exchange's export file",
    )

    def charges(self, context: TariffContext) -> tuple[Charge, ...]:
        """Exchange price and margin, and the charges of the connection."""
        rate = context.price(self.price_eur_per_kwh) + self.margin_eur_per_kwh
        return (EnergyCharge("energy", rate), *self.connection_charges(context))
