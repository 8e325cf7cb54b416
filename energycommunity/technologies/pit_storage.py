"""Pit storage at a heat network: a lined pond under an insulated lid keeps heat of the summer for winter.

Equations: storage.py. What it loses per hour is a part of its content; the catalogue's is that of a large pit. Half the
volume loses a quarter more of it (the cube root of 2), for the surface shrinks less than what it encloses.
"""

from __future__ import annotations

from typing import ClassVar, Literal

from energycommunity.technologies.base import Capacity
from energycommunity.technologies.storage import HeatStorage


class PitStorage(HeatStorage):
    """Seasonal storage; capacity is the usable heat, or the volume of water that holds it."""

    label_en: ClassVar[str] = "Pit storage"
    label_lv: ClassVar[str] = "Sezonālā siltuma krātuve"
    catalogue_default: ClassVar[str | None] = "pit_storage"
    longest_days: ClassVar[float] = 60.0

    type: Literal["pit_storage"] = "pit_storage"

    @classmethod
    def example(cls) -> PitStorage:
        """A free pit of up to 5 MWh at a network."""
        return cls(
            owner="municipality",
            at="network",
            capacity_kwh=Capacity(max=5000.0),
            power_kw_per_kwh=0.05,
            charge_efficiency=1.0,
            discharge_efficiency=1.0,
            loss_per_h=0.0001,
            investment_eur_per_kwh=1.0,
            lifetime_years=25.0,
        )
