"""What a person wants to know of a weather year before trusting results that stand on it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import xarray as xr

from energycommunity.physics.photovoltaics import PhotovoltaicSystem, production_kw_per_kwp
from energycommunity.physics.sky_temperature import heating_degree_days
from energycommunity.physics.tilted_plane import Plane
from energycommunity.quantities import FloatArray
from energycommunity.time_grid import TimeGrid
from energycommunity.weather.cloudy_sky import SUNSHINE_DNI_W_PER_M2

#: The roof whose yield is shown, and what is lost before the inverter.
ROOF_TILT_DEG, ROOF_AZIMUTH_DEG, SYSTEM_LOSSES = 40.0, 180.0, 0.14
SPELL_DAYS = 5
HEATING_LIMIT_C = 8.0


@dataclass(frozen=True)
class WeatherDescription:
    """Statistics of a weather dataset; tuples have a value per month, January first, NaN where it is not covered.

    Days are those of standard time, as weather services count them. Sums are per year where it covers several.

    Parameters
    ----------
    source : str
        As the dataset says.
    synthetic : bool
        Whether it was made rather than measured.
    temperature_c, ghi_kwh_per_m2, sunshine_h, wind_speed_m_per_s : tuple of float
        Mean air temperature [degC], global irradiation [kWh/m2], time with more than 120 W/m2 direct irradiance [h]
        and mean wind speed [m/s] of each month.
    mean_temperature_c, mean_wind_speed_m_per_s : float
        Over all steps [degC], [m/s].
    heating_degree_days : float
        Sum of 18 degC less the daily mean, over days below 15 degC [K d].
    heating_days : float
        Days whose mean is below 8 degC [days].
    coldest_spell_start : str
        First day of the coldest five days in a row; "" where there are fewer.
    coldest_spell_mean_c : float
        Their mean [degC].
    south_roof_kwh_per_kwp : float
        What a roof of 40 degrees to the south yields in a year [kWh/kWp].
    """

    source: str
    synthetic: bool
    temperature_c: tuple[float, ...]
    ghi_kwh_per_m2: tuple[float, ...]
    sunshine_h: tuple[float, ...]
    wind_speed_m_per_s: tuple[float, ...]
    mean_temperature_c: float
    mean_wind_speed_m_per_s: float
    heating_degree_days: float
    heating_days: float
    coldest_spell_start: str
    coldest_spell_mean_c: float
    south_roof_kwh_per_kwp: float


def describe(weather: xr.Dataset) -> WeatherDescription:
    """The statistics of a weather dataset, by the contract of this package."""
    step_h = float(weather.attrs["step_h"])
    local = pd.DatetimeIndex(weather["time"].to_numpy()) + standard_offset(weather)
    years = max(round(weather.sizes["time"] * step_h / 8766.0), 1)
    month = local.month.to_numpy()
    temp_air, wind_speed = weather["temp_air"].to_numpy(), weather["wind_speed"].to_numpy()
    sunny = (weather["dni"].to_numpy() > SUNSHINE_DNI_W_PER_M2) * step_h
    days = _daily_means(temp_air, local, years)
    spell_start, spell_mean_c = _coldest_spell(days)
    return WeatherDescription(
        source=str(weather.attrs["source"]),
        synthetic=bool(weather.attrs["synthetic"]),
        temperature_c=_by_month(temp_air, month, mean=True),
        ghi_kwh_per_m2=_by_month(weather["ghi"].to_numpy() * step_h / 1000.0 / years, month),
        sunshine_h=_by_month(sunny / years, month),
        wind_speed_m_per_s=_by_month(wind_speed, month, mean=True),
        mean_temperature_c=float(temp_air.mean()),
        mean_wind_speed_m_per_s=float(wind_speed.mean()),
        heating_degree_days=heating_degree_days(days.to_numpy()) / years,
        heating_days=float((days < HEATING_LIMIT_C).sum()) / years,
        coldest_spell_start=spell_start,
        coldest_spell_mean_c=spell_mean_c,
        south_roof_kwh_per_kwp=_south_roof(weather) * step_h / years,
    )


def standard_offset(weather: xr.Dataset) -> pd.Timedelta:
    """Standard time of the site less UTC: that of its time zone, else of its longitude in whole hours."""
    zone = str(weather.attrs["time_zone"])
    if not zone:
        return pd.Timedelta(hours=round(float(weather.attrs["longitude"]) / 15.0))
    year = pd.Timestamp(weather["time"].to_numpy()[-1]).year
    offsets = [pd.Timestamp(year, month, 1, tz=zone).utcoffset() for month in (1, 7)]
    return pd.Timedelta(min(offset for offset in offsets if offset is not None))


def _by_month(values: FloatArray, month: np.ndarray, mean: bool = False) -> tuple[float, ...]:
    count = np.bincount(month, minlength=13)[1:].astype(np.float64)
    total = np.bincount(month, weights=values, minlength=13)[1:]
    divisor = np.where(count > 0.0, count if mean else 1.0, np.nan)
    return tuple((total / divisor).tolist())


def _daily_means(temp_air: FloatArray, local: pd.DatetimeIndex, years: int) -> pd.Series:
    """Mean of each whole day; a single year is closed to a ring, so that hours beyond its end fill its first day."""
    begin = local[len(local) // 2].year
    dates = local.normalize()
    if years == 1 and len(temp_air) > 1:
        outside = local.year != begin
        moved = [date if not out else _moved(date, begin) for date, out in zip(dates, outside, strict=True)]
        dates = pd.DatetimeIndex(moved)
    groups = pd.Series(temp_air).groupby(dates.to_numpy())
    counts = groups.count()
    return groups.mean()[counts == counts.max()]


def _moved(date: pd.Timestamp, year: int) -> pd.Timestamp:
    return date.replace(year=year, day=28) if (date.month, date.day) == (2, 29) else date.replace(year=year)


def _coldest_spell(days: pd.Series) -> tuple[str, float]:
    means = days.rolling(SPELL_DAYS).mean().dropna()
    if means.empty:
        return "", float("nan")
    last = pd.Timestamp(means.index[int(np.argmin(means.to_numpy()))])
    return str((last - pd.Timedelta(days=SPELL_DAYS - 1)).date()), float(means.min())


def _south_roof(weather: xr.Dataset) -> float:
    """Sum of the production of the roof over all steps [kW/kWp]."""
    start = pd.Timestamp(weather["time"].to_numpy()[0], tz="UTC")
    zone = str(weather.attrs["time_zone"]) or "UTC"
    grid = TimeGrid(start, weather.sizes["time"], float(weather.attrs["step_h"]), zone, annual=False)
    place = (weather.attrs["latitude"], weather.attrs["longitude"], weather.attrs["altitude"])
    roof, system = (
        Plane(ROOF_TILT_DEG, ROOF_AZIMUTH_DEG),
        PhotovoltaicSystem(losses=SYSTEM_LOSSES, mounting="close_roof"),
    )
    return float(production_kw_per_kwp(weather, grid, *place, [roof], system).sum())
