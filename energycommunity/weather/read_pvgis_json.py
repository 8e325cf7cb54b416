"""JSON files of PVGIS: hourly series of a horizontal plane with components, and typical meteorological years."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import xarray as xr

from energycommunity.errors import Fault, WeatherError
from energycommunity.quantities import FloatArray
from energycommunity.weather.pvgis import HOURLY_COLUMNS, TYPICAL_COLUMNS, PvgisHeading, pvgis_dataset
from energycommunity.weather.text_file import read_lines


def read_pvgis_json(path: Path) -> xr.Dataset:
    """The weather of a PVGIS file in JSON, by the contract of this package.

    Raises
    ------
    WeatherError
        If the file is not of this format, lacks the components or is of a tilted plane.
    """
    try:
        content = json.loads("\n".join(read_lines(path)))
    except json.JSONDecodeError as error:
        raise WeatherError(Fault("weather_not_json", {}, file=str(path), line=error.lineno)) from error
    outputs = _part(content, "outputs", str(path))
    typical = "tmy_hourly" in outputs
    table = outputs["tmy_hourly"] if typical else outputs.get("hourly")
    if not isinstance(table, list) or not table or not all(isinstance(row, dict) for row in table):
        raise WeatherError(Fault("weather_no_rows", {}, file=str(path)))
    wanted = TYPICAL_COLUMNS if typical else HOURLY_COLUMNS
    absent = [name for name in wanted.values() if name not in table[0]]
    if absent:
        values: dict[str, object] = {"missing": ", ".join(absent), "given": ", ".join(table[0])}
        raise WeatherError(Fault("weather_columns_missing", values, file=str(path)))
    columns = {ours: _column(table, theirs, str(path)) for ours, theirs in wanted.items() if ours != "time"}
    times = [str(row.get(wanted["time"])) for row in table]
    return pvgis_dataset(_heading(content, str(path), typical), times, columns, str(path), None)


def _heading(content: dict[str, Any], file: str, typical: bool) -> PvgisHeading:
    inputs = _part(content, "inputs", file)
    location = _part(inputs, "location", file)
    latitude_deg, longitude_deg, altitude_m, offset_h = (
        _number(location.get(name, default), f"location.{name}", file)
        for name, default in (
            ("latitude", None),
            ("longitude", None),
            ("elevation", None),
            ("irradiance_time_offset", 0.0),
        )
    )
    slope_deg = 0.0
    if not typical and "mounting_system" in inputs:
        fixed = _part(_part(inputs, "mounting_system", file), "fixed", file)  # trackers have no such part
        slope_deg = _number(_part(fixed, "slope", file).get("value"), "slope", file)
    database = _part(inputs, "meteo_data", file).get("radiation_db", "") if "meteo_data" in inputs else ""
    return PvgisHeading(latitude_deg, longitude_deg, altitude_m, str(database), typical, offset_h, slope_deg)


def _part(content: Any, name: str, file: str) -> dict[str, Any]:
    part = content.get(name) if isinstance(content, dict) else None
    if not isinstance(part, dict):
        raise WeatherError(Fault("weather_heading_missing", {"missing": name}, file=file))
    return part


def _column(table: list[dict[str, Any]], name: str, file: str) -> FloatArray:
    return np.array([_number(row.get(name), f"{row.get('time', row.get('time(UTC)'))} {name}", file) for row in table])


def _number(value: Any, name: str, file: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise WeatherError(Fault("weather_not_a_number", {"column": name, "given": value}, file=file))
    return float(value)
