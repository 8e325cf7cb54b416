"""Battery behind a meter: stores electricity, with losses in, out and standing. Equations: storage.py."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field

from energycommunity.technologies.base import Capacity, Profiles, Size, Technology, hours
from energycommunity.technologies.ledger import Contributions, EnergyUse, Flow, Term
from energycommunity.technologies.storage import StorageProperties, store
from energycommunity.time_grid import TimeGrid

if TYPE_CHECKING:
    from energycommunity.technologies.block import Block


class Battery(Technology):
    """Stationary battery; capacity is the usable content, power follows at a fixed ratio."""

    label_en: ClassVar[str] = "Battery"
    label_lv: ClassVar[str] = "Elektroenerģijas uzkrāšanas iekārta (baterija)"
    cost_basis: ClassVar[str] = "kwh"
    catalogue_default: ClassVar[str | None] = "battery_home"

    type: Literal["battery"] = "battery"
    meter: str = Field(description="The meter it stands behind")
    capacity_kwh: Size = Field(default=Capacity(), description="Usable content: a number, or {min, max, step}")
    power_kw_per_kwh: float | None = Field(default=None, gt=0, description="Largest power per content, both ways")
    charge_efficiency: float | None = Field(default=None, gt=0, le=1, description="Part of the charged energy stored")
    discharge_efficiency: float | None = Field(default=None, gt=0, le=1, description="Part of the content given out")
    loss_per_h: float | None = Field(default=None, ge=0, lt=1, description="Part of the content lost per hour")
    start_content: float | None = Field(default=None, ge=0, le=1, description="Content at the first step; else free")
    investment_eur_per_kwh: float | None = Field(default=None, ge=0, description="Cost per content")
    investment_eur_per_kw: float | None = Field(default=None, ge=0, description="Cost of the inverter per power")
    inverter_lifetime_years: float | None = Field(default=None, gt=0, description="Life of the inverter")
    annuity_eur_per_kwh_year: float | None = Field(default=None, ge=0, description="Yearly cost, beside investment")
    fixed_om_eur_per_kwh_year: float | None = Field(default=None, ge=0, description="Yearly upkeep per content")
    variable_om_eur_per_kwh: float | None = Field(default=None, ge=0, description="Upkeep per kWh discharged")

    def add_to(self, block: Block, time: TimeGrid, profiles: Profiles) -> Contributions:
        """Content, charging and discharging at the meter's bus."""
        capacity = block.invest("capacity_kwh", self.capacity_kwh)
        meter = block.surroundings.meters[self.meter]
        power_kw_per_kwh = self.power_kw_per_kwh or 1.0 / time.step_h
        properties = StorageProperties(
            self.charge_efficiency or 1.0,
            self.discharge_efficiency or 1.0,
            self.loss_per_h or 0.0,
            power_kw_per_kwh,
            self.start_content,
        )
        flows = store(block, capacity, properties, meter.negative_price)
        lost = (Term(flows.charge, hours(time)), Term(flows.discharge, -hours(time)))
        inverter_eur_per_kwh = (self.investment_eur_per_kw or 0.0) * power_kw_per_kwh
        return (
            Contributions(
                flows=(Flow(meter.bus, -1, (Term(flows.charge),)), Flow(meter.bus, 1, (Term(flows.discharge),))),
                costs=self.variable_costs(block, (Term(flows.discharge),)),
                energy=(EnergyUse(block.asset, self.meter, "electricity", meter.sector, "final", lost),),
            )
            + self.capacity_costs(block, capacity)
            + self.part_costs(block, capacity, inverter_eur_per_kwh, self.inverter_lifetime_years)
        )

    @classmethod
    def example(cls) -> Battery:
        """A free battery of up to 50 kWh."""
        return cls(
            owner="association",
            meter="common",
            capacity_kwh=Capacity(max=50.0),
            power_kw_per_kwh=0.5,
            charge_efficiency=0.96,
            discharge_efficiency=0.96,
            loss_per_h=0.0001,
            investment_eur_per_kwh=350.0,
            lifetime_years=15.0,
        )
