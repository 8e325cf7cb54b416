"""Wind turbine at a meter.

    used[t] <= production per rated power[t] · capacity         (the rest is curtailed, free of charge, and shown)

Production per rated power is made from the wind of the weather: to the height of the hub by the logarithmic law, to the
density for which power curves hold, then by the power curve (physics.wind_turbine), less losses. Or it is read from a
file. Whole turbines are sizes in steps: `capacity_kw: {max: 2700, step: 900}`.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, ClassVar, Literal

import numpy as np
from pydantic import Field, model_validator

from energycommunity.profiles import Profile, profile_values
from energycommunity.quantities import FloatArray, Model, refusal
from energycommunity.technologies.base import AssetContext, Capacity, Product, Profiles, Size, Technology, hours
from energycommunity.technologies.ledger import Contributions, EnergyUse, Flow, Term, Values
from energycommunity.technologies.sun_and_wind import offered, used_and_curtailed
from energycommunity.time_grid import TimeGrid

if TYPE_CHECKING:
    import xarray as xr

    from energycommunity.technologies.block import Block


class PowerCurvePoint(Model):
    """One point of a power curve."""

    wind_speed_m_per_s: float = Field(ge=0, le=60, description="At the height of the hub")
    share: float = Field(ge=0, le=1, description="Power over rated power")


class WindTurbine(Technology):
    """Rotor, generator and tower; capacity is the rated power."""

    label_en: ClassVar[str] = "Wind turbine"
    label_lv: ClassVar[str] = "Vēja turbīna"
    serves: ClassVar[Product | None] = "electricity"
    catalogue_default: ClassVar[str | None] = "wind_turbine_onshore"

    type: Literal["wind_turbine"] = "wind_turbine"
    meter: str = Field(description="The meter it stands behind")
    at: str | None = Field(default=None, description="Where it stands; only for people")
    capacity_kw: Size = Field(default=Capacity(), description="Rated power: a number, or {min, max, step}")
    hub_height_m: float = Field(default=75.0, ge=5, le=250, description="Height of the hub above the ground")
    roughness_length_m: float = Field(
        default=0.1, ge=0.0002, le=2, description="Of the land around: 0.03 open fields, 0.1 farmland, 0.4 much wood"
    )
    wind_measured_at_m: float = Field(
        default=10.0, ge=5, le=250, description="Height above the ground that the weather's wind speed is for"
    )
    mean_wind_speed_m_per_s: float | None = Field(
        default=None,
        gt=0,
        le=20,
        description="Mean of the year at the hub, as of a wind atlas: scales the weather's wind",
    )
    power_curve: tuple[PowerCurvePoint, ...] = Field(
        default=(), description="Points of the power curve; without them that of a turbine of 900 kW"
    )
    air_density: bool = Field(default=True, description="Whether dense, cold air gives more power")
    losses: float = Field(default=0.05, ge=0, lt=1, description="Standstill, wiring, icing, wake of other turbines")
    production_kw_per_kw: Profile | None = Field(default=None, description="Own production instead of the wind's")
    investment_eur_per_kw: float | None = Field(default=None, ge=0, description="Cost per rated power")
    annuity_eur_per_kw_year: float | None = Field(default=None, ge=0, description="Yearly cost, beside investment")
    fixed_om_eur_per_kw_year: float | None = Field(default=None, ge=0, description="Yearly upkeep per rated power")
    variable_om_eur_per_kwh: float | None = Field(default=None, ge=0, description="Upkeep per kWh used")

    @model_validator(mode="after")
    def _curve_ascends(self) -> WindTurbine:
        speeds = [point.wind_speed_m_per_s for point in self.power_curve]
        if len(speeds) == 1:
            raise refusal("technologies_power_curve_of_one_point")
        for before, after in pairwise(speeds):
            if after <= before:
                raise refusal("technologies_power_curve_not_ascending", before=f"{before:g}", after=f"{after:g}")
        return self

    @property
    def needs_weather(self) -> bool:
        """Unless its production is given."""
        return self.production_kw_per_kw is None

    def profiles(self, context: AssetContext) -> Profiles:
        """Production per rated power in each step [kW/kW]."""
        if self.production_kw_per_kw is not None:
            values = profile_values(self.production_kw_per_kw, context.profile, "production_kw_per_kw")
        else:
            values = self._modelled(context)
        return Profiles({"production_kw_per_kw": values})

    def _modelled(self, context: AssetContext) -> FloatArray:
        from energycommunity.physics import wind_turbine

        weather, run = context.weather(), context.profile
        speed_m_per_s = self._at_hub_m_per_s(weather)
        if self.mean_wind_speed_m_per_s is not None:
            # The year's mean, also where the run is a window of it: a calm week stays a calm week.
            of_year = run.year.weather if run.year is not None else None
            mean_m_per_s = float(self._at_hub_m_per_s(weather if of_year is None else of_year).mean())
            speed_m_per_s = speed_m_per_s * (self.mean_wind_speed_m_per_s / max(mean_m_per_s, 1e-9))
        if self.air_density:
            temperature_c = np.asarray(weather["temp_air"].values, dtype=np.float64)
            density = wind_turbine.air_density_kg_per_m3(temperature_c, run.altitude_m + self.hub_height_m)
            speed_m_per_s = wind_turbine.equivalent_wind_speed_m_per_s(speed_m_per_s, density)
        own = [(point.wind_speed_m_per_s, point.share) for point in self.power_curve]
        curve = np.array(own or wind_turbine.POWER_CURVE)
        share = wind_turbine.power_over_rated_share(speed_m_per_s, curve[:, 0], curve[:, 1])
        return share * (1.0 - self.losses)

    def _at_hub_m_per_s(self, weather: xr.Dataset) -> FloatArray:
        """Wind speed at the height of the hub in each step [m/s]."""
        from energycommunity.physics.wind_turbine import wind_speed_at_height_m_per_s

        speed_m_per_s = np.asarray(weather["wind_speed"].values, dtype=np.float64)
        return wind_speed_at_height_m_per_s(
            speed_m_per_s, self.wind_measured_at_m, self.hub_height_m, self.roughness_length_m
        )

    def add_to(self, block: Block, time: TimeGrid, profiles: Profiles) -> Contributions:
        """Used power at the meter's bus."""
        capacity = block.invest("capacity_kw", self.capacity_kw)
        used = offered(block, capacity, "production_kw_per_kw", profiles["production_kw_per_kw"])
        meter = block.surroundings.meters[self.meter]
        energy = (Term(used, hours(time)),)
        return Contributions(
            flows=(Flow(meter.bus, 1, (Term(used),)),),
            costs=self.variable_costs(block, (Term(used),)),
            energy=(EnergyUse(block.asset, self.meter, "electricity", meter.sector, "produced", energy),),
        ) + self.capacity_costs(block, capacity)

    def read(self, block: Block, solution: Values) -> dict[str, FloatArray]:
        """Used power, and what was curtailed."""
        return used_and_curtailed(block, solution, "production_kw_per_kw", "capacity_kw")

    @classmethod
    def example(cls) -> WindTurbine:
        """A free turbine of up to 50 kW with a flat production."""
        return cls(
            owner="association",
            meter="common",
            capacity_kw=Capacity(max=50.0),
            production_kw_per_kw=0.3,
            investment_eur_per_kw=1500.0,
            fixed_om_eur_per_kw_year=20.0,
            lifetime_years=25.0,
        )
