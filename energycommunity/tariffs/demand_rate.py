"""Charges on the highest power: of a month or the year, over an interval of its own, with or without a ratchet."""

from __future__ import annotations

from typing import Literal

import numpy as np
from pydantic import Field, model_validator

from energycommunity.quantities import FloatArray, Model, refusal
from energycommunity.tariffs.charges import DemandCharge
from energycommunity.tariffs.windows import HourOfDay, MonthNumber, in_window
from energycommunity.time_grid import TimeGrid

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

    def charge(self, time: TimeGrid) -> DemandCharge:
        """The formula over the steps."""
        applies = in_window(time, self.months, self.hours, self.days)
        rate = np.full(len(time.months), self.price_eur_per_kw_month)
        return DemandCharge(
            "network", rate, applies, interval_minutes=self.interval_minutes, carried=self.carried(time)
        )

    def carried(self, time: TimeGrid) -> FloatArray | None:
        """Part of the peak of each month (columns) that is billed at least in another (rows); None: each its own.

        >>> year = TimeGrid.year(2025, "Europe/Riga")
        >>> rate = DemandRate(price_eur_per_kw_month=1.0, ratchet_share=0.8, ratchet_months=2)
        >>> rate.carried(year)[0].tolist()
        [1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.8, 0.8]
        """
        count = len(time.months)
        if self.peak_of == "year":
            years = np.array([int(month[:4]) for month in time.months])
            return np.asarray(np.equal.outer(years, years), dtype=np.float64)
        if self.ratchet_share is None or self.ratchet_months is None:
            return None
        carried = np.eye(count)
        for month in range(count):
            for before in range(1, min(self.ratchet_months, count - 1) + 1):
                if time.annual or month >= before:
                    carried[month, (month - before) % count] = self.ratchet_share
        return carried
