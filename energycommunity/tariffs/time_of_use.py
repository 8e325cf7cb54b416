"""Electricity at prices by month, day and hour."""

from __future__ import annotations

from typing import ClassVar, Literal

import numpy as np
from pydantic import Field

from energycommunity.quantities import Model
from energycommunity.tariffs.base import Purchase, TariffContext
from energycommunity.tariffs.charges import Charge, EnergyCharge
from energycommunity.tariffs.windows import HourOfDay, MonthNumber, in_window


class PricePeriod(Model):
    """A price for some months, days and civil hours."""

    price_eur_per_kwh: float = Field(description="Price of a kWh in this period")
    months: tuple[MonthNumber, ...] = Field(default=tuple(range(1, 13)), description="Months 1-12")
    hours: tuple[HourOfDay, ...] = Field(default=tuple(range(24)), description="Civil hours 0-23")
    days: Literal["all", "workdays", "weekends"] = Field(default="all", description="Days of the week")


class TimeOfUse(Purchase):
    """A base price, and periods with their own; of two that overlap the later one in the list counts."""

    label_en: ClassVar[str] = "Time-of-use price"
    label_lv: ClassVar[str] = "Laika zonu cena"

    type: Literal["time_of_use"] = "time_of_use"
    price_eur_per_kwh: float = Field(description="Price outside all periods")
    periods: tuple[PricePeriod, ...] = Field(min_length=1, description="Periods with another price")

    def charges(self, context: TariffContext) -> tuple[Charge, ...]:
        """The price of each step and margin, and the charges of the connection."""
        rate = np.full(context.time.steps, self.price_eur_per_kwh)
        for period in self.periods:
            rate[in_window(context.time, period.months, period.hours, period.days)] = period.price_eur_per_kwh
        return (EnergyCharge("energy", rate + self.margin_eur_per_kwh), *self.connection_charges(context))
