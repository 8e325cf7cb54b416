"""Combined heat and power at a building or a heat network: an engine or a turbine that burns a fuel.

    electricity[t] = electric efficiency · fuel[t]
    electricity[t] <= capacity_electric
    heat[t] = heat efficiency · fuel[t]
    dumped[t] <= heat[t]                                        only where the file allows it

Heat and electricity are made in a fixed ratio (back pressure). Both efficiencies are net of own use and on the lower
heating value. What is burnt is the carrier of the fuel tariff it buys by. Minimum load and starts: commitment.py.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field, model_validator

from energycommunity.quantities import Carrier, FloatArray, refusal
from energycommunity.technologies.base import (
    AssetContext,
    Capacity,
    Product,
    Profiles,
    Size,
    Technology,
    burnt,
    fuel_profiles,
    heat_supplied,
    hours,
    scaled,
)
from energycommunity.technologies.commitment import Running, commit, running
from energycommunity.technologies.ledger import WOOD, Contributions, EnergyUse, Flow, Term, Values
from energycommunity.time_grid import TimeGrid

if TYPE_CHECKING:
    from energycommunity.technologies.block import Block

#: Heat and electricity over the lower heating value, at most: with the heat of condensing flue gas of moist wood.
MOST_OF_THE_FUEL = 1.2


class CombinedHeatAndPower(Technology):
    """Plant whose electricity and heat come from one fuel; its capacity, and the costs per capacity, are electric."""

    label_en: ClassVar[str] = "Combined heat and power"
    label_lv: ClassVar[str] = "Koģenerācijas iekārta"
    serves: ClassVar[Literal["heat_and_electricity"]] = "heat_and_electricity"
    catalogue_default: ClassVar[str | None] = "cogeneration_gas_engine"

    type: Literal["combined_heat_and_power"] = "combined_heat_and_power"
    at: str = Field(description="Building or heat network it heats")
    meter: str = Field(description="The meter its electricity goes to")
    fuel: str = Field(description="Name of the fuel tariff it buys by")
    electric_efficiency: float | None = Field(
        default=None, gt=0, lt=1, description="Electricity per fuel (lower heating value)"
    )
    heat_efficiency: float | None = Field(default=None, gt=0, le=1.2, description="Heat per fuel (lower heating value)")
    capacity_electric_kw: Size | None = Field(
        default=None, description="Electricity at full power: a number, or {min, max, cost_if_built_eur}"
    )
    may_dump_heat: bool = Field(default=False, description="Whether heat that nobody wants may be cooled away")
    investment_eur_per_kw: float | None = Field(default=None, ge=0, description="Cost per electric capacity")
    annuity_eur_per_kw_year: float | None = Field(default=None, ge=0, description="Yearly cost, beside investment")
    fixed_om_eur_per_kw_year: float | None = Field(default=None, ge=0, description="Yearly upkeep per capacity")
    variable_om_eur_per_kwh: float | None = Field(default=None, ge=0, description="Upkeep per kWh of electricity")
    minimum_load_fraction: float | None = Field(
        default=None, ge=0, le=1, description="Least load while it runs, over its capacity"
    )
    start_cost_eur: float | None = Field(default=None, ge=0, description="Cost of each start: fuel, wear, work")
    may_switch_off: bool = Field(default=True, description="Whether it may stand still, or always runs")

    @model_validator(mode="after")
    def _consistent(self) -> CombinedHeatAndPower:
        both = (self.electric_efficiency or 0.0) + (self.heat_efficiency or 0.0)
        if both > MOST_OF_THE_FUEL + 1e-9:
            raise refusal("technologies_more_than_the_fuel", given=f"{both:g}", limit=f"{MOST_OF_THE_FUEL:g}")
        self._running().refuse_without_effect()
        return self

    def _running(self) -> Running:
        return Running(self.minimum_load_fraction, self.start_cost_eur, self.may_switch_off)

    def _efficiencies(self) -> tuple[float, float]:
        """Electricity and heat per fuel."""
        return self.electric_efficiency or 1.0, self.heat_efficiency or 1.0

    @property
    def by_products(self) -> tuple[Product, ...]:
        """Electricity, and heat unless it may be dumped."""
        return ("electricity",) if self.may_dump_heat else ("electricity", "heat")

    def catalogue_row(self, *, on_network: bool, carrier: Carrier | None) -> str | None:
        """By the fuel: wood, biogas, or other gas and oil."""
        if self.catalogue is not None:
            return self.catalogue
        if carrier in WOOD:
            return "cogeneration_wood_chips"
        return "cogeneration_biogas_engine" if carrier == "biogas" else self.catalogue_default

    def profiles(self, context: AssetContext) -> Profiles:
        """The price of the fuel in each step, and the charges it comes from."""
        return fuel_profiles(self.fuel, context)

    def add_to(self, block: Block, time: TimeGrid, profiles: Profiles) -> Contributions:
        """Fuel bought, heat to the place's bus, electricity to the meter's."""
        electric, thermal = self._efficiencies()
        capacity = block.invest("capacity_electric_kw", self.capacity_electric_kw)
        fuel = block.operate("fuel_kw", upper=capacity.upper / electric)
        block.constrain("capacity", lambda t: electric * fuel[t] <= capacity.decision)
        starts = commit(block, lambda t: electric * fuel[t], capacity, self._running())
        electricity: tuple[Term, ...] = (Term(fuel, electric),)
        heat: tuple[Term, ...] = (Term(fuel, thermal),)
        if self.may_dump_heat:
            dumped = block.operate("dumped_heat_kw", upper=thermal * fuel.upper)
            block.constrain("dumped", lambda t: dumped[t] <= thermal * fuel[t])
            heat += (Term(dumped, -1.0),)
        place, meter = block.surroundings.places[self.at], block.surroundings.meters[self.meter]
        return (
            burnt(block, self.at, fuel, profiles)
            + Contributions(
                flows=(Flow(place.bus, 1, heat), Flow(meter.bus, 1, electricity)),
                costs=self.variable_costs(block, electricity, starts),
                energy=(self._electricity_made(block, electricity), *self._heat_made(block, heat)),
            )
            + self.capacity_costs(block, capacity)
        )

    def _electricity_made(self, block: Block, electricity: tuple[Term, ...]) -> EnergyUse:
        sector, made = block.surroundings.meters[self.meter].sector, scaled(electricity, hours(block.time))
        return EnergyUse(block.asset, self.meter, "electricity", sector, "cogenerated", made)

    def _heat_made(self, block: Block, heat: tuple[Term, ...]) -> tuple[EnergyUse, ...]:
        """Heat to a network, or heat in a building, by which its fuel is shared out between both products."""
        sector, made = block.surroundings.places[self.at].sector, scaled(heat, hours(block.time))
        in_building = EnergyUse(block.asset, self.at, "heat", sector, "cogenerated", made)
        return heat_supplied(block, self.at, heat) or (in_building,)

    def read(self, block: Block, solution: Values) -> dict[str, FloatArray]:
        """Fuel burnt, electricity and heat made, heat dumped, and whether it runs, where that is a decision."""
        electric, thermal = self._efficiencies()
        fuel = solution.of(block.variables["fuel_kw"])
        shown = {"fuel_kw": fuel, "generated_kw": electric * fuel, "heat_kw": thermal * fuel}
        if self.may_dump_heat:
            shown["dumped_heat_kw"] = solution.of(block.variables["dumped_heat_kw"])
        return shown | running(block, solution)

    @classmethod
    def example(cls) -> CombinedHeatAndPower:
        """A free engine of up to 50 kW electric."""
        return cls(
            owner="association",
            at="network",
            meter="common",
            fuel="pellets",
            electric_efficiency=0.3,
            heat_efficiency=0.55,
            capacity_electric_kw=Capacity(max=50.0),
            investment_eur_per_kw=1500.0,
            fixed_om_eur_per_kw_year=10.0,
            lifetime_years=20.0,
        )
