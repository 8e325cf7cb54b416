"""The steps of a run: a civil year of a place, or a window of it, held in UTC."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from energycommunity.quantities import FloatArray, IntArray

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class TimeGrid:
    """Equal steps, labelled at their start.

    Parameters
    ----------
    start : pandas.Timestamp
        Start of the first step, in UTC.
    steps : int
        Number of steps.
    step_h : float
        Length of a step [h].
    time_zone : str
        Civil time of the site; bills, weekdays and clock changes follow it.
    annual : bool
        Whether operation stands for a whole year. A shorter window is then scaled up by `weight`.

    Examples
    --------
    >>> grid = TimeGrid.year(2025, "Europe/Riga")
    >>> grid.steps, str(grid.utc[0]), str(grid.local[0])
    (8760, '2024-12-31 22:00:00+00:00', '2025-01-01 00:00:00+02:00')
    >>> int(grid.month_of[0]), int(grid.month_of[-1]), grid.weight
    (0, 11, 1.0)
    """

    start: pd.Timestamp
    steps: int
    step_h: float
    time_zone: str
    annual: bool = True

    @classmethod
    def year(cls, year: int, time_zone: str, step_h: float = 1.0) -> TimeGrid:
        """All steps of the civil year `year` of `time_zone`."""
        import pandas as pd

        begin = pd.Timestamp(year=year, month=1, day=1, tz=time_zone).tz_convert("UTC")
        end = pd.Timestamp(year=year + 1, month=1, day=1, tz=time_zone).tz_convert("UTC")
        hours = (end - begin) / pd.Timedelta(hours=1)
        return cls(begin, round(hours / step_h), step_h, time_zone)

    @cached_property
    def utc(self) -> pd.DatetimeIndex:
        """Start of each step in UTC, shape (steps,)."""
        import pandas as pd

        return pd.date_range(self.start, periods=self.steps, freq=pd.Timedelta(hours=self.step_h))

    @cached_property
    def local(self) -> pd.DatetimeIndex:
        """Start of each step in civil time, shape (steps,)."""
        return self.utc.tz_convert(self.time_zone)

    @cached_property
    def months(self) -> tuple[str, ...]:
        """The civil months the steps fall in, in order, as `2025-01`."""
        return tuple(f"{number // 12}-{number % 12 + 1:02d}" for number in np.unique(self._months_of_era))

    @cached_property
    def month_of(self) -> IntArray:
        """Position in `months` of each step, shape (steps,)."""
        return np.unique(self._months_of_era, return_inverse=True)[1].astype(np.int64)

    @cached_property
    def _months_of_era(self) -> IntArray:
        """Number of the civil month of each step since the year 0, shape (steps,)."""
        return np.asarray(self.local.year.to_numpy() * 12 + self.local.month.to_numpy() - 1, dtype=np.int64)

    def intervals(self, minutes: int) -> IntArray:
        """Position of the interval of the clock that each step belongs to, shape (steps,).

        Intervals of `minutes` begin at the full hour; none is shorter than a step, and the first and the last may hold
        fewer steps.

        >>> import pandas as pd
        >>> quarters = TimeGrid(pd.Timestamp("2025-01-01T00:30", tz="UTC"), 4, 0.25, "Europe/Riga")
        >>> quarters.intervals(60).tolist(), quarters.intervals(0).tolist()
        ([0, 0, 1, 1], [0, 1, 2, 3])
        """
        step = round(self.step_h * 60.0)
        if minutes <= step:
            return np.arange(self.steps)
        passed = (self.start.minute + step * np.arange(self.steps)) // minutes
        return np.asarray(passed - passed[0])

    @cached_property
    def month_share(self) -> FloatArray:
        """The part of each civil month that the steps cover, shape (months,); 1 for whole months."""
        import pandas as pd

        covered = np.bincount(self.month_of) * self.step_h
        begins = [pd.Timestamp(f"{month}-01", tz=self.time_zone) for month in self.months]
        ends = [begin + pd.offsets.MonthBegin(1) for begin in begins]
        lengths = np.array([(end - begin) / pd.Timedelta(hours=1) for begin, end in zip(begins, ends, strict=True)])
        return np.asarray(covered / lengths, dtype=np.float64)

    @cached_property
    def month_weight(self) -> FloatArray:
        """How many months' standing charges each civil month of the grid bears, shape (months,); together 12 a year."""
        return self.month_share * (12.0 / self.month_share.sum() if self.annual else 1.0)

    @property
    def hours(self) -> float:
        """Length of the whole grid [h]."""
        return self.steps * self.step_h

    @property
    def weight(self) -> float:
        """How many times the operation of the grid counts in a year: 1 for a whole year or an unscaled window."""
        if not self.annual:
            return 1.0
        year_hours = 8784.0 if self.local[self.steps // 2].is_leap_year else 8760.0
        return 1.0 if self.hours in (8760.0, 8784.0) else year_hours / self.hours


def month_number(month: str) -> int:
    """Civil months as numbers that count them.

    >>> month_number("2025-01") - month_number("2024-11")
    2
    """
    return int(month[:4]) * 12 + int(month[5:]) - 1


def month_of_number(number: int) -> str:
    """The month of a number.

    >>> month_of_number(month_number("2025-01") - 1)
    '2024-12'
    """
    return f"{number // 12}-{number % 12 + 1:02}"
