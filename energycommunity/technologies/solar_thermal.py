"""Solar collectors on a roof or on the ground: heat to a building or a heat network.

    heat[t] <= production per area[t] · area                    (the rest is not taken, free of charge, and shown)
    sum over a roof of area per collector area · area <= area of the roof; likewise on the ground of the site

Production per area follows the quadratic efficiency curve of EN ISO 9806 (physics.solar_thermal) at the mean
temperature of the collectors: halfway between flow and return of the place they feed, and what the heat exchanger takes
above that. Or it is read from a file. The capacity is the gross area of the collectors, to which data sheets refer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

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
from energycommunity.technologies.ledger import Contributions, Flow, Term, Values
from energycommunity.technologies.sun_and_wind import (
    Mounting,
    area_used,
    offered,
    refuse_roof_on_ground,
    used_and_curtailed,
)
from energycommunity.time_grid import TimeGrid

if TYPE_CHECKING:
    from energycommunity.physics.tilted_plane import Plane
    from energycommunity.technologies.block import Block


class SolarThermal(Technology):
    """Flat-plate collectors with pipes, pump and heat exchanger; capacity is the gross area of the collectors."""

    label_en: ClassVar[str] = "Solar thermal"
    label_lv: ClassVar[str] = "Saules kolektori"
    serves: ClassVar[Product | None] = "heat"
    heats_alone: ClassVar[bool] = False
    cost_basis: ClassVar[str] = "m2"
    catalogue_default: ClassVar[str | None] = "solar_thermal_roof"

    type: Literal["solar_thermal"] = "solar_thermal"
    at: str = Field(description="Building or heat network it heats")
    capacity_m2: Size = Field(default=Capacity(), description="Gross area of the collectors, or {min, max, step}")
    mounting: Mounting = Field(default="roof", description="On the ground it takes ground of the site")
    roof: str | None = Field(default=None, description="Building whose roof carries it: gives area, tilt and azimuth")
    tilt_deg: float | None = Field(default=None, ge=0, le=90, description="0 flat, 90 upright")
    azimuth_deg: float | None = Field(default=None, ge=0, le=360, description="Clockwise from north; 180 is south")
    flow_c: float | None = Field(default=None, gt=0, le=150, description="It heats to this; else flow of the place")
    return_c: float | None = Field(default=None, gt=0, le=150, description="It heats from this; else return of it")
    exchanger_k: float = Field(default=5.0, ge=0, le=30, description="Collectors above the water they heat")
    peak_efficiency: float | None = Field(default=None, gt=0, le=1, description="Peak efficiency eta0,b (EN ISO 9806)")
    heat_loss_w_per_m2_k: float | None = Field(default=None, ge=0, description="Heat loss coefficient a1 (EN ISO 9806)")
    heat_loss_w_per_m2_k2: float | None = Field(default=None, ge=0, description="Its growth per K, a2 (EN ISO 9806)")
    incidence_b0: float | None = Field(
        default=None, ge=0, le=1, description="Modifier of the beam 1 - b0 (1/cos - 1); b0 = (1 - K50) / 0.5557"
    )
    diffuse_modifier: float | None = Field(default=None, gt=0, le=1, description="Modifier of diffuse light, Kd")
    losses: float = Field(default=0.05, ge=0, lt=1, description="Pipes, warming up, dirt, snow")
    production_kw_per_m2: Profile | None = Field(default=None, description="Own heat per area instead of the curve's")
    area_m2_per_m2: float | None = Field(
        default=None, gt=0, description="Area of roof or ground per collector area, with the gaps between rows"
    )
    investment_eur_per_m2: float | None = Field(default=None, ge=0, description="Cost per collector area")
    annuity_eur_per_m2_year: float | None = Field(default=None, ge=0, description="Yearly cost, beside investment")
    fixed_om_eur_per_m2_year: float | None = Field(default=None, ge=0, description="Yearly upkeep per collector area")
    variable_om_eur_per_kwh: float | None = Field(default=None, ge=0, description="Upkeep and pump per kWh of heat")

    @model_validator(mode="after")
    def _stands_somewhere(self) -> SolarThermal:
        refuse_roof_on_ground(self.mounting, self.roof)
        directed = self.tilt_deg is not None and self.azimuth_deg is not None
        if not (directed or self.roof or self.production_kw_per_m2 is not None):
            raise refusal("technologies_collectors_without_direction")
        return self

    @model_validator(mode="after")
    def _heats(self) -> SolarThermal:
        if self.flow_c is not None and self.return_c is not None and self.return_c > self.flow_c:
            raise refusal("technologies_return_above_supply", given=self.return_c, supply=self.flow_c)
        return self

    def catalogue_row(self, *, on_network: bool, carrier: Carrier | None) -> str | None:
        """By whether it stands on a roof or on the ground."""
        return self.catalogue or f"solar_thermal_{self.mounting}"

    @property
    def needs_weather(self) -> bool:
        """Unless its production is given."""
        return self.production_kw_per_m2 is None

    def profiles(self, context: AssetContext) -> Profiles:
        """Production per area of collectors in each step [kW/m2]."""
        if self.production_kw_per_m2 is not None:
            values = profile_values(self.production_kw_per_m2, context.profile, "production_kw_per_m2")
        else:
            values = self._modelled(context)
        return Profiles({"production_kw_per_m2": values})

    def _modelled(self, context: AssetContext) -> FloatArray:
        from energycommunity.physics.solar_thermal import Collector, production_kw_per_m2
        from energycommunity.physics.tilted_plane import sky_over

        weather, run, place = context.weather(), context.profile, context.places[self.at]
        flow_c = place.supply_c(run.outdoor_c) if self.flow_c is None else self.flow_c
        return_c = place.return_temperature_c if self.return_c is None else self.return_c
        collector = Collector(
            self.peak_efficiency or 0.0,
            self.heat_loss_w_per_m2_k or 0.0,
            self.heat_loss_w_per_m2_k2 or 0.0,
            self.incidence_b0 or 0.0,
            self.diffuse_modifier or 1.0,
        )
        heat = production_kw_per_m2(
            sky_over(weather, run.grid, run.latitude_deg, run.longitude_deg, run.altitude_m),
            np.asarray(weather["temp_air"].values, dtype=np.float64),
            self._plane(context),
            collector,
            (flow_c + return_c) / 2.0 + self.exchanger_k,
        )
        return heat * (1.0 - self.losses)

    def _plane(self, context: AssetContext) -> Plane:
        """How they lie: as stated, else as the roof does; frames on a flat roof state a tilt of their own."""
        from energycommunity.physics.tilted_plane import Plane

        if self.tilt_deg is not None and self.azimuth_deg is not None:
            return Plane(self.tilt_deg, self.azimuth_deg)
        roof = context.planes[self.roof or ""]
        tilt_deg = roof.tilt_deg if self.tilt_deg is None else self.tilt_deg
        return Plane(tilt_deg, roof.azimuth_deg if self.azimuth_deg is None else self.azimuth_deg)

    def add_to(self, block: Block, time: TimeGrid, profiles: Profiles) -> Contributions:
        """Heat to the place's bus, and the area of roof or ground taken."""
        capacity = block.invest("capacity_m2", self.capacity_m2)
        used = offered(block, capacity, "production_kw_per_m2", profiles["production_kw_per_m2"])
        heat = (Term(used),)
        return Contributions(
            flows=(Flow(block.surroundings.places[self.at].bus, 1, heat),),
            costs=self.variable_costs(block, heat),
            energy=(consumed(block, self.at, "solar_thermal", heat), *heat_supplied(block, self.at, heat)),
            limits=area_used(capacity, self.area_m2_per_m2, self.mounting, self.roof),
        ) + self.capacity_costs(block, capacity)

    def read(self, block: Block, solution: Values) -> dict[str, FloatArray]:
        """Heat given, and what nobody took."""
        shown = used_and_curtailed(block, solution, "production_kw_per_m2", "capacity_m2")
        return {"heat_kw": shown["used_kw"], "curtailed_kw": shown["curtailed_kw"]}

    @classmethod
    def example(cls) -> SolarThermal:
        """A free field of up to 100 m2 with a flat production."""
        return cls(
            owner="municipality",
            at="network",
            capacity_m2=Capacity(max=100.0),
            production_kw_per_m2=0.2,
            investment_eur_per_m2=250.0,
            fixed_om_eur_per_m2_year=1.0,
            lifetime_years=25.0,
        )
