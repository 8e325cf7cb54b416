"""The series of a variant, step by step, in civil time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from energycommunity.quantities import FloatArray
from energycommunity.reporting.edition import Edition


@dataclass(frozen=True, eq=False)
class HourlySeries:
    """Begin of each step in civil time, and the series by heading, each of shape (steps,)."""

    local: pd.DatetimeIndex
    series: dict[str, FloatArray]


def hourly(edition: Edition, name: str) -> HourlySeries:
    """Weather, known series and dispatch; what is always zero and what stands twice is left out."""
    result = edition.variants[name]
    series: dict[str, FloatArray] = {}
    for dataset in (result.weather, result.profiles, result.dispatch):
        if dataset is None:
            continue
        for key in dataset:
            variable = dataset.variables[key]  # dataset[key] would look through them all, each time
            values = np.asarray(variable.values, dtype=np.float64)
            if values.shape == (edition.grid.steps,) and values.any():
                unit = edition.voice.unit(str(variable.attrs.get("units", "")))
                series[f"{key}, {unit}" if unit else str(key)] = values
    return HourlySeries(edition.grid.local, series)
