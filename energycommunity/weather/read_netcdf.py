"""NetCDF files of our own: the dataset as it is."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import xarray as xr

from energycommunity.errors import Fault, WeatherError
from energycommunity.weather.contract import REQUIRED

ATTRIBUTES = (
    "latitude",
    "longitude",
    "altitude",
    "time_zone",
    "source",
    "step_h",
    "interval",
    "synthetic",
    "typical",
)


def read_netcdf(path: Path) -> xr.Dataset:
    """The weather of a NetCDF file that `write_netcdf` wrote, or that keeps the contract of this package.

    Raises
    ------
    WeatherError
        If it cannot be opened, or lacks a variable or an attribute of the contract.
    """
    try:
        weather = xr.load_dataset(path, engine="h5netcdf")
    except (OSError, ValueError) as error:
        raise WeatherError(Fault("weather_netcdf", {"reason": error}, file=str(path))) from error
    absent = [name for name in (*REQUIRED, "time", "sun_time") if name not in weather.variables]
    if absent:
        values: dict[str, object] = {"missing": ", ".join(absent), "given": ", ".join(map(str, weather.variables))}
        raise WeatherError(Fault("weather_columns_missing", values, file=str(path)))
    lacking = [name for name in ATTRIBUTES if name not in weather.attrs]
    if lacking:
        raise WeatherError(Fault("weather_heading_missing", {"missing": ", ".join(lacking)}, file=str(path)))
    weather.attrs = {
        name: value.item() if isinstance(value, np.generic) else value for name, value in weather.attrs.items()
    }
    return weather


def write_netcdf(weather: xr.Dataset, path: Path) -> None:
    """Writes a weather dataset so that `read_netcdf` gives it back."""
    since = {"units": "seconds since 1970-01-01", "dtype": "int64"}
    weather.to_netcdf(path, engine="h5netcdf", encoding={"time": since, "sun_time": since})
