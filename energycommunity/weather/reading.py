"""One door for all weather files: the format is found by the file's ending and its first lines."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import xarray as xr

from energycommunity.errors import Fault, WeatherError
from energycommunity.weather.checks import check_weather
from energycommunity.weather.read_epw import read_epw
from energycommunity.weather.read_netcdf import read_netcdf
from energycommunity.weather.read_nrel_csv import DATE, read_tmy3
from energycommunity.weather.read_plain_csv import read_plain_csv
from energycommunity.weather.read_pvgis_csv import read_pvgis_csv
from energycommunity.weather.read_pvgis_json import read_pvgis_json
from energycommunity.weather.text_file import read_lines

FORMATS = "EPW, TMY3, PVGIS (CSV, JSON), CSV, NetCDF"

#: Ending of the file -> reader, where the ending says it all.
READERS: dict[str, Callable[[Path], xr.Dataset]] = {
    ".epw": read_epw,
    ".json": read_pvgis_json,
    ".nc": read_netcdf,
    ".nc4": read_netcdf,
    ".netcdf": read_netcdf,
    ".tmy3": read_tmy3,
}


def read_weather(path: Path) -> xr.Dataset:
    """The weather of a file of any format known, checked.

    Parameters
    ----------
    path : Path
        `.epw`, TMY3 `.csv`, PVGIS `.csv` or `.json`, plain `.csv` (see `read_plain_csv`), or `.nc` of our own.

    Returns
    -------
    xarray.Dataset
        By the contract of `energycommunity.weather`.

    Raises
    ------
    WeatherError
        If the file cannot be read, or its weather cannot be right; all faults found, with their lines.
    """
    weather = read_unchecked(path)
    faults = check_weather(weather, str(path))
    if faults:
        raise WeatherError(faults)
    return weather


def read_unchecked(path: Path) -> xr.Dataset:
    """The weather of a file of any format known, as it stands there.

    Raises
    ------
    WeatherError
        If the file is missing, of no known format, or cannot be read as its format.
    """
    suffix = path.suffix.lower()
    if suffix in (".csv", ".txt"):
        return _reader_of_table(read_lines(path)[:40])(path)
    if suffix not in READERS:
        values: dict[str, object] = {"given": suffix or path.name, "allowed": FORMATS}
        raise WeatherError(Fault("weather_format_unknown", values, file=str(path)))
    return READERS[suffix](path)


def _reader_of_table(head: list[str]) -> Callable[[Path], xr.Dataset]:
    """The reader that the first lines of a comma-separated file ask for."""
    if len(head) > 1 and head[1].startswith(DATE):
        return read_tmy3
    if head and head[0].startswith("LOCATION,"):
        return read_epw
    if any(line.startswith(("time(UTC),", "Latitude (decimal degrees)")) for line in head):
        return read_pvgis_csv
    return read_plain_csv
