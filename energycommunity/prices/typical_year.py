"""A typical year of Latvian day-ahead prices that goes with the weather of the run."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from energycommunity.errors import Fault, ScenarioError
from energycommunity.prices.calibration import Expectation, duration_curve, expectation, mean_by
from energycommunity.prices.weather_effect import chance, hourly_drivers, weather_effect
from energycommunity.quantities import FloatArray
from energycommunity.time_grid import TimeGrid

if TYPE_CHECKING:
    import xarray as xr

#: What a reader of results must know of these prices.
NOTE = (
    "synthetic: a typical year made from published statistics of 2023-2025 and the weather of the run; not prices that "
    "were ever paid"
)
ROUNDS = 100
TOLERANCE_EUR_PER_KWH = 0.0002
STEP_OF_CORRECTION = 0.5


def typical_latvian_year(year_grid: TimeGrid, weather: xr.Dataset | None, seed: int = 0) -> FloatArray:
    """A synthetic year of Latvian day-ahead prices, shape (steps,) [EUR/kWh], without VAT, margin and network fee.

    Each hour starts at what is usual for its month, kind of day and hour. The weather moves it: more sun and more wind
    than usual lower it, cold in the heating season raises it; two autoregressive series of chance stand for all else.
    The hours are ranked by the result, and the n-th cheapest gets the n-th price of the calibrated duration curve. So
    the mean, the spread and the number of cheap and negative hours are those of the figures in every draw, and the
    weather says when they occur. Offsets by month and by season, kind of day and hour are then corrected, and the
    ranking repeated, until the means of all of them are the wanted ones too (raking).

    Within an hour, shorter steps follow the slope towards the hours before and after, about the mean of the hour.

    Parameters
    ----------
    year_grid : TimeGrid
        A whole civil year. For a window, make its civil year and slice with `window_of_year`.
    weather : xarray.Dataset
        `ghi` [W/m2], `wind_speed` [m/s] and `temp_air` [degC] over `time`, on the steps of `year_grid`.
    seed : int
        Which draw of chance; the same seed gives the same prices.

    Raises
    ------
    ScenarioError
        If there is no weather, or grid or weather are not a whole civil year.

    Notes
    -----
    The figures and their origins are in `parameters/spot_price_latvia.yaml`: monthly means of LV by Ember 2023-2025,
    hour shapes and the duration curve from ENTSO-E prices of LT 2024-2025. The weights of the drivers are assumed.

    Examples
    --------
    >>> import xarray as xr
    >>> grid = TimeGrid.year(2025, "Europe/Riga")
    >>> dull = {name: ("time", np.full(8760, 5.0)) for name in ("ghi", "wind_speed", "temp_air")}
    >>> prices = typical_latvian_year(grid, xr.Dataset(dull))
    >>> round(float(prices.mean()), 3), int((prices < 0).sum())
    (0.085, 183)
    """
    hourly_grid = TimeGrid.year(int(year_grid.local[0].year), year_grid.time_zone)
    weather = _whole_year(year_grid, hourly_grid, weather)
    drivers = hourly_drivers(weather, year_grid.step_h, hourly_grid.steps)
    hourly = _hourly_prices(hourly_grid, tuple((name, values.tobytes()) for name, values in drivers.items()), seed)
    return to_steps(hourly, year_grid.step_h)


@lru_cache(maxsize=4)
def _hourly_prices(hourly_grid: TimeGrid, drivers: tuple[tuple[str, bytes], ...], seed: int) -> FloatArray:
    """The price of each hour; the variants of a run have the same weather, given as bytes so that it can be a key."""
    hours = hourly_grid.steps
    curve = duration_curve(hours)
    expected = expectation(hourly_grid.local, float(curve.mean()))
    weather = {name: np.frombuffer(values) for name, values in drivers}
    return _rake(expected, weather_effect(weather) + chance(hours, seed), curve)


def window_of_year(values: FloatArray, year_grid: TimeGrid, grid: TimeGrid) -> FloatArray:
    """The part of a year's series that a window covers, shape (steps of the window,).

    A window that runs over New Year continues with the beginning of the same year.

    Examples
    --------
    >>> import pandas as pd
    >>> year = TimeGrid.year(2025, "Europe/Riga")
    >>> window = TimeGrid(pd.Timestamp("2025-12-31 21:00", tz="UTC"), 2, 1.0, "Europe/Riga")
    >>> window_of_year(np.arange(8760.0), year, window).tolist()
    [8759.0, 0.0]
    """
    begin = round((grid.start - year_grid.start).total_seconds() / 3600.0 / year_grid.step_h)
    return values[(begin + np.arange(grid.steps)) % year_grid.steps]


def to_steps(hourly: FloatArray, step_h: float) -> FloatArray:
    """Hourly prices on other steps; the mean of each hour is kept, and longer steps get the mean of their hours.

    Examples
    --------
    >>> to_steps(np.array([0.0, 2.0, 8.0, 8.0]), 0.5).tolist()
    [0.0, 0.0, 1.5, 2.5, 8.0, 8.0, 8.0, 8.0]
    >>> to_steps(np.array([1.0, 3.0]), 2.0).tolist()
    [2.0]
    """
    if step_h >= 1.0:
        return np.asarray(hourly.reshape(-1, round(step_h)).mean(axis=1))
    parts = round(1.0 / step_h)
    before, after = hourly - np.roll(hourly, 1), np.roll(hourly, -1) - hourly
    # The flatter of both sides, and none at a peak or trough, so that no price appears that the hours don't have.
    slope = np.where(before * after > 0.0, np.sign(after) * np.minimum(np.abs(before), np.abs(after)), 0.0)
    middle = (np.arange(parts) + 0.5) / parts - 0.5
    return np.asarray(hourly[:, None] + slope[:, None] * middle).ravel()


def _whole_year(year_grid: TimeGrid, hourly_grid: TimeGrid, weather: xr.Dataset | None) -> xr.Dataset:
    if weather is None:
        raise ScenarioError(Fault("prices_weather_missing"))
    if year_grid.start != hourly_grid.start or year_grid.hours != hourly_grid.hours:
        given = f"{year_grid.local[0].isoformat()}, {year_grid.hours:g} h"
        raise ScenarioError(Fault("prices_not_a_year", {"given": given}))
    rows = int(weather.sizes["time"])
    if rows != year_grid.steps:
        raise ScenarioError(Fault("prices_weather_steps", {"given": rows, "wanted": year_grid.steps}))
    return weather


def _rake(expected: Expectation, deviation: FloatArray, curve: FloatArray) -> FloatArray:
    cells = int(expected.cell.max()) + 1
    wanted_of_month = mean_by(expected.price_eur_per_kwh, expected.month, 12)
    wanted_of_cell = mean_by(expected.price_eur_per_kwh, expected.cell, cells)
    level = expected.price_eur_per_kwh + deviation
    price = np.empty_like(curve)
    for _ in range(ROUNDS):
        price[np.argsort(level, kind="stable")] = curve
        month_error = wanted_of_month - mean_by(price, expected.month, 12)
        cell_error = wanted_of_cell - mean_by(price, expected.cell, cells)
        if max(np.abs(month_error).max(), np.abs(cell_error).max()) < TOLERANCE_EUR_PER_KWH:
            break
        # A cell answers only for what its months leave, else both would correct the same error.
        cell_error -= mean_by(month_error[expected.month], expected.cell, cells)
        level += STEP_OF_CORRECTION * (month_error[expected.month] + cell_error[expected.cell])
    return price
