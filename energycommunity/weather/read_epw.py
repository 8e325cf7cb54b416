"""EnergyPlus weather files (.epw): hour-ending local standard time, irradiance as mean over the hour.

References
----------
EnergyPlus, Auxiliary Programs, "EnergyPlus Weather File (EPW) Data Dictionary": order of the fields and their codes for
missing values. Read by this module and not by `pvlib.iotools.read_epw` (with which a test compares it) so that a fault
can name its line and a missing value is not taken for a measured one.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import xarray as xr

from energycommunity.errors import Fault, WeatherError
from energycommunity.weather.contract import Origin, weather_dataset
from energycommunity.weather.nominal_year import hour_endings
from energycommunity.weather.text_file import heading_number, numbers, read_lines, rows_of, whole_numbers

HEADING_LINES = 8

#: Our name -> (position of the field, code for a missing value).
FIELDS: dict[str, tuple[int, float]] = {
    "ghi": (13, 9999.0),
    "dni": (14, 9999.0),
    "dhi": (15, 9999.0),
    "temp_air": (6, 99.9),
    "wind_speed": (21, 999.0),
    "relative_humidity": (8, 999.0),
    "pressure": (9, 999999.0),
    "albedo": (32, 999.0),
}
REQUIRED_CELLS = 22


def read_epw(path: Path) -> xr.Dataset:
    """The weather of an EnergyPlus file, by the contract of this package.

    Raises
    ------
    WeatherError
        If the file is not of this format; names the line.
    """
    lines = read_lines(path)
    place = [cell.strip() for cell in lines[0].split(",")] if lines else []
    if len(place) < 10 or place[0].upper() != "LOCATION":
        raise WeatherError(Fault("weather_epw_location", {"given": ",".join(place[:3])}, file=str(path), line=1))
    latitude_deg, longitude_deg, offset_h, altitude_m = (
        heading_number(x, "LOCATION", str(path), 1) for x in place[6:10]
    )
    rows = rows_of(lines, HEADING_LINES + 1, str(path), REQUIRED_CELLS)
    step_h = 1.0 / _records_per_hour(lines, str(path))
    year, month, day, hour = (whole_numbers(rows, position, "date") for position in range(4))
    begins, typical = hour_endings(year, (month, day, hour), step_h, rows)
    cells = min(len(row) for row in rows.cells)
    series = {name: numbers(rows, at, name, (code,)) for name, (at, code) in FIELDS.items() if at < cells}
    origin = Origin(latitude_deg, longitude_deg, altitude_m, f"EPW {place[1]}, {place[4]}", step_h, typical=typical)
    return weather_dataset(begins - pd.Timedelta(hours=offset_h), _without_empty(series), origin, rows.lines)


def _records_per_hour(lines: list[str], file: str) -> float:
    for number, line in enumerate(lines[:HEADING_LINES], start=1):
        if line.upper().startswith("DATA PERIODS"):
            cells = [*line.split(","), "", ""]
            records = heading_number(cells[2], "DATA PERIODS", file, number)
            if records not in (1.0, 2.0, 3.0, 4.0, 6.0, 12.0, 60.0):
                values: dict[str, object] = {
                    "entry": "DATA PERIODS",
                    "given": cells[2],
                    "allowed": "1, 2, 3, 4, 6, 12, 60",
                }
                raise WeatherError(Fault("weather_heading_choice", values, file=file, line=number))
            return records
    return 1.0


def _without_empty(series: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Without the optional fields in which some values are missing: they are not worth refusing a file."""
    optional = ("relative_humidity", "pressure", "albedo")
    return {name: values for name, values in series.items() if name not in optional or not np.isnan(values).any()}
