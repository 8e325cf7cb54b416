"""The contract of a tariff: what may be written in YAML, and the charges it makes at a connection."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal

import numpy as np
from pydantic import Field, field_validator

from energycommunity.parameters import electricity_levy
from energycommunity.prices import Price
from energycommunity.quantities import Carrier, FloatArray, Model, refusal
from energycommunity.tariffs.billed_before import BilledBefore
from energycommunity.tariffs.charges import Charge, EnergyCharge, FixedCharge
from energycommunity.tariffs.demand_rate import DemandRate
from energycommunity.tariffs.network import NetworkRates, network_charges, network_rates
from energycommunity.tariffs.schedule import DemandSchedule
from energycommunity.time_grid import TimeGrid

Purpose = Literal["purchase", "sale", "fuel", "heat"]


@dataclass(frozen=True)
class TariffContext:
    """The connection a tariff is applied to, and how its prices become series.

    `price` turns what is written under a price into EUR/kWh per step, shape (steps,); `shared_fee_fraction`: the part
    of the network's rate per kWh that energy shared between members pays; `before`: what was billed before, where
    months are billed one after another; none: a run that is billed as a whole.
    """

    time: TimeGrid
    price: Callable[[Price], FloatArray]
    phases: int = 3
    fuse_a: float = 0.0
    count: int = 1
    shared_fee_fraction: float = 1.0
    before: BilledBefore | None = None


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


class Purchase(Tariff):
    """What contracts for electricity from the grid share: margin, standing charge, network tariff, demand charges."""

    purpose: ClassVar[Purpose] = "purchase"

    trader: str | None = Field(default=None, description="Who sells it; may be required to be one for all who share")
    margin_eur_per_kwh: float = Field(default=0.0, description="Trader's margin on every kWh bought")
    standing_charge_eur_per_month: float = Field(default=0.0, description="Trader's charge per connection and month")
    network: str | NetworkRates | None = Field(
        default=None, description="Network tariff: a plan of the catalogue or own rates; none if the price includes it"
    )
    network_date: str | None = Field(
        default=None, description="Day whose charges of network and levies hold, such as 2027-01-01; else each month's"
    )
    levies_eur_per_kwh: float | None = Field(
        default=None, description="Levies on every kWh drawn from the grid (OIK); else those of the catalogue"
    )
    demand_charges: tuple[DemandRate, ...] = Field(default=(), description="Charges on the highest power of a month")
    demand_schedule: DemandSchedule | None = Field(
        default=None, description="Charges on the highest power of a month in each period of a schedule"
    )

    @field_validator("network_date")
    @classmethod
    def _is_a_day(cls, given: str | None) -> str | None:
        try:
            return given and date.fromisoformat(given).isoformat()
        except ValueError:
            raise refusal("tariffs_no_day", given=given) from None

    def days(self, months: Sequence[str]) -> tuple[str, ...]:
        """The day whose charges of network and levies hold in each civil month: the stated one, else its first."""
        return tuple(self.network_date or f"{month}-01" for month in months)

    def connection_charges(self, context: TariffContext) -> tuple[Charge, ...]:
        """All charges but the price of energy: standing charge, network tariff, levies, demand charges."""
        time = context.time
        days = self.days(time.months)
        charges: tuple[Charge, ...] = tuple(
            rate.charge(time, context.before, number) for number, rate in enumerate(self.demand_charges)
        )
        if self.demand_schedule is not None:
            charges += tuple(self.demand_schedule.charges(time))
        if self.standing_charge_eur_per_month:
            charges += (FixedCharge("energy", self.standing_charge_eur_per_month * context.count),)
        if self.network is not None:
            rates = [network_rates(self.network, day, context.phases) for day in days]
            charges += network_charges(rates, time, context.fuse_a, context.count, context.shared_fee_fraction)
        levies = np.array([self._levies_eur_per_kwh(day) for day in days])
        if levies.any():
            charges += (EnergyCharge("network", levies[time.month_of], counted="crossing"),)
        return charges

    def _levies_eur_per_kwh(self, day: str) -> float:
        stated = self.levies_eur_per_kwh
        return electricity_levy("mandatory_procurement", day).value if stated is None else stated


class Sale(Tariff):
    """What contracts for electricity given to the grid share."""

    purpose: ClassVar[Purpose] = "sale"

    trader: str | None = Field(default=None, description="Who buys it; may be required to be one for all who share")
