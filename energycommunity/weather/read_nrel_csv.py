"""TMY3 files of NREL: hour-ending local standard time, irradiance as mean over the hour, months of different years.

References
----------
S. Wilcox, W. Marion (2008), Users Manual for TMY3 Data Sets, NREL/TP-581-43156, as read by `pvlib.iotools.read_tmy3`
(with which a test compares this module).
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import xarray as xr

from energycommunity.errors import Fault, WeatherError
from energycommunity.weather.contract import Origin, weather_dataset
from energycommunity.weather.nominal_year import hour_endings
from energycommunity.weather.text_file import Rows, heading_number, numbers, place_of, read_lines, rows_of

COLUMNS = {
    "ghi": "GHI (W/m^2)",
    "dni": "DNI (W/m^2)",
    "dhi": "DHI (W/m^2)",
    "temp_air": "Dry-bulb (C)",
    "wind_speed": "Wspd (m/s)",
}
DATE, TIME = "Date (MM/DD/YYYY)", "Time (HH:MM)"
MISSING = (-9900.0, 9900.0, -99.0)


def read_tmy3(path: Path) -> xr.Dataset:
    """The weather of a TMY3 file, by the contract of this package.

    Raises
    ------
    WeatherError
        If the file is not of this format; names the line.
    """
    lines = read_lines(path)
    if len(lines) < 3:
        raise WeatherError(Fault("weather_no_rows", {}, file=str(path)))
    station = [cell.strip().strip('"') for cell in lines[0].split(",")]
    if len(station) != 7:
        raise WeatherError(Fault("weather_tmy3_station", {"given": lines[0]}, file=str(path), line=1))
    offset_h, latitude_deg, longitude_deg, altitude_m = (
        heading_number(cell, "station", str(path), 1) for cell in station[3:7]
    )
    names = [name.strip() for name in lines[1].split(",")]
    rows = rows_of(lines, 3, str(path), len(names))
    where = place_of(names, {**COLUMNS, "date": DATE, "clock": TIME}, str(path), 2)
    begins, _ = hour_endings(*_dates(rows, where), 1.0, rows)
    series = {name: numbers(rows, where[name], COLUMNS[name], MISSING) for name in COLUMNS}
    origin = Origin(latitude_deg, longitude_deg, altitude_m, f"TMY3 {station[1]}, {station[0]}", typical=True)
    return weather_dataset(begins - pd.Timedelta(hours=offset_h), series, origin, rows.lines)


def _dates(rows: Rows, where: dict[str, int]) -> tuple[np.ndarray, tuple[np.ndarray, np.ndarray, np.ndarray]]:
    cells = []
    for row, line in zip(rows.cells, rows.lines, strict=True):
        date, clock = row[where["date"]], row[where["clock"]]
        parts = [*date.split("/"), clock.split(":")[0]]
        if len(parts) != 4 or not all(part.isdecimal() and len(part) <= 4 for part in parts):
            raise WeatherError(
                Fault("weather_not_a_time", {"given": f"{date} {clock}"}, file=rows.file, line=int(line))
            )
        cells.append([int(part) for part in parts])
    month, day, year, hour = np.array(cells, dtype=np.int64).T
    return year, (month, day, hour)
