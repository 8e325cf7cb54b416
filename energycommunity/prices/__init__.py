"""Day-ahead prices of electricity: a typical Latvian year, or the files people download, on the steps of the run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np
from pydantic import Field

from energycommunity.errors import Fault
from energycommunity.prices.market_files import PriceFormat, read_prices
from energycommunity.profiles import FileColumn, ProfileContext, profile_notices, profile_values, row_interval_h
from energycommunity.profiles.ranges import notices_of_range
from energycommunity.quantities import FloatArray, Model
from energycommunity.time_grid import TimeGrid

if TYPE_CHECKING:
    import xarray as xr

__all__ = ["CataloguePrice", "Price", "PriceFile", "price_notices", "price_values", "read_prices"]

CataloguePrice = Literal["latvia_typical"]


class PriceFile(Model):
    """A file of day-ahead prices as it was downloaded."""

    file: str = Field(description="CSV file, relative to the scenario file.")
    format: PriceFormat = Field(
        default="auto",
        description="nordpool: nordpool.didnt.work or the export of Nord Pool; elering: the export of Elering; "
        "auto: told by the headings.",
    )


Price = CataloguePrice | float | PriceFile | FileColumn


def price_values(
    price: Price, context: ProfileContext, year_weather: xr.Dataset | None = None
) -> tuple[FloatArray, list[Fault]]:
    """A price on the steps of the run, shape (steps,) [EUR/kWh], and what a reader of results should be told.

    All buyers see one market: the context's seed, which tells equal houses apart, does not enter.

    Parameters
    ----------
    price : "latvia_typical", float, FileColumn or PriceFile
        Name in the catalogue, a constant [EUR/kWh], a column of any file, or a downloaded file of prices.
    context : ProfileContext
        Steps, folder and weather.
    year_weather : xarray.Dataset, optional
        For "latvia_typical" on a window: the weather of the whole civil year in which the window begins, on steps of
        the window's length. Not needed where the run is a whole year.

    Raises
    ------
    ScenarioError
        If a file cannot be read or does not cover the run, or the weather is missing.

    Examples
    --------
    >>> from pathlib import Path
    >>> context = ProfileContext(TimeGrid.year(2025, "Europe/Riga"), Path(), 57.3, 26.7)
    >>> price_values(0.14, context)[0][:2].tolist()
    [0.14, 0.14]
    """
    grid = context.grid
    if isinstance(price, PriceFile):
        from energycommunity.prices.on_grid import on_grid

        path = context.folder / price.file
        return on_grid(read_prices(path, price.format), grid, str(path))
    if isinstance(price, str):
        from energycommunity.prices.typical_year import typical_latvian_year, window_of_year

        year_grid = TimeGrid.year(int(grid.local[0].year), grid.time_zone, grid.step_h)
        weather = context.weather if year_weather is None else year_weather
        year = typical_latvian_year(year_grid, weather)
        return window_of_year(year, year_grid, grid), [Fault("prices_synthetic")]
    return profile_values(price, context, "price_eur_per_kwh"), _averaged(price, context)


def price_notices(price: Price, context: ProfileContext) -> list[Fault]:
    """What looks like a slip in the prices that a scenario states: another unit than was meant.

    Raises
    ------
    ScenarioError
        If a file cannot be read.
    """
    if isinstance(price, PriceFile):
        series = read_prices(context.folder / price.file, price.format)
        return notices_of_range(np.asarray(series, dtype=np.float64), "price_eur_per_kwh")
    return [] if isinstance(price, str) else profile_notices(price, context, "price_eur_per_kwh")


def _averaged(price: float | FileColumn, context: ProfileContext) -> list[Fault]:
    """That prices of a file were averaged, where its rows are shorter than the steps."""
    if not isinstance(price, FileColumn):
        return []
    interval_h = row_interval_h(price, context, "price_eur_per_kwh")
    if interval_h is None or interval_h >= context.grid.step_h:
        return []
    given, wanted = interval_h * 60.0, context.grid.step_h * 60.0
    return [Fault("prices_averaged", {"given": given, "wanted": wanted}, file=str(context.folder / price.file))]
