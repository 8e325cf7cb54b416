"""Prices by a schedule: which period each hour of the day belongs to, month by month, on workdays and on weekends.

The form in which utilities and the US Utility Rate Database print time-of-use tariffs.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import numpy as np
from pydantic import Field, model_validator

from energycommunity.quantities import FloatArray, IntArray, Model, refusal
from energycommunity.tariffs.charges import DemandCharge
from energycommunity.time_grid import TimeGrid

#: A row for each month of 24 numbers of periods.
Hours = tuple[tuple[int, ...], ...]
_SHAPE = (12, 24)


class Schedule(Model):
    """The period of each hour; periods are counted from 0 in the order of their prices."""

    workdays: Hours = Field(description="12 rows of 24 periods: January to December, civil hours 0-23, on workdays")
    weekends: Hours = Field(description="The same on Saturdays and Sundays")

    def prices(self) -> tuple[float, ...]:
        """The price of each period."""
        raise TypeError(f"{type(self).__name__} lacks prices")

    @model_validator(mode="after")
    def _complete(self) -> Schedule:
        for name in ("workdays", "weekends"):
            rows: Hours = getattr(self, name)
            if len(rows) != _SHAPE[0]:
                raise refusal("tariffs_schedule_months", name=name, given=len(rows))
            for month, row in enumerate(rows, 1):
                if len(row) != _SHAPE[1]:
                    raise refusal("tariffs_schedule_hours", name=name, month=month, given=len(row))
                unknown = [period for period in row if not 0 <= period < len(self.prices())]
                if unknown:
                    last = len(self.prices()) - 1
                    raise refusal("tariffs_schedule_period", name=name, month=month, period=unknown[0], last=last)
        return self

    @property
    def tells_hours_apart(self) -> bool:
        """Whether any day has hours of different periods."""
        return any(len(set(row)) > 1 for row in (*self.workdays, *self.weekends))

    def periods(self, time: TimeGrid) -> IntArray:
        """The period of each step, shape (steps,)."""
        both = np.array([self.workdays, self.weekends])
        weekend = np.asarray(time.local.day_of_week >= 5).astype(int)
        return np.asarray(both[weekend, np.asarray(time.local.month) - 1, np.asarray(time.local.hour)])


class EnergySchedule(Schedule):
    """A price per kWh for each period."""

    prices_eur_per_kwh: tuple[float, ...] = Field(min_length=1, description="Price of a kWh in period 0, 1, 2 …")

    def prices(self) -> tuple[float, ...]:
        """EUR/kWh of each period."""
        return self.prices_eur_per_kwh

    def rate(self, time: TimeGrid) -> FloatArray:
        """EUR/kWh in each step, shape (steps,)."""
        return np.asarray(self.prices(), dtype=np.float64)[self.periods(time)]


class DemandSchedule(Schedule):
    """A monthly charge on the highest power of each period."""

    prices_eur_per_kw_month: tuple[float, ...] = Field(
        min_length=1, description="Charge on the highest power of the month in period 0, 1, 2 …"
    )

    interval_minutes: Literal[15, 30, 60] | None = Field(
        default=None, description="Power is the mean of each such interval of the clock; else of each step"
    )

    def prices(self) -> tuple[float, ...]:
        """EUR/kW of a month for each period."""
        return self.prices_eur_per_kw_month

    def billed_periods(self, time: TimeGrid) -> tuple[int, ...]:
        """The periods that occur and have a price."""
        return tuple(int(period) for period in np.unique(self.periods(time)) if self.prices()[period])

    def charges(self, time: TimeGrid) -> Iterator[DemandCharge]:
        """A charge for each period that is billed."""
        periods = self.periods(time)
        for period in self.billed_periods(time):
            rate = np.full(len(time.months), self.prices()[period])
            yield DemandCharge("network", rate, periods == period, interval_minutes=self.interval_minutes)
