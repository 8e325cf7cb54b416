"""Hot-water tank at a building or a heat network: stores heat with standing losses. Equations: storage.py."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field

from energycommunity.technologies.base import Capacity, Product, Profiles, Size, Technology
from energycommunity.technologies.ledger import Contributions, Flow, Term
from energycommunity.technologies.storage import StorageProperties, store
from energycommunity.time_grid import TimeGrid

if TYPE_CHECKING:
    from energycommunity.technologies.block import Block


class HotWaterTank(Technology):
    """Insulated tank; capacity is the usable heat between supply and return temperature."""

    label_en: ClassVar[str] = "Thermal storage tank"
    label_lv: ClassVar[str] = "Siltuma akumulācijas tvertne"
    serves: ClassVar[Product | None] = "heat"
    heats_alone: ClassVar[bool] = False
    cost_basis: ClassVar[str] = "kwh"
    catalogue_default: ClassVar[str | None] = "tank_village"

    type: Literal["hot_water_tank"] = "hot_water_tank"
    at: str = Field(description="Building or heat network it stands in")
    capacity_kwh: Size = Field(default=Capacity(), description="Usable heat: a number, or {min, max, step}")
    power_kw_per_kwh: float | None = Field(default=None, gt=0, description="Largest power per content; else no limit")
    charge_efficiency: float | None = Field(default=None, gt=0, le=1, description="Part of the charged heat stored")
    discharge_efficiency: float | None = Field(default=None, gt=0, le=1, description="Part of the content given out")
    loss_per_h: float | None = Field(default=None, ge=0, lt=1, description="Part of the content lost per hour")
    start_content: float | None = Field(default=None, ge=0, le=1, description="Content at the first step; else free")
    investment_eur_per_kwh: float | None = Field(default=None, ge=0, description="Cost per content")
    annuity_eur_per_kwh_year: float | None = Field(default=None, ge=0, description="Yearly cost, beside investment")
    fixed_om_eur_per_kwh_year: float | None = Field(default=None, ge=0, description="Yearly upkeep per content")
    variable_om_eur_per_kwh: float | None = Field(default=None, ge=0, description="Upkeep per kWh given out")

    def add_to(self, block: Block, time: TimeGrid, profiles: Profiles) -> Contributions:
        """Content, charging and discharging at the place's heat bus."""
        capacity = block.invest("capacity_kwh", self.capacity_kwh)
        bus = block.surroundings.places[self.at].bus
        properties = StorageProperties(
            self.charge_efficiency or 1.0,
            self.discharge_efficiency or 1.0,
            self.loss_per_h or 0.0,
            self.power_kw_per_kwh,
            self.start_content,
        )
        flows = store(block, capacity, properties, block.surroundings.worthless_heat())
        return Contributions(
            flows=(Flow(bus, -1, (Term(flows.charge),)), Flow(bus, 1, (Term(flows.discharge),))),
            costs=self.variable_costs(block, (Term(flows.discharge),)),
        ) + self.capacity_costs(block, capacity)

    @classmethod
    def example(cls) -> HotWaterTank:
        """A free tank of up to 500 kWh in a boiler house."""
        return cls(
            owner="municipality",
            at="network",
            capacity_kwh=Capacity(max=500.0),
            charge_efficiency=1.0,
            discharge_efficiency=1.0,
            loss_per_h=0.002,
            investment_eur_per_kwh=3.0,
            lifetime_years=40.0,
        )
