"""Profiles: a series per step that is a constant or a column of a file.

Wherever a model stands behind a number of the scenario file (a demand, a price, a COP, production per kWp), a profile
may replace it, so that measured data can be used at any point.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from zoneinfo import ZoneInfo

import numpy as np
from pydantic import Field, field_validator

from energycommunity.errors import Fault
from energycommunity.profiles.ranges import notices_of_number
from energycommunity.quantities import FloatArray, Model, refusal, suffix_of
from energycommunity.time_grid import TimeGrid

if TYPE_CHECKING:
    import xarray as xr

__all__ = ["FileColumn", "Profile", "ProfileContext", "profile_notices", "profile_values", "row_interval_h"]


class FileColumn(Model):
    """A column of a table beside the scenario file, such as the export of a meter."""

    file: str = Field(description="File, relative to the scenario file: CSV, .xlsx, .parquet or .nc.")
    column: str | None = Field(
        default=None,
        description="Heading of the column. Without it columns of energy and time are told by their headings, as in "
        "the export of AS Sadales tīkls.",
    )
    unit: str | None = Field(
        default=None,
        description="Unit of the column, e.g. MW or ct/kWh; kWh per row is turned into power. Without it the unit "
        "in the heading counts, e.g. (kWh) or _kwh, else the unit of the quantity.",
    )
    time_column: str | None = Field(
        default=None,
        description="Column with the time of each row; 'Datums + Laiks' joins two. Without it the number of rows "
        "says what they are: 1, 12 months, 8760 or 8784 hours, 35040 or 35136 quarter hours, or the steps of the run. "
        "Twelve rows are mean powers or prices of the months, or with a unit of energy the energy of each.",
    )
    time_zone: str | None = Field(
        default=None,
        description="Zone of times that carry no offset, e.g. UTC; without it that of their heading, else the site's.",
    )
    label: Literal["start", "end"] | None = Field(
        default=None,
        description="Whether a time is the begin or the end of its row; without it what its heading says, else the "
        "begin, or where columns are told by their headings what first and last row show.",
    )
    gaps: Literal["interpolate", "same_hour_of_week"] | None = Field(
        default=None,
        description="How to fill missing rows and empty cells: a straight line (up to a day), or the mean of the same "
        "hour in the weeks before and after. Every fill is told. Without it a gap is refused.",
    )

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, name: str | None) -> str | None:
        try:
            return name if name is None else ZoneInfo(name).key
        except (KeyError, ValueError, OSError):
            raise refusal("scenario_time_zone", given=name) from None


Profile = float | FileColumn

#: What is the worst of a series: its highest value or its lowest.
Worst = Literal["most", "least"]


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

    @property
    def outdoor_c(self) -> FloatArray | None:
        """Outdoor temperature in each step, shape (steps,) [degC]; None without weather."""
        return None if self.weather is None else np.asarray(self.weather["temp_air"].values, dtype=np.float64)


def profile_values(profile: Profile, context: ProfileContext, quantity: str, worst: Worst | None = None) -> FloatArray:
    """The profile on the steps of the run, shape (steps,), in the unit that the name `quantity` ends with.

    In a design spell it is the run's worst: the most of what is demanded, nothing of what sun and wind offer, the least
    of all else (an efficiency, the temperature of a source).

    Parameters
    ----------
    profile : float or FileColumn
        A constant in that unit, or a column of a file.
    context : ProfileContext
        Steps and folder.
    quantity : str
        Name of the quantity, such as "power_kw" or "cop"; its unit and its range (`ranges`) follow from it.
    worst : {"most", "least"}, optional
        What is worst in a design spell, where it is not as said above.

    Raises
    ------
    ScenarioError
        If the file cannot be read, a cell is no number or one that the quantity cannot have, or the rows do not cover
        the steps; nothing is filled in.

    Examples
    --------
    >>> context = ProfileContext(TimeGrid.year(2025, "Europe/Riga"), Path(), 57.3, 26.7)
    >>> profile_values(2.5, context, "power_kw")[:2].tolist()
    [2.5, 2.5]
    """
    if context.spell_of is not None:
        of_run = profile_values(profile, context.spell_of, quantity)
        return np.full(context.grid.steps, _worst(of_run, quantity, worst))
    if not isinstance(profile, FileColumn):
        notices_of_number(profile, quantity)
        return np.full(context.grid.steps, float(profile))
    from energycommunity.profiles.reading import read_column

    return read_column(profile, context, quantity).values


def _worst(values: FloatArray, quantity: str, worst: Worst | None) -> float:
    """What a design spell takes of a series of the run."""
    suffix = suffix_of(quantity)
    if suffix.startswith("kw_per_"):
        return 0.0
    most = worst == "most" or (worst is None and suffix == "kw")
    return float(values.max() if most else values.min())


def profile_notices(profile: Profile, context: ProfileContext, quantity: str) -> list[Fault]:
    """What readers of the results should know of a profile: gaps that were filled, a unit in doubt, unusual numbers.

    Raises
    ------
    ScenarioError
        As `profile_values`.
    """
    if not isinstance(profile, FileColumn):
        return notices_of_number(profile, quantity)
    from energycommunity.profiles.reading import read_column

    return list(read_column(profile, context, quantity).notices)


def row_interval_h(column: FileColumn, context: ProfileContext, quantity: str) -> float | None:
    """How long a row of a file holds [h]; None for months and single values.

    Raises
    ------
    ScenarioError
        If the file cannot be read.
    """
    from energycommunity.profiles.reading import read_column

    return read_column(column, context, quantity).interval_h
