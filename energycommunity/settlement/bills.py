"""Bills by meter and month: the formulas of the contracts applied to what crossed the meter.

Nothing here knows the programme; measured flows could be settled as well.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from energycommunity.quantities import FloatArray
from energycommunity.tariffs.charges import Charge, counted_kw
from energycommunity.time_grid import TimeGrid


@dataclass(frozen=True)
class MeterFlows:
    """What crossed one meter in each step [kW], shape (steps,) each; shared flows are part of what crossed."""

    bought_kw: FloatArray
    sold_kw: FloatArray
    shared_in_kw: FloatArray
    shared_out_kw: FloatArray


@dataclass(frozen=True)
class BillLine:
    """One line of a member's bills: EUR of each month without VAT, and the VAT that cannot be deducted.

    `kind` is that of the charge; `shared` is the transfer between members at the internal price, not a payment to
    outsiders; earnings are negative.
    """

    member: str
    meter: str
    kind: str
    eur: FloatArray
    vat_eur: FloatArray


#: What a charge counts: what is bought or drawn, or what is sold or given.
Side = Literal["purchase", "sale"]


@dataclass(frozen=True)
class Contract:
    """What a meter buys or sells by: its member, its charges, and the VAT that he cannot deduct (fraction)."""

    member: str
    purchase: tuple[Charge, ...]
    sale: tuple[Charge, ...]
    vat_rate: float = 0.0

    def charges(self) -> tuple[tuple[Side, Charge], ...]:
        """All charges in the order that numbers them, each with the side it belongs to."""
        bought: tuple[tuple[Side, Charge], ...] = tuple(("purchase", charge) for charge in self.purchase)
        sold: tuple[tuple[Side, Charge], ...] = tuple(("sale", charge) for charge in self.sale)
        return bought + sold


def bill_lines(name: str, contract: Contract, flows: MeterFlows, time: TimeGrid) -> Iterator[BillLine]:
    """The lines of one meter; several charges of a kind are one line."""
    eur: dict[str, FloatArray] = {}
    sides = (
        (contract.purchase, flows.bought_kw, flows.shared_in_kw),
        (contract.sale, flows.sold_kw, flows.shared_out_kw),
    )
    for charges, traded, shared in sides:
        for charge in charges:
            billed = charge.bill(counted_kw(charge, traded, shared), time)
            eur[charge.kind] = eur.get(charge.kind, np.zeros(len(time.months))) + billed
    for kind, amount in eur.items():
        yield BillLine(contract.member, name, kind, amount, amount * (0.0 if kind == "revenue" else contract.vat_rate))


def transfer_line(
    name: str, contract: Contract, flows: MeterFlows, time: TimeGrid, price_eur_per_kwh: float
) -> BillLine:
    """What a meter pays (or earns, below zero) for energy shared with others, with VAT on what it pays."""
    energy = time.step_h * time.weight * price_eur_per_kwh
    paid = np.bincount(time.month_of, weights=flows.shared_in_kw, minlength=len(time.months)) * energy
    earned = np.bincount(time.month_of, weights=flows.shared_out_kw, minlength=len(time.months)) * energy
    net = np.asarray(paid - earned, dtype=np.float64)
    return BillLine(contract.member, name, "shared", net, np.asarray(paid * contract.vat_rate, dtype=np.float64))
