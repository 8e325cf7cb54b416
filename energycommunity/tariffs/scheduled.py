"""Electricity at prices by a schedule of months and hours, on workdays and on weekends."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from energycommunity.tariffs.base import Purchase, TariffContext
from energycommunity.tariffs.charges import Charge, EnergyCharge
from energycommunity.tariffs.schedule import EnergySchedule


class Scheduled(Purchase):
    """A price for each period of a schedule; `time_of_use` says simple periods in fewer words."""

    label_en: ClassVar[str] = "Price by schedule"
    label_lv: ClassVar[str] = "Cena pēc grafika"

    type: Literal["scheduled"] = "scheduled"
    schedule: EnergySchedule = Field(description="Period of each hour, and the price of each period")

    def charges(self, context: TariffContext) -> tuple[Charge, ...]:
        """The price of each step and margin, and the charges of the connection."""
        rate = self.schedule.rate(context.time) + self.margin_eur_per_kwh
        return (EnergyCharge("energy", rate), *self.connection_charges(context))
