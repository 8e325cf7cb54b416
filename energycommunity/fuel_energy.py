"""Energy of a tonne or a cubic metre of fuel, by the catalogue and the moisture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from energycommunity.parameters import (
    Parameter,
    dry_heating_value_kwh_per_t,
    lower_heating_value_kwh_per_t,
    volume_energy,
)
from energycommunity.physics.fuel_heating_value import moist_heating_value_kwh_per_t, moist_volume_energy_kwh_per_m3

#: How fuel is measured: by weight, as a heap (loose), as a pile of logs (stacked), or without any air (solid).
Measure = Literal["t", "loose_m3", "stacked_m3", "solid_m3"]
#: Wetter wood does not burn by itself.
WETTEST = 0.7


@dataclass(frozen=True)
class FuelEnergy:
    """Lower heating value of one unit of fuel [kWh], and the figures of the catalogue behind it."""

    kwh_per_unit: float
    figures: tuple[Parameter, ...]


def fuel_energy(carrier: str, measure: Measure, moisture_fraction: float | None = None) -> FuelEnergy:
    """Energy of a tonne or a cubic metre of a fuel.

    Parameters
    ----------
    carrier : str
        What is burnt, such as firewood.
    measure : {"t", "loose_m3", "stacked_m3", "solid_m3"}
        What one unit is.
    moisture_fraction : float, optional
        Water over the weight as delivered; without it the catalogue's usual moisture.

    Raises
    ------
    ParameterError
        If the catalogue does not know the fuel in this measure, or not its dry matter.

    Examples
    --------
    A tonne of chips with 40 % water: 5278 x 0.6 - 679 x 0.4. A loose cubic metre of firewood, 20 % water by default.

    >>> round(fuel_energy("wood_chips", "t", 0.40).kwh_per_unit), fuel_energy("firewood", "loose_m3").kwh_per_unit
    (2895, 840.0)
    """
    if measure == "t":
        if moisture_fraction is None:
            usual = lower_heating_value_kwh_per_t(carrier)
            return FuelEnergy(usual.value, (usual,))
        dry = dry_heating_value_kwh_per_t(carrier)
        return FuelEnergy(moist_heating_value_kwh_per_t(dry.value, moisture_fraction), (dry,))
    known, usual_moisture = volume_energy(carrier, measure)
    if moisture_fraction is None:
        return FuelEnergy(known.value, (known, usual_moisture))
    dry = dry_heating_value_kwh_per_t(carrier)
    kwh = moist_volume_energy_kwh_per_m3(known.value, usual_moisture.value, moisture_fraction, dry.value)
    return FuelEnergy(kwh, (known, dry))
