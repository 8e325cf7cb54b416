"""Spreading the energy of a year, or of its months, over the steps of a run by a shape."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from energycommunity.quantities import FloatArray
from energycommunity.time_grid import TimeGrid

#: Sets the draws of shifts apart from those of other chance with the same seed.
_OF_SHIFT = 1

Shape = Callable[[TimeGrid], FloatArray]


def annual_series_kw(shape: Shape, annual_kwh: float, grid: TimeGrid) -> FloatArray:
    """Power that follows a shape [kW], shape (steps,), so that each whole civil year sums to the annual figure.

    A window takes its slice of the year; one that crosses New Year takes a slice of either.

    Parameters
    ----------
    shape : callable
        From a grid to relative power on its steps, shape (steps,).
    annual_kwh : float
        Energy of a civil year [kWh].
    grid : TimeGrid
        The steps.

    Examples
    --------
    >>> grid = TimeGrid.year(2024, "Europe/Riga", 0.25)
    >>> series = annual_series_kw(lambda some: 1.0 + some.local.hour.to_numpy(), 8784.0, grid)
    >>> round(float(series.sum()) * 0.25, 6)
    8784.0
    """
    values = shape(grid)
    years = grid.local.year.to_numpy()
    scaled = np.zeros(grid.steps)
    for year in np.unique(years):
        whole = TimeGrid.year(int(year), grid.time_zone, grid.step_h)
        same = whole.start == grid.start and whole.steps == grid.steps
        total_kwh = (values if same else shape(whole)).sum() * grid.step_h
        inside = years == year
        scaled[inside] = values[inside] * (annual_kwh / total_kwh if total_kwh > 0 else 0.0)
    return scaled


def shift_h(seed: int, deviation_h: float) -> float:
    """How much later than the shape a building of a seed lives [h]: a normal deviate; 0 without a seed.

    >>> shift_h(0, 1.0), shift_h(5, 1.0) == shift_h(5, 1.0) != shift_h(6, 1.0)
    (0.0, True)
    """
    return float(np.random.default_rng([seed, _OF_SHIFT]).normal(0.0, deviation_h)) if seed else 0.0


def monthly_series_kw(shape: Shape, monthly_kwh: Sequence[float], grid: TimeGrid) -> FloatArray:
    """Power that follows a shape [kW], shape (steps,), so that each whole civil month sums to its figure.

    Parameters
    ----------
    shape : callable
        From a grid to relative power on its steps, shape (steps,), above 0 in some step of every month.
    monthly_kwh : sequence of float
        Energy of January to December [kWh].
    grid : TimeGrid
        The steps; a window takes its slice of the months.

    Examples
    --------
    >>> grid = TimeGrid.year(2025, "Europe/Riga")
    >>> series = monthly_series_kw(lambda some: np.ones(some.steps), [744.0, 1344.0] + [0.0] * 10, grid)
    >>> series[0].item(), series[744].item(), series[-1].item()
    (1.0, 2.0, 0.0)
    """
    values, figures = shape(grid), np.asarray(monthly_kwh, dtype=np.float64)
    scaled = np.zeros(grid.steps)
    years = grid.local.year.to_numpy()
    for year in np.unique(years):
        whole = TimeGrid.year(int(year), grid.time_zone, grid.step_h)
        same = whole.start == grid.start and whole.steps == grid.steps
        month = whole.local.month.to_numpy() - 1
        totals_kwh = np.bincount(month, weights=values if same else shape(whole), minlength=12) * grid.step_h
        inside = years == year
        of_step = grid.local.month.to_numpy()[inside] - 1
        scaled[inside] = values[inside] * figures[of_step] / totals_kwh[of_step]
    return scaled


def hourly_noise(grid: TimeGrid, spread: float, seed: int) -> FloatArray:
    """Factors around 1 that differ by the hour, shape (steps,), the same for an hour in every run and window.

    Parameters
    ----------
    grid : TimeGrid
        The steps.
    spread : float
        Standard deviation of the factors; they are log-normal with mean 1.
    seed : int
        Another seed gives another house.

    Examples
    --------
    >>> import pandas as pd
    >>> day = TimeGrid(pd.Timestamp("2025-03-05", tz="UTC"), 24, 1.0, "Europe/Riga", annual=False)
    >>> hour = TimeGrid(pd.Timestamp("2025-03-05 07:00", tz="UTC"), 1, 1.0, "Europe/Riga", annual=False)
    >>> hourly_noise(day, 0.3, 5)[7] == hourly_noise(hour, 0.3, 5)[0]
    np.True_
    """
    import pandas as pd

    sigma = np.sqrt(np.log1p(spread**2))
    years = grid.utc.year.to_numpy()
    factors = np.ones(grid.steps)
    for year in np.unique(years):
        draws = np.random.default_rng([seed, int(year)]).standard_normal(8784)
        inside = years == year
        hours = (grid.utc[inside] - pd.Timestamp(year=int(year), month=1, day=1, tz="UTC")) // pd.Timedelta(hours=1)
        factors[inside] = np.exp(sigma * draws[np.asarray(hours, dtype=np.int64)] - sigma**2 / 2.0)
    return factors
