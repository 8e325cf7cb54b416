"""Street lamps burn from dusk to dawn, checked against the formula of the day's length."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from energycommunity.demand import ElectricityDemand
from energycommunity.demand.street_lighting import burning_fraction
from energycommunity.profiles import ProfileContext
from energycommunity.time_grid import TimeGrid

LATITUDE, LONGITUDE, ZONE = 57.26, 26.67, "Europe/Riga"


def night(noon: str, step_h: float = 1.0) -> TimeGrid:
    """From noon to noon."""
    return TimeGrid(pd.Timestamp(noon, tz="UTC"), round(24 / step_h), step_h, ZONE, annual=False)


@pytest.mark.parametrize(
    ("noon", "dark_h"),
    [("2025-06-20 10:00", 6.04), ("2025-12-21 10:00", 17.36), ("2025-03-20 10:00", 11.75)],
)
@pytest.mark.parametrize("step_h", [1.0, 0.25])
def test_length_of_the_night(noon: str, dark_h: float, step_h: float) -> None:
    """Hand calculation: cos H = (sin(-0.833) - sin 57.26 sin d) / (cos 57.26 cos d), night = 24 h - 2 H / 15.

    Midsummer, d = 23.44: (-0.01454 - 0.84107 * 0.39779) / (0.54093 * 0.91748) = -0.7034, H = 134.7, 6.04 h.
    Midwinter, d = -23.44: 0.6448, H = 49.8, 17.36 h. Night after the equinox, d = 0.2: -0.0323, H = 91.85, 11.75 h.
    Sensitivity: with dusk at the horizon without refraction midsummer night would be 6.28 h, at 6 degrees below 3.9 h.
    """
    grid = night(noon, step_h)
    assert burning_fraction(grid, LATITUDE, LONGITUDE).sum() * step_h == pytest.approx(dark_h, abs=0.1)


def test_hours_of_a_year() -> None:
    """The nights of the year by the declination of Spencer's series (1971) sum to the hours that lamps burn."""
    day = 2.0 * np.pi * np.arange(365) / 365.0
    declination = 0.006918 - 0.399912 * np.cos(day) + 0.070257 * np.sin(day) - 0.006758 * np.cos(2 * day)
    declination += 0.000907 * np.sin(2 * day) - 0.002697 * np.cos(3 * day) + 0.00148 * np.sin(3 * day)
    latitude, horizon = np.radians(LATITUDE), np.radians(-0.833)
    above = np.sin(horizon) - np.sin(latitude) * np.sin(declination)
    half_day_h = np.degrees(np.arccos(above / (np.cos(latitude) * np.cos(declination)))) / 15.0
    burning = burning_fraction(TimeGrid.year(2025, ZONE), LATITUDE, LONGITUDE)
    assert burning.sum() == pytest.approx((24.0 - 2.0 * half_day_h).sum(), rel=0.005)
    assert burning.min() == 0.0
    assert burning.max() == 1.0


@pytest.mark.parametrize("seed", [0, 7])
def test_a_year_sums_to_the_figure_and_a_window_is_its_slice(seed: int) -> None:
    """A seed shifts habits, not the sun."""
    grid = TimeGrid.year(2025, ZONE)
    demand = ElectricityDemand(annual_kwh=5000.0, profile="street_lighting")
    whole = demand.series_kw(ProfileContext(grid, Path(), LATITUDE, LONGITUDE, seed=seed))
    assert whole.sum() == pytest.approx(5000.0)
    window = TimeGrid(grid.start + pd.Timedelta(hours=100), 48, 1.0, ZONE, annual=False)
    cut = demand.series_kw(ProfileContext(window, Path(), LATITUDE, LONGITUDE))
    assert cut == pytest.approx(whole[100:148])
