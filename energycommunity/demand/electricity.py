"""Electricity that a household or an enterprise uses."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from pydantic import Field, model_validator

from energycommunity.demand.annual import annual_series_kw, hourly_noise, shift_h
from energycommunity.demand.calendar import day_types
from energycommunity.demand.own_series import lift_file_column, require_one
from energycommunity.parameters.load_shapes import electricity_shape, hot_water_default, standard_load_profile
from energycommunity.profiles import Profile, ProfileContext, profile_values
from energycommunity.quantities import FloatArray, IntArray, Model
from energycommunity.time_grid import TimeGrid

if TYPE_CHECKING:
    import pandas as pd

#: Measured shapes of Lithuania (`lt_…`), German standard load profiles (`bdew_…`), and a constant.
ElectricityShape = Literal[
    "lt_household",
    "lt_business",
    "bdew_h0",
    "bdew_g0",
    "bdew_g1",
    "bdew_g2",
    "bdew_g3",
    "bdew_g4",
    "bdew_g5",
    "bdew_g6",
    "bdew_l0",
    "bdew_l1",
    "bdew_l2",
    "flat",
]

_QUARTER_H = 0.25


class ElectricityDemand(Model):
    """Electricity used in a year with the shape of a catalogue, or an own series."""

    annual_kwh: float | None = Field(default=None, ge=0, description="Electricity used in a civil year.")
    profile: ElectricityShape = Field(
        default="lt_household",
        description="Shape over the year: measured loads of Lithuanian households or businesses (ESO 2022), BDEW "
        "standard load profiles with Latvian holidays (h0 households, g0 trade in general, g1 workdays 8-18 h, "
        "g2 evening, g3 continuous, g4 shop, g5 bakery, g6 weekend, l0-l2 farms), or flat.",
    )
    power_kw: Profile | None = Field(
        default=None, description="Own series instead: a constant or a column of a file. Not scaled."
    )
    spread: float = Field(
        default=0.0,
        ge=0,
        le=2,
        description="Random spread of the hours around the shape (standard deviation over mean), so that equal houses "
        "differ; the same in every run. 0 for none.",
    )

    @model_validator(mode="before")
    @classmethod
    def _own_file(cls, data: Any) -> Any:
        return lift_file_column(data)

    @model_validator(mode="after")
    def _stated_once(self) -> ElectricityDemand:
        require_one({"annual_kwh": self.annual_kwh, "power_kw": self.power_kw})
        return self

    def series_kw(self, context: ProfileContext) -> FloatArray:
        """Power on the steps of the run [kW], shape (steps,); a whole civil year sums to `annual_kwh`.

        A context with a seed shifts the whole shape to somewhat earlier or later, by whole hours with the standard
        deviation of the catalogue's habits of dwellings; the energy of the year stays.

        Raises
        ------
        ScenarioError
            If an own file cannot be used.

        Examples
        --------
        >>> from pathlib import Path
        >>> context = ProfileContext(TimeGrid.year(2025, "Europe/Riga"), Path(), 57.2, 26.7)
        >>> ElectricityDemand(annual_kwh=2100.0).series_kw(context).sum().round(6).item()
        2100.0
        """
        if self.power_kw is not None:
            return profile_values(self.power_kw, context, "power_kw")

        later_h = round(shift_h(context.seed, hot_water_default("shift_h").value))

        def shape(grid: TimeGrid) -> FloatArray:
            values = shape_on(self.profile, _earlier(grid, later_h))
            return values * hourly_noise(grid, self.spread, context.seed) if self.spread else values

        return annual_series_kw(shape, self.annual_kwh or 0.0, context.grid)


def _earlier(grid: TimeGrid, hours: int) -> TimeGrid:
    """The same steps, some hours earlier."""
    import pandas as pd

    return replace(grid, start=grid.start - pd.Timedelta(hours=hours)) if hours else grid


@lru_cache(maxsize=64)
def shape_on(profile: ElectricityShape, grid: TimeGrid) -> FloatArray:
    """Relative power of a catalogue shape on the steps of a grid, shape (steps,), mean over each step.

    Local time counts: the shape keeps to the clock on the wall, with Latvian holidays as Sundays. All buildings and
    variants share the array of a shape, which cannot be written to.

    References
    ----------
    ESO (Lithuania), open data 2022, CC BY 4.0. VDEW, Repräsentative VDEW-Lastprofile, 1999 (the BDEW
    standard load profiles), figures as shipped with demandlib; households with the dynamic factor.

    Examples
    --------
    >>> import pandas as pd
    >>> grid = TimeGrid(pd.Timestamp("2025-01-03 22:00", tz="UTC"), 2, 1.0, "Europe/Riga", annual=False)
    >>> shape_on("lt_household", grid).tolist()
    [1.2257, 1.1232]
    """
    if profile == "flat":
        return np.ones(grid.steps)
    finest_h = 1.0 if profile.startswith("lt_") else _QUARTER_H
    parts = max(round(grid.step_h / finest_h), 1)
    fine = TimeGrid(grid.start, grid.steps * parts, grid.step_h / parts, grid.time_zone, grid.annual)
    values = _measured(profile, fine) if profile.startswith("lt_") else _standard(profile.removeprefix("bdew_"), fine)
    shape = np.asarray(values.reshape(grid.steps, parts).mean(axis=1), dtype=np.float64)
    shape.setflags(write=False)
    return shape


def _measured(profile: str, grid: TimeGrid) -> FloatArray:
    local = grid.local
    shape = electricity_shape(profile)
    return np.asarray(shape[local.month.to_numpy() - 1, day_types(local), local.hour.to_numpy()], dtype=np.float64)


def _standard(profile: str, grid: TimeGrid) -> FloatArray:
    local = grid.local
    quarter = local.hour.to_numpy() * 4 + local.minute.to_numpy() // 15
    values = standard_load_profile(profile)[_seasons(local), day_types(local), quarter]
    if profile == "h0":
        values = values * _household_dynamics(local.day_of_year.to_numpy() + quarter / 96.0)
    return np.asarray(values, dtype=np.float64)


def _seasons(local: pd.DatetimeIndex) -> IntArray:
    """0 winter from 1 November, 1 transition from 21 March and 15 September, 2 summer from 15 May."""
    day = local.month.to_numpy() * 100 + local.day.to_numpy()
    starts, seasons = np.array([101, 321, 515, 915, 1101]), np.array([0, 1, 2, 1, 0])
    return np.asarray(seasons[np.searchsorted(starts, day, side="right") - 1], dtype=np.int64)


def _household_dynamics(day_of_year: FloatArray) -> FloatArray:
    """VDEW's polynomial of the day of the year that smooths the household profile over the seasons."""
    coefficients = (-3.92e-10, 3.2e-7, -7.02e-5, 2.1e-3, 1.24)
    return np.asarray(np.polyval(coefficients, day_of_year), dtype=np.float64)
