"""Load: a demand that must be met in every step, electric behind a meter or heat at a building."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field, model_validator

from energycommunity.profiles import Profile, profile_values
from energycommunity.quantities import FloatArray, Sector, refusal
from energycommunity.technologies.base import AssetContext, Profiles, Technology, hours
from energycommunity.technologies.ledger import Contributions, EnergyUse, Flow, Term, Values
from energycommunity.time_grid import TimeGrid

if TYPE_CHECKING:
    from energycommunity.technologies.block import Block


class Load(Technology):
    """A known demand; the demands of buildings become loads of their own."""

    label_en: ClassVar[str] = "Demand"
    label_lv: ClassVar[str] = "Pieprasījums"
    is_demand: ClassVar[bool] = True

    type: Literal["load"] = "load"
    meter: str | None = Field(default=None, description="The meter of an electric load")
    at: str | None = Field(default=None, description="The building or network of a heat load")
    sector: Sector | None = Field(
        default=None, description="Sector of the SECAP template, e.g. public_lighting; else that of the meter"
    )
    power_kw: Profile = Field(description="Power in each step: a number or a column of a file")

    @model_validator(mode="after")
    def _one_bus(self) -> Load:
        if (self.meter is None) == (self.at is None):
            raise refusal("technologies_load_without_bus")
        return self

    def profiles(self, context: AssetContext) -> Profiles:
        """Power in each step [kW]."""
        return Profiles({"power_kw": profile_values(self.power_kw, context.profile, "power_kw")})

    def add_to(self, block: Block, time: TimeGrid, profiles: Profiles) -> Contributions:
        """The power out of the bus; electricity is final energy, heat becomes so where it is made or delivered."""
        power = profiles["power_kw"]
        block.known["power_kw"] = power
        if self.meter is not None:
            meter = block.surroundings.meters[self.meter]
            used = (Term(None, power * hours(time)),)
            sector = self.sector or meter.sector
            energy = (EnergyUse(block.asset, self.at or self.meter, "electricity", sector, "final", used),)
            drawn = Contributions(flows=(Flow(meter.bus, -1, (Term(None, power),)),), energy=energy)
        else:
            place = block.surroundings.places[self.at or ""]
            drawn = Contributions(flows=(Flow(place.bus, -1, (Term(None, power),)),))
        return drawn + self.capacity_costs(block, None)

    def read(self, block: Block, solution: Values) -> dict[str, FloatArray]:
        """The power itself."""
        return {"power_kw": block.known["power_kw"]}

    @classmethod
    def example(cls) -> Load:
        """Ten kilowatts, always."""
        return cls(owner="association", meter="common", power_kw=10.0)
