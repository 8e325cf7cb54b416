"""Photovoltaics on a roof or on the ground.

    used[t] <= ageing · production per peak power[t] · capacity     (the rest is curtailed, free of charge, and shown;
                                                                     with `curtailable: false` nothing is)
    sum over a roof of area per peak power · capacity <= area of the roof
    sum over all that stand on the ground of area per peak power · capacity <= ground of the site

Production per peak power is made by pvlib from the weather (physics.photovoltaics), or read from a file. Layouts for
ground that is used twice, such as meadows, differ by the direction of the modules and by the ground that they take:
`east_west` faces half of them each way at a low tilt, `vertical` stands two-sided modules upright between the fields.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field, model_validator

from energycommunity.finance.present_worth import levelised_production
from energycommunity.profiles import Profile, profile_values
from energycommunity.quantities import Carrier, FloatArray, Model, refusal
from energycommunity.technologies.base import AssetContext, Capacity, Product, Profiles, Size, Technology, hours
from energycommunity.technologies.ledger import Contributions, EnergyUse, Flow, Term, Values
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

Layout = Literal["south", "east_west", "vertical"]

#: Directions in which each layout's modules face (equal parts), and its tilt where the file states none [deg]: to the
#: south nearly that of the largest yield at 57 degrees north, east-west low enough for rows that touch each other.
AZIMUTHS_DEG: dict[Layout, tuple[float, ...]] = {"south": (180.0,), "east_west": (90.0, 270.0), "vertical": (90.0,)}
TILT_DEG: dict[Layout, float] = {"south": 40.0, "east_west": 10.0, "vertical": 90.0}


class ModulePlane(Model):
    """One direction in which modules face, with its part of the peak power."""

    tilt_deg: float = Field(ge=0, le=90, description="0 flat, 90 upright")
    azimuth_deg: float = Field(ge=0, le=360, description="Clockwise from north: 90 east, 180 south, 270 west")
    share: float = Field(default=1.0, gt=0, description="Part of the peak power")


class Photovoltaics(Technology):
    """Modules and inverter; capacity is the peak power of the modules."""

    label_en: ClassVar[str] = "Solar PV"
    label_lv: ClassVar[str] = "Saules paneļi"
    serves: ClassVar[Product | None] = "electricity"
    cost_basis: ClassVar[str] = "kwp"
    catalogue_default: ClassVar[str | None] = "photovoltaics_roof"

    type: Literal["photovoltaics"] = "photovoltaics"
    meter: str = Field(description="The meter it stands behind")
    at: str | None = Field(default=None, description="Where it stands; only for people")
    capacity_kwp: Size = Field(default=Capacity(), description="Peak power: a number, or {min, max, step}")
    mounting: Mounting = Field(default="roof", description="On the ground it takes ground of the site")
    roof: str | None = Field(default=None, description="Building whose roof carries it: gives area, tilt and azimuth")
    layout: Layout | None = Field(
        default=None,
        description="Direction in a word: south (tilt 40), east_west (tilt 10), vertical (two-sided, upright)",
    )
    tilt_deg: float | None = Field(default=None, ge=0, le=90, description="0 flat, 90 upright")
    azimuth_deg: float | None = Field(default=None, ge=0, le=360, description="Clockwise from north; 180 is south")
    planes: tuple[ModulePlane, ...] = Field(default=(), description="Several directions, such as east and west")
    production_kw_per_kwp: Profile | None = Field(default=None, description="Own production instead of pvlib's")
    degradation_rate: float | None = Field(
        default=None,
        ge=0,
        lt=0.2,
        description="Loss of production a year; the run has the production of the year that stands for all, by worth",
    )
    losses: float = Field(default=0.1408, ge=0, lt=1, description="Soiling, wiring, mismatch … (PVWatts 5)")
    dc_ac_ratio: float = Field(default=1.2, gt=0, description="Peak power of the modules over that of the inverter")
    inverter_efficiency: float = Field(default=0.96, gt=0, le=1, description="At rated power (PVWatts 5)")
    bifaciality: float | None = Field(
        default=None, ge=0, le=1, description="Efficiency of the back over the front; 0 for one-sided modules"
    )
    curtailable: bool = Field(
        default=True, description="Whether the inverter switches off where a sale would cost or the connection is full"
    )
    area_m2_per_kwp: float | None = Field(
        default=None, gt=0, description="Area of roof or ground that a peak power needs, with the gaps between rows"
    )
    investment_eur_per_kwp: float | None = Field(default=None, ge=0, description="Cost per peak power")
    annuity_eur_per_kwp_year: float | None = Field(default=None, ge=0, description="Yearly cost, beside investment")
    fixed_om_eur_per_kwp_year: float | None = Field(default=None, ge=0, description="Yearly upkeep per peak power")
    variable_om_eur_per_kwh: float | None = Field(default=None, ge=0, description="Upkeep per kWh used")

    @model_validator(mode="after")
    def _has_direction(self) -> Photovoltaics:
        plane = self.tilt_deg is not None and self.azimuth_deg is not None
        known = plane or self.planes or self.roof or self.layout or self.production_kw_per_kwp is not None
        if not known:
            raise refusal("technologies_no_direction")
        return self

    @model_validator(mode="after")
    def _stands_in_one_way(self) -> Photovoltaics:
        refuse_roof_on_ground(self.mounting, self.roof)
        if self.layout is None:
            return self
        besides = ("azimuth_deg", "planes") + (("tilt_deg",) if self.layout == "vertical" else ())
        for name in besides:
            if getattr(self, name) not in (None, ()):
                raise refusal("technologies_layout_and_direction", layout=self.layout, name=name)
        other_row = self.catalogue not in (None, "photovoltaics_vertical")
        if self.layout == "vertical" and other_row and self.bifaciality is None:
            raise refusal("technologies_vertical_without_bifaciality", row=self.catalogue)
        return self

    def catalogue_row(self, *, on_network: bool, carrier: Carrier | None) -> str | None:
        """By the layout, and by whether it stands on a roof or on the ground."""
        if self.catalogue is not None:
            return self.catalogue
        if self.layout == "vertical":
            return "photovoltaics_vertical"
        if self.mounting == "roof":
            return self.catalogue_default
        return "photovoltaics_ground_east_west" if self.layout == "east_west" else "photovoltaics_ground"

    @property
    def needs_weather(self) -> bool:
        """Unless its production is given."""
        return self.production_kw_per_kwp is None

    def profiles(self, context: AssetContext) -> Profiles:
        """Production per peak power in each step [kW/kWp]."""
        if self.production_kw_per_kwp is not None:
            values = profile_values(self.production_kw_per_kwp, context.profile, "production_kw_per_kwp")
        else:
            values = self._modelled(context)
        return Profiles({"production_kw_per_kwp": values})

    def _modelled(self, context: AssetContext) -> FloatArray:
        from energycommunity.physics.photovoltaics import PhotovoltaicSystem, production_kw_per_kwp

        system = PhotovoltaicSystem(
            self.losses, self.dc_ac_ratio, self.inverter_efficiency, bifaciality=self.bifaciality or 0.0
        )
        run, planes = context.profile, self._directions(context)
        return production_kw_per_kwp(
            context.weather(), run.grid, run.latitude_deg, run.longitude_deg, run.altitude_m, planes, system
        )

    def _directions(self, context: AssetContext) -> list[Plane]:
        """The planes in which its modules lie."""
        from energycommunity.physics.tilted_plane import Plane

        if self.planes:
            return [Plane(plane.tilt_deg, plane.azimuth_deg, plane.share) for plane in self.planes]
        if self.layout is not None:
            tilt_deg = TILT_DEG[self.layout] if self.tilt_deg is None else self.tilt_deg
            return [Plane(tilt_deg, azimuth_deg) for azimuth_deg in AZIMUTHS_DEG[self.layout]]
        if self.tilt_deg is not None and self.azimuth_deg is not None:
            return [Plane(self.tilt_deg, self.azimuth_deg)]
        return [context.planes[self.roof or ""]]

    def add_to(self, block: Block, time: TimeGrid, profiles: Profiles) -> Contributions:
        """Used power at the meter's bus, and the area of roof or ground taken."""
        capacity = block.invest("capacity_kwp", self.capacity_kwp)
        production = profiles["production_kw_per_kwp"] * self._levelised(block)
        used = offered(block, capacity, "production_kw_per_kwp", production, curtailable=self.curtailable)
        meter = block.surroundings.meters[self.meter]
        return Contributions(
            flows=(Flow(meter.bus, 1, (Term(used),)),),
            costs=self.variable_costs(block, (Term(used),)),
            energy=(
                EnergyUse(block.asset, self.meter, "electricity", meter.sector, "produced", (Term(used, hours(time)),)),
            ),
            limits=area_used(capacity, self.area_m2_per_kwp, self.mounting, self.roof),
        ) + self.capacity_costs(block, capacity)

    def _levelised(self, block: Block) -> float:
        """Production of the year that stands for all years of a plant that ages, over that of the first [-]."""
        if not self.degradation_rate:
            return 1.0
        economics = block.surroundings.economics
        years = min(self.lifetime_years or economics.horizon_years, economics.horizon_years)
        growth = economics.escalation_rates.get("energy", 0.0)
        return levelised_production(economics.real_discount_rate, years, growth, self.degradation_rate)

    def read(self, block: Block, solution: Values) -> dict[str, FloatArray]:
        """Used power, and what was curtailed."""
        return used_and_curtailed(block, solution, "production_kw_per_kwp", "capacity_kwp")

    @classmethod
    def example(cls) -> Photovoltaics:
        """A free plant of up to 30 kWp facing south, with a flat production."""
        return cls(
            owner="association",
            meter="common",
            capacity_kwp=Capacity(max=30.0),
            production_kw_per_kwp=0.3,
            investment_eur_per_kwp=900.0,
            fixed_om_eur_per_kwp_year=12.0,
            lifetime_years=30.0,
        )
