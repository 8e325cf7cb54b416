"""Weather of a place as one xarray.Dataset with one set of names, whatever file it came from.

The contract, which every reader and the generator keep and `checks` and `on_grid` rely on:

- Dimension `time`: naive datetime64 in UTC, the START of each step; steps of equal length `step_h`.
- Variables (pvlib's names), each of shape (time,), with `units` and `long_name`, means over the step unless the
  attribute `interval` says "instant": `ghi`, `dni`, `dhi` [W/m2], `temp_air` [degC], `wind_speed` [m/s]; optional
  `relative_humidity` [%], `pressure` [Pa], `albedo` [1].
- Coordinate `sun_time` (time): the moment at which the sun is to be placed for the irradiance of the step: the middle
  of the interval for means, the moment itself for instants. It survives `on_grid`, so that an hour held over four
  quarter hours keeps one sun and `ghi = dhi + dni * cos(zenith)` goes on holding.
- Coordinate `line` (time), only straight after reading: the line of the file that a step came from.
- Attributes: `latitude`, `longitude` [deg, north and east positive], `altitude` [m], `time_zone` (civil time of the
  site, "" where not known), `source`, `step_h`, `interval` ("mean" or "instant"), `synthetic` (0 or 1) and `typical`
  (1: stands for no particular year, its months come from different ones).

How the files label their steps: EPW and TMY3 write the END of the hour in local standard time, irradiance as mean over
that hour, temperature and wind as read near its end; PVGIS writes the moment of the satellite image in UTC (as `:11`,
or as an offset in the heading of a typical year), irradiance at that instant; the plain CSV says itself.
"""

from __future__ import annotations

from energycommunity.weather.checks import check_weather, weather_doubts
from energycommunity.weather.climate import ClimateParameters, place_names, read_climate
from energycommunity.weather.contract import place_sun, weather_dataset
from energycommunity.weather.description import WeatherDescription, describe
from energycommunity.weather.generator import generate_year
from energycommunity.weather.on_grid import on_grid
from energycommunity.weather.read_netcdf import write_netcdf
from energycommunity.weather.reading import read_weather

__all__ = [
    "ClimateParameters",
    "WeatherDescription",
    "check_weather",
    "describe",
    "generate_year",
    "on_grid",
    "place_names",
    "place_sun",
    "read_climate",
    "read_weather",
    "weather_dataset",
    "weather_doubts",
    "write_netcdf",
]
