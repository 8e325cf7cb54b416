"""Demand reduction: a measure that saves part of a known demand, or of the loss of a heat network.

    saved[t] = saved_fraction · demand[t] · extent                  extent: part of the measure that is bought, 0 to 1

LED lamps for street lighting, insulation of pipes, windows and walls are such measures. The saving is counted from the
whole demand: of several measures on one demand the savings add up, and together they save no more than there is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field, model_validator

from energycommunity.quantities import refusal
from energycommunity.technologies.base import Capacity, Profiles, Size, Technology, hours
from energycommunity.technologies.ledger import Contributions, EnergyUse, Flow, Term
from energycommunity.time_grid import TimeGrid

if TYPE_CHECKING:
    from energycommunity.technologies.block import Block


class DemandReduction(Technology):
    """A measure, bought as a whole or in part, whose costs are those of all of it."""

    label_en: ClassVar[str] = "Energy-saving measure"
    label_lv: ClassVar[str] = "Energotaupības pasākums"
    cost_basis: ClassVar[str] = "whole"
    heats_alone: ClassVar[bool] = False

    type: Literal["demand_reduction"] = "demand_reduction"
    reduces: str = Field(
        description="What it saves of: a load, a meter (all demands behind it), a heat network (its loss), or the "
        "demand of a building, e.g. school.space_heat"
    )
    saved_fraction: float = Field(gt=0, le=1, description="Part of that which the whole measure saves")
    extent: Size = Field(
        default=Capacity(max=1.0, step=1.0),
        description="Part of the measure that is bought: all or nothing; {max: 1} for any part; 1 if it is decided",
    )
    investment_eur: float = Field(ge=0, description="Cost of the whole measure; a part costs its part")
    lifetime_years: float = Field(gt=0, description="Technical life; then it is bought again")
    fixed_om_eur_per_year: float | None = Field(
        default=None, description="Yearly upkeep of the whole measure; below zero where it saves some"
    )

    @model_validator(mode="after")
    def _part_of_a_whole(self) -> DemandReduction:
        limits = Capacity.of(self.extent)
        if any(value is not None and not 0.0 <= value <= 1.0 for value in (limits.min, limits.max)):
            raise refusal("technologies_extent_outside")
        return self

    def add_to(self, block: Block, time: TimeGrid, profiles: Profiles) -> Contributions:
        """What is saved, given to the bus of the demand; final energy is less by it where it is that of a load."""
        limits = Capacity.of(self.extent)
        extent = block.invest("extent", limits.model_copy(update={"max": 1.0 if limits.max is None else limits.max}))
        demand = block.surroundings.demands[self.reduces]
        most = block.series("saved_at_most_kw", self.saved_fraction * demand.power_kw)
        saved = block.operate(f"saved_{demand.bus.carrier}_kw", upper=most.values * extent.upper)
        block.constrain("saved", lambda t: saved[t] == most[t] * extent.decision)
        energy: tuple[EnergyUse, ...] = ()
        if demand.final_in is not None:
            less = (Term(saved, -hours(time)),)
            energy = (EnergyUse(block.asset, demand.place, "electricity", demand.final_in, "final", less),)
        return Contributions(flows=(Flow(demand.bus, 1, (Term(saved),)),), energy=energy) + self.capacity_costs(
            block, extent
        )

    @classmethod
    def example(cls) -> DemandReduction:
        """Better pumps that take half as much electricity."""
        return cls(
            owner="municipality",
            reduces="pumps",
            saved_fraction=0.5,
            extent=Capacity(max=1.0),
            investment_eur=500.0,
            lifetime_years=15.0,
        )
