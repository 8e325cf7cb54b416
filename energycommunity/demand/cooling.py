"""Cold for the rooms of a building: its annual figure and the weather, the room model, or an own series."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from pydantic import Field, model_validator

from energycommunity.demand.own_series import lift_file_column, require_one
from energycommunity.demand.space_heat import window_of_year
from energycommunity.errors import Fault, ScenarioError
from energycommunity.physics.cooling_need import excess_warmth_k, felt_warmth_c
from energycommunity.profiles import Profile, ProfileContext, profile_values
from energycommunity.quantities import FloatArray, Model
from energycommunity.time_grid import TimeGrid

if TYPE_CHECKING:
    import xarray as xr

_HOURS_OF_NEARLY_A_YEAR = 8000.0


class CoolingDemand(Model):
    """Cold for the rooms: a figure of a year placed by warmth, sun and wind, the room model, or an own series."""

    annual_kwh: float | None = Field(
        default=None,
        ge=0,
        description="Heat taken from the rooms in the weather year; not the electricity of the machine that takes it.",
    )
    modelled: bool = Field(
        default=False,
        description="Instead: true takes the cold of the hourly room model; needs envelope with cooling_setpoint_c.",
    )
    power_kw: Profile | None = Field(
        default=None, description="Own series instead: a constant or a column of a file. Not scaled."
    )
    cooling_threshold_c: float = Field(
        default=18.0,
        ge=5,
        le=40,
        description="Outdoor temperature, corrected for sun and wind, from which the rooms are cooled (unverified "
        "default; Staffell and others 2023 take 20 for whole countries).",
    )
    time_constant_h: float = Field(
        default=6.0, ge=0, le=1000, description="How slowly the rooms follow warmth and sun (unverified default)."
    )

    @model_validator(mode="before")
    @classmethod
    def _own_file(cls, data: Any) -> Any:
        return lift_file_column(data)

    @model_validator(mode="after")
    def _stated_once(self) -> CoolingDemand:
        require_one({"annual_kwh": self.annual_kwh, "modelled": self.modelled or None, "power_kw": self.power_kw})
        return self

    def series_kw(self, context: ProfileContext) -> FloatArray:
        """Power on the steps of the run [kW], shape (steps,), unless it is modelled (demand.calibrated_heat).

        Proportional to the warmth above the threshold (physics.cooling_need), so that the year's weather gives the
        year's figure. A window is cut out of the year of `context.year`; a design spell has its own weather,
        and of an own series the least, for it is a cold one.

        Raises
        ------
        ScenarioError
            If the weather is missing or never warm enough, or a window has no year to be cut from.
        """
        if self.power_kw is not None:
            return profile_values(self.power_kw, context, "power_kw", "least")
        kwh = self.annual_kwh or 0.0
        if kwh == 0.0:
            return np.zeros(context.grid.steps)
        run = context.spell_of or context
        whole = run.year or run
        if whole.weather is None:
            raise ScenarioError(Fault("demand_weather_missing", {}))
        if whole.grid.hours < _HOURS_OF_NEARLY_A_YEAR and not whole.grid.annual:
            raise ScenarioError(Fault("demand_year_missing", {"hours": whole.grid.hours}))
        excess_k = self._excess_k(whole.weather, whole.grid)
        excess_k_h = float(excess_k.sum()) * whole.grid.step_h * whole.grid.weight
        if excess_k_h == 0.0:
            raise ScenarioError(Fault("demand_no_cooling_season", {"threshold": self.cooling_threshold_c}))
        if context.spell_of is not None and context.weather is not None:
            return self._excess_k(context.weather, context.grid) * (kwh / excess_k_h)
        series = excess_k * (kwh / excess_k_h)
        return series if whole is context else window_of_year(series, whole.grid, context.grid)

    def _excess_k(self, weather: xr.Dataset, grid: TimeGrid) -> FloatArray:
        outdoor_c, ghi, wind = (
            np.asarray(weather[name].to_numpy(), dtype=np.float64) for name in ("temp_air", "ghi", "wind_speed")
        )
        felt_c = felt_warmth_c(outdoor_c, ghi, wind)
        return excess_warmth_k(felt_c, self.cooling_threshold_c, grid.step_h, self.time_constant_h)
