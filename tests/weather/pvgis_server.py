"""A server on this machine that answers as PVGIS does: typical years, hourly series, and its refusals."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pandas as pd

from energycommunity.physics.sky import sun_position

#: Of satellite images, as in the heading of a typical year [h]; an hourly series is stamped at whole minutes.
OFFSET_H, MINUTE = 0.1761, 11
FIRST_YEAR, LAST_YEAR = 2005, 2023
LATITUDE_DEG, LONGITUDE_DEG = 57.26, 26.67
SEA = {"message": "Location over the sea. Please, select another location", "status": 400}
WRONG_YEAR = {
    "message": f"startyear: Incorrect value. Please, enter an integer between {FIRST_YEAR} and {LAST_YEAR}.",
    "status": 400,
}


class Pvgis(BaseHTTPRequestHandler):
    """Answers GET of `tmy` and `seriescalc`; west of 20 degrees east there is sea."""

    def do_GET(self):
        """The answer, by tool, place and year."""
        address = urlsplit(self.path)
        asked = {name: values[0] for name, values in parse_qs(address.query).items()}
        self.server.asked.append((address.path, asked))
        if self.server.out_of_order is not None:
            return self.answer(*self.server.out_of_order)
        if float(asked["lon"]) < 20.0:
            return self.answer(400, json.dumps(SEA))
        if address.path.endswith("/tmy"):
            return self.answer(200, json.dumps(typical_year(asked)))
        if not FIRST_YEAR <= int(asked["startyear"]) <= LAST_YEAR:
            return self.answer(400, json.dumps(WRONG_YEAR))
        return self.answer(200, json.dumps(hourly_series(asked)))

    def answer(self, status, words):
        """Send a text with a status."""
        content = words.encode("utf-8")
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_):
        """Nothing is logged."""


@contextmanager
def serving() -> Iterator[ThreadingHTTPServer]:
    """The server while it runs; `asked` keeps its requests, `out_of_order` may be a status and words."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Pvgis)
    server.asked, server.out_of_order = [], None
    server.url = f"http://127.0.0.1:{server.server_port}/api/v5_3/"
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def inputs(asked):
    """What PVGIS repeats of the request."""
    location = {"latitude": float(asked["lat"]), "longitude": float(asked["lon"]), "elevation": 140.0}
    data = {"radiation_db": "PVGIS-SARAH3", "meteo_db": "ERA5", "year_min": FIRST_YEAR, "year_max": LAST_YEAR}
    return {"location": location, "meteo_data": {**data, "use_horizon": True, "horizon_db": "DEM-calculated"}}


def typical_year(asked):
    """8760 hours whose months come from different years, the sun placed at the moment of the image."""
    weather = seen_by_satellite(2019, OFFSET_H)
    years = [2007 + month for month in range(12)]
    rows = []
    for time, ghi, dni, dhi, temp_air, wind_speed in weather:
        rows.append(
            {"time(UTC)": time.replace(year=years[time.month - 1]).strftime("%Y%m%d:%H00"), "T2m": temp_air, "RH": 80.0}
            | {"G(h)": ghi, "Gb(n)": dni, "Gd(h)": dhi, "IR(h)": 250.0, "WS10m": wind_speed, "WD10m": 180.0}
            | {"SP": 99500.0}
        )
    answer = {"inputs": inputs(asked), "meta": {"inputs": {}, "outputs": {}}}
    answer["inputs"]["location"]["irradiance_time_offset"] = OFFSET_H
    selected = [{"month": month + 1, "year": year} for month, year in enumerate(years)]
    return answer | {"outputs": {"months_selected": selected, "tmy_hourly": rows}}


def hourly_series(asked):
    """The hours of a civil year in UTC, with the components on a horizontal plane."""
    year = int(asked["startyear"])
    rows = []
    weather = seen_by_satellite(year, MINUTE / 60.0)
    moments = pd.DatetimeIndex([time + pd.Timedelta(minutes=MINUTE) for time, *_ in weather])
    zenith_deg, _ = sun_position(moments, float(asked["lat"]), float(asked["lon"]), 140.0)
    for (time, ghi, _, dhi, temp_air, wind_speed), zenith in zip(weather, zenith_deg, strict=True):
        height = max(90.0 - zenith, 0.0)
        rows.append(
            {"time": time.strftime(f"%Y%m%d:%H{MINUTE}"), "Gb(i)": round(ghi - dhi, 2), "Gd(i)": dhi, "Gr(i)": 0.0}
            | {"H_sun": round(float(height), 2), "T2m": temp_air, "WS10m": wind_speed, "Int": 0.0}
        )
    answer = {"inputs": inputs(asked), "meta": {"inputs": {}, "outputs": {}}}
    fixed = {
        "slope": {"value": 0, "optimal": False},
        "azimuth": {"value": 0, "optimal": False},
        "type": "free-standing",
    }
    answer["inputs"]["mounting_system"] = {"fixed": fixed}
    return answer | {"outputs": {"hourly": rows}}


def seen_by_satellite(year, offset_h):
    """Rows of (time, ghi, dni, dhi, temp_air, wind_speed) for each hour of a year in UTC, always the same hazy sky."""
    begins = pd.date_range(f"{year}-01-01", f"{year}-12-31 23:00", freq="h")
    zenith_deg, _ = sun_position(begins + pd.Timedelta(hours=offset_h), LATITUDE_DEG, LONGITUDE_DEG, 140.0)
    height = np.where(zenith_deg < 87.0, np.cos(np.radians(zenith_deg)), 0.0)
    dni = np.where(height > 0.0, 540.0, 0.0)
    dhi = np.round(100.0 * height, 2)
    ghi = np.round(dni * height + dhi, 2)
    temp_air = np.round(6.0 - 12.0 * np.cos(2.0 * np.pi * begins.day_of_year / 365.0) + begins.hour / 10.0, 2)
    columns = (ghi, dni, dhi, temp_air, np.full(len(begins), 2.5))
    return list(zip(begins.to_pydatetime().tolist(), *(column.tolist() for column in columns), strict=True))
