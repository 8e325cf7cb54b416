"""The series of a variant, step by step, in civil time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from energycommunity.quantities import FloatArray
from energycommunity.reporting.checked_bill import bill_series, checked_bill
from energycommunity.reporting.edition import Edition
from energycommunity.results import VariantResult

#: Digits that are kept of series: so many that sums over a year agree with the accounts to the cent.
DIGITS = 9


@dataclass(frozen=True, eq=False)
class HourlySeries:
    """Begin of each step in civil time, and by name each series, of shape (steps,), and its heading."""

    local: pd.DatetimeIndex
    series: Mapping[str, FloatArray]
    headings: Mapping[str, str]


def hourly(edition: Edition, name: str) -> HourlySeries:
    """Weather, known series and dispatch; what is always zero and what stands twice is left out."""
    series: dict[str, FloatArray] = {}
    headings: dict[str, str] = {}
    for key, values, unit in _every(edition.variants[name]):
        if values.shape == (edition.grid.steps,) and values.any():
            shown = edition.voice.unit(unit)
            series[key], headings[key] = rounded(values), f"{key}, {shown}" if shown else key
    return HourlySeries(edition.grid.local, series, headings)


def _every(result: VariantResult) -> Iterator[tuple[str, FloatArray, str]]:
    """Name, values and unit of each series."""
    datasets = (result.profiles, result.dispatch)
    for dataset in datasets if result.weather is None else (result.weather, *datasets):
        for key in dataset:
            variable = dataset.variables[key]  # dataset[key] would look through them all, each time
            yield str(key), np.asarray(variable.values, dtype=np.float64), str(variable.attrs.get("units", ""))
    bill = checked_bill(result)
    if bill is not None:
        yield from bill_series(bill, result.scenario.grid())


def rounded(values: FloatArray) -> FloatArray:
    """Values with as many digits as `DIGITS` of the largest, which must not be zero: a smaller file without a loss.

    >>> rounded(np.array([123.456789012, 0.0123456789])).tolist()
    [123.456789, 0.012346]
    """
    most = float(np.abs(values).max())
    return np.round(values, DIGITS - 1 - int(np.floor(np.log10(most))))
