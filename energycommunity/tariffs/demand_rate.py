"""Charges on the highest power: of a month or the year, over an interval of its own, with or without a ratchet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
from pydantic import Field, model_validator

from energycommunity.quantities import FloatArray, Model, refusal
from energycommunity.tariffs.billed_before import BilledBefore
from energycommunity.tariffs.charges import DemandCharge
from energycommunity.tariffs.windows import HourOfDay, MonthNumber, in_window
from energycommunity.time_grid import TimeGrid, month_number

#: The mean of such an interval is what meters record and contracts bill.
IntervalMinutes = Literal[15, 30, 60]


class DemandRate(Model):
    """A monthly charge on the highest power, of all hours or of those of some months, days and hours.

    A ratchet bills at least a share of the highest power of the months before. In a run that stands for a whole year
    the months before January are those of the end of the year; else nothing is known of the time before the run.
    """

    price_eur_per_kw_month: float = Field(description="Charge on the highest power of the month")
    months: tuple[MonthNumber, ...] = Field(default=tuple(range(1, 13)), description="Months 1-12 in which it applies")
    hours: tuple[HourOfDay, ...] = Field(default=tuple(range(24)), description="Civil hours 0-23 whose power counts")
    days: Literal["all", "workdays", "weekends"] = Field(default="all", description="Days whose power counts")
    interval_minutes: IntervalMinutes | None = Field(
        default=None, description="Power is the mean of each such interval of the clock; else of each step"
    )
    peak_of: Literal["month", "year"] = Field(
        default="month", description="month: each month pays its own peak; year: each month pays that of the civil year"
    )
    ratchet_share: float | None = Field(
        default=None, gt=0, le=1, description="Part of the highest peak of the months before that is billed at least"
    )
    ratchet_months: int | None = Field(
        default=None, ge=1, le=11, description="How many months before count for the ratchet"
    )

    @model_validator(mode="after")
    def _whole_ratchet(self) -> DemandRate:
        if (self.ratchet_share is None) != (self.ratchet_months is None):
            raise refusal("tariffs_half_a_ratchet")
        if self.ratchet_share is not None and self.peak_of == "year":
            raise refusal("tariffs_ratchet_of_year")
        return self

    def charge(self, time: TimeGrid, before: BilledBefore | None = None, number: int = 0) -> DemandCharge:
        """The formula over the steps; `number` is that of the rate in its contract.

        With what was billed before, months are billed one after another: each month of a yearly peak then pays the
        highest power of the year so far, and what the months before it paid too little.
        """
        applies = in_window(time, self.months, self.hours, self.days)
        rate = np.full(len(time.months), self.price_eur_per_kw_month)
        peaks_kw = {} if before is None else before.peaks_of(number)
        return DemandCharge(
            "network",
            rate,
            applies,
            interval_minutes=self.interval_minutes,
            carried=self.carried(time, None if before is None else tuple(peaks_kw)),
            before_kw=tuple(peaks_kw.values()),
            months_behind=None if before is None or self.peak_of == "month" else before.months_behind(time),
        )

    def carried(self, time: TimeGrid, months_before: Sequence[str] | None = None) -> FloatArray | None:
        """Part of the peak of each month (columns) that is billed at least in another (rows); None: each its own.

        Months before the first have the first columns; where they are given, even none, no month knows a later one.

        >>> year = TimeGrid.year(2025, "Europe/Riga")
        >>> rate = DemandRate(price_eur_per_kw_month=1.0, ratchet_share=0.8, ratchet_months=2)
        >>> rate.carried(year)[0].tolist()
        [1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.8, 0.8]
        """
        measured = (*(months_before or ()), *time.months)
        ages = np.subtract.outer([*map(month_number, time.months)], [*map(month_number, measured)])
        if self.peak_of == "year":
            same_year = np.equal.outer([month[:4] for month in time.months], [month[:4] for month in measured])
            return np.asarray(same_year & ((months_before is None) | (ages >= 0)), dtype=np.float64)
        if self.ratchet_share is None or self.ratchet_months is None:
            return None
        if time.annual:
            ages %= len(time.months)
        in_part = (ages > 0) & (ages <= self.ratchet_months)
        return np.where(ages == 0, 1.0, np.where(in_part, self.ratchet_share, 0.0))
