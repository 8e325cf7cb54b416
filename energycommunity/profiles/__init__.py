"""Profiles: a series per step that is a constant or a column of a file.

Wherever a model stands behind a number of the scenario file (a demand, a price, a COP, production per kWp), a profile
may replace it, so that measured data can be used at any point.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from pydantic import Field

from energycommunity.errors import ScenarioError
from energycommunity.profiles.units import convert, unit_in_name
from energycommunity.quantities import FloatArray, Model
from energycommunity.time_grid import TimeGrid

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr

__all__ = ["FileColumn", "Profile", "ProfileContext", "profile_values", "row_interval_h"]


class FileColumn(Model):
    """A column of a CSV, Parquet or NetCDF file beside the scenario file."""

    file: str = Field(description="File, relative to the scenario file: CSV, .parquet or .nc.")
    column: str = Field(description="Heading of the column.")
    unit: str | None = Field(
        default=None,
        description="Unit of the column, e.g. MW or ct/kWh; kWh per row is turned into power. Without it the unit "
        "in the heading counts, e.g. (kWh) or _kwh, else the unit of the quantity.",
    )
    time_column: str | None = Field(
        default=None,
        description="Column with the start of each row. Without it the rows must be the steps of the run.",
    )
    time_zone: str | None = Field(
        default=None,
        description="Zone of times that carry no offset, e.g. UTC; without it the site's.",
    )


Profile = float | FileColumn


@dataclass(frozen=True, eq=False)
class ProfileContext:
    """What a series may depend on besides its own fields.

    Parameters
    ----------
    grid : TimeGrid
        The steps.
    folder : Path
        Folder of the scenario file; file names are relative to it.
    latitude_deg, longitude_deg, altitude_m : float
        Place of the site, north and east positive [deg], above sea level [m].
    weather : xarray.Dataset or None
        `ghi`, `dni`, `dhi` [W/m2], `temp_air` [degC], `wind_speed` [m/s] over `time`, a value a step.
    seed : int
        Makes equal houses differ, the same way in every run.
    year : ProfileContext or None
        The whole year that a window is cut from, for what is known of the year only, such as heat in kWh/a.
    spell_of : ProfileContext or None
        The run whose sizes have to carry these steps, where they are a design spell: `weather` is then that of the
        spell, and what is known for the run alone is taken at its worst.
    """

    grid: TimeGrid
    folder: Path
    latitude_deg: float
    longitude_deg: float
    altitude_m: float = 0.0
    weather: xr.Dataset | None = None
    seed: int = 0
    year: ProfileContext | None = None
    spell_of: ProfileContext | None = None


def profile_values(profile: Profile, context: ProfileContext, quantity_suffix: str) -> FloatArray:
    """The profile on the steps of the run, shape (steps,), in the unit that `quantity_suffix` stands for.

    In a design spell it is the run's worst: the most of what is demanded, nothing of what sun and wind offer, the least
    of all else (an efficiency, the temperature of a source).

    Parameters
    ----------
    profile : float or FileColumn
        A constant in that unit, or a column of a file.
    context : ProfileContext
        Steps and folder.
    quantity_suffix : str
        A key of `quantities.UNIT_SUFFIXES`, such as "kw"; "" for a dimensionless series.

    Raises
    ------
    ScenarioError
        If the file cannot be read, a cell is no number, or the rows do not cover the steps; nothing is filled in.

    Examples
    --------
    >>> context = ProfileContext(TimeGrid.year(2025, "Europe/Riga"), Path(), 57.3, 26.7)
    >>> profile_values(2.5, context, "kw")[:2].tolist()
    [2.5, 2.5]
    """
    if context.spell_of is not None:
        of_run = profile_values(profile, context.spell_of, quantity_suffix)
        return np.full(context.grid.steps, _worst(of_run, quantity_suffix))
    if not isinstance(profile, FileColumn):
        return np.full(context.grid.steps, float(profile))
    from energycommunity.profiles.alignment import align_by_count, align_by_time, interval_of
    from energycommunity.profiles.tables import number_column, read_table

    grid = context.grid
    table = read_table(context.folder / profile.file)
    values = number_column(table, profile.column, profile.file)
    unit = profile.unit or unit_in_name(profile.column, quantity_suffix)
    if profile.time_column is None:
        aligned, interval_h = align_by_count(values, grid, profile.file)
    else:
        begins = _begins(profile, context)
        aligned = align_by_time(values, begins, table.index, grid, profile.file)
        interval_h = interval_of(begins)
    if unit is None:
        return aligned
    try:
        return convert(aligned, unit, quantity_suffix, interval_h)
    except ScenarioError as error:
        raise ScenarioError(
            [replace(fault, file=profile.file, path=profile.column) for fault in error.faults]
        ) from error


def _worst(values: FloatArray, quantity_suffix: str) -> float:
    """What a design spell takes of a series of the run."""
    if quantity_suffix.startswith("kw_per_"):
        return 0.0
    return float(values.max() if quantity_suffix == "kw" else values.min())


def row_interval_h(column: FileColumn, context: ProfileContext) -> float | None:
    """How long a row of a file with times holds [h]; None where the file has no times and its rows are the steps.

    Raises
    ------
    ScenarioError
        If the file cannot be read.
    """
    from energycommunity.profiles.alignment import interval_of

    return None if column.time_column is None else interval_of(_begins(column, context))


def _begins(column: FileColumn, context: ProfileContext) -> pd.DatetimeIndex:
    """The start of each row in UTC."""
    from energycommunity.profiles.alignment import utc_times
    from energycommunity.profiles.tables import named_column, read_table

    cells = named_column(read_table(context.folder / column.file), column.time_column or "", column.file)
    return utc_times(cells, column.time_zone or context.grid.time_zone, column.file)
