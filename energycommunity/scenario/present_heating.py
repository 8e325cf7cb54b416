"""How a building is heated today by itself: a line of a chimney inventory."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from energycommunity.quantities import Carrier, Model, refusal

HeatingKind = Literal["boiler", "stove", "heat_pump", "electric", "network"]
#: Kinds that burn something, which must be known.
BURNING: tuple[HeatingKind, ...] = ("boiler", "stove")


class PresentHeating(Model):
    """How a building is heated today, as a chimney inventory has it."""

    type: HeatingKind = Field(
        description="boiler, stove, heat_pump, electric (heaters or an electric boiler), or network: heat from outside"
    )
    fuel: Carrier | None = Field(default=None, description="What boiler or stove burns")
    built: int | None = Field(default=None, ge=1900, le=2100, description="Year in which it was set up")
    efficiency: float | None = Field(
        default=None, gt=0, le=6, description="Heat over fuel or electricity in a year; of a heat pump its seasonal COP"
    )

    @model_validator(mode="after")
    def _fuel_where_it_burns(self) -> PresentHeating:
        if self.fuel is None and self.type in BURNING:
            raise refusal("scenario_present_heating_without_fuel", kind=self.type)
        if self.fuel is not None and self.type not in BURNING:
            raise refusal("scenario_present_heating_beside_fuel", kind=self.type)
        return self
