"""Synthetic years of hours, the same on every machine: sun, cold, demand.

The order of the random draws is part of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from energycommunity.quantities import FloatArray


HOURS = 8760


@dataclass(frozen=True, eq=False)
class Year:
    """One year of hours, each of shape (8760,).

    Parameters
    ----------
    production_kw_per_kwp : FloatArray
        What modules give for each kilowatt of peak power.
    heat_kw, electricity_kw : FloatArray
        Demand of ten houses' heat and of three houses' electricity.
    cop : FloatArray
        Heat out over electricity in of a heat pump from outdoor air.
    """

    production_kw_per_kwp: FloatArray
    heat_kw: FloatArray
    electricity_kw: FloatArray
    cop: FloatArray


def hour_of_day() -> FloatArray:
    """Clock hour of each hour of the year, shape (8760,) [h]."""
    return np.arange(HOURS, dtype=np.float64) % 24


def synthetic_year(random: np.random.Generator) -> Year:
    """A year drawn from a generator, which has moved on by these draws afterwards."""
    of_day, day = hour_of_day(), np.arange(HOURS) // 24
    season = 0.55 + 0.45 * np.cos(2 * np.pi * (day - 172) / 365)
    sun = np.clip(np.sin((of_day - 5) / 14 * np.pi), 0, None) * season
    sun = np.clip(sun * random.uniform(0.2, 1, HOURS), 0, 1)
    outdoor_c = 6 - 12 * np.cos(2 * np.pi * (day - 15) / 365) + 3 * np.sin((of_day - 9) / 24 * 2 * np.pi)
    outdoor_c = outdoor_c + random.normal(0, 1, HOURS)
    heat_kw = np.clip(17 - outdoor_c, 0, None) * 20 + 30 * random.uniform(0.5, 1.5, HOURS)
    evening, morning = np.exp(-(((of_day - 19) / 3.0) ** 2)), np.exp(-(((of_day - 8) / 2.0) ** 2))
    electricity_kw = 80 + 60 * evening + 30 * morning + random.uniform(0, 20, HOURS)
    cop = np.clip(2.2 + 0.06 * (outdoor_c + 10), 1.8, 4.5)
    return Year(sun, heat_kw, electricity_kw, cop)


def write_columns(path: Path, columns: dict[str, FloatArray]) -> None:
    """A CSV file of the columns, with as many digits as make the numbers again exactly."""
    table = np.column_stack(list(columns.values()))
    np.savetxt(path, table, delimiter=",", header=",".join(columns), comments="", fmt="%.17g", encoding="utf-8")
