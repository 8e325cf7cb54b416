"""The formulas that a contract is made of. The optimiser reads their rates, the settlement asks for the bill.

All money is in EUR without VAT. A charge that earns has negative rates.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from energycommunity.quantities import BoolArray, CostKind, FloatArray, IntArray
from energycommunity.time_grid import TimeGrid

#: `crossing`: all that crosses the meter, also what was shared; `traded`: only what a trader sold or bought.
Counted = Literal["crossing", "traded"]


@dataclass(frozen=True)
class EnergyCharge:
    """A rate per kWh in each step, shape (steps,) [EUR/kWh].

    `shared_fraction`: the part of it that shared energy pays, where all that crosses the meter is counted.
    """

    kind: CostKind
    eur_per_kwh: FloatArray
    counted: Counted = "traded"
    shared_fraction: float = 1.0

    def bill(self, power_kw: FloatArray, time: TimeGrid) -> FloatArray:
        """EUR of each civil month for the power in each step, shape (months,)."""
        eur = power_kw * self.eur_per_kwh * (time.step_h * time.weight)
        return np.bincount(time.month_of, weights=eur, minlength=len(time.months)).astype(np.float64)


@dataclass(frozen=True)
class FixedCharge:
    """A rate per month, whatever flows [EUR/month], and one per connected kW, which counts once the size is known.

    `eur_per_month`: one for all civil months, or one for each, shape (months,).
    """

    kind: CostKind
    eur_per_month: float | FloatArray
    eur_per_connected_kw_month: float = 0.0

    def of_connection(self, connected_kw: float) -> FixedCharge:
        """The same charge where the connected power is known [kW].

        >>> FixedCharge("energy", 5.0, 0.5).of_connection(100.0)
        FixedCharge(kind='energy', eur_per_month=55.0, eur_per_connected_kw_month=0.0)
        """
        return FixedCharge(self.kind, self.eur_per_month + self.eur_per_connected_kw_month * connected_kw)

    def of_month(self, month: int) -> float:
        """The rate of a civil month by its position [EUR/month].

        >>> FixedCharge("network", np.array([16.4, 20.0])).of_month(1)
        20.0
        """
        return float(self.eur_per_month[month] if isinstance(self.eur_per_month, np.ndarray) else self.eur_per_month)

    def bill(self, power_kw: FloatArray, time: TimeGrid) -> FloatArray:
        """EUR of each civil month, shape (months,)."""
        return np.asarray(self.eur_per_month * time.month_weight)


@dataclass(frozen=True)
class DemandCharge:
    """A rate on the highest power of each month among the steps where it `applies` [EUR/kW/month].

    `interval_minutes`: the power is the mean of each such interval of the clock, whatever the steps are; none: of each
    step. `carried`: part of the peak of each month that is billed at least in another, shape (months, before + months),
    rows billed by columns measured: ones for a peak of the year, a share for a ratchet; none: each month stands alone.
    `before_kw`: peaks of months before the first, shape (before,). `months_behind`: months of the year before each,
    which are billed anew when its peak rises, shape (months,); none: nothing is billed anew.
    """

    kind: CostKind
    eur_per_kw_month: FloatArray
    applies: BoolArray
    counted: Counted = "crossing"
    interval_minutes: int | None = None
    carried: FloatArray | None = None
    before_kw: tuple[float, ...] = ()
    months_behind: FloatArray | None = None

    def intervals(self, time: TimeGrid) -> IntArray:
        """Position of the interval that each step belongs to, shape (steps,)."""
        return time.intervals(self.interval_minutes or 0)

    def counts(self, time: TimeGrid) -> BoolArray:
        """Whether each step belongs to an interval that counts, which its first step decides, shape (steps,)."""
        first = np.unique(self.intervals(time), return_index=True)[1]
        return np.asarray(self.applies[first][self.intervals(time)])

    def measured_kw(self, power_kw: FloatArray, time: TimeGrid) -> FloatArray:
        """The highest mean of an interval in each civil month among those that count, shape (months,) [kW]."""
        interval, counts = self.intervals(time), self.counts(time)
        means = np.bincount(interval, weights=power_kw) / np.bincount(interval)
        peaks = np.zeros(len(time.months))
        np.maximum.at(peaks, time.month_of[counts], means[interval[counts]])
        return peaks

    def peaks_kw(self, power_kw: FloatArray, time: TimeGrid) -> FloatArray:
        """The power that each civil month is billed, shape (months,) [kW]."""
        measured = self.measured_kw(power_kw, time)
        if self.carried is None:
            return measured
        return np.asarray((self.carried * np.append(self.before_kw, measured)).max(axis=1))

    def bill(self, power_kw: FloatArray, time: TimeGrid) -> FloatArray:
        """EUR of each civil month, shape (months,)."""
        peaks_kw = self.peaks_kw(power_kw, time)
        billed_kw_months = peaks_kw * time.month_weight
        if self.months_behind is not None:
            billed_kw_months = billed_kw_months + (peaks_kw - self._last_kw(peaks_kw)) * self.months_behind
        return billed_kw_months * self.eur_per_kw_month

    def _last_kw(self, peaks_kw: FloatArray) -> FloatArray:
        """The power that the month before each was billed, shape (months,) [kW]."""
        before = len(self.before_kw)
        known = 0.0 if self.carried is None else (self.carried[0, :before] * self.before_kw).max(initial=0.0)
        return np.append(known, peaks_kw[:-1])


@dataclass(frozen=True)
class BlockCharge:
    """What a kWh costs more, once more than a limit was used in the month or the civil year.

    `above_kwh`: the limits of a whole month or year, rising; `surcharge_eur_per_kwh`: what each adds to the price of
    what lies above it. The price up to the first limit is an `EnergyCharge` beside it. `before_kwh`: what was used of
    the first year before the first month; `year_share`: the part of that year that counts, where years are billed month
    by month; none: limits hold as far as the steps cover them.
    """

    kind: CostKind
    period: Literal["month", "year"]
    above_kwh: tuple[float, ...]
    surcharge_eur_per_kwh: tuple[float, ...]
    counted: Counted = "traded"
    before_kwh: float = 0.0
    year_share: float | None = None

    def periods(self, time: TimeGrid) -> IntArray:
        """Position of the period that each civil month belongs to, shape (months,)."""
        names = time.months if self.period == "month" else tuple(month[:4] for month in time.months)
        return np.unique(names, return_inverse=True)[1].astype(np.int64)

    def limits_kwh(self, time: TimeGrid) -> FloatArray:
        """The limits of each period, as far as it counts, shape (limits, periods) [kWh]."""
        if self.year_share is not None:
            years = int(self.periods(time)[-1]) + 1
            return np.outer(self.above_kwh, [self.year_share, *[1.0] * (years - 1)])
        covered = np.bincount(self.periods(time), weights=time.month_share) / (1 if self.period == "month" else 12)
        return np.outer(self.above_kwh, covered)

    def above(self, power_kw: FloatArray, time: TimeGrid) -> FloatArray:
        """Energy above each limit, in the month in which it was used, shape (limits, months) [kWh]."""
        used_kwh = np.bincount(time.month_of, weights=power_kw * time.step_h, minlength=len(time.months))
        periods = self.periods(time)
        before_kwh = np.array([used_kwh[:m][periods[:m] == periods[m]].sum() for m in range(len(used_kwh))])
        before_kwh = before_kwh + np.where(periods == 0, self.before_kwh, 0.0)
        limits_kwh = self.limits_kwh(time)[:, periods]
        passed_kwh = np.maximum(before_kwh + used_kwh - limits_kwh, 0.0) - np.maximum(before_kwh - limits_kwh, 0.0)
        return np.asarray(passed_kwh, dtype=np.float64)

    def bill(self, power_kw: FloatArray, time: TimeGrid) -> FloatArray:
        """EUR of each civil month, shape (months,); a year's surcharge falls on the months that passed the limit."""
        return np.asarray(np.array(self.surcharge_eur_per_kwh) @ self.above(power_kw, time) * time.weight)


Charge = EnergyCharge | FixedCharge | DemandCharge | BlockCharge


def counted_kw(charge: Charge, traded_kw: FloatArray, shared_kw: FloatArray) -> FloatArray:
    """The power that a charge is laid on, from what a trader sold or bought and what was shared, shape (steps,) [kW].

    >>> fee = EnergyCharge("network", np.full(1, 0.04), "crossing", shared_fraction=0.5)
    >>> counted_kw(fee, np.array([3.0]), np.array([2.0])).tolist()
    [4.0]
    """
    if isinstance(charge, FixedCharge) or charge.counted == "traded":
        return traded_kw
    return traded_kw + (charge.shared_fraction if isinstance(charge, EnergyCharge) else 1.0) * shared_kw


def fees_on_sharing(charges: tuple[Charge, ...]) -> tuple[Charge, ...]:
    """What shared energy pays of the charges that count all that crosses the meter.

    >>> fee = EnergyCharge("network", np.full(1, 0.04), "crossing", shared_fraction=0.5)
    >>> [charge.eur_per_kwh.tolist() for charge in fees_on_sharing((fee, EnergyCharge("energy", np.ones(1))))]
    [[0.02]]
    """
    crossing = (c for c in charges if isinstance(c, EnergyCharge) and c.counted == "crossing")
    return tuple(replace(charge, eur_per_kwh=charge.eur_per_kwh * charge.shared_fraction) for charge in crossing)


def marginal_eur_per_kwh(
    charges: tuple[Charge, ...], time: TimeGrid, weight: Callable[[CostKind], float] = lambda kind: 1.0
) -> FloatArray:
    """What one more kWh costs in each step, each kind weighed, shape (steps,); in blocks the least it may cost."""
    total = np.zeros(time.steps)
    for charge in charges:
        if isinstance(charge, EnergyCharge):
            total = total + charge.eur_per_kwh * weight(charge.kind)
    return total


def highest_surcharge_eur_per_kwh(
    charges: tuple[Charge, ...], weight: Callable[[CostKind], float] = lambda kind: 1.0
) -> float:
    """What one more kWh costs at most beyond that, where prices rise by blocks.

    >>> highest_surcharge_eur_per_kwh((BlockCharge("energy", "month", (100.0, 300.0), (0.02, 0.03)),))
    0.05
    """
    blocks = (charge for charge in charges if isinstance(charge, BlockCharge))
    return sum((sum(b.surcharge_eur_per_kwh) * weight(b.kind) for b in blocks), 0.0)
