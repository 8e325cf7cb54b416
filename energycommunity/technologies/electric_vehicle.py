"""Electric vehicles: cars that charge at any time between coming and leaving. Equations: demand/waiting.py.

    energy of the year = cars · distance · consumption, the same part of it each time the cars come
    power[t] <= capacity,   power[t] <= cars · charging power while plugged in, else 0

All cars keep the same times; they charge and do not give back. The capacity is that of all chargers together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field, model_validator

from energycommunity.demand.vehicles import PluggedIn, charging_need
from energycommunity.quantities import FloatArray, refusal
from energycommunity.technologies.base import AssetContext, Capacity, Profiles, Size, Technology, hours
from energycommunity.technologies.ledger import Contributions, EnergyUse, Flow, Term, Values
from energycommunity.technologies.served_in_time import profiles_of, serve, served
from energycommunity.time_grid import TimeGrid

if TYPE_CHECKING:
    from energycommunity.technologies.block import Block


class ElectricVehicle(Technology):
    """Cars behind a meter and their chargers."""

    label_en: ClassVar[str] = "Electric-vehicle charging"
    label_lv: ClassVar[str] = "Elektromobiļu uzlāde"
    catalogue_default: ClassVar[str | None] = "electric_vehicle"
    is_demand: ClassVar[bool] = True

    type: Literal["electric_vehicle"] = "electric_vehicle"
    meter: str = Field(description="The meter of the chargers")
    cars_count: int = Field(default=1, ge=1, description="Number of cars")
    distance_km_per_year: float | None = Field(default=None, ge=0, description="What a car drives in a year")
    consumption_kwh_per_km: float | None = Field(default=None, gt=0, description="Electricity charged for a kilometre")
    annual_kwh: float | None = Field(default=None, ge=0, description="Instead: what a car charges in a year")
    workdays: PluggedIn = Field(
        default=PluggedIn(arrive_h=17.0, depart_h=8.0), description="When cars are plugged in on workdays"
    )
    weekend: PluggedIn | None = Field(
        default=None, description="The same on weekends and holidays; without it nobody drives on them"
    )
    charging_power_kw: float | None = Field(default=None, gt=0, description="Most that a car takes")
    capacity_kw: Size | None = Field(
        default=None, description="Power of all chargers together: a number, or {min, max}; else as is best"
    )
    investment_eur_per_kw: float | None = Field(default=None, ge=0, description="Cost of the chargers")
    annuity_eur_per_kw_year: float | None = Field(default=None, ge=0, description="Yearly cost, beside investment")
    fixed_om_eur_per_kw_year: float | None = Field(default=None, ge=0, description="Yearly upkeep of the chargers")

    @model_validator(mode="after")
    def _need_is_known(self) -> ElectricVehicle:
        if (self.distance_km_per_year is None) == (self.annual_kwh is None):
            raise refusal("technologies_cars_need_one_figure")
        return self

    def yearly_kwh(self) -> float:
        """What all cars charge in a year [kWh]."""
        each_kwh = self.annual_kwh
        if each_kwh is None:
            each_kwh = (self.distance_km_per_year or 0.0) * (self.consumption_kwh_per_km or 0.0)
        return self.cars_count * each_kwh

    def most_kw(self) -> float:
        """The highest power that may be built and used [kW]."""
        of_cars_kw = self.cars_count * (self.charging_power_kw or 0.0)
        of_chargers_kw = Capacity.of(self.capacity_kw).max
        return of_cars_kw if of_chargers_kw is None else min(of_cars_kw, of_chargers_kw)

    def profiles(self, context: AssetContext) -> Profiles:
        """What the cars need, by when, and how fast they may have it."""
        demand = charging_need(context.profile.grid, self.workdays, self.weekend, self.yearly_kwh())
        return profiles_of(demand, self.most_kw(), "capacity_kw")

    def highest_kw(self, profiles: Profiles) -> FloatArray:
        """The highest power that it may take in each step [kW], shape (steps,)."""
        return profiles["most_kw"]

    def add_to(self, block: Block, time: TimeGrid, profiles: Profiles) -> Contributions:
        """The power of the chargers out of the meter's bus; the electricity is final energy of transport."""
        limits = Capacity.of(self.capacity_kw)
        most = limits.max if limits.max is not None else max(self.most_kw(), limits.min or 0.0)
        capacity = block.invest("capacity_kw", limits.model_copy(update={"max": most}))
        power = serve(block, profiles)
        block.constrain("capacity", lambda t: power[t] <= capacity.decision)
        used = (Term(power, hours(time)),)
        return Contributions(
            flows=(Flow(block.surroundings.meters[self.meter].bus, -1, (Term(power),)),),
            energy=(EnergyUse(block.asset, self.meter, "electricity", "transport", "final", used),),
        ) + self.capacity_costs(block, capacity)

    def read(self, block: Block, solution: Values) -> dict[str, FloatArray]:
        """Power of the chargers, energy that cars still need, and when they came."""
        return served(block, solution)

    @classmethod
    def example(cls) -> ElectricVehicle:
        """Two cars that are at home at night."""
        return cls(
            owner="association",
            meter="common",
            cars_count=2,
            distance_km_per_year=12_000.0,
            consumption_kwh_per_km=0.2,
            charging_power_kw=11.0,
            capacity_kw=Capacity(max=22.0),
            investment_eur_per_kw=100.0,
            lifetime_years=30.0,
        )
