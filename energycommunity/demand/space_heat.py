"""Heat for the rooms of a building, from its annual figure and the weather."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from pydantic import Field, model_validator

from energycommunity.demand.own_series import lift_file_column, require_one
from energycommunity.errors import Fault, ScenarioError
from energycommunity.parameters import Parameter
from energycommunity.parameters.building_series import Renovation, space_heat_kwh_per_m2
from energycommunity.physics.heat_balance import (
    daily_mean,
    heating_need_kw,
    loss_for_annual_need,
    mean_vertical_irradiance_w_per_m2,
    smoothed_temperature_c,
)
from energycommunity.profiles import Profile, ProfileContext, profile_values
from energycommunity.quantities import BoolArray, FloatArray, Model
from energycommunity.time_grid import TimeGrid

if TYPE_CHECKING:
    import xarray as xr

#: Heat of an average Latvian multi-apartment building in 2016-18 (BVKB), to guess the area where it is not given.
USUAL_KWH_PER_M2 = 135.5

_HOURS_OF_NEARLY_A_YEAR = 8000.0


class SpaceHeatDemand(Model):
    """Heat for the rooms: an annual figure placed by the weather, a building of the catalogue, or an own series."""

    annual_kwh: float | None = Field(default=None, ge=0, description="Heat for the rooms in the weather year.")
    year: int | None = Field(default=None, description="Year in which annual_kwh was measured; a note, not reckoned.")
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
        require_one({"annual_kwh": self.annual_kwh, "building_type": self.building_type, "power_kw": self.power_kw})
        return self

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
        if heated_area_m2 is None:
            raise ScenarioError(Fault("demand_area_missing", {"type": self.building_type}))
        each = space_heat_kwh_per_m2(self.building_type or "", renovation)
        return heated_area_m2 * each.value, each

    def series_kw(
        self, context: ProfileContext, heated_area_m2: float | None = None, renovation: Renovation = "none"
    ) -> FloatArray:
        """Power on the steps of the run [kW], shape (steps,).

        Losses to the outdoor temperature as the building feels it, less the heat of sun, people and appliances, on
        the days of the heating season. The loss per kelvin is such that the year's weather gives the year's heat to
        1e-9. A window is cut out of the year of `context.year`; a design spell has that loss and its own weather.

        Parameters
        ----------
        context : ProfileContext
            Weather and steps.
        heated_area_m2 : float, optional
            For the gains, and for a building of the catalogue; without it guessed from the annual heat.
        renovation : {"none", "partly", "full"}
            State of a building of the catalogue.

        Raises
        ------
        ScenarioError
            If the weather is missing, a window has no year to be cut from, or an own file cannot be used.
        """
        if self.power_kw is not None:
            return profile_values(self.power_kw, context, "kw")
        kwh, _ = self.yearly_kwh(heated_area_m2, renovation)
        if kwh == 0:
            return np.zeros(context.grid.steps)
        run = context.spell_of or context
        whole = run.year or run
        grid = whole.grid
        if whole.weather is None:
            raise ScenarioError(Fault("demand_weather_missing", {}))
        if grid.hours < _HOURS_OF_NEARLY_A_YEAR and not grid.annual:
            raise ScenarioError(Fault("demand_year_missing", {"hours": f"{grid.hours:g}"}))
        area = heated_area_m2 if heated_area_m2 is not None else kwh / USUAL_KWH_PER_M2
        year = self._balance(area, whole.weather, grid)
        if not (year.season & (year.warmth_k > 0)).any():
            raise ScenarioError(Fault("demand_no_heating_season", {"threshold": self.heating_threshold_c}))
        loss = loss_for_annual_need(kwh / grid.weight, year.warmth_k, year.gains_kw, year.season, grid.step_h)
        if context.spell_of is not None and context.weather is not None:
            return self._balance(area, context.weather, context.grid).need_kw(loss)
        series = year.need_kw(loss)
        return series if whole is context else _window(series, grid, context.grid)

    def _balance(self, area_m2: float, weather: xr.Dataset, grid: TimeGrid) -> _Balance:
        outdoor_c = np.asarray(weather["temp_air"].to_numpy(), dtype=np.float64)
        ghi, dni, dhi = (np.asarray(weather[name].to_numpy(), dtype=np.float64) for name in ("ghi", "dni", "dhi"))
        sun_w_per_m2 = mean_vertical_irradiance_w_per_m2(ghi, dni, dhi)
        felt_c = smoothed_temperature_c(outdoor_c, grid.step_h, self.time_constant_h)
        # The walls store the sun's heat as they do the air's: the same inertia for both.
        sun_w_per_m2 = smoothed_temperature_c(sun_w_per_m2, grid.step_h, self.time_constant_h)
        gains_kw = area_m2 * (self.internal_gains_w_per_m2 + self.solar_aperture * sun_w_per_m2) / 1000.0
        hour = grid.local.hour.to_numpy()
        indoor_c = np.where((hour >= 22) | (hour < 6), self.indoor_c - self.night_setback_k, self.indoor_c)
        return _Balance(indoor_c, felt_c, gains_kw, self._season(outdoor_c, grid))

    def _season(self, outdoor_c: FloatArray, grid: TimeGrid) -> BoolArray:
        days = np.unique(grid.local.tz_localize(None).normalize(), return_inverse=True)[1]
        return daily_mean(outdoor_c, days) < self.heating_threshold_c


@dataclass(frozen=True, eq=False)
class _Balance:
    """What the weather does to a building, each of shape (steps,): temperatures [degC], gains [kW], heating or not."""

    indoor_c: FloatArray
    felt_c: FloatArray
    gains_kw: FloatArray
    season: BoolArray

    @property
    def warmth_k(self) -> FloatArray:
        """Indoor less felt outdoor temperature [K]."""
        return self.indoor_c - self.felt_c

    def need_kw(self, loss_kw_per_k: float) -> FloatArray:
        """Heat needed with a loss per kelvin [kW]."""
        return heating_need_kw(loss_kw_per_k, self.indoor_c, self.felt_c, self.gains_kw, self.season)


def _window(series: FloatArray, year: TimeGrid, window: TimeGrid) -> FloatArray:
    """The steps of a year that fall into a window; a finer window holds them, a coarser one averages."""
    begin = (window.start - year.start).total_seconds() / 3600.0
    if begin < 0 or begin + window.hours > year.hours + 1e-9:
        raise ScenarioError(Fault("demand_window_outside_year", {"start": window.local[0], "year": year.local[0].year}))
    running = np.concatenate(([0.0], np.cumsum(series) * year.step_h))
    edges = (begin + np.arange(window.steps + 1) * window.step_h) / year.step_h
    energy = np.interp(edges, np.arange(len(running)), running)
    return np.asarray(np.maximum(np.diff(energy), 0.0) / window.step_h, dtype=np.float64)
