"""Energy sharing: what members of a community give and take from each other in the same interval.

    sum of shared out = sum of shared in                                     (per step, at the pool)

Sharing happens by itself: what one meter gives and another takes in the same interval is shared before anything is
sold or bought. Who gets how much of it is for the key to say (optimization/sharing_key.py, and the settlement). Where
prices would reward buying at one meter and selling at another at the same time, a binary for the pool allows only one
of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

import numpy as np
from pydantic import Field

from energycommunity.quantities import Bus, FloatArray
from energycommunity.technologies.base import Profiles, Section, Technology
from energycommunity.technologies.ledger import Contributions
from energycommunity.technologies.surroundings import Pool
from energycommunity.time_grid import TimeGrid

if TYPE_CHECKING:
    from energycommunity.technologies.block import Block


class EnergySharing(Technology):
    """The pool of a community that shares by interval."""

    label_en: ClassVar[str] = "Energy sharing"
    label_lv: ClassVar[str] = "Elektroenerģijas kopīgošana"
    stands_under: ClassVar[Section] = "community"

    type: Literal["energy_sharing"] = "energy_sharing"
    owner: str = Field(default="community", description="Nobody pays for the pool itself")
    internal_price_eur_per_kwh: float = Field(default=0.0, ge=0, description="Price between members")

    def add_to(self, block: Block, time: TimeGrid, profiles: Profiles) -> Contributions:
        """Nothing of its own: the balance of the pool follows from the flows of the meters."""
        return Contributions()

    def pool(self, block: Block, profiles: Profiles) -> Pool:
        """What the meters need to know of the pool."""
        return Pool(
            Bus("community", "electricity", "shared"),
            self.internal_price_eur_per_kwh,
            profiles["best_price_eur_per_kwh"],
            profiles["lowest_sale_eur_per_kwh"],
            (block.asset, "buying"),
            profiles["best_sale_eur_per_kwh"] > profiles["cheapest_purchase_eur_per_kwh"],
        )

    @classmethod
    def example(cls) -> EnergySharing:
        """A pool with an internal price."""
        return cls(internal_price_eur_per_kwh=0.08)


def pool_profiles(
    bought: list[FloatArray],
    vat_rates: list[float],
    sold: list[FloatArray],
    internal_price: float,
    surcharges: list[float] | None = None,
) -> Profiles:
    """Prices of the pool from those of its meters, each of shape (steps,) [EUR/kWh].

    `bought`: what a kWh from the trader costs each buyer, with the VAT he bears, `vat_rates`; `sold`: what each seller
    earns; `surcharges`: what a kWh may cost each buyer beyond that, in the highest block of his contract. A buyer who
    bears VAT pays it on the internal price too, which makes what is shared worth less to him.
    """
    instead = [price - rate * internal_price for price, rate in zip(bought, vat_rates, strict=True)]
    dearest = [price + more for price, more in zip(bought, surcharges or [0.0] * len(bought), strict=True)]
    best_sale = np.max([np.full_like(bought[0], -np.inf), *sold], axis=0)
    lowest_sale = np.min([np.full_like(bought[0], np.inf), *sold], axis=0)
    return Profiles(
        {
            "best_sale_eur_per_kwh": best_sale,
            "cheapest_purchase_eur_per_kwh": np.min(instead, axis=0),
            "lowest_sale_eur_per_kwh": np.maximum(lowest_sale, 0.0),
            "best_price_eur_per_kwh": np.maximum(np.max(dearest, axis=0), best_sale),
        }
    )
