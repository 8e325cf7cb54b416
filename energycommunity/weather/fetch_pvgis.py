"""Weather of any place in Europe from the web service of PVGIS, through pvlib.

References
----------
European Commission, Joint Research Centre, PVGIS, API non-interactive service: entry points, tools `tmy` and
`seriescalc`; `pvlib.iotools.get_pvgis_tmy` and `get_pvgis_hourly` of pvlib 0.16.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd
import xarray as xr

from energycommunity.errors import Fault, WeatherError
from energycommunity.weather.checks import check_weather
from energycommunity.weather.pvgis import HOURLY_COLUMNS, TYPICAL_COLUMNS, PvgisHeading, pvgis_dataset

#: Version 5.3; the address without a version serves an older one.
SERVICE = "https://re.jrc.ec.europa.eu/api/v5_3/"
#: Name of what PVGIS answered, in messages.
ANSWER = "PVGIS"

_TIMEOUT_S = 60


def fetch_pvgis(latitude_deg: float, longitude_deg: float, year: int | None = None, url: str = SERVICE) -> xr.Dataset:
    """Hourly weather of a place: a typical meteorological year, or a civil year in UTC as it was.

    Parameters
    ----------
    latitude_deg, longitude_deg : float
        North and east positive [deg].
    year : int, optional
        The year as it was; none for the typical year.
    url : str
        Address of the service, with a slash at its end.

    Returns
    -------
    xarray.Dataset
        By the contract of this package, checked.

    Raises
    ------
    WeatherError
        If PVGIS cannot be reached, refuses the place or the year, or its weather cannot be right.
    """
    table, inputs = _answer(latitude_deg, longitude_deg, year, url)
    names = TYPICAL_COLUMNS if year is None else HOURLY_COLUMNS
    try:
        columns = {ours: table[theirs].to_numpy(dtype=float) for ours, theirs in names.items() if ours != "time"}
        location = inputs["location"]
        heading = PvgisHeading(
            latitude_deg=float(location["latitude"]),
            longitude_deg=float(location["longitude"]),
            altitude_m=float(location["elevation"]),
            database=database_of(inputs),
            typical=year is None,
            image_offset_h=float(location.get("irradiance_time_offset", 0.0)),
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        raise WeatherError(Fault("weather_fetch_no_answer", {"url": url})) from None
    times = pd.DatetimeIndex(table.index).strftime("%Y%m%d:%H%M").tolist()
    weather = pvgis_dataset(heading, times, columns, ANSWER, None)
    faults = check_weather(weather, ANSWER)
    if faults:
        raise WeatherError(faults)
    return weather


def provenance(latitude_deg: float, longitude_deg: float, year: int | None, url: str, today: date) -> list[str]:
    """Lines for the heading of the file: who says so, of which place, asked when.

    >>> provenance(57.26, 26.67, 2020, SERVICE, date(2026, 1, 31))[1]
    'Asked: 2026-01-31, https://re.jrc.ec.europa.eu/api/v5_3/seriescalc, latitude 57.26, longitude 26.67, year 2020'
    """
    tool, period = ("tmy", "typical year") if year is None else ("seriescalc", f"year {year}")
    return [
        "By: European Commission, Joint Research Centre, Photovoltaic Geographical Information System (PVGIS)",
        f"Asked: {today.isoformat()}, {url}{tool}, latitude {latitude_deg:g}, longitude {longitude_deg:g}, {period}",
    ]


def database_of(inputs: Mapping[str, Any]) -> str:
    """The data sets of sun and weather, and the years they are of.

    >>> database_of({"meteo_data": {"radiation_db": "PVGIS-SARAH3", "meteo_db": "ERA5", "year_min": 2005}})
    'PVGIS-SARAH3, ERA5, from 2005'
    """
    data = inputs.get("meteo_data", {})
    parts = [str(data[name]) for name in ("radiation_db", "meteo_db") if data.get(name)]
    parts += [f"{word} {data[name]}" for word, name in (("from", "year_min"), ("to", "year_max")) if data.get(name)]
    return ", ".join(parts)


def _answer(
    latitude_deg: float, longitude_deg: float, year: int | None, url: str
) -> tuple[pd.DataFrame, Mapping[str, Any]]:
    """The table and the inputs that PVGIS answers with."""
    import requests
    from pvlib.iotools import get_pvgis_hourly, get_pvgis_tmy

    place = {"latitude": latitude_deg, "longitude": longitude_deg, "url": url}
    settings = {"outputformat": "json", "map_variables": False, "timeout": _TIMEOUT_S}
    try:
        if year is None:
            table, about = get_pvgis_tmy(**place, **settings, coerce_year=None)
        else:
            table, about = get_pvgis_hourly(**place, **settings, start=year, end=year, surface_tilt=0, components=True)
    except requests.HTTPError as error:
        raise WeatherError(_refusal(error)) from None
    except (requests.JSONDecodeError, KeyError, TypeError, ValueError, AttributeError):
        raise WeatherError(Fault("weather_fetch_no_answer", {"url": url})) from None
    except requests.RequestException as error:
        values: dict[str, object] = {"url": url, "reason": type(error).__name__}
        raise WeatherError(Fault("weather_fetch_no_network", values)) from None
    return table, about["inputs"]


def _refusal(error: OSError) -> Fault:
    """What PVGIS says against the request in words of its own; else the state of the server."""
    response = getattr(error, "response", None)
    if response is not None:
        return Fault("weather_fetch_server", {"status": response.status_code})
    reason = str(error)
    if "over the sea" in reason:
        return Fault("weather_fetch_sea", {"given": reason})
    return Fault("weather_fetch_refused", {"given": reason})
