"""A plain weather year for the tests of prices: sun by the hour angle, slowly changing cloud, wind and temperature."""

from __future__ import annotations

import numpy as np
import pytest
import xarray as xr

from energycommunity.time_grid import TimeGrid
from energycommunity.weather import generate_year, read_climate

LATITUDE_RAD = np.radians(57.3)


def weather_of(grid: TimeGrid, seed: int = 1) -> xr.Dataset:
    """Whole days of hours; steps shorter than an hour hold the hour's values."""
    hourly = TimeGrid.year(int(grid.local[0].year), grid.time_zone)
    hours = hourly.steps
    days = hours // 24
    random = np.random.default_rng(seed)

    def slow(days_long: float) -> np.ndarray:
        kernel = np.exp(-np.arange(8) / days_long)
        news = random.standard_normal(days + 7)
        daily = np.convolve(news, kernel / np.sqrt((kernel**2).sum()), mode="valid")
        return np.interp(np.arange(hours) / 24.0, np.arange(days) + 0.5, daily)

    day = hourly.utc.day_of_year.to_numpy()
    solar_hour = hourly.utc.hour.to_numpy() + 0.5 + 26.5 / 15.0
    declination = np.radians(23.45) * np.sin(2.0 * np.pi * (284 + day) / 365.0)
    height = np.sin(LATITUDE_RAD) * np.sin(declination)
    height = height + np.cos(LATITUDE_RAD) * np.cos(declination) * np.cos(np.radians(15.0 * (solar_hour - 12.0)))
    ghi = 900.0 * np.clip(height, 0.0, None) * (0.2 + 0.6 / (1.0 + np.exp(-1.5 * slow(1.0))))
    temperature = 6.2 - 11.0 * np.cos(2.0 * np.pi * (day - 20) / 365.0) + 4.0 * slow(3.0)
    wind = 3.0 * np.exp(0.4 * slow(1.5))
    parts = max(round(1.0 / grid.step_h), 1)
    series = {"ghi": ghi, "dni": ghi * 0.0, "dhi": ghi, "temp_air": temperature, "wind_speed": wind}
    return xr.Dataset(
        {name: ("time", np.repeat(values, parts)) for name, values in series.items()},
        coords={"time": grid.utc.tz_localize(None)},
    )


@pytest.fixture(scope="session")
def year_2025() -> TimeGrid:
    return TimeGrid.year(2025, "Europe/Riga")


@pytest.fixture(scope="session")
def weather_2025(year_2025: TimeGrid) -> xr.Dataset:
    return weather_of(year_2025)


@pytest.fixture(scope="session")
def make_weather():
    return weather_of


@pytest.fixture(scope="session", params=[("gulbene", 1), ("aluksne", 2)], ids=["gulbene", "aluksne"])
def vidzeme_weather_2025(request):
    """The weather a run has by default: how much hours differ within a day is that of the places."""
    place, seed = request.param
    return generate_year(read_climate(place), seed=seed, year=2025)
