"""Air conditioner or chiller of a building: cools it with electricity, and heats nothing.

    cold[t] = EER[t] · electricity[t]
    cold[t] <= capacity_cooling

EER: chilling.py, against the outdoor air. The capacity is that at the rating point and does not fall with the heat.
A machine that heats as well is a heat pump with `cooling`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

import numpy as np
from pydantic import Field

from energycommunity.profiles import Profile
from energycommunity.quantities import FloatArray
from energycommunity.technologies.base import AssetContext, Capacity, PlaceCarrier, Profiles, Size, Technology
from energycommunity.technologies.chilling import (
    EER,
    ELECTRICITY,
    QUALITY_GRADE,
    cold_given,
    eer_series,
    shown_cold,
)
from energycommunity.technologies.ledger import Contributions, Term, Values
from energycommunity.time_grid import TimeGrid

if TYPE_CHECKING:
    from energycommunity.technologies.block import Block


class AirConditioner(Technology):
    """Electric cooling of a building; its capacity, and the costs per capacity, count the cold."""

    label_en: ClassVar[str] = "Air conditioner"
    label_lv: ClassVar[str] = "Gaisa kondicionētājs"
    catalogue_default: ClassVar[str | None] = "air_conditioner_split"
    gives_at_place: ClassVar[PlaceCarrier] = "cooling"

    type: Literal["air_conditioner"] = "air_conditioner"
    at: str = Field(description="Building it cools")
    meter: str = Field(description="The meter its electricity comes through")
    capacity_cooling_kw: Size | None = Field(
        default=None, description="Cold at the rating point: a number, or {min, max}"
    )
    eer: Profile | None = Field(default=None, description="Own EER, cold over electricity, instead of the model's")
    quality_grade: float = Field(
        default=QUALITY_GRADE, gt=0, lt=1, description="Part of the ideal EER that is reached; 0.3 unverified"
    )
    chilled_c: float = Field(
        default=7.0, ge=-10, le=25, description="Chilled water or air: 7 fan coils, 18 cooled ceilings or floors"
    )
    investment_eur_per_kw: float | None = Field(default=None, ge=0, description="Cost per capacity")
    annuity_eur_per_kw_year: float | None = Field(default=None, ge=0, description="Yearly cost, beside investment")
    fixed_om_eur_per_kw_year: float | None = Field(default=None, ge=0, description="Yearly upkeep per capacity")
    variable_om_eur_per_kwh: float | None = Field(default=None, ge=0, description="Upkeep per kWh of cold")

    @property
    def needs_weather(self) -> bool:
        """Unless its EER is given."""
        return self.eer is None

    def profiles(self, context: AssetContext) -> Profiles:
        """EER in each step."""
        outdoor_c = np.zeros(context.profile.grid.steps)
        if self.eer is None:
            outdoor_c = np.asarray(context.weather()["temp_air"].values, dtype=np.float64)
        return Profiles({EER: eer_series(self.eer, self.quality_grade, self.chilled_c, context, outdoor_c)})

    def add_to(self, block: Block, time: TimeGrid, profiles: Profiles) -> Contributions:
        """Electricity from the meter's bus, cold to the building's."""
        capacity = block.invest("capacity_cooling_kw", self.capacity_cooling_kw)
        eer = block.series(EER, profiles[EER])
        electricity = block.operate(ELECTRICITY, upper=capacity.upper / eer.values)
        block.constrain("capacity", lambda t: eer[t] * electricity[t] <= capacity.decision)
        costs = self.variable_costs(block, (Term(electricity, eer.values),))
        return (
            cold_given(block, self.at, self.meter, electricity, eer.values)
            + Contributions(costs=costs)
            + self.capacity_costs(block, capacity)
        )

    def read(self, block: Block, solution: Values) -> dict[str, FloatArray]:
        """Electricity taken, cold given, EER."""
        return shown_cold(block, solution)

    @classmethod
    def example(cls) -> AirConditioner:
        """A free machine of up to 20 kW cold with a constant EER."""
        return cls(
            owner="association",
            at="house",
            meter="common",
            capacity_cooling_kw=Capacity(max=20.0),
            eer=3.5,
            investment_eur_per_kw=300.0,
            lifetime_years=12.0,
        )
