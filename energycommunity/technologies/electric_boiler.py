"""Electric boiler at a building or a heat network: turns electricity into heat.

    heat[t] = efficiency · electricity[t]
    heat[t] <= capacity_heat

The capacity is the heat it gives at full power.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field

from energycommunity.quantities import FloatArray
from energycommunity.technologies.base import Capacity, Product, Profiles, Size, Technology, consumed, heat_supplied
from energycommunity.technologies.ledger import Contributions, Flow, Term, Values
from energycommunity.time_grid import TimeGrid

if TYPE_CHECKING:
    from energycommunity.technologies.block import Block


class ElectricBoiler(Technology):
    """Electrode or immersion heater."""

    label_en: ClassVar[str] = "Electric boiler"
    label_lv: ClassVar[str] = "Elektriskais katls"
    serves: ClassVar[Product | None] = "heat"
    catalogue_default: ClassVar[str | None] = "boiler_electric_network"

    type: Literal["electric_boiler"] = "electric_boiler"
    at: str = Field(description="Building or heat network it heats")
    meter: str = Field(description="The meter its electricity comes through")
    efficiency: float | None = Field(default=None, gt=0, le=1, description="Heat per electricity")
    capacity_heat_kw: Size | None = Field(default=None, description="Heat at full power: a number, or {min, max}")
    investment_eur_per_kw: float | None = Field(default=None, ge=0, description="Cost per heat capacity")
    annuity_eur_per_kw_year: float | None = Field(default=None, ge=0, description="Yearly cost, beside investment")
    fixed_om_eur_per_kw_year: float | None = Field(default=None, ge=0, description="Yearly upkeep per heat capacity")
    variable_om_eur_per_kwh: float | None = Field(default=None, ge=0, description="Upkeep per kWh of heat")

    def add_to(self, block: Block, time: TimeGrid, profiles: Profiles) -> Contributions:
        """Electricity from the meter's bus, heat to the place's."""
        efficiency = self.efficiency or 1.0
        capacity = block.invest("capacity_heat_kw", self.capacity_heat_kw)
        electricity = block.operate("electricity_kw", upper=capacity.upper / efficiency)
        block.constrain("capacity", lambda t: efficiency * electricity[t] <= capacity.decision)
        place, meter = block.surroundings.places[self.at], block.surroundings.meters[self.meter]
        heat = (Term(electricity, efficiency),)
        return Contributions(
            flows=(Flow(meter.bus, -1, (Term(electricity),)), Flow(place.bus, 1, heat)),
            costs=self.variable_costs(block, heat),
            energy=(
                consumed(block, self.at, "electricity", (Term(electricity),)),
                *heat_supplied(block, self.at, heat),
            ),
        ) + self.capacity_costs(block, capacity)

    def read(self, block: Block, solution: Values) -> dict[str, FloatArray]:
        """Electricity taken and heat given."""
        electricity = solution.of(block.variables["electricity_kw"])
        return {"electricity_kw": electricity, "heat_kw": (self.efficiency or 1.0) * electricity}

    @classmethod
    def example(cls) -> ElectricBoiler:
        """A free boiler of up to 50 kW heat."""
        return cls(
            owner="municipality",
            at="network",
            meter="plant",
            efficiency=0.99,
            capacity_heat_kw=Capacity(max=50.0),
            investment_eur_per_kw=200.0,
            lifetime_years=20.0,
        )
