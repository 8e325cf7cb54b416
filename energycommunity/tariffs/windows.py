"""Months, days and civil hours in which a price or a peak counts."""

from __future__ import annotations

from typing import Annotated, Literal

import numpy as np
from pydantic import Field

from energycommunity.quantities import BoolArray
from energycommunity.time_grid import TimeGrid

MonthNumber = Annotated[int, Field(ge=1, le=12)]
HourOfDay = Annotated[int, Field(ge=0, le=23)]


def in_window(
    time: TimeGrid, months: tuple[int, ...], hours: tuple[int, ...], days: Literal["all", "workdays", "weekends"]
) -> BoolArray:
    """Which steps fall in the months (1-12), civil hours (0-23) and days of the week, shape (steps,)."""
    chosen = np.isin(time.local.month, months) & np.isin(time.local.hour, hours)
    weekend = np.asarray(time.local.day_of_week >= 5)
    if days == "workdays":
        chosen = chosen & ~weekend
    elif days == "weekends":
        chosen = chosen & weekend
    return np.asarray(chosen)
