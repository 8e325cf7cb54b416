"""Who takes part and what stands there: members, buildings and their roofs."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, SerializerFunctionWrapHandler, field_serializer, model_validator

from energycommunity.demand import CoolingDemand, ElectricityDemand, HeatBill, HotWaterDemand, SpaceHeatDemand
from energycommunity.demand.envelope import Envelope
from energycommunity.demand.heat_emission import Radiators
from energycommunity.demand.hot_water_supply import HotWaterSupply
from energycommunity.demand.written_envelope import WrittenEnvelope
from energycommunity.heat_network.location import Location
from energycommunity.parameters import Parameter
from energycommunity.parameters.building_envelope import envelope_figures
from energycommunity.quantities import Model, Sector, refusal
from energycommunity.scenario.membership import Membership
from energycommunity.scenario.present_heating import PresentHeating

MemberKind = Literal["municipality", "household", "apartment_house", "company", "association"]

#: What of space_heat was measured, so that the room model can be calibrated to it.
MEASURED = frozenset({"annual_kwh", "monthly_kwh", "monthly_outdoor_c", "year"})


class Member(Membership):
    """Somebody who pays: owner of meters and assets."""

    kind: MemberKind = Field(description="What the member is; decides the VAT of heat and wood")
    deducts_vat: bool = Field(default=False, description="True if VAT is no cost (companies registered for VAT)")
    income_tax_rate: float | None = Field(
        default=None,
        ge=0,
        lt=1,
        description="Part of running costs that it saves in income tax; depreciation is no part of it: state the "
        "investment net of what that saves",
    )
    flats: int | None = Field(default=None, ge=1, le=100_000, description="Number of flats of an apartment house")


class Roof(Model):
    """The part of a roof that may carry modules."""

    area_m2: float = Field(gt=0, description="Usable area")
    azimuth_deg: float = Field(default=180.0, ge=0, le=360, description="Clockwise from north: 90 east, 180 south")
    tilt_deg: float = Field(default=30.0, ge=0, le=90, description="0 flat, 90 upright")


class Building(Model):
    """A building behind a meter, with what it needs."""

    meter: str = Field(description="The meter its electricity is drawn through")
    sector: Sector = Field(description="Sector of the SECAP template")
    type: str | None = Field(default=None, description="Kind of building, of the catalogue of archetypes")
    series: str | None = Field(default=None, description="Construction series of an apartment house, such as 103")
    built: int | None = Field(default=None, ge=1500, le=2100, description="Year of construction")
    heated_area_m2: float | None = Field(default=None, gt=0, description="Heated floor area")
    dwellings: int | None = Field(default=None, ge=1, le=100_000, description="Number of flats")
    persons: float | None = Field(
        default=None, ge=0, le=1_000_000, description="Number of people who live or work there"
    )
    renovation: Literal["none", "partly", "full"] = Field(default="none", description="State of the envelope")
    electricity: ElectricityDemand | None = Field(default=None, description="Electricity of the building or its flats")
    common_electricity: ElectricityDemand | None = Field(
        default=None, description="Electricity of staircase and pumps, where the flats have their own meters"
    )
    flats_meter: str | None = Field(
        default=None, description="Meter of the flats: `electricity` is drawn there, `common_electricity` at `meter`"
    )
    envelope: WrittenEnvelope | None = Field(
        default=None,
        description="Heat for the rooms by the hourly room model (EN ISO 13790), calibrated to space_heat or heat_bill "
        "where these state it; `{}` takes the archetype of series or type",
    )
    space_heat: SpaceHeatDemand | None = Field(default=None, description="Heat for the rooms")
    hot_water: HotWaterDemand | None = Field(default=None, description="Heat for hot water")
    heat_bill: HeatBill | None = Field(
        default=None, description="Instead of space_heat, hot_water or both: twelve months of heat as billed"
    )
    cooling: CoolingDemand | None = Field(default=None, description="Cold for the rooms, which must be met")
    radiators: Radiators | None = Field(
        default=None, description="Radiators or floor heating, by which the flow temperature follows from the heat"
    )
    hot_water_supply: HotWaterSupply | None = Field(
        default=None, description="How hot water is made: temperature, and a booster where a network is too cool"
    )
    present_heating: PresentHeating | None = Field(default=None, description="How it is heated today by itself")
    location: Location | None = Field(default=None, description="Where it stands, for pipes along streets and the map")
    roof: Roof | None = Field(default=None, description="Roof that may carry modules")
    seed: int | None = Field(
        default=None,
        ge=0,
        lt=2**32,
        description="Tells equal buildings apart: their electricity and hot water come somewhat earlier or later, and "
        "hours spread by chance; a seed gives the same in every run. Copies and rows of tables have one of their name",
    )
    group: str | None = Field(
        default=None, description="The building of the file of which this is one of several; written by ecsim"
    )
    assumed: bool = Field(default=False, description="True while nobody has confirmed the figures")

    @model_validator(mode="after")
    def _heat_stated_once(self) -> Building:
        bill = self.heat_bill
        if bill is not None and self.space_heat is not None and "space_heat" in bill.includes:
            raise refusal("heat_bill_beside", given="space_heat")
        if bill is not None and self.hot_water is not None and bill.has_hot_water:
            raise refusal("heat_bill_beside", given="hot_water")
        return self

    @model_validator(mode="after")
    def _envelope_fits(self) -> Building:
        if self.envelope is None:
            return self
        if self.heated_area_m2 is None:
            raise refusal("envelope_area_missing")
        if self.series is None and self.type is None:
            raise refusal("envelope_type_missing")
        beside = sorted(self.space_heat.model_fields_set - MEASURED) if self.space_heat else []
        if beside:
            raise refusal("envelope_beside", given=", ".join(beside), allowed=", ".join(sorted(MEASURED)))
        return self

    @model_validator(mode="after")
    def _modelled_cold_has_an_envelope(self) -> Building:
        modelled = self.cooling is not None and self.cooling.modelled
        if modelled and (self.envelope is None or self.envelope.cooling_setpoint_c is None):
            raise refusal("demand_cooling_without_envelope")
        return self

    @field_serializer("space_heat", mode="wrap")
    def _only_measured_beside_envelope(self, heat: SpaceHeatDemand | None, write: SerializerFunctionWrapHandler) -> Any:
        """What is not measured says nothing beside an envelope; a default written down would count as stated."""
        written = write(heat)
        return written if heat is None or self.envelope is None else {k: v for k, v in written.items() if k in MEASURED}

    @property
    def heats_rooms(self) -> bool:
        """Whether heat for its rooms is stated or modelled."""
        return self.envelope is not None or self.room_heat is not None

    def archetype(self) -> dict[str, Parameter]:
        """Figures of the catalogue for an envelope of this series or type, year and state.

        Raises
        ------
        ParameterError
            If the series or type is unknown.
        """
        return envelope_figures(self.series or self.type or "", self.built, self.renovation)

    def figures_of_archetype(self) -> dict[str, Parameter]:
        """Figures of the catalogue that fill what the envelope doesn't state; none without an envelope."""
        return {} if self.envelope is None else self.envelope.open_figures(self.archetype())

    def complete_envelope(self) -> Envelope | None:
        """The envelope for the room model, with what is not stated of the catalogue; None where none is asked for.

        Raises
        ------
        EnergyCommunityError
            If the series or type is unknown, or the windows are larger than the facades.
        """
        if self.envelope is None or self.heated_area_m2 is None:
            return None
        return self.envelope.complete(self.archetype(), self.heated_area_m2)

    @property
    def room_heat(self) -> SpaceHeatDemand | None:
        """Heat for the rooms, as it is stated or as the bill has it."""
        return self.space_heat or (self.heat_bill.space_heat() if self.heat_bill else None)

    @property
    def water_heat(self) -> HotWaterDemand | None:
        """Heat for hot water, as it is stated or as the bill has it."""
        return self.hot_water or (self.heat_bill.hot_water() if self.heat_bill else None)

    @property
    def has_heat_demand(self) -> bool:
        """Whether heat must be supplied to it."""
        return self.heats_rooms or self.water_heat is not None
