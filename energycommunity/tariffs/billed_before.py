"""What a contract remembers of the time before the first month: peaks, and energy of blocks of a year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from energycommunity.quantities import FloatArray
from energycommunity.time_grid import TimeGrid

if TYPE_CHECKING:
    import pandas as pd

MONTHS_OF_YEAR = 12


@dataclass(frozen=True, eq=False)
class BilledBefore:
    """What was billed before the first month, where months are billed one after another and none knows a later one.

    Parameters
    ----------
    begin : pandas.Timestamp
        Begin of the first month or interval, in civil time.
    since : pandas.Timestamp
        From when on energy and peaks of its year are counted, in civil time; not after `begin`.
    peaks_kw : tuple of mapping of str to float
        By demand charge in the order of the contract, the highest power of earlier months such as `2025-01` [kW].
    used_kwh : float
        Energy bought before it in its year [kWh].
    """

    begin: pd.Timestamp
    since: pd.Timestamp
    peaks_kw: tuple[Mapping[str, float], ...] = ()
    used_kwh: float = 0.0

    def peaks_of(self, number: int) -> Mapping[str, float]:
        """The earlier peaks of a demand charge by its number; none are known of what is not listed [kW]."""
        return self.peaks_kw[number] if number < len(self.peaks_kw) else {}

    @property
    def year_share(self) -> float:
        """The part of the first year that counts, until its end."""
        return months_left(max(self.since, _new_year(self.begin))) / MONTHS_OF_YEAR

    @property
    def months_of_year(self) -> float:
        """The months of the first year that were billed before."""
        return months_left(max(self.since, _new_year(self.begin))) - months_left(self.begin)

    def months_behind(self, time: TimeGrid) -> FloatArray:
        """The months of its year that were billed before each civil month, shape (months,)."""
        passed = np.append(0.0, np.cumsum(time.month_share)[:-1]) + self.months_of_year
        _, first, year_of = np.unique([month[:4] for month in time.months], return_index=True, return_inverse=True)
        at_new_year = passed[first]
        at_new_year[0] = 0.0
        return np.asarray(passed - at_new_year[year_of])


def months_left(moment: pd.Timestamp) -> float:
    """Civil months until the end of the year, parts of a month by their hours.

    >>> import pandas as pd
    >>> months_left(pd.Timestamp("2025-11-16", tz="Europe/Riga")), months_left(pd.Timestamp("2025-01-01"))
    (1.5, 12.0)
    """
    import pandas as pd

    begin = moment.normalize().replace(day=1)
    end = begin + pd.DateOffset(months=1)
    return float(MONTHS_OF_YEAR - moment.month + (end - moment) / (end - begin))


def _new_year(moment: pd.Timestamp) -> pd.Timestamp:
    return moment.normalize().replace(month=1, day=1)
