"""How a building can heat itself: what a heat pump, a boiler or electric heating takes to give its heat, and its costs.

    taken[t] = rooms[t] / COP(flow[t]) + hot water[t] / COP(hot water)       heat pump
    taken[t] = (rooms[t] + hot water[t]) / efficiency                         boiler, electric heating

All of it is known before the programme: it belongs to a renovation package, whose heat and flow temperature are known.
The size is the highest heat of that package, in the design spell too.
"""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

import numpy as np
from pydantic import Field, model_validator

from energycommunity.demand.grants import GrantProgramme
from energycommunity.demand.heated_building import PackageHeat
from energycommunity.profiles import FileColumn, Profile, profile_values
from energycommunity.quantities import Carrier, FloatArray, Model, refusal
from energycommunity.technologies.base import AssetContext
from energycommunity.technologies.heat_source import Source, exchanger_k, modelled_cop, source_temperature_c


class HeatingEquipment(Model):
    """What heating equipment costs: by its size, which is the highest heat, and for all of it."""

    catalogue: str | None = Field(default=None, description="Row of the dated catalogue that fills what is not given")
    investment_eur_per_kw: float | None = Field(default=None, ge=0, description="Cost per heat capacity")
    investment_eur: float | None = Field(
        default=None, ge=0, description="Cost of the whole asset, beside that per size"
    )
    lifetime_years: float | None = Field(default=None, gt=0, description="Technical life; then it is replaced")
    fixed_om_eur_per_kw_year: float | None = Field(default=None, ge=0, description="Yearly upkeep per heat capacity")
    fixed_om_eur_per_year: float | None = Field(default=None, description="Yearly upkeep, beside that per size")
    variable_om_eur_per_kwh: float | None = Field(default=None, ge=0, description="Upkeep per kWh of heat")
    remaining_years: float | None = Field(
        default=None, ge=0, description="Given if it stands already: years until it must be replaced"
    )
    grant: str | GrantProgramme | None = Field(
        default=None, description="Programme of the catalogue that pays a part of this equipment, or the terms of one"
    )

    @model_validator(mode="after")
    def _new_if_granted(self) -> HeatingEquipment:
        if self.grant is not None and self.remaining_years:
            raise refusal("technologies_grant_of_what_stands")
        return self

    def usual_row(self, carrier: Carrier | None) -> str | None:
        """The row of the catalogue for a one-family house, by what is burnt; None where no row fits."""
        raise TypeError(f"{type(self).__name__} lacks usual_row")


class HouseStation(HeatingEquipment):
    """What hands the heat of a network over to a building."""

    def usual_row(self, carrier: Carrier | None) -> str | None:
        """One row for all."""
        return "substation_house"


class OwnHeatSource(HeatingEquipment):
    """A supply of a building's own."""

    #: Whether it takes heat from its surroundings.
    lifts_heat: ClassVar[bool] = False

    @property
    def tariff(self) -> str | None:
        """What it buys by; None where it draws from a meter."""
        return getattr(self, "fuel", None) or getattr(self, "electricity", None)

    def taken_kw(self, package: PackageHeat, hot_water_c: float, context: AssetContext) -> FloatArray:
        """Fuel or electricity that it takes in each step, shape (steps,) [kW]."""
        raise TypeError(f"{type(self).__name__} lacks taken_kw")


class OwnBoiler(OwnHeatSource):
    """A boiler or stove for any fuel."""

    type: Literal["boiler"]
    fuel: str = Field(description="Name of the fuel tariff it buys by")
    efficiency: float | None = Field(default=None, gt=0, le=1.2, description="Heat per fuel (lower heating value)")

    def usual_row(self, carrier: Carrier | None) -> str | None:
        """By the fuel."""
        return HOUSE_ROWS.get(carrier or "pellets")

    def taken_kw(self, package: PackageHeat, hot_water_c: float, context: AssetContext) -> FloatArray:
        """Fuel."""
        return package.heat_kw / (self.efficiency or 1.0)


class OwnElectricSource(OwnHeatSource):
    """What takes electricity: bought by a tariff, or drawn from a meter, so that own and shared solar power counts."""

    electricity: str | None = Field(
        default=None,
        description="Name of the electricity tariff it buys by, without standing charges; else it draws from the meter",
    )


class OwnElectricHeating(OwnElectricSource):
    """Electric heaters or an electric boiler."""

    type: Literal["electric"]
    efficiency: float | None = Field(default=None, gt=0, le=1, description="Heat per electricity")

    def usual_row(self, carrier: Carrier | None) -> str | None:
        """One row for all."""
        return "electric_heating_house"

    def taken_kw(self, package: PackageHeat, hot_water_c: float, context: AssetContext) -> FloatArray:
        """Electricity."""
        return package.heat_kw / (self.efficiency or 1.0)


class OwnHeatPump(OwnElectricSource):
    """A heat pump, whose COP follows the flow that the radiators need under a package, and that of hot water."""

    lifts_heat: ClassVar[bool] = True

    type: Literal["heat_pump"]
    source: Source = Field(default="air", description="Where it takes heat from")
    source_c: Profile | None = Field(
        default=None, description="Own temperature of air, soil, water or waste heat; else from the weather"
    )
    cop: Annotated[float, Field(ge=1)] | FileColumn | None = Field(
        default=None, description="Own COP instead of the model's"
    )
    quality_grade: float | None = Field(
        default=None, gt=0, lt=1, description="Part of Carnot's COP that is reached; without it When2Heat's regression"
    )
    field_factor: float = Field(default=0.85, gt=0, le=1, description="COP in the field over that of the regression")

    @model_validator(mode="after")
    def _knows_its_source(self) -> OwnHeatPump:
        if self.source == "waste_heat" and self.source_c is None and self.cop is None:
            raise refusal("technologies_waste_heat_without_temperature")
        return self

    def usual_row(self, carrier: Carrier | None) -> str | None:
        """By the source."""
        return f"heat_pump_{self.source}_{'house' if self.source in ('air', 'ground') else 'building'}"

    def taken_kw(self, package: PackageHeat, hot_water_c: float, context: AssetContext) -> FloatArray:
        """Electricity: heat for the rooms and for hot water each at its own temperature."""
        rooms, water = (self._cop(flow_c, context) for flow_c in (package.flow_c, hot_water_c))
        return np.asarray(package.rooms_kw / rooms + package.hot_water_kw / water)

    def _cop(self, flow_c: FloatArray | float, context: AssetContext) -> FloatArray:
        if self.cop is not None:
            return profile_values(self.cop, context.profile, "cop")
        if self.source_c is not None:
            source_c = profile_values(self.source_c, context.profile, "source_c")
        else:
            source_c = source_temperature_c(self.source, context)
        inlet_c = source_c - exchanger_k(self.source)
        return modelled_cop(self.source, flow_c, inlet_c, self.quality_grade, self.field_factor)


#: Rows of the catalogue for a house's boiler by fuel.
HOUSE_ROWS: dict[Carrier, str] = {
    "natural_gas": "boiler_gas_house",
    "liquid_gas": "boiler_gas_house",
    "heating_oil": "boiler_oil_house",
    "wood_chips": "boiler_chips_village",
    "firewood": "boiler_firewood_house",
    "pellets": "boiler_pellets_house",
}

#: Any supply of a building's own, told apart by `type`.
AnyOwnSource = Annotated[OwnBoiler | OwnElectricHeating | OwnHeatPump, Field(discriminator="type")]
