"""Heat for hot water."""

from __future__ import annotations

from functools import cache
from typing import Annotated, Any

import numpy as np
from pydantic import Field, model_validator

from energycommunity.demand.annual import annual_series_kw, monthly_series_kw, shift_h
from energycommunity.demand.own_series import lift_file_column, require_one
from energycommunity.parameters import Parameter
from energycommunity.parameters.load_shapes import (
    TappingProfile,
    hot_water_default,
    tapping_energy_kwh,
    tapping_kwh_by_minute,
)
from energycommunity.profiles import Profile, ProfileContext, profile_values
from energycommunity.quantities import FloatArray, Model
from energycommunity.time_grid import TimeGrid

_MINUTES_OF_DAY = 1440

#: More dwellings than these make no difference to the shape.
_MOST_DRAWN = 300

#: A draw is spread over as many minutes, the time a shower takes.
_MINUTES_OF_A_DRAW = 5


class HotWaterDemand(Model):
    """Heat drawn as hot water, without the losses of storage; with those of circulation only where they are stated."""

    annual_kwh: float | None = Field(default=None, ge=0, description="Heat for hot water in a civil year.")
    monthly_kwh: tuple[Annotated[float, Field(ge=0)], ...] | None = Field(
        default=None, min_length=12, max_length=12, description="Instead: heat of January to December."
    )
    persons: float | None = Field(
        default=None, ge=0, description="Instead: persons, each with the catalogue's 650 kWh/a (unverified)."
    )
    dwellings: int | None = Field(
        default=None, ge=1, description="Instead: dwellings, each drawing the tapping profile every day."
    )
    tapping_profile: TappingProfile = Field(
        default="M", description="EU tapping profile of a dwelling: when, and for dwellings how much, is drawn."
    )
    circulation_fraction: float | None = Field(
        default=None,
        ge=0,
        le=1,
        description="Part of the heat that a circulation loses, the same around the clock; none without it.",
    )
    power_kw: Profile | None = Field(
        default=None, description="Own series instead: a constant or a column of a file. Not scaled."
    )

    @model_validator(mode="before")
    @classmethod
    def _own_file(cls, data: Any) -> Any:
        return lift_file_column(data)

    @model_validator(mode="after")
    def _stated_once(self) -> HotWaterDemand:
        ways: dict[str, object] = {
            "annual_kwh": self.annual_kwh,
            "monthly_kwh": self.monthly_kwh,
            "persons": self.persons,
            "power_kw": self.power_kw,
        }
        if self.dwellings is None or all(value is None for value in ways.values()):
            require_one(ways | {"dwellings": self.dwellings})
        else:
            require_one(ways)
        return self

    def yearly_kwh(self) -> tuple[float, Parameter | None]:
        """Heat of a year [kWh] and the catalogue's figure behind it, None where the file states the heat itself.

        >>> HotWaterDemand(persons=3).yearly_kwh()[0], round(HotWaterDemand(dwellings=2).yearly_kwh()[0], 6)
        (1950.0, 4266.85)
        """
        if self.annual_kwh is not None:
            return self.annual_kwh, None
        if self.monthly_kwh is not None:
            return sum(self.monthly_kwh), None
        if self.persons is not None:
            each = hot_water_default("per_person_kwh_per_year")
            return self.persons * each.value, each
        daily = tapping_energy_kwh(self.tapping_profile)
        return (self.dwellings or 1) * daily.value * 365.0, daily

    def circulation_kw(self, context: ProfileContext) -> float:
        """The part of the heat that circulation loses around the clock, as far as it is stated [kW].

        >>> from pathlib import Path
        >>> context = ProfileContext(TimeGrid.year(2025, "Europe/Riga"), Path(), 57.2, 26.7)
        >>> HotWaterDemand(annual_kwh=8760.0, circulation_fraction=0.4).circulation_kw(context)
        0.4
        """
        if self.power_kw is not None or self.circulation_fraction is None:
            return 0.0
        year = TimeGrid.year(int(context.grid.local[0].year), context.grid.time_zone)
        return self.circulation_fraction * self.yearly_kwh()[0] / year.hours

    def series_kw(self, context: ProfileContext, dwellings: int | None = None) -> FloatArray:
        """Power on the steps of the run [kW], shape (steps,); a whole civil year sums to the annual heat.

        Each dwelling draws at its own times around the tapping profile, the same every day on the clock; many
        dwellings together draw smoothly.

        Parameters
        ----------
        context : ProfileContext
            Steps and seed.
        dwellings : int, optional
            How many draw; without it the model's own number, else one.

        Raises
        ------
        ScenarioError
            If an own file cannot be used.

        Examples
        --------
        >>> from pathlib import Path
        >>> context = ProfileContext(TimeGrid.year(2025, "Europe/Riga"), Path(), 57.2, 26.7)
        >>> HotWaterDemand(annual_kwh=12000.0).series_kw(context, dwellings=18).sum().round(6).item()
        12000.0
        """
        if self.power_kw is not None:
            return profile_values(self.power_kw, context, "power_kw")
        day = day_by_minute(self.tapping_profile, dwellings or self.dwellings or 1, context.seed)
        circulation = self.circulation_fraction or 0.0

        def shape(grid: TimeGrid) -> FloatArray:
            drawn = _on_grid(day, grid) / float(day.mean())
            return np.asarray(drawn * (1.0 - circulation) + circulation, dtype=np.float64)

        if self.monthly_kwh is not None:
            return monthly_series_kw(shape, self.monthly_kwh, context.grid)
        return annual_series_kw(shape, self.yearly_kwh()[0], context.grid)


@cache
def day_by_minute(profile: TappingProfile, dwellings: int, seed: int) -> FloatArray:
    """Relative draw of a number of dwellings by minute of the day, shape (1440,).

    One dwelling keeps to the profile, or with a seed is shifted as a whole by a normal deviate of the catalogue's
    `shift_h`; of several each is shifted by one of its own.

    >>> one, many = day_by_minute("M", 1, 0), day_by_minute("M", 100, 0)
    >>> one.sum().round(3).item(), many.sum().round(3).item(), bool(many.max() < one.max())
    (5.845, 5.845, True)
    """
    draws = tapping_kwh_by_minute(profile)
    spread = np.zeros(_MINUTES_OF_DAY)
    for minute in range(_MINUTES_OF_A_DRAW):
        spread += np.roll(draws, minute) / _MINUTES_OF_A_DRAW
    deviation_h = hot_water_default("shift_h").value
    if dwellings == 1:
        return np.roll(spread, round(shift_h(seed, deviation_h) * 60.0))
    drawn = min(dwellings, _MOST_DRAWN)
    shifts = np.random.default_rng([seed, drawn]).normal(0.0, deviation_h * 60.0, drawn)
    shifts = shifts - shifts.mean()  # together they keep the profile's hours
    counts = np.bincount(np.round(shifts).astype(np.int64) % _MINUTES_OF_DAY, minlength=_MINUTES_OF_DAY)
    together = np.fft.irfft(np.fft.rfft(spread) * np.fft.rfft(counts / drawn), _MINUTES_OF_DAY)
    return np.asarray(np.maximum(together, 0.0), dtype=np.float64)


def _on_grid(day: FloatArray, grid: TimeGrid) -> FloatArray:
    """Mean of the day's minutes over each step."""
    minutes = max(round(grid.step_h * 60), 1)
    begin = grid.local.hour.to_numpy() * 60 + grid.local.minute.to_numpy()
    whole_days, rest = divmod(minutes, _MINUTES_OF_DAY)
    running = np.concatenate(([0.0], np.cumsum(np.concatenate((day, day)))))
    drawn = running[begin + rest] - running[begin] + whole_days * day.sum()
    return np.asarray(drawn / minutes, dtype=np.float64)
