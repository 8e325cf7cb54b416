"""The temperatures of a heat network: those of supply and return, and how the supply follows the weather."""

from __future__ import annotations

import numpy as np
from pydantic import Field, model_validator

from energycommunity.quantities import FloatArray, Model, refusal


class TemperatureLevel(Model):
    """Temperatures of supply and return over the year."""

    supply_c: float = Field(gt=0, le=150, description="Supply temperature, of the coldest days if it follows them")
    return_c: float = Field(gt=0, le=150, description="Return temperature")
    minimum_supply_c: float | None = Field(
        default=None, gt=0, le=150, description="Supply temperature of mild days, if it follows the weather"
    )
    design_outdoor_c: float | None = Field(
        default=None, ge=-60, le=10, description="Outdoor temperature at which the supply reaches supply_c"
    )
    mild_outdoor_c: float = Field(
        default=10.0, ge=-10, le=30, description="Outdoor temperature from which on the supply is minimum_supply_c"
    )

    @model_validator(mode="after")
    def _in_order(self) -> TemperatureLevel:
        if self.return_c >= self.supply_c:
            raise refusal("technologies_return_above_supply", given=self.return_c, supply=self.supply_c)
        lowest_c = self.minimum_supply_c
        if (lowest_c is None) != (self.design_outdoor_c is None):
            raise refusal("technologies_weather_curve_half")
        if lowest_c is not None and not self.return_c < lowest_c <= self.supply_c:
            raise refusal("technologies_minimum_supply_outside", given=lowest_c, low=self.return_c, high=self.supply_c)
        if self.design_outdoor_c is not None and self.design_outdoor_c >= self.mild_outdoor_c:
            raise refusal("technologies_weather_curve_order", cold=self.design_outdoor_c, mild=self.mild_outdoor_c)
        return self

    @property
    def name(self) -> str:
        """As people write it: 65/40."""
        return f"{self.supply_c:g}/{self.return_c:g}"

    def supply_series_c(self, outdoor_c: FloatArray) -> FloatArray:
        """Supply temperature [degC], shape as the outdoor temperature: a straight line between two of these.

        >>> level = TemperatureLevel(supply_c=80, return_c=50, minimum_supply_c=65, design_outdoor_c=-20)
        >>> level.supply_series_c(np.array([-30.0, -20.0, -5.0, 10.0, 20.0])).tolist()
        [80.0, 80.0, 72.5, 65.0, 65.0]
        """
        outdoor = np.asarray(outdoor_c, dtype=np.float64)
        if self.minimum_supply_c is None or self.design_outdoor_c is None:
            return np.full(outdoor.shape, self.supply_c)
        cold = np.clip((self.mild_outdoor_c - outdoor) / (self.mild_outdoor_c - self.design_outdoor_c), 0.0, 1.0)
        return np.asarray(self.minimum_supply_c + cold * (self.supply_c - self.minimum_supply_c))
