"""Electrolyser behind a meter: makes hydrogen from electricity for a store, and heat that may be used.

    hydrogen[t] = efficiency · electricity[t]
    electricity[t] <= capacity_electric

Hydrogen counts by its lower heating value. Heat: waste_heat.py. Minimum load and starts: commitment.py.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field, model_validator

from energycommunity.quantities import Bus, FloatArray, refusal
from energycommunity.technologies.base import Capacity, Profiles, Size, Technology, hours
from energycommunity.technologies.commitment import Running, commit, running
from energycommunity.technologies.ledger import Contributions, EnergyUse, Flow, Term, Values
from energycommunity.technologies.waste_heat import used_heat, waste_heat
from energycommunity.time_grid import TimeGrid

if TYPE_CHECKING:
    from energycommunity.technologies.block import Block


class Electrolyser(Technology):
    """Plant that splits water; its capacity, and the costs per capacity, count the electricity it takes."""

    label_en: ClassVar[str] = "Electrolyser"
    label_lv: ClassVar[str] = "Elektrolīzers"
    catalogue_default: ClassVar[str | None] = "electrolyser_alkaline"
    gives_waste_heat: ClassVar[bool] = True

    type: Literal["electrolyser"] = "electrolyser"
    meter: str = Field(description="The meter its electricity comes through")
    store: str = Field(description="Name of the hydrogen store it fills")
    at: str | None = Field(default=None, description="Building or heat network that can use its heat")
    efficiency: float | None = Field(
        default=None, gt=0, le=1, description="Hydrogen per electricity (lower heating value)"
    )
    heat_efficiency: float | None = Field(default=None, ge=0, lt=1, description="Usable heat per electricity")
    capacity_electric_kw: Size | None = Field(default=None, description="Electricity: a number, or {min, max}")
    investment_eur_per_kw: float | None = Field(default=None, ge=0, description="Cost per capacity")
    annuity_eur_per_kw_year: float | None = Field(default=None, ge=0, description="Yearly cost, beside investment")
    fixed_om_eur_per_kw_year: float | None = Field(default=None, ge=0, description="Yearly upkeep per capacity")
    variable_om_eur_per_kwh: float | None = Field(default=None, ge=0, description="Upkeep per kWh of hydrogen")
    minimum_load_fraction: float | None = Field(
        default=None, ge=0, le=1, description="Least load while it runs, over its capacity"
    )
    start_cost_eur: float | None = Field(default=None, ge=0, description="Cost of each start: energy, wear")

    @model_validator(mode="after")
    def _consistent(self) -> Electrolyser:
        both = (self.efficiency or 0.0) + (self.heat_efficiency or 0.0)
        if both > 1.0 + 1e-9:
            raise refusal("technologies_more_than_taken", names="efficiency, heat_efficiency", given=f"{both:g}")
        return self

    def add_to(self, block: Block, time: TimeGrid, profiles: Profiles) -> Contributions:
        """Electricity from the meter's bus, hydrogen to the store's, heat to the place's."""
        efficiency = self.efficiency or 1.0
        capacity = block.invest("capacity_electric_kw", self.capacity_electric_kw)
        electricity = block.operate("electricity_kw", upper=capacity.upper)
        block.constrain("capacity", lambda t: electricity[t] <= capacity.decision)
        asked = Running(self.minimum_load_fraction, self.start_cost_eur, may_switch_off=True)
        starts = commit(block, lambda t: electricity[t], capacity, asked)
        meter = block.surroundings.meters[self.meter]
        hydrogen = (Term(electricity, efficiency),)
        taken = (Term(electricity, hours(time)),)
        return (
            Contributions(
                flows=(
                    Flow(meter.bus, -1, (Term(electricity),)),
                    Flow(Bus(self.store, "hydrogen"), 1, hydrogen),
                ),
                costs=self.variable_costs(block, hydrogen, starts),
                energy=(EnergyUse(block.asset, self.meter, "electricity", meter.sector, "final", taken),),
            )
            + waste_heat(block, self.at, electricity, self.heat_efficiency or 0.0)
            + self.capacity_costs(block, capacity)
        )

    def read(self, block: Block, solution: Values) -> dict[str, FloatArray]:
        """Electricity taken, hydrogen made, heat used, and whether it runs, where that is a decision of its own."""
        electricity = solution.of(block.variables["electricity_kw"])
        shown = {"electricity_kw": electricity, "hydrogen_made_kw": (self.efficiency or 1.0) * electricity}
        return shown | used_heat(block, solution) | running(block, solution)

    @classmethod
    def example(cls) -> Electrolyser:
        """A free electrolyser of up to 50 kW electric that heats a network."""
        return cls(
            owner="association",
            meter="common",
            store="hydrogen",
            at="network",
            efficiency=0.6,
            heat_efficiency=0.25,
            capacity_electric_kw=Capacity(max=50.0),
            investment_eur_per_kw=1500.0,
            lifetime_years=20.0,
        )
