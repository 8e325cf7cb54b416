"""What the CSV and JSON files of PVGIS have in common: names, instants of satellite images, horizontal components.

PVGIS gives the irradiance at the moment of a satellite image, some minutes after the full hour in UTC. A step is the
hour in which the image was taken, and its sun stands where it stood then. Temperature and wind are hourly values of a
reanalysis.

References
----------
European Commission, Joint Research Centre, PVGIS user manual, sections on hourly data and typical meteorological year;
names of columns as in `pvlib.iotools.read_pvgis_hourly` and `read_pvgis_tmy`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
import xarray as xr

from energycommunity.errors import Fault, WeatherError
from energycommunity.quantities import FloatArray, IntArray
from energycommunity.weather.contract import NOMINAL_YEAR, Origin, weather_dataset

TYPICAL_COLUMNS = {
    "time": "time(UTC)",
    "ghi": "G(h)",
    "dni": "Gb(n)",
    "dhi": "Gd(h)",
    "temp_air": "T2m",
    "wind_speed": "WS10m",
}
HOURLY_COLUMNS = {
    "time": "time",
    "beam": "Gb(i)",
    "diffuse": "Gd(i)",
    "reflected": "Gr(i)",
    "sun_height": "H_sun",
    "temp_air": "T2m",
    "wind_speed": "WS10m",
}

#: Below this height of the sun the beam is not turned to its normal but counted as diffuse [deg].
LOWEST_SUN_DEG = 3.0


@dataclass(frozen=True)
class PvgisHeading:
    """Place, kind and time offset of a PVGIS file; slope of the plane where it is an hourly series [deg]."""

    latitude_deg: float
    longitude_deg: float
    altitude_m: float
    database: str
    typical: bool
    image_offset_h: float = 0.0
    slope_deg: float = 0.0


def pvgis_dataset(
    heading: PvgisHeading, times: list[str], columns: Mapping[str, FloatArray], file: str, lines: IntArray | None
) -> xr.Dataset:
    """The dataset of a PVGIS file, by the contract of this package.

    Parameters
    ----------
    heading : PvgisHeading
        What the file says of the whole series.
    times : list of str
        As `20130101:0011`, UTC.
    columns : mapping of str to FloatArray
        By the keys of `TYPICAL_COLUMNS` or `HOURLY_COLUMNS`.
    file : str
        For faults.
    lines : IntArray or None
        Line of each row, where the file has such.

    Raises
    ------
    WeatherError
        If a time is none, or the components are not those of a horizontal plane.
    """
    moments = _moments(times, file, lines)
    offset_h = heading.image_offset_h
    if heading.typical:
        moments = _nominal(moments)
        series = dict(columns)
    else:
        if heading.slope_deg != 0.0:
            raise WeatherError(Fault("weather_pvgis_slope", {"given": heading.slope_deg}, file=file))
        offset_h = float(moments.minute[0]) / 60.0
        series = _horizontal(columns)
    origin = Origin(
        heading.latitude_deg,
        heading.longitude_deg,
        heading.altitude_m,
        f"PVGIS {heading.database}".strip(),
        sun_offset_h=offset_h,
        interval="instant",
        typical=heading.typical,
    )
    return weather_dataset(moments.floor("h"), series, origin, lines)


def _moments(times: list[str], file: str, lines: IntArray | None) -> pd.DatetimeIndex:
    parsed = pd.to_datetime(pd.Series(times), format="%Y%m%d:%H%M", errors="coerce")
    bad = np.flatnonzero(parsed.isna())
    if bad.size:
        line = None if lines is None else int(lines[bad[0]])
        raise WeatherError(Fault("weather_not_a_time", {"given": times[bad[0]]}, file=file, line=line))
    return pd.DatetimeIndex(parsed)


def _nominal(moments: pd.DatetimeIndex) -> pd.DatetimeIndex:
    """The same dates in the nominal year; a 29 February becomes 1 March and is found as a repeated time."""
    years = pd.to_datetime(pd.Series(moments.year).astype(str) + "-01-01")
    leap = moments.is_leap_year & (moments.month > 2)
    since = moments - pd.DatetimeIndex(years) - pd.to_timedelta(leap.astype(np.int64), unit="D")
    return pd.Timestamp(NOMINAL_YEAR, 1, 1) + since


def _horizontal(columns: Mapping[str, FloatArray]) -> dict[str, FloatArray]:
    height = np.sin(np.radians(columns["sun_height"]))
    high = columns["sun_height"] > LOWEST_SUN_DEG
    ghi = columns["beam"] + columns["diffuse"] + columns["reflected"]
    dni = np.where(high, columns["beam"] / np.where(high, height, 1.0), 0.0)
    others = {name: columns[name] for name in ("temp_air", "wind_speed")}
    return {"ghi": ghi, "dni": dni, "dhi": ghi - dni * np.where(high, height, 0.0), **others}
