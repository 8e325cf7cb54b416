"""Boiler for any fuel, at a building or a heat network.

    heat[t] = efficiency · fuel[t]
    heat[t] <= capacity_heat            or            fuel[t] <= capacity_fuel

What is burnt (pellets, firewood, chips, gas, oil …) is the carrier of the fuel tariff it buys by; nothing else differs.
Efficiency and fuel are on the lower heating value. Minimum load and starts: commitment.py.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field, model_validator

from energycommunity.parameters.unit_sizes import fitting_row
from energycommunity.quantities import Carrier, FloatArray, refusal
from energycommunity.technologies.base import (
    AssetContext,
    Capacity,
    Product,
    Profiles,
    Size,
    Technology,
    burnt,
    consumed,
    fuel_profiles,
    heat_supplied,
    scaled,
)
from energycommunity.technologies.commitment import Running, commit, running
from energycommunity.technologies.ledger import Contributions, Flow, Term, Values
from energycommunity.time_grid import TimeGrid

if TYPE_CHECKING:
    from energycommunity.technologies.block import Block


#: Rows of the catalogue by fuel, for a boiler that heats a network and for one that heats a building.
NETWORK_ROWS: dict[Carrier, str] = {
    "natural_gas": "boiler_gas_network",
    "wood_chips": "boiler_chips_village",
    "firewood": "boiler_firewood_house",
}
BUILDING_ROWS: dict[Carrier, str] = {
    "natural_gas": "boiler_gas_house",
    "liquid_gas": "boiler_gas_house",
    "heating_oil": "boiler_oil_house",
    "wood_chips": "boiler_chips_village",
    "firewood": "boiler_firewood_house",
    "pellets": "boiler_pellets_building",
}


class FuelBoiler(Technology):
    """Boiler; its capacity, and the costs per capacity, count heat or fuel, as the key says."""

    label_en: ClassVar[str] = "Boiler"
    label_lv: ClassVar[str] = "Apkures katls"
    serves: ClassVar[Product | None] = "heat"
    catalogue_default: ClassVar[str | None] = "boiler_pellets_network"

    type: Literal["fuel_boiler"] = "fuel_boiler"
    at: str = Field(description="Building or heat network it heats")
    fuel: str = Field(description="Name of the fuel tariff it buys by")
    efficiency: float | None = Field(default=None, gt=0, le=1.2, description="Heat per fuel (lower heating value)")
    capacity_heat_kw: Size | None = Field(default=None, description="Heat: a number, or {min, max, cost_if_built_eur}")
    capacity_fuel_kw: Size | None = Field(default=None, description="Fuel input, in place of heat")
    meter: str | None = Field(default=None, description="The meter of its own electricity, if that is counted")
    own_electricity_fraction: float = Field(default=0.0, ge=0, lt=1, description="Own electricity per heat given")
    investment_eur_per_kw: float | None = Field(default=None, ge=0, description="Cost per capacity")
    annuity_eur_per_kw_year: float | None = Field(default=None, ge=0, description="Yearly cost, beside investment")
    fixed_om_eur_per_kw_year: float | None = Field(default=None, ge=0, description="Yearly upkeep per capacity")
    variable_om_eur_per_kwh: float | None = Field(default=None, ge=0, description="Upkeep per kWh of heat")
    minimum_load_fraction: float | None = Field(
        default=None, ge=0, le=1, description="Least load while it runs, over its capacity"
    )
    start_cost_eur: float | None = Field(default=None, ge=0, description="Cost of each start: fuel, wear, work")
    may_switch_off: bool = Field(default=True, description="Whether it may stand still, or always runs")

    @model_validator(mode="after")
    def _consistent(self) -> FuelBoiler:
        if self.capacity_heat_kw is not None and self.capacity_fuel_kw is not None:
            raise refusal("technologies_two_capacities", first="capacity_heat_kw", second="capacity_fuel_kw")
        if self.own_electricity_fraction and self.meter is None:
            raise refusal("technologies_own_electricity_without_meter")
        self._running().refuse_without_effect()
        return self

    def _running(self) -> Running:
        return Running(self.minimum_load_fraction, self.start_cost_eur, self.may_switch_off)

    def catalogue_row(self, *, on_network: bool, carrier: Carrier | None) -> str | None:
        """By the fuel, and by whether it heats a network or a building, unless a row of another size is nearer."""
        rows = NETWORK_ROWS if on_network else BUILDING_ROWS
        usual = rows.get(carrier or "pellets", "boiler_pellets_network")
        return self.catalogue or fitting_row(usual, Capacity.of(self.capacity_heat_kw).max)

    def profiles(self, context: AssetContext) -> Profiles:
        """The price of the fuel in each step, and the charges it comes from."""
        return fuel_profiles(self.fuel, context)

    def add_to(self, block: Block, time: TimeGrid, profiles: Profiles) -> Contributions:
        """Fuel bought, heat to the place's bus, own electricity from the meter's."""
        by_fuel, efficiency = self.capacity_fuel_kw is not None, self.efficiency or 1.0
        name = "capacity_fuel_kw" if by_fuel else "capacity_heat_kw"
        capacity = block.invest(name, self.capacity_fuel_kw if by_fuel else self.capacity_heat_kw)
        per_fuel = 1.0 if by_fuel else efficiency
        fuel = block.operate("fuel_kw", upper=capacity.upper / per_fuel)
        block.constrain("capacity", lambda t: per_fuel * fuel[t] <= capacity.decision)
        starts = commit(block, lambda t: per_fuel * fuel[t], capacity, self._running())
        place = block.surroundings.places[self.at]
        heat = (Term(fuel, efficiency),)
        flows = [Flow(place.bus, 1, heat)]
        energy = heat_supplied(block, self.at, heat)
        if self.meter is not None and self.own_electricity_fraction:
            own = scaled(heat, self.own_electricity_fraction)
            flows.append(Flow(block.surroundings.meters[self.meter].bus, -1, own))
            energy += (consumed(block, self.at, "electricity", own),)
        return (
            burnt(block, self.at, fuel, profiles)
            + Contributions(flows=tuple(flows), costs=self.variable_costs(block, heat, starts), energy=energy)
            + self.capacity_costs(block, capacity)
        )

    def read(self, block: Block, solution: Values) -> dict[str, FloatArray]:
        """Fuel burnt, heat given, own electricity, and whether it runs, where that is a decision of its own."""
        fuel = solution.of(block.variables["fuel_kw"])
        heat = (self.efficiency or 1.0) * fuel
        shown = {"fuel_kw": fuel, "heat_kw": heat}
        if self.own_electricity_fraction:
            shown["own_electricity_kw"] = self.own_electricity_fraction * heat
        return shown | running(block, solution)

    @classmethod
    def example(cls) -> FuelBoiler:
        """A free boiler of up to 200 kW heat."""
        return cls(
            owner="municipality",
            at="network",
            fuel="pellets",
            efficiency=0.9,
            capacity_heat_kw=Capacity(max=200.0),
            investment_eur_per_kw=300.0,
            fixed_om_eur_per_kw_year=10.0,
            lifetime_years=20.0,
        )
