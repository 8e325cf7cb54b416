"""Heat pump from air, ground or water to a building or a heat network.

    heat[t] = COP[t] · electricity[t]
    heat[t] <= capacity_heat            or            electricity[t] <= capacity_electric

COP follows from source and flow temperature (physics.heat_pump: When2Heat regressions, or Carnot with a quality grade),
from the test points of a certified unit (certified_unit.py), or is read from a file. The capacity is that at the
nominal point and does not fall with the cold. Minimum load and starts: commitment.py.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Literal

import numpy as np
from pydantic import Field, model_validator

from energycommunity.profiles import Profile, profile_values
from energycommunity.quantities import Carrier, FloatArray, refusal
from energycommunity.technologies.base import (
    AssetContext,
    Capacity,
    Product,
    Profiles,
    Size,
    Technology,
    consumed,
    heat_supplied,
)
from energycommunity.technologies.certified_unit import CertifiedUnit
from energycommunity.technologies.commitment import Running, commit, running
from energycommunity.technologies.ledger import Contributions, Flow, Term, Values
from energycommunity.time_grid import TimeGrid

if TYPE_CHECKING:
    from energycommunity.technologies.block import Block

#: Depth of a horizontal collector and of groundwater; general knowledge [m].
GROUND_COLLECTOR_DEPTH_M, GROUNDWATER_DEPTH_M = 1.5, 10.0


class HeatPump(Technology):
    """Electric heat pump; its capacity, and the costs per capacity, count heat or electricity, as the key says."""

    label_en: ClassVar[str] = "Heat pump"
    label_lv: ClassVar[str] = "Siltumsūknis"
    serves: ClassVar[Product | None] = "heat"
    catalogue_default: ClassVar[str | None] = "heat_pump_air_building"

    type: Literal["heat_pump"] = "heat_pump"
    at: str = Field(description="Building or heat network it heats")
    meter: str = Field(description="The meter its electricity comes through")
    source: Literal["air", "ground", "water"] = Field(default="air", description="Where it takes heat from")
    capacity_heat_kw: Size | None = Field(
        default=None, description="Heat at the nominal point: a number, or {min, max}"
    )
    capacity_electric_kw: Size | None = Field(default=None, description="Electric power, in place of heat")
    flow_c: float | None = Field(default=None, gt=0, le=100, description="Flow temperature; else that of the place")
    cop: Profile | None = Field(default=None, description="Own COP instead of the model's")
    quality_grade: float | None = Field(
        default=None, gt=0, lt=1, description="Part of Carnot's COP that is reached; without it When2Heat's regression"
    )
    certified: CertifiedUnit | None = Field(
        default=None, description="Test points of EN 14825, from which the COP of this unit follows"
    )
    field_factor: float = Field(
        default=0.85, gt=0, le=1, description="COP in the field over that of the regression or the test points"
    )
    investment_eur_per_kw: float | None = Field(default=None, ge=0, description="Cost per capacity")
    annuity_eur_per_kw_year: float | None = Field(default=None, ge=0, description="Yearly cost, beside investment")
    fixed_om_eur_per_kw_year: float | None = Field(default=None, ge=0, description="Yearly upkeep per capacity")
    variable_om_eur_per_kwh: float | None = Field(default=None, ge=0, description="Upkeep per kWh of heat")
    minimum_load_fraction: float | None = Field(
        default=None, ge=0, le=1, description="Least load while it runs, over its capacity"
    )
    start_cost_eur: float | None = Field(default=None, ge=0, description="Cost of each start: wear, work")
    may_switch_off: bool = Field(default=True, description="Whether it may stand still, or always runs")

    @model_validator(mode="after")
    def _consistent(self) -> HeatPump:
        if self.capacity_heat_kw is not None and self.capacity_electric_kw is not None:
            raise refusal("technologies_two_capacities", first="capacity_heat_kw", second="capacity_electric_kw")
        for other in ("cop", "quality_grade"):
            if self.certified is not None and getattr(self, other) is not None:
                raise refusal("technologies_two_capacities", first="certified", second=other)
        self._running().refuse_without_effect()
        return self

    def _running(self) -> Running:
        return Running(self.minimum_load_fraction, self.start_cost_eur, self.may_switch_off)

    def catalogue_row(self, *, on_network: bool, carrier: Carrier | None) -> str | None:
        """By the source, and by whether it heats a network or a building."""
        if on_network:
            return self.catalogue or "heat_pump_air_network"
        return self.catalogue or ("heat_pump_air_building" if self.source == "air" else "heat_pump_ground_building")

    @property
    def needs_weather(self) -> bool:
        """Unless its coefficient of performance is given."""
        return self.cop is None

    def profiles(self, context: AssetContext) -> Profiles:
        """COP in each step."""
        if self.cop is not None:
            return Profiles({"cop": profile_values(self.cop, context.profile, "")})
        return Profiles({"cop": self._modelled_cop(context)})

    def _modelled_cop(self, context: AssetContext) -> FloatArray:
        from energycommunity.physics.heat_pump import carnot_cop, regression_cop

        flow_c = self.flow_c if self.flow_c is not None else context.places[self.at].supply_temperature_c
        source_c = self._source_c(context)
        if self.certified is not None:
            outdoor_c = np.asarray(context.weather()["temp_air"].values, dtype=np.float64)
            cop = self.certified.cop(self.source, outdoor_c, flow_c, source_c)
            return np.asarray(np.maximum(self.field_factor * cop, 1.0))
        if self.quality_grade is not None:
            return carnot_cop(flow_c, source_c, self.quality_grade)
        return regression_cop(self.source, flow_c, source_c, self.field_factor)

    def _source_c(self, context: AssetContext) -> FloatArray:
        """Temperature of the air, or of the brine or water that enters, in each step [degC]."""
        from energycommunity.heat_network.losses import ground_series_c
        from energycommunity.physics.heat_pump import EXCHANGER_K

        outdoor_c = np.asarray(context.weather()["temp_air"].values, dtype=np.float64)
        if self.source == "air":
            return outdoor_c
        depth_m = GROUND_COLLECTOR_DEPTH_M if self.source == "ground" else GROUNDWATER_DEPTH_M
        return ground_series_c(outdoor_c, context.profile.grid, depth_m) - EXCHANGER_K

    def add_to(self, block: Block, time: TimeGrid, profiles: Profiles) -> Contributions:
        """Electricity from the meter's bus, heat to the place's."""
        by_electricity = self.capacity_electric_kw is not None
        name = "capacity_electric_kw" if by_electricity else "capacity_heat_kw"
        capacity = block.invest(name, self.capacity_electric_kw if by_electricity else self.capacity_heat_kw)
        cop = block.series("cop", profiles["cop"])
        electricity = block.operate("electricity_kw", upper=capacity.upper / (1.0 if by_electricity else cop.values))

        def load(step: Any) -> Any:
            return electricity[step] if by_electricity else cop[step] * electricity[step]

        block.constrain("capacity", lambda t: load(t) <= capacity.decision)
        starts = commit(block, load, capacity, self._running())
        place, meter = block.surroundings.places[self.at], block.surroundings.meters[self.meter]
        heat = (Term(electricity, cop.values),)
        return Contributions(
            flows=(Flow(meter.bus, -1, (Term(electricity),)), Flow(place.bus, 1, heat)),
            costs=self.variable_costs(block, heat, starts),
            energy=(
                consumed(block, self.at, "electricity", (Term(electricity),)),
                *heat_supplied(block, self.at, heat),
            ),
        ) + self.capacity_costs(block, capacity)

    def read(self, block: Block, solution: Values) -> dict[str, FloatArray]:
        """Electricity taken, heat given, COP, and whether it runs, where that is a decision of its own."""
        electricity, cop = solution.of(block.variables["electricity_kw"]), block.known["cop"]
        shown = {"electricity_kw": electricity, "heat_kw": cop * electricity, "cop": cop}
        return shown | running(block, solution)

    @classmethod
    def example(cls) -> HeatPump:
        """A free heat pump of up to 100 kW heat with a constant COP."""
        return cls(
            owner="municipality",
            at="network",
            meter="plant",
            capacity_heat_kw=Capacity(max=100.0),
            cop=3.0,
            investment_eur_per_kw=500.0,
            fixed_om_eur_per_kw_year=4.0,
            lifetime_years=20.0,
        )
