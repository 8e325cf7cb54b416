"""Prices of a market with a longer interval than the steps: since October 2025 the day-ahead market has 15 minutes."""

from __future__ import annotations

import numpy as np

from energycommunity.quantities import FloatArray
from energycommunity.time_grid import TimeGrid


def interval_means(price_eur_per_kwh: FloatArray, time: TimeGrid, interval_minutes: int | None) -> FloatArray:
    """The mean price of the interval that each step lies in, shape (steps,) [EUR/kWh]; unchanged on longer steps.

    >>> import pandas as pd
    >>> quarters = TimeGrid(pd.Timestamp("2025-10-01T00:00", tz="UTC"), 4, 0.25, "Europe/Riga")
    >>> interval_means(np.array([0.0, 0.1, 0.2, 0.1]), quarters, 60).round(9).tolist()
    [0.1, 0.1, 0.1, 0.1]
    """
    interval = time.intervals(interval_minutes or 0)
    means = np.bincount(interval, weights=price_eur_per_kwh) / np.bincount(interval)
    return np.asarray(means[interval], dtype=np.float64)
