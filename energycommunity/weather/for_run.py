"""The weather of a run: read, checked, and laid on its steps."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from energycommunity.errors import Fault
from energycommunity.time_grid import TimeGrid
from energycommunity.weather.checks import weather_doubts
from energycommunity.weather.on_grid import on_grid
from energycommunity.weather.reading import read_weather

if TYPE_CHECKING:
    import xarray as xr


@dataclass(frozen=True, eq=False)
class RunWeather:
    """Weather on the steps of the run, on those of its whole civil year, and doubts about it."""

    on_steps: xr.Dataset | None = None
    of_year: xr.Dataset | None = None
    notices: tuple[Fault, ...] = ()


def weather_of_run(path: Path | None, grid: TimeGrid) -> RunWeather:
    """Read the weather file of a run, if there is one, and lay it on the steps.

    The variants of a scenario share one: the same file on the same steps is read once as long as it does not change
    on disk. Do not change the datasets in place.

    Raises
    ------
    WeatherError
        If the file cannot be read or fails its checks.
    """
    if path is None:
        return RunWeather()
    return _laid(path, grid, path.stat().st_mtime_ns if path.is_file() else 0)


@lru_cache(maxsize=4)
def _laid(path: Path, grid: TimeGrid, _modified_ns: int) -> RunWeather:
    weather = read_weather(path)
    year = TimeGrid.year(int(grid.local[0].year), grid.time_zone, grid.step_h)
    on_steps = on_grid(weather, grid)
    of_year = on_steps if year == grid else on_grid(weather, year)
    return RunWeather(on_steps, of_year, tuple(weather_doubts(weather, path.name)))
