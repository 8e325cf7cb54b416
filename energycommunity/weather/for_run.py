"""The weather of a run: read, checked, and laid on its steps."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from energycommunity.errors import Fault
from energycommunity.time_grid import TimeGrid
from energycommunity.weather.checks import place_doubts, weather_doubts
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


def weather_of_run(path: Path | None, grid: TimeGrid, site_deg: tuple[float, float] | None = None) -> RunWeather:
    """Read the weather file of a run, if there is one, and lay it on the steps.

    The variants of a scenario share one: the same file on the same steps is read once as long as it does not change
    on disk. Do not change the datasets in place. Weather of a place far from the site (latitude and longitude in
    degrees), if that is given, is among the notices.

    Raises
    ------
    WeatherError
        If the file cannot be read or fails its checks.
    """
    if path is None:
        return RunWeather()
    found = _laid(path, grid, path.stat().st_mtime_ns if path.is_file() else 0)
    if site_deg is None or found.on_steps is None:
        return found
    doubts = tuple(place_doubts(found.on_steps, str(path), site_deg))
    return replace(found, notices=(*found.notices, *doubts)) if doubts else found


@lru_cache(maxsize=4)
def _laid(path: Path, grid: TimeGrid, _modified_ns: int) -> RunWeather:
    weather = read_weather(path)
    year = TimeGrid.year(int(grid.local[0].year), grid.time_zone, grid.step_h)
    on_steps = on_grid(weather, grid)
    of_year = on_steps if year == grid else on_grid(weather, year)
    return RunWeather(on_steps, of_year, tuple(weather_doubts(weather, str(path))))
