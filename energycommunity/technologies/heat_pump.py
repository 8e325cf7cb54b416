"""Heat pump from air, ground, water or waste heat to a building or a heat network.

    heat[t] = COP[t] · electricity[t]
    heat[t] <= capacity_heat            or            electricity[t] <= capacity_electric
    heat[t] - electricity[t] <= heat that the source gives[t]
    electricity[t] = 0                  where the source is colder, or the flow hotter, than the machine bears

With `cooling` it is reversible and shares its capacity between heat and cold in each step (chilling.py):

    heat[t] + cold[t] / cooling capacity factor <= capacity_heat
    electricity[t] + electricity for cooling[t] <= capacity_electric

COP follows from source and flow temperature (physics.heat_pump: When2Heat regressions, or Carnot with a quality grade),
from the test points of a certified unit (certified_unit.py), or is read from a file. `water` is groundwater, and with
`source_c` a river or lake as well. The capacity is that at the
nominal point and does not fall with the cold. Minimum load and starts: commitment.py.

At a building with radiators, and no flow stated, rooms and hot water are made at their own temperatures, each hour's
COP by the parts of that hour (demand/heat_flows.py). At a network whose supply follows the weather, so does the flow.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

import numpy as np
from pydantic import Field, model_validator

from energycommunity.demand.heat_flows import HeatFlow, hottest_c, mixed_cop
from energycommunity.parameters.unit_sizes import fitting_row
from energycommunity.profiles import FileColumn, Profile, profile_values
from energycommunity.quantities import BoolArray, Carrier, FloatArray, refusal
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
from energycommunity.technologies.chilling import EER, NO_COLD, Chilling, shown_cold
from energycommunity.technologies.commitment import ABLE, Running, commit, running
from energycommunity.technologies.heat_source import (
    REGRESSION_OF,
    Source,
    exchanger_k,
    modelled_cop,
    source_temperature_c,
)
from energycommunity.technologies.ledger import Contributions, Flow, Term, Values
from energycommunity.time_grid import TimeGrid

if TYPE_CHECKING:
    from energycommunity.technologies.block import Block


class HeatPump(Technology):
    """Electric heat pump; its capacity, and the costs per capacity, count heat or electricity, as the key says."""

    label_en: ClassVar[str] = "Heat pump"
    label_lv: ClassVar[str] = "Siltumsūknis"
    serves: ClassVar[Product | None] = "heat"
    catalogue_default: ClassVar[str | None] = "heat_pump_air_building"

    type: Literal["heat_pump"] = "heat_pump"
    at: str = Field(description="Building or heat network it heats")
    meter: str = Field(description="The meter its electricity comes through")
    source: Source = Field(default="air", description="Where it takes heat from")
    source_c: Profile | None = Field(
        default=None, description="Own temperature of air, soil, water or waste heat; else from the weather"
    )
    source_power_kw: Annotated[float, Field(ge=0)] | FileColumn | None = Field(
        default=None, description="Heat that the source can give; else no limit"
    )
    exchanger_k: float | None = Field(
        default=None, ge=0, le=20, description="Between the source and the machine; else 5 K, of air none"
    )
    minimum_source_c: float | None = Field(default=None, description="From a colder source it gives nothing")
    capacity_heat_kw: Size | None = Field(
        default=None, description="Heat at the nominal point: a number, or {min, max}"
    )
    capacity_electric_kw: Size | None = Field(default=None, description="Electric power, in place of heat")
    flow_c: Annotated[float, Field(gt=0, le=100)] | FileColumn | None = Field(
        default=None,
        description="Flow temperature; else that of radiators and hot water, or the supply of the place in each hour",
    )
    maximum_flow_c: float | None = Field(default=None, gt=0, le=150, description="A hotter flow it cannot make")
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
    cooling: Chilling | None = Field(
        default=None, description="Given if it is reversible and cools the building, within the same capacity"
    )
    investment_eur_per_kw: float | None = Field(default=None, ge=0, description="Cost per capacity")
    annuity_eur_per_kw_year: float | None = Field(default=None, ge=0, description="Yearly cost, beside investment")
    fixed_om_eur_per_kw_year: float | None = Field(default=None, ge=0, description="Yearly upkeep per capacity")
    variable_om_eur_per_kwh: float | None = Field(default=None, ge=0, description="Upkeep per kWh of heat or cold")
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
        varying = isinstance(self.flow_c, FileColumn) and self.maximum_flow_c is not None
        if not self.may_switch_off and (varying or self.minimum_source_c is not None):
            name = "maximum_flow_c" if varying else "minimum_source_c"
            raise refusal("technologies_always_on_with_limit", name=name)
        return self

    @model_validator(mode="after")
    def _knows_its_source(self) -> HeatPump:
        by_source = self.cop is None or self.minimum_source_c is not None
        if self.source == "waste_heat" and self.source_c is None and by_source:
            raise refusal("technologies_waste_heat_without_temperature")
        if self.source == "waste_heat" and self.cooling is not None:
            raise refusal("technologies_cooling_into_waste_heat")
        given_c, minimum_c = self.source_c, self.minimum_source_c
        if isinstance(given_c, float) and minimum_c is not None and given_c < minimum_c:
            raise refusal("technologies_source_below_minimum", given=f"{given_c:g}", minimum=f"{minimum_c:g}")
        return self

    def _running(self) -> Running:
        return Running(self.minimum_load_fraction, self.start_cost_eur, self.may_switch_off)

    def catalogue_row(self, *, on_network: bool, carrier: Carrier | None) -> str | None:
        """By the source, and by whether it heats a network or a building, unless a row of another size is nearer."""
        usual = f"heat_pump_{self.source}_{'network' if on_network else 'building'}"
        return self.catalogue or fitting_row(usual, Capacity.of(self.capacity_heat_kw).max)

    @property
    def needs_weather(self) -> bool:
        """Unless the temperature of its source is given, or nothing depends on it; of a certified unit always."""
        by_source = self.cop is None or self.minimum_source_c is not None
        by_source |= self.cooling is not None and self.cooling.eer is None
        return self.certified is not None or (self.source_c is None and by_source)

    def profiles(self, context: AssetContext) -> Profiles:
        """COP in each step, whether it can run (1 or 0) where that may be limited, and what its source gives [kW]."""
        run, series = context.profile, {}
        series["cop"] = self._modelled_cop(context) if self.cop is None else profile_values(self.cop, run, "cop")
        if self.maximum_flow_c is not None or self.minimum_source_c is not None:
            series[ABLE] = self._able(context).astype(np.float64)
        if self.source_power_kw is not None:
            series["source_power_kw"] = profile_values(self.source_power_kw, run, "source_power_kw", "least")
        if self.cooling is not None:
            series[EER] = self.cooling.eer_series(context, self._sink_c(context))
        return Profiles(series)

    def _sink_c(self, context: AssetContext) -> FloatArray:
        """Temperature of what takes the heat of the rooms in each step [degC]: its source, which it then warms."""
        if self.cooling is None or self.cooling.eer is not None:
            return np.zeros(context.profile.grid.steps)
        return self._source_c(context) + exchanger_k(self.source, self.exchanger_k)

    def _modelled_cop(self, context: AssetContext) -> FloatArray:
        return mixed_cop(self._flows(context), lambda flow_c: self._cop_at(flow_c, context))

    def _cop_at(self, flow_c: FloatArray, context: AssetContext) -> FloatArray:
        inlet_c = self._source_c(context) - exchanger_k(self.source, self.exchanger_k)
        if self.certified is not None:
            outdoor_c = np.asarray(context.weather()["temp_air"].values, dtype=np.float64)
            cop = self.certified.cop(REGRESSION_OF[self.source], outdoor_c, flow_c, inlet_c)
            return np.asarray(np.maximum(self.field_factor * cop, 1.0))
        return modelled_cop(self.source, flow_c, inlet_c, self.quality_grade, self.field_factor)

    def _able(self, context: AssetContext) -> BoolArray:
        """Whether source and flow are within what the machine bears, in each step."""
        able = np.ones(context.profile.grid.steps, dtype=bool)
        if self.maximum_flow_c is not None:
            able &= hottest_c(self._flows(context)) <= self.maximum_flow_c
        if self.minimum_source_c is not None:
            able &= self._source_c(context) >= self.minimum_source_c
        return able

    def _flows(self, context: AssetContext) -> tuple[HeatFlow, ...]:
        """Temperatures of the water that leaves it in each step, and what part of the heat has each."""
        if self.flow_c is None and self.at in context.heat_flows:
            return context.heat_flows[self.at]
        if self.flow_c is None:
            supply_c = context.places[self.at].supply_c(context.profile.outdoor_c)
            series_c = np.array(np.broadcast_to(supply_c, (context.profile.grid.steps,)), dtype=np.float64)
        else:
            series_c = profile_values(self.flow_c, context.profile, "flow_c", "most")
        return (HeatFlow(series_c, np.ones_like(series_c)),)

    def _source_c(self, context: AssetContext) -> FloatArray:
        """Temperature of the air, the soil, the groundwater or the waste heat in each step [degC]."""
        if self.source_c is not None:
            return profile_values(self.source_c, context.profile, "source_c")
        return source_temperature_c(self.source, context)

    def add_to(self, block: Block, time: TimeGrid, profiles: Profiles) -> Contributions:
        """Electricity from the meter's bus, heat to the place's, cold to that of the building if it is reversible."""
        by_electricity = self.capacity_electric_kw is not None
        name = "capacity_electric_kw" if by_electricity else "capacity_heat_kw"
        capacity = block.invest(name, self.capacity_electric_kw if by_electricity else self.capacity_heat_kw)
        cop = block.series("cop", profiles["cop"])
        largest = capacity.upper / (1.0 if by_electricity else cop.values)
        electricity = block.operate("electricity_kw", upper=np.minimum(largest, _most_electricity_kw(profiles)))
        cold = NO_COLD
        if self.cooling is not None:
            cold = self.cooling.beside_heat(block, (self.at, self.meter), profiles[EER], capacity, by_electricity)

        def load(step: Any) -> Any:
            return (electricity[step] if by_electricity else cop[step] * electricity[step]) + cold.load(step)

        block.constrain("capacity", lambda t: load(t) <= capacity.decision)
        starts = commit(block, load, capacity, self._running())
        place, meter = block.surroundings.places[self.at], block.surroundings.meters[self.meter]
        heat = (Term(electricity, cop.values),)
        contributions = Contributions(
            flows=(Flow(meter.bus, -1, (Term(electricity),)), Flow(place.bus, 1, heat)),
            costs=self.variable_costs(block, heat + cold.given, starts),
            energy=(
                consumed(block, self.at, "electricity", (Term(electricity),)),
                *heat_supplied(block, self.at, heat),
            ),
        )
        return contributions + cold.contributions + self.capacity_costs(block, capacity)

    def read(self, block: Block, solution: Values) -> dict[str, FloatArray]:
        """Electricity taken, heat given, COP, and whether it runs, where that is a decision of its own."""
        electricity, cop = solution.of(block.variables["electricity_kw"]), block.known["cop"]
        shown = {"electricity_kw": electricity, "heat_kw": cop * electricity, "cop": cop}
        cold = {} if self.cooling is None else shown_cold(block, solution)
        return shown | cold | running(block, solution)

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


def _most_electricity_kw(profiles: Profiles) -> FloatArray:
    """What a pump of any size can take in each step [kW]: none where it cannot run, else by the heat of its source."""
    drawn = profiles["cop"] - 1.0
    most = np.full(drawn.shape, np.inf)
    if "source_power_kw" in profiles.series:
        np.divide(profiles["source_power_kw"], drawn, out=most, where=drawn > 0.0)
    if ABLE in profiles.series:
        most[profiles[ABLE] < 0.5] = 0.0
    return most
