"""What cannot be right in a weather dataset (errors), and what is strange in it (doubts)."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import xarray as xr

from energycommunity.errors import Fault
from energycommunity.physics.sky import closure_residual, cos_sun
from energycommunity.quantities import BoolArray, FloatArray
from energycommunity.weather.contract import REQUIRED, is_whole_year, place_sun
from energycommunity.weather.nearest import distance_km
from energycommunity.weather.sun_shift import sun_shift_h

#: Weather of a place farther away is that of another region [km].
FAR_KM = 60.0
#: Lowest and highest value that has occurred on Earth or can occur, with room.
LIMITS: dict[str, tuple[float, float]] = {
    "ghi": (0.0, 1600.0),
    "dni": (0.0, 1400.0),
    "dhi": (0.0, 1200.0),
    "temp_air": (-70.0, 60.0),
    "wind_speed": (0.0, 75.0),
    "relative_humidity": (0.0, 110.0),
    "pressure": (50000.0, 110000.0),
    "albedo": (0.0, 1.0),
}
IRRADIANCES = ("ghi", "dni", "dhi")

#: A day of light is needed to tell where the sun is; below this sum [Wh/m2] nothing is said.
LEAST_LIGHT_WH_PER_M2 = 3000.0
#: From here on the zone must be wrong, not the weather or the labels [h].
SHIFT_ERROR_H, SHIFT_DOUBT_H = 0.8, 0.35
#: Sun this far down gives no light [deg], even when it stood higher within the same hour.
DARK_ZENITH_DEG = 100.0
#: Light below this at night is noise [W/m2].
DARK_W_PER_M2 = 10.0
CLOSURE_W_PER_M2, CLOSURE_SHARE, CLOSURE_ZENITH_DEG = 50.0, 0.15, 80.0


def check_weather(weather: xr.Dataset, file: str) -> list[Fault]:
    """Everything that makes a weather dataset unusable, each with the line of the file where it is known.

    Parameters
    ----------
    weather : xarray.Dataset
        By the contract of this package, straight from a reader.
    file : str
        Name of the file, for the faults.

    Returns
    -------
    list of Fault
        Missing variables or values; times that repeat, fall back or leave gaps; a typical year that is none; units that
        must be others; values that cannot be; a sun at the wrong hour; light at night; components that do not add up.
    """
    missing = [name for name in REQUIRED if name not in weather]
    if missing:
        given = ", ".join(str(name) for name in weather.data_vars)
        return [Fault("weather_columns_missing", {"missing": ", ".join(missing), "given": given}, file=file)]
    faults = [*_times(weather, file), *_empty(weather, file)]
    if faults:
        return faults
    faults = [*_units(weather, file)]
    if faults:
        return faults
    return [*_limits(weather, file), *_sun(weather, file)]


def weather_doubts(weather: xr.Dataset, file: str) -> list[Fault]:
    """What is legal but strange in a weather dataset without errors: warnings for the user.

    Parameters
    ----------
    weather : xarray.Dataset
        By the contract of this package.
    file : str
        Name of the file.
    """
    doubts = []
    ghi = weather["ghi"].to_numpy()
    zenith_deg, _ = place_sun(weather)
    shift_h = _shift_h(weather, cos_sun(zenith_deg))
    if shift_h is not None and SHIFT_DOUBT_H <= abs(shift_h) < SHIFT_ERROR_H:
        doubts.append(Fault("weather_label_doubt", {"minutes": round(shift_h * 60.0)}, file=file))
    if not is_whole_year(weather):
        hours = weather.sizes["time"] * weather.attrs["step_h"]
        doubts.append(Fault("weather_no_whole_year", {"hours": f"{hours:g}"}, file=file))
    if is_whole_year(weather) and not 500.0 < ghi.sum() * weather.attrs["step_h"] / 1000.0 < 2700.0:
        total = round(float(ghi.sum()) * weather.attrs["step_h"] / 1000.0)
        doubts.append(Fault("weather_sun_sum_doubt", {"given": total}, file=file))
    if not _open(weather, zenith_deg) and _open(weather, zenith_deg, least_share=0.02):
        doubts.append(Fault("weather_closure_doubt", {}, file=file))
    return doubts


def place_doubts(weather: xr.Dataset, file: str, site_deg: tuple[float, float]) -> Iterator[Fault]:
    """That the weather is of a place far from the site, given by latitude and longitude [deg]."""
    latitude_deg, longitude_deg = float(weather.attrs["latitude"]), float(weather.attrs["longitude"])
    away_km = distance_km((latitude_deg, longitude_deg), site_deg)
    if away_km > FAR_KM:
        values: dict[str, object] = {"distance": f"{away_km:.0f}", "there": f"{latitude_deg:.2f}, {longitude_deg:.2f}"}
        yield Fault("weather_of_another_place", {**values, "site": "{:.2f}, {:.2f}".format(*site_deg)}, file=file)


def _fault(key: str, wrong: BoolArray, weather: xr.Dataset, file: str, **values: object) -> Iterator[Fault]:
    """One fault for all rows that are wrong in the same way: names the first and counts them."""
    rows = np.flatnonzero(wrong)
    if rows.size:
        first = int(rows[0])
        line = int(weather["line"].to_numpy()[first]) if "line" in weather.coords else None
        time = str(weather["time"].to_numpy()[first])[:16].replace("T", " ")
        yield Fault(key, {"time": time, "count": rows.size, **values}, file=file, line=line)


def _times(weather: xr.Dataset, file: str) -> Iterator[Fault]:
    step = np.timedelta64(round(float(weather.attrs["step_h"]) * 3600), "s")
    distance = np.diff(weather["time"].to_numpy(), prepend=weather["time"].to_numpy()[:1] - step)
    yield from _fault("weather_time_repeats", distance <= np.timedelta64(0, "s"), weather, file)
    yield from _fault("weather_gap", distance > step, weather, file, step_h=weather.attrs["step_h"])
    short = (distance < step) & (distance > np.timedelta64(0, "s"))
    yield from _fault("weather_uneven", short, weather, file, step_h=weather.attrs["step_h"])
    if weather.attrs["typical"] and not is_whole_year(weather):
        values: dict[str, object] = {"given": weather.sizes["time"], "step_h": weather.attrs["step_h"]}
        yield Fault("weather_typical_length", values, file=file)


def _empty(weather: xr.Dataset, file: str) -> Iterator[Fault]:
    for name, values in weather.data_vars.items():
        yield from _fault("weather_value_missing", ~np.isfinite(values.to_numpy()), weather, file, column=name)


def _units(weather: xr.Dataset, file: str) -> Iterator[Fault]:
    highest = float(weather["ghi"].max())
    if 0.0 < highest < 2.0:
        yield Fault("weather_unit_irradiance", {"given": round(highest, 2), "unit": "kW/m2", "factor": 1000}, file=file)
    if highest > LIMITS["ghi"][1]:
        yield Fault("weather_unit_irradiance", {"given": round(highest), "unit": "kJ/m2", "factor": "1/3.6"}, file=file)
    mean_c = float(weather["temp_air"].mean())
    if mean_c > 150.0:
        yield Fault("weather_unit_kelvin", {"given": round(mean_c, 1)}, file=file)
    if "pressure" in weather and float(weather["pressure"].mean()) < 2000.0:
        yield Fault("weather_unit_pressure", {"given": round(float(weather["pressure"].mean()), 1)}, file=file)


def _limits(weather: xr.Dataset, file: str) -> Iterator[Fault]:
    for name, (lowest, highest) in LIMITS.items():
        if name not in weather:
            continue
        values = weather[name].to_numpy()
        wrong = (values < lowest) | (values > highest)
        if wrong.any():
            key = (
                "weather_negative_irradiance" if name in IRRADIANCES and values.min() < 0.0 else "weather_out_of_range"
            )
            given = f"{values[np.flatnonzero(wrong)[0]]:g}"
            shown: dict[str, object] = {"column": name, "given": given, "lowest": lowest, "highest": highest}
            yield from _fault(key, wrong, weather, file, **shown)


def _sun(weather: xr.Dataset, file: str) -> Iterator[Fault]:
    zenith_deg, _ = place_sun(weather)
    shift_h = _shift_h(weather, cos_sun(zenith_deg))
    if shift_h is not None and abs(shift_h) >= SHIFT_ERROR_H:
        longitude = weather.attrs["longitude"]
        yield Fault("weather_shifted", {"hours": f"{shift_h:+.1f}", "longitude": longitude}, file=file)
        return  # light at night and open components would only follow from it
    light = np.maximum.reduce([weather[name].to_numpy() for name in IRRADIANCES])
    dark = (light > DARK_W_PER_M2) & (zenith_deg > DARK_ZENITH_DEG)
    first = f"{light[np.flatnonzero(dark)[0]]:g}" if dark.any() else ""
    yield from _fault("weather_light_at_night", dark, weather, file, given=first)
    if _open(weather, zenith_deg):
        wrong = _far_from_closed(weather, zenith_deg)
        row = int(np.flatnonzero(wrong)[0])
        shown = {name: f"{float(weather[name][row]):g}" for name in IRRADIANCES}
        yield from _fault("weather_not_closed", wrong, weather, file, **shown)


def _shift_h(weather: xr.Dataset, height: FloatArray) -> float | None:
    ghi, step_h = weather["ghi"].to_numpy(), float(weather.attrs["step_h"])
    enough = ghi.sum() * step_h > LEAST_LIGHT_WH_PER_M2 and len(ghi) * step_h >= 72.0 and float(height.max()) > 0.0
    return sun_shift_h(ghi, height, step_h) if enough else None


def _far_from_closed(weather: xr.Dataset, zenith_deg: FloatArray) -> BoolArray:
    ghi, dni, dhi = (weather[name].to_numpy() for name in IRRADIANCES)
    residual = closure_residual(ghi, dni, dhi, zenith_deg)
    allowed = np.maximum(CLOSURE_W_PER_M2, CLOSURE_SHARE * ghi)
    return np.asarray((np.abs(residual) > allowed) & (zenith_deg < CLOSURE_ZENITH_DEG))


def _open(weather: xr.Dataset, zenith_deg: FloatArray, least_share: float = 0.2) -> bool:
    """Whether more than a share of the hours of high sun do not add up: then it is the file, not a measurement."""
    high = int(np.count_nonzero(zenith_deg < CLOSURE_ZENITH_DEG))
    return int(np.count_nonzero(_far_from_closed(weather, zenith_deg))) > least_share * max(high, 1)
