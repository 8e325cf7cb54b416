"""Electricity at prices that change by blocks of the energy used in a month or a year."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import ClassVar, Literal

import numpy as np
from pydantic import Field, model_validator

from energycommunity.quantities import Model, refusal
from energycommunity.tariffs.base import Purchase, TariffContext
from energycommunity.tariffs.charges import BlockCharge, Charge, EnergyCharge


class EnergyBlock(Model):
    """A price for what is used of the period up to a limit."""

    price_eur_per_kwh: float = Field(description="Price of a kWh in this block")
    up_to_kwh: float | None = Field(
        default=None, gt=0, description="Energy of the period at which the block ends; none: no end (the last block)"
    )


class Blocks(Purchase):
    """Prices by blocks of the energy bought in each civil month or year; rising ones can be dispatched exactly.

    With falling prices the cheapest dispatch would be a choice between whole months, which the linear programme does
    not make: a scenario with them is refused, while measured flows are billed by them as well.
    """

    label_en: ClassVar[str] = "Price by blocks"
    label_lv: ClassVar[str] = "Cena pa patēriņa blokiem"

    type: Literal["block"] = "block"
    period: Literal["month", "year"] = Field(default="month", description="Over what the energy is counted")
    blocks: tuple[EnergyBlock, ...] = Field(min_length=2, description="Blocks in the order of their limits")

    @model_validator(mode="after")
    def _in_order(self) -> Blocks:
        limits = [block.up_to_kwh for block in self.blocks]
        if None in limits[:-1] or limits[-1] is not None:
            raise refusal("tariffs_blocks_end")
        for low, high in pairwise(limit for limit in limits if limit is not None):
            if high <= low:
                raise refusal("tariffs_blocks_order", low=f"{low:g}", high=f"{high:g}")
        return self

    @property
    def prices_fall(self) -> bool:
        """Whether some block is cheaper than the one before it."""
        return any(after.price_eur_per_kwh < before.price_eur_per_kwh for before, after in pairwise(self.blocks))

    def charges(self, context: TariffContext) -> tuple[Charge, ...]:
        """The price of the first block and margin, what later blocks cost more, and the charges of the connection."""
        first = np.full(context.time.steps, self.blocks[0].price_eur_per_kwh + self.margin_eur_per_kwh)
        limits = tuple(block.up_to_kwh * context.count for block in self.blocks if block.up_to_kwh is not None)
        steps = tuple(b.price_eur_per_kwh - a.price_eur_per_kwh for a, b in pairwise(self.blocks))
        blocks = BlockCharge("energy", self.period, limits, steps)
        if context.before is not None and self.period == "year":
            blocks = replace(blocks, before_kwh=context.before.used_kwh, year_share=context.before.year_share)
        return (EnergyCharge("energy", first), blocks, *self.connection_charges(context))
