"""Heat for the rooms of a building, from its annual or monthly figures and the weather."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

import numpy as np
from pydantic import Field, field_validator, model_validator

from energycommunity.demand.own_series import lift_file_column, require_one
from energycommunity.errors import Fault, ScenarioError
from energycommunity.parameters import Parameter
from energycommunity.parameters.building_series import Renovation, space_heat_kwh_per_m2
from energycommunity.physics.degree_days import LIMIT_C, heating_degree_days, normalised_heat_kwh
from energycommunity.physics.heat_balance import (
    daily_mean,
    heating_need_kw,
    loss_for_annual_need,
    mean_vertical_irradiance_w_per_m2,
    smoothed_temperature_c,
)
from energycommunity.profiles import Profile, ProfileContext, profile_values
from energycommunity.quantities import BoolArray, FloatArray, Model, refusal
from energycommunity.time_grid import TimeGrid

if TYPE_CHECKING:
    import xarray as xr

#: Heat of an average Latvian multi-apartment building in 2016-18 (BVKB), to guess the area where it is not given.
USUAL_KWH_PER_M2 = 135.5

_HOURS_OF_NEARLY_A_YEAR = 8000.0
_COMMON_YEAR = 2025


@dataclass(frozen=True, eq=False)
class _Surroundings:
    """What a building feels in each step: indoor and smoothed outdoor temperature, and the gains of sun and people."""

    indoor_c: FloatArray
    felt_c: FloatArray
    gains_kw: FloatArray


def days_of_months(year: int | None) -> FloatArray:
    """Days of January to December [d], shape (12,); of a common year where it is not known."""
    return np.array([monthrange(year or _COMMON_YEAR, month)[1] for month in range(1, 13)], dtype=np.float64)


def twelve_temperatures(given_c: Sequence[float] | None) -> tuple[float, ...] | None:
    """The mean outdoor temperatures of twelve months, if heat can be normalised by them.

    Raises
    ------
    PydanticCustomError
        If there are not twelve, or no month is one of heating.
    """
    if given_c is None:
        return None
    if len(given_c) != 12:
        raise refusal("heat_bill_twelve", given=len(given_c))
    if min(given_c) > LIMIT_C:
        raise refusal("heat_bill_no_cold_month", limit=f"{LIMIT_C:g}")
    return tuple(given_c)


class SpaceHeatDemand(Model):
    """Heat for the rooms: figures placed by the weather, a building of the catalogue, or an own series."""

    annual_kwh: float | None = Field(default=None, ge=0, description="Heat for the rooms in the weather year.")
    monthly_kwh: tuple[Annotated[float, Field(ge=0)], ...] | None = Field(
        default=None, min_length=12, max_length=12, description="Instead: heat for the rooms in January to December."
    )
    monthly_outdoor_c: tuple[Annotated[float, Field(ge=-60, le=50)], ...] | None = Field(
        default=None,
        description="Mean outdoor temperatures of the twelve months of monthly_kwh; with them the heat is restated "
        "for the weather of the run by degree days (base 18 °C, months up to 15 °C).",
    )
    year: int | None = Field(
        default=None, description="Year in which the heat was measured; for annual_kwh a note, not reckoned."
    )
    building_type: str | None = Field(
        default=None,
        description="Instead: building of the catalogue (series_103, private_house, school …), whose heat per area "
        "and state of renovation counts (unverified).",
    )
    power_kw: Profile | None = Field(
        default=None, description="Own series instead: a constant or a column of a file. Not scaled."
    )
    indoor_c: float = Field(default=20.0, ge=5, le=30, description="Temperature of the rooms.")
    heating_threshold_c: float = Field(
        default=12.96, description="Heating runs on days whose mean outdoor temperature is lower (When2Heat, Latvia)."
    )
    time_constant_h: float = Field(
        default=48.0, ge=0, le=1000, description="How slowly the building follows the weather (unverified default)."
    )
    internal_gains_w_per_m2: float = Field(
        default=3.0, ge=0, description="Useful heat of people and appliances per heated area (unverified default)."
    )
    solar_aperture: float = Field(
        default=0.05,
        ge=0,
        le=1,
        description="Window area times solar transmittance, frame and shading over heated area (unverified default).",
    )
    night_setback_k: float = Field(
        default=0.0, ge=0, le=10, description="Lower temperature from 22 to 6 o'clock; 0 for none."
    )

    @model_validator(mode="before")
    @classmethod
    def _own_file(cls, data: Any) -> Any:
        return lift_file_column(data)

    @model_validator(mode="after")
    def _stated_once(self) -> SpaceHeatDemand:
        require_one(
            {
                "annual_kwh": self.annual_kwh,
                "monthly_kwh": self.monthly_kwh,
                "building_type": self.building_type,
                "power_kw": self.power_kw,
            }
        )
        return self

    @field_validator("monthly_outdoor_c")
    @classmethod
    def _temperatures(cls, given_c: tuple[float, ...] | None) -> tuple[float, ...] | None:
        return twelve_temperatures(given_c)

    def yearly_kwh(
        self, heated_area_m2: float | None = None, renovation: Renovation = "none"
    ) -> tuple[float, Parameter | None]:
        """Heat of a year [kWh] and the catalogue's figure behind it, None where the file states the heat itself.

        Raises
        ------
        ScenarioError
            If a building of the catalogue has no heated area.
        ParameterError
            If the building type is unknown.

        Examples
        --------
        >>> SpaceHeatDemand(building_type="series_103").yearly_kwh(1000.0, "full")[0]
        57500.0
        """
        if self.annual_kwh is not None:
            return self.annual_kwh, None
        if self.monthly_kwh is not None:
            return sum(self.monthly_kwh), None
        if heated_area_m2 is None:
            raise ScenarioError(Fault("demand_area_missing", {"type": self.building_type}))
        each = space_heat_kwh_per_m2(self.building_type or "", renovation)
        return heated_area_m2 * each.value, each

    def series_kw(
        self,
        context: ProfileContext,
        heated_area_m2: float | None = None,
        renovation: Renovation = "none",
        loss_factor: float = 1.0,
    ) -> FloatArray:
        """Power on the steps of the run [kW], shape (steps,).

        Losses to the outdoor temperature as the building feels it, less the heat of sun, people and appliances, on
        the days of the heating season. The loss per kelvin is such that the year's weather gives the year's heat to
        1e-9; with monthly figures such that each month's does. A window is cut out of the year of `context.year`; a
        design spell has the loss of the year and its own weather.

        Parameters
        ----------
        context : ProfileContext
            Weather and steps.
        heated_area_m2 : float, optional
            For the gains, and for a building of the catalogue; without it guessed from the annual heat.
        renovation : {"none", "partly", "full"}
            State of a building of the catalogue.
        loss_factor : float
            Loss per kelvin after a renovation over the one that the heat tells. The gains stay, so that the heat falls
            by more, and the season is shorter. An own series is multiplied by it, for its gains are not known.

        Raises
        ------
        ScenarioError
            If the weather is missing, a window has no year to be cut from, or an own file cannot be used.
        """
        if self.power_kw is not None:
            return profile_values(self.power_kw, context, "power_kw") * loss_factor
        kwh, _ = self.yearly_kwh(heated_area_m2, renovation)
        if kwh == 0:
            return np.zeros(context.grid.steps)
        run = context.spell_of or context
        whole = run.year or run
        grid = whole.grid
        if whole.weather is None:
            raise ScenarioError(Fault("demand_weather_missing", {}))
        if grid.hours < _HOURS_OF_NEARLY_A_YEAR and (self.monthly_kwh is not None or not grid.annual):
            raise ScenarioError(Fault("demand_year_missing", {"hours": grid.hours}))
        area = heated_area_m2 if heated_area_m2 is not None else kwh / USUAL_KWH_PER_M2
        if context.spell_of is not None and context.weather is not None:
            year, spell = (whole.weather, grid), (context.weather, context.grid)
            return self._in_spell(kwh / grid.weight, area, year, spell, loss_factor)
        series = self._placed(kwh / grid.weight, area, whole.weather, grid, loss_factor)
        return series if whole is context else window_of_year(series, grid, context.grid)

    def months_kwh(self, weather: xr.Dataset, grid: TimeGrid) -> FloatArray:
        """Heat of January to December in the weather of a whole year [kWh], shape (12,); for `monthly_kwh` only.

        As measured, or restated by degree days where the temperatures of the measured year are known.
        """
        measured = np.asarray(self.monthly_kwh, dtype=np.float64)
        degree_days = self.degree_days(weather, grid)
        return measured if degree_days is None else normalised_heat_kwh(measured, *degree_days)

    def degree_days(self, weather: xr.Dataset, grid: TimeGrid) -> tuple[FloatArray, FloatArray] | None:
        """Degree days of the months that were measured and of those of a whole year [K d], shapes (12,).

        None where the temperatures of the measured year are not known.
        """
        if self.monthly_outdoor_c is None:
            return None
        month = grid.local.month.to_numpy() - 1
        outdoor_c = np.asarray(weather["temp_air"].to_numpy(), dtype=np.float64)
        means_c = np.bincount(month, weights=outdoor_c) / np.bincount(month)
        wanted = heating_degree_days(means_c, days_of_months(int(grid.local.year[0])))
        return heating_degree_days(self.monthly_outdoor_c, days_of_months(self.year)), wanted

    def _placed(
        self, kwh: float, area_m2: float, weather: xr.Dataset, grid: TimeGrid, loss_factor: float
    ) -> FloatArray:
        felt = self._surroundings(area_m2, weather, grid)
        if self.monthly_kwh is not None:
            return _by_months(self.months_kwh(weather, grid), felt, grid, loss_factor)
        season = self._season(weather, grid)
        loss = self._loss_kw_per_k(kwh, felt, season, grid) * loss_factor
        return heating_need_kw(loss, felt.indoor_c, felt.felt_c, felt.gains_kw, season)

    def _in_spell(
        self,
        kwh: float,
        area_m2: float,
        year: tuple[xr.Dataset, TimeGrid],
        spell: tuple[xr.Dataset, TimeGrid],
        loss_factor: float,
    ) -> FloatArray:
        """The need in other weather with the loss per kelvin that the year's heat tells; of months, all together."""
        weather, grid = year
        season = self._season(weather, grid)
        if self.monthly_kwh is not None:
            months = self.months_kwh(weather, grid)
            kwh, season = float(months.sum()), (months > 0)[grid.local.month.to_numpy() - 1]
        loss = self._loss_kw_per_k(kwh, self._surroundings(area_m2, weather, grid), season, grid) * loss_factor
        felt = self._surroundings(area_m2, *spell)
        return heating_need_kw(loss, felt.indoor_c, felt.felt_c, felt.gains_kw, self._season(*spell))

    def _loss_kw_per_k(self, kwh: float, felt: _Surroundings, season: BoolArray, grid: TimeGrid) -> float:
        warmth_k = felt.indoor_c - felt.felt_c
        if not (season & (warmth_k > 0)).any():
            raise ScenarioError(Fault("demand_no_heating_season", {"threshold": self.heating_threshold_c}))
        return loss_for_annual_need(kwh, warmth_k, felt.gains_kw, season, grid.step_h)

    def _surroundings(self, area_m2: float, weather: xr.Dataset, grid: TimeGrid) -> _Surroundings:
        outdoor_c = np.asarray(weather["temp_air"].to_numpy(), dtype=np.float64)
        ghi, dni, dhi = (np.asarray(weather[name].to_numpy(), dtype=np.float64) for name in ("ghi", "dni", "dhi"))
        sun_w_per_m2 = mean_vertical_irradiance_w_per_m2(ghi, dni, dhi)
        felt_c = smoothed_temperature_c(outdoor_c, grid.step_h, self.time_constant_h)
        # The walls store the sun's heat as they do the air's: the same inertia for both.
        sun_w_per_m2 = smoothed_temperature_c(sun_w_per_m2, grid.step_h, self.time_constant_h)
        gains_kw = area_m2 * (self.internal_gains_w_per_m2 + self.solar_aperture * sun_w_per_m2) / 1000.0
        hour = grid.local.hour.to_numpy()
        indoor_c = np.where((hour >= 22) | (hour < 6), self.indoor_c - self.night_setback_k, self.indoor_c)
        return _Surroundings(indoor_c, felt_c, gains_kw)

    def _season(self, weather: xr.Dataset, grid: TimeGrid) -> BoolArray:
        outdoor_c = np.asarray(weather["temp_air"].to_numpy(), dtype=np.float64)
        days = np.unique(grid.local.tz_localize(None).normalize(), return_inverse=True)[1]
        return daily_mean(outdoor_c, days) < self.heating_threshold_c


def _by_months(months_kwh: FloatArray, felt: _Surroundings, grid: TimeGrid, loss_factor: float) -> FloatArray:
    """Power that gives each month its heat [kW], shape (steps,).

    The bill says in which months the heating ran, so no threshold is asked. Within a month the loss per kelvin is such
    that the need is the month's heat; a month that is nowhere colder than the rooms has it spread evenly.
    """
    series = np.zeros(grid.steps)
    month_of = grid.local.month.to_numpy() - 1
    warmth_k = felt.indoor_c - felt.felt_c
    for month in np.flatnonzero(months_kwh > 0):
        inside = month_of == month
        if (inside & (warmth_k > 0)).any():
            loss = loss_for_annual_need(float(months_kwh[month]), warmth_k, felt.gains_kw, inside, grid.step_h)
            loss *= loss_factor
            series += heating_need_kw(loss, felt.indoor_c, felt.felt_c, felt.gains_kw, inside)
        else:
            series[inside] = months_kwh[month] * loss_factor / (inside.sum() * grid.step_h)
    return series


def window_of_year(series: FloatArray, year: TimeGrid, window: TimeGrid) -> FloatArray:
    """The steps of a year that fall into a window; a finer window holds them, a coarser one averages."""
    begin = (window.start - year.start).total_seconds() / 3600.0
    if begin < 0 or begin + window.hours > year.hours + 1e-9:
        raise ScenarioError(Fault("demand_window_outside_year", {"start": window.local[0], "year": year.local[0].year}))
    running = np.concatenate(([0.0], np.cumsum(series) * year.step_h))
    edges = (begin + np.arange(window.steps + 1) * window.step_h) / year.step_h
    energy = np.interp(edges, np.arange(len(running)), running)
    return np.asarray(np.maximum(np.diff(energy), 0.0) / window.step_h, dtype=np.float64)
