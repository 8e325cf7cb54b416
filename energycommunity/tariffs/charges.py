"""The formulas that a contract is made of. The optimiser reads their rates, the settlement asks for the bill.

All money is in EUR without VAT. A charge that earns has negative rates.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from energycommunity.quantities import BoolArray, CostKind, FloatArray
from energycommunity.time_grid import TimeGrid

#: `crossing`: all that crosses the meter, also what was shared; `traded`: only what a trader sold or bought.
Counted = Literal["crossing", "traded"]


@dataclass(frozen=True)
class EnergyCharge:
    """A rate per kWh in each step, shape (steps,) [EUR/kWh]."""

    kind: CostKind
    eur_per_kwh: FloatArray
    counted: Counted = "traded"

    def bill(self, power_kw: FloatArray, time: TimeGrid) -> FloatArray:
        """EUR of each civil month for the power in each step, shape (months,)."""
        eur = power_kw * self.eur_per_kwh * (time.step_h * time.weight)
        return np.bincount(time.month_of, weights=eur, minlength=len(time.months)).astype(np.float64)


@dataclass(frozen=True)
class FixedCharge:
    """A rate per month, whatever flows [EUR/month], and one per connected kW, which counts once the size is known."""

    kind: CostKind
    eur_per_month: float
    eur_per_connected_kw_month: float = 0.0

    def of_connection(self, connected_kw: float) -> FixedCharge:
        """The same charge where the connected power is known [kW].

        >>> FixedCharge("energy", 5.0, 0.5).of_connection(100.0)
        FixedCharge(kind='energy', eur_per_month=55.0, eur_per_connected_kw_month=0.0)
        """
        return FixedCharge(self.kind, self.eur_per_month + self.eur_per_connected_kw_month * connected_kw)

    def bill(self, power_kw: FloatArray, time: TimeGrid) -> FloatArray:
        """EUR of each civil month, shape (months,)."""
        return self.eur_per_month * time.month_weight


@dataclass(frozen=True)
class DemandCharge:
    """A rate on the highest power of each month among the steps where it `applies` [EUR/kW/month]."""

    kind: CostKind
    eur_per_kw_month: FloatArray
    applies: BoolArray
    counted: Counted = "crossing"

    def peaks_kw(self, power_kw: FloatArray, time: TimeGrid) -> FloatArray:
        """The highest power of each civil month among the steps that count, shape (months,) [kW]."""
        peaks = np.zeros(len(time.months))
        np.maximum.at(peaks, time.month_of[self.applies], power_kw[self.applies])
        return peaks

    def bill(self, power_kw: FloatArray, time: TimeGrid) -> FloatArray:
        """EUR of each civil month, shape (months,)."""
        return self.peaks_kw(power_kw, time) * self.eur_per_kw_month * time.month_weight


Charge = EnergyCharge | FixedCharge | DemandCharge


def marginal_eur_per_kwh(
    charges: tuple[Charge, ...], time: TimeGrid, weight: Callable[[CostKind], float] = lambda kind: 1.0
) -> FloatArray:
    """What one more kWh costs in each step by the energy charges together, each kind weighed, shape (steps,)."""
    total = np.zeros(time.steps)
    for charge in charges:
        if isinstance(charge, EnergyCharge):
            total = total + charge.eur_per_kwh * weight(charge.kind)
    return total
