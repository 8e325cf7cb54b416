"""Plain CSV of our own kind: heading comments, then a table.

The file begins with lines `# key: value`; a line without a known key is free text:

- `latitude`, `longitude` [deg], required; `altitude` [m], 0 if absent;
- `times`: "UTC" (if absent) or a time zone such as `Europe/Riga`, for times without an offset of their own;
- `label`: "start" (if absent) or "end" of the step;
- `interval`: "mean" (if absent) or "instant";
- `sun_offset_h`: from the start of the step to the moment of the irradiance, half a step if absent;
- `time_zone`: civil time of the site; `source`; `synthetic` and `typical`: 0 (if absent) or 1.

The table has the column `time` (ISO 8601 or `31.12.2025 23:00`) and pvlib's names, with units as in the contract of
this package. Cells are parted by comma, semicolon or tab, with decimal point or comma.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal, cast
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np
import pandas as pd
import xarray as xr

from energycommunity.errors import Fault, ScenarioError, WeatherError
from energycommunity.profiles.row_times import interval_of, utc_times
from energycommunity.profiles.tables import number_column, read_table
from energycommunity.weather.contract import OPTIONAL, REQUIRED, Origin, weather_dataset
from energycommunity.weather.text_file import heading_number, read_lines

#: Key of the heading -> words allowed, the first if absent.
CHOICES = {"label": ("start", "end"), "interval": ("mean", "instant"), "synthetic": ("0", "1"), "typical": ("0", "1")}

_ENTRY = re.compile(r"#\s*(\w+)\s*:\s*(.*?)\s*$")

Heading = dict[str, tuple[str, int]]


def read_plain_csv(path: Path) -> xr.Dataset:
    """The weather of a plain CSV, by the contract of this package.

    Raises
    ------
    WeatherError
        If the heading or the table cannot be used; names the line.
    """
    heading = read_heading(read_lines(path))
    words = {key: _choice(heading, key, str(path)) for key in CHOICES}
    try:
        table = read_table(path)
        absent = [name for name in ("time", *REQUIRED) if name not in table.columns]
        if absent:
            values: dict[str, object] = {"missing": ", ".join(absent), "given": ", ".join(map(str, table.columns))}
            raise WeatherError(Fault("weather_columns_missing", values, file=str(path)))
        times = utc_times(table["time"], _zone(heading, "times", "UTC", str(path)), str(path))
        names = [name for name in REQUIRED | OPTIONAL if name in table.columns]
        series = {name: number_column(table, name, str(path)) for name in names}
    except ScenarioError as error:
        raise WeatherError(error.faults) from error
    step_h = interval_of(times)
    begins = times - pd.Timedelta(hours=step_h) if words["label"] == "end" else times
    origin = _origin(heading, words, step_h, str(path))
    return weather_dataset(begins, series, origin, table.index.to_numpy(dtype=np.int64))


def read_heading(lines: list[str]) -> Heading:
    """Key -> value and line, of the comments at the head of a file."""
    heading: Heading = {}
    for number, line in enumerate(lines, start=1):
        if not line.startswith("#"):
            break
        entry = _ENTRY.match(line)
        if entry:
            heading[entry.group(1).lower()] = (entry.group(2), number)
    return heading


def _origin(heading: Heading, words: dict[str, str], step_h: float, file: str) -> Origin:
    def number(key: str) -> float:
        if key not in heading:
            raise WeatherError(Fault("weather_heading_missing", {"missing": f"# {key}: …"}, file=file))
        return heading_number(heading[key][0].replace(",", "."), key, file, heading[key][1])

    return Origin(
        latitude_deg=number("latitude"),
        longitude_deg=number("longitude"),
        altitude_m=number("altitude") if "altitude" in heading else 0.0,
        source=heading.get("source", (file, 0))[0],
        step_h=step_h,
        sun_offset_h=number("sun_offset_h") if "sun_offset_h" in heading else None,
        interval=cast("Literal['mean', 'instant']", words["interval"]),
        time_zone=_zone(heading, "time_zone", "", file),
        typical=words["typical"] == "1",
        synthetic=words["synthetic"] == "1",
    )


def _zone(heading: Heading, key: str, absent: str, file: str) -> str:
    """The time zone of an entry of the heading, known to this machine."""
    given, line = heading.get(key, (absent, 0))
    try:
        known = not given or ZoneInfo(given) is not None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        known = False
    if not known:
        raise WeatherError(Fault("weather_time_zone", {"given": given, "entry": key}, file=file, line=line))
    return given or absent


def _choice(heading: Heading, key: str, file: str) -> str:
    allowed = CHOICES[key]
    given, line = heading.get(key, (allowed[0], 0))
    if given not in allowed:
        values: dict[str, object] = {"entry": key, "given": given, "allowed": ", ".join(allowed)}
        raise WeatherError(Fault("weather_heading_choice", values, file=file, line=line))
    return given
