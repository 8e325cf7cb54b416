"""The names, units and attributes of a weather dataset, and how one is put together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
import xarray as xr

from energycommunity.physics.sky import sun_position
from energycommunity.quantities import FloatArray, IntArray

#: Variable -> (units, long name), required ones first.
REQUIRED: dict[str, tuple[str, str]] = {
    "ghi": ("W/m2", "global horizontal irradiance"),
    "dni": ("W/m2", "direct normal irradiance"),
    "dhi": ("W/m2", "diffuse horizontal irradiance"),
    "temp_air": ("degC", "air temperature"),
    "wind_speed": ("m/s", "wind speed"),
}
OPTIONAL: dict[str, tuple[str, str]] = {
    "relative_humidity": ("%", "relative humidity"),
    "pressure": ("Pa", "air pressure"),
    "albedo": ("1", "reflectance of the ground"),
}

#: The year that typical years are dated with, a common one.
NOMINAL_YEAR = 1990


@dataclass(frozen=True)
class Origin:
    """What a file says of its weather besides the series.

    Parameters
    ----------
    latitude_deg, longitude_deg : float
        North and east positive [deg].
    altitude_m : float
        Above sea level [m].
    source : str
        Where the series comes from, as the file says.
    step_h : float
        Length of a step [h].
    sun_offset_h : float or None
        From the start of a step to the moment of its sun [h]; None for the middle.
    interval : {"mean", "instant"}
        What the irradiance of a step is.
    time_zone : str
        Civil time of the site, "" where not known.
    typical, synthetic : bool
        Whether the series stands for no particular year, and whether it was made rather than measured.
    """

    latitude_deg: float
    longitude_deg: float
    altitude_m: float
    source: str
    step_h: float = 1.0
    sun_offset_h: float | None = None
    interval: Literal["mean", "instant"] = "mean"
    time_zone: str = ""
    typical: bool = False
    synthetic: bool = False


def weather_dataset(
    begins: pd.DatetimeIndex, series: Mapping[str, FloatArray], origin: Origin, lines: IntArray | None = None
) -> xr.Dataset:
    """A dataset that keeps the contract of this package.

    Parameters
    ----------
    begins : pandas.DatetimeIndex
        Start of each step in UTC, naive or aware.
    series : mapping of str to FloatArray
        The variables by pvlib's names, each of shape (steps,).
    origin : Origin
        What else is known.
    lines : IntArray, optional
        The line of the file of each step.

    Examples
    --------
    >>> begins = pd.date_range("2025-01-01", periods=2, freq="h")
    >>> weather = weather_dataset(begins, {"ghi": np.zeros(2)}, Origin(57.2, 26.8, 140.0, "by hand"))
    >>> str(weather.sun_time.values[0])[:16], weather.ghi.attrs["units"], weather.attrs["interval"]
    ('2025-01-01T00:30', 'W/m2', 'mean')
    """
    naive = begins.tz_convert("UTC").tz_localize(None) if begins.tz is not None else begins
    time = naive.to_numpy().astype("datetime64[ns]")
    known = REQUIRED | OPTIONAL
    variables = {
        name: ("time", np.asarray(series[name], dtype=np.float64), {"units": units, "long_name": long_name})
        for name, (units, long_name) in known.items()
        if name in series
    }
    sun_offset_h = origin.step_h / 2 if origin.sun_offset_h is None else origin.sun_offset_h
    sun_time = time + pd.Timedelta(hours=sun_offset_h).to_timedelta64()
    long_name = {"long_name": "moment of the sun that belongs to the irradiance of the step, UTC"}
    coordinates = {
        "time": ("time", time, {"long_name": "start of the step, UTC", "standard_name": "time"}),
        "sun_time": ("time", sun_time, long_name),
    }
    if lines is not None:
        coordinates["line"] = ("time", np.asarray(lines, dtype=np.int64), {"long_name": "line of the file"})
    return xr.Dataset(variables, coordinates, _attributes(origin))


def place_sun(weather: xr.Dataset) -> tuple[FloatArray, FloatArray]:
    """True zenith angle and azimuth of the sun [deg] that belong to the irradiance of each step, shape (steps,)."""
    attributes = weather.attrs
    moments = pd.DatetimeIndex(weather["sun_time"].to_numpy())
    return sun_position(moments, attributes["latitude"], attributes["longitude"], attributes["altitude"])


def is_whole_year(weather: xr.Dataset) -> bool:
    """Whether the steps are those of one year, common or leap."""
    return weather.sizes["time"] * float(weather.attrs["step_h"]) in (8760.0, 8784.0)


def _attributes(origin: Origin) -> dict[str, object]:
    return {
        "Conventions": "CF-1.8",
        "latitude": origin.latitude_deg,
        "longitude": origin.longitude_deg,
        "altitude": origin.altitude_m,
        "time_zone": origin.time_zone,
        "source": origin.source,
        "step_h": origin.step_h,
        "interval": origin.interval,
        "synthetic": int(origin.synthetic),
        "typical": int(origin.typical),
    }
