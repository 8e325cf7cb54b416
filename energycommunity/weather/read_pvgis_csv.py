"""CSV files of PVGIS: hourly series of a horizontal plane with components, and typical meteorological years."""

from __future__ import annotations

import re
from pathlib import Path

import xarray as xr

from energycommunity.errors import Fault, WeatherError
from energycommunity.weather.pvgis import HOURLY_COLUMNS, TYPICAL_COLUMNS, PvgisHeading, pvgis_dataset
from energycommunity.weather.text_file import heading_number, numbers, place_of, read_lines, rows_of


def read_pvgis_csv(path: Path) -> xr.Dataset:
    """The weather of a PVGIS file in CSV, by the contract of this package.

    Raises
    ------
    WeatherError
        If the file is not of this format, lacks the components or is of a tilted plane.
    """
    lines = read_lines(path)
    at = next((number for number, line in enumerate(lines) if line.startswith(("time,", "time(UTC),"))), None)
    if at is None:
        raise WeatherError(Fault("weather_pvgis_no_table", {}, file=str(path)))
    names = [name.strip() for name in lines[at].split(",")]
    typical = names[0] == "time(UTC)"
    wanted = TYPICAL_COLUMNS if typical else HOURLY_COLUMNS
    where = place_of(names, wanted, str(path), at + 1)
    rows = rows_of(lines, at + 2, str(path), len(names))
    columns = {ours: numbers(rows, where[ours], theirs) for ours, theirs in wanted.items() if ours != "time"}
    heading = _heading(lines[:at], str(path), typical)
    return pvgis_dataset(heading, [row[where["time"]] for row in rows.cells], columns, str(path), rows.lines)


def _heading(lines: list[str], file: str, typical: bool) -> PvgisHeading:
    entries = {}
    for number, line in enumerate(lines, start=1):
        name, colon, value = line.partition(":")
        if colon:
            entries[name.strip().lower()] = (value.strip(), number)

    def number_of(start: str, default: float | None) -> float:
        found = next((entry for name, entry in entries.items() if name.startswith(start)), None)
        if found is None and default is None:
            raise WeatherError(Fault("weather_heading_missing", {"missing": start}, file=file))
        if found is None:
            return float(default or 0.0)
        leading = re.match(r"[-+.\d]+", found[0])
        return heading_number(leading.group() if leading else found[0], start, file, found[1])

    return PvgisHeading(
        latitude_deg=number_of("latitude", None),
        longitude_deg=number_of("longitude", None),
        altitude_m=number_of("elevation", None),
        database=entries.get("radiation database", ("", 0))[0],
        typical=typical,
        image_offset_h=number_of("irradiance time offset", 0.0),
        slope_deg=0.0 if typical else number_of("slope", 0.0),
    )
