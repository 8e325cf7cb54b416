"""A weather dataset as a plain CSV of our own kind, which `read_plain_csv` reads."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
import xarray as xr

from energycommunity.errors import Fault, WeatherError
from energycommunity.weather.contract import OPTIONAL, REQUIRED

#: Decimals that are kept; less than any instrument or model resolves.
DECIMALS = 3


def plain_csv_text(weather: xr.Dataset, remarks: Sequence[str] = ()) -> str:
    """The contents of a plain CSV: heading comments and a row a step, times in UTC at the start of the step.

    Parameters
    ----------
    weather : xarray.Dataset
        By the contract of this package.
    remarks : sequence of str
        Lines of free text for the heading, such as where the series comes from and when.

    Examples
    --------
    >>> from energycommunity.weather.contract import Origin, weather_dataset
    >>> begins = pd.date_range("2025-01-01", periods=1, freq="h")
    >>> weather = weather_dataset(begins, {"temp_air": np.array([-3.25])}, Origin(57.2, 26.8, 140.0, "by hand"))
    >>> print(plain_csv_text(weather, ["Fetched: today."]))
    # latitude: 57.2
    # longitude: 26.8
    # altitude: 140.0
    # times: UTC
    # label: start
    # interval: mean
    # sun_offset_h: 0.5
    # synthetic: 0
    # typical: 0
    # source: by hand
    # Fetched: today.
    # Units: temp_air in degC.
    time,temp_air
    2025-01-01T00:00,-3.25
    <BLANKLINE>
    """
    names = [name for name in REQUIRED | OPTIONAL if name in weather]
    units = "; ".join(f"{name} in {weather[name].attrs['units']}" for name in names)
    heading = [*_entries(weather), *remarks, f"Units: {units}."]
    times = pd.DatetimeIndex(weather["time"].to_numpy()).strftime("%Y-%m-%dT%H:%M")
    columns = [[_cell(value) for value in weather[name].to_numpy()] for name in names]
    rows = [",".join(cells) for cells in zip(times, *columns, strict=True)]
    return "\n".join([*(f"# {line}" for line in heading), ",".join(["time", *names]), *rows, ""])


def _entries(weather: xr.Dataset) -> list[str]:
    attributes = weather.attrs
    offset = weather["sun_time"].to_numpy()[0] - weather["time"].to_numpy()[0]
    zone = [f"time_zone: {attributes['time_zone']}"] if attributes["time_zone"] else []
    return [
        *(f"{name}: {attributes[name]}" for name in ("latitude", "longitude", "altitude")),
        *zone,
        "times: UTC",
        "label: start",
        f"interval: {attributes['interval']}",
        f"sun_offset_h: {offset / np.timedelta64(1, 'h'):.6g}",
        *(f"{name}: {attributes[name]}" for name in ("synthetic", "typical", "source")),
    ]


def _cell(value: float) -> str:
    """The shortest text of a number with the decimals that are kept."""
    return np.format_float_positional(round(value, DECIMALS) + 0.0, trim="-")  # + 0.0: no minus before a zero


def refuse_existing(file: Path) -> None:
    """Nothing that exists is overwritten.

    Raises
    ------
    WeatherError
        If the file exists.
    """
    if file.exists():
        raise WeatherError(Fault("weather_file_exists", file=str(file)))


def write_new_text(file: Path, contents: str) -> Path:
    """Write a file that does not exist yet.

    Raises
    ------
    WeatherError
        If it exists or cannot be written.
    """
    refuse_existing(file)
    try:
        file.write_text(contents, encoding="utf-8", newline="\n")
    except OSError as error:
        raise WeatherError(Fault("weather_not_written", {"reason": error.strerror}, file=str(file))) from None
    return file
