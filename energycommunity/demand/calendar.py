"""Working days, Saturdays, Sundays and holidays of Latvia."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from energycommunity.quantities import IntArray

if TYPE_CHECKING:
    import pandas as pd

WORKDAY, SATURDAY, SUNDAY_OR_HOLIDAY = 0, 1, 2


def day_types(local: pd.DatetimeIndex) -> IntArray:
    """Type of the day of each time, shape (steps,): 0 workday, 1 Saturday, 2 Sunday or public holiday of Latvia.

    A Saturday that the government makes a working day in exchange for a day off is a workday.

    Parameters
    ----------
    local : pandas.DatetimeIndex
        Civil times.

    Examples
    --------
    A Wednesday, a Saturday, Līgo day (a Monday), and the Saturday worked for 2 May 2025:

    >>> import pandas as pd
    >>> day_types(pd.DatetimeIndex(["2025-06-18", "2025-06-21", "2025-06-23", "2025-05-10"])).tolist()
    [0, 1, 2, 0]
    """
    import pandas as pd

    days, position = np.unique(local.tz_localize(None).normalize(), return_inverse=True)
    stamps = pd.DatetimeIndex(days)
    off, worked = holidays_of(tuple(sorted(set(stamps.year))))
    weekday = stamps.day_of_week.to_numpy()
    types = np.select([weekday == 5, weekday == 6], [SATURDAY, SUNDAY_OR_HOLIDAY], WORKDAY)
    types[stamps.isin(list(worked))] = WORKDAY
    types[stamps.isin(list(off))] = SUNDAY_OR_HOLIDAY
    return np.asarray(types[position], dtype=np.int64)


@cache
def holidays_of(years: tuple[int, ...]) -> tuple[frozenset[pd.Timestamp], frozenset[pd.Timestamp]]:
    """Public holidays of Latvia with their days in exchange, and weekend days worked for them.

    >>> import pandas as pd
    >>> off, worked = holidays_of((2025,))
    >>> pd.Timestamp("2025-11-18") in off, pd.Timestamp("2025-11-08") in worked
    (True, True)
    """
    import holidays
    import pandas as pd

    calendar = holidays.country_holidays("LV", years=years)
    off = frozenset(pd.Timestamp(day) for day in calendar)
    worked = frozenset(pd.Timestamp(day) for day in getattr(calendar, "weekend_workdays", ()))
    return off, worked
