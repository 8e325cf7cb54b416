"""Days of design weather: one outdoor temperature, no sun, no wind."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from energycommunity.time_grid import TimeGrid

if TYPE_CHECKING:
    import xarray as xr


def spell_days(year_weather: xr.Dataset | None, run: TimeGrid, days: int) -> TimeGrid:
    """The steps of a design spell: whole days in the place of the coldest days of the run's year.

    Weekdays and hours of these days count for whatever follows the clock. Without weather they begin with the run.

    Parameters
    ----------
    year_weather : xarray.Dataset or None
        On the steps of the whole civil year.
    run : TimeGrid
        The steps of the run.
    days : int
        Length of the spell.

    Examples
    --------
    >>> grid = spell_days(None, TimeGrid.year(2025, "Europe/Riga"), 2)
    >>> grid.steps, str(grid.local[0]), grid.weight
    (48, '2025-01-01 00:00:00+02:00', 1.0)
    """
    steps = max(round(days * 24.0 / run.step_h), 1)
    spell = replace(run, steps=steps, annual=False)
    if year_weather is None:
        return spell
    year = TimeGrid.year(int(run.local[0].year), run.time_zone, run.step_h)
    outdoor_c = np.asarray(year_weather["temp_air"].to_numpy(), dtype=np.float64)
    begins = np.flatnonzero((year.local.hour == 0) & (year.local.minute == 0))
    begins = begins[begins + steps <= year.steps]
    if not len(begins):
        return spell
    running = np.concatenate(([0.0], np.cumsum(outdoor_c)))
    coldest = begins[np.argmin(running[begins + steps] - running[begins])]
    return replace(spell, start=year.utc[coldest])


def spell_weather(grid: TimeGrid, outdoor_c: float, like: xr.Dataset) -> xr.Dataset:
    """Weather of a design spell on its steps, with the place and the attributes of another dataset.

    Parameters
    ----------
    grid : TimeGrid
        The steps of the spell.
    outdoor_c : float
        Outdoor temperature [degC].
    like : xarray.Dataset
        Weather of the run.

    Examples
    --------
    >>> import pandas as pd
    >>> from energycommunity.weather.contract import Origin, weather_dataset
    >>> names = ("ghi", "dni", "dhi", "temp_air", "wind_speed")
    >>> hours, one = pd.date_range("2025-01-01", periods=1, freq="h"), np.ones(1)
    >>> like = weather_dataset(hours, dict.fromkeys(names, one), Origin(57.2, 26.8, 140.0, "by hand"))
    >>> spell = spell_weather(TimeGrid(hours[0].tz_localize("UTC"), 24, 1.0, "Europe/Riga"), -24.0, like)
    >>> float(spell.temp_air.mean()), float(spell.ghi.sum()), float(spell.wind_speed.max())
    (-24.0, 0.0, 0.0)
    """
    from energycommunity.weather.contract import REQUIRED, Origin, weather_dataset

    place = like.attrs
    origin = Origin(
        place["latitude"], place["longitude"], place["altitude"], "design spell", step_h=grid.step_h, synthetic=True
    )
    series = {name: np.zeros(grid.steps) for name in REQUIRED} | {"temp_air": np.full(grid.steps, outdoor_c)}
    return weather_dataset(grid.utc, series, origin)
