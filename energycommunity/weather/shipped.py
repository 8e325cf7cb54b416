"""The weather years that are shipped with the project: synthetic, so that they can be given away."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pandas as pd

from energycommunity.errors import Fault, WeatherError
from energycommunity.weather.climate import ClimateParameters, place_names, read_climate
from energycommunity.weather.contract import REQUIRED
from energycommunity.weather.generator import generate_year
from energycommunity.weather.write_plain_csv import refuse_existing, write_new_text

#: A common year, so that the file has 8760 rows.
SHIPPED_YEAR = 2025


def write_shipped_weather(place: str, folder: Path, year: int = SHIPPED_YEAR) -> Path:
    """Generates the year of a place anew and writes it as `<folder>/<place>.csv`; the same bytes on every system.

    Parameters
    ----------
    place : str
        One of `place_names()`.
    folder : Path
        An existing folder, for the shipped files `data/weather`.
    year : int
        Civil year of the place.

    Returns
    -------
    Path
        The file written.

    Raises
    ------
    ParameterError
        If the climate of the place is not known.
    """
    path = folder / f"{place}.csv"
    path.write_text(shipped_weather_text(read_climate(place), year), encoding="utf-8", newline="\n")
    return path


def write_new_weather(place: str, file: Path | None = None, year: int = SHIPPED_YEAR) -> Path:
    """Generates the year of a place and writes it to a file that does not exist yet, `<place>.csv` if none is named.

    Parameters
    ----------
    place : str
        One of `place_names()`; capitals and diacritics do not matter.
    file : Path, optional
        The file to write.
    year : int
        Civil year of the place.

    Returns
    -------
    Path
        The file written.

    Raises
    ------
    WeatherError
        If the climate of the place is not known, or the file exists or cannot be written.
    """
    plain = unicodedata.normalize("NFKD", place).encode("ascii", "ignore").decode().strip().lower()
    if plain not in place_names():
        values: dict[str, object] = {"given": place, "allowed": ", ".join(place_names())}
        raise WeatherError(Fault("weather_place_unknown", values))
    path = file or Path(f"{plain}.csv")
    refuse_existing(path)
    return write_new_text(path, shipped_weather_text(read_climate(plain), year))


def shipped_weather_text(place: ClimateParameters, year: int = SHIPPED_YEAR) -> str:
    """The contents of the shipped file of a place: heading comments and a row an hour."""
    weather = generate_year(place, place.seed, year)
    times = pd.DatetimeIndex(weather["time"].to_numpy()).strftime("%Y-%m-%dT%H:%M")
    columns = [[f"{value:.1f}" for value in weather[name].to_numpy()] for name in REQUIRED]
    rows = [",".join(cells) for cells in zip(times, *columns, strict=True)]
    return "\n".join([*_heading(place, year), ",".join(["time", *REQUIRED]), *rows, ""])


def _heading(place: ClimateParameters, year: int) -> list[str]:
    return [
        "# SYNTHETIC weather of a typical year, not measured. It has the monthly means of many years, but no extreme",
        "# month and no design spell of cold; use measured weather where a decision hangs on it.",
        f"# latitude: {place.latitude_deg}",
        f"# longitude: {place.longitude_deg}",
        f"# altitude: {place.altitude_m}",
        f"# time_zone: {place.time_zone}",
        "# times: UTC",
        "# label: start",
        "# interval: mean",
        "# synthetic: 1",
        "# typical: 1",
        f"# source: synthetic year of {place.name_en}, seed {place.seed}",
        "# Units: ghi, dni, dhi in W/m2 (the sun in the middle of the hour); temp_air in degC; wind_speed in m/s.",
        "# Method: daily clear-sky index of a truncated exponential distribution (Bendt et al. 1981), autoregressive;",
        "# hours beta-distributed about their day (Graham and Hollands 1990), clear sky of Ineichen and Perez (2002),",
        "# diffuse part of Erbs et al. (1982); autoregressive daily temperatures linked with the clearness, with the",
        "# diurnal wave of Campbell and Norman (1998); autoregressive Weibull wind without seasons.",
        "# Calibrated by month to: mean temperature 1991-2020 (LVGMC national means plus offsets of the station);",
        "# global irradiation and sunshine of Aluksne 2004-2020 (Angstrom-Prescott on CLIMAT reports, DWD open data);",
        "# spread of daily means and daily range of Aluksne 2004-2020. Details, status and sources of every number:",
        "# energycommunity/parameters/climate_vidzeme.yaml.",
        "# Licence: MIT, as the project; sources are to be named as above.",
        f"# Regenerate: ecsim weather generate {place.key} (year {year}, seed {place.seed})",
    ]
