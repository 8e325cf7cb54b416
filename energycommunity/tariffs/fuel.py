"""Fuel bought at a price per kWh of its lower heating value, per tonne, or per cubic metre."""

from __future__ import annotations

from typing import ClassVar, Literal

import numpy as np
from pydantic import Field, model_validator

from energycommunity.errors import ParameterError
from energycommunity.fuel_energy import WETTEST, FuelEnergy, Measure, fuel_energy
from energycommunity.quantities import Carrier, refusal
from energycommunity.tariffs.base import Purpose, Tariff, TariffContext
from energycommunity.tariffs.charges import Charge, EnergyCharge

FuelCarrier = Literal["natural_gas", "liquid_gas", "heating_oil", "peat", "firewood", "wood_chips", "pellets", "biogas"]

#: Keys of prices by what the price is for.
_MEASURES: dict[str, Measure] = {
    "price_eur_per_t": "t",
    "price_eur_per_loose_m3": "loose_m3",
    "price_eur_per_stacked_m3": "stacked_m3",
    "price_eur_per_solid_m3": "solid_m3",
}


class Fuel(Tariff):
    """One price, per kWh, or per tonne or cubic metre with the energy of it."""

    label_en: ClassVar[str] = "Fuel price"
    label_lv: ClassVar[str] = "Kurināmā cena"
    purpose: ClassVar[Purpose] = "fuel"

    type: Literal["fuel"] = "fuel"
    carrier: FuelCarrier = Field(description="What is burnt; decides the emission factor")
    price_eur_per_kwh: float | None = Field(default=None, description="Price per kWh (lower heating value)")
    price_eur_per_t: float | None = Field(
        default=None, description="Price per tonne, with its heating value or its moisture"
    )
    price_eur_per_loose_m3: float | None = Field(
        default=None, description="Price per cubic metre of a heap (beramais kubikmetrs) of wood or chips"
    )
    price_eur_per_stacked_m3: float | None = Field(
        default=None, description="Price per cubic metre of a pile of logs (krautais kubikmetrs)"
    )
    price_eur_per_solid_m3: float | None = Field(
        default=None, description="Price per cubic metre of wood without air (cieškubikmetrs)"
    )
    moisture_fraction: float | None = Field(
        default=None, ge=0, le=WETTEST, description="Water over the weight as delivered; makes the energy from dry wood"
    )
    lower_heating_value_kwh_per_t: float | None = Field(default=None, gt=0, description="Energy of a tonne")
    lower_heating_value_kwh_per_m3: float | None = Field(
        default=None, gt=0, description="Energy of the cubic metre of the price, instead of the catalogue's"
    )

    @model_validator(mode="after")
    def _one_price(self) -> Fuel:
        prices = [name for name in ("price_eur_per_kwh", *_MEASURES) if getattr(self, name) is not None]
        if len(prices) != 1:
            raise refusal("tariffs_one_fuel_price")
        self._require_energy_once(prices[0])
        if prices[0] != "price_eur_per_kwh":
            try:
                self._energy(prices[0])
            except ParameterError as error:
                measure = _MEASURES[prices[0]].replace("_", " ")
                raise refusal("tariffs_fuel_energy_unknown", carrier=self.carrier, measure=measure) from error
        return self

    def _require_energy_once(self, price: str) -> None:
        by_weight = price == "price_eur_per_t"
        values = {
            "moisture_fraction": self.moisture_fraction,
            "lower_heating_value_kwh_per_t": self.lower_heating_value_kwh_per_t,
            "lower_heating_value_kwh_per_m3": self.lower_heating_value_kwh_per_m3,
        }
        stated = [name for name, value in values.items() if value is not None]
        other = "lower_heating_value_kwh_per_m3" if by_weight else "lower_heating_value_kwh_per_t"
        if by_weight and not stated:
            raise refusal("tariffs_heating_value_missing")
        if price == "price_eur_per_kwh" and stated:
            raise refusal("tariffs_fuel_energy_idle", given=stated[0], price=price)
        if other in stated:
            raise refusal("tariffs_fuel_energy_idle", given=other, price=price)
        if len(stated) > 1:
            raise refusal("tariffs_fuel_energy_twice", given=", ".join(stated))

    def _energy(self, price: str) -> FuelEnergy:
        stated = self.lower_heating_value_kwh_per_t or self.lower_heating_value_kwh_per_m3
        if stated is not None:
            return FuelEnergy(stated, ())
        return fuel_energy(self.carrier, _MEASURES[price], self.moisture_fraction)

    def energy(self) -> FuelEnergy:
        """Energy of what the price is for, with the figures of the catalogue behind it; 1 kWh where it is for a kWh.

        >>> Fuel(carrier="wood_chips", price_eur_per_loose_m3=15.5).energy().kwh_per_unit
        775.0
        """
        price = next((name for name in _MEASURES if getattr(self, name) is not None), None)
        return FuelEnergy(1.0, ()) if price is None else self._energy(price)

    def charges(self, context: TariffContext) -> tuple[Charge, ...]:
        """The price of a kWh of fuel."""
        names = ("price_eur_per_kwh", *_MEASURES)
        price = next(float(getattr(self, name)) for name in names if getattr(self, name) is not None)
        return (EnergyCharge("fuel", np.full(context.time.steps, price / self.energy().kwh_per_unit)),)

    def energy_carrier(self) -> Carrier:
        """The fuel."""
        return self.carrier
