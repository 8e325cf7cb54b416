"""What a weather series covers, in lines for people: its period, its step, and from where to where each value goes."""

from __future__ import annotations

import pandas as pd
import xarray as xr

from energycommunity.texts import text
from energycommunity.weather.contract import OPTIONAL, REQUIRED


def ranges_text(weather: xr.Dataset, language: str) -> str:
    """Period, number and length of the steps, and the least, the mean and the largest of each variable.

    Parameters
    ----------
    weather : xarray.Dataset
        By the contract of this package.
    language : {"en", "lv"}
        Language of the words.
    """
    times = pd.DatetimeIndex(weather["time"].to_numpy())
    step_h = float(weather.attrs["step_h"])
    period = text(
        "weather_import_period",
        language,
        first=times[0].strftime("%Y-%m-%d %H:%M"),
        last=times[-1].strftime("%Y-%m-%d %H:%M"),
        steps=len(times),
        step_h=step_h,
        source=weather.attrs["source"],
    )
    lines = [period]
    for name in REQUIRED | OPTIONAL:
        if name in weather:
            values = weather[name].to_numpy()
            shown = {"least": values.min(), "mean": values.mean(), "most": values.max()}
            unit = weather[name].attrs["units"]
            lines.append(text("weather_import_range", language, name=name, unit=unit, **shown))
    return "\n".join(lines)
