"""Hydrogen store: pressure tanks between an electrolyser and a fuel cell, which name it. Equations: storage.py.

    compressor electricity[t] = fraction · charge[t]

Content and power count hydrogen by its lower heating value.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field

from energycommunity.quantities import Bus, FloatArray
from energycommunity.technologies.base import Capacity, Profiles, Size, Technology, hours, scaled
from energycommunity.technologies.ledger import Contributions, EnergyUse, Flow, Term, Values
from energycommunity.technologies.storage import StorageProperties, store
from energycommunity.time_grid import TimeGrid

if TYPE_CHECKING:
    from energycommunity.technologies.block import Block


class HydrogenStore(Technology):
    """Tanks with their compressor; capacity is the usable content."""

    label_en: ClassVar[str] = "Hydrogen store"
    label_lv: ClassVar[str] = "Ūdeņraža krātuve"
    cost_basis: ClassVar[str] = "kwh"
    catalogue_default: ClassVar[str | None] = "hydrogen_store_tanks"

    type: Literal["hydrogen_store"] = "hydrogen_store"
    meter: str = Field(description="The meter of its compressor")
    capacity_kwh: Size = Field(default=Capacity(), description="Usable content: a number, or {min, max, step}")
    compressor_electricity_fraction: float | None = Field(
        default=None, ge=0, lt=1, description="Electricity of the compressor per hydrogen charged"
    )
    power_kw_per_kwh: float | None = Field(default=None, gt=0, description="Largest power per content; else no limit")
    charge_efficiency: float | None = Field(default=None, gt=0, le=1, description="Part of the charged hydrogen stored")
    discharge_efficiency: float | None = Field(default=None, gt=0, le=1, description="Part of the content given out")
    loss_per_h: float | None = Field(default=None, ge=0, lt=1, description="Part of the content lost per hour")
    start_content: float | None = Field(default=None, ge=0, le=1, description="Content at the first step; else free")
    investment_eur_per_kwh: float | None = Field(default=None, ge=0, description="Cost per content")
    annuity_eur_per_kwh_year: float | None = Field(default=None, ge=0, description="Yearly cost, beside investment")
    fixed_om_eur_per_kwh_year: float | None = Field(default=None, ge=0, description="Yearly upkeep per content")
    variable_om_eur_per_kwh: float | None = Field(default=None, ge=0, description="Upkeep per kWh given out")

    def add_to(self, block: Block, time: TimeGrid, profiles: Profiles) -> Contributions:
        """Content, charging and discharging at the bus that bears its name, and the compressor's electricity."""
        capacity = block.invest("capacity_kwh", self.capacity_kwh)
        bus, meter = Bus(block.asset, "hydrogen"), block.surroundings.meters[self.meter]
        properties = StorageProperties(
            self.charge_efficiency or 1.0,
            self.discharge_efficiency or 1.0,
            self.loss_per_h or 0.0,
            self.power_kw_per_kwh,
            self.start_content,
            takes_power=bool(self.compressor_electricity_fraction),
        )
        flows = store(block, capacity, properties, block.surroundings.worthless_hydrogen())
        compressor = (Term(flows.charge, self.compressor_electricity_fraction or 0.0),)
        taken = scaled(compressor, hours(time))
        return Contributions(
            flows=(
                Flow(bus, -1, (Term(flows.charge),)),
                Flow(bus, 1, (Term(flows.discharge),)),
                Flow(meter.bus, -1, compressor),
            ),
            costs=self.variable_costs(block, (Term(flows.discharge),)),
            energy=(EnergyUse(block.asset, self.meter, "electricity", meter.sector, "final", taken),),
        ) + self.capacity_costs(block, capacity)

    def read(self, block: Block, solution: Values) -> dict[str, FloatArray]:
        """Content, hydrogen charged and discharged, and the compressor's electricity."""
        charge, discharge, content = (
            solution.of(block.variables[name]) for name in ("charge_kw", "discharge_kw", "content_kwh")
        )
        return {
            "content_kwh": content,
            "hydrogen_charged_kw": charge,
            "hydrogen_discharged_kw": discharge,
            "own_electricity_kw": (self.compressor_electricity_fraction or 0.0) * charge,
        }

    @classmethod
    def example(cls) -> HydrogenStore:
        """A free store of up to 1000 kWh."""
        return cls(
            owner="association",
            meter="common",
            capacity_kwh=Capacity(max=1000.0),
            compressor_electricity_fraction=0.05,
            investment_eur_per_kwh=60.0,
            lifetime_years=25.0,
        )
