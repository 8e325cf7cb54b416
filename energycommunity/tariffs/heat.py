"""District heat bought from outside: a price per kWh, own or of the dated catalogue, and charges by the month."""

from __future__ import annotations

from typing import ClassVar, Literal

import numpy as np
from pydantic import Field, model_validator

from energycommunity.parameters.heat_tariffs import heat_tariff
from energycommunity.quantities import Carrier, refusal
from energycommunity.tariffs.base import Purpose, Tariff, TariffContext
from energycommunity.tariffs.charges import Charge, EnergyCharge, FixedCharge


class Heat(Tariff):
    """A price per kWh of district heat, of the contract or of a place of the dated catalogue."""

    label_en: ClassVar[str] = "District heat"
    label_lv: ClassVar[str] = "Centralizētā siltumapgāde"
    purpose: ClassVar[Purpose] = "heat"

    type: Literal["heat"] = "heat"
    price_eur_per_kwh: float | None = Field(default=None, description="Price per kWh of heat at the substation")
    place: str | None = Field(
        default=None, description="Place of the dated catalogue whose tariff holds, in place of a price"
    )
    standing_charge_eur_per_month: float = Field(default=0.0, description="Supplier's charge per substation and month")
    capacity_charge_eur_per_kw_month: float = Field(
        default=0.0, ge=0, description="Supplier's charge per connected kW and month"
    )

    @model_validator(mode="after")
    def _one_price(self) -> Heat:
        if (self.price_eur_per_kwh is None) == (self.place is None):
            raise refusal("tariffs_one_heat_price")
        return self

    def charges(self, context: TariffContext) -> tuple[Charge, ...]:
        """The price of a kWh, and the charges that are due whatever flows, if there are any."""
        time = context.time
        price = self.price_in(int(time.local[time.steps // 2].year))
        energy = EnergyCharge("energy", np.full(time.steps, price))
        standing = self.standing_charge_eur_per_month * context.count
        per_kw = self.capacity_charge_eur_per_kw_month
        return (energy, FixedCharge("energy", standing, per_kw)) if standing or per_kw else (energy,)

    def price_in(self, year: int) -> float:
        """The price in a year [EUR/kWh].

        Raises
        ------
        ParameterError
            If the catalogue has no such place, or no price of that year.

        Examples
        --------
        >>> Heat(place="gulbene").price_in(2025), Heat(price_eur_per_kwh=0.08).price_in(2025)
        (0.07299, 0.08)
        """
        if self.price_eur_per_kwh is not None:
            return self.price_eur_per_kwh
        return heat_tariff(str(self.place), year).value

    def energy_carrier(self) -> Carrier:
        """Heat."""
        return "heat"
