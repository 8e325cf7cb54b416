"""What meters counted: energy drawn and given in each interval, with the civil calendar of the bills."""

from __future__ import annotations

from dataclasses import dataclass

from energycommunity.quantities import FloatArray
from energycommunity.time_grid import TimeGrid


@dataclass(frozen=True, eq=False)
class Metering:
    """Counted energy of all meters over the same intervals.

    Parameters
    ----------
    meters : tuple of str
        Names, in the order of the rows.
    time : TimeGrid
        The intervals: UTC inside, bills by the civil months of its time zone; a window that is not scaled to a year.
    drawn_kwh, given_kwh : FloatArray
        Energy drawn from the grid and given to it, shape (meters, intervals) [kWh].
    """

    meters: tuple[str, ...]
    time: TimeGrid
    drawn_kwh: FloatArray
    given_kwh: FloatArray
