"""Load: a demand that must be met in every step, electric behind a meter, or heat or cold at a building."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field, model_validator

from energycommunity.demand import ElectricityDemand
from energycommunity.demand.own_series import require_one
from energycommunity.profiles import Profile, profile_values
from energycommunity.quantities import Bus, FloatArray, Sector, refusal
from energycommunity.technologies.base import AssetContext, PlaceCarrier, Profiles, Technology, hours
from energycommunity.technologies.chilling import cooling_bus
from energycommunity.technologies.ledger import Contributions, EnergyUse, Flow, Term, Values
from energycommunity.time_grid import TimeGrid

if TYPE_CHECKING:
    from energycommunity.technologies.block import Block
    from energycommunity.technologies.surroundings import Place


class Load(Technology):
    """A known demand; the demands of buildings become loads of their own."""

    label_en: ClassVar[str] = "Demand"
    label_lv: ClassVar[str] = "Pieprasījums"
    is_demand: ClassVar[bool] = True

    type: Literal["load"] = "load"
    meter: str | None = Field(default=None, description="The meter of an electric load")
    at: str | None = Field(default=None, description="The building or network of a load of heat or cold")
    carrier: PlaceCarrier = Field(default="heat", description="What is needed there: heat, or cooling of a building")
    sector: Sector | None = Field(
        default=None, description="Sector of the SECAP template, e.g. public_lighting; else that of the meter"
    )
    power_kw: Profile | None = Field(default=None, description="Power in each step: a number or a column of a file")
    electricity: ElectricityDemand | None = Field(
        default=None, description="Instead, for an electric load: annual_kwh and profile, such as street_lighting"
    )

    @model_validator(mode="after")
    def _one_bus(self) -> Load:
        if (self.meter is None) == (self.at is None):
            raise refusal("technologies_load_without_bus")
        if self.carrier == "cooling" and self.at is None:
            raise refusal("technologies_load_of_cold_without_place")
        require_one({"power_kw": self.power_kw, "electricity": self.electricity})
        if self.electricity is not None and self.meter is None:
            raise refusal("technologies_load_of_heat_by_electricity")
        return self

    def profiles(self, context: AssetContext) -> Profiles:
        """Power in each step [kW]."""
        if self.electricity is not None:
            return Profiles({"power_kw": self.electricity.series_kw(context.profile)})
        return Profiles({"power_kw": profile_values(self.power_kw or 0.0, context.profile, "power_kw")})

    def add_to(self, block: Block, time: TimeGrid, profiles: Profiles) -> Contributions:
        """The power out of the bus; electricity is final energy; for heat and cold, what makes them is."""
        power = profiles["power_kw"]
        block.known["power_kw"] = power
        if self.meter is not None:
            meter = block.surroundings.meters[self.meter]
            used = (Term(None, power * hours(time)),)
            sector = self.sector or meter.sector
            energy = (EnergyUse(block.asset, self.at or self.meter, "electricity", sector, "final", used),)
            drawn = Contributions(flows=(Flow(meter.bus, -1, (Term(None, power),)),), energy=energy)
        else:
            bus = place_bus(self, block.surroundings.places)
            drawn = Contributions(flows=(Flow(bus, -1, (Term(None, power),)),))
        return drawn + self.capacity_costs(block, None)

    def read(self, block: Block, solution: Values) -> dict[str, FloatArray]:
        """The power itself."""
        return {"power_kw": block.known["power_kw"]}

    @classmethod
    def example(cls) -> Load:
        """Ten kilowatts, always."""
        return cls(owner="association", meter="common", power_kw=10.0)


def place_bus(load: Load, places: Mapping[str, Place]) -> Bus:
    """The bus of a load that stands at a place: its heat, or the cold of the building."""
    at = load.at or ""
    return cooling_bus(at) if load.carrier == "cooling" else places[at].bus
