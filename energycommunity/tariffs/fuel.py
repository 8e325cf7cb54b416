"""Fuel bought at a price per kWh of its lower heating value, or per tonne."""

from __future__ import annotations

from typing import ClassVar, Literal

import numpy as np
from pydantic import Field, model_validator

from energycommunity.quantities import Carrier, refusal
from energycommunity.tariffs.base import Purpose, Tariff, TariffContext
from energycommunity.tariffs.charges import Charge, EnergyCharge

FuelCarrier = Literal["natural_gas", "liquid_gas", "heating_oil", "peat", "firewood", "wood_chips", "pellets", "biogas"]


class Fuel(Tariff):
    """One price, per kWh or per tonne with the lower heating value."""

    label_en: ClassVar[str] = "Fuel price"
    label_lv: ClassVar[str] = "Kurināmā cena"
    purpose: ClassVar[Purpose] = "fuel"

    type: Literal["fuel"] = "fuel"
    carrier: FuelCarrier = Field(description="What is burnt; decides the emission factor")
    price_eur_per_kwh: float | None = Field(default=None, description="Price per kWh (lower heating value)")
    price_eur_per_t: float | None = Field(default=None, description="Price per tonne, with the heating value")
    lower_heating_value_kwh_per_t: float | None = Field(default=None, gt=0, description="Energy of a tonne")

    @model_validator(mode="after")
    def _one_price(self) -> Fuel:
        if (self.price_eur_per_kwh is None) == (self.price_eur_per_t is None):
            raise refusal("tariffs_one_fuel_price")
        if self.price_eur_per_t is not None and self.lower_heating_value_kwh_per_t is None:
            raise refusal("tariffs_heating_value_missing")
        return self

    def charges(self, context: TariffContext) -> tuple[Charge, ...]:
        """The price of a kWh of fuel."""
        price = self.price_eur_per_kwh
        if price is None:
            price = (self.price_eur_per_t or 0.0) / (self.lower_heating_value_kwh_per_t or 1.0)
        return (EnergyCharge("fuel", np.full(context.time.steps, price)),)

    def energy_carrier(self) -> Carrier:
        """The fuel."""
        return self.carrier
