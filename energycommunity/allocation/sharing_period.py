"""The period within which members share: what one gives and another takes in it counts as shared."""

from __future__ import annotations

from typing import Literal

import numpy as np

from energycommunity.quantities import IntArray
from energycommunity.time_grid import TimeGrid

#: None is longer than the civil month, by which members join and leave and bills are made.
SharingPeriod = Literal["interval", "hour", "day", "month"]
#: What its key in rules and scenarios means.
SHARING_PERIOD_MEANS = (
    "What is given and taken within it is shared: interval (of the meters), hour, civil day or month; the draft of "
    "2023 left it open (unverified)"
)


def periods_of(period: SharingPeriod, time: TimeGrid) -> IntArray | None:
    """Position of the period that each interval belongs to, shape (intervals,); None: each is one of its own.

    Days and months are civil ones: that of a clock change has 23 or 25 hours. Hours are those of the clock; none is
    shorter than an interval.

    >>> import pandas as pd
    >>> late = TimeGrid(pd.Timestamp("2025-01-31T20:30", tz="UTC"), 4, 0.5, "Europe/Riga", annual=False)
    >>> periods_of("hour", late).tolist(), periods_of("day", late).tolist(), periods_of("month", late).tolist()
    ([0, 1, 1, 2], [0, 0, 0, 1], [0, 0, 0, 1])
    """
    if period == "interval":
        return None
    if period == "hour":
        return time.intervals(60)
    if period == "month":
        return time.month_of
    days = time.local.tz_localize(None).normalize().to_numpy()
    return np.unique(days, return_inverse=True)[1].astype(np.int64)
