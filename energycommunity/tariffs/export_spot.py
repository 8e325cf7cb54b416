"""Surplus sold at the price of the exchange less the trader's margin (neto norēķinu sistēma)."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from energycommunity.prices import Price
from energycommunity.tariffs.base import Sale, TariffContext
from energycommunity.tariffs.charges import Charge, EnergyCharge
from energycommunity.tariffs.market_interval import interval_means


class ExportSpot(Sale):
    """The exchange price of each interval, times a share, less a margin; negative prices are paid by the seller."""

    label_en: ClassVar[str] = "Sale at exchange price"
    label_lv: ClassVar[str] = "Pārdošana par biržas cenu"

    type: Literal["export_spot"] = "export_spot"
    price_eur_per_kwh: Price = Field(
        default="latvia_typical",
        description="Exchange price: latvia_typical (synthetic), a column of a file, or an exchange's export file",
    )
    price_share: float = Field(default=1.0, ge=0, le=1, description="Part of the exchange price that is paid out")
    margin_eur_per_kwh: float = Field(default=0.0, description="Trader's margin on every kWh sold")
    market_interval_minutes: Literal[15, 60] | None = Field(
        default=None, description="60: the hour's mean price holds on shorter steps; 15 or none: that of each step"
    )

    def charges(self, context: TariffContext) -> tuple[Charge, ...]:
        """The revenue, as a charge below zero."""
        price = interval_means(context.price(self.price_eur_per_kwh), context.time, self.market_interval_minutes)
        earned = self.price_share * price - self.margin_eur_per_kwh
        return (EnergyCharge("revenue", -earned),)
