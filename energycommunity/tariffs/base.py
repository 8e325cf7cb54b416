"""The contract of a tariff: what may be written in YAML, and the charges it makes at a connection."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal

import numpy as np
from pydantic import Field

from energycommunity.prices import Price
from energycommunity.quantities import Carrier, FloatArray, Model
from energycommunity.tariffs.charges import Charge, DemandCharge, FixedCharge
from energycommunity.tariffs.network import NetworkRates, network_charges, network_rates
from energycommunity.tariffs.schedule import DemandSchedule
from energycommunity.time_grid import TimeGrid

Purpose = Literal["purchase", "sale", "fuel", "heat"]
MonthNumber = Annotated[int, Field(ge=1, le=12)]
HourOfDay = Annotated[int, Field(ge=0, le=23)]


@dataclass(frozen=True)
class TariffContext:
    """The connection a tariff is applied to, and how its prices become series.

    `price` turns what is written under a price into EUR/kWh per step, shape (steps,).
    """

    time: TimeGrid
    price: Callable[[Price], FloatArray]
    phases: int = 3
    fuse_a: float = 0.0
    count: int = 1


class Tariff(Model):
    """One kind of contract. Subclasses are one file each; the registry finds them."""

    label_en: ClassVar[str]
    label_lv: ClassVar[str]
    purpose: ClassVar[Purpose]

    assumed: bool = Field(default=False, description="True while nobody has confirmed the figures")

    def charges(self, context: TariffContext) -> tuple[Charge, ...]:
        """The formulas that a month's bill consists of."""
        raise TypeError(f"{type(self).__name__} lacks charges")

    def energy_carrier(self) -> Carrier:
        """What is traded."""
        return "electricity"


class DemandRate(Model):
    """A monthly charge on the highest power, of all hours or of those of some months, days and hours."""

    price_eur_per_kw_month: float = Field(description="Charge on the highest power of the month")
    months: tuple[MonthNumber, ...] = Field(default=tuple(range(1, 13)), description="Months 1-12 in which it applies")
    hours: tuple[HourOfDay, ...] = Field(default=tuple(range(24)), description="Civil hours 0-23 whose power counts")
    days: Literal["all", "workdays", "weekends"] = Field(default="all", description="Days whose power counts")

    def charge(self, time: TimeGrid) -> DemandCharge:
        """The formula over the steps."""
        applies = in_window(time, self.months, self.hours, self.days)
        return DemandCharge("network", np.full(len(time.months), self.price_eur_per_kw_month), applies)


class Purchase(Tariff):
    """What contracts for electricity from the grid share: margin, standing charge, network tariff, demand charges."""

    purpose: ClassVar[Purpose] = "purchase"

    margin_eur_per_kwh: float = Field(default=0.0, description="Trader's margin on every kWh bought")
    standing_charge_eur_per_month: float = Field(default=0.0, description="Trader's charge per connection and month")
    network: str | NetworkRates | None = Field(
        default=None, description="Network tariff: a plan of the catalogue or own rates; none if the price includes it"
    )
    demand_charges: tuple[DemandRate, ...] = Field(default=(), description="Charges on the highest power of a month")
    demand_schedule: DemandSchedule | None = Field(
        default=None, description="Charges on the highest power of a month in each period of a schedule"
    )

    def connection_charges(self, context: TariffContext) -> tuple[Charge, ...]:
        """All charges but the price of energy: standing charge, network tariff, demand charges."""
        time = context.time
        charges: tuple[Charge, ...] = tuple(rate.charge(time) for rate in self.demand_charges)
        if self.demand_schedule is not None:
            charges += tuple(self.demand_schedule.charges(time))
        if self.standing_charge_eur_per_month:
            charges += (FixedCharge("energy", self.standing_charge_eur_per_month * context.count),)
        if self.network is not None:
            rates = network_rates(self.network, int(time.local[time.steps // 2].year), context.phases)
            charges += network_charges(rates, time, context.fuse_a, context.count)
        return charges


def in_window(
    time: TimeGrid, months: tuple[int, ...], hours: tuple[int, ...], days: Literal["all", "workdays", "weekends"]
) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Which steps fall in the months (1-12), civil hours (0-23) and days of the week, shape (steps,)."""
    chosen = np.isin(time.local.month, months) & np.isin(time.local.hour, hours)
    weekend = np.asarray(time.local.day_of_week >= 5)
    if days == "workdays":
        chosen = chosen & ~weekend
    elif days == "weekends":
        chosen = chosen & weekend
    return np.asarray(chosen)
