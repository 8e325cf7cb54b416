"""Fuel cell behind a meter: makes electricity from stored hydrogen, and heat that may be used.

    electricity[t] = electric efficiency · hydrogen[t]
    electricity[t] <= capacity_electric

Hydrogen counts by its lower heating value. Heat: waste_heat.py.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field, model_validator

from energycommunity.quantities import Bus, FloatArray, refusal
from energycommunity.technologies.base import Capacity, Product, Profiles, Size, Technology, hours
from energycommunity.technologies.ledger import Contributions, EnergyUse, Flow, Term, Values
from energycommunity.technologies.waste_heat import used_heat, waste_heat
from energycommunity.time_grid import TimeGrid

if TYPE_CHECKING:
    from energycommunity.technologies.block import Block


class FuelCell(Technology):
    """Fuel cell; its capacity, and the costs per capacity, count the electricity it gives."""

    label_en: ClassVar[str] = "Fuel cell"
    label_lv: ClassVar[str] = "Kurināmā elements"
    catalogue_default: ClassVar[str | None] = "fuel_cell_low_temperature"
    gives_waste_heat: ClassVar[bool] = True

    type: Literal["fuel_cell"] = "fuel_cell"
    meter: str = Field(description="The meter its electricity goes to")
    store: str = Field(description="Name of the hydrogen store it takes from")
    at: str | None = Field(default=None, description="Building or heat network that can use its heat")
    electric_efficiency: float | None = Field(
        default=None, gt=0, le=1, description="Electricity per hydrogen (lower heating value)"
    )
    heat_efficiency: float | None = Field(default=None, ge=0, lt=1, description="Usable heat per hydrogen")
    capacity_electric_kw: Size | None = Field(default=None, description="Electricity: a number, or {min, max}")
    investment_eur_per_kw: float | None = Field(default=None, ge=0, description="Cost per capacity")
    annuity_eur_per_kw_year: float | None = Field(default=None, ge=0, description="Yearly cost, beside investment")
    fixed_om_eur_per_kw_year: float | None = Field(default=None, ge=0, description="Yearly upkeep per capacity")
    variable_om_eur_per_kwh: float | None = Field(default=None, ge=0, description="Upkeep per kWh of electricity")

    @model_validator(mode="after")
    def _consistent(self) -> FuelCell:
        both = (self.electric_efficiency or 0.0) + (self.heat_efficiency or 0.0)
        if both > 1.0 + 1e-9:
            names = "electric_efficiency, heat_efficiency"
            raise refusal("technologies_more_than_taken", names=names, given=f"{both:g}")
        return self

    @property
    def by_products(self) -> tuple[Product, ...]:
        """Electricity, where it may run for its heat."""
        return () if self.at is None else ("electricity",)

    def add_to(self, block: Block, time: TimeGrid, profiles: Profiles) -> Contributions:
        """Hydrogen from the store's bus, electricity to the meter's, heat to the place's.

        Its electricity is none that was produced, for it was consumed before; it takes from final energy what the
        electrolyser added, so that the losses of both are left.
        """
        efficiency = self.electric_efficiency or 1.0
        capacity = block.invest("capacity_electric_kw", self.capacity_electric_kw)
        hydrogen = block.operate("hydrogen_taken_kw", upper=capacity.upper / efficiency)
        block.constrain("capacity", lambda t: efficiency * hydrogen[t] <= capacity.decision)
        meter = block.surroundings.meters[self.meter]
        electricity = (Term(hydrogen, efficiency),)
        given_back = (Term(hydrogen, -efficiency * hours(time)),)
        return (
            Contributions(
                flows=(
                    Flow(Bus(self.store, "hydrogen"), -1, (Term(hydrogen),)),
                    Flow(meter.bus, 1, electricity),
                ),
                costs=self.variable_costs(block, electricity),
                energy=(EnergyUse(block.asset, self.meter, "electricity", meter.sector, "final", given_back),),
            )
            + waste_heat(block, self.at, hydrogen, self.heat_efficiency or 0.0)
            + self.capacity_costs(block, capacity)
        )

    def read(self, block: Block, solution: Values) -> dict[str, FloatArray]:
        """Hydrogen taken, electricity given, and heat used."""
        hydrogen = solution.of(block.variables["hydrogen_taken_kw"])
        shown = {"hydrogen_taken_kw": hydrogen, "generated_kw": (self.electric_efficiency or 1.0) * hydrogen}
        return shown | used_heat(block, solution)

    @classmethod
    def example(cls) -> FuelCell:
        """A free fuel cell of up to 20 kW electric that heats a network."""
        return cls(
            owner="association",
            meter="common",
            store="hydrogen",
            at="network",
            electric_efficiency=0.5,
            heat_efficiency=0.4,
            capacity_electric_kw=Capacity(max=20.0),
            investment_eur_per_kw=1700.0,
            lifetime_years=10.0,
        )
