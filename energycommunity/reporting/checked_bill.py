"""The one bill that the check sheet recomputes line by line: the largest month of the member with the largest bills."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from energycommunity.quantities import FloatArray
from energycommunity.results import VariantResult
from energycommunity.settlement.bills import Contract
from energycommunity.tariffs.charges import DemandCharge, EnergyCharge
from energycommunity.time_grid import TimeGrid


@dataclass(frozen=True, eq=False)
class CheckedBill:
    """The member, the position of the month, and what he is billed by."""

    member: str
    month: int
    contracts: Mapping[str, Contract]


def checked_bill(result: VariantResult) -> CheckedBill | None:
    """Which bill of a variant is recomputed; None if nobody is billed."""
    contracts = result.contracts
    members = [str(member) for member in result.bills["member"].values]
    if not members:
        return None
    months = (result.bills["eur"] + result.bills["vat_eur"]).values
    sums = {name: months[[member == name for member in members]].sum(axis=0) for name in dict.fromkeys(members)}
    member = max(sums, key=lambda name: float(sums[name].sum()))
    own = {name: contract for name, contract in contracts.items() if contract.member == member}
    return CheckedBill(member, int(np.argmax(sums[member])), own)


def bill_series(bill: CheckedBill, time: TimeGrid) -> Iterator[tuple[str, FloatArray, str]]:
    """Rates that differ from step to step, and the steps that count for a billed peak: name, values, unit."""
    for name, contract in bill.contracts.items():
        for place, (_, charge) in enumerate(contract.charges()):
            if isinstance(charge, EnergyCharge) and not is_flat(charge):
                yield rate_series(name, place), charge.eur_per_kwh, "EUR/kWh"
            elif isinstance(charge, DemandCharge) and (parts := parts_of_means(charge, time)).min() < 1.0:
                yield counts_series(name, place), parts, "1"


def is_flat(charge: EnergyCharge) -> bool:
    """Whether the rate is the same in every step."""
    return bool((charge.eur_per_kwh == charge.eur_per_kwh[0]).all())


def rate_series(name: str, place: int) -> str:
    """What the rate of a charge is called among the series."""
    return f"{name}.charge_{place + 1}_eur_per_kwh"


def parts_of_means(charge: DemandCharge, time: TimeGrid) -> FloatArray:
    """What part of a mean each power is where the mean is billed, at the first step of the interval; else zero.

    Where intervals are steps it is 1 in those that count. An interval that had begun before the run is left out.
    """
    interval, counts = charge.intervals(time), charge.counts(time)
    begins, lengths = np.flatnonzero(np.diff(interval, prepend=-1)), np.bincount(interval)
    parts = np.zeros(time.steps)
    parts[begins] = counts[begins] / lengths
    if lengths[0] < lengths.max():
        parts[0] = 0.0
    return parts


def counts_series(name: str, place: int) -> str:
    """What the column is called that says which powers count for a billed peak."""
    return f"{name}.charge_{place + 1}_counts"
