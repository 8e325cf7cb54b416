"""Hot-water tank at a building or a heat network: stores heat with standing losses. Equations: storage.py."""

from __future__ import annotations

from typing import ClassVar, Literal

from energycommunity.technologies.base import Capacity
from energycommunity.technologies.storage import HeatStorage


class HotWaterTank(HeatStorage):
    """Insulated tank; capacity is the usable heat between supply and return temperature."""

    label_en: ClassVar[str] = "Thermal storage tank"
    label_lv: ClassVar[str] = "Siltuma akumulācijas tvertne"
    catalogue_default: ClassVar[str | None] = "tank_village"

    type: Literal["hot_water_tank"] = "hot_water_tank"

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
